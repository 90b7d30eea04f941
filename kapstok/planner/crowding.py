"""Tables and groups that cannot be filled, or not hold everybody, in a round. Pure.

The ways out name every wish that is part of it; ``clashes`` keeps those that help.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from kapstok.planner.blocks import blocks, here
from kapstok.planner.contradictions import give_up
from kapstok.planner.instance import Group, Instance
from kapstok.planner.matching import Squeeze, too_few, too_many
from kapstok.planner.score import Rule
from kapstok.planner.wishes import Clash, Kind, Way, WayOut, Wish, wishes_of


def of_sizes(instance: Instance, round: int) -> list[Clash]:
    """Clashes of one round between how many there are and how many the tables take, whoever they are."""
    return [*_upside_down(instance, round)] or [*_sizes(instance, round)]


def of_tables(instance: Instance, round: int) -> list[Clash]:
    """Clashes of one round between where people can sit and what tables and hard groups ask.

    Supposes that ``of_sizes`` finds none, nor ``contradictions``: everybody has a table to sit at.
    """
    able = {person: block.tables for block in blocks(instance, round) for person in block.people}
    found = [*_too_few_places_there(instance, round, able)] or [*_too_few_for_tables(instance, round, able)]
    for group in instance.groups:
        if group.hard:
            found += _group(instance, round, able, group)
    return found


def _upside_down(instance: Instance, round: int) -> Iterator[Clash]:
    wrong = tuple(number for number, table in enumerate(instance.tables) if table.fewest > table.most)
    if wrong:
        ways = (WayOut(Way.LOWER_MINIMUM, tables=wrong), WayOut(Way.MORE_PLACES, tables=wrong))
        yield Clash(Kind.UPSIDE_DOWN, (round,), tables=wrong, ways=ways)


def _sizes(instance: Instance, round: int) -> Iterator[Clash]:
    guests = len(here(instance, round))
    asking = sum(table.fewest > 0 for table in instance.tables)
    fewest = sum(table.fewest for table in instance.tables)
    most = sum(table.most for table in instance.tables)
    if guests < fewest:
        too_few_for_one_each = guests < asking
        kind = Kind.FEWER_GUESTS_THAN_TABLES if too_few_for_one_each else Kind.TOO_FEW_GUESTS
        short = fewest - guests
        ways = [WayOut(Way.LOWER_MINIMUM, count=short), WayOut(Way.MORE_GUESTS, count=short)]
        if fewer := _fewer_tables(instance, guests):
            ways.insert(0, WayOut(Way.FEWER_TABLES, count=fewer))
        yield Clash(kind, (round,), count=asking - guests if too_few_for_one_each else short, ways=tuple(ways))
    elif guests > most:
        short = guests - most
        largest = max((table.most for table in instance.tables), default=0)
        ways = [WayOut(Way.MORE_PLACES, count=short), WayOut(Way.MORE_TABLES, count=-(-short // max(1, largest)))]
        yield Clash(Kind.TOO_FEW_PLACES, (round,), count=short, ways=tuple(ways))


def _fewer_tables(instance: Instance, guests: int) -> int:
    """How many of the last tables to take away, so that the others are filled and hold everybody; 0: that won't do."""
    for gone in range(1, len(instance.tables)):
        left = instance.tables[:-gone]
        if sum(table.fewest for table in left) <= guests <= sum(table.most for table in left):
            return gone
    return 0


def _too_few_places_there(instance: Instance, round: int, able: dict[int, frozenset[int]]) -> Iterator[Clash]:
    people = list(able)
    for squeeze in too_many([able[person] for person in people], [table.most for table in instance.tables]):
        who = tuple(sorted(people[item] for item in squeeze.items))
        tables = tuple(sorted(squeeze.tables))
        ways = (
            WayOut(Way.MORE_PLACES, tables=tables, count=squeeze.short),
            *give_up([wish for person in who for wish in wishes_of(instance, person, (round,))]),
        )
        yield Clash(Kind.TOO_FEW_PLACES_THERE, (round,), who, tables, squeeze.short, ways=ways)


def _too_few_for_tables(instance: Instance, round: int, able: dict[int, frozenset[int]]) -> Iterator[Clash]:
    people = list(able)
    for squeeze in too_few([able[person] for person in people], [table.fewest for table in instance.tables]):
        who = tuple(sorted(people[item] for item in squeeze.items))
        tables = tuple(sorted(squeeze.tables))
        ways = (
            WayOut(Way.LOWER_MINIMUM, tables=tables, count=squeeze.short),
            *give_up(_held_elsewhere(instance, round, able, tables)),
        )
        yield Clash(Kind.TOO_FEW_FOR_TABLES, (round,), who, tables, squeeze.short, ways=ways)


def _held_elsewhere(
    instance: Instance, round: int, able: dict[int, frozenset[int]], tables: Collection[int]
) -> list[Wish]:
    """Held seats of people who cannot sit at these tables."""
    away = [person for person, at in sorted(able.items()) if at.isdisjoint(tables)]
    return [wish for person in away for wish in wishes_of(instance, person, (round,)) if wish.rule == Rule.HELD]


def _group(instance: Instance, round: int, able: dict[int, frozenset[int]], group: Group) -> Iterator[Clash]:
    members = sorted(group.members & able.keys())
    domains = [able[person] for person in members]
    each = len(instance.tables)
    for squeeze in too_few(domains, [group.fewest] * each):
        yield _group_clash(Kind.GROUP_TOO_SMALL, instance, round, group, members, squeeze)
    for squeeze in too_many(domains, [group.most] * each):
        yield _group_clash(Kind.GROUP_TOO_LARGE, instance, round, group, members, squeeze)


def _group_clash(
    kind: Kind, instance: Instance, round: int, group: Group, members: Sequence[int], squeeze: Squeeze
) -> Clash:
    who = tuple(sorted(members[item] for item in squeeze.items))
    tables = tuple(sorted(squeeze.tables))
    ways = give_up([Wish(Rule.GROUP, group=group.name)])
    if kind == Kind.GROUP_TOO_SMALL and len(tables) == len(instance.tables):
        ways += (WayOut(Way.FEWER_TABLES, count=-(-squeeze.short // group.fewest)),)
    return Clash(kind, (round,), who, tables, squeeze.short, group.name, ways)
