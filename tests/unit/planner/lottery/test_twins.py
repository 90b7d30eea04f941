from dataclasses import replace

import pytest

from kapstok.planner.instance import ABSENT, Group, Instance, Table
from kapstok.planner.lottery.chances import chances, flip
from kapstok.planner.lottery.twins import Worth, pair_twins
from kapstok.planner.score import score
from tests.unit.planner.lottery.examples import blocks, falls, made_up, mean_points


def four(**changes):
    """Four people at two tables of two, in one round; everybody is worth meeting as much as anybody."""
    whole = {
        "tables": (Table(2, 2), Table(2, 2)),
        "value": [[0 if one == other else 4 for other in range(4)] for one in range(4)],
        "present": [[True] * 4],
    }
    return Instance(**(whole | changes))


PLAN = [[0, 0, 1, 1]]
EVERYBODY = [True] * 4


def test_two_of_one_sector_are_twins_when_it_costs_nothing():
    assert pair_twins(four(), PLAN, [0, 1, 0, 2], EVERYBODY) == ([(0, 2)], 0.0)


def test_two_at_one_table_have_nothing_to_exchange():
    assert pair_twins(four(), PLAN, [0, 0, 1, 2], EVERYBODY) == ([], 0.0)


@pytest.mark.parametrize(
    "changes",
    [
        {"fixed": {0: 0}},
        {"allowed": {2: frozenset({0, 1})}},
        {"held": {(0, 2): 1}},
        {"apart": frozenset({(0, 3)})},
        {"together": frozenset({(0, 1)})},
        {"groups": (Group("mantelzorgers", frozenset({2, 3}), 0, 2, 15),)},
    ],
)
def test_who_is_in_a_hard_rule_or_in_another_group_has_no_twin(changes):
    assert pair_twins(four(**changes), PLAN, [0, 1, 0, 2], EVERYBODY) == ([], 0.0)


def test_who_stays_out_of_the_lottery_has_no_twin():
    assert pair_twins(four(), PLAN, [0, 1, 0, 2], [True, True, False, True]) == ([], 0.0)


def test_twins_are_there_in_the_same_rounds():
    instance = four(tables=(Table(1, 2),) * 2, present=[[True] * 4, [True, True, False, True]])
    plan = [[0, 0, 1, 1], [0, 0, ABSENT, 1]]
    assert pair_twins(instance, plan, [0, 1, 0, 2], EVERYBODY) == ([], 0.0)
    assert pair_twins(instance, plan, [0, 1, 2, 0], EVERYBODY) == ([(0, 3)], 0.0)


def test_the_loss_is_half_of_what_an_exchange_costs():
    # 0 and 1, 2 and 3 meet for 4 points each; 0 and 3, 1 and 2 would for 3: an exchange costs 2 of 8, its coin 1.
    value = [[0, 4, 0, 3], [4, 0, 3, 0], [0, 3, 0, 4], [3, 0, 4, 0]]
    assert pair_twins(four(value=value), PLAN, [0, 1, 0, 2], EVERYBODY, most_loss=0.125) == ([(0, 2)], 0.125)
    assert pair_twins(four(value=value), PLAN, [0, 1, 0, 2], EVERYBODY, most_loss=0.124) == ([], 0.0)


def test_two_coins_undo_each_other_half_of_the_time():
    # Both exchanged, the same pairs meet as with none: so two coins cost what one does.
    value = [[0, 4, 0, 3], [4, 0, 3, 0], [0, 3, 0, 4], [3, 0, 4, 0]]
    worth = Worth.of(four(value=value), PLAN)
    assert [worth.points(twins) for twins in ([], [(0, 2)], [(1, 3)], [(0, 2), (1, 3)])] == [8.0, 7.0, 7.0, 7.0]


def test_a_second_coin_that_decides_nothing_more_is_not_tossed():
    # 0 and 2 are exchanged already: exchanging 1 and 3 as well leaves the four pairs at one half.
    assert pair_twins(four(), PLAN, [0, 1, 0, 1], EVERYBODY)[0] == [(0, 2)]


def test_a_plan_without_points_can_lose_nothing():
    instance = four(value=[[0] * 4] * 4)
    assert pair_twins(instance, PLAN, [0, 1, 0, 2], EVERYBODY) == ([(0, 2)], 0.0)


@pytest.mark.parametrize("seed", range(6))
def test_the_loss_is_the_mean_over_all_falls_and_no_fall_breaks_a_rule(seed):
    instance, plan, sector = made_up(seed)
    before = score(instance, plan)
    assert before.broken == ()
    twins, loss = pair_twins(instance, plan, sector, [person != 3 for person in range(12)], most_loss=0.1)
    assert twins == sorted(twins) != []
    after = [score(instance, flip(plan, twins, coins)) for coins in falls(len(twins))]
    assert all(each.broken == () and each.uneven == before.uneven for each in after)
    assert loss == pytest.approx(1 - mean_points([each.points for each in after]) / before.points)
    assert loss <= 0.1
    people = [person for twin in twins for person in twin]
    assert len(set(people)) == len(people) and 3 not in people and 11 not in people
    assert all(sector[one] == sector[other] for one, other in twins)


def test_what_paths_are_worth_is_the_score_without_the_groups():
    instance, plan, _sector = made_up(1)
    assert Worth.of(instance, plan).points() == score(replace(instance, groups=()), plan).points


def test_a_larger_loss_buys_more_twins():
    # Three blocks of four people: who meets does so for 4 points, anybody else would for 3. A coin costs 1 of 24.
    plan, twins = blocks(3)
    value = [[0 if one == other else 3 + (one // 2 == other // 2) for other in range(12)] for one in range(12)]
    instance = Instance((Table(2, 2),) * 6, value, [[True] * 12])
    sector = [person // 4 if person % 2 == 0 else person + 10 for person in range(12)]
    found = [pair_twins(instance, plan, sector, [True] * 12, most)[0] for most in (0.0, 0.05, 1.0)]
    assert found == [[], twins[:1], twins]


@pytest.mark.parametrize("seed", range(3))
def test_no_other_twins_decide_about_much_more_for_the_same_price(seed):
    made, plan, sector = made_up(seed, people=10, tables=2)
    instance = replace(made, apart=frozenset(), together=frozenset(), held={})
    worth, most = Worth.of(instance, plan), 0.02 * score(instance, plan).points
    affordable = [twins for twins in matchings(sector, range(10)) if worth.points() - worth.points(twins) <= most]
    found, _loss = pair_twins(instance, plan, sector, [True] * 10)
    assert decided(plan, found) >= 0.9 * max(decided(plan, twins) for twins in affordable)


def decided(plan, twins):
    return sum(4 * chance * (1 - chance) for chance in chances(plan, twins).values())


def matchings(sector, people):
    """All ways to make twins of people of one sector, also with somebody left over."""
    if not people:
        return [[]]
    first, *others = people
    found = matchings(sector, others)
    for other in others:
        if sector[first] == sector[other]:
            rest = [person for person in others if person != other]
            found += [[(first, other), *twins] for twins in matchings(sector, rest)]
    return found
