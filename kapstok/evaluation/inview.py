"""Mantelzorgers in beeld per organisation: counts of people, so small ones are hidden; a range, never a sum."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from kapstok import disclosure
from kapstok.disclosure import SMALL_INSIDE

Counted = tuple[str, dt.date, int, int | None]  # organisation, reference date, how many, of how many


@dataclass(frozen=True)
class Range:
    """In which the number of different people lies: one person may be known to several organisations.

    At least the largest count (max), at most all counts together (sum). None: it would give away a hidden count.
    """

    low: int | None
    high: int | None


@dataclass(frozen=True)
class Row:
    """What one organisation reported last: how many, of how many, and that share; None where hidden or not given."""

    organisation: str
    day: dt.date
    count: int | None
    whole: int | None
    share: float | None


@dataclass(frozen=True)
class InView:
    """Counts of people per organisation per reference date, as they may be shown.

    ``reported``: how many organisations gave a count for each date; a range says nothing of the others.
    """

    days: tuple[dt.date, ...]
    counts: dict[str, tuple[int | None, ...]]
    ranges: tuple[Range, ...]
    reported: tuple[int, ...]
    latest: tuple[Row, ...]
    some_hidden: bool


def in_view(reported: Iterable[Counted]) -> InView:
    """The counts in which nobody can be recognised. An organisation that reported nothing for a date has None there."""
    given = {(name, day): (count, whole) for name, day, count, whole in reported}
    names = sorted({name for name, _day in given})
    days = tuple(sorted({day for _name, day in given}))
    rows = {day: {name: given[name, day][0] for name in names if (name, day) in given} for day in days}
    shown = {day: disclosure.suppressed(row) for day, row in rows.items()}
    counts = {name: tuple(shown[day].get(name) for day in days) for name in names}
    last = {name: max(day for other, day in given if other == name) for name in names}
    return InView(
        days=days,
        counts=counts,
        ranges=tuple(_range(rows[day], shown[day]) for day in days),
        reported=tuple(len(rows[day]) for day in days),
        latest=tuple(_row(name, last[name], shown[last[name]][name], given[name, last[name]][1]) for name in names),
        some_hidden=any(shown[day] != rows[day] for day in days),
    )


def _range(true: dict[str, int], shown: dict) -> Range:
    largest = max(true, key=lambda name: true[name])
    hidden = [count for name, count in true.items() if shown[name] is None]
    # Hidden counts cannot be told from their sum when they are two at least and not all of them are tiny.
    is_safe = not hidden or (len(hidden) > 1 and sum(hidden) >= SMALL_INSIDE)
    return Range(shown[largest], sum(true.values()) if is_safe else None)


def _row(name: str, day: dt.date, count: int | None, whole: int | None) -> Row:
    known = None if whole is None or 0 < whole < SMALL_INSIDE else whole
    share = None if count is None or known is None else disclosure.share(count, known)
    return Row(name, day, count, known, share)
