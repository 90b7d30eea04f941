"""Who can meet, how often at most, and for how many points: what holds for every plan. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from kapstok.planner.blocks import blocks, here
from kapstok.planner.forced import pairs_that_can_meet, tables_in_all_rounds
from kapstok.planner.instance import Instance, Pair, Table


class Acquaintances:
    """Who can meet, how often, for how many points: the pairs of ``together`` left out, whose points are ``always``.

    ``first``, ``again``: points of a pair's first and of each further meeting; ``times``: rounds that both are there.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.where = tables_in_all_rounds(instance)
        self.pairs = sorted(pairs_that_can_meet(instance, self.where))
        cost = [instance.colleague * (two in instance.colleagues) for two in self.pairs]
        self.first = [instance.value[one][two] - less for (one, two), less in zip(self.pairs, cost, strict=True)]
        self.again = [-instance.repeat - less for less in cost]
        self.times = [self._times(two) for two in self.pairs]
        self.listed = {two: times for two in instance.together if (times := self._times(two))}
        self.always = sum(
            instance.value[one][two] - instance.colleague * ((one, two) in instance.colleagues) * times
            for (one, two), times in self.listed.items()
        )

    def _times(self, two: Pair) -> int:
        return sum(row[two[0]] and row[two[1]] for row in self.instance.present)

    def listed_among(self, people: Iterable[int]) -> int:
        """Meetings in all rounds of the pairs of ``together`` among these people."""
        among = set(people)
        return sum(times for two, times in self.listed.items() if among.issuperset(two))

    def most_beside(self) -> list[int]:
        """For each person: people at her tables in all rounds at most, without those she must sit with."""
        instance = self.instance
        beside = [0] * instance.people
        for number in range(instance.rounds):
            free = len(here(instance, number)) - sum(table.fewest for table in instance.tables)
            sizes = [min(table.most, table.fewest + free) for table in instance.tables]
            for block in blocks(instance, number):
                for person in block.people:
                    beside[person] += max((sizes[table] for table in block.tables), default=1) - 1
        for two, times in self.listed.items():
            for person in two:
                beside[person] -= times
        return beside

    def most_in_all(self) -> int:
        """Meetings in all rounds at most."""
        tables = self.instance.tables
        rounds = (len(here(self.instance, number)) for number in range(self.instance.rounds))
        return sum(_most_meetings(tables, people) for people in rounds) - sum(self.listed.values())


@cache
def _most_meetings(tables: tuple[Table, ...], people: int) -> int:
    """Pairs at one table when people spread as unevenly as the sizes let them; exactly, table by table."""
    best = {0: 0}  # people seated so far → meetings
    for table in tables:
        seated: dict[int, int] = {}
        for before, meetings in best.items():
            for size in range(table.fewest, min(table.most, people - before) + 1):
                total = meetings + size * (size - 1) // 2
                seated[before + size] = max(total, seated.get(before + size, 0))
        best = seated
    return best.get(people, 0)
