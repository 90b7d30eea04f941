"""The door as the projectleider runs it: taps from phones, names to settle, and the links that are given out."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _

from kapstok import clock
from kapstok.errors import Refused
from kapstok.extensions import db
from kapstok.mail.rules import BadAddress
from kapstok.meetings import day_letters, day_rules, door, service
from kapstok.meetings.day_letters import NoHostAddress
from kapstok.meetings.models import Meeting
from kapstok.register import service as register
from kapstok.web.links import door_link, host_link, stationery
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meetings import actor, get_meeting
from kapstok.web.taplist import list_state, take_taps
from kapstok.web.typed import row_id


@dataclass(frozen=True)
class DoorLinks:
    """What is given out for the day. ``open_now`` and ``host_now``: whether they work at this moment."""

    poster: str
    host: str
    open_now: bool
    host_now: bool


def door_links(meeting: Meeting) -> DoorLinks | None:
    """None in a project that is closed: nothing is given out there any more."""
    now = clock.now()
    if meeting.project.archived_at is not None or meeting.project.anonymised_at is not None:
        return None
    return DoorLinks(
        door_link(meeting),
        host_link(meeting),
        open_now=_allowed(day_rules.check_arrival, meeting, now),
        host_now=_allowed(day_rules.check_host_list, meeting, now),
    )


@blueprint.get("/bijeenkomsten/<int:meeting_id>/dag/stand")
def tap_list_state(meeting_id: int):
    return list_state(get_meeting(meeting_id))


@blueprint.post("/bijeenkomsten/<int:meeting_id>/dag/tikken")
def take_list_taps(meeting_id: int):
    return take_taps(get_meeting(meeting_id))


@blueprint.post("/bijeenkomsten/<int:meeting_id>/dag/namen/<int:entry_id>")
def settle_name(meeting_id: int, entry_id: int):
    """A name from the door is this guest, or this person of the register, or nobody new."""
    meeting, now = get_meeting(meeting_id), clock.now()
    entry = door.get_entry(meeting, entry_id)
    guest, person = (request.form.get(name, type=row_id) for name in ("guest", "person"))
    if guest:
        door.settle_as_guest(entry, service.get_guest(meeting, guest), now)
    elif person:
        door.settle_as_walk_in(entry, meeting, register.get_person(g.project, person), now)
    else:
        door.dismiss(entry, now)
    db.session.commit()
    return redirect(url_for("projectleider.attendance", meeting_id=meeting_id, _anchor="namen"))


@blueprint.post("/bijeenkomsten/<int:meeting_id>/dag/gastheer")
def mail_host_list(meeting_id: int):
    meeting = get_meeting(meeting_id)
    try:
        day_letters.queue_host_list(meeting, host_link(meeting), stationery(), clock.now(), actor=actor())
    except (NoHostAddress, BadAddress) as refusal:
        db.session.rollback()
        flash(refusal.text(_), "alert")
    else:
        db.session.commit()
        flash(_("De gastenlijst is onderweg naar %(name)s.", name=meeting.host.name), "status")
    return redirect(url_for("projectleider.attendance", meeting_id=meeting_id, _anchor="deur"))


@blueprint.post("/bijeenkomsten/<int:meeting_id>/dag/nieuwe-links")
def renew_door_links(meeting_id: int):
    door.renew_links(get_meeting(meeting_id), actor=actor())
    db.session.commit()
    flash(_("Het oude affiche en de oude link werken niet meer. Druk het affiche opnieuw af."), "status")
    return redirect(url_for("projectleider.attendance", meeting_id=meeting_id, _anchor="deur"))


def _allowed(check, meeting: Meeting, now) -> bool:
    try:
        check(meeting, now)
    except Refused:
        return False
    return True
