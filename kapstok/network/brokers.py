"""Who connects others: betweenness, exact and estimated, and Burt's constraint."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kapstok.network.graph import Floats, Ints, Lines, as_igraph

if TYPE_CHECKING:
    from scipy.sparse import csr_array

PIVOTS = 256
TOGETHER = 32  # pivots walked at once: their tables stay in the processor's cache
SPARSE = 4  # arcs per person: where there are fewer, paths are long and few, and one walk after another is faster


def betweenness(lines: Lines) -> Floats:
    """For each person the share of all pairs of others whose shortest paths run through them (0…1), exact.

    Freeman 1977, 10.2307/3033543; σ_st(v)/σ_st summed over pairs, divided by (n−1)(n−2), or half of that without
    direction. Empty: no numbers. Lone, strangers and all NA: 0, so show it only where the response allows paths.
    """
    return np.asarray(as_igraph(lines).betweenness(), dtype=np.float64) / _pairs_of_others(len(lines), lines.directed)


def constraint(lines: Lines) -> Floats:
    """Burt's constraint of each person: high when one's contacts all know one another, low for who joins groups.

    Burt 1992, Structural holes, ch. 2: Σ_j (p_ij + Σ_q p_iq p_qj)², where p_ij is the part of i's lines that goes to
    j, in either direction, and q is any third person.
    Empty: no numbers. Lone, strangers and all NA: NaN, since who has no lines is held by none.
    """
    return np.asarray(as_igraph(lines).constraint(), dtype=np.float64)


def estimated_betweenness(start: Ints, end: Ints, people: int, pivots: Ints, directed: bool) -> Floats:
    """The same share estimated from shortest paths that begin at ``pivots``; exact when everybody is a pivot.

    Brandes 2001, 10.1080/0022250X.2001.9990249; Brandes & Pich 2007, 10.1142/S0218127407018403, for the sampling.
    Good for a trend over moments, with the same pivots each time; brokers are named from ``betweenness`` only. Arcs
    run ``start[k] → end[k]``, in both directions for lines without.
    """
    if not len(start):
        return np.zeros(people)
    dependencies = _one_by_one if len(start) < SPARSE * people else _together
    through = dependencies(start, end, people, pivots)
    halve = 1 if directed else 2
    return through * (people / len(pivots)) / halve / _pairs_of_others(people, directed)


def share_of_most(between: Floats, most: int) -> float | None:
    """Of all that runs through anybody, the share that runs through the ``most`` people whom most runs through (0…1).

    The sum of their betweenness over that of everybody: 1 when the network leans on them alone. Empty, lone, strangers
    and all NA: None, since nothing runs through anybody.
    """
    total = float(between.sum())
    return float(np.sort(between)[-most:].sum()) / total if total else None


def choose_pivots(people: int, seed: int) -> Ints:
    """At most ``PIVOTS`` different people, the same ones for the same seed; everybody in a small network."""
    if people <= PIVOTS:
        return np.arange(people)
    return np.sort(np.random.default_rng(seed).choice(people, PIVOTS, replace=False))


def _pairs_of_others(people: int, directed: bool) -> float:
    return max((people - 1) * (people - 2), 1) / (1 if directed else 2)


def _one_by_one(start: Ints, end: Ints, people: int, pivots: Ints) -> Floats:
    """For each person the sum over pivots s and targets t of the share of shortest s–t paths through them."""
    import igraph

    arcs = list(zip(start.tolist(), end.tolist(), strict=True))
    return np.asarray(igraph.Graph(people, arcs, directed=True).betweenness(sources=pivots.tolist()))


def _together(start: Ints, end: Ints, people: int, pivots: Ints) -> Floats:
    """The same sums from one matrix product per step, for many pivots at once."""
    from scipy.sparse import csr_array

    onward = csr_array((np.ones(len(start), dtype=np.float32), (end, start)), (people, people))
    back = onward.T.tocsr()
    through = np.zeros(people)
    for first in range(0, len(pivots), TOGETHER):
        steps = _shortest_paths(onward, pivots[first : first + TOGETHER])
        credit = np.zeros_like(steps[0])
        # From the far end inwards, people hand credit back to who stands before them, in proportion to the paths.
        for nearer, further in zip(steps[-2:0:-1], steps[:1:-1], strict=True):
            handed = (1 + credit) * np.minimum(further, 1) / np.maximum(further, 1)
            credit += nearer * (back @ handed)
        through += credit.sum(axis=1, dtype=np.float64)
    return through


def _shortest_paths(onward: csr_array, pivots: Ints) -> list[Floats]:
    """Per step a people × pivots table: the number of shortest paths for who is that many steps away, else 0."""
    here = np.zeros((onward.shape[0], len(pivots)), dtype=np.float32)
    here[pivots, np.arange(len(pivots))] = 1
    steps: list[Floats] = []
    unseen = np.ones_like(here)
    while here.any():
        steps.append(here)
        unseen -= np.minimum(here, 1)
        here = (onward @ here) * unseen
    return steps
