"""Plan a bijeenkomst: the list, making, changing, cancelling."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from kapstok import clock
from kapstok.errors import ChangedMeanwhile
from kapstok.extensions import db
from kapstok.freetext import HoldsBirthDate, HoldsBsn
from kapstok.meetings import rules, service
from kapstok.meetings.models import Meeting
from kapstok.meetings.rules import State
from kapstok.meetings.service import Counts
from kapstok.web.conflicts import differences
from kapstok.web.links import stationery
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meetings_forms import CancelForm, MeetingForm


@blueprint.get("/bijeenkomsten", endpoint="meetings")
def list_meetings():
    now, counts = clock.now(), service.counts(g.project)
    rows = [(meeting, counts.get(meeting.id, Counts())) for meeting in service.list_meetings(g.project)]
    told = [(meeting, count, rules.state(meeting, now, invited=count.invited > 0)) for meeting, count in rows]
    return render_template(
        "projectleider/meetings/list.html",
        upcoming=[row for row in told if row[0].ends_at > now and row[2] is not State.CANCELLED],
        past=[row for row in reversed(told) if row[0].ends_at <= now or row[2] is State.CANCELLED],
        State=State,
    )


@blueprint.get("/bijeenkomsten/nieuw")
def new_meeting():
    return render_template("projectleider/meetings/form.html", form=MeetingForm(g.project), meeting=None)


@blueprint.post("/bijeenkomsten/nieuw")
def new_meeting_post():
    form, now = MeetingForm(g.project), clock.now()
    plan = form.plan(now)
    if plan is None:
        return render_template("projectleider/meetings/form.html", form=form, meeting=None), 400
    try:
        meeting = service.create_meeting(g.project, plan, now, actor=actor())
    except (HoldsBsn, HoldsBirthDate) as refusal:
        form.programme.errors = [refusal.text(_)]
        return render_template("projectleider/meetings/form.html", form=form, meeting=None), 400
    db.session.commit()
    flash(_("De bijeenkomst is bewaard. Kies nu wie u uitnodigt. U verstuurt nog niets."), "status")
    return redirect(url_for("projectleider.choose_guests", meeting_id=meeting.id))


@blueprint.get("/bijeenkomsten/<int:meeting_id>/bewerken")
def edit_meeting(meeting_id: int):
    meeting = get_meeting(meeting_id)
    rules.check_open(meeting, clock.now())
    return _edit_page(meeting, MeetingForm.of(meeting))


@blueprint.post("/bijeenkomsten/<int:meeting_id>/bewerken")
def edit_meeting_post(meeting_id: int):
    meeting, form, now = get_meeting(meeting_id), MeetingForm(g.project), clock.now()
    plan = form.plan(now)
    if plan is None:
        return _edit_page(meeting, form), 400
    seen = request.form.get("version", 0, int)
    try:
        told = service.edit_meeting(meeting, seen, plan, now, stationery(), actor=actor())
    except (HoldsBsn, HoldsBirthDate) as refusal:
        form.programme.errors = [refusal.text(_)]
        return _edit_page(meeting, form), 400
    except ChangedMeanwhile:
        db.session.rollback()
        theirs = MeetingForm.of(get_meeting(meeting_id), formdata=None)
        return _edit_page(get_meeting(meeting_id), form, differs=differences(form, theirs)), 409
    db.session.commit()
    if told:
        sentence = ngettext(
            "De bijeenkomst is gewijzigd. Eén gast krijgt bericht.",
            "De bijeenkomst is gewijzigd. %(num)d gasten krijgen bericht.",
            told,
        )
    else:
        sentence = _("De bijeenkomst is gewijzigd.")
    flash(sentence, "status")
    return redirect(url_for("projectleider.meeting", meeting_id=meeting.id))


@blueprint.get("/bijeenkomsten/<int:meeting_id>/annuleren")
def cancel_meeting(meeting_id: int):
    meeting = get_meeting(meeting_id)
    rules.check_open(meeting, clock.now())
    return _cancel_page(meeting, CancelForm())


@blueprint.post("/bijeenkomsten/<int:meeting_id>/annuleren")
def cancel_meeting_post(meeting_id: int):
    meeting, form = get_meeting(meeting_id), CancelForm()
    if not form.validate():
        return _cancel_page(meeting, form), 400
    try:
        told = service.cancel_meeting(meeting, form.reason.data, clock.now(), stationery(), actor=actor())
    except (HoldsBsn, HoldsBirthDate) as refusal:
        form.reason.errors = [refusal.text(_)]
        return _cancel_page(meeting, form), 400
    db.session.commit()
    if told:
        sentence = ngettext(
            "De bijeenkomst gaat niet door. Eén gast krijgt bericht.",
            "De bijeenkomst gaat niet door. %(num)d gasten krijgen bericht.",
            told,
        )
    else:
        sentence = _("De bijeenkomst gaat niet door. Er was nog niemand uitgenodigd.")
    flash(sentence, "status")
    return redirect(url_for("projectleider.meeting", meeting_id=meeting.id))


def get_meeting(meeting_id: int) -> Meeting:
    """A meeting of the project in the address, or ``NotFound``."""
    return service.get_meeting(g.project, meeting_id)


def actor() -> str:
    """Who acts, for the audit trail."""
    return f"user:{current_user.id}"


def _edit_page(meeting: Meeting, form: MeetingForm, differs=()) -> str:
    counted = service.counts(g.project).get(meeting.id, Counts())
    return render_template(
        "projectleider/meetings/form.html", form=form, meeting=meeting, counts=counted, differences=differs
    )


def _cancel_page(meeting: Meeting, form: CancelForm) -> str:
    counted = service.counts(g.project).get(meeting.id, Counts())
    return render_template("projectleider/meetings/cancel.html", form=form, meeting=meeting, counts=counted)
