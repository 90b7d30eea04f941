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
from kapstok.meetings import copying, rules, service
from kapstok.meetings.models import Meeting
from kapstok.meetings.replies import deciding
from kapstok.meetings.rules import State
from kapstok.meetings.service import Counts
from kapstok.web.conflicts import differences
from kapstok.web.links import stationery
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meeting_form import BLANK_ROWS, MeetingForm, meeting_form
from kapstok.web.projectleider.meetings_forms import CancelForm
from kapstok.web.projectleider.polls_list import poll_rows

MORE_ROWS = "regels"  # asks for room, in the address a button sends the form to


@blueprint.get("/bijeenkomsten", endpoint="meetings")
def list_meetings():
    now, counts = clock.now(), service.counts(g.project)
    meetings = service.list_meetings(g.project)
    rows = [(meeting, counts.get(meeting.id, Counts())) for meeting in meetings]
    told = [(meeting, count, rules.state(meeting, now, invited=count.invited > 0)) for meeting, count in rows]
    return render_template(
        "projectleider/meetings/list.html",
        upcoming=[row for row in told if row[0].ends_at > now and row[2] is not State.CANCELLED],
        past=[row for row in reversed(told) if row[0].ends_at <= now or row[2] is State.CANCELLED],
        State=State,
        in_series=copying.places_in_series(meetings),
        polls=poll_rows(now),
        replies_waiting=deciding.count_held(g.project),
    )


@blueprint.get("/bijeenkomsten/nieuw")
def new_meeting():
    return _form_page(meeting_form(g.project))


@blueprint.post("/bijeenkomsten/nieuw")
def new_meeting_post():
    form, now = meeting_form(g.project), clock.now()
    if MORE_ROWS in request.args:
        return _more_rows(form)
    plan = form.plan(now)
    if plan is None:
        return _form_page(form), 400
    meeting = service.create_meeting(g.project, plan, now, actor=actor())
    db.session.commit()
    flash(_("De bijeenkomst is bewaard. Kies nu wie u uitnodigt. U verstuurt nog niets."), "status")
    return redirect(url_for("projectleider.choose_guests", meeting_id=meeting.id))


@blueprint.get("/bijeenkomsten/<int:meeting_id>/bewerken")
def edit_meeting(meeting_id: int):
    meeting = get_meeting(meeting_id)
    rules.check_open(meeting, clock.now())
    return _form_page(meeting_form(g.project, meeting), meeting)


@blueprint.post("/bijeenkomsten/<int:meeting_id>/bewerken")
def edit_meeting_post(meeting_id: int):
    meeting, now = get_meeting(meeting_id), clock.now()
    form = meeting_form(g.project, meeting)
    if MORE_ROWS in request.args:
        return _more_rows(form, meeting)
    plan = form.plan(now)
    if plan is None:
        return _form_page(form, meeting), 400
    try:
        told = service.edit_meeting(
            meeting, request.form.get("version", 0, int), plan, now, stationery(), actor=actor()
        )
    except ChangedMeanwhile:
        db.session.rollback()
        meeting = get_meeting(meeting_id)
        theirs = meeting_form(g.project, meeting, formdata=None)
        return _form_page(form, meeting, differs=differences(form, theirs), in_conflict=True), 409
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


def _form_page(form: MeetingForm, meeting: Meeting | None = None, differs=(), *, in_conflict: bool = False) -> str:
    counted = service.counts(g.project).get(meeting.id, Counts()) if meeting else Counts()
    return render_template(
        "projectleider/meetings/form.html",
        form=form,
        meeting=meeting,
        counts=counted,
        differences=differs,
        in_conflict=in_conflict,
        more_rows_asked={MORE_ROWS: 1},
    )


def _more_rows(form: MeetingForm, meeting: Meeting | None = None) -> str:
    """The page as it was sent, with room for more: nothing is kept and nothing is judged yet."""
    form.items.add_blank(BLANK_ROWS)
    return _form_page(form, meeting)


def _cancel_page(meeting: Meeting, form: CancelForm) -> str:
    counted = service.counts(g.project).get(meeting.id, Counts())
    return render_template("projectleider/meetings/cancel.html", form=form, meeting=meeting, counts=counted)
