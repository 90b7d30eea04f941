"""Verbs of moving people by hand, and of holding what is right. Rounds and tables by number, people by id."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, update

from kapstok.extensions import db
from kapstok.planner import reading
from kapstok.planner.instance import ABSENT
from kapstok.planner.models import PlanSeat, SeatingPlan
from kapstok.planner.reading import Problem
from kapstok.planner.refusing import check_kept
from kapstok.planner.rules import NotAtATable, WishOfOne
from kapstok.planner.service import lock, record, touch
from kapstok.scope import in_project


@dataclass(frozen=True)
class Moved:
    """What takes a move back: ``move`` her to ``table`` again, seeing ``version``. None: she had no seat."""

    version: int
    round: int
    person_id: int
    table: int | None


def move(
    plan: SeatingPlan,
    round: int,
    person_id: int,
    table: int,
    seen_version: int,
    now: dt.datetime,
    *,
    actor: str,
) -> Moved:
    """Let somebody sit at another table in one round; also who has no seat in it yet.

    Raises ``refusing.BreaksARule``, ``NotAtATable``, ``PlanChanged`` and ``PlanOver``.
    """
    plan = lock(plan, seen_version, now)
    problem = reading.problem(plan, now)
    person, place = _person(problem, round, person_id), _place(problem, round, table)
    before = problem.seats[round - 1][person]
    _change(plan, problem, round, {person: place})
    record("guest moved", plan, actor)
    came_from = None if before == ABSENT else problem.tables[before]
    return Moved(plan.version, round, person_id, came_from)


def swap(
    plan: SeatingPlan,
    round: int,
    one_id: int,
    other_id: int,
    seen_version: int,
    now: dt.datetime,
    *,
    actor: str,
) -> None:
    """Let two people change seats in one round; doing it again takes it back. Raises ``WishOfOne``, and as ``move``."""
    if one_id == other_id:
        raise WishOfOne()
    plan = lock(plan, seen_version, now)
    problem = reading.problem(plan, now)
    one, other = _person(problem, round, one_id), _person(problem, round, other_id)
    row = problem.seats[round - 1]
    if ABSENT in (row[one], row[other]):
        raise NotAtATable(round=round)
    _change(plan, problem, round, {one: row[other], other: row[one]})
    record("guests swapped", plan, actor)


def hold(
    plan: SeatingPlan, round: int, person_id: int, held: bool, seen_version: int, now: dt.datetime, *, actor: str
) -> None:
    """Say that this seat is right, so that the planner leaves it; or let it go. Raises as ``hold_round``."""
    _hold(plan, held, seen_version, now, actor, round, PlanSeat.round == round, PlanSeat.person_id == person_id)


def hold_table(
    plan: SeatingPlan, round: int, table: int, held: bool, seen_version: int, now: dt.datetime, *, actor: str
) -> None:
    """The same of everybody at one table in one round."""
    _hold(plan, held, seen_version, now, actor, round, PlanSeat.round == round, PlanSeat.table == table)


def hold_round(plan: SeatingPlan, round: int, held: bool, seen_version: int, now: dt.datetime, *, actor: str) -> None:
    """The same of everybody in one round. Raises ``NotAtATable`` for nobody, ``PlanChanged`` and ``PlanOver``."""
    _hold(plan, held, seen_version, now, actor, round, PlanSeat.round == round)


def _hold(
    plan: SeatingPlan,
    held: bool,
    seen_version: int,
    now: dt.datetime,
    actor: str,
    round: int,
    *where: ColumnElement[bool],
) -> None:
    plan = lock(plan, seen_version, now)
    of_plan = PlanSeat.project_id == plan.project_id, PlanSeat.plan_id == plan.id
    changed = update(PlanSeat).where(*of_plan, *where).values(held=held).returning(PlanSeat.id)
    if not db.session.scalars(changed).all():
        raise NotAtATable(round=round)
    touch(plan)
    record("seats held" if held else "seats let go", plan, actor)


def _change(plan: SeatingPlan, problem: Problem, round: int, moved: Mapping[int, int]) -> None:
    """Seat these people (index) at these tables (index) in one round, if no rule stands in the way."""
    after = [list(row) for row in problem.seats]
    for person, place in moved.items():
        after[round - 1][person] = place
    check_kept(problem.instance, after, problem.names, problem.tables, before=problem.seats)
    person_ids = [problem.people[person] for person in moved]
    query = in_project(PlanSeat, plan.project_id).where(PlanSeat.plan_id == plan.id, PlanSeat.round == round)
    rows = {row.person_id: row for row in db.session.scalars(query.where(PlanSeat.person_id.in_(person_ids)))}
    for person, place in moved.items():
        id = problem.people[person]
        if id not in rows:
            rows[id] = PlanSeat(project_id=plan.project_id, plan_id=plan.id, person_id=id, round=round)
            db.session.add(rows[id])
        rows[id].table = problem.tables[place]
    touch(plan)


def _person(problem: Problem, round: int, person_id: int) -> int:
    person = problem.index(person_id)
    rounds = range(1, problem.instance.rounds + 1)
    if person is None or round not in rounds or not problem.instance.present[round - 1][person]:
        raise NotAtATable(round=round)
    return person


def _place(problem: Problem, round: int, table: int) -> int:
    if table not in problem.tables:
        raise NotAtATable(round=round)
    return problem.tables.index(table)
