"""The measurement plan: free until the second measurement, afterwards changed only in the open."""

import datetime as dt
from dataclasses import replace

import pytest

from kapstok.extensions import db
from kapstok.freetext import HoldsBsn
from kapstok.ties import measuring
from kapstok.ties.plans import service as planning
from kapstok.ties.plans.rules import (
    Choices,
    Headline,
    NoIntervalForPaths,
    PlanChanged,
    ReasonNeeded,
    Standing,
    defaults,
)
from kapstok.ties.plans.rules import Test as Judged
from tests.factories import NOW, make_person, make_project, make_user

DAY = dt.timedelta(days=1)
PLAN = Choices(Headline.DEGREE, 3, Judged.DESCRIBE, "Professionals rond mantelzorg in Veenmeer.")

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # no SQL here that differs


@pytest.fixture
def project(app):
    project = make_project()
    make_person(project), make_person(project)
    return project


def measured(project, number, day):
    wave = measuring.open_wave(project, f"Meting {number}", day, actor="test")
    measuring.close_wave(wave, day + DAY, actor="test")
    return wave


def test_before_the_lock_a_plan_changes_freely(project):
    user = make_user(project)
    assert planning.find_plan(project) is None
    plan = planning.save_plan(project, PLAN, 0, NOW, user_id=user.id)
    assert planning.find_plan(project) == plan
    assert planning.choices_of(plan) == PLAN
    planning.save_plan(project, replace(PLAN, threshold=2, boundary=" Iedereen. "), plan.version, NOW, user_id=user.id)
    assert planning.choices_of(plan) == replace(PLAN, threshold=2, boundary="Iedereen.")
    assert (planning.changes(plan), planning.standing(plan)) == ([], Standing.OPEN)


def test_two_tabs(project):
    user = make_user(project)
    plan = planning.save_plan(project, PLAN, 0, NOW, user_id=user.id)
    seen = plan.version
    with pytest.raises(PlanChanged):
        planning.save_plan(project, PLAN, 0, NOW, user_id=user.id)
    planning.save_plan(project, replace(PLAN, threshold=2), seen, NOW, user_id=user.id)
    with pytest.raises(PlanChanged):
        planning.save_plan(project, replace(PLAN, threshold=4), seen, NOW, user_id=user.id)


def test_after_the_lock_a_change_has_a_reason_and_stays_on_record(project):
    user = make_user(project)
    measured(project, 0, NOW)
    plan = planning.save_plan(project, PLAN, 0, NOW + 2 * DAY, user_id=user.id)
    measured(project, 1, NOW + 3 * DAY)
    assert plan.locked_at == NOW + 3 * DAY
    assert planning.lock_for(project, NOW + 9 * DAY).locked_at == NOW + 3 * DAY
    assert planning.standing(plan) == Standing.BEFOREHAND
    other = replace(PLAN, threshold=2, offers_previous=True)
    with pytest.raises(ReasonNeeded):
        planning.save_plan(project, other, plan.version, NOW + 10 * DAY, user_id=user.id, reason="  ")
    assert planning.choices_of(plan) == PLAN
    planning.save_plan(project, PLAN, plan.version, NOW + 10 * DAY, user_id=user.id)
    assert planning.changes(plan) == []
    planning.save_plan(project, other, plan.version, NOW + 10 * DAY, user_id=user.id, reason="Te weinig lijnen.")
    assert [(row.field, row.old, row.new, row.reason, row.changed_by_id) for row in planning.changes(plan)] == [
        ("threshold", "3", "2", "Te weinig lijnen.", user.id),
        ("offers_previous", "False", "True", "Te weinig lijnen.", user.id),
    ]


def test_without_a_plan_the_usual_choices_are_locked(project):
    measured(project, 0, NOW)
    assert planning.find_plan(project) is None
    measured(project, 1, NOW + 3 * DAY)
    plan = planning.find_plan(project)
    assert planning.choices_of(plan) == defaults(0) == Choices(Headline.DENSITY, 2, Judged.DESCRIBE)
    assert (plan.locked_at, planning.standing(plan)) == (NOW + 3 * DAY, Standing.DEFAULT)


def test_a_plan_made_afterwards_says_so(project):
    """A project that measured twice before there were plans."""
    measured(project, 0, NOW)
    measured(project, 1, NOW + 3 * DAY)
    db.session.delete(planning.find_plan(project))
    db.session.flush()
    plan = planning.save_plan(project, PLAN, 0, NOW + 4 * DAY, user_id=make_user(project).id)
    assert (plan.locked_at, planning.standing(plan)) == (NOW + 4 * DAY, Standing.AFTERWARDS)


def test_what_a_plan_cannot_say(project):
    user = make_user(project)
    impossible = Choices(Headline.SHORT_LINES, 2, Judged.INTERVAL)
    with pytest.raises(NoIntervalForPaths):
        planning.save_plan(project, impossible, 0, NOW, user_id=user.id)
    with pytest.raises(HoldsBsn):
        planning.save_plan(project, replace(PLAN, boundary="Ook 123456782."), 0, NOW, user_id=user.id)
    assert planning.find_plan(project) is None


def test_expected_respondents(project):
    assert planning.expected_respondents(project, NOW) == 2
    measured(project, 0, NOW)
    assert planning.expected_respondents(project, NOW + 3 * DAY) == 0
