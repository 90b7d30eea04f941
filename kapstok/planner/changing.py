"""Verbs of late changes: who cancelled, who walked in, and the plan with as few people moved as can be."""

from __future__ import annotations

import datetime as dt

from kapstok import database
from kapstok.extensions import db
from kapstok.planner import reading, rules
from kapstok.planner.instance import ABSENT
from kapstok.planner.making import heard, told
from kapstok.planner.mending import Mended, mend
from kapstok.planner.models import PlanGuest, SeatingPlan
from kapstok.planner.reading import Problem
from kapstok.planner.rules import MENDING, OfferVoid
from kapstok.planner.service import lay, lock, record


def offers(problem: Problem, seed: int, from_round: int = 1, seconds: float = MENDING) -> list[Mended]:
    """The plan for who comes now: first with the fewest people moved, then with more of them and more points.

    Rounds before ``from_round`` have been. The same seed gives the same offers, mostly. Raises ``NoPlan``.
    """
    return mend(problem.instance, problem.seats, seconds=seconds, seed=seed, from_round=from_round - 1)


def take_offer(
    plan: SeatingPlan,
    most_moved: int,
    seen_version: int,
    now: dt.datetime,
    *,
    actor: str,
    from_round: int = 1,
    seconds: float = MENDING,
) -> SeatingPlan:
    """Lay the offer that moves the most people, but no more than so many. Who walked in is there from ``from_round``.

    Ends the transaction that it is called in, as ``making.preview`` does. Raises ``NoPlan``, ``PlanChanged``,
    ``PlanOver``, and ``OfferVoid`` when the guest list changed meanwhile.
    """
    db.session.rollback()
    with database.reading():
        rules.check_rounds(from_round, None, plan.rounds)
        problem, seed = reading.problem(plan, now), plan.seed
        db.session.rollback()
        found = offers(problem, seed, from_round, seconds)
    suiting = [each for each in found if len(each.moved) <= most_moved]
    if not suiting:
        raise OfferVoid()
    plan = lock(plan, seen_version, now)
    _come_from(plan, problem, from_round)
    problem = reading.problem(plan, now)
    seats = heard(problem, told(problem, suiting[-1].plan))
    if seats is None:
        raise OfferVoid()
    lay(plan, problem, seats, now, from_round)
    record("seating plan mended", plan, actor)
    return plan


def _come_from(plan: SeatingPlan, problem: Problem, round: int) -> None:
    """Who has no seat in a round that has been, comes from this round on."""
    missed = {
        problem.people[person]
        for number in range(round - 1)
        for person, table in enumerate(problem.seats[number])
        if table == ABSENT and problem.instance.present[number][person]
    }
    known = reading.guests_of(plan)
    for person_id in sorted(missed):
        guest = known.get(person_id) or PlanGuest(project_id=plan.project_id, plan_id=plan.id, person_id=person_id)
        guest.from_round = round
        db.session.add(guest)
    db.session.flush()
