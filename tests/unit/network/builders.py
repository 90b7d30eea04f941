"""Small networks that can be counted by hand."""

from __future__ import annotations

import datetime as dt

import networkx as nx
import numpy as np

from kapstok.network.drawing import Voice
from kapstok.network.graph import NA, Lines, People, State, Statements, seconds

START = dt.datetime(2024, 3, 1, 12, tzinfo=dt.UTC)
SOURCES = ("wave", "pulse", "projectleider", "import", "present", "seated")
VOICE = Voice(
    translate=lambda sentence, **params: sentence % params if params else sentence,
    plural=lambda one, many, count, **params: (one if count == 1 else many) % params,
    number=lambda value, decimals=0: "–" if value is None else f"{value:.{decimals}f}",
    percent=lambda share, decimals=0: "–" if share is None else f"{100 * share:.{decimals}f} %",
)


def day(number: int) -> dt.datetime:
    """So many days after the start."""
    return START + dt.timedelta(days=number)


def said(*rows: tuple[int, int, int, int], source: int = 0) -> Statements:
    """Statements from (who, of whom, strength, day)."""
    who, whom, strength, days = (list(column) for column in zip(*rows, strict=True)) if rows else ([], [], [], [])
    return Statements.of(who, whom, strength, [seconds(day(d)) for d in days], [source] * len(rows), SOURCES)


def lines_of(graph: nx.Graph) -> Lines:
    """A fully observed network with the lines of a networkx graph whose nodes are 0 … n−1."""
    value = nx.to_numpy_array(graph, nodelist=range(len(graph)), weight=None).astype(np.int8)
    np.fill_diagonal(value, NA)
    return Lines(value, graph.is_directed())


def florentine_families() -> tuple[Lines, list[str]]:
    """The marriages among the families of Florence, and the families in order of name."""
    graph = nx.florentine_families_graph()
    return lines_of(nx.convert_node_labels_to_integers(graph, ordering="sorted")), sorted(graph)


def graph_of(lines: Lines) -> nx.Graph:
    """The known lines as a bare networkx graph."""
    graph = nx.DiGraph() if lines.directed else nx.Graph()
    graph.add_nodes_from(range(len(lines)))
    graph.add_edges_from(lines.pairs())
    return graph


def state(*rows: list[int]) -> State:
    """A state written out row by row."""
    return State(np.array(rows, dtype=np.int8).reshape(len(rows), len(rows)))


def nobody(directed: bool = True) -> Lines:
    return Lines(np.zeros((0, 0), dtype=np.int8), directed)


def lone(directed: bool = True) -> Lines:
    return Lines(np.full((1, 1), NA, dtype=np.int8), directed)


def strangers(directed: bool = True) -> Lines:
    return Lines(np.array([[NA, 0], [0, NA]], dtype=np.int8), directed)


def unheard(directed: bool = True) -> Lines:
    """Three people of whom nothing is known."""
    return Lines(np.full((3, 3), NA, dtype=np.int8), directed)


def people(sector: list[int], labels: list[str] | None = None) -> People:
    """A roster in which all have function 0 and nobody an organisation; sectors are called S0, S1, …"""
    n = len(sector)
    return People(
        ids=np.arange(n) + 100,
        sector=np.array(sector, dtype=np.int64),
        organisation=np.full(n, NA),
        function=np.zeros(n, dtype=np.int64),
        labels=tuple(labels or [f"P{i}" for i in range(n)]),
        sectors=tuple(f"S{k}" for k in range(max(sector, default=0) + 1)),
        organisations=(),
        functions=("Huisarts",),
    )
