"""What all draws have in common: in which steps they are made, and how a share of them becomes a probability."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from kapstok.network.graph import Floats, Ints

DRAWS = 2000
STEP = 200  # draws that are made at a time: between two steps a reader is told how far it is
STEPS = DRAWS // STEP
SAME = 1e-9  # sums of the same numbers in another order differ by less: they are as extreme

Tick = Callable[[], None]


def quietly() -> None:
    """For who does not tell how far it is."""


def in_steps(tick: Tick) -> Iterator[int]:
    """So many draws at a time, ``DRAWS`` in all; ``tick`` is called after each of the ``STEPS``."""
    for _step in range(STEPS):
        yield STEP
        tick()


def probability(seen: float, drawn: Ints | Floats) -> float | None:
    """Two-sided: twice the smaller of the two tails, each p = (1 + k) / (1 + B), k draws at least as far out of B.

    Phipson & Smyth 2010: what was seen is one of the draws, so p is never 0. None where every draw gives the same.
    """
    if np.ptp(drawn) <= SAME:
        return None
    tails = np.count_nonzero(drawn <= seen + SAME), np.count_nonzero(drawn >= seen - SAME)
    return min(1.0, 2 * (1 + int(min(tails))) / (1 + len(drawn)))


def shuffles(rng: np.random.Generator, groups: Ints, times: int) -> Ints:
    """``times`` × n: each row puts the n people in another order, everybody within their own group.

    A row holds indexes: whoever stands at place i is replaced by person ``row[i]`` of the same group.
    """
    by_group = np.argsort(groups, kind="stable")
    shuffled = np.argsort(groups + rng.random((times, len(groups))), axis=1, kind="stable")
    orders = np.empty_like(shuffled)
    orders[:, by_group] = shuffled
    return orders
