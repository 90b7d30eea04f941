"""A first plan that keeps every hard rule. Pure.

Round by round, for hard rules never reach from one round to another. Only blocks that a rule can stand in the way of
(together, apart, not every table, a hard group) are searched for, the one with the fewest tables left first, with
backtracking; everybody else sits down where it brings most. Sets of tables are the bits of a whole number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random

from kapstok.planner.blocks import Block, blocks
from kapstok.planner.instance import ABSENT, Instance, Plan

TRIES = 20  # searches from the beginning, each in another order
STEPS = 1_000  # seats tried in one search


class NoPlan(Exception):
    """No plan that keeps all hard rules was found: in ``round`` there is none, or it is very hard to find."""

    def __init__(self, round: int) -> None:
        super().__init__(round)
        self.round = round


def first(instance: Instance, seed: int = 0, tries: int = TRIES) -> Plan:
    """A plan that breaks nothing, in which who is free sits down where it brings most. Raises ``NoPlan``."""
    random = Random(seed)
    worth = [list(row) for row in instance.value]
    for one, other in instance.colleagues:
        worth[one][other] -= instance.colleague
        worth[other][one] -= instance.colleague
    plan = []
    for number in range(instance.rounds):
        tables = _seated(instance, number, random, tries, worth)
        plan.append([ABSENT] * instance.people)
        for table, people in enumerate(tables):
            for one in people:
                plan[-1][one] = table
                for other in people:
                    worth[one][other] = -instance.repeat
    return plan


def _seated(instance: Instance, number: int, random: Random, tries: int, worth: list[list[int]]) -> list[list[int]]:
    """Who sits at each table. ``worth``: what a pair brings in this round."""
    everybody = blocks(instance, number)
    for _ in range(tries):
        search = _Search(instance, everybody, random)
        if search.place_tied() and (tables := search.fill(worth)) is not None:
            return tables
    raise NoPlan(number)


class _Search:
    """One search for the seats of a round."""

    def __init__(self, instance: Instance, everybody: list[Block], random: Random) -> None:
        self.random = random
        self.tables = instance.tables
        self.blocks = everybody
        self.at = [ABSENT] * len(everybody)  # the table of each block
        self.open = [sum(1 << table for table in block.tables) for block in everybody]
        self.used = [0] * len(instance.tables)
        self.waiting = sum(len(block.people) for block in everybody)
        self.steps = STEPS
        self.apart = _apart(instance, everybody)
        self.groups = [group for group in instance.groups if group.hard]
        self.members = [tuple(len(group.members.intersection(b.people)) for group in self.groups) for b in everybody]
        self.count = [[0] * len(self.groups) for _ in instance.tables]
        self.to_come = [sum(members[group] for members in self.members) for group in range(len(self.groups))]
        self.tied = [number for number in range(len(everybody)) if self._is_tied(number)]
        random.shuffle(self.tied)

    def _is_tied(self, number: int) -> bool:
        block = self.blocks[number]
        alone = len(block.people) == 1 and len(block.tables) == len(self.tables)
        return not alone or bool(self.apart[number]) or any(self.members[number])

    def place_tied(self) -> bool:
        """Seat every block that a rule can stand in the way of; False when that fails, or takes too long."""
        if not self._can_end_well():
            return False
        left = [number for number in self.tied if self.at[number] == ABSENT]
        if not left:
            return True
        rooms: dict[tuple[int, ...], int] = {}
        choices = [self._choices(number, rooms) for number in left]
        fewest = min(range(len(left)), key=lambda one: choices[one].bit_count())
        number = left[fewest]
        for table in self._in_order(number, choices[fewest]):
            self.steps -= 1
            if self.steps < 0:
                return False
            self._seat(number, table)
            if self.place_tied():
                return True
            self._seat(number, table, back=True)
        return False

    def fill(self, worth: list[list[int]]) -> list[list[int]] | None:
        """Seat everybody else where it brings most for each who sits there, tables that are short of people first."""
        tables: list[list[int]] = [[] for _ in self.tables]
        others = []
        for block, table in zip(self.blocks, self.at, strict=True):
            if table == ABSENT:
                others.append(block.people[0])
            else:
                tables[table] += block.people
        self.random.shuffle(others)
        for person in others:
            short = [number for number, size in enumerate(self.tables) if len(tables[number]) < size.fewest]
            room = short or [number for number, size in enumerate(self.tables) if len(tables[number]) < size.most]
            if not room:
                return None
            brings = worth[person].__getitem__
            tables[max(room, key=lambda table: _mean(map(brings, tables[table])))].append(person)
        kept = all(size.fewest <= len(people) for size, people in zip(self.tables, tables, strict=True))
        return tables if kept else None

    def _choices(self, number: int, rooms: dict[tuple[int, ...], int]) -> int:
        """The tables where a block can sit now; ``rooms`` remembers those with room for so many (of each group)."""
        asked = (len(self.blocks[number].people), *self.members[number])
        if asked not in rooms:
            rooms[asked] = sum(1 << table for table in range(len(self.tables)) if self._has_room(table, asked))
        tables = self.open[number] & rooms[asked]
        for other in self.apart[number]:
            if other == number:
                return 0
            if self.at[other] != ABSENT:
                tables &= ~(1 << self.at[other])
        return tables

    def _has_room(self, table: int, asked: tuple[int, ...]) -> bool:
        people, *members = asked
        return self.used[table] + people <= self.tables[table].most and all(
            not more or here + more <= group.most
            for here, more, group in zip(self.count[table], members, self.groups, strict=True)
        )

    def _in_order(self, number: int, choices: int) -> Iterator[int]:
        """Tables that lack somebody of the block's groups first, then those that lack people, then the emptiest."""
        tables = [table for table in range(len(self.tables)) if choices >> table & 1]
        self.random.shuffle(tables)
        lacking = {table: self._lacking(number, table) for table in tables}
        return iter(sorted(tables, key=lambda table: (-lacking[table], *self._fullness(table))))

    def _lacking(self, number: int, table: int) -> int:
        return sum(
            min(more, max(0, group.fewest - here))
            for here, more, group in zip(self.count[table], self.members[number], self.groups, strict=True)
        )

    def _fullness(self, table: int) -> tuple[bool, int]:
        return self.used[table] >= self.tables[table].fewest, self.used[table]

    def _can_end_well(self) -> bool:
        """Whether enough people, and enough of every hard group, are still to come for what the tables lack."""
        short = sum(max(0, size.fewest - used) for size, used in zip(self.tables, self.used, strict=True))
        return short <= self.waiting and all(
            sum(max(0, group.fewest - count[number]) for count in self.count) <= self.to_come[number]
            for number, group in enumerate(self.groups)
        )

    def _seat(self, number: int, table: int, back: bool = False) -> None:
        sign = -1 if back else 1
        self.at[number] = ABSENT if back else table
        people = len(self.blocks[number].people)
        self.used[table] += sign * people
        self.waiting -= sign * people
        for group, members in enumerate(self.members[number]):
            self.count[table][group] += sign * members
            self.to_come[group] -= sign * members


def _mean(points: Iterable[int]) -> float:
    """0 where there are none: an empty table is as good as one where nothing is won or lost."""
    found = list(points)
    return sum(found) / (len(found) or 1)


def _apart(instance: Instance, everybody: list[Block]) -> list[set[int]]:
    """For each block the blocks it cannot sit with; itself when two of its own people are apart."""
    number_of = {person: number for number, block in enumerate(everybody) for person in block.people}
    apart: list[set[int]] = [set() for _ in everybody]
    for one, other in instance.apart:
        if one in number_of and other in number_of:
            apart[number_of[one]].add(number_of[other])
            apart[number_of[other]].add(number_of[one])
    return apart
