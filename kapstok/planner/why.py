"""Why somebody sits where she sits. What another place would do: ``choices``. Pure; for the projectleider alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kapstok.planner.blocks import chains, here
from kapstok.planner.instance import ABSENT, Instance
from kapstok.planner.value import Counts, Traits


class Kept(StrEnum):
    """What keeps somebody at her table, or away from others. Each tells what somebody decided, or a wish."""

    HELD = "held"  # locked by hand
    HOST = "host"
    FEW_TABLES = "few_tables"  # can only sit at some
    TOGETHER = "together"  # does not go without somebody


@dataclass(frozen=True)
class Why:
    """The answer for one person in one round.

    ``company``: the others at the table. ``meets``: what those are to her whom she meets here first, ``again``: how
    many she sat with in an earlier round.
    """

    table: int
    company: tuple[int, ...]
    meets: Counts
    again: int
    kept: tuple[Kept, ...]


def why_here(instance: Instance, plan: Sequence[Sequence[int]], number: int, person: int, holds: Traits) -> Why:
    """Why ``person`` sits where she sits in round ``number``. Raises ``ValueError`` when she has no table then.

    ``holds``: of the same people as the instance (``value.traits``).
    """
    if plan[number][person] == ABSENT:
        raise ValueError("who sits nowhere has no reason to")
    company = _company(plan[number], person)
    before = {other for row in plan[:number] for other in _company(row, person)}
    first = [other for other in company if other not in before]
    return Why(
        table=plan[number][person],
        company=company,
        meets=holds.count(person, first),
        again=len(company) - len(first),
        kept=_kept(instance, number, person),
    )


def _company(row: Sequence[int], person: int) -> tuple[int, ...]:
    if row[person] == ABSENT:
        return ()
    return tuple(other for other, table in enumerate(row) if table == row[person] and other != person)


def _kept(instance: Instance, number: int, person: int) -> tuple[Kept, ...]:
    together = chains(here(instance, number), instance.together)
    holds = {
        Kept.HELD: (number, person) in instance.held,
        Kept.HOST: person in instance.fixed,
        Kept.FEW_TABLES: len(instance.allowed.get(person, instance.tables)) < len(instance.tables),
        Kept.TOGETHER: any(person in chain and len(chain) > 1 for chain in together),
    }
    return tuple(kept for kept in Kept if holds[kept])
