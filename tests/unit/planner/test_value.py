"""What a pair is worth: by hand."""

import numpy as np
import pytest

from kapstok.network.graph import NA
from kapstok.planner.value import Acquaintance, Sliders, acquaintance, pair_values, traits

# A chain a–b–c–d–e of people who know each other by name, and f of whom nothing is known.
CHAIN = [
    [-1, 1, 0, 0, 0, -1],
    [1, -1, 1, 0, 0, -1],
    [0, 1, -1, 1, 0, -1],
    [0, 0, 1, -1, 1, -1],
    [0, 0, 0, 1, -1, -1],
    [-1, -1, -1, -1, -1, -1],
]


def said(rows: list[list[int]]) -> np.ndarray:
    return np.array(rows, dtype=np.int8)


def two(strength: int, steps: int = NA, between: int = 0) -> Acquaintance:
    """Two people, and how they stand to each other."""
    return Acquaintance(*(np.array([[NA, cell], [cell, NA]]) for cell in (strength, steps, between)))


def worth(known: Acquaintance, *, same_sector=True, colleagues=False, need=False, sliders=None) -> int:
    """Points of the only pair."""
    holds = traits(known, [7, 7 if colleagues else 8], [0, 0 if same_sector else 1], {(7, 8)} if need else set())
    values = pair_values(known, holds, sliders or Sliders())
    assert values == [[0, values[0][1]], [values[0][1], 0]]
    return values[0][1]


@pytest.mark.parametrize(("strength", "points"), [(NA, 4), (0, 4), (1, 2), (2, 0), (3, 0), (4, 0)])
def test_strangers_first_and_nothing_for_a_short_line(strength, points):
    assert worth(two(strength)) == points


@pytest.mark.parametrize(("strength", "points"), [(NA, 14), (0, 14), (1, 12), (2, 0)])
def test_another_sector_and_a_need_come_on_top(strength, points):
    assert worth(two(strength), same_sector=False, need=True) == points


@pytest.mark.parametrize(
    ("steps", "between", "points"), [(4, 0, 4), (3, 0, 2), (2, 1, 1), (2, 2, 0), (1, 0, 0), (NA, 0, 0)]
)
def test_strangers_who_are_far_apart(steps, between, points):
    assert worth(two(0, steps, between)) == 4 + points


def test_a_bridge_is_for_strangers():
    assert worth(two(1, 4)) == 2


@pytest.mark.parametrize("strength", [NA, 0, 1, 3])
def test_colleagues_are_worth_nothing(strength):
    assert worth(two(strength, 4), same_sector=False, colleagues=True, need=True) == 0


def test_without_an_organisation_nobody_is_a_colleague_and_without_a_sector_nobody_differs():
    known = two(0)
    holds = traits(known, [NA, NA], [NA, 0], set())
    assert pair_values(known, holds, Sliders()) == [[0, 4], [4, 0]]


def test_needs_of_organisations_that_nobody_here_is_from():
    assert traits(two(0), [7, 8], [0, 0], {(7, 9), (1, 2)}).needed.any() == np.False_


@pytest.mark.parametrize(
    ("position", "strangers", "by_name"), [(0, 4, 2), (2, 3, 3), (3, 3, 3), (4, 2, 4), (5, 2, 4), (10, 0, 6)]
)
def test_from_new_people_to_strengthening(position, strangers, by_name):
    sliders = Sliders.at(4, 6, position, 4)
    assert (sliders.strangers, sliders.known_by_name) == (strangers, by_name)


def test_the_sliders_as_they_stand_at_first():
    assert Sliders.at(sector=4, need=6, strengthen=0, bridge=4) == Sliders()


def test_points_of_the_sliders():
    sliders = Sliders(sector=1, need=2, bridge=10, strangers=30, known_by_name=70)
    assert worth(two(0, 3), same_sector=False, need=True, sliders=sliders) == 30 + 1 + 2 + 5
    assert worth(two(1, 3), same_sector=False, need=True, sliders=sliders) == 70 + 1 + 2


def test_steps_are_counted_through_the_whole_network():
    known = acquaintance(said(CHAIN), [0, 2, 3, 4, 5])
    assert known.steps.tolist() == [
        [NA, 2, 3, 4, NA],
        [2, NA, 1, 2, NA],
        [3, 1, NA, 1, NA],
        [4, 2, 1, NA, NA],
        [NA, NA, NA, NA, NA],
    ]
    assert known.between[0].tolist() == [0, 1, 0, 0, 0]


def test_guests_in_any_order_and_from_outside_the_network():
    known = acquaintance(said(CHAIN), [4, NA, 3])
    assert known.strength.tolist() == [[NA, NA, 1], [NA, NA, NA], [1, NA, NA]]
    assert known.steps.tolist() == [[NA, NA, 1], [NA, NA, NA], [1, NA, NA]]
    assert known.between.tolist() == [[0, 0, 0]] * 3


def test_the_most_that_either_says_counts():
    known = acquaintance(said([[NA, 1, NA], [3, NA, 0], [NA, NA, NA]]), [0, 1, 2])
    assert known.strength.tolist() == [[NA, 3, NA], [3, NA, 0], [NA, 0, NA]]


def test_who_said_to_know_nobody_is_far_away_and_who_said_nothing_is_not():
    known = acquaintance(said([[NA, 0, NA], [NA, NA, NA], [NA, NA, NA]]), [0, 1, 2])
    assert known.steps.tolist() == [[NA, 4, NA], [4, NA, NA], [NA, NA, NA]]


def test_how_much_is_known():
    assert acquaintance(said(CHAIN), range(6)).known_share == 10 / 15
    assert acquaintance(said(CHAIN), [5, NA]).known_share == 0
    assert acquaintance(said(CHAIN), [0]).known_share is None
    assert acquaintance(said([]).reshape(0, 0), []).known_share is None


def test_nobody_answered_yet():
    known = acquaintance(np.full((3, 3), NA, dtype=np.int8), [0, 1, 2])
    values = pair_values(known, traits(known, [1, 2, 3], [0, 0, 1], {(1, 3)}), Sliders())
    assert values == [[0, 4, 14], [4, 0, 8], [14, 8, 0]]


def test_counts_of_a_pair():
    known = acquaintance(said(CHAIN), range(6))
    holds = traits(known, [1, 2, 3, 3, 4, 5], [0, 1, 0, 1, 0, 0], {(2, 3)})
    assert np.argwhere(np.triu(holds.by_name)).tolist() == [[0, 1], [1, 2], [3, 4]]  # c and d are colleagues
    assert holds.new[0].tolist() == [False, False, True, True, True, True]
    assert holds.across[0].tolist() == [False, True, False, True, False, False]
    assert np.argwhere(np.triu(holds.needed)).tolist() == [[1, 2], [1, 3]]


def test_who_shared_a_table_and_said_nothing_know_each_other_by_name():
    known = acquaintance(said([[NA, 0, NA], [NA, NA, NA], [NA, NA, NA]]), [0, 1, 2])
    holds = traits(known, [1, 2, 3], [0, 0, 0], set(), {(0, 1), (1, 2)})
    assert (holds.new[0, 1], holds.by_name[0, 1]) == (True, False)  # one said not to know the other: that counts
    assert (holds.new[1, 2], holds.by_name[1, 2]) == (False, True)
    assert (holds.new[0, 2], holds.by_name[0, 2]) == (True, False)
    assert known.known_share == 1 / 3
