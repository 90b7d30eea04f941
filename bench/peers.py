"""The figures of one moment as a loop over igraph, or over networkx, would make them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import igraph
import networkx as nx
import numpy as np

from bench.generate import SECTORS
from kapstok.network.diversity import diversity_from, mean_diversity
from kapstok.network.graph import Floats, Ints
from kapstok.network.measures import cross_pairs
from kapstok.network.snapshot import Snapshot


@dataclass(frozen=True)
class Figures:
    """What both sides must agree on, of lines without direction."""

    lines: int
    external: int
    components: int
    steps: tuple[int, ...]  # ordered pairs at distance 1, 2, …
    cross_within_two: int
    centralisation: float
    diversity: float

    @classmethod
    def of(cls, found: Snapshot) -> Figures:
        """The same figures as Kapstok gives them."""
        return cls(
            lines=found.density.part,
            external=found.e_i.external,
            components=found.components,
            steps=found.distances.counts,
            cross_within_two=found.distances.cross_within_two,
            centralisation=round(found.centralisation or 0, 9),
            diversity=round(found.diversity.value or 0, 9),
        )


def as_igraph(start: Ints, end: Ints, people: int) -> igraph.Graph:
    """The graph of arcs that run both ways, as fast as igraph can be fed."""
    once = start < end
    return igraph.Graph(n=people, edges=list(zip(start[once].tolist(), end[once].tolist(), strict=True)))


def igraph_moment(start: Ints, end: Ints, sector: Ints) -> tuple[Figures, Floats]:
    """All figures and exact betweenness: the unit that goals are stated in."""
    people = len(sector)
    graph = as_igraph(start, end, people)
    matrix = np.bincount(sector[start] * SECTORS + sector[end], minlength=SECTORS**2).reshape(SECTORS, SECTORS)
    arriving = np.bincount(end * SECTORS + sector[start], minlength=people * SECTORS).reshape(people, SECTORS)
    diversity = mean_diversity(diversity_from(arriving, arriving > 0, sector))
    graph.density(), cross_pairs(sector)
    degree = np.array(graph.degree())
    seen = degree[degree > 0]  # who has no line was not heard either in these networks
    centralisation = int((seen.max() - seen).sum()) / ((len(seen) - 1) * (len(seen) - 2))
    steps = tuple(2 * int(count) for _low, _high, count in graph.path_length_hist(directed=False).bins())
    near = sum(
        int(np.count_nonzero(sector[others] != sector[i])) for i, others in enumerate(graph.neighborhood(order=2))
    )
    found = Figures(
        lines=graph.ecount(),
        external=int(matrix.sum() - np.trace(matrix)) // 2,
        components=len(graph.connected_components()),
        steps=steps,
        cross_within_two=near,
        centralisation=round(centralisation, 9),
        diversity=round(diversity.value or 0, 9),
    )
    return found, np.array(graph.betweenness())


def networkx_seconds(start: Ints, end: Ints, sector: Ints, sources: int, seed: int) -> float:
    """Seconds for one moment; what walks paths is done from so many ``sources`` and scaled up to everybody."""
    people = len(sector)
    plain = timed(lambda: _networkx_counts(start, end, sector))[0]
    graph = nx.Graph(zip(start.tolist(), end.tolist(), strict=True))
    graph.add_nodes_from(range(people))
    chosen = np.random.default_rng(seed).choice(people, sources, replace=False).tolist()
    walks, _ = timed(lambda: [nx.single_source_shortest_path_length(graph, source) for source in chosen])
    between, _ = timed(lambda: nx.betweenness_centrality_subset(graph, chosen, list(graph)))
    return plain + (walks + between) * people / sources


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of processor time, and what came of it. All that is timed here keeps to one core, and what else runs on
    the machine then weighs little."""
    begin = time.process_time()
    result = work()
    return time.process_time() - begin, result


def _networkx_counts(start: Ints, end: Ints, sector: Ints) -> None:
    graph = nx.Graph(zip(start.tolist(), end.tolist(), strict=True))
    graph.add_nodes_from((i, {"sector": int(group)}) for i, group in enumerate(sector))
    nx.density(graph)
    dict(graph.degree)
    nx.attribute_mixing_matrix(graph, "sector", normalized=False)
    list(nx.connected_components(graph))
    list(nx.isolates(graph))
