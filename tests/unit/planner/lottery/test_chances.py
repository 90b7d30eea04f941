from collections import Counter

import numpy as np
import pytest

from kapstok.planner.instance import ABSENT
from kapstok.planner.lottery.chances import chances, coins, flip, listed, lottery, meetings, met, seed_hash
from tests.unit.planner.lottery.examples import FOUR_TABLES, HALVES, QUARTERS, TWO_ROUNDS, TWO_TWINS, falls


def test_coins_are_what_sha256sum_says():
    # printf 'a seed/1' | sha256sum, …/2, …/3, …/4
    assert seed_hash("a seed") == "8f44d509e0492acec4fc109a030a5c751f063fb743cc388f0ed722bacc3bc66c"
    assert coins("a seed", 4) == [False, False, True, False]
    assert coins("a seed", 2) == coins("a seed", 4)[:2]
    assert coins("a seed", 0) == []


def test_coins_are_fair():
    assert 4_850 < sum(coins("fair", 10_000)) < 5_150


def test_twins_exchange_their_whole_paths():
    plan = [[0, 0, 1, 1], [0, 1, 0, 1]]
    assert flip(plan, [(0, 3), (1, 2)], [True, False]) == [[1, 0, 1, 0], [1, 1, 0, 0]]
    assert flip(plan, [(0, 3), (1, 2)], [True, True]) == [[1, 1, 0, 0], [1, 0, 1, 0]]
    assert plan == [[0, 0, 1, 1], [0, 1, 0, 1]]


def test_every_twins_have_a_coin():
    with pytest.raises(ValueError):
        flip([[0, 0]], [(0, 1)], [])


def test_who_is_absent_meets_nobody():
    plan = [[0, 0, ABSENT, ABSENT], [0, 0, 0, 1]]
    assert meetings(plan).tolist() == [[0, 2, 1, 0], [2, 0, 1, 0], [1, 1, 0, 0], [0, 0, 0, 0]]
    assert met(plan) == {(0, 1), (0, 2), (1, 2)}


def test_a_pair_with_one_coin_has_a_half_and_with_two_a_quarter():
    assert chances(FOUR_TABLES, TWO_TWINS) == QUARTERS | HALVES | {(6, 7): 1.0}


def test_three_of_four_cases_are_three_quarters():
    found = chances(TWO_ROUNDS, [(0, 1), (2, 3)])
    assert {two: found[two] for two in ((0, 2), (0, 3), (1, 2), (1, 3))} == dict.fromkeys(
        ((0, 2), (0, 3), (1, 2), (1, 3)), 0.75
    )


def test_twins_who_meet_always_do():
    assert chances([[0, 0, 0], [0, 0, 1]], [(0, 1)]) == {(0, 1): 1.0, (0, 2): 1.0, (1, 2): 1.0}


def test_without_twins_nothing_is_drawn():
    assert chances(FOUR_TABLES, []) == {(0, 1): 1.0, (2, 3): 1.0, (4, 5): 1.0, (6, 7): 1.0}


@pytest.mark.parametrize("seed", range(5))
def test_chances_are_the_share_of_all_falls_in_which_a_pair_meets(seed):
    rng = np.random.default_rng(seed)
    plan = [[int(table) for table in rng.permutation(12) // 4] for _round in range(3)]
    plan[2][11] = ABSENT
    twins = [(0, 5), (1, 8), (2, 3), (4, 10)]
    counted = Counter(two for coins in falls(4) for two in met(flip(plan, twins, coins)))
    assert chances(plan, twins) == {two: times / 16 for two, times in counted.items()}


def test_the_lottery_is_what_a_coin_decides_about():
    assert lottery(chances(FOUR_TABLES, TWO_TWINS)) == QUARTERS | HALVES


def test_nobody_is_asked_about_more_names_than_fit_a_list():
    decided = lottery(chances(FOUR_TABLES, TWO_TWINS))
    assert listed(decided) == decided
    # Fair coins go first; then 3 and 5 have two names already, and the others one each.
    assert listed(decided, most=2) == HALVES | {(0, 4): 0.25, (1, 2): 0.25}
