"""The hard wishes of a plan one by one, what it is to give one up, and how a clash between them is told. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from kapstok.planner.instance import Instance, Table
from kapstok.planner.score import Rule


@dataclass(frozen=True)
class Wish:
    """One hard wish: the ``people`` it is about (of a pair: the lower first), the ``tables`` where they may sit, the
    ``round`` of a held seat, the name of a ``group``. ``Rule.SIZE``: that ``tables`` have their smallest number, as one
    wish for all of them."""

    rule: Rule
    people: tuple[int, ...] = ()
    tables: tuple[int, ...] = ()
    round: int | None = None
    group: str = ""


class Way(StrEnum):
    """What helps when wishes clash."""

    GIVE_UP = "give_up"  # the wish
    MORE_TABLES = "more_tables"
    FEWER_TABLES = "fewer_tables"  # the last ones
    MORE_PLACES = "more_places"  # at these tables
    MORE_GUESTS = "more_guests"
    LOWER_MINIMUM = "lower_minimum"  # of these tables
    SKIP_ROUND = "skip_round"  # the rounds of the clash


@dataclass(frozen=True)
class WayOut:
    """One way out. ``count``: how many tables, places, guests; 0 where there is nothing to count."""

    way: Way
    wish: Wish | None = None
    tables: tuple[int, ...] = ()
    count: int = 0


class Kind(StrEnum):
    """How wishes clash. Which fields of a clash say more stands behind each."""

    UPSIDE_DOWN = "upside_down"  # tables: the smallest number is above the largest
    FEWER_GUESTS_THAN_TABLES = "fewer_guests_than_tables"  # count: tables too many
    TOO_FEW_GUESTS = "too_few_guests"  # count: how many short of what the tables ask at least
    TOO_FEW_PLACES = "too_few_places"  # count: how many people have no chair
    NOWHERE = "nowhere"  # people: one, whose own wishes leave no table
    HELD = "held"  # people: one, held at a table where her own wishes do not let her sit
    TOGETHER_AND_APART = "together_and_apart"  # people: the two, then who ties them together
    TOGETHER_AT_TWO_TABLES = "together_at_two_tables"  # people: two whose tables differ, then who ties them together
    TOO_LARGE_TOGETHER = "too_large_together"  # people: the chain; count: how many too many for any of its tables
    TOO_MANY_TOGETHER = "too_many_together"  # people, in chains too large to share a table; count: chains too many
    APART_AT_ONE_TABLE = "apart_at_one_table"  # people: two (or two chains), tables: the one both must sit at
    TOO_MANY_APART = "too_many_apart"  # people, none of whom may meet another; count: tables they are short
    TOO_FEW_PLACES_THERE = "too_few_places_there"  # people who can only sit at tables; count: places short
    TOO_FEW_FOR_TABLES = "too_few_for_tables"  # tables where only people can sit; count: people short
    GROUP_TOO_SMALL = "group_too_small"  # group; tables that get none or too few, count: people short
    GROUP_TOO_LARGE = "group_too_large"  # group; tables where its people must sit, count: people too many
    TOGETHER_TOO_MUCH = "together_too_much"  # no rule above: the ways out are the wishes that cannot all be kept


@dataclass(frozen=True)
class Clash:
    """Hard wishes that cannot all be kept, in which rounds, and the ways out: any one of them ends it, or makes its
    ``count`` smaller. Where no wish alone does, all that are part of it are named."""

    kind: Kind
    rounds: tuple[int, ...]
    people: tuple[int, ...] = ()
    tables: tuple[int, ...] = ()
    count: int = 0
    group: str = ""
    ways: tuple[WayOut, ...] = ()


def wishes(instance: Instance) -> list[Wish]:
    """All hard wishes but the largest size of a table."""
    found = [Wish(Rule.APART, pair) for pair in sorted(instance.apart)]
    found += [Wish(Rule.TOGETHER, pair) for pair in sorted(instance.together)]
    found += [Wish(Rule.GROUP, group=group.name) for group in instance.groups if group.hard]
    found += [own for person in range(instance.people) for own in wishes_of(instance, person)]
    if asking := tuple(number for number, table in enumerate(instance.tables) if table.fewest):
        found.append(Wish(Rule.SIZE, tables=asking))
    return found


def wishes_of(instance: Instance, person: int, rounds: Collection[int] | None = None) -> list[Wish]:
    """The wishes about where one person sits; held seats of these rounds only."""
    found = []
    if person in instance.fixed:
        found.append(Wish(Rule.FIXED, (person,), (instance.fixed[person],)))
    if person in instance.allowed:
        found.append(Wish(Rule.ALLOWED, (person,), tuple(sorted(instance.allowed[person]))))
    for (number, who), table in sorted(instance.held.items()):
        if who == person and (rounds is None or number in rounds):
            found.append(Wish(Rule.HELD, (person,), (table,), number))
    return found


def without(instance: Instance, given_up: Collection[Wish]) -> Instance:
    """The instance when these wishes are let go; a group is no longer hard, a table asks for nobody."""
    gone = set(given_up)
    emptied = {table for wish in gone if wish.rule == Rule.SIZE for table in wish.tables}
    return replace(
        instance,
        tables=tuple(Table(0, t.most) if number in emptied else t for number, t in enumerate(instance.tables)),
        fixed={who: at for who, at in instance.fixed.items() if Wish(Rule.FIXED, (who,), (at,)) not in gone},
        allowed={
            who: at for who, at in instance.allowed.items() if Wish(Rule.ALLOWED, (who,), tuple(sorted(at))) not in gone
        },
        held={
            (number, who): at
            for (number, who), at in instance.held.items()
            if Wish(Rule.HELD, (who,), (at,), number) not in gone
        },
        apart=frozenset(two for two in instance.apart if Wish(Rule.APART, two) not in gone),
        together=frozenset(two for two in instance.together if Wish(Rule.TOGETHER, two) not in gone),
        groups=tuple(
            replace(group, hard=group.hard and Wish(Rule.GROUP, group=group.name) not in gone)
            for group in instance.groups
        ),
    )
