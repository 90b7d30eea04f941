"""How many people of each group sit at each table, and what it brings when two change places. Pure.

Tables have few states (how many of each group), and most return again and again: what was worked out is remembered.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import add

from kapstok.planner.instance import ABSENT, Instance

Change = list[list[int]]  # the kind that leaves the one table × the kind that leaves the other

REMEMBERED = 20_000  # changes kept


class Counts:
    """Groups at tables. People in the same groups are of one *kind*: changing places among them changes no count.

    ``kind[person]``, with nobody's as the last. A hard group costs ``forbidden`` per person out of its bounds.
    """

    def __init__(self, instance: Instance, plan: Sequence[Sequence[int]], forbidden: int) -> None:
        self.groups = instance.groups
        self.at_best = sum(
            2 * group.points * len(group.members) for group in instance.groups
        )  # any exchange brings less
        self.cost = [forbidden if group.hard else group.points for group in instance.groups]
        groups_of = [
            tuple(number for number, group in enumerate(instance.groups) if person in group.members)
            for person in range(instance.people)
        ]
        self.kinds = sorted({(), *groups_of})
        number_of = {groups: kind for kind, groups in enumerate(self.kinds)}
        self.kind = [number_of[groups] for groups in [*groups_of, ()]]
        self._number_of: dict[tuple[int, ...], int] = {}
        self._counts: list[tuple[int, ...]] = []  # of each state
        self._shape: list[int] = []  # of each state: all that matters for the next change
        self._shapes: dict[tuple[int, ...], int] = {}
        self._for_who_leaves: list[Change] = []
        self._for_who_comes: list[Change] = []
        self._after: dict[tuple[int, int, int], int] = {}
        self._changes: dict[tuple[int, int], tuple[Change, int]] = {}
        self.state = [self._states(row, len(instance.tables)) for row in plan]

    def points(self) -> int:
        """What all groups together bring: 0 or less."""
        return sum(self._points(self._counts[state]) for states in self.state for state in states)

    def change(self, number: int, table: int, other: int) -> tuple[Change, int]:
        """Points when somebody of one kind leaves ``table`` for ``other`` and somebody of another kind the reverse.

        And the most that any such exchange brings.
        """
        states = self.state[number]
        here, there = self._shape[states[table]], self._shape[states[other]]
        found = self._changes.get((here, there))
        if found is None:
            if len(self._changes) >= REMEMBERED:
                self._changes.clear()
            rows = zip(self._for_who_leaves[here], self._for_who_comes[there], strict=True)
            change = [list(map(add, *two)) for two in rows]
            found = self._changes[here, there] = change, max(map(max, change))
        return found

    def swap(self, number: int, one: int, table: int, two: int, other: int) -> int:
        """``one`` leaves ``table`` for ``other``, ``two`` the other way. Gives the points."""
        left, came = self.kind[one], self.kind[two]
        if left == came:
            return 0
        gain = self.change(number, table, other)[0][left][came]
        states = self.state[number]
        states[table] = self._next(states[table], left, came)
        states[other] = self._next(states[other], came, left)
        return gain

    def exchange(self, number: int, table: int, leaving: Sequence[int], other: int, coming: Sequence[int]) -> int:
        """Points when several people leave ``table`` for ``other`` and as many come from there; nothing is changed."""
        here, there = self.state[number][table], self.state[number][other]
        gain = 0
        for one, two in zip(leaving, coming, strict=True):
            out, into = self.kind[one], self.kind[two]
            gain += self._for_who_leaves[self._shape[here]][out][into]
            gain += self._for_who_leaves[self._shape[there]][into][out]
            here, there = self._next(here, out, into), self._next(there, into, out)
        return gain

    def _states(self, row: Sequence[int], tables: int) -> list[int]:
        counts = [[0] * len(self.groups) for _ in range(tables)]
        for person, table in enumerate(row):
            if table != ABSENT:
                for group in self.kinds[self.kind[person]]:
                    counts[table][group] += 1
        return [self._state(tuple(count)) for count in counts]

    def _state(self, counts: tuple[int, ...]) -> int:
        if counts not in self._number_of:
            self._number_of[counts] = len(self._counts)
            self._counts.append(counts)
            self._shape.append(self._shape_of(counts))
        return self._number_of[counts]

    def _shape_of(self, counts: tuple[int, ...]) -> int:
        """How far a group is out of its bounds does not matter: one more or less costs or brings the same."""
        shape = tuple(
            min(max(here, group.fewest - 1), group.most + 1) for group, here in zip(self.groups, counts, strict=True)
        )
        if shape not in self._shapes:
            self._shapes[shape] = len(self._for_who_leaves)
            kinds = range(len(self.kinds))
            change = [
                [self._points(self._exchanged(shape, out, into)) - self._points(shape) for into in kinds]
                for out in kinds
            ]
            self._for_who_leaves.append(change)
            self._for_who_comes.append([list(column) for column in zip(*change, strict=True)])
        return self._shapes[shape]

    def _next(self, state: int, out: int, into: int) -> int:
        after = self._after.get((state, out, into))
        if after is None:
            after = self._state(self._exchanged(self._counts[state], out, into))
            self._after[state, out, into] = after
        return after

    def _exchanged(self, counts: Sequence[int], out: int, into: int) -> tuple[int, ...]:
        after = list(counts)
        for group in self.kinds[out]:
            after[group] -= 1
        for group in self.kinds[into]:
            after[group] += 1
        return tuple(after)

    def _points(self, counts: Sequence[int]) -> int:
        return -sum(
            cost * max(0, group.fewest - here, here - group.most)
            for cost, group, here in zip(self.cost, self.groups, counts, strict=True)
        )
