"""Tab Daarna of a bijeenkomst: the one mail that follows it."""

from __future__ import annotations

from flask import flash, redirect, url_for

from kapstok import clock
from kapstok.extensions import db
from kapstok.meetings import afterwards
from kapstok.meetings.rules import Attendance
from kapstok.web.links import stationery
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meeting_page import overview, page
from kapstok.web.projectleider.meetings import actor, get_meeting
from kapstok.web.projectleider.sending import asked_in_words


@blueprint.get("/bijeenkomsten/<int:meeting_id>/daarna")
def after_meeting(meeting_id: int):
    seen = overview(get_meeting(meeting_id))
    present = sum(guest.attendance == Attendance.PRESENT for guest in seen.guests)
    return page("after.html", seen, present=present)


@blueprint.post("/bijeenkomsten/<int:meeting_id>/daarna")
def after_meeting_post(meeting_id: int):
    asked = afterwards.ask_attendees(get_meeting(meeting_id), stationery(), clock.now(), actor=actor())
    db.session.commit()
    flash(asked_in_words(len(asked)), "status")
    return redirect(url_for("projectleider.after_meeting", meeting_id=meeting_id))
