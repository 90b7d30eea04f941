"""How far people are from one another: exact distances, sixty-four starting points at a time.

Row v of a table of 64-bit words holds, one bit each, who can reach v. One round of "take over what the people before
you know" is one step, so that the bits gained in round d count the pairs at distance d. An n × n matrix of distances
is never made.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kapstok.network.graph import Ints, Lines
from kapstok.network.measures import Ratio, cross_pairs

Words = NDArray[np.uint64]
BLOCK = 1024


@dataclass(frozen=True)
class Distances:
    """Ordered pairs of people by their distance: ``counts[0]`` of them are 1 step apart, ``counts[1]`` 2 steps, …

    ``pairs`` is n(n−1); who is in no count cannot be reached. What is not known to be a line is not walked.
    """

    counts: tuple[int, ...]
    pairs: int
    cross_within_two: int
    cross_pairs: int

    @property
    def reachable(self) -> Ratio:
        """The share of pairs that are connected at all."""
        return Ratio(sum(self.counts), self.pairs)

    @property
    def average(self) -> float | None:
        """Gemiddelde afstand: the mean number of steps over reachable pairs. Show ``reachable`` beside it.

        Empty, lone and strangers: None.
        """
        reached = sum(self.counts)
        return sum(d * count for d, count in enumerate(self.counts, 1)) / reached if reached else None

    @property
    def efficiency(self) -> float | None:
        """Global efficiency: the mean of 1/d over all pairs, 0 for who cannot be reached.

        Latora & Marchiori 2001, 10.1103/PhysRevLett.87.198701. Empty and lone: None. Strangers: 0.
        """
        return sum(count / d for d, count in enumerate(self.counts, 1)) / self.pairs if self.pairs else None

    @property
    def short_lines(self) -> Ratio:
        """Korte-lijnen-index (our own): the share of pairs from different sectors at most 2 steps apart.

        Empty, lone, and where all are of one sector: None. Strangers of two sectors: 0.
        """
        return Ratio(self.cross_within_two, self.cross_pairs)


def distances(lines: Lines, sector: Ints) -> Distances:
    """The distances over known lines, along their direction when they have one. ``sector``: n indexes."""
    start, end = lines.arcs()
    return spread(start, end, sector)


def spread(start: Ints, end: Ints, sector: Ints) -> Distances:
    """The distances along arcs ``start[k] → end[k]`` among ``len(sector)`` people."""
    people = len(sector)
    order, rounds = _rounds(start, end, people)
    in_order = sector[order]
    counts: list[int] = []
    within_two = 0
    for first in range(0, people, BLOCK):
        sources = np.arange(first, min(first + BLOCK, people))
        gained, near = _spread_block(sources, rounds, in_order)
        counts += [0] * (len(gained) - len(counts))
        for step, count in enumerate(gained):
            counts[step] += count
        within_two += near
    return Distances(tuple(counts), people * (people - 1), within_two, cross_pairs(sector))


def _rounds(start: Ints, end: Ints, people: int) -> tuple[Ints, list[Ints]]:
    """The people by falling number of arcs that arrive, and the k-th sender of the first so many of them, for each k.

    With the people renumbered in that order, "everyone's k-th sender" is one array that fits the top rows exactly.
    """
    small = np.min_scalar_type(max(people, 1) ** 2)  # arcs are many: half the memory, and sorted faster
    arriving = np.bincount(end, minlength=people)
    order = np.argsort(-arriving, kind="stable")
    rank = np.empty(people, dtype=small)
    rank[order] = np.arange(people)
    arcs = rank[end]
    arcs *= small.type(people)
    arcs += rank[start]
    arcs.sort()
    receiver, sender = np.divmod(arcs, small.type(max(people, 1)))
    # An arc's place: after everyone's earlier senders, at the rank of the receiver.
    first = (np.cumsum(arriving[order]) - arriving[order]).astype(small)
    nth = np.arange(len(arcs), dtype=small) - first[receiver]
    rows = np.bincount(nth)
    place = (np.cumsum(rows) - rows).astype(small)[nth]
    place += receiver
    senders = np.empty(len(arcs), dtype=np.intp)
    senders[place] = sender
    return order, np.split(senders, np.cumsum(rows)[:-1]) if len(arcs) else []


def _spread_block(sources: Ints, rounds: list[Ints], sector: Ints) -> tuple[list[int], int]:
    """Pairs gained per step from these sources, and the pairs of different sectors within two steps."""
    people = len(sector)
    knows = _bits(sources, people)
    taken = np.empty_like(knows)
    reached = len(sources)
    gained: list[int] = []
    near = 0
    while reached < len(sources) * people:
        before = knows.copy()
        for senders in rounds:
            rows = len(senders)
            np.take(before, senders, axis=0, out=taken[:rows], mode="clip")
            np.bitwise_or(knows[:rows], taken[:rows], out=knows[:rows])
        now = int(np.bitwise_count(knows).sum(dtype=np.int64))
        if now == reached:
            break
        gained.append(now - reached)
        reached = now
        if len(gained) <= 2:
            near = _across(knows, sources, sector, taken)
    return gained, near


def _bits(sources: Ints, people: int) -> Words:
    """Everyone knows only themselves: bit k of row ``sources[k]`` is set."""
    knows = np.zeros((people, -(-len(sources) // 64)), dtype=np.uint64)
    bit = np.arange(len(sources))
    knows[sources, bit // 64] = np.uint64(1) << (bit % 64).astype(np.uint64)
    return knows


def _across(knows: Words, sources: Ints, sector: Ints, spare: Words) -> int:
    """How many set bits join two people of different sectors. ``spare``: room for a table."""
    bit = np.arange(len(sources))
    same = np.zeros((int(sector.max()) + 1, knows.shape[1]), dtype=np.uint64)
    np.bitwise_or.at(same, (sector[sources], bit // 64), np.uint64(1) << (bit % 64).astype(np.uint64))
    np.take(~same, sector, axis=0, out=spare, mode="clip")
    np.bitwise_and(knows, spare, out=spare)
    return int(np.bitwise_count(spare).sum(dtype=np.int64))
