"""Which hard wishes clash, and what ends it: each kind by hand, and many small instances beside all their plans."""

from random import Random

import pytest

from kapstok.planner.clashes import clashes
from kapstok.planner.instance import Group
from kapstok.planner.score import Rule
from kapstok.planner.wishes import Clash, Kind, Way, WayOut, Wish, wishes, without
from tests.unit.planner.tiny import all_rows, an_instance, by_chance

TWO_OF_THREE = {"tables": ((3, 3), (3, 3))}


def give_up(rule, people=(), tables=(), round=None, group=""):
    return WayOut(Way.GIVE_UP, Wish(rule, people, tables, round, group))


def the_clash(**wishes) -> Clash:
    (clash,) = clashes(an_instance(**wishes))
    return clash


def test_what_can_be_kept_does_not_clash():
    assert clashes(an_instance(apart=frozenset({(0, 1)}), together=frozenset({(2, 3)}), fixed={0: 1, 1: 2})) == []


def test_nobody_and_nothing_does_not_clash():
    assert clashes(an_instance(people=0, tables=())) == []


def test_fewer_guests_than_tables():
    clash = the_clash(people=2, tables=((1, 4), (1, 4), (1, 4), (1, 4)))
    ways = (
        WayOut(Way.FEWER_TABLES, count=2),
        WayOut(Way.LOWER_MINIMUM, count=2),
        WayOut(Way.MORE_GUESTS, count=2),
    )
    assert clash == Clash(Kind.FEWER_GUESTS_THAN_TABLES, (0, 1), count=2, ways=ways)


def test_tables_that_ask_for_more_than_come():
    clash = the_clash(people=5, tables=((3, 5), (3, 5)))
    ways = (WayOut(Way.FEWER_TABLES, count=1), WayOut(Way.LOWER_MINIMUM, count=1), WayOut(Way.MORE_GUESTS, count=1))
    assert clash == Clash(Kind.TOO_FEW_GUESTS, (0, 1), count=1, ways=ways)


def test_fewer_tables_are_no_way_out_when_the_others_cannot_hold_everybody():
    assert [way.way for way in the_clash(people=5, tables=((3, 4), (3, 4))).ways] == [
        Way.LOWER_MINIMUM,
        Way.MORE_GUESTS,
    ]


def test_too_few_places_in_the_one_round_that_everybody_comes_to():
    present = [[True] * 7, [True] * 6 + [False]]
    ways = (WayOut(Way.MORE_PLACES, count=1), WayOut(Way.MORE_TABLES, count=1), WayOut(Way.SKIP_ROUND))
    assert the_clash(people=7, present=present) == Clash(Kind.TOO_FEW_PLACES, (0,), count=1, ways=ways)


def test_a_table_whose_sizes_are_upside_down():
    clash = the_clash(tables=((2, 2), (3, 2), (2, 2)))
    ways = (WayOut(Way.LOWER_MINIMUM, tables=(1,)), WayOut(Way.MORE_PLACES, tables=(1,)))
    assert clash == Clash(Kind.UPSIDE_DOWN, (0, 1), tables=(1,), ways=ways)


def test_somebody_whose_own_wishes_leave_no_table():
    ways = (give_up(Rule.FIXED, (4,), (0,)), give_up(Rule.ALLOWED, (4,), (1, 2)))
    assert the_clash(fixed={4: 0}, allowed={4: frozenset({1, 2})}) == Clash(Kind.NOWHERE, (0, 1), (4,), ways=ways)


def test_somebody_who_is_allowed_at_no_table_there_is():
    clash = the_clash(allowed={4: frozenset()})
    assert clash == Clash(Kind.NOWHERE, (0, 1), (4,), ways=(give_up(Rule.ALLOWED, (4,)),))


def test_a_held_seat_where_her_wishes_do_not_let_her_sit():
    ways = (give_up(Rule.ALLOWED, (4,), (1, 2)), give_up(Rule.HELD, (4,), (0,), 1), WayOut(Way.SKIP_ROUND))
    assert the_clash(held={(1, 4): 0}, allowed={4: frozenset({1, 2})}) == Clash(Kind.HELD, (1,), (4,), ways=ways)


def test_together_and_apart_through_somebody_else():
    clash = the_clash(apart=frozenset({(0, 2)}), together=frozenset({(0, 5), (2, 5)}), **TWO_OF_THREE)
    ways = (give_up(Rule.APART, (0, 2)), give_up(Rule.TOGETHER, (0, 5)), give_up(Rule.TOGETHER, (2, 5)))
    assert clash == Clash(Kind.TOGETHER_AND_APART, (0, 1), (0, 2, 5), ways=ways)


