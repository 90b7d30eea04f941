"""Groups of too few people merge, in every set of people that pages count."""

import numpy as np

from kapstok.evaluation.coarse import coarsened, merged
from kapstok.network.graph import NA, People

EVERYBODY = np.ones(12, dtype=bool)


def test_large_groups_stay():
    group = np.array([0] * 6 + [1] * 6)
    assert merged(group, [EVERYBODY], rest=2).tolist() == group.tolist()


def test_a_group_that_is_small_on_one_roster_is_merged_on_all():
    group = np.array([0] * 6 + [1] * 6)
    first = np.arange(12) < 9  # three of the second group
    assert set(merged(group, [EVERYBODY, first], rest=2).tolist()) == {2}


def test_a_group_that_is_absent_somewhere_is_not_small_there():
    group = np.array([0] * 6 + [1] * 6)
    assert merged(group, [EVERYBODY, np.arange(12) < 6], rest=2).tolist() == group.tolist()


def test_functions_merge_within_a_sector():
    sector = np.array([0] * 6 + [1] * 6)
    function = np.array([0] * 6 + [0, 0, 1, 1, NA, NA])
    people = People(
        np.arange(12), sector, np.full(12, NA), function, ("x",) * 12, ("A", "B", "Overig"), (), ("f", "g", "Anders")
    )
    found = coarsened(people, [EVERYBODY], rest_sector=2, rest_function=2)
    assert found.sector.tolist() == sector.tolist()
    assert found.function.tolist() == [0] * 6 + [2] * 6
