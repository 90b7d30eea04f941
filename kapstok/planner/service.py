"""Verbs of a kennismakingsplan: what it is to look for, who sits where, and whether participants see it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, delete, insert, or_
from sqlalchemy.orm.attributes import flag_modified

from kapstok.accounts import audit
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.freetext import check_free_text
from kapstok.meetings import service as meetings
from kapstok.meetings.models import Meeting
from kapstok.planner import reading, rules
from kapstok.planner.instance import ABSENT, Plan
from kapstok.planner.models import PlanSeat, PlanTable, SeatingPlan
from kapstok.planner.reading import Problem
from kapstok.planner.refusing import check_kept
from kapstok.planner.rules import HostNotInvited, NotMadeYet, PlanChanged, Settings, Spread, TableChoice
from kapstok.scope import in_project, take_turns


def find_plan(meeting: Meeting) -> SeatingPlan | None:
    """The plan of a meeting, or None."""
    return db.session.scalar(in_project(SeatingPlan, meeting.project_id).where(SeatingPlan.meeting_id == meeting.id))


def get_plan(meeting: Meeting) -> SeatingPlan:
    """The plan of a meeting, or ``NotFound``."""
    found = find_plan(meeting)
    if found is None:
        raise NotFound()
    return found


def suggested_settings(meeting: Meeting) -> Settings:
    """What suits everybody who comes today; see ``rules.suggested``."""
    return rules.suggested(len(reading.expected(meeting)))


def settings_of(plan: SeatingPlan) -> Settings:
    """What stands in a plan now, as it would be filled in."""
    return Settings(
        rounds=plan.rounds,
        tables=tuple(
            TableChoice(table.number, table.fewest, table.most, table.name, table.accessible, table.host_id)
            for table in plan.tables
        ),
        sector=plan.sector,
        need=plan.need,
        strengthen=plan.strengthen,
        bridge=plan.bridge,
        spread=Spread(plan.spread),
    )


def save_settings(
    meeting: Meeting, settings: Settings, seen_version: int | None, now: dt.datetime, *, actor: str
) -> SeatingPlan:
    """Keep what the plan is to look for; makes the plan when there is none, and then ``seen_version`` is None.

    Seats at tables or in rounds that are gone go along; the others stay, also where they do not fit any more.
    Raises ``PlanChanged``, ``HostNotInvited``, and the refusals of ``rules.check_not_over``, ``check_settings``,
    ``check_room`` and of ``check_free_text``.
    """
    take_turns(meeting)
    plan = find_plan(meeting)
    if (plan.version if plan else None) != seen_version:
        raise PlanChanged()
    rules.check_not_over(meeting, now)
    _check(meeting, plan, settings, now)
    if plan is None:
        plan = SeatingPlan(project_id=meeting.project_id, meeting=meeting)
        db.session.add(plan)
    _fill(plan, settings)
    touch(plan)
    _drop_seats_without_a_place(plan)
    record("seating plan set", plan, actor)
    return plan


def lay(plan: SeatingPlan, problem: Problem, seats: Plan, now: dt.datetime, from_round: int = 1) -> None:
    """Keep where everybody is to sit: one table per round and person, in the order of ``problem``.

    Rounds before ``from_round`` have been: they stay as they are. Who is held where they sit stays held, and who does
    not come any more has no seat left. The caller holds the lock. Raises ``refusing.BreaksARule``.
    """
    before = problem.seats if from_round > 1 else None
    check_kept(problem.instance, seats, problem.names, problem.tables, before)
    anew = or_(PlanSeat.round >= from_round, PlanSeat.person_id.not_in(problem.people))
    db.session.execute(delete(PlanSeat).where(*_seats_of(plan), anew))
    held = problem.instance.held
    rows = [
        {
            "project_id": plan.project_id,
            "plan_id": plan.id,
            "person_id": problem.people[person],
            "round": round + 1,
            "table": problem.tables[table],
            "held": held.get((round, person)) == table,
        }
        for round, row in enumerate(seats)
        for person, table in enumerate(row)
        if table != ABSENT and round + 1 >= from_round
    ]
    if rows:
        db.session.execute(insert(PlanSeat), rows)
    plan.made_at = now
    touch(plan)


def another(plan: SeatingPlan, seen_version: int, now: dt.datetime) -> None:
    """Ask for another plan that is as good: the next one that is worked out differs. Raises ``PlanChanged``."""
    plan = lock(plan, seen_version, now)
    plan.seed += 1
    db.session.flush()


def share(plan: SeatingPlan, now: dt.datetime, *, actor: str) -> None:
    """Let participants see their own rounds, as they are from then on. Raises ``NotMadeYet`` and ``PlanOver``."""
    rules.check_not_over(plan.meeting, now)
    if plan.made_at is None:
        raise NotMadeYet()
    if plan.shared_at is None:
        plan.shared_at = now
        record("seating plan shared", plan, actor)
    db.session.flush()


def hide(plan: SeatingPlan, *, actor: str) -> None:
    """Participants see nothing of the plan any more; saying it twice is harmless."""
    if plan.shared_at is not None:
        plan.shared_at = None
        record("seating plan hidden", plan, actor)
    db.session.flush()


def lock(plan: SeatingPlan, seen_version: int, now: dt.datetime) -> SeatingPlan:
    """Hold the plan until the commit, if it is still the one that was seen. Raises ``PlanChanged`` and ``PlanOver``."""
    plan = take_turns(plan)
    rules.check_not_over(plan.meeting, now)
    if plan.version != seen_version:
        raise PlanChanged()
    return plan


def touch(plan: SeatingPlan) -> None:
    """Raise the version, also where only rows beside the plan changed. Flushes."""
    flag_modified(plan, "seed")
    db.session.flush()


def record(event: str, plan: SeatingPlan, actor: str) -> None:
    """Who did what: never to whom, since a wish about two people is nobody else's business."""
    audit.record(event, actor=actor, project_id=plan.project_id, subject=f"seating_plan:{plan.id}")


