"""Repeats that no plan can avoid, and why. Pure.

Every number here is a lower bound on the repeats that ``score`` counts, proved and not estimated; the least that any
plan has may be higher.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from kapstok.planner.blocks import blocks, here
from kapstok.planner.chairs import spread
from kapstok.planner.instance import Instance, Pair, Table, pair


class Reason(StrEnum):
    """Why people must meet again. Which fields say more stands behind each."""

    SPREAD = "spread"  # people over tables: too few tables to spread a table's people over in the next round
    SAME_TABLE = "same_table"  # people, always at the one table: they meet there every round
    FEW_TABLES = "few_tables"  # people with fewer tables than rounds: they meet the hosts of tables again
    CHAIN = "chain"  # people who stay together in a chain of pairs, without being a pair themselves
    FEW_OTHERS = "few_others"  # people with more places beside them than others to meet
    FEW_STRANGERS = "few_strangers"  # count: meetings that bring nothing new, as (nearly) everybody knows everybody


@dataclass(frozen=True)
class Forced:
    """At least ``count`` repeats for this reason (``FEW_STRANGERS``: meetings without value). Reasons overlap: their
    counts do not add up, see ``certain``."""

    reason: Reason
    people: tuple[int, ...]
    tables: tuple[int, ...] = ()
    rounds: int = 0
    count: int = 0


def forced(instance: Instance) -> list[Forced]:
    """The reasons that make at least one repeat certain. The instance must have a plan: see ``clashes``."""
    where = tables_in_all_rounds(instance)
    tied = {person for person, tables in where.items() if len(tables) == 1}
    found = [*_same_table(instance, where, tied), *_few_tables(instance, where, tied), *_chains(instance, tied)]
    can_meet = pairs_that_can_meet(instance, where)
    found += [*_spread(instance, where, can_meet), *_few_others(instance, where, can_meet)]
    return [one for one in found if one.count > 0]


def certain(reasons: Collection[Forced]) -> int:
    """Repeats that any plan has at least, all reasons together.

    Those of people at one table, of hosts met again and of chains are of different pairs, so they add up; the others
    may be the same repeats told in another way.
    """
    apart = (Reason.SAME_TABLE, Reason.FEW_TABLES, Reason.CHAIN)
    added = sum(one.count for one in reasons if one.reason in apart)
    others = [one.count for one in reasons if one.reason in (Reason.SPREAD, Reason.FEW_OTHERS)]
    return max([added, *others])


def tables_in_all_rounds(instance: Instance) -> dict[int, frozenset[int]]:
    """The tables somebody can sit at in any round she is there; nobody who never comes."""
    found: dict[int, frozenset[int]] = {}
    for number in range(instance.rounds):
        for block in blocks(instance, number):
            for person in block.people:
                found[person] = found.get(person, frozenset()) | block.tables
    return found


def _rounds_of(instance: Instance, *people: int) -> list[int]:
    """The rounds in which all of them are there."""
    return [number for number in range(instance.rounds) if all(instance.present[number][one] for one in people)]


def _same_table(instance: Instance, where: dict[int, frozenset[int]], tied: set[int]) -> Iterator[Forced]:
    """People who can sit at one table only, and it is the same one."""
    for table in sorted({table for person in tied for table in where[person]}):
        people = tuple(sorted(person for person in tied if table in where[person]))
        counts = {
            two: len(_rounds_of(instance, *two)) - 1 for two in combinations(people, 2) if two not in instance.together
        }
        count = sum(max(0, again) for again in counts.values())
        rounds = max((len(_rounds_of(instance, person)) for person in people), default=0)
        yield Forced(Reason.SAME_TABLE, people, (table,), rounds, count)


def _few_tables(instance: Instance, where: dict[int, frozenset[int]], tied: set[int]) -> Iterator[Forced]:
    """People with fewer tables than rounds, all with somebody who never leaves it: they meet that host again."""
    found: dict[tuple[frozenset[int], int], list[tuple[int, int]]] = {}
    for person, tables in where.items():
        rounds = _rounds_of(instance, person)
        if person in tied or len(tables) >= len(rounds):
            continue
        hosts = [0] * len(instance.tables)
        for host in tied:
            (table,) = where[host]
            always = all(instance.present[number][host] for number in rounds)
            hosts[table] += always and pair(person, host) not in instance.together
        again = (len(rounds) - len(tables)) * min(hosts[table] for table in tables)
        if again:
            found.setdefault((tables, len(rounds)), []).append((person, again))
    for (tables, rounds_there), people in found.items():
        who = tuple(sorted(person for person, _ in people))
        yield Forced(Reason.FEW_TABLES, who, tuple(sorted(tables)), rounds_there, sum(again for _, again in people))


def _chains(instance: Instance, tied: set[int]) -> Iterator[Forced]:
    """People of one block, round after round, who are no pair of the wishes themselves."""
    met: dict[tuple[int, int], int] = {}
    for number in range(instance.rounds):
        for block in blocks(instance, number):
            for two in combinations(block.people, 2):
                if two not in instance.together and tied.isdisjoint(two):
                    met[two] = met.get(two, 0) + 1
    for two, times in sorted(met.items()):
        yield Forced(Reason.CHAIN, two, rounds=times, count=times - 1)


def pairs_that_can_meet(instance: Instance, where: dict[int, frozenset[int]]) -> set[Pair]:
    """Pairs that may share a table in some round, those of ``together`` left out: they never cost a repeat."""
    there = {person: {n for n in range(instance.rounds) if instance.present[n][person]} for person in where}
    return {
        (one, other)
        for one, other in combinations(sorted(where), 2)
        if (one, other) not in instance.apart
        and (one, other) not in instance.together
        and not where[one].isdisjoint(where[other])
        and not there[one].isdisjoint(there[other])
    }


def _spread(instance: Instance, where: dict[int, frozenset[int]], can_meet: set[Pair]) -> Iterator[Forced]:
    """People who only have so many tables: everybody over all tables, and any others over fewer."""
    everywhere = frozenset(range(len(instance.tables)))
    for tables in sorted({everywhere, *where.values()}, key=sorted):
        if len(tables) < 2:
            continue
        people = frozenset(person for person, can in where.items() if can <= tables)
        there = [people.intersection(here(instance, number)) for number in range(instance.rounds)]
        count = max(_more_than_pairs(instance, people, there, tables, can_meet), _coincidences(instance, there, tables))
        yield Forced(Reason.SPREAD, tuple(sorted(people)), tuple(sorted(tables)), instance.rounds, count)


def _more_than_pairs(
    instance: Instance,
    people: frozenset[int],
    there: Sequence[frozenset[int]],
    tables: frozenset[int],
    can_meet: set[Pair],
) -> int:
    """Meetings among them in all rounds, less the pairs they make: each further meeting repeats one."""
    meetings = sum(_fewest_meetings(instance, len(some), tables) for some in there)
    listed = sum(some.issuperset(two) for some in there for two in instance.together)
    return meetings - listed - sum(people.issuperset(two) for two in can_meet)


def _fewest_meetings(instance: Instance, people: int, tables: frozenset[int]) -> int:
    """Pairs that share a table when so many people spread over these tables as evenly as the sizes let them.

    At all tables together nobody else can help to fill them: then they also have their smallest sizes.
    """
    all_of_them = len(tables) == len(instance.tables)
    sizes = spread(
        [Table(instance.tables[one].fewest * all_of_them, instance.tables[one].most) for one in tables], people
    )
    return sum(size * (size - 1) // 2 for size in sizes)


def _coincidences(instance: Instance, there: Sequence[frozenset[int]], tables: frozenset[int]) -> int:
    """Repeats that follow from each two rounds: people who are there in both fall into tables × tables cells.

    Who share a cell meet in both rounds. A pair that meets m times does so in m(m − 1)/2 pairs of rounds and repeats
    m − 1 times, which is at least 2/R of that.
    """
    shared = 0
    for one, other in combinations(there, 2):
        both = one & other
        each, over = divmod(len(both), len(tables) ** 2)
        fewest = over * each + len(tables) ** 2 * each * (each - 1) // 2
        listed = sum(both.issuperset(two) for two in instance.together)
        shared += max(0, fewest - listed)
    return -(-2 * shared // len(there)) if there else 0


def _few_others(instance: Instance, where: dict[int, frozenset[int]], can_meet: set[Pair]) -> Iterator[Forced]:
    """People with more places beside them than people to meet, and than people it is worth something to meet."""
    others = dict.fromkeys(where, 0)
    worth = dict.fromkeys(where, 0)
    for two in can_meet:
        for person in two:
            others[person] += 1
            worth[person] += instance.value[two[0]][two[1]] > 0
    beside = {person: places_beside(instance, where, person) for person in where}
    for reason, met in ((Reason.FEW_OTHERS, others), (Reason.FEW_STRANGERS, worth)):
        again = {person: beside[person] - met[person] for person in where if beside[person] > met[person]}
        # Each such meeting is of two people, so half of them is certain; those of one person are all different.
        count = max(-(-sum(again.values()) // 2), *again.values()) if again else 0
        yield Forced(reason, tuple(sorted(again)), rounds=instance.rounds, count=count)


def places_beside(instance: Instance, where: dict[int, frozenset[int]], person: int) -> int:
    """People at the same table in all rounds, at the least, without those who must be there."""
    most = sum(table.most for table in instance.tables)
    beside = 0
    for number in range(instance.rounds):
        if instance.present[number][person]:
            empty = most - len(here(instance, number))  # so many places stay free, all of them at one table at worst
            sizes = (max(instance.tables[at].fewest, instance.tables[at].most - empty) for at in where[person])
            beside += max(1, min(sizes)) - 1 - sum(_beside(instance, number, person, two) for two in instance.together)
    return beside


def _beside(instance: Instance, number: int, person: int, two: Pair) -> bool:
    return person in two and all(instance.present[number][one] for one in two)
