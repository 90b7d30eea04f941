"""Who stand in each other's way."""

from kapstok.planner.matching import Squeeze, too_few, too_many


def test_all_find_a_place():
    assert too_many([{0, 1}, {0}, {1, 2}], [1, 1, 1]) == []
    assert too_few([{0, 1}, {0}, {1, 2}], [1, 1, 1]) == []


def test_nobody_and_no_tables():
    assert (too_many([], []), too_few([], [])) == ([], [])
    assert too_many([set()], []) == [Squeeze(frozenset({0}), frozenset(), 1)]


def test_three_for_two_places_are_told_without_those_who_are_not_in_it():
    assert too_many([{0, 1, 2}, {0}, {1}, {0, 1}], [1, 1, 5]) == [Squeeze(frozenset({1, 2, 3}), frozenset({0, 1}), 1)]


def test_two_separate_squeezes_are_two():
    assert too_many([{0}, {0}, {1}, {1}, {1}], [1, 1]) == [
        Squeeze(frozenset({0, 1}), frozenset({0}), 1),
        Squeeze(frozenset({2, 3, 4}), frozenset({1}), 2),
    ]


def test_a_long_row_of_people_moves_up_for_the_last_one():
    assert too_many([{0}, *({one, one - 1} for one in range(1, 2000))], [1] * 2000) == []


def test_tables_that_share_too_few_people_are_told_together():
    assert too_few([{0, 1}, {0, 1}, {2}, {2}], [2, 1, 1]) == [Squeeze(frozenset({0, 1}), frozenset({0, 1}), 1)]


def test_a_table_that_nobody_can_come_to():
    assert too_few([{0}], [1, 2]) == [Squeeze(frozenset(), frozenset({1}), 2)]


def test_who_moves_up_leaves_her_place():
    """The third can only sit down when the first goes to the second table, which then lacks one and not two."""
    assert too_few([{0, 1}, {0, 2}, {0, 2}], [1, 2, 1]) == [Squeeze(frozenset({0}), frozenset({1}), 1)]
