"""Tab Tafels of a bijeenkomst: who sits with whom, made, shared, and made better."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from kapstok import clock
from kapstok.extensions import db
from kapstok.meetings.models import Meeting
from kapstok.planner import making, reading, rules, service
from kapstok.planner.models import SeatingPlan
from kapstok.planner.rules import PlanChanged
from kapstok.planner.start import NoPlan
from kapstok.web.fields import refusals_at
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meetings import actor, get_meeting
from kapstok.web.projectleider.seating_form import SizeForm, evened
from kapstok.web.projectleider.seating_page import first_page, seating_page, told_on_the_tab
from kapstok.web.projectleider.seating_view import ROUND, round_address, seen_version


@blueprint.get("/bijeenkomsten/<int:meeting_id>/tafels")
def seating(meeting_id: int):
    return seating_page(get_meeting(meeting_id), number=request.args.get(ROUND, 1, int))


@blueprint.post("/bijeenkomsten/<int:meeting_id>/tafels/maken")
@told_on_the_tab
def make_seating(meeting_id: int):
    """A first plan, the rest of one around what is held, or another one as good."""
    meeting, now = get_meeting(meeting_id), clock.now()
    plan = service.find_plan(meeting)
    if plan is None or plan.made_at is None:
        form = SizeForm()
        plan = _sized(meeting, plan, form)
        if plan is None:
            return first_page(meeting, service.find_plan(meeting), form), 400
    elif "anders" in request.form:
        service.another(plan, seen_version(), now)
    elif plan.version != seen_version():
        raise PlanChanged()
    db.session.commit()
    return worked_out(plan, anew="anders" in request.form)


@blueprint.post("/bijeenkomsten/<int:meeting_id>/tafels/delen")
@told_on_the_tab
def share_seating(meeting_id: int):
    """Participants see their own rounds from now on, or no longer."""
    plan = service.get_plan(get_meeting(meeting_id))
    if request.form.get("tonen") == "1":
        service.share(plan, clock.now(), actor=actor())
        sentence = _("Deelnemers zien nu op hun eigen pagina aan welke tafel zij elke ronde zitten.")
    else:
        service.hide(plan, actor=actor())
        sentence = _("Deelnemers zien de rondes niet meer.")
    db.session.commit()
    flash(sentence, "status")
    return redirect(round_address(plan, 1))


def worked_out(plan: SeatingPlan, anew: bool = False):
    """Look for seats while somebody waits, have better ones looked for, and show them.

    What they are to be made of is committed: it may take seconds, in which others can write.
    """
    meeting_id, now = plan.meeting_id, clock.now()
    try:
        plan = making.preview(plan, plan.version, now, actor=actor(), anew=anew)
    except NoPlan:
        db.session.rollback()
        flash(_("Zo lukt geen indeling: niet alle wensen gaan samen. Hier ziet u welke, en wat helpt."), "alert")
        return redirect(url_for("projectleider.seating_wishes", meeting_id=meeting_id, _anchor="botsing"))
    making.ask_final(plan, reading.problem(plan, now), now, user_id=current_user.id)
    db.session.commit()
    return redirect(round_address(plan, 1))


def _sized(meeting: Meeting, plan: SeatingPlan | None, form: SizeForm) -> SeatingPlan | None:
    """The plan with so many tables and rounds; None with the errors at their fields."""
    if not form.validate():
        return None
    guests = len(reading.expected(meeting))
    settings = service.settings_of(plan) if plan else rules.suggested(guests)
    if form.count.data != len(settings.tables):
        settings = replace(settings, tables=evened(settings.tables, form.count.data, guests))
    settings = replace(settings, rounds=form.rounds.data)
    seen = plan.version if plan else None
    with refusals_at(form.count):
        return service.save_settings(meeting, settings, seen, clock.now(), actor=actor())
    db.session.rollback()
    return None
