"""The figures of a growing network over 24 moments: Kapstok beside a loop over igraph and a loop over networkx.

All three give, for each moment: lines, density, average degree, E-I index, sector matrix, components, isolates, all
distances (average, efficiency, cross-sector pairs within two steps) and betweenness. The loops give exact betweenness;
Kapstok's trend comes from 256 pivots (brokers are named from exact values, apart). The *unit* is one igraph moment: the
last one.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import igraph
import networkx as nx
import numpy as np

from bench import Row
from bench.generate import SECTORS, Growing, growing_network
from kapstok.network.graph import Ints
from kapstok.network.measures import cross_pairs
from kapstok.network.paths import spread
from kapstok.network.replay import Episodes, betweenness_over_time, episodes, moments

PEOPLE, TIES, MOMENTS, SEED = 2_000, 20_000, 24, 7
SAMPLED = 25  # starting points of networkx, of 2,000
ROUNDS = 5

Figures = tuple[int, int, int, float, int]  # lines, external, isolates, average distance, cross pairs within two steps


def run() -> list[Row]:
    """Five ratios; raises AssertionError when Kapstok and igraph do not agree on the last moment's figures."""
    world = growing_network(PEOPLE, TIES, MOMENTS, SEED)
    story = episodes(world.statements, PEOPLE, world.moments, mode="any")
    last = story.arcs_at(MOMENTS - 1)
    alone = Growing(PEOPLE, world.sector, world.statements, world.moments[-1:])
    graph = _graph(*last)
    assert _kapstok(world) == _igraph(*last, world.sector)
    ours, newest, unit, walked, peer_walked = _medians(
        lambda: _kapstok(world),
        lambda: _kapstok(alone),
        lambda: _igraph(*last, world.sector),
        lambda: spread(*last, world.sector),
        graph.distances,
    )
    igraph_loop = _timed(lambda: [_igraph(*story.arcs_at(i), world.sector) for i in range(MOMENTS)])
    networkx_loop = sum(_networkx(*story.arcs_at(i), world.sector) for i in range(MOMENTS))
    what = f"network figures, {MOMENTS} moments, {PEOPLE:,} people, {TIES:,} ties"
    sampled = f"networkx walked from {SAMPLED} of {PEOPLE:,} people, its time for paths scaled up"
    return [
        _row(what, ours, unit, "one igraph moment (the unit)", 1.0),
        _row(what, ours, igraph_loop, "igraph loop", None),
        _row(what, ours, networkx_loop, "networkx loop", None, sampled),
        _row("after a meeting: the newest moment", newest, unit, "one igraph moment (the unit)", 0.10),
        _row("exact distances", walked, peer_walked, "igraph distances", 1 / 15),
    ]


def _row(what: str, ours: float, theirs: float, against: str, goal: float | None, note: str = "") -> Row:
    ratio = ours / theirs
    measured = f"{ours:.3g} s against {theirs:.3g} s"
    return Row(
        what, measured, ratio, against, f"≤ {goal:.2g}" if goal else "", None if goal is None else ratio <= goal, note
    )


def _timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _medians(*works: Callable[[], object]) -> list[float]:
    """Seconds of each, taken in turns, so that a busy moment of the machine falls on all of them."""
    rounds = [[_timed(work) for work in works] for _ in range(ROUNDS)]
    return [statistics.median(times) for times in zip(*rounds, strict=True)]


def _kapstok(world: Growing) -> Figures:
    story: Episodes = episodes(world.statements, world.people, world.moments, mode="any")
    now = moments(story, world.sector, SECTORS)[-1]
    betweenness_over_time(story, SEED)
    reached = now.distances
    return now.density.part, now.e_i.external, now.isolates, round(reached.average or 0, 9), reached.cross_within_two


def _graph(start: Ints, end: Ints) -> igraph.Graph:
    once = start < end
    return igraph.Graph(n=PEOPLE, edges=list(zip(start[once].tolist(), end[once].tolist(), strict=True)))


def _sector_matrix(start: Ints, end: Ints, sector: Ints) -> Ints:
    return np.bincount(sector[start] * SECTORS + sector[end], minlength=SECTORS**2).reshape(SECTORS, SECTORS)


def _igraph(start: Ints, end: Ints, sector: Ints) -> Figures:
    graph = _graph(start, end)
    matrix = _sector_matrix(start, end, sector)
    external = int(matrix.sum() - np.trace(matrix)) // 2
    graph.density(), graph.degree(), graph.connected_components(), graph.betweenness(), cross_pairs(sector)
    found = {int(low): count for low, _high, count in graph.path_length_hist(directed=False).bins()}
    near = sum(
        int(np.count_nonzero(sector[others] != sector[i])) for i, others in enumerate(graph.neighborhood(order=2))
    )
    average = sum(d * count for d, count in found.items()) / sum(found.values())
    return graph.ecount(), external, graph.degree().count(0), round(average, 9), near


def _networkx(start: Ints, end: Ints, sector: Ints) -> float:
    """Seconds for one moment, what walks paths scaled from a sample of starting points to all."""
    plain = _timed(lambda: _networkx_counts(start, end, sector))
    graph = nx.Graph(zip(start.tolist(), end.tolist(), strict=True))
    graph.add_nodes_from(range(PEOPLE))
    sources = np.random.default_rng(SEED).choice(PEOPLE, SAMPLED, replace=False).tolist()
    walks = _timed(lambda: [nx.single_source_shortest_path_length(graph, source) for source in sources])
    between = _timed(lambda: nx.betweenness_centrality_subset(graph, sources, list(graph)))
    return plain + (walks + between) * PEOPLE / SAMPLED


def _networkx_counts(start: Ints, end: Ints, sector: Ints) -> None:
    graph = nx.Graph(zip(start.tolist(), end.tolist(), strict=True))
    graph.add_nodes_from((i, {"sector": int(group)}) for i, group in enumerate(sector))
    nx.density(graph)
    dict(graph.degree)
    nx.attribute_mixing_matrix(graph, "sector", normalized=False)
    list(nx.connected_components(graph))
    list(nx.isolates(graph))