def test_a_chain_of_pairs_with_two_hosts():
    clash = the_clash(fixed={0: 0, 2: 1}, together=frozenset({(0, 5), (2, 5)}), **TWO_OF_THREE)
    ways = (
        give_up(Rule.TOGETHER, (0, 5)),
        give_up(Rule.TOGETHER, (2, 5)),
        give_up(Rule.FIXED, (0,), (0,)),
        give_up(Rule.FIXED, (2,), (1,)),
    )
    assert clash == Clash(Kind.TOGETHER_AT_TWO_TABLES, (0, 1), (0, 2, 5), ways=ways)


def test_three_who_share_no_table_though_each_two_do():
    allowed = {0: frozenset({0, 1}), 1: frozenset({1, 2}), 2: frozenset({0, 2})}
    clash = the_clash(tables=((1, 3),) * 3, allowed=allowed, together=frozenset({(0, 1), (1, 2)}))
    assert (clash.kind, clash.people, len(clash.ways)) == (Kind.TOGETHER_AT_TWO_TABLES, (0, 1, 2), 5)


def test_a_chain_that_is_larger_than_its_tables():
    clash = the_clash(tables=((1, 4), (1, 2), (1, 2)), fixed={2: 1}, together=frozenset({(0, 1), (1, 2)}))
    ways = (
        WayOut(Way.MORE_PLACES, tables=(1,), count=1),
        give_up(Rule.TOGETHER, (0, 1)),
        give_up(Rule.TOGETHER, (1, 2)),
    )
    assert clash == Clash(Kind.TOO_LARGE_TOGETHER, (0, 1), (0, 1, 2), (1,), 1, ways=ways)


def test_two_hosts_of_one_table_who_are_apart():
    clash = the_clash(fixed={0: 1, 3: 1}, apart=frozenset({(0, 3)}))
    ways = (give_up(Rule.APART, (0, 3)), give_up(Rule.FIXED, (0,), (1,)), give_up(Rule.FIXED, (3,), (1,)))
    assert clash == Clash(Kind.APART_AT_ONE_TABLE, (0, 1), (0, 3), (1,), 1, ways=ways)


def test_four_people_apart_over_three_tables():
    four = frozenset({(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)})
    clash = the_clash(apart=four | {(4, 5)})
    ways = (*(give_up(Rule.APART, two) for two in sorted(four)), WayOut(Way.MORE_TABLES, count=1))
    assert clash == Clash(Kind.TOO_MANY_APART, (0, 1), (0, 1, 2, 3), (0, 1, 2), 1, ways=ways)


def test_three_people_apart_who_can_only_sit_at_two_of_the_tables():
    apart = frozenset({(0, 1), (0, 2), (1, 2)})
    clash = the_clash(tables=((1, 3),) * 3, apart=apart, allowed={one: frozenset({0, 2}) for one in range(3)})
    assert (clash.kind, clash.people, clash.tables, clash.count) == (Kind.TOO_MANY_APART, (0, 1, 2), (0, 2), 1)
    assert {way.wish.rule for way in clash.ways} == {Rule.APART, Rule.ALLOWED}


def test_more_wheelchairs_than_places_at_their_tables():
    clash = the_clash(allowed={one: frozenset({2}) for one in (1, 3, 5)})
    ways = (
        WayOut(Way.MORE_PLACES, tables=(2,), count=1),
        *(give_up(Rule.ALLOWED, (one,), (2,)) for one in (1, 3, 5)),
    )
    assert clash == Clash(Kind.TOO_FEW_PLACES_THERE, (0, 1), (1, 3, 5), (2,), 1, ways=ways)


def test_a_table_that_nobody_can_fill_because_seats_are_held():
    held = {(0, one): 0 for one in range(5)}
    clash = the_clash(tables=((1, 5), (2, 5)), rounds=1, held=held)
    ways = (
        WayOut(Way.LOWER_MINIMUM, tables=(1,), count=1),
        *(give_up(Rule.HELD, (one,), (0,), 0) for one in range(5)),
    )
    assert clash == Clash(Kind.TOO_FEW_FOR_TABLES, (0,), (5,), (1,), 1, ways=ways)


def a_group(members, fewest=1, most=6):
    return (Group("Mantelzorg", frozenset(members), fewest, most, 15, hard=True),)


def test_a_group_with_fewer_people_than_tables():
    ways = (give_up(Rule.GROUP, group="Mantelzorg"), WayOut(Way.FEWER_TABLES, count=1))
    assert the_clash(groups=a_group({0, 1})) == Clash(
        Kind.GROUP_TOO_SMALL, (0, 1), (0, 1), (0, 1, 2), 1, "Mantelzorg", ways
    )


