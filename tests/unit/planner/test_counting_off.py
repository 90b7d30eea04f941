"""What is done by hand, and a plain greedy: both keep every rule, and look at no more than they say."""

from random import Random

import pytest

from kapstok.planner.clashes import clashes
from kapstok.planner.counting_off import counting_off
from kapstok.planner.greedy import greedy
from kapstok.planner.instance import Group
from kapstok.planner.score import score
from kapstok.planner.start import NoPlan
from tests.unit.planner.tiny import an_instance, by_chance

THREE_TABLES = {"people": 6, "rounds": 3, "tables": ((2, 2),) * 3}


def test_the_list_is_counted_off_and_each_shifts_by_her_place_at_the_table():
    assert counting_off(an_instance(**THREE_TABLES), range(6)) == [
        [0, 1, 2, 0, 1, 2],  # counted off
        [1, 2, 0, 2, 0, 1],  # the first of each table shifts one, the second two
        [2, 0, 1, 1, 2, 0],
    ]


def test_colleagues_who_follow_one_another_on_the_list_are_dealt_apart():
    instance = an_instance(colleagues=frozenset({(0, 3), (1, 4), (2, 5)}), **THREE_TABLES)
    assert score(instance, counting_off(instance, [0, 3, 1, 4, 2, 5])[:1] * 3).colleagues == 0


def test_hosts_stay_and_are_not_counted():
    instance = an_instance(people=6, rounds=2, tables=((3, 3), (3, 3)), fixed={0: 0, 1: 1})
    assert counting_off(instance, range(6)) == [[0, 1, 0, 1, 0, 1], [0, 1, 1, 0, 0, 1]]


def test_who_is_not_there_takes_no_chair():
    present = [[True] * 6, [True] * 4 + [False] * 2]
    plan = counting_off(an_instance(tables=((2, 3), (2, 3)), present=present), range(6))
    assert plan[1][4:] == [-1, -1]


def test_who_counts_a_table_that_has_its_share_takes_the_next():
    instance = an_instance(4, 1, ((1, 4), (1, 4)), held={(0, 0): 0, (0, 1): 0})
    assert counting_off(instance, range(4)) == [[0, 0, 1, 1]]


def test_the_same_seed_gives_the_same_plan():
    instance = an_instance(apart=frozenset({(0, 1), (0, 2), (1, 5)}), **THREE_TABLES)
    for plan in (lambda seed: counting_off(instance, range(6), seed), lambda seed: greedy(instance, seed)):
        assert plan(7) == plan(7)


def test_the_greedy_gives_each_seat_to_who_brings_most_and_does_not_look_ahead():
    """The first host gets who is worth 9 to her; the other way round would have brought 12."""
    value = [[0, 0, 9, 4], [0, 0, 8, 0], [9, 8, 0, 0], [4, 0, 0, 0]]
    instance = an_instance(4, 1, ((2, 2), (2, 2)), value, fixed={0: 0, 1: 1})
    assert greedy(instance) == [[0, 1, 0, 1]]
    assert (score(instance, greedy(instance)).points, score(instance, [[0, 1, 1, 0]]).points) == (9, 12)


@pytest.mark.parametrize("seed", range(5))
def test_the_greedy_spreads_a_group_over_the_tables(seed):
    group = Group("Mantelzorg", frozenset({0, 1, 2}), 1, 1, 15)
    instance = an_instance(groups=(group,), rounds=1)
    assert score(instance, greedy(instance, seed)).uneven == {}


@pytest.mark.parametrize("seed", range(5))
def test_the_greedy_sees_who_met_before(seed):
    nothing = [[0] * 4 for _ in range(4)]
    instance = an_instance(4, 2, ((2, 2), (2, 2)), nothing, fixed={0: 0, 1: 1})
    assert score(instance, greedy(instance, seed)).repeats == 0


@pytest.mark.parametrize("seed", range(100))
def test_both_keep_every_rule_or_say_that_there_is_no_plan(seed):
    instance = by_chance(Random(seed))
    if clashes(instance):
        with pytest.raises(NoPlan):
            counting_off(instance, range(instance.people))
        with pytest.raises(NoPlan):
            greedy(instance)
    else:
        assert score(instance, counting_off(instance, range(instance.people))).broken == ()
        assert score(instance, greedy(instance)).broken == ()
