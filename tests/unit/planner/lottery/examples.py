"""Small plans whose lottery can be counted by hand."""

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np

from kapstok.planner.instance import Group, Instance, Table, even_sizes

# Eight people at four tables of two, in one round. Two coins: 0 and 2 change places, 1 and 4 do.
FOUR_TABLES = [[0, 0, 1, 1, 2, 2, 3, 3]]
TWO_TWINS = [(0, 2), (1, 4)]
QUARTERS = {(0, 1): 0.25, (0, 4): 0.25, (1, 2): 0.25, (2, 4): 0.25}
HALVES = {(0, 3): 0.5, (1, 5): 0.5, (2, 3): 0.5, (4, 5): 0.5}

# Six people at two tables, in two rounds. 0 meets 2 and 3 on the one path, only 2 on the other.
TWO_ROUNDS = [[0, 1, 0, 0, 1, 1], [1, 0, 0, 1, 0, 1]]


def falls(count: int) -> Iterator[tuple[bool, ...]]:
    """All ways in which so many coins can fall."""
    return product((False, True), repeat=count)


def blocks(count: int) -> tuple[list[list[int]], list[tuple[int, int]]]:
    """So many times four people at two tables of two, and their twins: in each block the first and the third."""
    return [[person // 2 for person in range(4 * count)]], [(4 * block, 4 * block + 2) for block in range(count)]


def block_pairs(count: int) -> list[tuple[int, int]]:
    """The four lottery pairs of each block: two are together however its coin falls."""
    return [
        (4 * block + one, 4 * block + other)
        for block in range(count)
        for one, other in ((0, 1), (0, 3), (1, 2), (2, 3))
    ]


def made_up(
    seed: int, people: int = 12, tables: int = 3, rounds: int = 2
) -> tuple[Instance, list[list[int]], list[int]]:
    """An instance with colleagues and a wish of every kind, a valid plan for it, and everybody's sector."""
    rng = np.random.default_rng(seed)
    plan = [sorted(range(people), key=lambda _person: rng.random()) for _round in range(rounds)]
    plan = [[place % tables for place in row] for row in plan]
    value = np.triu(rng.integers(0, 9, (people, people)), 1)
    sector = [int(each) for each in rng.integers(0, 2, people)]
    together = {
        (one, other) for one in range(people) for other in range(one) if all(row[one] == row[other] for row in plan)
    }
    apart = {
        (one, other) for one in range(people) for other in range(one) if all(row[one] != row[other] for row in plan)
    }
    instance = Instance(
        tables=(Table(*even_sizes(people, tables)),) * tables,
        value=(value + value.T).tolist(),
        present=[[True] * people] * rounds,
        colleagues=frozenset({(0, 1), (4, 5), (6, 9)}),
        apart=frozenset(sorted((low, high) for high, low in apart)[:1]),
        together=frozenset(sorted((low, high) for high, low in together)[:1]),
        held={(0, people - 1): plan[0][people - 1]},
        groups=tuple(
            Group(f"sector {number}", frozenset(i for i in range(people) if sector[i] == number), 1, 2, 3)
            for number in (0, 1)
        ),
    )
    return instance, plan, sector


def mean_points(points: Sequence[int]) -> float:
    return sum(points) / len(points)
