"""Counts in networks that were counted by hand."""

import networkx as nx
import numpy as np
import pytest

from kapstok.network.graph import NA, Lines, lines
from kapstok.network.measures import (
    ExternalInternal,
    Ratio,
    average_degree,
    centralisation,
    density,
    e_i_index,
    expected_e_i,
    reciprocity,
    response,
    sector_matrix,
)
from tests.unit.network.builders import florentine_families, lines_of, lone, nobody, state, strangers, unheard

KITE = lines_of(nx.krackhardt_kite_graph())
FLORENCE, _FAMILIES = florentine_families()
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


def test_centralisation_of_known_networks():
    # Kite: Diane has 6 lines and all ten have 36, so 10 × 6 − 36 = 24 of 9 × 8.
    # Florence: the Medici have 6 and all fifteen have 40, so 15 × 6 − 40 = 50 of 14 × 13.
    assert centralisation(KITE) == 24 / 72
    assert centralisation(FLORENCE) == 50 / 182
    assert [centralisation(lines_of(graph)) for graph in (nx.star_graph(4), nx.cycle_graph(5))] == [1, 0]


def test_centralisation_leaves_out_of_whom_nothing_is_known():
    # A chain 0 – 1 – 2 with 0–2 known not to be, and 3 not observed at all: a star of three, not of four.
    chain = state([-1, 2, 0, -1], [2, -1, 2, -1], [0, 2, -1, -1], [-1, -1, -1, -1])
    assert centralisation(lines(chain, 2, "confirmed")) == 1
    # When 0 says to know 3 too, the answer of 3 decides: confirmed it stays unknown, any side it is a line.
    chain.strength[0, 3] = 2
    assert centralisation(lines(chain, 2, "confirmed")) == 1
    assert centralisation(lines(chain, 2, "any")) == (1 + 0 + 0 + 1) / 6


def test_centralisation_of_small_cases():
    found = [centralisation(case(directed=False)) for case in (nobody, lone, strangers, unheard)]
    assert found == [None, None, None, None]
    with pytest.raises(ValueError):
        centralisation(strangers())


def test_reciprocity_counts_dyads_in_which_both_answered():
    # 0 ↔ 1 mutual, 0 → 2 one-sided; 3 names 0 but was not spoken of.
    given = state([-1, 2, 2, -1], [2, -1, 0, -1], [0, 0, -1, -1], [4, -1, -1, -1])
    assert reciprocity(lines(given)) == Ratio(2, 3)
    assert [reciprocity(case()).value for case in (nobody, lone, strangers)] == [None, None, None]


def test_reciprocity_has_no_meaning_without_direction():
    with pytest.raises(ValueError):
        reciprocity(KITE)


def between_two_groups(internal: int, external: int) -> tuple[Lines, np.ndarray]:
    """Two groups of twelve with so many lines within the groups and between them."""
    group = np.repeat([0, 1], 12)
    value = np.zeros((24, 24), dtype=np.int8)
    np.fill_diagonal(value, NA)
    for cells, wanted in ((group[:, None] == group, internal), (group[:, None] != group, external)):
        start, end = np.nonzero(cells & (value != NA))
        value[start[:wanted], end[:wanted]] = 1
    return Lines(value, directed=True), group


@pytest.mark.parametrize(
    ("internal", "external", "index"),
    [(26, 32, 0.10), (38, 44, 0.07), (42, 28, -0.20), (8, 38, 0.65), (102, 38, -0.46)],
)
def test_e_i_index_of_published_counts(internal, external, index):
    found = e_i_index(*between_two_groups(internal, external))
    assert (found.internal, found.external, round(found.value, 2)) == (internal, external, index)


def test_e_i_index_can_fall_while_there_are_more_lines_between_groups():
    before, after = e_i_index(*between_two_groups(26, 32)), e_i_index(*between_two_groups(38, 44))
    assert after.value < before.value
    assert (before.external, after.external) == (32, 44)
    assert (before.share, after.share) == (Ratio(32, 58), Ratio(44, 82))  # the share falls too: 55 → 54 %


def test_e_i_index_of_a_chain_in_two_sectors():
    chain, sector = lines_of(nx.path_graph(4)), np.array([0, 0, 1, 1])
    found = e_i_index(chain, sector)
    assert (found.internal, found.external) == (2, 1)
    assert found.value == -1 / 3
    assert found.expected == (4 - 2) / 6  # 4 pairs between the sectors, 2 within
    assert e_i_index(chain, sector).share == Ratio(1, 3)


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


def test_where_nothing_is_known():
    nothing, sector = unheard(), np.array([0, 0, 1])
    assert (density(nothing), average_degree(nothing), reciprocity(nothing)) == (Ratio(0, 0), Ratio(0, 0), Ratio(0, 0))
    assert average_degree(lines(THREE), among=np.array([False, False, True])) == Ratio(0, 0)
    assert e_i_index(nothing, sector) == ExternalInternal(0, 0, expected=(4 - 2) / 6)
    assert e_i_index(nothing, sector).value is None
    assert sector_matrix(nothing, sector, 2).observed.tolist() == [[0, 0], [0, 0]]


def test_response():
    answered, asked = np.array([True, True, False, True]), np.array([True, True, True, False])
    assert response(answered, asked) == Ratio(2, 3)
    assert response(answered, ~answered & answered).value is None
