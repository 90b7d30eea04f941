"""Referrals, month by month and from whom to whom: plain values in, plain values out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kapstok.network.measures import Ratio
from kapstok.referrals.rules import Outcome, outcome_on


@dataclass(frozen=True)
class Count:
    """So many referrals in one month (its first day) from one organisation to another (ids), with one outcome."""

    month: dt.date
    sender: int
    receiver: int
    outcome: Outcome
    count: int


@dataclass(frozen=True)
class Months:
    """Every month from the first that was counted to the last, and a number for each of them per outcome."""

    months: tuple[dt.date, ...]
    numbers: dict[Outcome, tuple[int, ...]]

    @property
    def total(self) -> int:
        return sum(map(sum, self.numbers.values()))

    @property
    def helped(self) -> Ratio:
        """Who received help, of the referrals whose end is known."""
        helped, not_helped = (sum(self.numbers[outcome]) for outcome in (Outcome.HELPED, Outcome.NOT_HELPED))
        return Ratio(helped, helped + not_helped)


def per_month(counts: Sequence[Count], today: dt.date) -> Months:
    """The referrals of each month by what is known of them ``today``; months without any are there, with zeros."""
    totals: Counter[tuple[dt.date, Outcome]] = Counter()
    for one in counts:
        totals[one.month, outcome_on(one.outcome, one.month, today)] += one.count
    months = _months(min(one.month for one in counts), max(one.month for one in counts)) if counts else ()
    return Months(months, {outcome: tuple(totals[month, outcome] for month in months) for outcome in Outcome})


def flows(counts: Sequence[Count], name: Callable[[int], str]) -> list[tuple[str, str, int]]:
    """(from, to, count), the largest first, between what ``name`` calls organisations: themselves, or their sectors."""
    totals: Counter[tuple[str, str]] = Counter()
    for one in counts:
        totals[name(one.sender), name(one.receiver)] += one.count
    return sorted(((*ends, count) for ends, count in totals.items()), key=lambda flow: (-flow[2], flow[:2]))


def _months(first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return tuple(dt.date(number // 12, number % 12 + 1, 1) for number in numbers)
