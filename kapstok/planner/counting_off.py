"""The plan that is made by hand today: people count off, and change tables by a card. Pure.

The list is sorted by sector and organisation and counted off 1 to T, so that colleagues are dealt apart. For every
next round the first person of each table shifts one table, the second two, and so on. Hosts and whoever else a hard
rule ties to a place sit down first. Nobody looks at who knows whom: what a plan brings beside this is what planning
brings.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from kapstok.planner.blocks import Block, only_round
from kapstok.planner.chairs import Chairs
from kapstok.planner.instance import Instance, Plan
from kapstok.planner.start import first

TRIES = 20


def counting_off(instance: Instance, order: Sequence[int], seed: int = 0) -> Plan:
    """A plan that keeps the hard rules. ``order``: everybody once, as on the sorted list. Raises ``NoPlan``.

    Where somebody cannot sit at the table she counted, she takes the next one. A round that comes out wrong is counted
    off anew from other tables, and if that keeps failing any seats that keep the rules will do.
    """
    random = Random(seed)
    return [_counted(instance, number, order, random) for number in range(instance.rounds)]


def _counted(instance: Instance, number: int, order: Sequence[int], random: Random) -> list[int]:
    tables = max(1, len(instance.tables))
    on_the_list = [person for person in order if person not in instance.fixed]
    counted = {person: place + number * (place // tables + 1) for place, person in enumerate(on_the_list)}
    for attempt in range(TRIES):
        other = {person: random.randrange(tables) if attempt else 0 for person in order}
        chairs = Chairs(instance, number)
        starts = {person: counted.get(person, 0) + other[person] for person in order}
        if _all_sit(chairs, on_the_list, starts) and chairs.keep_the_rules():
            return chairs.row
    return first(only_round(instance, number), random.randrange(2**32))[0]


def _all_sit(chairs: Chairs, order: Sequence[int], starts: dict[int, int]) -> bool:
    free = set(chairs.free)
    everywhere = frozenset(range(len(chairs.members)))
    for block in [*chairs.tied, *(Block((person,), everywhere) for person in order if person in free)]:
        start = starts[block.people[0]]
        where = min(chairs.open_to(block), key=lambda table: (table - start) % len(everywhere), default=None)
        if where is None:
            return False
        chairs.sit(block.people, where)
    return True
