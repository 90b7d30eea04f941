"""The figures of a growing network over 24 moments: Kapstok beside a loop over igraph and a loop over networkx.

All three give, for each moment: lines, density, average degree, centralisation, diversity, E-I index, sector matrix,
components, isolates, all distances (average, efficiency, cross-sector pairs within two steps) and betweenness. The
loops give exact betweenness; Kapstok's trend comes from 256 pivots (brokers are named from exact values, apart).
The *unit* is one igraph moment: the last one. Seconds are of processor time, on one core. No goal is set at 200 people,
where all of it takes a twentieth of a second.
"""

from __future__ import annotations

import statistics
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from bench import Row
from bench.generate import SECTORS, Growing, growing_network
from bench.peers import Figures, as_igraph, igraph_moment, networkx_seconds, timed
from kapstok.network.graph import Ints
from kapstok.network.paths import spread
from kapstok.network.remembered import OverTime, figures_over_time
from kapstok.network.replay import Episodes, episodes

MOMENTS, SEED = 24, 7


@dataclass(frozen=True)
class Size:
    """One network, and what is asked of it. ``rounds``: how often each is timed; the median counts.

    networkx walks from ``sources`` people at every ``stride``-th moment, scaled up.
    """

    people: int
    ties: int
    rounds: int
    sources: int
    stride: int
    with_igraph_loop: bool
    goal: float | None = None
    goal_newest: float | None = None
    goal_distances: float | None = None
    goal_memory: float | None = None


SIZES = (
    Size(200, 2_000, rounds=15, sources=200, stride=1, with_igraph_loop=True),
    Size(2_000, 20_000, 5, 25, 1, True, goal=1.0, goal_newest=0.10, goal_distances=1 / 15, goal_memory=1 / 100),
    Size(10_000, 100_000, 1, 5, 8, False, goal=0.4, goal_newest=0.03, goal_distances=1 / 20, goal_memory=1 / 100),
)


class Keeps(dict[Any, Any]):
    """Keeps everything."""

    def get(self, key: Any, make: Callable[[], Any]) -> Any:  # type: ignore[override]
        if key not in self:
            self[key] = make()
        return self[key]


def run() -> Iterator[Row]:
    """The rows of each size; raises AssertionError when Kapstok and igraph do not agree on the last moment."""
    for size in SIZES:
        yield from _rows(size)


def ours(world: Growing, kept: Keeps, moments: int = MOMENTS) -> OverTime:
    """Kapstok's figures at the first so many moments."""
    at = world.moments[:moments]
    return figures_over_time(world.statements, world.sector, SECTORS, at, kept, mode="any", seed=SEED)


def _rows(size: Size) -> Iterator[Row]:
    world = growing_network(size.people, size.ties, MOMENTS, SEED)
    story = episodes(world.statements, size.people, world.moments, mode="any")
    last = story.arcs_at(MOMENTS - 1)
    older = Keeps()
    ours(world, older, MOMENTS - 1)
    graph = as_igraph(*last, size.people)
    all_moments, newest, unit, walked, peer_walked = _side_by_side(
        size.rounds,
        lambda: ours(world, Keeps()),
        lambda: ours(world, Keeps(older)),
        lambda: igraph_moment(*last, world.sector),
        lambda: spread(*last, world.sector),
        graph.distances,
    )
    found: OverTime = all_moments.result
    figures, exact = unit.result
    assert Figures.of(found.moments[-1]) == figures == Figures.of(newest.result.moments[-1])
    what = f"network figures, {MOMENTS} moments, {size.people:,} people, {size.ties:,} ties"
    here = f"at {size.people:,} people"
    the_unit, order = "one igraph moment (the unit)", _same_order(found.betweenness[-1], exact)
    yield _row(what, all_moments.seconds, unit.seconds, the_unit, size.goal, order)
    if size.with_igraph_loop:
        loop, _ = timed(lambda: [igraph_moment(*story.arcs_at(i), world.sector) for i in range(MOMENTS)])
        yield _row(what, all_moments.seconds, loop, "igraph loop", None)
    yield _row(what, all_moments.seconds, _networkx_loop(size, story, world.sector), "networkx loop", None, _how(size))
    yield _row(f"after a meeting, older moments kept, {here}", newest.seconds, unit.seconds, the_unit, size.goal_newest)
    yield _row(f"exact distances {here}", walked.seconds, peer_walked.seconds, "igraph distances", size.goal_distances)
    yield _memory(here, partial(spread, *last, world.sector), peer_walked.result, size.goal_memory)


@dataclass(frozen=True)
class Timed:
    """The median of so many seconds, and the last result."""

    seconds: float
    result: Any


def _side_by_side(rounds: int, *works: Callable[[], Any]) -> list[Timed]:
    """Each work in turn, round after round, so that a busy moment of the machine falls on all of them."""
    seconds: list[list[float]] = [[] for _ in works]
    results: list[Any] = [None for _ in works]
    for _ in range(rounds):
        for i, work in enumerate(works):
            took, results[i] = timed(work)
            seconds[i].append(took)
    return [Timed(statistics.median(took), result) for took, result in zip(seconds, results, strict=True)]


def _networkx_loop(size: Size, story: Episodes, sector: Ints) -> float:
    chosen = range(size.stride // 2, MOMENTS, size.stride)
    return size.stride * sum(networkx_seconds(*story.arcs_at(i), sector, size.sources, SEED) for i in chosen)


def _how(size: Size) -> str:
    if size.sources == size.people:
        return ""
    moments = "" if size.stride == 1 else f" at {MOMENTS // size.stride} of {MOMENTS} moments"
    return f"networkx walked from {size.sources} of {size.people:,} people{moments}, its time scaled up"


def _same_order(estimated: Any, exact: Any) -> str:
    from scipy.stats import spearmanr

    return f"betweenness in the order of the exact one: Spearman {spearmanr(estimated, exact).statistic:.3f}"


def _memory(here: str, walk: Callable[[], Any], matrix: list[list[int]], goal: float | None) -> Row:
    """The most that is ever in use while distances are counted, beside the matrix of distances that igraph gives."""
    tracemalloc.start()
    walk()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    theirs = sum(map(sys.getsizeof, matrix))
    measured = f"{most / 1e6:.3g} MB against {theirs / 1e6:.3g} MB"
    return _judged(f"memory for exact distances {here}", measured, most / theirs, "igraph's matrix", goal)


def _row(what: str, seconds: float, theirs: float, against: str, goal: float | None, note: str = "") -> Row:
    return _judged(what, f"{seconds:.3g} s against {theirs:.3g} s", seconds / theirs, against, goal, note)


def _judged(what: str, measured: str, ratio: float, against: str, goal: float | None, note: str = "") -> Row:
    if goal is None:
        return Row(what, measured, ratio, against, "", None, note)
    missed = "" if ratio <= goal else f"{ratio / goal:.2g} × the goal"
    notes = "; ".join(part for part in (missed, note) if part)
    return Row(what, measured, ratio, against, f"≤ {goal:.2g}", ratio <= goal, notes)
