"""Instances small enough to try every plan, and every plan of them."""

from collections.abc import Iterator
from itertools import product
from random import Random

from kapstok.planner.blocks import blocks, only_round
from kapstok.planner.instance import ABSENT, Group, Instance, Plan, Table
from kapstok.planner.score import score


def an_instance(people=6, rounds=2, tables=((2, 2), (2, 2), (2, 2)), value=None, present=None, **wishes) -> Instance:
    """Everybody is there and worth 1 to everybody else, unless told otherwise."""
    value = value or [[int(one != other) for other in range(people)] for one in range(people)]
    present = present or [[True] * people] * rounds
    return Instance(tuple(Table(*size) for size in tables), value, present, **wishes)


def all_rows(instance: Instance, number: int) -> list[list[int]]:
    """Every way to seat a round without breaking a rule."""
    alone = only_round(instance, number)
    there = blocks(instance, number)
    found = []
    for choice in product(*(sorted(block.tables) for block in there)):
        row = [ABSENT] * instance.people
        for block, table in zip(there, choice, strict=True):
            for person in block.people:
                row[person] = table
        if not score(alone, [row]).broken:
            found.append(row)
    return found


def all_plans(instance: Instance) -> Iterator[Plan]:
    for rows in product(*(all_rows(instance, number) for number in range(instance.rounds))):
        yield list(rows)


def by_chance(random: Random) -> Instance:
    """Five or six people with a few wishes that may clash; at most a few hundred plans."""
    people, tables = random.choice([(5, 2), (6, 2), (4, 3), (5, 3)])
    rounds = 2 if tables == 3 else random.choice([2, 3])
    present = [[random.random() < 0.9 for _ in range(people)] for _ in range(rounds)]
    value = [[0] * people for _ in range(people)]
    pairs = [(one, other) for other in range(people) for one in range(other)]
    for one, other in pairs:
        value[one][other] = value[other][one] = random.choice([0, 0, 4, 8, 14])
    fixed = {
        person: table for table, person in enumerate(random.sample(range(people), tables)) if random.random() < 0.6
    }
    some = {random.randrange(people): random.sample(range(tables), random.randint(1, tables)) for _ in range(2)}
    members = frozenset(random.sample(range(people), random.choice([2, 3, 4])))
    group = Group("Mantelzorg", members, random.choice([0, 1, 1]), random.choice([1, 2]), 3, random.random() < 0.2)
    return an_instance(
        people,
        rounds,
        [(random.choice([0, 1, 1, 2]), random.choice([2, 3, 3])) for _ in range(tables)],
        value,
        present,
        colleagues=frozenset(random.sample(pairs, 2)),
        fixed=fixed,
        allowed={person: frozenset(at) for person, at in some.items() if random.random() < 0.5},
        apart=frozenset(random.sample(pairs, random.choice([0, 1, 1, 2]))),
        together=frozenset(random.sample(pairs, random.choice([0, 0, 1, 2]))),
        held={(0, random.randrange(people)): random.randrange(tables)} if random.random() < 0.3 else {},
        groups=(group,) if random.random() < 0.6 else (),
    )
