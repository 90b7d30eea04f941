"""The first plan: found whenever there is one on small evenings, and quickly where rules bind many."""

from random import Random

import pytest

from kapstok.planner.instance import Group
from kapstok.planner.score import score
from kapstok.planner.start import NoPlan, first
from tests.unit.planner.tiny import all_plans, an_instance, by_chance


def group(*members: int, fewest: int = 1, most: int = 9) -> Group:
    return Group("hosts", frozenset(members), fewest, most, 15, hard=True)


@pytest.mark.parametrize("seed", range(120))
def test_it_finds_a_plan_exactly_when_there_is_one(seed):
    evening = by_chance(Random(seed))
    if next(all_plans(evening), None) is None:
        with pytest.raises(NoPlan):
            first(evening, seed)
    else:
        assert score(evening, first(evening, seed)).broken == ()


def test_a_chain_of_pairs_follows_its_host():
    evening = an_instance(tables=((2, 4), (2, 4)), together=frozenset({(0, 3), (3, 5)}), fixed={5: 1})
    assert all(row[0] == row[3] == row[5] == 1 for row in first(evening))


def test_who_is_away_ties_nobody_together():
    """0 and 2 sit together through 1 only; when 1 is away they may be apart."""
    present = [[True, False, True, True, True, True]]
    evening = an_instance(
        6, 1, [(2, 3), (2, 3)], present=present, together=frozenset({(0, 1), (1, 2)}), apart=frozenset({(0, 2)})
    )
    assert score(evening, first(evening)).broken == ()


def test_a_hard_group_is_at_every_table():
    evening = an_instance(12, 3, [(4, 4)] * 3, groups=(group(0, 1, 2), group(3, 4, 5, 6, most=2)))
    assert score(evening, first(evening)).broken == ()


def test_three_friends_of_nobody_need_three_tables():
    apart = frozenset({(0, 1), (0, 2), (1, 2)})
    assert score(an_instance(apart=apart), first(an_instance(apart=apart))).broken == ()
    with pytest.raises(NoPlan):
        first(an_instance(tables=((3, 3), (3, 3)), apart=apart))


def test_the_round_without_a_plan_is_named():
    present = [[True] * 6, [True] * 5 + [False]]
    with pytest.raises(NoPlan) as refused:
        first(an_instance(present=present))
    assert refused.value.round == 1


def test_two_hundred_people_of_whom_most_are_bound():
    """Sixty pairs, a hard group of forty, and for each table a host and people who can only sit there."""
    hosts = {person: person for person in range(20)}
    together = frozenset((person, person + 1) for person in range(20, 140, 2))
    evening = an_instance(
        200,
        2,
        [(10, 10)] * 20,
        fixed=hosts,
        allowed={person: frozenset({person % 20, (person + 7) % 20}) for person in range(140, 170)},
        apart=frozenset((person, person + 20) for person in range(20)),
        together=together,
        groups=(group(*range(160, 200)),),
    )
    assert score(evening, first(evening)).broken == ()


def test_who_is_free_sits_down_where_it_brings_most():
    value = [[0, 0, 9, 0], [0, 0, 0, 9], [9, 0, 0, 0], [0, 9, 0, 0]]
    evening = an_instance(4, 1, [(2, 2), (2, 2)], value, fixed={0: 0, 1: 1})
    assert first(evening) == [[0, 1, 0, 1]]


def test_the_same_seed_gives_the_same_plan():
    evening = an_instance(12, 3, [(3, 5)] * 3)
    assert first(evening, 4) == first(evening, 4)
    assert first(evening, 4) != first(evening, 5)