def _check(meeting: Meeting, plan: SeatingPlan | None, settings: Settings, now: dt.datetime) -> None:
    for table in settings.tables:
        check_free_text(table.name, now)
    rules.check_settings(settings)
    rules.check_room(settings, reading.here_by_round(meeting, plan, settings.rounds))
    invited = {guest.person_id for guest in meetings.list_guests(meeting)}
    for table in settings.tables:
        if table.host_id is not None and table.host_id not in invited:
            raise HostNotInvited(table=table.number)


def _fill(plan: SeatingPlan, settings: Settings) -> None:
    plan.rounds, plan.spread = settings.rounds, settings.spread
    plan.sector, plan.need = settings.sector, settings.need
    plan.strengthen, plan.bridge = settings.strengthen, settings.bridge
    kept = {table.number: table for table in plan.tables}
    plan.tables = [_filled(kept.get(choice.number), plan, choice) for choice in settings.tables]
    db.session.flush()
    db.session.refresh(plan, ["tables"])  # in the order of their numbers


def _filled(table: PlanTable | None, plan: SeatingPlan, choice: TableChoice) -> PlanTable:
    table = table or PlanTable(project_id=plan.project_id, number=choice.number)
    table.fewest, table.most = choice.fewest, choice.most
    table.name, table.accessible, table.host_id = choice.name.strip(), choice.accessible, choice.host_id
    return table


def _drop_seats_without_a_place(plan: SeatingPlan) -> None:
    numbers = [table.number for table in plan.tables]
    gone = or_(PlanSeat.round > plan.rounds, PlanSeat.table.not_in(numbers))
    db.session.execute(delete(PlanSeat).where(*_seats_of(plan), gone))


def _seats_of(plan: SeatingPlan) -> tuple[ColumnElement[bool], ...]:
    return PlanSeat.project_id == plan.project_id, PlanSeat.plan_id == plan.id
