"""Everybody on a chair, in all rounds, and what it brings when two people change places. Pure.

What two people are worth to each other depends on whether they meet elsewhere: a first meeting brings the value of the
introduction, every next one costs a repeat. Kept up to date is what *one more* meeting of every two would bring
(``pull``), what somebody would bring to each table (``draws``: her pull summed over who sits there), and what her own
table loses when she leaves it (``lose``). A change of place is then worth what both bring to the other table, less
what they leave, less twice their own pull, for neither meets the other. Looking at a change is ten times cheaper than
doing it, and hundreds are looked at for each that is done.

A free chair is changed with as if ``nobody`` sat on it, who is worth nothing to anyone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, combinations
from operator import add, itemgetter, sub

from kapstok.planner.blocks import blocks
from kapstok.planner.counts import Counts
from kapstok.planner.instance import ABSENT, Instance, Plan

Row = list[int]
Change = tuple[int, int, int]  # who leaves the one table, who leaves the other (one may be nobody), and the points

PARTNERS = 7  # who bring most: of these some are sought to make way for people who sit together


class Seating:
    """A plan in which people change places. It never breaks a rule about sizes; others cost ``forbidden`` points each.

    ``points``: as ``score()`` counts them, less what is forbidden. ``seat[round][person]``: the plan.
    ``loose[round][table]``: who can move alone; ``rest``: who cannot move, or not alone. ``together[round]``: who can
    only move together. ``first``, ``again``, ``pull``: points, people × people. ``draws[round][table]`` and
    ``lose[round]``: points of each person.
    """

    def __init__(self, instance: Instance, plan: Sequence[Sequence[int]]) -> None:
        people = instance.people
        self.instance = instance
        self.nobody = people
        self.tables = range(len(instance.tables))
        self.forbidden = _more_than_all(instance)
        self.first, self.again = _pairs(instance, self.forbidden)
        self.pull = [[*row, 0] for row in self.first] + [[0] * (people + 1)]
        # By how much it can be better to change places with somebody than to join her.
        self.spare = [-2 * min(0, *map(min, rows)) for rows in zip(self.first, self.again, strict=True)] + [0]
        self.draws = [_draws(instance, self.forbidden) for _ in range(instance.rounds)]
        self.sizes_vary = any(table.fewest < table.most for table in instance.tables)
        self.met = [[0] * people for _ in range(people)]
        self.counts = Counts(instance, plan, self.forbidden)
        self.seat: Plan = [[ABSENT] * people for _ in range(instance.rounds)]
        self.lose = [[0] * (people + 1) for _ in range(instance.rounds)]
        self.loose: list[list[Row]] = [[[] for _ in self.tables] for _ in range(instance.rounds)]
        self.rest: list[list[Row]] = [[[] for _ in self.tables] for _ in range(instance.rounds)]
        self.alone: list[set[int]] = []
        self.together: list[list[tuple[int, ...]]] = []
        self.read: list[list[Callable[[Row], tuple[int, ...]]]] = []
        self.points = self.counts.points()
        for number, row in enumerate(plan):
            movable = [block.people for block in blocks(instance, number) if len(block.tables) != 1]
            self.alone.append({people[0] for people in movable if len(people) == 1})
            self.together.append([people for people in movable if len(people) > 1])
            for person, table in enumerate(row):
                if table != ABSENT:
                    self.points += self._sit(number, person, table)
            self.read.append([self._reader(number, table) for table in self.tables])

    def size(self, number: int, table: int) -> int:
        return len(self.loose[number][table]) + len(self.rest[number][table])

    def change(self, number: int, table: int, other: int, least: float, pick: float = 0.0) -> Change | None:
        """A change of place between two tables that brings at least ``least`` points, if there is one.

        ``pick`` (0 to 1) chooses among those that the same person could do.
        """
        pull, lose = self.pull, self.lose[number]
        here, there = self.loose[number][table], self.loose[number][other]
        if self.sizes_vary:
            there = [*there, self.nobody] if self.free(number, table, other) else there
            here = [*here, self.nobody] if self.free(number, other, table) else here
        if not here or not there:
            return None
        here_draws, there_draws = self.draws[number][table], self.draws[number][other]
        kind, spare = self.counts.kind, self.spare
        by_kind, high = self.counts.change(number, table, other)
        come = [here_draws[person] - lose[person] for person in there]
        read = self.read[number][other]
        kinds: list[int] = []
        asked = least - max(come) - high
        for person in here:
            go = there_draws[person] - lose[person]
            if go + spare[person] < asked:
                continue
            row = read(pull[person])
            if go - 2 * min(row) < asked:
                continue
            effect = by_kind[kind[person]]
            kinds = kinds or [kind[two] for two in there]
            brings = [c - p - p + effect[k] for c, p, k in zip(come, row, kinds, strict=False)]  # the row goes on
            if max(brings) + go >= least:
                enough = [at for at, points in enumerate(brings) if points + go >= least]
                chosen = enough[int(pick * len(enough))]
                return person, there[chosen], go + brings[chosen]
        return None

    def best(self, number: int, table: int, other: int) -> Change | None:
        """The change of place between two tables that brings most points; None where none brings any."""
        found, better = None, self.change(number, table, other, 1)
        while better is not None:
            found, better = better, self.change(number, table, other, better[2] + 1)
        return found

    def free(self, number: int, table: int, other: int) -> bool:
        """Whether somebody can leave the one table for a free chair at the other."""
        sizes = self.instance.tables
        return self.size(number, table) > sizes[table].fewest and self.size(number, other) < sizes[other].most

    def move_together(self, number: int, block: tuple[int, ...], other: int, least: float) -> int:
        """Move people who sit together to another table if that brings at least ``least``; gives the points.

        They change places with as many others, or with others who sit together, whoever that is best with.
        """
        table = self.seat[number][block[0]]
        if table == other:
            return 0
        pull, lose = self.pull, self.lose[number]
        here_draws, there_draws = self.draws[number][table], self.draws[number][other]
        go = sum(there_draws[one] - lose[one] for one in block) + self._among(block)
        chairs = self._chairs(number, table, other, len(block))
        blocks = [them for them in self.together[number] if self.seat[number][them[0]] == other]
        blocks = [them for them in blocks if len(them) == len(block)]
        come = {
            one: here_draws[one] - lose[one] - 2 * sum(pull[one][person] for person in block)
            for one in chain(chairs, *blocks)
        }
        chairs.sort(key=come.__getitem__, reverse=True)
        found: tuple[int, ...] | None = None
        for them in chain(blocks, combinations(chairs[:PARTNERS], len(block))):
            gain = go + sum(come[one] for one in them) + self._among(them)
            if gain + self.counts.at_best >= least:
                gain += self.counts.exchange(number, table, block, other, them)
                if gain >= least:
                    least, found = gain, them
        if found is None:
            return 0
        return sum(self.swap(number, one, table, two, other) for one, two in zip(block, found, strict=True))

    def swap(self, number: int, one: int, table: int, two: int, other: int) -> int:
        """``one`` leaves ``table`` for ``other``, ``two`` the other way; either may be ``nobody``. Gives the points."""
        gain = self.counts.swap(number, one, table, two, other)
        if one != self.nobody:
            gain -= self._leave(number, one, table)
        if two != self.nobody:
            gain -= self._leave(number, two, other)
            gain += self._sit(number, two, table)
        if one != self.nobody:
            gain += self._sit(number, one, other)
        self.read[number][table] = self._reader(number, table)
        self.read[number][other] = self._reader(number, other)
        self.points += gain
        return gain

    def _chairs(self, number: int, table: int, other: int, people: int) -> list[int]:
        """Who at ``other`` could make way for people of ``table``, free chairs too."""
        sizes = self.instance.tables
        free = min(self.size(number, table) - sizes[table].fewest, sizes[other].most - self.size(number, other), people)
        return self.loose[number][other] + [self.nobody] * free

    def _among(self, them: Iterable[int]) -> int:
        """What people of one table lose twice when each leaves it, and keep as they leave together."""
        pairs = combinations([one for one in them if one != self.nobody], 2)
        return 2 * sum((self.first if self.met[one][two] == 1 else self.again)[one][two] for one, two in pairs)

    def _reader(self, number: int, table: int) -> Callable[[Row], tuple[int, ...]]:
        """Picks who can leave a table from a row, then nobody (twice: one item would make no tuple)."""
        places = [*self.loose[number][table], self.nobody, self.nobody]
        return itemgetter(*places)

    def _leave(self, number: int, person: int, table: int) -> int:
        (self.loose if person in self.alone[number] else self.rest)[number][table].remove(person)
        self.seat[number][person] = ABSENT
        self.draws[number][table] = list(map(sub, self.draws[number][table], self.pull[person]))
        met, lose = self.met[person], self.lose[number]
        first, again = self.first[person], self.again[person]
        parting = []
        for other in chain(self.loose[number][table], self.rest[number][table]):
            met[other] = self.met[other][person] = times = met[other] - 1
            if times == 0:
                lose[other] -= first[other]
                parting.append(other)
            else:
                lose[other] -= again[other]
                if times == 1:
                    self._meet_elsewhere(person, other, first[other] - again[other])
        self._set_pull(person, parting, first)
        return lose[person]

    def _sit(self, number: int, person: int, table: int) -> int:
        met, lose = self.met[person], self.lose[number]
        first, again = self.first[person], self.again[person]
        total = -self.forbidden if table not in self.instance.allowed.get(person, self.tables) else 0
        meeting = []
        for other in chain(self.loose[number][table], self.rest[number][table]):
            times = met[other]
            met[other] = self.met[other][person] = times + 1
            if times == 0:
                points = first[other]
                meeting.append(other)
            else:
                points = again[other]
                if times == 1:
                    self._meet_elsewhere(person, other, points - first[other])
            lose[other] += points
            total += points
        lose[person] = total
        self._set_pull(person, meeting, again)
        self.draws[number][table] = list(map(add, self.draws[number][table], self.pull[person]))
        self.seat[number][person] = table
        (self.loose if person in self.alone[number] else self.rest)[number][table].append(person)
        return total

    def _set_pull(self, person: int, others: Sequence[int], points: Row) -> None:
        """One more meeting with each of these others brings so much from now on."""
        pull = self.pull[person]
        changed = [(other, points[other] - pull[other]) for other in others]
        for other in others:
            pull[other] = self.pull[other][person] = points[other]
        for seat, draws in zip(self.seat, self.draws, strict=True):
            own = draws[seat[person]]
            for other, more in changed:
                own[other] += more
                draws[seat[other]][person] += more

    def _meet_elsewhere(self, one: int, two: int, more: int) -> None:
        """Parting costs so much more in the one other round where these two meet."""
        for seat, lose in zip(self.seat, self.lose, strict=True):
            if seat[one] == seat[two] != ABSENT:
                lose[one] += more
                lose[two] += more


def _pairs(instance: Instance, forbidden: int) -> tuple[list[Row], list[Row]]:
    """What a first meeting brings, and each further one (people × people)."""
    first = [list(row) for row in instance.value]
    again = [[-instance.repeat] * instance.people for _ in first]
    for one, two in instance.together:
        again[one][two] = again[two][one] = 0
    for rows in (first, again):
        for one, two in instance.colleagues:
            rows[one][two] -= instance.colleague
            rows[two][one] -= instance.colleague
        for one, two in instance.apart:
            rows[one][two] = rows[two][one] = -forbidden
    return first, again


def _draws(instance: Instance, forbidden: int) -> list[Row]:
    """What empty tables bring to people and nobody. The last is of who sits nowhere (``ABSENT`` is the last index)."""
    draws = [[0] * (instance.people + 1) for _ in range(len(instance.tables) + 1)]
    for person, tables in instance.allowed.items():
        for table in range(len(instance.tables)):
            if table not in tables:
                draws[table][person] = -forbidden
    return draws


def _more_than_all(instance: Instance) -> int:
    """More points than a change of place can bring or cost."""
    pair = max((max(map(abs, row)) for row in instance.value), default=0) + instance.repeat + instance.colleague
    group = sum(abs(group.points) for group in instance.groups)
    return 1 + 8 * (instance.people + 1) * (pair + group)
