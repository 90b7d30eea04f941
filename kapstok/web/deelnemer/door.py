"""The poster at the door: scan, type your name, done. Whatever happens behind it, the page says the same."""

from __future__ import annotations

from uuid import uuid4

from flask import current_app, g, redirect, render_template, request, url_for
from flask_babel import refresh

from kapstok import clock, signing
from kapstok.extensions import limiter
from kapstok.language import LANGUAGES
from kapstok.meetings import day_rules, door
from kapstok.meetings.models import Meeting
from kapstok.meetings.rules import CheckedIn
from kapstok.signing import LinkInvalid, Purpose
from kapstok.web.arrival_form import ArrivalForm, add_name
from kapstok.web.deelnemer import blueprint


@blueprint.get("/deur/<token>")
def door_page(token: str):
    meeting = read_meeting(token)
    if "klaar" in request.args:
        return render_template("deelnemer/door_done.html", meeting=meeting, token=token)
    return _page(meeting, token, ArrivalForm(formdata=None, key=str(uuid4())))


@blueprint.post("/deur/<token>")
@limiter.limit("1500 per hour")  # a thousand guests in one building may share one address
def door_page_post(token: str):
    form, meeting = ArrivalForm(), read_meeting(token)
    if add_name(form, meeting, CheckedIn.DOOR):
        return redirect(url_for("deelnemer.door_page", token=token, klaar="ja"))
    return _page(meeting, token, form), 400


def read_meeting(token: str) -> Meeting:
    """The meeting of a poster; ``LinkInvalid``, ``DoorClosed``. The page speaks the language of the reader's phone."""
    meeting_id, version = signing.read(current_app.config["SECRET_KEY"], Purpose.DOOR, token)
    meeting = door.find_meeting(int(meeting_id), int(version))
    if meeting is None:
        raise LinkInvalid()
    g.project, g.language = meeting.project, request.accept_languages.best_match(LANGUAGES, LANGUAGES[0])
    refresh()
    day_rules.check_arrival(meeting, clock.now())
    return meeting


def _page(meeting: Meeting, token: str, form: ArrivalForm) -> str:
    return render_template("deelnemer/door.html", meeting=meeting, token=token, form=form)
