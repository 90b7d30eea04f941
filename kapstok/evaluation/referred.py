"""Referrals, month by month and from whom to whom: plain values in, plain values out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kapstok.disclosure import SMALL_INSIDE, SMALL_PUBLISHED, SMALLEST_DENOMINATOR, suppressed
from kapstok.network.measures import Ratio
from kapstok.referrals.rules import OUTCOMES, Kind, Of, Reconciled, both_sides


@dataclass(frozen=True)
class Months:
    """Every month from the first that was counted to the last, and both sides of each of them."""

    months: tuple[dt.date, ...]
    found: tuple[Reconciled, ...]

    @property
    def sent(self) -> int:
        return sum(each.sent or 0 for each in self.found)

    @property
    def arrived(self) -> int:
        return sum(each.arrived or 0 for each in self.found)

    @property
    def pending(self) -> int:
        return sum(each.pending for each in self.found)

    @property
    def unknown(self) -> int:
        return sum(each.unknown for each in self.found)

    def ended(self, kind: Kind) -> int:
        return sum(each.outcomes.get(kind, 0) for each in self.found)

    @property
    def helped(self) -> Ratio:
        """Who received help, of the referrals whose end is known."""
        return Ratio(self.ended(Kind.HELPED), sum(map(self.ended, OUTCOMES)))


def per_month(counts: Mapping[Of, int], today: dt.date) -> Months:
    """What was sent, arrived and came of it in each month; months without any are there, with nothing counted."""
    sides = both_sides(counts, today)
    months = _months(min(key[0] for key in sides), max(key[0] for key in sides)) if sides else ()
    return Months(
        months, tuple(_together([each for key, each in sides.items() if key[0] == month]) for month in months)
    )


@dataclass(frozen=True)
class Coverage:
    """How far the two sides of referrals agree, in the months in which they counted.

    ``least`` and ``most``: of months that both counted, what both counted at least and either at most, so that
    ``least / most`` is 1 when every month agrees. ``only_sent`` and ``only_arrived``: in months that one side counted.
    """

    least: int = 0
    most: int = 0
    only_sent: int = 0
    only_arrived: int = 0

    @property
    def share(self) -> Ratio:
        return Ratio(self.least, self.most)

    def __add__(self, other: Coverage) -> Coverage:
        return Coverage(
            self.least + other.least,
            self.most + other.most,
            self.only_sent + other.only_sent,
            self.only_arrived + other.only_arrived,
        )


def coverage(counts: Mapping[Of, int], today: dt.date) -> dict[tuple[int, int | None], Coverage]:
    """Per receiver and its service (ids; None: the organisation as such) how far both sides agree, over all months.

    Month by month: one month too many does not make up for another one too few.
    """
    found: dict[tuple[int, int | None], Coverage] = {}
    for (_month, receiver, service), sides in both_sides(counts, today).items():
        if sides.coverage is not None:
            added = Coverage(*sides.coverage)
        else:
            added = Coverage(only_sent=sides.sent or 0, only_arrived=sides.arrived or 0)
        found[receiver, service] = found.get((receiver, service), Coverage()) + added
    return found


@dataclass(frozen=True)
class Ended:
    """Referrals that were followed to their end. Each is of one person, so small counts are hidden (None).

    ``told``: of how many it is known whether the sender heard of it, and of how many of those that is so.
    """

    durations: dict[str, int | None]
    told: Ratio | None


def followed_to_the_end(durations: Mapping[str, int], heard: int, not_heard: int) -> Ended | None:
    """How long they took (by word), and whether their senders heard of it. None: fewer than five in all."""
    ended = sum(durations.values())
    if ended < SMALL_INSIDE:
        return None
    feedback = {"heard": heard, "not heard": not_heard, "not known": ended - heard - not_heard}
    hidden = None in suppressed(feedback).values()
    told = None if hidden or heard + not_heard < SMALLEST_DENOMINATOR else Ratio(heard, heard + not_heard)
    return Ended(suppressed(durations), told)


def for_publication(flows: list[tuple[str, str, int]], rest: str) -> list[tuple[str, str, int]]:
    """Flows in which no count is under ten: the small ones together are ``rest``, so that their sum is what it was.

    While the rest itself is small the next smallest flow joins it, and with too few in all there is nothing to publish.
    """
    size = {(sender, receiver): count for sender, receiver, count in flows if count}
    kept = sorted(size, key=lambda ends: (-size[ends], ends))
    small = 0
    while kept and (size[kept[-1]] < SMALL_PUBLISHED or 0 < small < SMALL_PUBLISHED):
        small += size[kept.pop()]
    if 0 < small < SMALL_PUBLISHED:
        return []
    return [(*ends, size[ends]) for ends in kept] + ([(rest, rest, small)] if small else [])


def flows(counts: Mapping[Of, int], name: Callable[[int], str]) -> list[tuple[str, str, int]]:
    """(from, to, count), the largest first, between what ``name`` calls organisations: themselves, or their sectors."""
    totals: Counter[tuple[str, str]] = Counter()
    for of, count in counts.items():
        if of.kind == Kind.SENT and of.sender is not None and count:
            totals[name(of.sender), name(of.receiver)] += count
    return sorted(((*ends, count) for ends, count in totals.items()), key=lambda flow: (-flow[2], flow[:2]))


def _together(places: list[Reconciled]) -> Reconciled:
    sent = [each.sent for each in places if each.sent is not None]
    arrived = [each.arrived for each in places if each.arrived is not None]
    outcomes: Counter[Kind] = Counter()
    for each in places:
        outcomes.update(each.outcomes)
    return Reconciled(
        sum(sent) if sent else None,
        sum(arrived) if arrived else None,
        dict(outcomes),
        sum(each.pending for each in places),
        sum(each.unknown for each in places),
    )


def _months(first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return tuple(dt.date(number // 12, number % 12 + 1, 1) for number in numbers)
