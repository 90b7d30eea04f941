"""Tables and rounds of a tafelindeling, and what it looks for."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from kapstok import clock
from kapstok.errors import Refused
from kapstok.extensions import db
from kapstok.meetings import service as meetings
from kapstok.meetings.models import Meeting
from kapstok.planner import reading, rules, service
from kapstok.planner.models import SeatingPlan
from kapstok.planner.rules import PlanChanged, Settings
from kapstok.web.conflicts import differences
from kapstok.web.fields import names_of
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meetings import actor, get_meeting
from kapstok.web.projectleider.seating import worked_out
from kapstok.web.projectleider.seating_form import SettingsForm
from kapstok.web.projectleider.seating_page import told_on_the_tab
from kapstok.web.projectleider.seating_view import seen_version


@blueprint.get("/bijeenkomsten/<int:meeting_id>/tafels/instellingen")
def seating_settings(meeting_id: int):
    meeting = get_meeting(meeting_id)
    plan = service.find_plan(meeting)
    return _page(meeting, _form(meeting, plan), plan.version if plan else 0)


@blueprint.post("/bijeenkomsten/<int:meeting_id>/tafels/instellingen")
@told_on_the_tab
def seating_settings_post(meeting_id: int):
    meeting = get_meeting(meeting_id)
    form = _form(meeting, service.find_plan(meeting))
    settings = form.settings(_guests(meeting))
    if settings is None:
        return _page(meeting, form, seen_version()), 400
    try:
        plan = service.save_settings(meeting, settings, seen_version() or None, clock.now(), actor=actor())
    except PlanChanged:
        db.session.rollback()
        return _conflict(get_meeting(meeting_id))
    except Refused as refusal:
        db.session.rollback()
        form.count.errors = [refusal.text(_)]
        return _page(get_meeting(meeting_id), form, seen_version()), 400
    db.session.commit()
    if "indelen" in request.form:
        return worked_out(plan)
    flash(_("Bewaard. Wie nu aan tafel zit, blijft zitten tot u opnieuw indeelt."), "status")
    return redirect(url_for("projectleider.seating", meeting_id=meeting_id))


def _conflict(meeting: Meeting):
    plan = service.find_plan(meeting)
    form, theirs = _form(meeting, plan), _form(meeting, plan, formdata=None)
    return _page(meeting, form, plan.version if plan else 0, differences(form, theirs), in_conflict=True), 409


def _form(meeting: Meeting, plan: SeatingPlan | None, **options) -> SettingsForm:
    people = names_of(guest.person for guest in meetings.list_guests(meeting))
    return SettingsForm(_settings(meeting, plan), people, **options)


def _settings(meeting: Meeting, plan: SeatingPlan | None) -> Settings:
    return service.settings_of(plan) if plan else service.suggested_settings(meeting)


def _guests(meeting: Meeting) -> int:
    """How many sit at a table in the fullest round."""
    plan = service.find_plan(meeting)
    return max(reading.here_by_round(meeting, plan, plan.rounds if plan else 1))


def _page(meeting: Meeting, form: SettingsForm, version: int, differs=(), *, in_conflict: bool = False) -> str:
    return render_template(
        "projectleider/seating/settings.html",
        meeting=meeting,
        form=form,
        version=version,
        guests=_guests(meeting),
        open=not rules.is_over(meeting, clock.now()),
        differences=differs,
        in_conflict=in_conflict,
    )
