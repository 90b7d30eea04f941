"""Wishes about people that cannot be kept in a round, whatever anybody else does. Pure.

The ways out name every wish that is part of it; ``clashes`` keeps those that help.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Sequence
from itertools import combinations, islice

from kapstok.planner.blocks import Block, blocks, here, tables_of
from kapstok.planner.instance import Instance, Pair, pair
from kapstok.planner.matching import Squeeze, too_many
from kapstok.planner.score import Rule
from kapstok.planner.wishes import Clash, Kind, Way, WayOut, Wish, wishes_of

CLIQUES = 1_000  # sets of people apart that are looked at: a list of wishes made by people has a handful


def of_people(instance: Instance, round: int) -> list[Clash]:
    """Clashes of one round between people's own wishes, pairs together and pairs apart."""
    found = [*_nowhere(instance, round)]
    lost = {person for clash in found for person in clash.people}
    for block in blocks(instance, round):
        if lost.isdisjoint(block.people):
            found += _in_a_chain(instance, round, block)
    found += _too_many_apart(instance, round)
    return found or [*_too_many_together(instance, round)]


def _nowhere(instance: Instance, round: int) -> Iterator[Clash]:
    for person in here(instance, round):
        if instance.tables and not tables_of(instance, round, person):
            own = _fewest_that_clash(instance, wishes_of(instance, person, (round,)))
            kind = Kind.HELD if any(wish.rule == Rule.HELD for wish in own) else Kind.NOWHERE
            yield Clash(kind, (round,), (person,), ways=give_up(own))


def _fewest_that_clash(instance: Instance, own: Sequence[Wish]) -> Sequence[Wish]:
    everywhere = set(range(len(instance.tables)))
    for size in range(1, len(own)):
        for some in combinations(own, size):
            if not everywhere.intersection(*(wish.tables for wish in some)):
                return some
    return own


def _in_a_chain(instance: Instance, round: int, block: Block) -> Iterator[Clash]:
    if not block.tables and instance.tables:
        yield _at_two_tables(instance, round, block)
    for two in combinations(block.people, 2):
        if two in instance.apart:
            yield _together_and_apart(instance, round, block, two)
    if block.tables:
        most = max(instance.tables[table].most for table in block.tables)
        if len(block.people) > most:
            yield _too_large(instance, round, block, most)


def _at_two_tables(instance: Instance, round: int, block: Block) -> Clash:
    """Two people of the chain with no table in common if there are such, else all of it."""
    own = {person: tables_of(instance, round, person) for person in block.people}
    people, ends = block.people, block.people
    for one, other in combinations(block.people, 2):
        if own[one].isdisjoint(own[other]):
            people, ends = _path(instance, block, one, other), (one, other)
            break
    tied = [Wish(Rule.TOGETHER, two) for two in _pairs(instance, people)]
    tied += [wish for person in ends for wish in wishes_of(instance, person, (round,))]
    return Clash(Kind.TOGETHER_AT_TWO_TABLES, (round,), people, ways=give_up(tied))


def _together_and_apart(instance: Instance, round: int, block: Block, two: Pair) -> Clash:
    people = _path(instance, block, *two)
    tied = [Wish(Rule.APART, two), *(Wish(Rule.TOGETHER, one) for one in _pairs(instance, people))]
    return Clash(Kind.TOGETHER_AND_APART, (round,), people, ways=give_up(tied))


def _too_large(instance: Instance, round: int, block: Block, most: int) -> Clash:
    short = len(block.people) - most
    largest = tuple(sorted(table for table in block.tables if instance.tables[table].most == most))
    tied = [Wish(Rule.TOGETHER, two) for two in _pairs(instance, block.people)]
    ways = (WayOut(Way.MORE_PLACES, tables=largest, count=short), *give_up(tied))
    return Clash(Kind.TOO_LARGE_TOGETHER, (round,), block.people, tuple(sorted(block.tables)), short, ways=ways)


