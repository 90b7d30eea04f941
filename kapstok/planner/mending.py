"""Somebody cancels at the last minute, somebody walks in: the same plan with as few people moved as can be. Pure.

First only what no longer holds is mended. Then a few offers: so many people elsewhere, and so much more it brings.
Rounds that have been stay as they were, and who met in them has met.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kapstok.planner.blocks import chains, here, only_round, tables_of
from kapstok.planner.instance import ABSENT, Instance, Plan
from kapstok.planner.score import Rule, score
from kapstok.planner.seating import Seating
from kapstok.planner.start import NoPlan, first

OFFERS = 2  # beside the least change

Row = Sequence[int]
Seats = dict[int, int]  # of people who can stay, their table
Clock = Callable[[], float]


@dataclass(frozen=True)
class Mended:
    """A plan for who is there now. ``moved``: who had a table and gets another, in any round; newcomers are not moved.

    ``gain``: points more than the least change brings.
    """

    plan: Plan
    moved: tuple[int, ...]
    gain: int


def mend(
    instance: Instance,
    before: Sequence[Row],
    *,
    seconds: float,
    seed: int = 0,
    from_round: int = 0,
    clock: Clock = time.perf_counter,
) -> list[Mended]:
    """The least change first, then with more people moved and more points each; at most three, and mostly in time.

    ``instance``: as it is now. ``before``: the plan as it was (rounds × the people of now), ABSENT for who was not
    there. Rounds before ``from_round`` do not change. Every offer keeps all hard rules and locks; raises ``NoPlan``
    when nobody can.
    """
    until = clock() + seconds
    ahead = _ahead(instance, before[:from_round])
    rows = [list(row) for row in before[from_round:]]
    plan: Plan = []
    for number, row in enumerate(rows):
        plan.append(_mended(only_round(ahead, number), row, _moved(rows[:number], plan), seed))
    plan = _settled(ahead, rows, plan, clock, until)
    offers = [plan]
    for _ in range(OFFERS):
        most = len(_moved(rows, plan)) + _step(instance)
        plan = _bettered(ahead, rows, plan, most, clock, until)
        offers.append(plan)
    least = score(ahead, offers[0]).points
    past = [list(row) for row in before[:from_round]]
    found: list[Mended] = []
    for offer in offers:
        gain = score(ahead, offer).points - least
        if not found or gain > found[-1].gain:
            found.append(Mended(past + offer, _moved(rows, offer), gain))
    return found


def _step(instance: Instance) -> int:
    """How many more people each offer may move."""
    return max(4, instance.people // 15)


def _ahead(instance: Instance, past: Sequence[Row]) -> Instance:
    """The rounds to come. Who sat together before would meet again: that costs, instead of bringing anything."""
    if not past:
        return instance
    value = [list(row) for row in instance.value]
    for row in past:
        for one, other in _pairs_at_tables(row):
            again = 0 if (one, other) in instance.together else -instance.repeat
            value[one][other] = value[other][one] = again
    began = len(past)
    held = {(number - began, person): table for (number, person), table in instance.held.items() if number >= began}
    return replace(instance, value=value, present=instance.present[began:], held=held)


def _pairs_at_tables(row: Row) -> Iterator[tuple[int, int]]:
    seated = [person for person, table in enumerate(row) if table != ABSENT]
    return ((one, other) for one in seated for other in seated if one < other and row[one] == row[other])


def _moved(before: Sequence[Row], plan: Sequence[Row]) -> tuple[int, ...]:
    """Who sits elsewhere than before in some round; who had no table, or has none now, is not moved."""
    return tuple(
        sorted(
            {
                person
                for old, new in zip(before, plan, strict=True)
                for person, table in enumerate(old)
                if ABSENT not in (table, new[person]) and table != new[person]
            }
        )
    )


def _mended(alone: Instance, row: Row, moved: Collection[int], seed: int) -> list[int]:
    """One round with everybody where they sat, but for the fewest who have to make way. Raises ``NoPlan``.

    ``moved``: who sits elsewhere in another round already, and so makes way first.
    """
    stay = {person: row[person] for person in here(alone, 0) if row[person] in tables_of(alone, 0, person)}
    while True:
        for person in _too_many(alone, stay, moved):
            del stay[person]
        held = dict(alone.held) | {(0, person): table for person, table in stay.items()}
        try:
            return _given_back(alone, row, first(replace(alone, held=held), seed)[0])
        except NoPlan:
            if not stay:
                raise
            for person in _against_each_other(alone, stay, moved):
                del stay[person]


def _given_back(alone: Instance, row: Row, found: list[int]) -> list[int]:
    """Who made way in vain goes back."""
    for person, table in enumerate(row):
        if ABSENT not in (table, found[person]) and table != found[person]:
            back = [*found[:person], table, *found[person + 1 :]]
            if not score(alone, [back]).broken:
                found = back
    return found


def _too_many(alone: Instance, stay: Seats, moved: Collection[int]) -> list[int]:
    """Who has to make way because tables are too full, or others would stay too empty."""
    count = [0] * len(alone.tables)
    for table in stay.values():
        count[table] += 1
    over = [max(0, there - table.most) for there, table in zip(count, alone.tables, strict=True)]
    left = [there - more for there, more in zip(count, over, strict=True)]
    found = _leaving(alone, stay, moved, over, sum(over))
    free = len(here(alone, 0)) - sum(left)
    short = sum(max(0, table.fewest - there) for there, table in zip(left, alone.tables, strict=True)) - free
    spare = [max(0, there - table.fewest) for there, table in zip(left, alone.tables, strict=True)]
    others = {person: table for person, table in stay.items() if person not in found}
    return found + _leaving(alone, others, moved, spare, short)


def _leaving(alone: Instance, stay: Seats, moved: Collection[int], most: Sequence[int], number: int) -> list[int]:
    """So many people, ``most`` of each table: first who can go, alone, is moved anyway, and is worth least here."""
    bound = {person for chain in chains(stay, alone.together) if len(chain) > 1 for person in chain}

    def reluctance(person: int) -> tuple[bool, bool, bool, int, int]:
        worth = sum(alone.value[person][other] for other, table in stay.items() if table == stay[person])
        return len(tables_of(alone, 0, person)) == 1, person in bound, person not in moved, worth, person

    left, found = list(most), list[int]()
    for person in sorted(stay, key=reluctance):
        if left[stay[person]] and len(found) < number:
            left[stay[person]] -= 1
            found.append(person)
    return found


def _against_each_other(alone: Instance, stay: Seats, moved: Collection[int]) -> list[int]:
    """Of two at one table who are kept apart one, and of two who must sit together and do not both.

    When it is nobody's fault, some of everybody: one at least.
    """
    row = [stay.get(person, ABSENT) for person in range(alone.people)]
    found = set[int]()
    for broken in score(alone, [row]).broken:
        people = [person for person in broken.people if person in stay]
        if broken.rule is Rule.APART and not found.intersection(people):
            found.add(max(people, key=lambda person: len(tables_of(alone, 0, person))))
        elif broken.rule is Rule.TOGETHER:
            found.update(people)
    return sorted(found) or _leaving(alone, stay, moved, [len(stay)] * len(alone.tables), 1 + len(stay) // 4)


def _settled(ahead: Instance, before: Sequence[Row], plan: Plan, clock: Clock, until: float) -> Plan:
    """The same, where newcomers and who is moved anyway sit among themselves as well as can be."""
    moved = _moved(before, plan)
    held: Mapping[tuple[int, int], int] = {
        (number, person): plan[number][person]
        for number, row in enumerate(before)
        for person, table in enumerate(row)
        if plan[number][person] != ABSENT and table != ABSENT and person not in moved
    }
    seating = Seating(replace(ahead, held={**ahead.held, **held}), plan)
    settled = False
    while not settled:
        settled = True
        for number, table, other in _two_tables(seating):
            change = seating.best(number, table, other)
            if change is not None and clock() < until:
                seating.swap(number, change[0], table, change[1], other)
                settled = False
    return [list(row) for row in seating.seat]


def _bettered(ahead: Instance, before: Sequence[Row], plan: Plan, most: int, clock: Clock, until: float) -> Plan:
    """The same with at most so many people moved: each time the change of place that brings most."""
    seating = Seating(ahead, plan)
    while clock() < until and (change := _best_change(seating)) is not None:
        number, one, table, two, other = change
        seating.swap(number, one, table, two, other)
        if len(_moved(before, seating.seat)) > most:
            seating.swap(number, two, table, one, other)
            break
    return _settled(ahead, before, [list(row) for row in seating.seat], clock, until)


def _best_change(seating: Seating) -> tuple[int, int, int, int, int] | None:
    """The change of place that brings most points, as ``Seating.swap`` takes it; None where none brings any."""
    best, found = 0, None
    for number, table, other in _two_tables(seating):
        change = seating.best(number, table, other)
        if change is not None and change[2] > best:
            one, two, best = change
            found = number, one, table, two, other
    return found


def _two_tables(seating: Seating) -> Iterator[tuple[int, int, int]]:
    """Every round with every two of its tables."""
    rounds = range(seating.instance.rounds)
    return ((number, table, other) for number in rounds for table in seating.tables for other in range(table))
