"""Every measure beside networkx, on whatever Hypothesis has people say: read in each way, at each threshold, with gaps.

What is known and what is observed are two networkx graphs, made from the answers in networkx' own terms.
"""

import networkx as nx
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kapstok.network.brokers import betweenness, constraint
from kapstok.network.diversity import diversity_of_each
from kapstok.network.graph import NA, State, lines
from kapstok.network.groups import communities, components, core_numbers, isolates
from kapstok.network.measures import average_degree, centralisation, density, e_i_index, reciprocity, sector_matrix
from kapstok.network.paths import distances
from tests.unit.network.builders import state

SAYINGS = np.array([0, NA, 2, 1, 3, 0, NA, 4], dtype=np.int8)  # as often NA and 0 as would be said
SECTORS = 3


@st.composite
def answers(draw):
    """What up to nine people said of one another, a threshold, a reading and everyone's sector."""
    n = draw(st.integers(0, 9))
    words = np.frombuffer(draw(st.binary(min_size=n * n, max_size=n * n)), dtype=np.uint8)
    strength = SAYINGS[words % len(SAYINGS)].reshape(n, n)
    np.fill_diagonal(strength, NA)
    sector = np.array(draw(st.lists(st.integers(0, SECTORS - 1), min_size=n, max_size=n)), dtype=int)
    return (
        State(strength),
        draw(st.sampled_from([1, 2, 3])),
        draw(st.sampled_from(["directed", "confirmed", "any"])),
        sector,
    )


def said(people, threshold, mode, sector):
    """The lines that are known, and the dyads that are observed."""
    known, not_so = (nx.DiGraph() for _ in range(2))
    for graph in (known, not_so):
        graph.add_nodes_from((i, {"sector": one}) for i, one in enumerate(sector.tolist()))
    for (i, j), strength in np.ndenumerate(people.strength):
        if strength != NA:
            (known if strength >= threshold else not_so).add_edge(i, j)
    if mode != "directed":
        known = known.to_undirected(reciprocal=mode == "confirmed")
        not_so = not_so.to_undirected(reciprocal=mode == "any")
    return known, nx.compose(known, not_so)


def both_ways(known):
    """The same lines without direction."""
    return known.to_undirected()


def members(number):
    """The groups as sets of people."""
    return {frozenset(np.flatnonzero(number == one).tolist()) for one in set(number.tolist())}


def mixing(graph):
    """Lines from sector to sector; networkx counts one without direction within a sector from both its ends."""
    found = nx.attribute_mixing_dict(graph, "sector")
    counts = np.array([[found.get(one, {}).get(other, 0) for other in range(SECTORS)] for one in range(SECTORS)])
    return counts if graph.is_directed() else counts - np.diag(counts.diagonal() / 2)


def diversity_of(known, observed, person):
    """(R_div / R) · (D_div / D), one name at a time."""
    sector = nx.get_node_attributes(known, "sector")
    names = known.predecessors if known.is_directed() else known.neighbors
    heard = observed.predecessors if known.is_directed() else observed.neighbors
    others = {sector[i] for i in heard(person)} - {sector[person]}
    outside = [sector[i] for i in names(person) if sector[i] != sector[person]]
    lines = len(list(names(person)))
    return len(outside) / lines * len(set(outside)) / len(others) if lines and others else np.nan


NOBODY = (state(), 2, "any", np.zeros(0, dtype=int))
LONE = (state([NA]), 2, "directed", np.zeros(1, dtype=int))
STRANGERS = (state([NA, 0], [0, NA]), 2, "confirmed", np.array([0, 1]))
ALL_NA = (State(np.full((4, 4), NA, dtype=np.int8)), 2, "any", np.arange(4) % 2)


def two_hundred(test):
    """The four cases that every docstring answers, and two hundred others."""
    for case in (NOBODY, LONE, STRANGERS, ALL_NA):
        test = example(case)(test)
    return settings(max_examples=200, deadline=None)(given(answers())(test))


@two_hundred
def test_counts(case):
    people, threshold, mode, _sector = case
    found = lines(people, threshold, mode)
    known, observed = said(*case)
    assert (density(found).part, density(found).whole) == (known.number_of_edges(), observed.number_of_edges())
    given_lines = known.out_degree if known.is_directed() else known.degree
    assert average_degree(found).value == (np.mean([d for _, d in given_lines]) if observed.edges else None)
    if known.is_directed():
        both = known.edge_subgraph([(i, j) for i, j in known.edges if observed.has_edge(j, i)])
        assert reciprocity(found).value == (nx.overall_reciprocity(both) if both.edges else None)
    else:
        degree = np.array([d for person, d in known.degree if observed.degree[person]])
        star = nx.star_graph(len(degree) - 1).degree if len(degree) > 2 else []
        most = sum(len(degree) - 1 - d for _, d in star)
        assert centralisation(found) == ((degree.max() - degree).sum() / most if most else None)


@two_hundred
def test_sectors(case):
    people, threshold, mode, sector = case
    found = lines(people, threshold, mode)
    known, observed = said(*case)
    inside = sum(sector[i] == sector[j] for i, j in known.edges)
    e_i, matrix = e_i_index(found, sector), sector_matrix(found, sector, SECTORS)
    assert (e_i.internal, e_i.external) == (inside, known.number_of_edges() - inside)
    for ours, graph in ((matrix.lines, known), (matrix.observed, observed)):
        np.testing.assert_array_equal(ours, mixing(graph))
    np.testing.assert_allclose(
        diversity_of_each(found, sector), [diversity_of(known, observed, person) for person in known], rtol=1e-12
    )


@two_hundred
def test_reach_and_groups(case):
    people, threshold, mode, sector = case
    found = lines(people, threshold, mode)
    known, observed = said(*case)
    reached = distances(found, sector)
    assert reached.reachable.part == sum(len(nx.descendants(known, person)) for person in known)
    if not known.is_directed() and len(known) > 1:
        assert reached.efficiency == pytest.approx(nx.global_efficiency(known))
    assert members(components(found)) == set(map(frozenset, nx.connected_components(both_ways(known))))
    assert isolates(found).tolist() == sorted(set(nx.isolates(known)) - set(nx.isolates(observed)))
    assert core_numbers(found).tolist() == [nx.core_number(both_ways(known))[person] for person in known]


@two_hundred
def test_brokers(case):
    people, threshold, mode, _sector = case
    found = lines(people, threshold, mode)
    known, _observed = said(*case)
    np.testing.assert_allclose(betweenness(found), list(nx.betweenness_centrality(known).values()), atol=1e-12)
    if known.edges:  # networkx has no answer without
        np.testing.assert_allclose(constraint(found), list(nx.constraint(known).values()), rtol=1e-9)


@given(answers(), st.lists(st.integers(NA, 2), min_size=9, max_size=9))
@settings(max_examples=60, deadline=None)
def test_communities_hold_together_and_have_the_modularity_of_networkx(case, before):
    people, threshold, mode, _sector = case
    known, _observed = said(*case)
    bare = both_ways(known)
    found = communities(lines(people, threshold, mode), seed=1, before=np.array(before[: len(known)], dtype=int))
    assert all(nx.is_connected(bare.subgraph(group)) for group in members(found.number))
    expected = pytest.approx(nx.community.modularity(bare, members(found.number))) if bare.edges else None
    assert found.modularity == expected
