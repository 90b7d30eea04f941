"""Why somebody sits where she sits. What another place would do: ``choices``. Pure; for the projectleider alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kapstok.planner.blocks import chains, here
from kapstok.planner.instance import ABSENT, Instance


class Kept(StrEnum):
    """What keeps somebody at her table, or away from others. Each tells what somebody decided, or a wish."""

    HELD = "held"  # locked by hand
    HOST = "host"
    FEW_TABLES = "few_tables"  # can only sit at some
    TOGETHER = "together"  # does not go without somebody


@dataclass(frozen=True)
class Why:
    """The answer for one person in one round.

    ``company``: the others at the table. ``again``: how many of them she sat with in an earlier round. What they are to
    her: ``telling.company``.
    """

    table: int
    company: tuple[int, ...]
    again: int
    kept: tuple[Kept, ...]


def why_here(instance: Instance, plan: Sequence[Sequence[int]], number: int, person: int) -> Why:
    """Why ``person`` sits where she sits in round ``number``. Raises ``ValueError`` when she has no table then."""
    if plan[number][person] == ABSENT:
        raise ValueError("who sits nowhere has no reason to")
    company = _company(plan[number], person)
    before = {other for row in plan[:number] for other in _company(row, person)}
    return Why(
        table=plan[number][person],
        company=company,
        again=len(before.intersection(company)),
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
