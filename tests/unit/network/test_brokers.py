"""Betweenness and constraint: published values, values by hand, and networkx."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from scipy.stats import spearmanr

from kapstok.network import brokers
from kapstok.network.brokers import (
    betweenness,
    choose_pivots,
    constraint,
    estimated_betweenness,
    share_of_most,
)
from tests.unit.network.builders import lines_of, lone, nobody, strangers
from tests.unit.network.test_paths import graphs


def estimated(lines, pivots):
    return estimated_betweenness(*lines.arcs(), len(lines), pivots, lines.directed)


def test_kite():
    # Krackhardt 1990: Andre, Beverly, Carol, Diane, Ed, Fernando, Garth, Heather, Ike, Jane.
    published = [0.023, 0.023, 0, 0.102, 0, 0.231, 0.231, 0.389, 0.222, 0]
    assert betweenness(lines_of(nx.krackhardt_kite_graph())).round(3).tolist() == published


def test_medici():
    # Wasserman & Faust 1994, table 5.1 (without Pucci): 47.5 of 91 pairs.
    families = nx.florentine_families_graph()
    medici = list(families).index("Medici")
    found = betweenness(lines_of(nx.relabel_nodes(families, {name: i for i, name in enumerate(families)})))
    assert found[medici] == pytest.approx(47.5 / 91)
    assert found.argmax() == medici


def test_constraint_by_hand():
    # The middle of a star of three shares itself over strangers; in a triangle all know one another.
    assert constraint(lines_of(nx.star_graph(3))).tolist() == pytest.approx([1 / 3, 1, 1, 1])
    assert constraint(lines_of(nx.complete_graph(3))).tolist() == pytest.approx([1.125] * 3)


def test_small_cases():
    assert [betweenness(case()).tolist() for case in (nobody, lone, strangers)] == [[], [0], [0, 0]]
    assert [constraint(case()).size for case in (nobody, lone, strangers)] == [0, 1, 2]
    assert np.isnan(constraint(lone())).all()
    assert np.isnan(constraint(strangers())).all()


@given(graphs())
@settings(max_examples=100, deadline=None)
def test_equal_to_networkx(case):
    graph, _sector = case
    lines = lines_of(graph)
    peer = list(nx.betweenness_centrality(graph).values())
    np.testing.assert_allclose(betweenness(lines), peer, atol=1e-12)
    everybody = np.arange(len(lines))
    np.testing.assert_allclose(estimated(lines, everybody), peer, atol=1e-6)
    one_by_one, together = (
        walk(*lines.arcs(), len(lines), everybody) for walk in (brokers._one_by_one, brokers._together)
    )
    np.testing.assert_allclose(one_by_one, together, atol=1e-4)
    if len(graph):
        np.testing.assert_allclose(constraint(lines), list(nx.constraint(graph).values()), atol=1e-9)


def test_how_far_the_network_leans_on_the_same_people():
    # A chain of five: 3, 4 and 3 of the ways between two others run through the three in the middle.
    between = betweenness(lines_of(nx.path_graph(5)))
    assert [share_of_most(between, most) for most in (1, 2, 5)] == pytest.approx([4 / 10, 7 / 10, 1])
    assert [share_of_most(betweenness(case()), 5) for case in (nobody, lone, strangers)] == [None] * 3


@pytest.mark.parametrize("lines_each", [1, 3])  # one walk after another, and all pivots at once
def test_estimate_from_pivots_keeps_the_order(lines_each):
    lines = lines_of(nx.barabasi_albert_graph(400, lines_each, seed=2))
    pivots = choose_pivots(400, seed=1)
    assert len(np.unique(pivots)) == 256
    assert pivots.tolist() == choose_pivots(400, seed=1).tolist()
    assert spearmanr(betweenness(lines), estimated(lines, pivots)).statistic > 0.95


def test_small_network_has_everyone_as_pivot():
    assert choose_pivots(3, seed=1).tolist() == [0, 1, 2]
