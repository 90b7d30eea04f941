"""Whether everybody can sit somewhere, and if not: who stand in each other's way, and where. Pure.

A largest matching of people to tables by augmenting paths; the ones who cannot be seated, and the tables that cannot
be filled, follow from it by Hall's theorem: too many people who have only so many places between them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Squeeze:
    """``items`` have only ``tables`` between them (or these tables only these items): ``short`` too few."""

    items: frozenset[int]
    tables: frozenset[int]
    short: int


def too_many(domains: Sequence[Collection[int]], places: Sequence[int]) -> list[Squeeze]:
    """Items that together have too few places at the tables they can go to; empty when all find one.

    ``domains``: the tables of each item, ``places`` how many each table takes.
    """
    at, out = _match(domains, places)
    found: dict[frozenset[int], Squeeze] = {}
    for item in out:
        items, tables = _in_the_way(item, domains, at)
        before = found.get(tables, Squeeze(frozenset(), tables, 0))
        found[tables] = Squeeze(before.items | items, tables, before.short + 1)
    return list(found.values())


def too_few(domains: Sequence[Collection[int]], asked: Sequence[int]) -> list[Squeeze]:
    """Tables that ask for more items than can go there; empty when all get what they ask."""
    at, _ = _match(domains, asked)
    left = [asked[table] - len(items) for table, items in enumerate(at)]
    where = {item: table for table, items in enumerate(at) for item in items}
    found: list[Squeeze] = []
    for table, lacking in enumerate(left):
        if lacking and not any(table in squeeze.tables for squeeze in found):
            items, tables = _wanted(table, domains, where)
            found.append(Squeeze(items, tables, sum(left[one] for one in tables)))
    return found


def _match(domains: Sequence[Collection[int]], places: Sequence[int]) -> tuple[list[list[int]], list[int]]:
    """Who sits at each table, and who nowhere."""
    at: list[list[int]] = [[] for _ in places]
    out = []
    for item in sorted(range(len(domains)), key=lambda one: (len(domains[one]), one)):
        if not _seat(item, domains, places, at):
            out.append(item)
    return at, out


def _seat(item: int, domains: Sequence[Collection[int]], places: Sequence[int], at: list[list[int]]) -> bool:
    """Seat one more, moving others along a path if need be (breadth first, so it can be long without recursion)."""
    came: dict[int, tuple[int, int | None]] = {}  # table → who would sit down there, the table that person leaves
    front: list[tuple[int, int | None]] = [(item, None)]
    for mover, leaves in front:
        for table in sorted(domains[mover]):
            if table in came:
                continue
            came[table] = mover, leaves
            if len(at[table]) < places[table]:
                _shift(table, came, at)
                return True
            front += [(one, table) for one in at[table]]
    return False


def _shift(table: int, came: dict[int, tuple[int, int | None]], at: list[list[int]]) -> None:
    to: int | None = table
    while to is not None:
        mover, leaves = came[to]
        if leaves is not None:
            at[leaves].remove(mover)
        at[to].append(mover)
        to = leaves


def _in_the_way(
    item: int, domains: Sequence[Collection[int]], at: list[list[int]]
) -> tuple[frozenset[int], frozenset[int]]:
    """Whom an item would have to move, directly or not, and at which tables."""
    items, tables, front = {item}, set[int](), [item]
    for one in front:
        for table in set(domains[one]) - tables:
            tables.add(table)
            front += [other for other in at[table] if other not in items]
            items |= set(at[table])
    return frozenset(items), frozenset(tables)


def _wanted(
    table: int, domains: Sequence[Collection[int]], where: dict[int, int]
) -> tuple[frozenset[int], frozenset[int]]:
    """Who could help a table out, directly or by a chain, and the tables they would leave short."""
    tables, size = {table}, 0
    items: set[int] = set()
    while len(tables) > size:
        size = len(tables)
        items = {item for item, domain in enumerate(domains) if not tables.isdisjoint(domain)}
        tables |= {where[item] for item in items}  # each of them sits: an idle one would have been seated
    return frozenset(items), frozenset(tables)
