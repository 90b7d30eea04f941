"""Distances: by hand, and against networkx on whatever Hypothesis comes up with."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapstok.network import paths
from kapstok.network.measures import Ratio
from kapstok.network.paths import distances
from tests.unit.network.builders import lines_of, lone, nobody, strangers


def test_kite():
    # Krackhardt's ten people are 178 steps apart in all, counted from both sides.
    found = distances(lines_of(nx.krackhardt_kite_graph()), np.zeros(10, dtype=int))
    assert found.average == 178 / 90
    assert found.reachable == Ratio(90, 90)


def test_chain_of_four_with_the_last_in_another_sector():
    found = distances(lines_of(nx.path_graph(4)), np.array([0, 0, 0, 1]))
    assert found.counts == (6, 4, 2)
    assert found.short_lines == Ratio(4, 6)
    assert found.efficiency == (6 + 4 / 2 + 2 / 3) / 12


def test_steps_follow_the_direction():
    found = distances(lines_of(nx.DiGraph([(0, 1), (1, 2)])), np.array([0, 1, 1]))
    assert found.counts == (2, 1)
    assert found.short_lines == Ratio(2, 4)
    assert found.reachable == Ratio(3, 6)


@pytest.mark.parametrize(("case", "efficiency", "short"), [(nobody, None, None), (lone, None, None), (strangers, 0, 0)])
def test_small_cases(case, efficiency, short):
    found = distances(case(), np.arange(len(case())))
    assert (found.average, found.efficiency, found.short_lines.value) == (None, efficiency, short)


@st.composite
def graphs(draw):
    n = draw(st.integers(0, 12))
    kind = draw(st.sampled_from([nx.Graph, nx.DiGraph]))
    graph = nx.empty_graph(n, create_using=kind)
    if n > 1:
        ends = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda pair: pair[0] != pair[1])
        graph.add_edges_from(draw(st.lists(ends, max_size=3 * n)))
    return graph, np.array(draw(st.lists(st.integers(0, 2), min_size=n, max_size=n)), dtype=int)


def counted(graph, sector):
    """Distance → ordered pairs, and cross-sector pairs within two steps, the slow way."""
    apart = [(i, j, d) for i, row in nx.all_pairs_shortest_path_length(graph) for j, d in row.items() if d]
    longest = max((d for _, _, d in apart), default=0)
    counts = tuple(sum(d == step for _, _, d in apart) for step in range(1, longest + 1))
    return counts, sum(d <= 2 and sector[i] != sector[j] for i, j, d in apart)


@given(graphs())
@settings(max_examples=150, deadline=None)
def test_equal_to_networkx(case):
    graph, sector = case
    found = distances(lines_of(graph), sector)
    assert (found.counts, found.cross_within_two) == counted(graph, sector)


def test_blocks_of_starting_points_make_no_difference(monkeypatch):
    graph = nx.gnp_random_graph(150, 0.02, seed=3)
    sector = np.arange(150) % 4
    whole = distances(lines_of(graph), sector)
    monkeypatch.setattr(paths, "BLOCK", 70)
    assert distances(lines_of(graph), sector) == whole
    assert (whole.counts, whole.cross_within_two) == counted(graph, sector)
