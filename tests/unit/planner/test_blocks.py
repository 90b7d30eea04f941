"""Who moves as one in a round, and where they can sit."""

from kapstok.planner.blocks import Block, blocks, chains, here, only_round, tables_of
from kapstok.planner.instance import Instance, Table


def an_instance(people=5, rounds=2, tables=3, **wishes):
    value = [[int(one != other) for other in range(people)] for one in range(people)]
    present = wishes.pop("present", [[True] * people] * rounds)
    return Instance((Table(1, 2),) * tables, value, present, **wishes)


def test_a_table_of_ones_own_is_what_all_ones_wishes_leave():
    wishes = {"fixed": {0: 1}, "allowed": {1: frozenset({0, 2}), 2: frozenset({0})}, "held": {(1, 1): 2, (1, 2): 2}}
    instance = an_instance(**wishes)
    assert [tables_of(instance, 0, person) for person in range(4)] == [{1}, {0, 2}, {0}, {0, 1, 2}]
    assert [tables_of(instance, 1, person) for person in range(4)] == [{1}, {2}, set(), {0, 1, 2}]


def test_a_chain_of_pairs_is_one_block_at_the_tables_that_all_can_sit_at():
    instance = an_instance(together=frozenset({(0, 3), (3, 4)}), fixed={4: 2}, allowed={0: frozenset({1, 2})})
    assert blocks(instance, 0) == [
        Block((0, 3, 4), frozenset({2})),
        Block((1,), frozenset({0, 1, 2})),
        Block((2,), frozenset({0, 1, 2})),
    ]


def test_who_is_not_there_ties_nobody():
    present = [[True, True, True, False, True], [True] * 5]
    instance = an_instance(together=frozenset({(0, 3), (3, 4)}), present=present)
    assert here(instance, 0) == [0, 1, 2, 4]
    assert [block.people for block in blocks(instance, 0)] == [(0,), (1,), (2,), (4,)]
    assert [block.people for block in blocks(instance, 1)] == [(0, 3, 4), (1,), (2,)]


def test_chains_of_nobody():
    assert chains([], [(0, 1)]) == []


def test_one_round_of_two_keeps_its_own_held_seats():
    present = [[True] * 5, [False] + [True] * 4]
    instance = an_instance(present=present, held={(0, 1): 2, (1, 2): 0}, fixed={3: 1})
    second = only_round(instance, 1)
    assert (second.rounds, second.held, second.fixed) == (1, {(0, 2): 0}, {3: 1})
    assert here(second, 0) == [1, 2, 3, 4]
