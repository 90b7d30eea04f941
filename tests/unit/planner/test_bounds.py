"""What no plan exceeds: by hand, and beside the best of all plans of small instances."""

from random import Random

import pytest

from kapstok.planner.acquaintances import Acquaintances
from kapstok.planner.bounds import LARGEST, half_degree, upper_bound
from kapstok.planner.score import score
from tests.unit.planner.tiny import all_plans, an_instance, by_chance


def test_people_who_can_all_meet_somebody_new_bring_a_point_for_each_place_beside_them():
    assert upper_bound(an_instance(rounds=5)) == 15.0


def test_a_repeat_that_is_forced_is_in_the_bound():
    assert upper_bound(an_instance(rounds=6, repeat=2)) == 15.0 - 3 * 2


def test_nobody_to_meet_brings_nothing():
    assert upper_bound(an_instance(people=0, tables=())) == 0.0
    assert upper_bound(an_instance(people=3, tables=((1, 1),) * 3)) == 0.0


def test_who_must_sit_together_bring_their_points_in_any_plan():
    """Three pairs who stay as they are: the value of each once, colleagues paid for in both rounds."""
    pairs = frozenset({(0, 1), (2, 3), (4, 5)})
    together = an_instance(together=pairs)
    assert upper_bound(together) == 3.0
    assert upper_bound(an_instance(together=pairs, colleagues=frozenset({(0, 1)}))) == 3.0 - 2 * 10


def test_everybody_meets_one_host_a_round():
    """Worth 9 to meet a host, 1 otherwise. Four guests meet both hosts in two rounds, two by two; whoever sits with a
    host in the first round changes together, so that two pairs of guests meet, and meet again."""
    value = [[0 if one == other else 9 if min(one, other) < 2 else 1 for other in range(6)] for one in range(6)]
    instance = an_instance(tables=((3, 3), (3, 3)), value=value, fixed={0: 0, 1: 1}, repeat=2)
    assert upper_bound(instance) == 8 * 9 + 2 - 2 * 2


def test_who_shares_a_table_with_both_brings_those_two_together():
    """The middle one of three is worth 10 to both others, who are apart: she meets one of them. Facts about each pair
    alone allow both (20); that sitting at one table is transitive leaves 10 √2."""
    value = [[0, 10, 0, 0], [10, 0, 10, 0], [0, 10, 0, 0], [0, 0, 0, 0]]
    instance = an_instance(4, 1, ((1, 3), (1, 3)), value, apart=frozenset({(0, 2)}))
    assert 10 <= upper_bound(instance) <= 15


def test_half_of_everybodys_best():
    """One other at each table, worth 1 to most, and 3 to each of the first three: for everybody the best one."""
    value = [[int(one != other) for other in range(6)] for one in range(6)]
    value[0][1] = value[1][0] = value[1][2] = value[2][1] = 3
    instance = an_instance(rounds=1, value=value)
    assert half_degree(Acquaintances(instance)) == (3 * 3 + 3 * 1) / 2
    assert upper_bound(instance) == 3 + 1 + 1


def test_a_crowd_gets_the_half_degree_bound():
    people = LARGEST + 2
    value = [[int(one != other) for other in range(people)] for one in range(people)]
    assert upper_bound(an_instance(people, 1, ((2, 2),) * (people // 2), value)) == people / 2


@pytest.mark.parametrize("seed", range(60))
def test_no_plan_exceeds_the_bound(seed):
    instance = by_chance(Random(seed))
    points = [score(instance, plan).points for plan in all_plans(instance)]
    if points:
        assert max(points) <= upper_bound(instance)
