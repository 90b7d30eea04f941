"""Repeats that cannot be avoided: by hand, and never more than the best of all plans has."""

from random import Random

import pytest

from kapstok.planner.forced import Forced, Reason, certain, forced
from kapstok.planner.score import score
from tests.unit.planner.tiny import all_plans, an_instance, by_chance

NOBODY = [[0] * 6 for _ in range(6)]


def of(reason, **wishes):
    """What is forced for one reason."""
    return [one for one in forced(an_instance(**wishes)) if one.reason == reason]


def test_nothing_is_forced_where_everybody_can_meet_somebody_new():
    assert forced(an_instance(rounds=5)) == []  # fifteen pairs, three tables of two: five rounds


def test_nothing_is_forced_where_nobody_comes():
    assert forced(an_instance(people=0, tables=())) == []


def test_the_sixth_round_of_six_people_at_three_tables_repeats_three_pairs():
    everybody = (0, 1, 2, 3, 4, 5)
    assert forced(an_instance(rounds=6)) == [
        Forced(Reason.SPREAD, everybody, (0, 1, 2), 6, 3),
        Forced(Reason.FEW_OTHERS, everybody, rounds=6, count=3),
        Forced(Reason.FEW_STRANGERS, everybody, rounds=6, count=3),
    ]


def test_six_people_of_a_table_over_four_tables():
    """Two of the six meet again, twice: eight pairs of two rounds, 24 of three, of which a pair that met in all three
    has three for its two repeats."""
    tables = ((6, 6),) * 4
    assert of(Reason.SPREAD, people=24, rounds=2, tables=tables)[0].count == 8
    assert of(Reason.SPREAD, people=24, rounds=3, tables=tables)[0].count == 16


def test_pairs_of_together_repeat_nothing():
    pairs = frozenset((one, one + 1) for one in range(0, 24, 2))
    spread = of(Reason.SPREAD, people=24, rounds=2, tables=((6, 6),) * 4, together=pairs)
    assert spread == []


def test_tables_of_unequal_size_make_more_meetings():
    """Five and one: ten meetings a round, of fifteen pairs."""
    assert of(Reason.SPREAD, tables=((1, 5), (1, 1)))[0].count == 5


def test_two_hosts_of_one_table_meet_every_round():
    assert of(Reason.SAME_TABLE, people=8, rounds=3, tables=((2, 4),) * 3, fixed={0: 1, 5: 1}) == [
        Forced(Reason.SAME_TABLE, (0, 5), (1,), 3, 2)
    ]


def test_fewer_wheelchair_tables_than_rounds():
    wishes = {"people": 9, "rounds": 3, "tables": ((2, 4),) * 3, "allowed": {7: frozenset({0, 1})}}
    assert of(Reason.FEW_TABLES, fixed={0: 0, 1: 1, 2: 2}, **wishes) == [Forced(Reason.FEW_TABLES, (7,), (0, 1), 3, 1)]
    assert of(Reason.FEW_TABLES, fixed={0: 0, 2: 2}, **wishes) == []  # she can stay where nobody hosts


def test_more_rounds_than_tables_bring_everybody_back_to_a_host():
    found = of(Reason.FEW_TABLES, people=9, rounds=4, tables=((2, 4),) * 3, fixed={0: 0, 1: 1, 2: 2})
    assert found == [Forced(Reason.FEW_TABLES, (3, 4, 5, 6, 7, 8), (0, 1, 2), 4, 6)]


def test_the_ends_of_a_chain_stay_together():
    chain = frozenset({(0, 1), (1, 2)})
    assert of(Reason.CHAIN, people=9, rounds=3, tables=((2, 4),) * 3, together=chain) == [
        Forced(Reason.CHAIN, (0, 2), rounds=3, count=2)
    ]


def test_a_chain_to_a_host_is_not_counted_twice():
    """Two rounds of three Cor (2) is tied to the host of the first table, and then free to go to the other one."""
    present = [[True] * 5, [True] * 5, [True, False, True, True, True]]
    chain = frozenset({(0, 1), (1, 2)})
    instance = an_instance(5, 3, ((1, 4), (1, 4)), present=present, together=chain, fixed={0: 0, 3: 1})
    hosts = [one for one in forced(instance) if one.reason in (Reason.FEW_TABLES, Reason.CHAIN)]
    assert hosts == [Forced(Reason.FEW_TABLES, (2, 4), (0, 1), 3, 2)]


def test_everybody_knows_everybody():
    assert forced(an_instance(value=NOBODY)) == [
        Forced(Reason.FEW_STRANGERS, (0, 1, 2, 3, 4, 5), rounds=2, count=6),
    ]


def test_somebody_who_knows_everybody():
    value = [[int(one != other and 3 not in (one, other)) for other in range(6)] for one in range(6)]
    assert forced(an_instance(value=value)) == [Forced(Reason.FEW_STRANGERS, (3,), rounds=2, count=2)]


def test_reasons_about_different_pairs_add_up_and_others_do_not():
    reasons = [
        Forced(Reason.SAME_TABLE, (0, 1), (0,), 3, 2),
        Forced(Reason.CHAIN, (4, 5), rounds=3, count=2),
        Forced(Reason.SPREAD, (0, 1, 2, 3), (0, 1), 3, 3),
        Forced(Reason.FEW_STRANGERS, (0, 1), rounds=3, count=9),
    ]
    assert (certain(reasons), certain(reasons[2:]), certain([])) == (4, 3, 0)


@pytest.mark.parametrize("seed", range(100))
def test_no_plan_has_fewer_repeats_than_are_forced(seed):
    instance = by_chance(Random(seed))
    scores = [score(instance, plan) for plan in all_plans(instance)]
    if scores:
        found = forced(instance)
        assert certain(found) <= min(one.repeats for one in scores)
        nothing_new = min(_without_value(instance, one) for one in scores)
        assert all(one.count <= nothing_new for one in found if one.reason == Reason.FEW_STRANGERS)


def _without_value(instance, judged):
    """Meetings that bring nothing new: of people who met before, or whom it is worth nothing to bring together."""
    met = {two: times for two, times in judged.met.items() if two not in instance.together}
    return sum(met.values()) - sum(instance.value[one][other] > 0 for one, other in met)
