"""One round of a tafelindeling as a page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import request, url_for
from flask_babel import gettext as _

from kapstok.planner.instance import ABSENT
from kapstok.planner.models import SeatingPlan
from kapstok.planner.reading import Problem
from kapstok.register.models import Person

ROUND = "ronde"  # in an address: the number of the round that is shown


@dataclass(frozen=True)
class Seat:
    """One guest at a table in one round."""

    person: Person
    held: bool
    is_host: bool


@dataclass(frozen=True)
class AtTable:
    """One table in one round."""

    number: int
    name: str
    most: int
    seats: list[Seat]

    @property
    def all_held(self) -> bool:
        return bool(self.seats) and all(seat.held for seat in self.seats)


@dataclass(frozen=True)
class Round:
    """The round that is shown. ``rounds``: a tab for each; ``away``: names of guests who are at no table in it."""

    number: int
    rounds: list[tuple[str, str, bool]]
    tables: list[AtTable]
    away: list[str]

    @property
    def all_held(self) -> bool:
        taken = [table for table in self.tables if table.seats]
        return bool(taken) and all(table.all_held for table in taken)


def round_of(plan: SeatingPlan, problem: Problem, guests: Iterable[Person], number: int) -> Round:
    """Round ``number``, or the nearest there is."""
    number = min(max(number, 1), plan.rounds)
    people = {person.id: person for person in guests}
    row, here = problem.seats[number - 1], problem.instance.present[number - 1]
    at: list[list[Seat]] = [[] for _table in plan.tables]
    for index, table in enumerate(row):
        if table != ABSENT:
            held = (number - 1, index) in problem.instance.held
            at[table].append(Seat(people[problem.people[index]], held, problem.instance.fixed.get(index) == table))
    tables = [
        AtTable(table.number, table.name, table.most, sorted(seats, key=lambda seat: not seat.is_host))
        for table, seats in zip(plan.tables, at, strict=True)
    ]
    away = [name for name, is_here in zip(problem.names, here, strict=True) if not is_here]
    return Round(number, _tabs(plan, number), tables, away)


def round_address(plan: SeatingPlan, number: int, table: int | None = None, **values: object) -> str:
    """Where a round is shown, scrolled to a table."""
    anchor = None if table is None else f"tafel-{table}"
    return url_for("projectleider.seating", meeting_id=plan.meeting_id, **{ROUND: number}, _anchor=anchor, **values)


def guest_address(plan: SeatingPlan, number: int, person_id: int) -> str:
    """Where one guest's seat in a round is explained and changed."""
    return url_for("projectleider.seating_guest", meeting_id=plan.meeting_id, number=number, person_id=person_id)


def seen_version() -> int:
    """Of the plan that somebody saw when they pressed a button."""
    return request.form.get("version", 0, int)


def _tabs(plan: SeatingPlan, shown: int) -> list[tuple[str, str, bool]]:
    return [
        (_("Ronde %(number)s", number=number), round_address(plan, number), number == shown)
        for number in range(1, plan.rounds + 1)
    ]
