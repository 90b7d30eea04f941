"""The solver: the best plan of small evenings by trying all, never a broken rule, the same seed the same plan."""

from random import Random

import pytest

from kapstok.planner.instance import ABSENT, Group, pair
from kapstok.planner.score import score
from kapstok.planner.solver import solve
from kapstok.planner.start import NoPlan
from tests.unit.planner.tiny import all_plans, an_instance, by_chance


def optimum(instance) -> int | None:
    """By trying every plan; None where there is none."""
    return max((score(instance, plan).points for plan in all_plans(instance)), default=None)


def random_values(people: int, seed: int) -> list[list[int]]:
    random = Random(seed)
    value = [[0] * people for _ in range(people)]
    for other in range(people):
        for one in range(other):
            value[one][other] = value[other][one] = random.choice([0, 2, 4, 8, 14])
    return value


def crowd(seed: int, people: int = 40, rounds: int = 3, **more):
    """Forty people at six tables, with every kind of wish; some leave before the last round."""
    random = Random(seed)
    order = random.sample(range(people), people)
    hosts, wheelchairs, leavers, rest = order[:3], order[3:6], order[6:9], order[9:]
    spread = Group("mantelzorg", frozenset(rest[12:20]), 1, 2, 15, hard=True)
    sector = Group("welzijn", frozenset(order[::4]), 1, 2, 3)
    return an_instance(
        people,
        rounds,
        [(6, 7)] * 6,
        random_values(people, seed),
        [[True] * people] * (rounds - 1) + [[person not in leavers for person in range(people)]],
        colleagues=frozenset(
            {(one, other) for one, other in zip(sorted(order)[::5], sorted(order)[1::5], strict=False)}
        ),
        fixed={host: table for table, host in enumerate(hosts)},
        allowed={person: frozenset({0, 4, 5}) for person in wheelchairs},
        apart=frozenset(pair(rest[0], rest[number]) for number in (5, 6, 7)) | {pair(hosts[0], rest[1])},
        together=frozenset({pair(rest[1], rest[2]), pair(rest[2], rest[3]), pair(hosts[2], rest[4])}),
        held={(1, rest[8]): 3, (2, rest[9]): 5},
        groups=(spread, sector),
        **more,
    )


@pytest.mark.parametrize("seed", range(4))
def test_six_people_get_the_best_of_all_plans(seed):
    evening = an_instance(value=random_values(6, seed))
    assert score(evening, solve(evening, steps=8_000, seed=seed)).points == optimum(evening)


@pytest.mark.parametrize("seed", range(3))
def test_eight_people_at_two_tables_get_the_best_of_all_plans(seed):
    evening = an_instance(8, 2, [(4, 4), (4, 4)], random_values(8, seed), fixed={0: 0}, apart=frozenset({(1, 2)}))
    assert score(evening, solve(evening, steps=30_000, seed=seed)).points == optimum(evening)


def test_nine_people_who_have_one_round_get_the_best_of_all_plans():
    evening = an_instance(9, 1, [(3, 3)] * 3, random_values(9, 1), together=frozenset({(0, 1)}))
    assert score(evening, solve(evening, steps=4_000)).points == optimum(evening)


@pytest.mark.parametrize("seed", range(30))
def test_with_wishes_by_chance_it_finds_the_best_plan_or_says_that_there_is_none(seed):
    evening = by_chance(Random(seed))
    best = optimum(evening)
    if best is None:
        with pytest.raises(NoPlan):
            solve(evening, steps=1_000)
    else:
        found = score(evening, solve(evening, steps=8_000, seed=seed))
        assert (found.points, found.broken) == (best, ())


@pytest.mark.parametrize("seed", range(5))
def test_no_rule_is_ever_broken(seed):
    evening = crowd(seed)
    assert score(evening, solve(evening, steps=1_500, seed=seed)).broken == ()


def test_a_longer_search_brings_more():
    evening = crowd(1)
    points = [score(evening, solve(evening, steps=steps)).points for steps in (0, 500, 5_000)]
    assert points == sorted(set(points))


