"""A plain greedy: each next seat goes to whoever brings most there. What a search has to beat. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from kapstok.planner.blocks import only_round
from kapstok.planner.chairs import Chairs
from kapstok.planner.instance import Instance, Plan, pair
from kapstok.planner.start import first


def greedy(instance: Instance, seed: int = 0) -> Plan:
    """A plan that keeps the hard rules, round after round and seat after seat. Raises ``NoPlan``.

    Whom a hard rule ties to a place sits down first. The next seat is at the table that lacks most people; of people
    who bring the same there, the seed decides. A round in which the last ones do not fit is seated at random.
    """
    random = Random(seed)
    worth = _Worth(instance)
    plan: Plan = []
    for number in range(instance.rounds):
        row = _round(instance, number, worth, random) or first(only_round(instance, number), random.randrange(2**32))[0]
        worth.remember(row)
        plan.append(row)
    return plan


def _round(instance: Instance, number: int, worth: _Worth, random: Random) -> list[int] | None:
    chairs = Chairs(instance, number)
    worth.new_round()
    for block in chairs.tied:
        tables = chairs.open_to(block)
        if not tables:
            return None
        where = max(tables, key=lambda table: sum(worth.of(person, table) for person in block.people))
        chairs.sit(block.people, where)
        worth.sat(block.people, where)
    free = chairs.free[:]
    random.shuffle(free)
    while free:
        where = chairs.neediest()
        if not chairs.lacks(where):
            return None
        person = max(free, key=lambda one: worth.of(one, where))
        free.remove(person)
        chairs.sit([person], where)
        worth.sat([person], where)
    return chairs.row if chairs.keep_the_rules() else None


class _Worth:
    """What each person would bring to each table as it is now. ``gain[table][person]``: of pairs; groups beside."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.met: set[tuple[int, int]] = set()
        self.groups_of = [
            [number for number, group in enumerate(instance.groups) if person in group.members]
            for person in range(instance.people)
        ]
        self.new_round()

    def new_round(self) -> None:
        tables = len(self.instance.tables)
        self.gain = [[0] * self.instance.people for _ in range(tables)]
        self.count = [[0] * tables for _ in self.instance.groups]

    def of(self, person: int, table: int) -> int:
        points = self.gain[table][person]
        for number in self.groups_of[person]:
            group, count = self.instance.groups[number], self.count[number][table]
            points += group.points * ((count < group.fewest) - (count >= group.most))
        return points

    def sat(self, people: Sequence[int], table: int) -> None:
        gain = self.gain[table]
        for person in people:
            for other in range(self.instance.people):
                gain[other] += self._pair(person, other)
            for number in self.groups_of[person]:
                self.count[number][table] += 1

    def remember(self, row: Sequence[int]) -> None:
        """A round is over: who sat together have met."""
        for other in range(len(row)):
            for one in range(other):
                if row[one] == row[other] >= 0:
                    self.met.add((one, other))

    def _pair(self, one: int, other: int) -> int:
        two = pair(one, other)
        if two in self.met:
            points = 0 if two in self.instance.together else -self.instance.repeat
        else:
            points = self.instance.value[one][other]
        return points - self.instance.colleague * (two in self.instance.colleagues)
