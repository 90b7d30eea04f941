"""Groups: by hand, of published networks, and beside networkx."""

import networkx as nx
import numpy as np
import pytest

from kapstok.network.graph import NA, Lines
from kapstok.network.groups import communities, components, core_numbers, isolates
from tests.unit.network.builders import florentine_families, lines_of, lone, nobody, strangers, unheard

TRIANGLES = nx.Graph([(0, 1), (0, 2), (1, 2), (2, 3), (3, 4), (3, 5), (4, 5)])  # two, with a line from 2 to 3


def members(number):
    """The groups as sets of people."""
    return {frozenset(np.flatnonzero(number == one).tolist()) for one in set(number.tolist())}


def test_components_and_isolates():
    # 0 – 1, 2 said that it knows nobody, of 3 nothing is known.
    value = np.full((4, 4), NA, dtype=np.int8)
    value[0, 1], value[2, 0], value[2, 1] = 1, 0, 0
    found = Lines(value, directed=True)
    assert components(found).tolist() == [0, 0, 1, 2]
    assert isolates(found).tolist() == [2]


def test_small_cases():
    cases = (nobody, lone, strangers, unheard)
    alone = [[], [0], [0, 1], [0, 1, 2]]
    assert [components(case()).tolist() for case in cases] == alone
    assert [isolates(case()).tolist() for case in cases] == [[], [], [0, 1], []]
    assert [core_numbers(case()).tolist() for case in cases] == [[], [0], [0, 0], [0, 0, 0]]
    assert [communities(case(), seed=1).number.tolist() for case in cases] == alone
    assert [communities(case(), seed=1).modularity for case in cases] == [None] * 4


def test_cores_by_hand():
    # The kite's seven at the top have three lines or more among themselves; Heather hangs on two, Ike and Jane on one.
    assert core_numbers(lines_of(nx.krackhardt_kite_graph())).tolist() == [3] * 7 + [2, 1, 1]
    # In Florence five families hang on one marriage, and nobody but they goes when they go.
    families, names = florentine_families()
    on_one = [name for name, core in zip(names, core_numbers(families).tolist(), strict=True) if core == 1]
    assert on_one == ["Acciaiuoli", "Ginori", "Lamberteschi", "Pazzi", "Salviati"]


def test_a_line_in_one_direction_joins_as_one_in_both():
    one_way = lines_of(nx.DiGraph(TRIANGLES.edges))
    both_ways = lines_of(TRIANGLES)
    assert core_numbers(one_way).tolist() == core_numbers(both_ways).tolist() == [2] * 6
    assert communities(one_way, seed=1).number.tolist() == communities(both_ways, seed=1).number.tolist()


def test_two_triangles_are_two_groups():
    found = communities(lines_of(TRIANGLES), seed=1)
    assert found.number.tolist() == [0, 0, 0, 1, 1, 1]
    # 6 of 7 lines within; by chance each group of 7 of the 14 ends would hold a quarter of the lines.
    assert found.modularity == pytest.approx(6 / 7 - 2 * (7 / 14) ** 2)


def test_best_known_grouping_of_the_karate_club():
    # Brandes e.a. 2008, 10.1109/TKDE.2007.190689, proved that none has a modularity above 0.4198.
    club = lines_of(nx.karate_club_graph())
    assert [round(communities(club, seed).modularity, 4) for seed in range(5)] == [0.4198] * 5


def test_the_same_groups_as_the_louvain_method_of_networkx_where_groups_are_clear():
    graph = nx.planted_partition_graph(5, 12, p_in=0.7, p_out=0.02, seed=4)
    found = communities(lines_of(graph), seed=1)
    assert members(found.number) == set(map(frozenset, nx.community.louvain_communities(graph, seed=1)))
    assert found.modularity == pytest.approx(nx.community.modularity(graph, members(found.number)))


def test_a_group_keeps_its_number_when_others_come_and_go():
    grown = nx.compose(TRIANGLES, nx.Graph([(6, 7), (6, 8), (7, 8), (4, 9), (5, 9)]))
    lines = lines_of(nx.convert_node_labels_to_integers(grown, ordering="sorted"))
    before = np.array([7, 7, 7, 3, 3, 3, NA, NA, NA, NA])
    assert communities(lines, seed=1, before=before).number.tolist() == [7, 7, 7, 3, 3, 3, 8, 8, 8, 3]


def test_groups_that_part_share_out_one_number():
    # All six were one group; the half with the most of them (here the first, of equals) keeps its number.
    apart = nx.Graph(TRIANGLES)
    apart.remove_edge(2, 3)
    found = communities(lines_of(apart), seed=1, before=np.zeros(6, dtype=int))
    assert sorted(set(found.number.tolist())) == [0, 1]
    assert members(found.number) == {frozenset({0, 1, 2}), frozenset({3, 4, 5})}


def test_who_lost_all_lines_leaves_the_group():
    without_five = nx.Graph(TRIANGLES)
    without_five.remove_edges_from([(3, 5), (4, 5)])
    found = communities(lines_of(without_five), seed=1, before=np.array([0, 0, 0, 1, 1, 1]))
    assert found.number.tolist() == [0, 0, 0, 1, 1, 2]
