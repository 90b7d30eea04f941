"""Everybody on a chair, in all rounds, and what it brings when two people change places. Pure.

What a pair is worth to each other depends on whether they already meet: their first meeting brings the value of the
introduction, every next one costs a repeat. ``_pull`` holds for every two people what *one more* meeting would bring,
twice (so that halves stay whole numbers). What somebody would bring to a table is then the sum of one row over those
who sit there, which ``itemgetter`` and ``sum`` read faster than anything else in the standard library; nothing but the
rows of those who moved has to be kept up to date.

Beside people a row knows two kinds of silent guests: ``nobody`` (a free chair: worth nothing to anyone) and each table
in each round, with which somebody may or may not want to sit (``forbidden`` tables, the place she would rather keep).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from operator import itemgetter

from kapstok.planner.blocks import blocks
from kapstok.planner.counts import Counts
from kapstok.planner.instance import ABSENT, Instance, Plan

Row = list[int]


class Seating:
    """A plan that can be changed by two people at a time.

    ``points``: as ``score()`` counts them, less ``forbidden`` for each hard rule about a pair, a table or a group that
    is broken; sizes are always kept. ``loose[round][table]``: who can change places alone; who is locked or must sit
    together with somebody is in ``rest``. ``keep``: what it costs that somebody sits elsewhere than in ``home``.
    """

    def __init__(self, instance: Instance, plan: Sequence[Sequence[int]], keep: int = 0) -> None:
        people, tables = instance.people, len(instance.tables)
        self.instance = instance
        self.nobody = people
        self.forbidden = _more_than_all(instance, keep)
        self.tables = range(tables)
        self.first, self.again = _pairs(instance, self.forbidden)
        wide = [0] * (1 + instance.rounds * tables)
        self.pull = [[2 * points for points in row] + wide for row in self.first] + [[0] * people + wide]
        self.met = [[0] * (people + 1) for _ in range(people + 1)]
        self.minding = _minding(instance, plan, self.pull, self.forbidden, keep)
        self.counts = Counts(instance, plan, self.forbidden)
        self.seat: Plan = [[ABSENT] * people for _ in range(instance.rounds)]
        self.lose: list[Row] = [[0] * (people + 1) for _ in range(instance.rounds)]
        self.loose: list[list[Row]] = [[[] for _ in self.tables] for _ in range(instance.rounds)]
        self.rest: list[list[Row]] = [[[] for _ in self.tables] for _ in range(instance.rounds)]
        self.moves_alone: list[set[int]] = []
        self.together: list[list[tuple[int, ...]]] = []
        self.read: list[list[Callable[[Row], tuple[int, ...]]]] = []
        self.points = 0
        for number in range(instance.rounds):
            self._who_moves(number)
            for person, table in enumerate(plan[number]):
                if table != ABSENT:
                    self.points += self._sit(number, person, table)
            self.read.append([self._reader(number, table) for table in self.tables])
        self.points += self.counts.points()

    def _who_moves(self, number: int) -> None:
        movable = [block for block in blocks(self.instance, number) if len(block.tables) != 1]
        self.moves_alone.append({block.people[0] for block in movable if len(block.people) == 1})
        self.together.append([block.people for block in movable if len(block.people) > 1])

    def _reader(self, number: int, table: int) -> Callable[[Row], tuple[int, ...]]:
        """Picks from a row those who sit at a table: who can leave it, nobody (twice: one item would be no tuple), the rest."""
        nobody = self.nobody
        asking = [_index(self.instance, number, table)] if self.minding[number][table] else []
        return itemgetter(*self.loose[number][table], nobody, nobody, *self.rest[number][table], *asking)

    def members(self, number: int, table: int) -> Row:
        return self.loose[number][table] + self.rest[number][table]

    def size(self, number: int, table: int) -> int:
        return len(self.loose[number][table]) + len(self.rest[number][table])

    def best(self, number: int, table: int, other: int, luck: Sequence[float]) -> tuple[int, int, int] | None:
        """The two of these tables (either may be ``nobody``) to change places, and the points that it brings.

        The best after a bit of luck is added to each change; None when staying as it is (the first of ``luck``) is
        best. With luck from a Gumbel distribution of scale T this draws a change with a chance ∝ exp(points / T).
        """
        pull, lose, nobody = self.pull, self.lose[number], self.nobody
        here, there = self.loose[number][table], self.loose[number][other]
        read_here, read_there = self.read[number][table], self.read[number][other]
        kind = self.counts.kind
        change = self.counts.change(number, table, other)
        if self._free(number, table, other):
            there = [*there, nobody]
        if self._free(number, other, table):
            here = [*here, nobody]
        kinds = [kind[person] for person in there]
        come = [(sum(read_here(pull[person])) >> 1) - lose[person] for person in there]
        best, found = luck[0], None
        width, at = len(there), 1
        for person in here:
            row = read_there(pull[person])
            effect = change[kind[person]]
            brings = [c - p + effect[k] + z for c, p, k, z in zip(come, row, kinds, luck[at : at + width])]
            at += width
            go = (sum(row) >> 1) - lose[person]
            if brings and (most := max(brings) + go) > best:
                best, found = most, (person, brings.index(max(brings)), go)
        if found is None:
            return None
        person, where, go = found
        gain = go + come[where] - pull[person][there[where]] + change[kind[person]][kinds[where]]
        return person, there[where], gain

    def move_together(self, number: int, block: Sequence[int], other: int, least: float) -> int:
        """Move people who sit together to another table, each in the place of who best goes the other way.

        Gives the points; if these are fewer than ``least``, or there is no room, nobody has moved and it gives 0.
        """
        table = self.seat[number][block[0]]
        if table == other:
            return 0
        before, done = self.points, list[tuple[int, int]]()
        for person in block:
            two = self._best_for(number, person, table, other)
            if two is None:
                least = math.inf
                break
            done.append((person, two))
            self.swap(number, person, table, two, other)
        gain = self.points - before
        if gain >= least:
            return gain
        for person, two in reversed(done):
            self.swap(number, person, other, two, table)
        return 0

    def _best_for(self, number: int, person: int, table: int, other: int) -> int | None:
        """Who at the other table best changes places with her; nobody if a chair is free there."""
        pull, lose, kind = self.pull, self.lose[number], self.counts.kind
        there = self.loose[number][other]
        if self._free(number, table, other):
            there = [*there, self.nobody]
        read, row = self.read[number][table], pull[person]
        effect = self.counts.change(number, table, other)[kind[person]]
        brings = [(sum(read(pull[two])) >> 1) - lose[two] - row[two] + effect[kind[two]] for two in there]
        return there[brings.index(max(brings))] if brings else None

    def _free(self, number: int, table: int, other: int) -> bool:
        """Whether somebody can leave the one table for a free chair at the other."""
        sizes = self.instance.tables
        return self.size(number, table) > sizes[table].fewest and self.size(number, other) < sizes[other].most

    def swap(self, number: int, one: int, table: int, two: int, other: int) -> int:
        """``one`` leaves ``table`` for ``other``, ``two`` the other way (either may be ``nobody``). Gives the points."""
        gain = 0
        if one != self.nobody:
            gain -= self._leave(number, one, table)
        if two != self.nobody:
            gain -= self._leave(number, two, other)
            gain += self._sit(number, two, table)
        if one != self.nobody:
            gain += self._sit(number, one, other)
        gain += self.counts.swap(number, one, table, two, other)
        self.read[number][table] = self._reader(number, table)
        self.read[number][other] = self._reader(number, other)
        self.points += gain
        return gain

    def _leave(self, number: int, person: int, table: int) -> int:
        (self.loose if person in self.moves_alone[number] else self.rest)[number][table].remove(person)
        self.seat[number][person] = ABSENT
        met, pull, lose = self.met[person], self.pull[person], self.lose[number]
        first, again = self.first[person], self.again[person]
        for other in self.members(number, table):
            times = met[other] - 1
            met[other] = self.met[other][person] = times
            if times == 0:
                lose[other] -= first[other]
                pull[other] = self.pull[other][person] = 2 * first[other]
            else:
                lose[other] -= again[other]
                if times == 1:
                    self._only_meeting(person, other, first[other] - again[other])
        return lose[person]

    def _sit(self, number: int, person: int, table: int) -> int:
        met, pull, lose = self.met[person], self.pull[person], self.lose[number]
        first, again = self.first[person], self.again[person]
        total = pull[_index(self.instance, number, table)] >> 1
        for other in self.members(number, table):
            times = met[other]
            met[other] = self.met[other][person] = times + 1
            if times == 0:
                points = first[other]
                pull[other] = self.pull[other][person] = 2 * again[other]
            else:
                points = again[other]
                if times == 1:
                    self._only_meeting(person, other, points - first[other])
            lose[other] += points
            total += points
        lose[person] = total
        self.seat[number][person] = table
        (self.loose if person in self.moves_alone[number] else self.rest)[number][table].append(person)
        return total

    def _only_meeting(self, one: int, two: int, more: int) -> None:
        """In the round where these two still (or already) meet, parting costs so much more."""
        for seat, lose in zip(self.seat, self.lose, strict=True):
            if seat[one] == seat[two] != ABSENT:
                lose[one] += more
                lose[two] += more


def _index(instance: Instance, number: int, table: int) -> int:
    return instance.people + 1 + number * len(instance.tables) + table


def _pairs(instance: Instance, forbidden: int) -> tuple[list[Row], list[Row]]:
    """What a pair's first meeting brings, and each further one (people × people)."""
    people = instance.people
    first = [list(row) for row in instance.value]
    again = [[-instance.repeat] * people for _ in range(people)]
    for one, two in instance.together:
        again[one][two] = again[two][one] = 0
    for one, two in instance.colleagues:
        for rows in (first, again):
            rows[one][two] -= instance.colleague
            rows[two][one] -= instance.colleague
    for one, two in instance.apart:
        for rows in (first, again):
            rows[one][two] = rows[two][one] = -forbidden
    return first, again


def _minding(
    instance: Instance, plan: Sequence[Sequence[int]], pull: list[Row], forbidden: int, keep: int
) -> list[list[bool]]:
    """Write into the rows what people mind about tables; True for the tables (rounds × tables) that somebody minds."""
    minding = [[False] * len(instance.tables) for _ in range(instance.rounds)]
    for number in range(instance.rounds):
        for person, tables in instance.allowed.items():
            for table in set(range(len(instance.tables))) - tables:
                pull[person][_index(instance, number, table)] -= 2 * forbidden
                minding[number][table] = True
        for person, table in enumerate(plan[number] if keep else ()):
            if table != ABSENT:
                pull[person][_index(instance, number, table)] += 2 * keep
                minding[number][table] = True
    return minding


def _more_than_all(instance: Instance, keep: int) -> int:
    """More points than any plan can gain or lose."""
    pairs = sum(max(map(abs, row), default=0) for row in instance.value) + instance.repeat + instance.colleague
    groups = sum(group.points for group in instance.groups)
    return 1 + (pairs + groups + keep) * (instance.people + 1) * (instance.rounds + 1)
