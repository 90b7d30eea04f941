"""Tables of about the same size: what a planner is asked, where settings leave it more room. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kapstok.planner.instance import Instance, Table


def levelled(instance: Instance) -> Instance:
    """The same, with tables as even as their own sizes allow for as many as come in the emptiest and fullest round.

    Larger tables have more pairs, so that a planner that may choose fills some and empties others. Tables that cannot
    hold the guests at all stay as they are.
    """
    here = [sum(row) for row in instance.present]
    if not _fit(instance.tables, here):
        return instance
    levels = range(max(table.most for table in instance.tables) + 1)
    low = max(level for level in levels if _places(instance.tables, level) <= min(here))
    high = min(level for level in levels if _places(instance.tables, level) >= max(here))
    return replace(instance, tables=tuple(Table(_at(low, table), _at(high, table)) for table in instance.tables))


def _fit(tables: Sequence[Table], here: Sequence[int]) -> bool:
    return sum(table.fewest for table in tables) <= min(here) and max(here) <= sum(table.most for table in tables)


def _places(tables: Sequence[Table], level: int) -> int:
    return sum(_at(level, table) for table in tables)


def _at(level: int, table: Table) -> int:
    """As near to ``level`` as the table can be."""
    return min(max(level, table.fewest), table.most)
