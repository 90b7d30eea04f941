"""Het verslag van een bijeenkomst: notes, what was decided and agreed, and what was still open from before."""

from __future__ import annotations

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _

from kapstok import clock
from kapstok.errors import ChangedMeanwhile
from kapstok.extensions import db
from kapstok.meetings import attendance
from kapstok.meetings import minutes as verbs
from kapstok.meetings.models import Agreement, Meeting
from kapstok.meetings.rules import Attendance, MeetingCancelled
from kapstok.web.conflicts import differences
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meeting_page import Overview, overview, page
from kapstok.web.projectleider.meetings import MORE_ROWS, actor, get_meeting
from kapstok.web.projectleider.minutes_form import BLANK_ROWS, MinutesForm

UP = "omhoog"  # the row to move, in the address a button sends the form to


@blueprint.get("/bijeenkomsten/<int:meeting_id>/verslag")
def minutes(meeting_id: int):
    meeting = get_meeting(meeting_id)
    return _page(meeting, MinutesForm(meeting, _earlier(meeting)))


@blueprint.post("/bijeenkomsten/<int:meeting_id>/verslag")
def minutes_post(meeting_id: int):
    meeting, now = get_meeting(meeting_id), clock.now()
    if meeting.cancelled_at is not None:
        raise MeetingCancelled()
    form = MinutesForm(meeting, _earlier(meeting))
    if MORE_ROWS in request.args or UP in request.args:
        return _rearranged(meeting, form)
    lines = form.written()
    if lines is None:
        return _page(meeting, form), 400
    try:
        verbs.write_minutes(meeting, request.form.get("version", 0, int), form.notes.data, lines, now, actor=actor())
    except ChangedMeanwhile:
        db.session.rollback()
        return _conflict(get_meeting(meeting_id))
    done = set(form.kept.data or ())
    for agreement in _earlier(meeting):
        if agreement.id in done:
            verbs.tick(agreement, True, now)
    db.session.commit()
    flash(_("Het verslag is bewaard."), "status")
    return redirect(url_for("projectleider.minutes", meeting_id=meeting.id))


def _rearranged(meeting: Meeting, form: MinutesForm) -> str:
    """The page as it was sent, with more rows or another order: nothing is kept and nothing is judged yet."""
    form.lines.move_up(request.args.get(UP, 0, int))
    if MORE_ROWS in request.args:
        form.lines.add_blank(BLANK_ROWS)
        form.name_owners()
    return _page(meeting, form)


def _conflict(meeting: Meeting):
    earlier = _earlier(meeting)
    form, theirs = MinutesForm(meeting, earlier), MinutesForm(meeting, earlier, formdata=None)
    return _page(meeting, form, differs=differences(form, theirs), in_conflict=True), 409


def _page(meeting: Meeting, form: MinutesForm, differs=(), *, in_conflict: bool = False) -> str:
    seen = overview(meeting)
    return page(
        "minutes.html",
        seen,
        form=form,
        differences=differs,
        in_conflict=in_conflict,
        more_rows_asked={MORE_ROWS: 1},
        UP=UP,
        **_who_was_there(seen),
    )


def _who_was_there(seen: Overview) -> dict[str, list[str]]:
    """Names for the head of the minutes, once somebody's presence was filled in."""
    if all(guest.attendance is None for guest in seen.guests):
        return {"present": [], "excused": []}
    found = [(guest.person.name, attendance.presence_of(guest)) for guest in seen.guests]
    return {
        "present": [name for name, was in found if was is Attendance.PRESENT],
        "excused": [name for name, was in found if was is Attendance.EXCUSED],
    }


def _earlier(meeting: Meeting) -> list[Agreement]:
    """What was agreed at meetings before this one and is not done yet."""
    return [
        agreement
        for agreement in verbs.open_agreements(g.project, without=meeting)
        if agreement.meeting.starts_at < meeting.starts_at
    ]