def _too_many_together(instance: Instance, round: int) -> Iterator[Clash]:
    """Chains of so many people or more, of which the tables hold only so many, however they are filled."""
    there = blocks(instance, round)
    for size in sorted({len(block.people) for block in there} - {1}, reverse=True):
        large = [block for block in there if len(block.people) >= size]
        short = len(large) - sum(table.most // size for table in instance.tables)
        if short > 0:
            people = tuple(sorted(person for block in large for person in block.people))
            tied = [Wish(Rule.TOGETHER, two) for two in _pairs(instance, people)]
            yield Clash(Kind.TOO_MANY_TOGETHER, (round,), people, count=short, ways=give_up(tied))
            return


def _too_many_apart(instance: Instance, round: int) -> list[Clash]:
    """Blocks none of which may sit with another, with fewer tables than blocks."""
    there = [block for block in blocks(instance, round) if block.tables]
    near = _apart_blocks(instance, there)
    found: list[Clash] = []
    for clique in islice(_cliques(near), CLIQUES):
        members = sorted(clique)
        for squeeze in too_many([there[one].tables for one in members], [1] * len(instance.tables)):
            clash = _apart_clash(instance, round, [there[members[item]] for item in sorted(squeeze.items)], squeeze)
            if clash not in found:
                found.append(clash)
    return found


def _apart_clash(instance: Instance, round: int, clique: Sequence[Block], squeeze: Squeeze) -> Clash:
    people = sorted(person for block in clique for person in block.people)
    apart = [two for two in combinations(people, 2) if two in instance.apart]
    people = sorted({person for two in apart for person in two})
    tables = tuple(sorted(squeeze.tables))
    ways = give_up([Wish(Rule.APART, two) for two in apart])
    if len(tables) == len(instance.tables):
        ways += (WayOut(Way.MORE_TABLES, count=squeeze.short),)
    else:
        ways += give_up([wish for person in people for wish in wishes_of(instance, person, (round,))])
    only_two = (len(clique), len(tables)) == (2, 1)
    kind = Kind.APART_AT_ONE_TABLE if only_two else Kind.TOO_MANY_APART
    return Clash(kind, (round,), tuple(people), tables, squeeze.short, ways=ways)


def _apart_blocks(instance: Instance, there: Sequence[Block]) -> dict[int, set[int]]:
    block_of = {person: number for number, block in enumerate(there) for person in block.people}
    near: dict[int, set[int]] = {}
    for one, other in instance.apart:
        first, second = block_of.get(one), block_of.get(other)
        if first is not None and second is not None and first != second:
            near.setdefault(first, set()).add(second)
            near.setdefault(second, set()).add(first)
    return near


def _cliques(near: dict[int, set[int]]) -> Iterator[set[int]]:
    """Maximal cliques (Bron and Kerbosch 1973, with a pivot)."""
    todo = [(set[int](), set(near), set[int]())]
    while todo:
        clique, open_, done = todo.pop()
        if not open_ and not done:
            if clique:
                yield clique
            continue
        pivot = max(sorted(open_ | done), key=lambda one: len(near[one] & open_))
        for one in sorted(open_ - near[pivot]):
            todo.append((clique | {one}, open_ & near[one], done & near[one]))
            open_ = open_ - {one}
            done = done | {one}


def give_up(wishes: Collection[Wish]) -> tuple[WayOut, ...]:
    return tuple(WayOut(Way.GIVE_UP, wish) for wish in wishes)


def _pairs(instance: Instance, people: Collection[int]) -> list[Pair]:
    among = set(people)
    return sorted(two for two in instance.together if among.issuperset(two))


def _path(instance: Instance, block: Block, one: int, other: int) -> tuple[int, ...]:
    """Two people of a block, and then who are between them in the shortest chain of pairs."""
    came: dict[int, int | None] = {other: None}
    front = deque([other])
    while front:
        person = front.popleft()
        for near in block.people:
            if near not in came and pair(person, near) in instance.together:
                came[near] = person
                front.append(near)
    between = [one]
    while (before := came[between[-1]]) is not None:
        between.append(before)
    return (one, other, *between[1:-1])
