"""Mantelzorgers in beeld per organisation: counts of people, so small ones are hidden; a range, never a sum.

What is hidden is decided once per reference date, over all organisations; a filter only leaves rows out. So two pages,
or a page and a file, never differ in what they hide, and a filter with a hidden count in it has no range: otherwise the
range of everybody minus the ranges of the others would tell it.

The difference between two dates of one organisation (57 in January, 59 in July) may be small. It is no group of people:
some came and others went, and nobody can be in it. So it is not hidden.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
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

    ``wholes``: of how many, in the same shape as ``counts``. ``told``: which organisation gave a count for which date,
    shown or hidden. ``reported``: how many did for each date; a range says nothing of the others.
    """

    days: tuple[dt.date, ...]
    counts: dict[str, tuple[int | None, ...]]
    wholes: dict[str, tuple[int | None, ...]]
    told: frozenset[tuple[str, dt.date]]
    ranges: tuple[Range, ...]
    reported: tuple[int, ...]
    latest: tuple[Row, ...]
    some_hidden: bool


def in_view(
    reported: Iterable[Counted],
    within: Collection[str] | None = None,
    *,
    is_measuring: bool = False,
    smallest: int = SMALL_INSIDE,
) -> InView:
    """The counts in which nobody can be recognised. An organisation that reported nothing for a date has None there.

    ``within``: only these organisations, all of them when None. ``is_measuring``: the count is a part of those with
    whom an instrument was taken; then a share needs ``smallest`` people or more on both sides.
    ``smallest``: counts of fewer are hidden.
    """
    given = {(name, day): (count, whole) for name, day, count, whole in reported}
    shown: dict[tuple[str, dt.date], int | None] = {}
    for day in {day for _name, day in given}:
        row = {name: count for (name, other), (count, _whole) in given.items() if other == day}
        shown |= {(name, day): count for name, count in disclosure.suppressed(row, smallest).items()}
    kept = {cell: numbers for cell, numbers in given.items() if within is None or cell[0] in within}
    names = sorted({name for name, _day in kept})
    days = tuple(sorted({day for _name, day in kept}))
    wholes = {cell: _whole(shown[cell], whole, smallest) for cell, (_count, whole) in kept.items()}
    last = {name: max(day for other, day in kept if other == name) for name in names}
    return InView(
        days=days,
        counts={name: tuple(shown.get((name, day)) for day in days) for name in names},
        wholes={name: tuple(wholes.get((name, day)) for day in days) for name in names},
        told=frozenset(kept),
        ranges=tuple(_range(_on(kept, day), shown, day, smallest, is_all=within is None) for day in days),
        reported=tuple(len(_on(kept, day)) for day in days),
        latest=tuple(
            _row(name, day, shown[name, day], wholes[name, day], smallest if is_measuring else 0)
            for name, day in last.items()
        ),
        some_hidden=any(shown[cell] != kept[cell][0] or wholes[cell] != kept[cell][1] for cell in kept),
    )


def _on(given: Mapping[tuple[str, dt.date], tuple[int, int | None]], day: dt.date) -> dict[str, int]:
    return {name: count for (name, other), (count, _whole) in given.items() if other == day}


def _range(
    true: Mapping[str, int],
    shown: Mapping[tuple[str, dt.date], int | None],
    day: dt.date,
    smallest: int,
    *,
    is_all: bool,
) -> Range:
    largest = max(true, key=lambda name: true[name])
    hidden = [count for name, count in true.items() if shown[name, day] is None]
    # Hidden counts cannot be told from their sum when they are two at least and each of them might be large enough:
    # none is 0, so the others take one each. Of a part of the organisations no sum with a hidden count is shown:
    # beside the sum of all it would tell what is in the rest.
    could_be = sum(hidden) - (len(hidden) - 1)
    is_safe = not hidden or (is_all and len(hidden) > 1 and could_be >= smallest)
    return Range(shown[largest, day], sum(true.values()) if is_safe else None)


def _whole(count: int | None, whole: int | None, smallest: int) -> int | None:
    """Of how many, unless those or the ones who are not in the count are so few that they could be recognised.

    ``count`` as it is shown. Beside a hidden one this must not depend on what it is: 2 of 6 hidden as "6 minus 2 is
    few" and 1 of 6 shown would tell the 1.
    """
    if whole is None:
        return None
    if count is None:
        return whole if whole >= 2 * smallest - 1 else None
    return None if 0 < whole < smallest or 0 < whole - count < smallest else whole


def _row(name: str, day: dt.date, count: int | None, whole: int | None, least: int) -> Row:
    """``least``: how many must be on each side of a share, or 0."""
    if count is None or whole is None or (least and min(count, whole - count) < least):
        return Row(name, day, count, whole, None)
    return Row(name, day, count, whole, disclosure.share(count, whole))
