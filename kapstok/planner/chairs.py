"""One round, filled seat by seat without looking back: as is done by hand, and by a plain greedy. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from kapstok.planner.blocks import Block, blocks, here, only_round
from kapstok.planner.instance import ABSENT, Instance, Table
from kapstok.planner.score import score


class Chairs:
    """The chairs of one round. ``row``: the table of each person so far; ``members``: who sits at each table.

    ``tied``: the blocks that a hard rule can be in the way of, the most tied first; ``free``: everybody else.
    """

    def __init__(self, instance: Instance, number: int) -> None:
        self.instance = instance
        self.number = number
        self.row = [ABSENT] * instance.people
        self.members: list[list[int]] = [[] for _ in instance.tables]
        self.sizes = spread(instance.tables, len(here(instance, number)))
        self.apart: dict[int, set[int]] = {}
        for one, other in instance.apart:
            self.apart.setdefault(one, set()).add(other)
            self.apart.setdefault(other, set()).add(one)
        everybody = blocks(instance, number)
        self.tied = sorted(filter(self._is_tied, everybody), key=lambda block: (len(block.tables), -len(block.people)))
        self.free = [block.people[0] for block in everybody if not self._is_tied(block)]

    def open_to(self, block: Block) -> list[int]:
        """The tables where a block can sit down: those that lack people if there are such, else any with room."""
        can = [table for table in sorted(block.tables) if self._fits(block, table)]
        return [table for table in can if self.lacks(table)] or can

    def lacks(self, table: int) -> int:
        """How many people it has fewer than when all are spread as evenly as the sizes let them."""
        return max(0, self.sizes[table] - len(self.members[table]))

    def neediest(self) -> int:
        """The table that lacks most people; one below its smallest number goes before the others."""
        tables = self.instance.tables
        return max(
            range(len(tables)),
            key=lambda table: (len(self.members[table]) < tables[table].fewest, self.lacks(table)),
        )

    def sit(self, people: Sequence[int], table: int) -> None:
        self.members[table] += people
        for person in people:
            self.row[person] = table

    def keep_the_rules(self) -> bool:
        return not score(only_round(self.instance, self.number), [self.row]).broken

    def _is_tied(self, block: Block) -> bool:
        return len(block.people) > 1 or len(block.tables) < len(self.members) or block.people[0] in self.apart

    def _fits(self, block: Block, table: int) -> bool:
        if len(self.members[table]) + len(block.people) > self.instance.tables[table].most:
            return False
        return not any(self.apart.get(person, set()).intersection(self.members[table]) for person in block.people)


def spread(tables: Sequence[Table], people: int) -> list[int]:
    """How many sit at each table when so many people spread as evenly as the sizes let them."""
    sizes = [table.fewest for table in tables]
    for _ in range(people - sum(sizes)):
        room = [number for number, table in enumerate(tables) if sizes[number] < table.most]
        if room:
            sizes[min(room, key=lambda number: sizes[number])] += 1
    return sizes
