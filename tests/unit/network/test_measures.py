"""Counts in networks that were counted by hand."""

import networkx as nx
import numpy as np
import pytest

from kapstok.network.graph import NA, Lines, lines
from kapstok.network.groups import components, isolates
from kapstok.network.measures import (
    ExternalInternal,
    Ratio,
    average_degree,
    cross_sector_share,
    density,
    e_i_index,
    expected_e_i,
    reciprocity,
    response,
    sector_matrix,
)
from tests.unit.network.builders import lines_of, lone, nobody, state, strangers

KITE = lines_of(nx.krackhardt_kite_graph())
FLORENCE = lines_of(nx.convert_node_labels_to_integers(nx.florentine_families_graph(), ordering="sorted"))
THREE = state([-1, 3, 2], [1, -1, 0], [-1, -1, -1])  # 2 did not answer


def test_density_of_known_networks():
    assert density(KITE) == Ratio(18, 45)
    assert density(FLORENCE) == Ratio(20, 105)


@pytest.mark.parametrize(
    ("mode", "expected"), [("directed", Ratio(2, 4)), ("confirmed", Ratio(0, 2)), ("any", Ratio(2, 2))]
)
def test_density_divides_by_what_was_observed(mode, expected):
    assert density(lines(THREE, 2, mode)) == expected


def test_density_of_small_cases():
    assert [density(case()).value for case in (nobody, lone, strangers)] == [None, None, 0]


def test_average_degree():
    assert average_degree(KITE).value == 3.6
    assert average_degree(lines(THREE)) == Ratio(2, 3)
    assert average_degree(lines(THREE), among=np.array([True, True, False])) == Ratio(2, 2)
    assert [average_degree(case()).value for case in (nobody, lone, strangers)] == [None, None, 0]


def test_reciprocity_counts_dyads_in_which_both_answered():
    # 0 ↔ 1 mutual, 0 → 2 one-sided; 3 names 0 but was not spoken of.
    given = state([-1, 2, 2, -1], [2, -1, 0, -1], [0, 0, -1, -1], [4, -1, -1, -1])
    assert reciprocity(lines(given)) == Ratio(2, 3)
    assert [reciprocity(case()).value for case in (nobody, lone, strangers)] == [None, None, None]


def test_reciprocity_has_no_meaning_without_direction():
    with pytest.raises(ValueError):
        reciprocity(KITE)


@pytest.mark.parametrize(
    ("internal", "external", "index"),
    [(26, 32, 0.10), (38, 44, 0.07), (42, 28, -0.20), (8, 38, 0.65), (102, 38, -0.46)],
)
def test_e_i_index_of_published_counts(internal, external, index):
    assert round(ExternalInternal(internal, external, None).value, 2) == index


def test_e_i_index_of_a_chain_in_two_sectors():
    chain, sector = lines_of(nx.path_graph(4)), np.array([0, 0, 1, 1])
    found = e_i_index(chain, sector)
    assert (found.internal, found.external) == (2, 1)
    assert found.value == -1 / 3
    assert found.expected == (4 - 2) / 6  # 4 pairs between the sectors, 2 within
    assert cross_sector_share(chain, sector) == Ratio(1, 3)


def test_e_i_index_of_small_cases():
    assert [e_i_index(c(), np.zeros(n, int)).value for n, c in enumerate((nobody, lone, strangers))] == [None] * 3
    assert [expected_e_i(np.array(group, dtype=int)) for group in ([], [0], [0, 0], [0, 1])] == [None, None, -1, 1]


def test_sector_matrix_with_direction():
    found = sector_matrix(lines(THREE), np.array([0, 0, 1]), 2)
    assert found.lines.tolist() == [[1, 1], [0, 0]]
    assert found.observed.tolist() == [[2, 2], [0, 0]]
    np.testing.assert_array_equal(found.share, [[0.5, 0.5], [np.nan, np.nan]])


def test_sector_matrix_without_direction_counts_each_pair_once():
    found = sector_matrix(lines_of(nx.path_graph(4)), np.array([0, 0, 1, 1]), 2)
    assert found.lines.tolist() == [[1, 1], [1, 1]]
    assert found.observed.tolist() == [[1, 4], [4, 1]]


def test_components_and_isolates():
    # 0 – 1, 2 said that it knows nobody, of 3 nothing is known.
    value = np.full((4, 4), NA, dtype=np.int8)
    value[0, 1], value[2, 0], value[2, 1] = 1, 0, 0
    found = Lines(value, directed=True)
    assert components(found).tolist() == [0, 0, 1, 2]
    assert isolates(found).tolist() == [2]


def test_components_and_isolates_of_small_cases():
    assert [components(case()).tolist() for case in (nobody, lone, strangers)] == [[], [0], [0, 1]]
    assert [isolates(case()).tolist() for case in (nobody, lone, strangers)] == [[], [], [0, 1]]


def test_response():
    answered, asked = np.array([True, True, False, True]), np.array([True, True, True, False])
    assert response(answered, asked) == Ratio(2, 3)
    assert response(answered, ~answered & answered).value is None
