"""Every other place of somebody in a round: its price and what stands in the way, against the judge of plans."""

from random import Random

import pytest

from kapstok.planner.choices import Choice, moves, swaps
from kapstok.planner.instance import ABSENT, Group, Instance, Plan
from kapstok.planner.score import Rule, score
from kapstok.planner.start import NoPlan, first
from tests.unit.planner.tiny import an_instance, by_chance

# Six people at three tables of one to three.
PLAN = [[0, 0, 1, 1, 2, 2], [0, 1, 0, 2, 1, 2]]
ROOMY = {"tables": ((1, 3), (1, 3), (1, 2))}


def after(plan: Plan, number: int, places: dict[int, int]) -> Plan:
    changed = [list(row) for row in plan]
    for person, table in places.items():
        changed[number][person] = table
    return changed


def check(instance: Instance, before: Plan, then: Plan, choice: Choice) -> None:
    """Nothing stands in the way of a change just when the plan after it keeps all rules; then the price is exact."""
    judged = score(instance, then)
    assert (choice.broken is None) == (not judged.broken)
    if choice.broken is None:
        assert choice.points == judged.points - score(instance, before).points


@pytest.mark.parametrize("seed", range(40))
def test_each_place_is_what_the_judge_says(seed):
    instance = by_chance(Random(seed))
    try:
        plan = first(instance)
    except NoPlan:
        return
    for number, row in enumerate(plan):
        for person in [one for one, table in enumerate(row) if table != ABSENT]:
            for table, choice in moves(instance, plan, number, person).items():
                check(instance, plan, after(plan, number, {person: table}), choice)
            for other, choice in swaps(instance, plan, number, person).items():
                check(instance, plan, after(plan, number, {person: row[other], other: row[person]}), choice)


def test_joining_a_table():
    assert moves(an_instance(**ROOMY), PLAN, 0, 0) == {
        1: Choice(points=-1 - 10 + 1, broken=None),  # without 1, 2 again, and 3
        2: Choice(points=-1 + 1 + 1, broken=Rule.SIZE),  # without 1, with 4 instead
    }


def test_changing_places():
    found = swaps(an_instance(**ROOMY), PLAN, 0, 0)
    assert found[4] == Choice(points=-1 - 1 + 1 - 10, broken=None)  # 0 meets 5; 4 meets 1 again
    assert sorted(found) == [2, 3, 4, 5]


@pytest.mark.parametrize(
    ("wishes", "broken"),
    [
        ({"fixed": {0: 0}}, Rule.FIXED),
        ({"held": {(0, 0): 0}}, Rule.HELD),
        ({"allowed": {0: frozenset({0, 2})}}, Rule.ALLOWED),
        ({"together": frozenset({(0, 1)})}, Rule.TOGETHER),
        ({"apart": frozenset({(0, 2)})}, Rule.APART),
        ({"groups": (Group("each", frozenset({0, 2, 4}), 1, 6, 15, hard=True),)}, Rule.GROUP),
        ({}, None),
    ],
)
def test_what_stands_in_the_way(wishes, broken):
    instance = an_instance(**ROOMY, **wishes)
    assert moves(instance, PLAN, 0, 0)[1].broken == broken
    assert swaps(instance, PLAN, 0, 0)[3].broken == broken


def test_the_other_of_a_swap_has_wishes_too():
    instance = an_instance(**ROOMY, fixed={3: 1}, apart=frozenset({(1, 2)}))
    assert [swaps(instance, PLAN, 0, 0)[other].broken for other in (2, 3)] == [Rule.APART, Rule.FIXED]


def test_who_has_no_table_yet_can_join_one():
    plan = after(PLAN, 0, {0: ABSENT})
    assert moves(an_instance(**ROOMY), plan, 0, 0) == {
        0: Choice(points=1, broken=None),
        1: Choice(points=-10 + 1, broken=None),  # 2 again
        2: Choice(points=2, broken=Rule.SIZE),
    }
    assert swaps(an_instance(**ROOMY), plan, 0, 0) == {}
