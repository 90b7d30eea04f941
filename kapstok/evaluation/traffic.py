"""Between which organisations there were referrals, month by month, and who counted at all. Plain values in and out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kapstok.network.graph import NA, Bools, Ints, Tri
from kapstok.referrals.rules import Kind, Of

NEVER = np.iinfo(np.int64).max
EVER = 0  # a month before all months


@dataclass(frozen=True, eq=False)
class Traffic:
    """Referrals between organisations, either way; months are numbered on from the year 0 (``month_number``).

    ``organisations``: ids, rising; everything else is by their index. ``first``: k × k, the first month with a
    referral, or ``NEVER``. ``counted``: the months in which each told how many went to, or came from, another one by
    name. Who did so in a month and did not name somebody, counted nothing for them; who did not, is not known.
    """

    organisations: Ints
    first: Ints
    counted: tuple[Ints, ...]

    def places(self, ids: Sequence[int | None]) -> Ints:
        """The index of each organisation; NA where there is none."""
        known = {int(id): place for place, id in enumerate(self.organisations)}
        return np.array([NA if id is None else known.get(id, NA) for id in ids], dtype=np.int64)

    def counts_in(self, after: int, until: int) -> Bools:
        """Which organisations counted in any month after the one and up to the other."""
        return np.array(
            [bool(np.any((months > after) & (months <= until))) for months in self.counted], dtype=bool
        ).reshape(len(self.organisations))

    def first_after(self, month: int, months: int) -> Tri:
        """k × k: 1 where the first referral came within so many ``months`` after ``month``, 0 where none came.

        NA where there was one before or in ``month`` itself, of which nobody knows on which day; where neither of the
        two counted in that time; and where neither counted before, so that a first one need not be the first.
        """
        if not len(self.organisations):
            return np.zeros((0, 0), dtype=np.int8)
        before, after = self.counts_in(EVER, month), self.counts_in(month, month + months)
        told = (before[:, None] | before) & (after[:, None] | after) & (self.first > month)
        np.fill_diagonal(told, False)
        return np.where(told, self.first <= month + months, NA).astype(np.int8)


def month_number(day: dt.date) -> int:
    return day.year * 12 + day.month - 1


def first_day(month: int) -> dt.date:
    """The day on which a numbered month begins."""
    return dt.date(month // 12, month % 12 + 1, 1)


def traffic(counts: Mapping[Of, int], organisations: Iterable[int]) -> Traffic:
    """From everything that was counted or followed, among these ``organisations`` (ids) and who is named there.

    What names no sender says nothing of two organisations.
    """
    named = [(of, of.sender, count) for of, count in counts.items() if of.sender is not None]
    ends = {end for of, sender, _count in named for end in (sender, of.receiver)}
    ids = np.array(sorted(ends.union(organisations)), dtype=np.int64)
    place = {int(id): index for index, id in enumerate(ids)}
    first = np.full((len(ids), len(ids)), NEVER, dtype=np.int64)
    months: list[set[int]] = [set() for _id in ids]
    for of, sender, count in named:
        one, other, month = place[sender], place[of.receiver], month_number(of.month)
        months[one if of.kind == Kind.SENT else other].add(month)
        if count:
            first[one, other] = first[other, one] = min(first[one, other], month)
    return Traffic(ids, first, tuple(np.array(sorted(told), dtype=np.int64) for told in months))


def between_groups(
    counts: Mapping[Of, int], group_of: Mapping[int, int], since: int
) -> tuple[dict[tuple[int, int], int], set[int]]:
    """Referrals between each two groups of organisations, either way, from month ``since`` on: ``{(low, high): how
    many}``; and the groups of which an organisation counted in that time.

    What is counted at both ends is the same referral: of each month the larger number counts. ``group_of``: by
    organisation; who is not in it is left out.
    """
    ends: dict[tuple[int, int, int], list[int]] = {}
    counting: set[int] = set()
    for of, count in counts.items():
        if of.sender is None or not {of.sender, of.receiver} <= group_of.keys():
            continue
        if month_number(of.month) < since:
            continue
        counting.add(group_of[of.sender if of.kind == Kind.SENT else of.receiver])
        sides = ends.setdefault((month_number(of.month), of.sender, of.receiver), [0, 0, 0])
        sides[(Kind.SENT, Kind.ARRIVED).index(of.kind) if of.kind in (Kind.SENT, Kind.ARRIVED) else 2] += count
    totals: dict[tuple[int, int], int] = {}
    for (_month, sender, receiver), sides in ends.items():
        low, high = sorted((group_of[sender], group_of[receiver]))
        totals[low, high] = totals.get((low, high), 0) + max(sides)
    return totals, counting
