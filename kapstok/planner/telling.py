"""What may be told of a plan without telling who knows whom: coarse numbers, and majorities of enough people. Pure.

The decision and its limits: docs/adr/0022.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kapstok.planner.instance import ABSENT

if TYPE_CHECKING:
    from kapstok.planner.value import Traits

STEP = 5  # points, or pairs of a whole plan
ENOUGH = 5  # others, before anything is told of how many of them are new


@dataclass(frozen=True)
class Company:
    """The others at a table, as a reader may be told of them.

    ``mostly_new``: whether somebody meets most of them for the first time as far as is known; None of fewer than
    ``ENOUGH``. ``needed``: that there is somebody of an organisation with a need to meet, not how many.
    """

    mostly_new: bool | None
    needed: bool


def about(number: int) -> int:
    """The nearest multiple of ``STEP``; half-way goes away from zero."""
    sign = -1 if number < 0 else 1
    return sign * STEP * ((2 * abs(number) + STEP) // (2 * STEP))


def price_is_told(row: Sequence[int], one: int, other: int) -> bool:
    """Whether points of a change between two tables may be told: of enough people. ``row``: the seats of a round."""
    tables = {one, other} - {ABSENT}
    return sum(map(row.count, tables)) >= ENOUGH * len(tables)


def company(holds: Traits, person: int, others: Collection[int]) -> Company:
    """What the ``others`` at one table are to ``person``. ``holds``: of the same people."""
    meets = holds.count(person, others)
    return Company(
        mostly_new=2 * meets.new > len(others) if len(others) >= ENOUGH else None,
        needed=meets.needed > 0,
    )
