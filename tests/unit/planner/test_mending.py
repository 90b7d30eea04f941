"""Mending a plan: by hand, and on made-up meetings never a broken rule."""

from dataclasses import replace
from itertools import combinations, product
from random import Random

import pytest

from kapstok.planner.instance import ABSENT, Instance, Table
from kapstok.planner.mending import Mended, mend
from kapstok.planner.score import score
from kapstok.planner.start import NoPlan, first

X = ABSENT


def instance(sizes: list[tuple[int, int]], present: list[list[int]], value=None, **more) -> Instance:
    people = len(present[0])
    return Instance(
        tables=tuple(Table(*size) for size in sizes),
        value=value or [[0] * people for _ in range(people)],
        present=[[bool(cell) for cell in row] for row in present],
        **more,
    )


def mended(problem: Instance, before: list[list[int]], **more) -> list[Mended]:
    """The clock stands still: all work is done."""
    return mend(problem, before, seconds=1, clock=lambda: 0.0, **more)


def test_nothing_to_mend():
    before = [[0, 0, 1, 1], [0, 1, 0, 1]]
    assert mended(instance([(2, 2), (2, 2)], [[1] * 4] * 2), before) == [Mended(before, (), 0)]


def test_who_cancels_leaves_an_empty_chair():
    found = mended(instance([(1, 2), (2, 2)], [[0, 1, 1, 1]]), [[0, 0, 1, 1]])
    assert found == [Mended([[X, 0, 1, 1]], (), 0)]


def test_who_walks_in_takes_the_free_chair():
    found = mended(instance([(2, 3), (2, 2)], [[1] * 5]), [[0, 0, 1, 1, X]])
    assert found == [Mended([[0, 0, 1, 1, 0]], (), 0)]


def test_who_walks_in_sits_where_it_brings_most():
    value = [[0, 0, 0, 0, 4], [0, 0, 0, 0, 4], [0, 0, 0, 0, 9], [0, 0, 0, 0, 0], [4, 4, 9, 0, 0]]
    assert mended(instance([(2, 3), (2, 3)], [[1] * 5], value), [[0, 0, 1, 1, X]])[0].plan == [[0, 0, 1, 1, 1]]


def test_a_table_that_becomes_too_small_gets_who_is_worth_least_elsewhere():
    # 4 and 5 are left alone with a table for two; of the table of four, 1 is worth least to the others.
    value = [[0, 1, 8, 8, 0, 0], [1, 0, 1, 1, 0, 0], [8, 1, 0, 8, 0, 0], [8, 1, 8, 0, 0, 0], [0] * 6, [0] * 6]
    found = mended(instance([(2, 4), (2, 3)], [[1, 1, 1, 1, 1, 0]], value), [[0, 0, 0, 0, 1, 1]])
    assert found[0] == Mended([[0, 1, 0, 0, 1, X]], (1,), 0)


def test_a_table_that_is_taken_away():
    found = mended(instance([(2, 3), (2, 3)], [[1] * 6]), [[0, 0, 1, 1, 2, 2]])
    assert (found[0].moved, sorted(found[0].plan[0])) == ((4, 5), [0, 0, 0, 1, 1, 1])


def test_more_people_moved_for_more_points():
    # 0 belongs with 2 and 1 with 3: exchanging 1 and 2 brings 20, and moves two.
    value = [[0, 0, 10, 0], [0, 0, 0, 10], [10, 0, 0, 0], [0, 10, 0, 0]]
    found = mended(instance([(2, 2), (2, 2)], [[1] * 4], value), [[0, 0, 1, 1]])
    assert found[0] == Mended([[0, 0, 1, 1]], (), 0)
    assert [(len(offer.moved), offer.gain) for offer in found] == [(0, 0), (2, 20)]


def test_what_somebody_locked_stays():
    value = [[0, 0, 10, 0], [0, 0, 0, 10], [10, 0, 0, 0], [0, 10, 0, 0]]
    held = {(0, 0): 0, (0, 1): 0}
    found = mended(instance([(2, 2), (2, 2)], [[1] * 4], value, held=held), [[0, 0, 1, 1]])
    assert found == [Mended([[0, 0, 1, 1]], (), 0)]


