"""Rotation cards: nobody meets twice, hosts stay, and the solver takes one where it is better."""

from itertools import product

import pytest

from kapstok.planner.cards import arithmetic, card
from kapstok.planner.score import score
from kapstok.planner.solver import solve
from tests.unit.planner.tiny import an_instance


def golfers(tables: int, size: int, rounds: int, **wishes):
    return an_instance(tables * size, rounds, [(size, size)] * tables, repeat=0, **wishes)


def test_three_tables_of_three_by_hand():
    assert card(golfers(3, 3, 2)) == [
        [0, 0, 0, 1, 1, 1, 2, 2, 2],  # each column at a table
        [0, 1, 2, 0, 1, 2, 0, 1, 2],  # each row
    ]
    assert card(golfers(3, 3, 4))[2:] == [[0, 1, 2, 1, 2, 0, 2, 0, 1], [0, 1, 2, 2, 0, 1, 1, 2, 0]]


@pytest.mark.parametrize(
    "sizes",
    [(2, 2, 3), (4, 4, 5), (5, 5, 6), (6, 6, 3), (7, 4, 7), (7, 7, 8), (8, 4, 9), (9, 8, 9), (16, 4, 17)],
    ids=str,
)
def test_nobody_meets_twice(sizes):
    evening = golfers(*sizes)
    judged = score(evening, card(evening))
    assert (judged.repeats, judged.broken) == (0, ())
    assert score(evening, solve(evening, steps=0)).points == judged.points
    assert solve(evening, steps=0, seed=1) != solve(evening, steps=0, seed=2)


def test_five_hosts_stay_at_their_tables_and_nobody_meets_twice():
    evening = golfers(5, 4, 5, fixed={7: 0, 3: 1, 11: 2, 0: 3, 19: 4})
    judged = score(evening, card(evening))
    assert (judged.repeats, judged.broken) == (0, ())


def test_with_hosts_there_is_a_round_less():
    assert card(golfers(5, 5, 6, fixed={0: 0})) is None
    assert score(golfers(5, 5, 5, fixed={0: 2}), card(golfers(5, 5, 5, fixed={0: 2}))).broken == ()


@pytest.mark.parametrize(
    "evening",
    [
        golfers(3, 4, 2),
        golfers(3, 3, 5),
        golfers(3, 3, 2, fixed={0: 1, 5: 1}),
        an_instance(8, 2, [(2, 3)] * 3),
        an_instance(9, 2, [(3, 3)] * 3, present=[[True] * 9, [False] + [True] * 8]),
        an_instance(0, 2, [], value=[], present=[[], []]),
    ],
    ids=["large tables", "too many rounds", "two hosts", "free chairs", "somebody leaves", "nothing"],
)
def test_no_card(evening):
    assert card(evening) is None


def test_a_card_that_breaks_a_rule_is_not_taken():
    evening = golfers(3, 3, 4, apart=frozenset({(0, 1)}))
    assert score(evening, card(evening)).broken != ()
    assert score(evening, solve(evening, steps=300)).broken == ()


@pytest.mark.parametrize("numbers", [2, 3, 4, 7, 8, 9, 16, 25])
def test_every_number_but_nothing_has_an_inverse(numbers):
    add, times = arithmetic(numbers)
    everything = range(numbers)
    for one in everything[1:]:
        assert sorted(times(one, other) for other in everything) == list(everything)
        assert sorted(add(one, other) for other in everything) == list(everything)
    for one, two, three in product(everything[:9], repeat=3):
        assert times(one, add(two, three)) == add(times(one, two), times(one, three))


def test_four_numbers_by_hand():
    add, times = arithmetic(4)  # 2 stands for x, 3 for x + 1, and x² = x + 1
    assert (add(2, 3), times(2, 2), times(2, 3), times(3, 3)) == (1, 3, 1, 2)


def test_six_numbers_are_remainders():
    add, times = arithmetic(6)
    assert (add(4, 5), times(2, 3)) == (3, 0)
