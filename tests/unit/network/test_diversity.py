"""Diversity, counted by hand from who names whom."""

import networkx as nx
import numpy as np
import pytest

from kapstok.network.diversity import Diversity, diversity, diversity_of_each
from kapstok.network.graph import NA, Lines
from tests.unit.network.builders import lines_of, lone, nobody, strangers, unheard

GROUP = np.array([0, 0, 0, 1, 2])


NAMES = [(1, 0), (2, 0), (3, 0), (4, 0), (2, 1), (0, 3), (1, 3), (0, 4), (3, 4)]  # who, whom; all five answered
NAMING = lines_of(nx.from_edgelist(NAMES, create_using=nx.DiGraph))


def test_each_person_by_who_names_them():
    assert diversity_of_each(NAMING, GROUP).tolist() == pytest.approx(
        [
            2 / 4 * 2 / 2,  # half of four names come from outside the own group, and both other groups are there
            0 / 1 * 0 / 2,  # named by one of the own group
            np.nan,  # named by nobody
            2 / 2 * 1 / 2,  # all names come from outside, but from one of two other groups
            2 / 2 * 2 / 2,  # all names come from outside, from both other groups
        ],
        nan_ok=True,
    )


def test_the_whole_is_the_mean_of_who_is_named():
    assert diversity(NAMING, GROUP) == Diversity(total=0.5 + 0 + 0.5 + 1, people=4)
    assert diversity(NAMING, GROUP).value == 0.5


def test_a_group_that_did_not_answer_is_unknown_and_not_absent():
    value = NAMING.value.copy()
    value[4] = NA
    found = diversity_of_each(Lines(value, directed=True), GROUP)
    assert found[0] == 1 / 3 * 1 / 1  # three names left, one from outside; of the other groups one was heard
    assert found[3] == 2 / 2 * 1 / 1


def test_without_direction_all_lines_count():
    # A chain of three sectors: the middle has both others beside it, each end one of two.
    found = diversity_of_each(lines_of(nx.path_graph(3)), np.array([0, 1, 2]))
    assert found.tolist() == [1 / 2, 1, 1 / 2]


def test_small_cases():
    for case in (nobody, lone, strangers, unheard):
        found = diversity(case(), np.arange(len(case())))
        assert (found, found.value) == (Diversity(0, 0), None)
    one_sector = np.zeros(5, dtype=int)  # there are no others to be known by
    assert diversity(NAMING, one_sector) == Diversity(0, 0)
