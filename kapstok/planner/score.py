"""What a plan is worth, and which hard wishes it breaks: the one judge of every plan. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from kapstok.planner.instance import ABSENT, Instance, Pair


class Rule(StrEnum):
    """A hard rule, as it can be broken."""

    SEATED = "seated"  # who is there sits somewhere, who is not there nowhere
    SIZE = "size"
    FIXED = "fixed"
    ALLOWED = "allowed"
    APART = "apart"
    TOGETHER = "together"
    HELD = "held"
    GROUP = "group"


@dataclass(frozen=True)
class Broken:
    """One hard rule that a plan breaks in one round, by whom (at most two people) or at which table."""

    rule: Rule
    round: int
    people: tuple[int, ...] = ()
    table: int | None = None


@dataclass(frozen=True)
class Score:
    """Points of a plan, and what they are made of.

    ``points`` = ``value`` of all pairs that met − repeats, colleagues at one table and uneven groups. ``met``: how
    often each pair sat together. ``repeats``: meetings after a pair's first, without those who must sit together.
    ``uneven``: people too many or too few at a table, by the name of the group. A plan is valid if nothing is broken.
    """

    points: int
    value: int
    met: Counter[Pair]
    repeats: int
    colleagues: int
    uneven: dict[str, int]
    broken: tuple[Broken, ...]


def score(instance: Instance, plan: Sequence[Sequence[int]]) -> Score:
    """Judge a plan. Raises ``ValueError`` when it has not the shape of the instance: rounds × people."""
    if len(plan) != instance.rounds or any(len(row) != instance.people for row in plan):
        raise ValueError("a plan has a table for every person in every round")
    met: Counter[Pair] = Counter()
    uneven: dict[str, int] = {}
    soft = colleagues = 0
    broken: list[Broken] = []
    for number, row in enumerate(plan):
        at = _tables(instance, number, row, broken)
        broken += _people_wrong(instance, number, row)
        for table, members in enumerate(at):
            size = instance.tables[table]
            if not size.fewest <= len(members) <= size.most:
                broken.append(Broken(Rule.SIZE, number, table=table))
            for two in combinations(members, 2):
                met[two] += 1
                colleagues += two in instance.colleagues
                if two in instance.apart:
                    broken.append(Broken(Rule.APART, number, two, table))
            for group in instance.groups:
                count = sum(person in group.members for person in members)
                off = max(0, group.fewest - count, count - group.most)
                if off and group.hard:
                    broken.append(Broken(Rule.GROUP, number, table=table))
                elif off:
                    soft += off * group.points
                    uneven[group.name] = uneven.get(group.name, 0) + off
    value = sum(instance.value[one][other] for one, other in met)
    repeats = sum(times - 1 for two, times in met.items() if two not in instance.together)
    points = value - repeats * instance.repeat - colleagues * instance.colleague - soft
    return Score(points, value, met, repeats, colleagues, uneven, tuple(broken))


def _tables(instance: Instance, number: int, row: Sequence[int], broken: list[Broken]) -> list[list[int]]:
    at: list[list[int]] = [[] for _ in instance.tables]
    for person, table in enumerate(row):
        if not instance.present[number][person]:
            if table != ABSENT:
                broken.append(Broken(Rule.SEATED, number, (person,)))
        elif 0 <= table < len(at):
            at[table].append(person)
        else:
            broken.append(Broken(Rule.SEATED, number, (person,)))
    return at


def _people_wrong(instance: Instance, number: int, row: Sequence[int]) -> list[Broken]:
    here = instance.present[number]
    wrong = [
        Broken(Rule.FIXED, number, (person,), table)
        for person, table in instance.fixed.items()
        if here[person] and row[person] != table
    ]
    wrong += [
        Broken(Rule.ALLOWED, number, (person,), row[person])
        for person, tables in instance.allowed.items()
        if here[person] and row[person] not in tables
    ]
    wrong += [
        Broken(Rule.HELD, number, (person,), table)
        for (in_round, person), table in instance.held.items()
        if in_round == number and here[person] and row[person] != table
    ]
    wrong += [
        Broken(Rule.TOGETHER, number, (one, other))
        for one, other in sorted(instance.together)
        if here[one] and here[other] and row[one] != row[other]
    ]
    return wrong
