"""Tab Daarna of a bijeenkomst: the one mail that follows it, how that looks, and to whom it goes."""

from __future__ import annotations

from dataclasses import replace

from flask import current_app, flash, redirect, request, url_for
from flask_babel import gettext as _

from kapstok import clock
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.mail.letter import as_html
from kapstok.meetings import after_letters, afterwards, opinions, rehearsal
from kapstok.meetings.attendance import presence_of
from kapstok.meetings.letters import Stationery
from kapstok.meetings.rules import Attendance, State
from kapstok.web.headers import mail_in_frame
from kapstok.web.links import stationery
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meeting_page import overview, page
from kapstok.web.projectleider.meetings import actor, get_meeting
from kapstok.web.projectleider.sending import asked_in_words


@blueprint.get("/bijeenkomsten/<int:meeting_id>/daarna")
def after_meeting(meeting_id: int):
    seen = overview(get_meeting(meeting_id))
    found = [presence_of(guest) for guest in seen.guests]
    return page(
        "after.html",
        seen,
        came_of_it=afterwards.what_came_of(seen.meeting),
        absent=afterwards.telling(seen.guests, clock.now()),
        present=found.count(Attendance.PRESENT),
        excused=found.count(Attendance.EXCUSED),
        missing=found.count(Attendance.ABSENT),
        opinions=len(opinions.opinions_of(seen.meeting)) if seen.state is State.OVER else 0,
    )


@blueprint.post("/bijeenkomsten/<int:meeting_id>/daarna")
def after_meeting_post(meeting_id: int):
    """``ook``: who could not be there reads what came of it, too."""
    meeting, now = get_meeting(meeting_id), clock.now()
    written = afterwards.ask_attendees(meeting, stationery(), now, actor=actor())
    if "ook" in request.form:
        written += afterwards.tell_absent(meeting, stationery(), now, actor=actor())
    db.session.commit()
    flash(asked_in_words(len(written)), "status")
    return redirect(url_for("projectleider.after_meeting", meeting_id=meeting_id))


@blueprint.get("/bijeenkomsten/<int:meeting_id>/daarna/<any(aanwezig, afwezig):reader>/mail")
def after_mail(meeting_id: int, reader: str):
    """The mail to somebody made up, for the frame on the page."""
    meeting, present = get_meeting(meeting_id), reader == "aanwezig"
    rows = afterwards.what_came_of(meeting)
    if not (rows or present):
        raise NotFound()
    guest = rehearsal.specimen(meeting, _("Sanne Voorbeeld"))
    return mail_in_frame(as_html(after_letters.write(guest, rows, _nowhere(), present=present), guest.person.language))


def _nowhere() -> Stationery:
    """Letters whose links open nobody's page."""
    page = f"{current_app.config['BASE_URL']}/d/voorbeeld"
    return replace(stationery(), personal_link=lambda person: page)