def test_a_group_of_which_two_host_the_same_table():
    clash = the_clash(groups=a_group({0, 1, 2}), fixed={0: 1, 1: 1})
    assert (clash.kind, clash.people, clash.tables, clash.count) == (Kind.GROUP_TOO_SMALL, (2,), (0, 2), 1)


def test_a_group_too_large_for_the_tables():
    clash = the_clash(groups=a_group({0, 1, 2, 3}, fewest=0, most=1))
    assert (clash.kind, clash.count, clash.group) == (Kind.GROUP_TOO_LARGE, 1, "Mantelzorg")


def test_three_pairs_at_two_tables_of_three():
    pairs = frozenset({(0, 1), (2, 3), (4, 5)})
    ways = tuple(give_up(Rule.TOGETHER, two) for two in sorted(pairs))
    assert the_clash(together=pairs, **TWO_OF_THREE) == Clash(
        Kind.TOO_MANY_TOGETHER, (0, 1), (0, 1, 2, 3, 4, 5), count=1, ways=ways
    )


def test_what_no_simple_rule_finds_is_told_as_the_wishes_that_cannot_all_be_kept():
    """Three, three and two over two tables of four; that two others are apart has nothing to do with it."""
    chains = frozenset({(0, 1), (1, 2), (3, 4), (4, 5), (6, 7)})
    wished = {"people": 8, "tables": ((4, 4), (4, 4)), "together": chains, "apart": frozenset({(1, 4)})}
    present = [[True] * 8, [True] * 8, [True] * 7 + [False]]
    tables = ((3, 4), (4, 4))
    clash = the_clash(**wished | {"present": present, "tables": tables})
    ways = (*(give_up(Rule.TOGETHER, two) for two in sorted(chains)), WayOut(Way.SKIP_ROUND))
    assert clash == Clash(Kind.TOGETHER_TOO_MUCH, (0, 1), tuple(range(8)), ways=ways)


def test_a_held_seat_among_wishes_that_cannot_all_be_kept_is_of_its_own_round():
    """Two tables of two: a host at one, somebody held at the other, and no two chairs left for the pair."""
    wished = {"people": 4, "tables": ((1, 2), (1, 2)), "together": frozenset({(0, 1)}), "held": {(1, 2): 1}}
    clash = the_clash(**wished, fixed={3: 0})
    ways = (
        give_up(Rule.TOGETHER, (0, 1)),
        give_up(Rule.HELD, (2,), (1,), 1),
        give_up(Rule.FIXED, (3,), (0,)),
        WayOut(Way.SKIP_ROUND),
    )
    assert clash == Clash(Kind.TOGETHER_TOO_MUCH, (1,), (0, 1, 2, 3), (0, 1), ways=ways)


def test_giving_up_all_wishes_leaves_the_largest_sizes():
    wished = an_instance(
        fixed={0: 1},
        allowed={1: frozenset({0})},
        held={(1, 2): 0},
        apart=frozenset({(0, 1)}),
        together=frozenset({(2, 3)}),
        groups=a_group({0, 1}),
    )
    after = without(wished, wishes(wished))
    assert wishes(after) == []
    assert (after.tables, after.groups[0].hard) == (an_instance(tables=((0, 2),) * 3).tables, False)


def test_giving_up_one_wish_leaves_the_others():
    wished = an_instance(fixed={0: 1}, allowed={0: frozenset({1, 2})}, held={(1, 0): 1})
    everything = wishes(wished)
    assert [wishes(without(wished, [wish])) for wish in everything] == [
        [other for other in everything if other != wish] for wish in everything
    ]


@pytest.mark.parametrize("seed", range(120))
def test_wishes_clash_exactly_when_no_plan_keeps_them(seed):
    instance = by_chance(Random(seed))
    found = clashes(instance)
    without_plan = {number for number in range(instance.rounds) if not all_rows(instance, number)}
    assert {number for clash in found for number in clash.rounds} <= without_plan
    assert bool(found) == bool(without_plan)


@pytest.mark.parametrize("seed", range(120))
def test_a_wish_that_is_named_as_the_way_out_is_one(seed):
    """Of a clash that only wishes can end, giving up any of them makes it another, or none."""
    instance = by_chance(Random(seed))
    for clash in clashes(instance):
        for way in clash.ways:
            if way.way == Way.GIVE_UP and not clash.count:
                after = clashes(without(instance, [way.wish]))
                assert (clash.kind, clash.people) not in [
                    (other.kind, other.people) for other in after if set(other.rounds) & set(clash.rounds)
                ]
