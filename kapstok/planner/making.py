"""Verbs of working a plan out: one while somebody waits, a better one in the background, and what is offered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from kapstok import clock, database
from kapstok.errors import NotFound
from kapstok.evaluation import calculations
from kapstok.evaluation.calculations import Kind, Outcome, Progress
from kapstok.evaluation.models import Calculation
from kapstok.extensions import db
from kapstok.planner import reading, rules, solver
from kapstok.planner.instance import ABSENT, Plan
from kapstok.planner.models import Lottery, SeatingPlan
from kapstok.planner.reading import Problem
from kapstok.planner.rules import FINAL, PREVIEW, OfferVoid
from kapstok.planner.score import score
from kapstok.planner.service import lay, lock, record
from kapstok.planner.start import NoPlan
from kapstok.projects.models import Project
from kapstok.scope import in_project, take_turns

SETTLED = "settled"  # in a result: it was laid or declined, and is offered no more


@dataclass(frozen=True)
class Offer:
    """A plan that was worked out in the background and is not laid: take it or leave it.

    ``moved``: how many people would sit elsewhere in any round. ``holds``: whether it is of the guests who come and
    keeps all rules as they are now; if not, it cannot be taken.
    """

    calculation_id: int
    points_now: int
    points_then: int
    moved: int
    holds: bool


def work_out(
    problem: Problem,
    seconds: float,
    seed: int,
    progress: Callable[[float, int], None] | None = None,
    *,
    anew: bool = False,
) -> Plan:
    """The best plan found in so many seconds, from the one that stands if that keeps all rules. Writes nothing.

    Tables are as even as the rules leave room for. ``anew``: from nothing but what is held. Raises ``NoPlan``.
    """
    start = None if anew else problem.seats
    solve = partial(solver.solve, seconds=seconds, seed=seed, start=start, progress=progress)
    try:
        return solve(problem.levelled)
    except NoPlan:
        return solve(problem.instance)


def preview(
    plan: SeatingPlan,
    seen_version: int,
    now: dt.datetime,
    *,
    actor: str,
    seconds: float = PREVIEW,
    anew: bool = False,
) -> SeatingPlan:
    """Make a plan while somebody waits for it, and lay it; what was held stays. ``anew``: not from the one that stands.

    Ends the transaction that it is called in, since nobody could write as long as it takes: commit before. Raises
    ``NoPlan``, ``PlanChanged``, ``PlanOver``, ``OfferVoid`` and the refusals of ``rules.check_guests``.
    """
    db.session.rollback()
    with database.reading():
        rules.check_not_over(plan.meeting, now)
        problem, seed = reading.problem(plan, now), plan.seed
        db.session.rollback()
        rules.check_guests(len(problem.people))
        found = told(problem, work_out(problem, seconds, seed, anew=anew))
    plan = lock(plan, seen_version, now)
    problem = reading.problem(plan, now)
    if (seats := heard(problem, found)) is None:
        raise OfferVoid()
    lay(plan, problem, seats, now)
    record("seating plan made", plan, actor)
    return plan


def ask_final(
    plan: SeatingPlan, problem: Problem, now: dt.datetime, *, user_id: int, seconds: float = FINAL
) -> Calculation:
    """Have a better plan looked for in the background. The same plan of the same guests is asked once."""
    asked = {"plan": plan.id, "version": plan.version, "seconds": seconds}
    state = asked, problem.people, problem.instance.present
    return calculations.ask(plan.meeting.project, Kind.SEATING, asked, state, now, user_id=user_id)


def find_final(plan: SeatingPlan) -> Calculation | None:
    """What was asked in the background last, whether it is ready or not."""
    query = in_project(Calculation, plan.project_id).where(
        Calculation.kind == Kind.SEATING, Calculation.asked["plan"].as_integer() == plan.id
    )
    return db.session.scalar(query.order_by(Calculation.asked_at.desc(), Calculation.id.desc()).limit(1))


def make_seating(project: Project, asked: Mapping[str, Any], progress: Progress) -> Outcome:
    """What the worker makes of such a question: a plan, of which ``land`` says whether it is laid. Writes nothing."""
    plan = _find(project, asked)
    if plan is None:
        return Outcome({SETTLED: True})
    problem, seed, seconds = reading.problem(plan, clock.now()), plan.seed, asked["seconds"]
    db.session.rollback()
    reported = 0

    def tell(part: float, points: int) -> None:
        nonlocal reported
        if (percent := int(100 * part)) >= reported + 10:
            reported = percent
            progress(percent, 100)

    try:
        return Outcome(told(problem, work_out(problem, seconds, seed, tell)))
    except NoPlan:
        return Outcome({SETTLED: True})


def land(project: Project, asked: Mapping[str, Any], outcome: Outcome, now: dt.datetime) -> Outcome:
    """Lay what the worker found, if the plan is still the one that was asked of and this one is better.

    If somebody changed the plan meanwhile it stays an offer, and so does what would replace a drawn plan. Returns the
    outcome as it is to be kept.
    """
    plan = _find(project, asked)
    if plan is None or outcome.result.get(SETTLED):
        return outcome
    plan = take_turns(plan)
    if plan.version != asked["version"] or rules.is_over(plan.meeting, now) or _is_drawn(plan):
        return outcome
    problem = reading.problem(plan, now)
    seats = heard(problem, outcome.result)
    if seats is None or score(problem.instance, seats).broken:
        return outcome
    if not problem.is_seated or _points(problem, seats) > _points(problem, problem.seats):
        lay(plan, problem, seats, now)
        record("seating plan made", plan, "system")
    return replace(outcome, result={**outcome.result, SETTLED: True})


def offer(plan: SeatingPlan, problem: Problem) -> Offer | None:
    """What was found in the background and is not laid; None for nothing, or nothing better than what stands."""
    found = find_final(plan)
    if found is None or found.result is None or found.result.get(SETTLED):
        return None
    now = _points(problem, problem.seats)
    seats = heard(problem, found.result)
    if seats is None or score(problem.instance, seats).broken:
        return Offer(found.id, now, now, 0, holds=False)
    then = _points(problem, seats)
    if problem.is_seated and then <= now:
        return None
    return Offer(found.id, now, then, len(moved(problem.seats, seats)), holds=True)


def accept(plan: SeatingPlan, calculation_id: int, seen_version: int, now: dt.datetime, *, actor: str) -> SeatingPlan:
    """Lay what was found in the background. Raises ``OfferVoid`` when it suits no more, and as ``lock``."""
    plan = lock(plan, seen_version, now)
    found = _get_final(plan, calculation_id)
    problem = reading.problem(plan, now)
    seats = heard(problem, found.result or {})
    if seats is None or score(problem.instance, seats).broken:
        raise OfferVoid()
    lay(plan, problem, seats, now)
    found.result = {**(found.result or {}), SETTLED: True}
    db.session.flush()
    record("seating plan made", plan, actor)
    return plan


def decline(plan: SeatingPlan, calculation_id: int) -> None:
    """Leave the plan as it is; the offer is made no more. Saying it twice is harmless."""
    found = _get_final(plan, calculation_id)
    if found.result is not None:
        found.result = {**found.result, SETTLED: True}
    db.session.flush()


def moved(before: Plan, after: Plan) -> set[int]:
    """Who sits elsewhere in any round."""
    return {
        person
        for row, other in zip(before, after, strict=True)
        for person, (table, then) in enumerate(zip(row, other, strict=True))
        if table != then
    }


def told(problem: Problem, seats: Plan) -> dict[str, Any]:
    """A plan by ids and numbers, so that it can be read again when the guest list has changed. JSON can hold it."""
    return {
        "people": list(problem.people),
        "seats": [[ABSENT if table == ABSENT else problem.tables[table] for table in row] for row in seats],
    }


def heard(problem: Problem, result: Mapping[str, Any]) -> Plan | None:
    """The plan again, in the order of ``problem``; None when it is of other guests, tables or rounds."""
    people, rows = result.get("people", []), result.get("seats", [])
    place = {number: index for index, number in enumerate(problem.tables)} | {ABSENT: ABSENT}
    if set(people) != set(problem.people) or len(rows) != problem.instance.rounds:
        return None
    at = {id: index for index, id in enumerate(people)}
    if not {table for row in rows for table in row} <= place.keys():
        return None
    return [[place[row[at[id]]] for id in problem.people] for row in rows]


def _points(problem: Problem, seats: Plan) -> int:
    return score(problem.instance, seats).points


def _find(project: Project, asked: Mapping[str, Any]) -> SeatingPlan | None:
    return db.session.scalar(in_project(SeatingPlan, project).where(SeatingPlan.id == asked["plan"]))


def _get_final(plan: SeatingPlan, calculation_id: int) -> Calculation:
    found = calculations.get_calculation(plan.meeting.project, calculation_id, Kind.SEATING)
    if found.asked["plan"] != plan.id:
        raise NotFound()
    return found


def _is_drawn(plan: SeatingPlan) -> bool:
    """Whether lots were drawn: then nobody but the projectleider changes the plan."""
    query = in_project(Lottery, plan.project_id).where(Lottery.meeting_id == plan.meeting_id)
    return db.session.scalar(query.with_only_columns(Lottery.id)) is not None
