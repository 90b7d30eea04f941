"""Verbs of the stappenplan: what an organisation began and finished, since when, and how that shows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from sqlalchemy import Row
from sqlalchemy.orm import joinedload

from kapstok import clock
from kapstok.extensions import db
from kapstok.freetext import check_free_text
from kapstok.progress.models import StepRecord
from kapstok.progress.steps.rules import State, Step, StepChanged, check_record, is_for, needs_nudge, next_step
from kapstok.projects.models import Project
from kapstok.register.models import Organisation
from kapstok.scope import in_project

ASKED_AGAIN = dt.timedelta(days=30)  # after something was recorded


@dataclass(frozen=True)
class Plan:
    """How far one organisation is: of each step that it began or finished, what was recorded of the furthest state."""

    organisation: Organisation
    records: dict[Step, StepRecord] = field(default_factory=dict)
    needs_nudge: bool = False

    @property
    def states(self) -> dict[Step, State]:
        return {step: State(record.state) for step, record in self.records.items()}

    @property
    def next(self) -> Step | None:
        return next_step(self.states)

    def is_asked(self, now: dt.datetime) -> bool:
        """Whether a step is left and nothing was recorded for a while, so that it is asked (again)."""
        silent = all(now - record.recorded_at > ASKED_AGAIN for record in self.records.values())
        return self.next is not None and silent


def set_step(
    organisation: Organisation,
    step: Step,
    state: State | None,
    day: dt.date,
    evidence: str,
    now: dt.datetime,
    person_id: int | None = None,
    *,
    seen: str | None = None,
) -> None:
    """A step is begun or done since ``day``, and ``evidence`` tells how that shows; None: it is not begun (any more).

    ``seen``: the ``mark`` of what stood on the form. Raises ``StepChanged``, ``DoneBeforeBegun``, and what
    ``check_day`` and ``check_free_text`` refuse.
    """
    # Of two who say it at once, the second sees the first. Not the key: who saves another part would deadlock.
    db.session.refresh(organisation, ["version"], with_for_update={"key_share": True})
    query = in_project(StepRecord, organisation.project_id).where(
        StepRecord.organisation_id == organisation.id, StepRecord.step == step
    )
    fresh = query.execution_options(populate_existing=True)
    kept = {State(row.state): row for row in db.session.scalars(fresh)}
    if seen is not None and seen != mark(kept.get(State.DONE) or kept.get(State.BEGUN)):
        raise StepChanged()
    if state is not None:
        begun = kept[State.BEGUN].on_date if State.BEGUN in kept else None
        check_record(state, day, begun, clock.local_date(now))
        check_free_text(evidence, now)
        row = kept.get(state)
        if row is None:
            row = StepRecord(
                project_id=organisation.project_id, organisation_id=organisation.id, step=step, state=state
            )
            db.session.add(row)
        if (row.on_date, row.evidence) != (day, evidence):
            row.on_date, row.evidence, row.recorded_at, row.recorded_by_id = day, evidence, now, person_id
    for gone in {None: (State.BEGUN, State.DONE), State.BEGUN: (State.DONE,), State.DONE: ()}[state]:
        if gone in kept:
            db.session.delete(kept[gone])
    db.session.flush()


def mark(record: StepRecord | None) -> str:
    """What stands there: a form gives it back, so that nobody overwrites what they never saw. Empty for nothing."""
    return "" if record is None else f"{record.state}/{record.on_date}/{record.evidence}"


def confirm(record: StepRecord, now: dt.datetime, person_id: int) -> None:
    """What was recorded is still so: it is not asked again for a while."""
    record.recorded_at, record.recorded_by_id = now, person_id
    db.session.flush()


def plan_of(organisation: Organisation) -> Plan:
    """How far this organisation is; whether it needs a nudge is not looked at."""
    query = in_project(StepRecord, organisation.project_id).where(StepRecord.organisation_id == organisation.id)
    return Plan(organisation, _furthest(db.session.scalars(query)))


def list_plans(project: Project, now: dt.datetime) -> list[Plan]:
    """Every organisation of which steps are asked, by name: see ``rules.is_for``."""
    rows: dict[int, list[StepRecord]] = {}
    for row in db.session.scalars(in_project(StepRecord, project).order_by(StepRecord.id)):
        rows.setdefault(row.organisation_id, []).append(row)
    began = project.starts_on or clock.local_date(project.created_at)
    query = in_project(Organisation, project).where(Organisation.archived_at.is_(None))
    organisations = db.session.scalars(query.order_by(Organisation.name).options(joinedload(Organisation.sector)))
    plans = []
    for organisation in organisations:
        theirs = rows.get(organisation.id, [])
        if is_for(organisation.sector.key, bool(theirs)):
            records, days = _furthest(theirs), [row.on_date for row in theirs]
            states = {step: State(record.state) for step, record in records.items()}
            nudge = needs_nudge(states, days, began, clock.local_date(now))
            plans.append(Plan(organisation, records, nudge))
    return plans


def records(project: Project | int) -> list[Row]:
    """Everything that was recorded, plain: (organisation_id, step, state, on_date), the oldest first."""
    columns = StepRecord.organisation_id, StepRecord.step, StepRecord.state, StepRecord.on_date
    query = in_project(StepRecord, project).with_only_columns(*columns)
    return list(db.session.execute(query.order_by(StepRecord.on_date, StepRecord.id)))


def _furthest(rows) -> dict[Step, StepRecord]:
    """Of each step what was recorded last: that it is done, or else that it was begun."""
    found: dict[Step, StepRecord] = {}
    for row in sorted(rows, key=lambda row: row.state == State.DONE):
        found[Step(row.step)] = row
    return found