def test_rounds_that_have_been_stay_and_count():
    # In the first round 0 and 1 met, and 2 and 3; 4 came then and left. The second round repeats both pairs.
    value = [[0, 10, 9, 9, 0], [10, 0, 9, 9, 0], [9, 9, 0, 10, 0], [9, 9, 10, 0, 0], [0] * 5]
    before = [[0, 0, 1, 1, 1], [0, 0, 1, 1, X]]
    problem = instance([(2, 2), (2, 2)], [[1, 1, 1, 1, 0]] * 2, value)
    found = mended(problem, before, from_round=1)
    assert found[0] == Mended(before, (), 0)
    assert [(len(offer.moved), offer.gain, offer.plan[0]) for offer in found[1:]] == [(2, 38, before[0])]


def test_when_all_rounds_have_been():
    before = [[0, 0, 1, 1]]
    assert mended(instance([(1, 1)], [[1] * 4]), before, from_round=1) == [Mended(before, (), 0)]


def test_who_may_not_meet_a_newcomer_is_moved_when_there_is_no_other_way():
    # Only at the first table is a chair free, and 0 sits there.
    problem = instance([(1, 3), (2, 2)], [[1] * 5], apart=frozenset({(0, 4)}))
    found = mended(problem, [[0, 0, 1, 1, X]])
    assert score(problem, found[0].plan).broken == ()
    assert len(found[0].moved) <= 2


def test_nobody_can_mend_it():
    with pytest.raises(NoPlan):
        mended(instance([(1, 1), (1, 1)], [[1] * 3]), [[0, 1, X]])


@pytest.mark.parametrize("seed", range(12))
def test_as_few_people_moved_as_can_be(seed):
    """One round in which only sizes matter, beside every plan that there is."""
    chance = Random(seed)
    sizes = [(2, 3), (2, 3), (1, 4)]
    before = chance.sample([0, 0, 0, 1, 1, 1, 2, X], k=8)
    here = [chance.random() < 0.75 for _ in before]
    problem = instance(sizes, [here])
    ways = product(*(range(3) if there else [X] for there in here))
    valid = [way for way in ways if not score(problem, [way]).broken]
    if not valid:
        with pytest.raises(NoPlan):
            mended(problem, [before])
        return
    fewest = min(len(_moved(before, way)) for way in valid)
    assert len(mended(problem, [before])[0].moved) == fewest


@pytest.mark.parametrize("seed", range(8))
def test_never_a_broken_rule(seed):
    chance = Random(seed)
    problem, before = _made_up(chance)
    gone = chance.sample(range(3, 18), k=3)
    came = next(person for person in range(17, 2, -1) if person not in gone)
    now = replace(
        problem,
        present=[problem.present[0], *([person not in gone for person in range(18)] for _ in range(2))],
        tables=(Table(4, 7),) * 3,
    )
    before = [
        before[0],
        *([X if person in (*gone, came) else row[person] for person in range(18)] for row in before[1:]),
    ]
    found = mended(now, before, from_round=1, seed=seed)
    for offer in found:
        assert score(now, offer.plan).broken == ()
        assert offer.plan[0] == before[0]
        assert set(offer.moved) == set().union(*map(_moved, before, offer.plan))
    gains = [score(now, offer.plan).points - score(now, found[0].plan).points for offer in found]
    assert gains == [offer.gain for offer in found] == sorted(gains)


def _made_up(chance: Random) -> tuple[Instance, list[list[int]]]:
    """18 people in three rounds at three tables, with wishes of every kind, and a plan of theirs."""
    value = [[0] * 18 for _ in range(18)]
    for one, other in combinations(range(18), 2):
        value[one][other] = value[other][one] = chance.choice((0, 2, 4, 8, 14))
    problem = instance(
        [(6, 6)] * 3,
        [[1] * 18] * 3,
        value,
        fixed={0: 0, 1: 1},
        allowed={2: frozenset({0, 2})},
        apart=frozenset({(3, 4), (4, 5)}),
        together=frozenset({(6, 7)}),
        held={(2, 8): 1},
    )
    return problem, first(problem, seed=chance.randrange(100))


def _moved(before, after) -> set[int]:
    places = enumerate(zip(before, after, strict=True))
    return {person for person, (old, new) in places if X not in (old, new) and old != new}
