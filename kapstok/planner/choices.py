"""Everywhere else that somebody could sit in a round, what it would cost, and what stands in the way. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kapstok.planner.blocks import chains, here, tables_of
from kapstok.planner.instance import ABSENT, Instance, pair
from kapstok.planner.score import Rule, score
from kapstok.planner.seating import Seating


@dataclass(frozen=True)
class Choice:
    """One other place: ``points`` that the whole plan gains, and the first hard rule that stands in the way, if any."""

    points: int
    broken: Rule | None


def moves(instance: Instance, plan: Sequence[Sequence[int]], number: int, person: int) -> dict[int, Choice]:
    """Joining each other table in round ``number``, by table; all others stay. Also of who has no table yet."""
    round = _Round(instance, plan, number, person)
    return {
        table: Choice(round.price_at(table), round.moving_breaks(table))
        for table in range(len(instance.tables))
        if table != round.table
    }


def swaps(instance: Instance, plan: Sequence[Sequence[int]], number: int, person: int) -> dict[int, Choice]:
    """Changing places in round ``number`` with each person at another table, by that person.

    Nobody changes places with who has no table.
    """
    round = _Round(instance, plan, number, person)
    if round.table == ABSENT:
        return {}
    return {
        other: Choice(round.price_with(other), round.swapping_breaks(other))
        for other in here(instance, number)
        if plan[number][other] not in (ABSENT, round.table)
    }


class _Round:
    """One round as one person sees it."""

    def __init__(self, instance: Instance, plan: Sequence[Sequence[int]], number: int, person: int) -> None:
        self.instance, self.plan, self.number, self.person = instance, plan, number, person
        self.row = plan[number]
        self.table = self.row[person]
        self.seating = Seating(instance, plan)
        self.at: list[set[int]] = [set() for _ in instance.tables]
        for other, table in enumerate(self.row):
            if table != ABSENT:
                self.at[table].add(other)
        tied = (chain for chain in chains(here(instance, number), instance.together) if len(chain) > 1)
        self.bound = {one for chain in tied for one in chain}

    def price_at(self, table: int) -> int:
        if self.table == ABSENT:
            row = [table if other == self.person else at for other, at in enumerate(self.row)]
            after = [row if round == self.number else self.plan[round] for round in range(len(self.plan))]
            return score(self.instance, after).points - score(self.instance, self.plan).points
        return self._tried(self.seating.nobody, table)

    def price_with(self, other: int) -> int:
        return self._tried(other, self.row[other])

    def _tried(self, other: int, table: int) -> int:
        """The points that a change of place brings; it is taken back."""
        gain = self.seating.swap(self.number, self.person, self.table, other, table)
        self.seating.swap(self.number, other, self.table, self.person, table)
        return gain

    def moving_breaks(self, table: int) -> Rule | None:
        return next(self._moving(table), None)

    def swapping_breaks(self, other: int) -> Rule | None:
        return next(self._swapping(other), None)

    def _moving(self, table: int) -> Iterator[Rule]:
        sizes = self.instance.tables
        after = {table: self.at[table] | {self.person}}
        if self.table != ABSENT:
            after[self.table] = self.at[self.table] - {self.person}
            if len(after[self.table]) < sizes[self.table].fewest:
                yield Rule.SIZE
        if len(after[table]) > sizes[table].most:
            yield Rule.SIZE
        yield from self._sitting(self.person, table, after)
        yield from self._groups(after)

    def _swapping(self, other: int) -> Iterator[Rule]:
        table = self.row[other]
        after = {table: (self.at[table] - {other}) | {self.person}}
        after[self.table] = (self.at[self.table] - {self.person}) | {other}
        yield from self._sitting(other, self.table, after)
        yield from self._sitting(self.person, table, after)
        yield from self._groups(after)

    def _sitting(self, person: int, table: int, after: Mapping[int, set[int]]) -> Iterator[Rule]:
        instance, number = self.instance, self.number
        if person in instance.fixed and instance.fixed[person] != table:
            yield Rule.FIXED
        if (number, person) in instance.held and instance.held[number, person] != table:
            yield Rule.HELD
        if table not in tables_of(instance, number, person):
            yield Rule.ALLOWED
        if person in self.bound:
            yield Rule.TOGETHER
        if any(pair(person, other) in instance.apart for other in after[table]):
            yield Rule.APART

    def _groups(self, after: Mapping[int, set[int]]) -> Iterator[Rule]:
        for group in self.instance.groups:
            for table, members in after.items():
                count, before = (len(group.members & who) for who in (members, self.at[table]))
                if group.hard and (count < min(group.fewest, before) or count > max(group.most, before)):
                    yield Rule.GROUP
