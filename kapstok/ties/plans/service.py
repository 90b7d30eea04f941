"""Het meetplan: made before the second measurement, locked by it, and changed afterwards only in the open."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy import func, select

from kapstok.accounts import audit
from kapstok.extensions import db
from kapstok.freetext import check_free_text
from kapstok.projects.models import Project
from kapstok.scope import in_project
from kapstok.ties import measuring
from kapstok.ties.models import MeasurementPlan, PlanChange, RosterEntry, Wave
from kapstok.ties.plans import rules as plan_rules
from kapstok.ties.plans.rules import Choices, Headline, PlanChanged, ReasonNeeded, Standing, Test


def find_plan(project: Project | int) -> MeasurementPlan | None:
    return db.session.scalar(in_project(MeasurementPlan, project))


def lock_for(project: Project, now: dt.datetime) -> MeasurementPlan:
    """Fix the plan because the second measurement opens ``now``; without one, the usual choices are fixed.

    A plan that is locked already stays as it is.
    """
    plan = find_plan(project)
    if plan is None:
        plan = _add(project, plan_rules.defaults(expected_respondents(project, now)), now)
    if plan.locked_at is None:
        plan.locked_at = now
    db.session.flush()
    return plan


def fix(plan: MeasurementPlan, now: dt.datetime) -> None:
    """Lock the plan because tables are drawn ``now``: what the draw is judged by was said before it."""
    if plan.locked_at is None:
        plan.locked_at = now
        db.session.flush()


def save_plan(
    project: Project,
    choices: Choices,
    seen_version: int,
    now: dt.datetime,
    *,
    user_id: int,
    reason: str = "",
) -> MeasurementPlan:
    """Make or change the plan. ``seen_version`` is what the writer saw, 0 for no plan.

    After the lock each changed field is written down with ``reason``. Raises ``PlanChanged``, ``ReasonNeeded``,
    ``NoIntervalForPaths``, ``StrengthOutOfRange``, and what ``check_free_text`` raises.
    """
    choices = replace(choices, boundary=choices.boundary.strip())
    check_free_text(choices.boundary, now)
    check_free_text(reason, now)
    plan_rules.check(choices)
    db.session.execute(select(Project.id).where(Project.id == project.id).with_for_update())  # two tabs, one plan
    plan = find_plan(project)
    if (plan.version if plan else 0) != seen_version:
        raise PlanChanged()
    if plan is None:
        plan = _add(project, choices, now)
        if second_wave(project) is not None:
            plan.locked_at = now
    else:
        _change(plan, choices, now, user_id, reason.strip())
    db.session.flush()
    audit.record(
        "measurement plan saved", actor=f"user:{user_id}", project_id=project.id, subject=f"measurement_plan:{plan.id}"
    )
    return plan


def choices_of(plan: MeasurementPlan) -> Choices:
    """What the plan says now."""
    return Choices(
        Headline(plan.headline),
        plan.threshold,
        Test(plan.test),
        plan.boundary,
        offers_previous=plan.offers_previous,
        draws=plan.draws,
    )


def changes(plan: MeasurementPlan) -> list[PlanChange]:
    """What was changed after the lock, the earliest first."""
    query = in_project(PlanChange, plan.project_id).where(PlanChange.plan_id == plan.id)
    return list(db.session.scalars(query.order_by(PlanChange.changed_at, PlanChange.id)))


def standing(plan: MeasurementPlan) -> Standing:
    """How sure a reader can be that the plan was there before the results."""
    second = second_wave(plan.project_id)
    return plan_rules.standing(plan.made_at, plan.locked_at, second.opened_at if second else None)


def second_wave(project: Project | int) -> Wave | None:
    """The measurement whose opening locks the plan, or None as long as there is at most one."""
    return db.session.scalar(in_project(Wave, project).order_by(Wave.number).offset(1).limit(1))


def expected_respondents(project: Project, now: dt.datetime) -> int:
    """How many people will probably answer: as many as last time, or, before the first time, everybody."""
    waves = [wave for wave in measuring.list_waves(project) if wave.closed_at is not None]
    if not waves:
        everybody = measuring.active(project.id, now).with_only_columns(func.count())
        return db.session.scalar(everybody) or 0
    answered = measuring.entries_of(waves[-1]).with_only_columns(func.count(RosterEntry.answered_at))
    return db.session.scalar(answered) or 0


def _add(project: Project, choices: Choices, now: dt.datetime) -> MeasurementPlan:
    plan = MeasurementPlan(project_id=project.id, made_at=now, **_columns(choices))
    db.session.add(plan)
    return plan


def _change(plan: MeasurementPlan, choices: Choices, now: dt.datetime, user_id: int, reason: str) -> None:
    found = plan_rules.deviations(choices_of(plan), choices)
    if plan.locked_at is not None:
        if found and not reason:
            raise ReasonNeeded()
        about = {"project_id": plan.project_id, "plan_id": plan.id, "changed_at": now, "changed_by_id": user_id}
        db.session.add_all(
            PlanChange(field=one.field, old=one.old, new=one.new, reason=reason, **about) for one in found
        )
    for column, value in _columns(choices).items():
        setattr(plan, column, value)


def _columns(choices: Choices) -> dict[str, str | int | bool]:
    return {
        "headline": choices.headline.value,
        "threshold": choices.threshold,
        "test": choices.test.value,
        "boundary": choices.boundary,
        "offers_previous": choices.offers_previous,
        "draws": choices.draws,
    }
