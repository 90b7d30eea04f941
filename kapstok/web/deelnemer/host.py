"""The list of the day for who stands at the door, by a link and without an account: names, organisations and tables."""

from __future__ import annotations

from uuid import uuid4

from flask import current_app, g, redirect, render_template, request, url_for
from flask_babel import refresh

from kapstok import clock, signing
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.meetings import attendance, day_rules, door, service
from kapstok.meetings.models import Meeting
from kapstok.meetings.rules import Attendance, CheckedIn
from kapstok.planner import showing
from kapstok.register.rules import match_key
from kapstok.signing import LinkInvalid, Purpose
from kapstok.web.arrival_form import ArrivalForm, add_name
from kapstok.web.deelnemer import blueprint
from kapstok.web.taplist import in_words, is_open, list_state, said_at, take_taps, waiting_names
from kapstok.web.typed import row_id


@blueprint.get("/gastheer/<token>")
def host_list(token: str):
    return _page(read_meeting(token), token, ArrivalForm(formdata=None, key=str(uuid4())))


@blueprint.get("/gastheer/<token>/stand")
def host_list_state(token: str):
    return list_state(read_meeting(token))


@blueprint.post("/gastheer/<token>/tikken")
def host_taps(token: str):
    return take_taps(read_meeting(token))


@blueprint.post("/gastheer/<token>/<int:invitation_id>")
def host_tap(token: str, invitation_id: int):
    """One tap on a phone without JavaScript."""
    guest, said = service.get_guest(read_meeting(token), invitation_id), request.form.get("attendance", "")
    if said not in ("", *Attendance):
        raise NotFound()
    attendance.record_attendance(guest, Attendance(said) if said else None, clock.now())
    db.session.commit()
    return redirect(url_for("deelnemer.host_list", token=token, _anchor=f"gast-{invitation_id}"))


@blueprint.post("/gastheer/<token>/erbij")
def host_adds_name(token: str):
    """Somebody who came without being on the list: whom that is, the projectleider finds out."""
    form, meeting = ArrivalForm(), read_meeting(token)
    if add_name(form, meeting, CheckedIn.HOST):
        return redirect(url_for("deelnemer.host_list", token=token, _anchor="namen"))
    return _page(meeting, token, form), 400


@blueprint.post("/gastheer/<token>/naam/<int:entry_id>")
def host_settles(token: str, entry_id: int):
    meeting, now = read_meeting(token), clock.now()
    entry, chosen = door.get_entry(meeting, entry_id), request.form.get("guest", type=row_id)
    if chosen:
        door.settle_as_guest(entry, service.get_guest(meeting, chosen), now)
    else:
        door.dismiss(entry, now)
    db.session.commit()
    return redirect(url_for("deelnemer.host_list", token=token, _anchor="namen"))


def read_meeting(token: str) -> Meeting:
    """The meeting of a host's link; ``LinkInvalid``, ``HostListClosed``. The page speaks the host's language."""
    meeting_id, version = signing.read(current_app.config["SECRET_KEY"], Purpose.HOST, token)
    meeting = door.find_meeting(int(meeting_id), int(version))
    if meeting is None:
        raise LinkInvalid()
    g.project, g.language = meeting.project, meeting.host.language if meeting.host else "nl"
    refresh()
    day_rules.check_host_list(meeting, clock.now())
    return meeting


def _page(meeting: Meeting, token: str, form: ArrivalForm) -> str:
    laid = showing.find_laid(meeting)
    guests, wanted = service.list_guests(meeting), request.args.get("gast", "").strip()[:100]
    shown = [guest for guest in guests if match_key(wanted) in match_key(in_words(guest))]
    return render_template(
        "deelnemer/host.html",
        meeting=meeting,
        token=token,
        form=form,
        search=wanted,
        open=is_open(meeting),
        Attendance=Attendance,
        said_at=said_at,
        present=sum(map(attendance.is_present, guests)),
        said_yes=sum(map(attendance.has_place, guests)),
        expected=[guest for guest in shown if attendance.is_expected(guest)],
        others=[guest for guest in shown if not attendance.is_expected(guest)],
        names=waiting_names(meeting, guests),
        tables={person.id: laid.tables_of(person) for person in laid.seated} if laid else {},
    )
