"""What a change of place brings is exactly the difference of two scores, whatever was changed before."""

from random import Random

import pytest

from kapstok.planner.instance import Group
from kapstok.planner.score import score
from kapstok.planner.seating import Seating
from kapstok.planner.start import NoPlan, first
from tests.unit.planner.test_solver import crowd
from tests.unit.planner.tiny import an_instance, by_chance


def some_changes(seating: Seating, random: Random, least: float) -> int:
    """Sixty changes of place by chance; gives what they bring together."""
    gained = 0
    rounds = range(seating.instance.rounds)
    for _ in range(60):
        number, table, other = random.choice(rounds), *random.sample(seating.tables, 2)
        change = seating.change(number, table, other, least, random.random())
        if change is not None:
            one, two, gain = change
            assert seating.swap(number, one, table, two, other) == gain
            gained += gain
        for block in seating.together[number]:
            gained += seating.move_together(number, block, other, least)
    return gained


@pytest.mark.parametrize("seed", range(30))
def test_points_are_those_of_the_score(seed):
    evening = by_chance(Random(seed))
    try:
        seating = Seating(evening, first(evening, seed))
    except NoPlan:
        return
    before = seating.points
    gained = some_changes(seating, Random(seed), -seating.forbidden / 2)
    judged = score(evening, seating.seat)
    assert (seating.points, judged.broken) == (judged.points, ())
    assert seating.points == before + gained


@pytest.mark.parametrize("seed", range(4))
def test_points_of_a_crowd_with_groups_are_those_of_the_score(seed):
    evening = crowd(seed)
    seating = Seating(evening, first(evening, seed))
    some_changes(seating, Random(seed), -seating.forbidden / 2)
    judged = score(evening, seating.seat)
    assert (seating.points, judged.broken) == (judged.points, ())


def test_the_best_change_of_two_tables_is_the_best_of_all():
    evening = crowd(9)
    plan = first(evening, 9)
    seating = Seating(evening, plan)
    for table, other in ((0, 1), (2, 5), (3, 4)):
        gains = [0]
        for one in seating.loose[0][table]:
            for two in seating.loose[0][other]:
                row = list(plan[0])
                row[one], row[two] = other, table
                judged = score(evening, [row, *plan[1:]])
                if not judged.broken:
                    gains.append(judged.points - seating.points)
        best = seating.best(0, table, other)
        assert (best[2] if best else 0) == max(gains)


def test_by_hand():
    """0 and 1 have met; changing 1 and 2 costs nobody a repeat, and brings 2 to 0 and 1 to 3."""
    value = [[0, 1, 5, 1], [1, 0, 1, 7], [5, 1, 0, 1], [1, 7, 1, 0]]
    seating = Seating(an_instance(4, 2, [(2, 2), (2, 2)], value), [[0, 0, 1, 1], [0, 0, 1, 1]])
    assert seating.points == 1 + 1 - 10 - 10
    assert seating.best(1, 0, 1)[2] == 5 + 7 + 10 + 10
    seating.swap(1, 1, 0, 2, 1)
    assert (seating.points, seating.seat) == (14, [[0, 0, 1, 1], [0, 1, 0, 1]])


def test_a_move_to_a_free_chair_and_back():
    seating = Seating(an_instance(5, 1, [(2, 3), (2, 3)]), [[0, 0, 0, 1, 1]])
    assert seating.free(0, 0, 1)
    assert not seating.free(0, 1, 0)
    assert seating.swap(0, 2, 0, seating.nobody, 1) == 0  # two who part, two who meet
    assert (seating.points, seating.seat) == (4, [[0, 0, 1, 1, 1]])


def test_what_is_forbidden_is_never_done():
    evening = an_instance(
        6, 1, [(3, 3), (3, 3)], apart=frozenset({(0, 3)}), allowed={1: frozenset({0})}, groups=(two_of_four(),)
    )
    seating = Seating(evening, [[0, 0, 0, 1, 1, 1]])
    for least in range(-1_000, 1_000, 100):
        change = seating.change(0, 0, 1, least)
        if change is not None:
            one, two, _ = change
            row = [0, 0, 0, 1, 1, 1]
            row[one], row[two] = 1, 0
            assert score(evening, [row]).broken == ()


def two_of_four() -> Group:
    return Group("hosts", frozenset({1, 2, 4, 5}), 2, 2, 1, hard=True)
