"""Loting of a bijeenkomst: announced before the invitations, drawn once among equal seatings, asked weeks later."""

from __future__ import annotations

import datetime as dt

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from kapstok import clock, database
from kapstok.errors import NotFound, Refused
from kapstok.evaluation.kept import Kept
from kapstok.extensions import db
from kapstok.meetings import letters, rules
from kapstok.meetings.models import Meeting
from kapstok.meetings.rules import State
from kapstok.planner import reading as plans
from kapstok.planner import service as planner
from kapstok.planner.lottery import drawing, service
from kapstok.planner.lottery import reading as lotteries
from kapstok.planner.lottery.asking_rules import last_day
from kapstok.planner.lottery.drawing import Outlook
from kapstok.planner.lottery.rules import FEWEST_PAIRS, FEWEST_PEOPLE, asks_from, is_closed
from kapstok.planner.models import SeatingPlan
from kapstok.projects import service as projects
from kapstok.projects.rules import Module
from kapstok.ties.plans import service as planning
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meetings import actor, get_meeting

_outlooks = Kept(most=8)  # which twins there are takes a second or two with hundreds of guests


@blueprint.get("/bijeenkomsten/<int:meeting_id>/loting")
def lottery(meeting_id: int):
    return _page(_meeting(meeting_id))


@blueprint.post("/bijeenkomsten/<int:meeting_id>/loting/aankondigen")
def announce_lottery(meeting_id: int):
    meeting, on = _meeting(meeting_id), request.form.get("aan") == "ja"
    service.announce(meeting, on, clock.now(), actor=actor())
    db.session.commit()
    flash(
        _("De loting staat in de uitnodiging. Gasten kunnen daar nee zeggen.")
        if on
        else _("De loting staat niet meer in de uitnodiging."),
        "status",
    )
    return redirect(url_for("projectleider.lottery", meeting_id=meeting_id))


@blueprint.post("/bijeenkomsten/<int:meeting_id>/loting")
def draw_lottery(meeting_id: int):
    now = clock.now()
    try:
        found = _look_ahead(meeting_id, now)
        drawing.draw(planner.get_plan(_meeting(meeting_id)), found, now, actor=actor())
    except Refused as refusal:
        db.session.rollback()
        flash(refusal.text(_), "alert")
        with database.reading():  # as it takes as long to show
            return _page(_meeting(meeting_id)), refusal.status
    db.session.commit()
    flash(_("Er is geloot. De tafelindeling is nu zoals de munten vielen."), "status")
    return redirect(url_for("projectleider.lottery", meeting_id=meeting_id))


def _meeting(meeting_id: int) -> Meeting:
    if not projects.has_module(g.project, Module.LOTTERY):
        raise NotFound()
    return get_meeting(meeting_id)


def _look_ahead(meeting_id: int, now: dt.datetime) -> Outlook:
    """What a draw would be; read as pages read, since nobody could write as long as it takes."""
    db.session.rollback()
    with database.reading():
        plan = planner.get_plan(_meeting(meeting_id))
        found = _outlook(plan, now)
        db.session.rollback()
    return found


def _outlook(plan: SeatingPlan, now: dt.datetime) -> Outlook:
    """Raises why tables cannot be drawn now."""
    problem = plans.problem(plan, now)
    drawing.check(plan, problem, now)
    key = plan.id, problem.version, problem.people, str(problem.seats), drawing.takes_part(plan.meeting, problem)
    return _outlooks.get(key, lambda: drawing.outlook(plan, problem))


def _page(meeting: Meeting) -> str:
    now, drawn = clock.now(), service.find_lottery(meeting)
    values = _drawn(drawn, now) if drawn is not None else _ahead(meeting, now)
    return render_template(
        "projectleider/lottery/show.html",
        meeting=meeting,
        drawn=drawn,
        fewest_people=FEWEST_PEOPLE,
        fewest_pairs=FEWEST_PAIRS,
        asks_from=asks_from(meeting.ends_at),
        state=rules.state(meeting, now, invited=True),
        State=State,
        **values,
    )


def _ahead(meeting: Meeting, now: dt.datetime) -> dict:
    """What is still to be done before the draw, and what it would be."""
    plan, registered = planner.find_plan(meeting), planning.find_plan(g.project)
    found, why_not = None, ""
    if plan is not None:
        try:
            found = _outlook(plan, now)
        except Refused as refusal:
            why_not = refusal.text(_)
    return {
        "announced": letters.has_lottery(meeting),
        "may_announce": not service.is_anybody_invited(meeting),
        "registered": registered is not None and registered.draws,
        "planned": plan is not None and plan.made_at is not None,
        "found": found,
        "why_not": why_not,
    }


def _drawn(drawn, now: dt.datetime) -> dict:
    return {
        "counts": lotteries.count(drawn),
        "closed": is_closed(drawn.asked_at, now),
        "last_day": last_day(drawn.asked_at) if drawn.asked_at else None,
    }
