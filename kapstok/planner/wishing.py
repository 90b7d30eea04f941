"""Verbs of what must hold of guests. For the projectleider and the planner alone, and gone after the meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import delete, or_, select, update

from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.meetings.models import Invitation, Meeting
from kapstok.planner import reading, rules
from kapstok.planner.instance import pair
from kapstok.planner.models import PlanGuest, PlanSeat, PlanWish, SeatingPlan
from kapstok.planner.rules import MOST_WISHES, NotAGuest, TooManyWishes, Wish, WishOfOne
from kapstok.planner.service import lock, record, touch
from kapstok.scope import in_project


def add_wish(
    plan: SeatingPlan, kind: Wish, one_id: int, other_id: int, seen_version: int, now: dt.datetime, *, actor: str
) -> PlanWish:
    """Two guests (person ids) must, or must not, share a table; a wish about the same two is replaced.

    Raises ``WishOfOne``, ``NotAGuest``, ``TooManyWishes``, ``PlanChanged`` and ``PlanOver``.
    """
    if one_id == other_id:
        raise WishOfOne()
    plan = lock(plan, seen_version, now)
    _check_guests(plan, {one_id, other_id})
    two, standing = pair(one_id, other_id), reading.wishes_of(plan)
    wishes = [wish for wish in standing if pair(wish.one_id, wish.other_id) == two]  # merged: any order
    if not wishes:
        if len(standing) >= MOST_WISHES:
            raise TooManyWishes(most=MOST_WISHES)
        wishes = [PlanWish(project_id=plan.project_id, plan_id=plan.id, one_id=two[0], other_id=two[1])]
        db.session.add_all(wishes)
    wish, *doubles = wishes
    wish.kind = kind
    for double in doubles:
        db.session.delete(double)
    touch(plan)
    record("seating wishes changed", plan, actor)
    return wish


def remove_wish(plan: SeatingPlan, wish_id: int, seen_version: int, now: dt.datetime, *, actor: str) -> None:
    """Take a wish back. Raises ``NotFound``, ``PlanChanged`` and ``PlanOver``."""
    plan = lock(plan, seen_version, now)
    wish = db.session.scalar(
        in_project(PlanWish, plan.project_id).where(PlanWish.plan_id == plan.id, PlanWish.id == wish_id)
    )
    if wish is None:
        raise NotFound()
    db.session.delete(wish)
    touch(plan)
    record("seating wishes changed", plan, actor)


def set_guest(
    plan: SeatingPlan,
    person_id: int,
    seen_version: int,
    now: dt.datetime,
    *,
    actor: str,
    joins: bool = True,
    from_round: int = 1,
    until_round: int | None = None,
    needs_access: bool = False,
) -> None:
    """What holds for one guest alone; without anything said she is there in all rounds and can sit anywhere.

    Seats in rounds in which she is not there go. Raises ``NotAGuest``, ``NoSuchRounds``, ``PlanChanged`` and
    ``PlanOver``.
    """
    plan = lock(plan, seen_version, now)
    rules.check_rounds(from_round, until_round, plan.rounds)
    _check_guests(plan, {person_id})
    until_round = None if until_round == plan.rounds else until_round
    guest = reading.guests_of(plan).get(person_id)
    if joins and from_round == 1 and until_round is None and not needs_access:
        if guest is not None:
            db.session.delete(guest)
    else:
        guest = guest or PlanGuest(project_id=plan.project_id, plan_id=plan.id, person_id=person_id)
        guest.joins, guest.needs_access = joins, needs_access
        guest.from_round, guest.until_round = from_round, until_round
        db.session.add(guest)
    there = range(from_round, (until_round or plan.rounds) + 1) if joins else range(0)
    _drop_seats(plan, person_id, set(range(1, plan.rounds + 1)).difference(there))
    touch(plan)
    record("seating wishes changed", plan, actor)


def forget(now: dt.datetime) -> int:
    """Wipe the wishes of meetings that are over, or called off, in every project. How many."""
    done = select(Meeting.id).where(or_(Meeting.ends_at <= now, Meeting.cancelled_at.is_not(None)))
    plans = select(SeatingPlan.id).where(SeatingPlan.meeting_id.in_(done))
    options = {"across_projects": "every project forgets", "synchronize_session": False}
    wishes = delete(PlanWish).where(PlanWish.plan_id.in_(plans)).returning(PlanWish.id)
    access = update(PlanGuest).where(PlanGuest.plan_id.in_(plans), PlanGuest.needs_access).values(needs_access=False)
    wiped = [
        db.session.scalars(statement.execution_options(**options)).all()
        for statement in (wishes, access.returning(PlanGuest.id))
    ]
    db.session.expire_all()
    return sum(map(len, wiped))


def _check_guests(plan: SeatingPlan, person_ids: set[int]) -> None:
    query = in_project(Invitation, plan.project_id).where(
        Invitation.meeting_id == plan.meeting_id, Invitation.person_id.in_(person_ids)
    )
    listed = set(db.session.scalars(query.with_only_columns(Invitation.person_id)))
    if listed != person_ids:
        raise NotAGuest()


def _drop_seats(plan: SeatingPlan, person_id: int, rounds: Collection[int]) -> None:
    hers = PlanSeat.project_id == plan.project_id, PlanSeat.plan_id == plan.id, PlanSeat.person_id == person_id
    db.session.execute(delete(PlanSeat).where(*hers, PlanSeat.round.in_(rounds)))