def test_the_same_seed_and_steps_give_the_same_plan():
    evening = crowd(2)
    assert solve(evening, steps=400, seed=7) == solve(evening, steps=400, seed=7)
    assert solve(evening, steps=400, seed=7) != solve(evening, steps=400, seed=8)


def test_a_start_is_never_made_worse():
    evening = crowd(3)
    start = solve(evening, steps=4_000)
    assert score(evening, solve(evening, steps=64, start=start)).points >= score(evening, start).points
    assert solve(evening, steps=0, start=start) == start


def test_a_start_that_breaks_a_rule_or_is_of_other_guests_is_no_start():
    evening = crowd(4)
    for start in ([[0] * 40] * 3, [[0] * 39] * 3):
        assert score(evening, solve(evening, steps=64, start=start)).broken == ()


def test_the_clock_ends_the_search():
    ticks = iter(range(100))
    heard = []
    plan = solve(crowd(5), seconds=10, clock=lambda: next(ticks), progress=lambda part, points: heard.append(part))
    assert score(crowd(5), plan).broken == ()
    assert heard == sorted(heard)
    assert heard[0] < 0.2
    assert heard[-1] == 1.0


def test_progress_tells_the_points_of_the_best_plan_so_far():
    heard = []
    evening = crowd(6)
    plan = solve(evening, steps=1_000, progress=lambda part, points: heard.append(points))
    assert heard == sorted(heard)
    assert heard[-1] == score(evening, plan).points


def test_locked_seats_stay_and_all_locked_is_the_plan_itself():
    evening = an_instance(held={(0, 0): 2, (0, 5): 2, (1, 3): 0})
    plan = solve(evening, steps=500)
    assert (plan[0][0], plan[0][5], plan[1][3]) == (2, 2, 0)
    rows = [[0, 0, 1, 1, 2, 2], [0, 1, 2, 0, 1, 2]]
    held = {(number, person): table for number, row in enumerate(rows) for person, table in enumerate(row)}
    assert solve(an_instance(held=held), steps=500) == rows


def test_a_pair_moves_as_one_and_its_meetings_again_cost_nothing():
    evening = an_instance(8, 2, [(4, 4), (4, 4)], together=frozenset({(0, 1)}))
    judged = score(evening, solve(evening, steps=2_000))
    assert judged.met[0, 1] == 2
    assert judged.points == optimum(evening)


def test_free_chairs_are_used_where_a_larger_table_brings_more():
    evening = an_instance(6, 1, [(2, 4), (2, 4)])
    judged = score(evening, solve(evening, steps=200))
    assert judged.points == 7  # four and two; three and three would be six


def test_who_is_absent_sits_nowhere():
    present = [[True] * 6, [True, True, True, True, False, False]]
    plan = solve(an_instance(tables=((1, 2), (1, 2), (1, 2)), present=present), steps=200)
    assert plan[1][4:] == [ABSENT, ABSENT]


@pytest.mark.parametrize(
    "evening",
    [
        an_instance(0, 2, [(0, 2)], value=[], present=[[], []]),
        an_instance(2, 0, [(0, 2)], present=[]),
        an_instance(3, 2, [(3, 3)]),
        an_instance(6, 2, value=[[0] * 6 for _ in range(6)]),
        an_instance(2, 2, [(0, 2), (0, 2), (0, 2)], apart=frozenset({(0, 1)})),
    ],
    ids=["nobody", "no rounds", "one table", "nothing to win", "more tables than people"],
)
def test_evenings_with_nothing_to_choose(evening):
    plan = solve(evening, steps=100)
    assert (len(plan), score(evening, plan).broken) == (evening.rounds, ())


def test_fewer_places_than_people_is_no_plan():
    with pytest.raises(NoPlan) as refused:
        solve(an_instance(7, value=None), steps=100)
    assert refused.value.round == 0


def test_a_start_serves_where_no_first_plan_is_found(monkeypatch):
    monkeypatch.setattr("kapstok.planner.start.STEPS", 0)
    evening = an_instance(together=frozenset({(0, 1)}))
    with pytest.raises(NoPlan):
        solve(evening, steps=0)
    start = [[0, 0, 1, 1, 2, 2], [0, 0, 1, 2, 1, 2]]
    assert score(evening, solve(evening, steps=100, start=start)).broken == ()
