"""Whom to invite: by hand, and beside the best choice there is."""

from itertools import combinations

import numpy as np
import pytest

from kapstok.planner.inviting import Suggested, most_met, suggest
from kapstok.planner.value import Counts, Sliders, Traits, acquaintance, pair_values, traits

# Guests 0 and 1, candidates 2, 3 and 4.
VALUES = [
    [0, 1, 2, 8, 0],
    [1, 0, 2, 0, 6],
    [2, 2, 0, 0, 9],
    [8, 0, 0, 0, 0],
    [0, 6, 9, 0, 0],
]


def nobody_knows(people: int) -> Traits:
    """All are strangers to one another, of one sector."""
    nothing = np.zeros((people, people), dtype=bool)
    return Traits(~nothing & ~np.eye(people, dtype=bool), nothing, nothing, nothing)


def order(guests, candidates, room, met) -> list[tuple[int, int]]:
    found = suggest(VALUES, nobody_knows(5), guests, candidates, room, met)
    return [(each.candidate, each.points) for each in found]


def test_who_sits_with_how_many():
    assert most_met(rounds=3, seats=6) == 15


def test_each_choice_counts_those_before_it():
    # Everybody meets one: 3 brings 8 to herself and 7 to guest 0, who met for 1. Then 4 brings 6 and 5 to guest 1;
    # then 2 has 9 with 4, who had 6.
    assert order([0, 1], [2, 3, 4], room=3, met=1) == [(3, 15), (4, 11), (2, 12)]


def test_with_places_for_all_everything_counts_twice():
    assert order([0, 1], [2, 3, 4], room=3, met=4) == [(3, 16), (4, 12), (2, 26)]


def test_no_more_than_there_is_room_for_and_no_more_than_there_are():
    assert order([0, 1], [2, 3, 4], room=1, met=1) == [(3, 15)]
    assert order([0, 1], [2, 3, 4], room=0, met=1) == []
    assert order([0, 1], [], room=5, met=1) == []


def test_the_first_of_equals_and_without_guests():
    assert order([], [4, 2, 3], room=2, met=1) == [(4, 0), (2, 18)]


def test_the_reason():
    kinds = [np.zeros((3, 3), dtype=bool) for _ in range(4)]
    for kind, pairs in zip(kinds, ([(0, 2)], [(1, 2)], [(0, 2), (1, 2)], [(1, 2)]), strict=True):
        for one, other in pairs:
            kind[one, other] = kind[other, one] = True
    found = suggest([[0, 0, 8], [0, 0, 9], [8, 9, 0]], Traits(*kinds), [0, 1], [2], room=1, met=2)
    assert found == [Suggested(2, 34, Counts(new=1, by_name=1, across=2, needed=1))]


@pytest.mark.parametrize(("guests", "candidates", "room", "met"), [(6, 10, 3, 4), (10, 8, 4, 6), (8, 9, 4, 12)])
def test_nearly_as_good_as_the_best_choice(guests, candidates, room, met):
    people, shares = guests + candidates, []
    there, others = list(range(guests)), list(range(guests, people))
    for seed in range(20):
        values = _made_up(people, seed)
        chosen = [each.candidate for each in suggest(values, nobody_knows(people), there, others, room, met)]
        best = max(_worth(values, [*there, *some], met) for some in combinations(others, room))
        shares.append(_worth(values, [*there, *chosen], met) / best)
    assert min(shares) >= 0.95
    assert max(shares) == 1
    assert sum(shares) / len(shares) >= 0.98


def _made_up(people: int, seed: int) -> list[list[int]]:
    """Half knows each other, two by two they are colleagues, in three sectors, and some organisations have a need."""
    chance = np.random.default_rng(seed)
    known = acquaintance(chance.choice([0, 0, 0, 0, 1, 2], size=(people, people)).astype(np.int8), range(people))
    organisation = chance.permutation(people) // 2
    needs = {(low, low + step) for low in range(people) for step in (1, 3)}
    return pair_values(known, traits(known, organisation, organisation % 3, needs), Sliders())


def _worth(values: list[list[int]], company: list[int], met: int) -> int:
    return sum(sum(sorted((values[one][other] for other in company), reverse=True)[:met]) for one in company)
