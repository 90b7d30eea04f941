"""A network that grows, made up from a seed: the same one every time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from kapstok.network.graph import Ints, Statements, seconds

SECTORS = 7
BEGIN = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
MONTH = dt.timedelta(days=30)


@dataclass(frozen=True, eq=False)
class Growing:
    """Statements of short lines, all younger than 24 months at the last of ``moments``; each pair of people once."""

    people: int
    sector: Ints
    statements: Statements
    moments: list[dt.datetime]


def growing_network(people: int, ties: int, moments: int, seed: int) -> Growing:
    """People in sectors of unequal size; half of the ties stay within a sector, and some people have many more."""
    rng = np.random.default_rng(seed)
    sector = np.sort(rng.choice(SECTORS, people, p=np.array([7, 6, 5, 4, 3, 2, 1]) / 28))
    a, b = _pairs(rng, sector, people, ties)
    said_at = seconds(BEGIN) + rng.integers(0, int((moments * MONTH).total_seconds()), ties)
    statements = Statements.of(a, b, rng.integers(2, 5, ties), said_at, np.zeros(ties, dtype=np.int8), ("pulse",))
    return Growing(people, sector, statements, [BEGIN + (i + 1) * MONTH for i in range(moments)])


def _pairs(rng: np.random.Generator, sector: Ints, people: int, ties: int) -> tuple[Ints, Ints]:
    liked = rng.lognormal(0, 0.7, people)
    a = rng.choice(people, 4 * ties, p=liked / liked.sum())
    anywhere = rng.choice(people, 4 * ties, p=liked / liked.sum())
    # The people are in order of sector: a neighbour at a short distance is mostly a colleague.
    nearby = np.clip(a + rng.integers(-people // 20, people // 20 + 1, 4 * ties), 0, people - 1)
    b = np.where(rng.random(4 * ties) < 0.5, nearby, anywhere)
    keys = np.unique(np.minimum(a, b)[a != b] * people + np.maximum(a, b)[a != b])
    chosen = rng.permutation(keys)[:ties]
    if len(chosen) < ties:
        raise ValueError("too many ties for so few people")
    return np.divmod(chosen, people)
