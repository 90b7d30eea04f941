"""A kennismakingsplan as a plain problem: people, rounds, tables, what each acquaintance is worth, what must be.

People, rounds and tables are numbered from 0. A plan is a list per round of the table of each person, ``ABSENT`` for
who is not there: ``plan[round][person]``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

ABSENT = -1

Plan = list[list[int]]
Pair = tuple[int, int]  # (low, high)

REPEAT = 10  # points that every meeting of a pair after its first costs
COLLEAGUE = 10  # points that two colleagues at one table cost, each round
MANTELZORG = 15  # points per table and round that has fewer or more mantelzorgers than an even spread gives
SECTOR = 3  # the same for any other sector


@dataclass(frozen=True)
class Table:
    """How many people sit at it in every round: ``fewest`` to ``most``."""

    fewest: int
    most: int


@dataclass(frozen=True)
class Group:
    """People of whom every table should have ``fewest`` to ``most``; ``points`` per person outside that, and round.

    ``hard``: not a matter of points, every table must have them in every round.
    """

    name: str
    members: frozenset[int]
    fewest: int
    most: int
    points: int
    hard: bool = False


@dataclass(frozen=True)
class Instance:
    """All that a plan has to go by.

    ``value`` (people × people, symmetric, 0 on the diagonal): points of a pair that meets at least once.
    ``present`` (rounds × people). ``colleagues``: pairs that cost ``colleague`` points each time they share a table.

    Hard: ``fixed`` person → table in every round she is there; ``allowed`` person → the tables she can sit at;
    ``apart`` and ``together`` pairs; ``held`` (round, person) → table, what somebody decided by hand; the tables'
    sizes; groups that are ``hard``. A pair of ``together`` never costs a repeat.
    """

    tables: tuple[Table, ...]
    value: Sequence[Sequence[int]]
    present: Sequence[Sequence[bool]]
    repeat: int = REPEAT
    colleague: int = COLLEAGUE
    colleagues: frozenset[Pair] = frozenset()
    fixed: Mapping[int, int] = field(default_factory=dict)
    allowed: Mapping[int, frozenset[int]] = field(default_factory=dict)
    apart: frozenset[Pair] = frozenset()
    together: frozenset[Pair] = frozenset()
    held: Mapping[tuple[int, int], int] = field(default_factory=dict)
    groups: tuple[Group, ...] = ()

    @property
    def people(self) -> int:
        return len(self.value)

    @property
    def rounds(self) -> int:
        return len(self.present)


def pair(one: int, other: int) -> Pair:
    """The two, the lower number first."""
    return (one, other) if one < other else (other, one)


def even_sizes(people: int, tables: int) -> tuple[int, int]:
    """The smallest and the largest table when so many people sit as evenly as can be."""
    return people // tables, -(-people // tables)
