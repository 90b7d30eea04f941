"""The list of the day on a phone: what was tapped there comes in as one field of JSON, what counts now goes back.

Both lists speak it, the projectleider's and the host's. See ``static/js/taps.js`` for the other side.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Response, jsonify, request
from flask_babel import gettext as _

from kapstok import clock
from kapstok.errors import N_, Refused
from kapstok.extensions import db
from kapstok.freetext import HoldsBirthDate, HoldsBsn
from kapstok.meetings import attendance, door, rules, service
from kapstok.meetings.attendance import Tap
from kapstok.meetings.models import DoorEntry, Invitation, Meeting
from kapstok.meetings.rules import Attendance, CheckedIn
from kapstok.web.typed import on_one_line

MOST = 2000  # taps and names in one go
LATEST = 2**43  # milliseconds since 1970: the year 2248


class TapsUnreadable(Refused):
    """Not what our own script sends."""

    sentence = N_("Deze tikken zijn niet te lezen. Er is niets veranderd. Laad de lijst opnieuw.")


@dataclass(frozen=True)
class Arrival:
    """A name that was typed on the list: who came without being on it."""

    key: str
    name: str
    organisation: str
    came_at: dt.datetime


@dataclass(frozen=True)
class Waiting:
    """A name from the door, and the guests who may have typed it."""

    entry: DoorEntry
    suggested: list[Invitation]


def take_taps(meeting: Meeting) -> Response:
    """Keep what a phone sends, commit, and answer with how the list stands."""
    taps, arrivals = _read(request.form.get("taps", ""))
    now, refused = clock.now(), []
    attendance.apply_taps(meeting, taps, now)
    for came in arrivals:
        try:
            door.arrive(meeting, came.name, came.organisation, came.key, now, came_at=came.came_at, via=CheckedIn.HOST)
        except (HoldsBsn, HoldsBirthDate) as refusal:
            refused.append(refusal.text(_))
    db.session.commit()
    return _answer(meeting, refused=refused)


def list_state(meeting: Meeting) -> Response:
    """How the list stands now, for phones that ask."""
    return _answer(meeting, refused=[])


def is_open(meeting: Meeting) -> bool:
    """Whether there is something to tap: from the day itself on."""
    try:
        rules.check_attendance(meeting, clock.now())
    except Refused:
        return False
    return True


def waiting_names(meeting: Meeting, guests: list[Invitation]) -> list[Waiting]:
    """The names that the host is to settle."""
    return [Waiting(entry, door.suggested(entry, guests)) for entry in door.unsettled(meeting)]


def _answer(meeting: Meeting, *, refused: list[str]) -> Response:
    guests = service.list_guests(meeting)
    return jsonify(
        now=_milliseconds(clock.now()),
        present=sum(map(attendance.is_present, guests)),
        names=len(door.unsettled(meeting)),
        guests={guest.id: (guest.attendance or "", said_at(guest)) for guest in guests},
        refused=refused,
    )


def in_words(guest: Invitation) -> str:
    """What a search among the guests looks through."""
    return f"{guest.person.name} {guest.person.shown_organisation}"


def said_at(guest: Invitation) -> int:
    """When the list last heard of a guest, in milliseconds since 1970; 0 when never."""
    return _milliseconds(guest.attendance_at) if guest.attendance_at else 0


def _milliseconds(moment: dt.datetime) -> int:
    return int(moment.timestamp() * 1000)


def _read(text: str) -> tuple[list[Tap], list[Arrival]]:
    try:
        sent = json.loads(text)
        taps, arrivals = sent["taps"], sent["arrivals"]
        if not isinstance(taps, list) or not isinstance(arrivals, list) or len(taps) + len(arrivals) > MOST:
            raise ValueError
        return list(map(_tap, taps)), list(map(_arrival, arrivals))
    except (ValueError, TypeError, LookupError, RecursionError):
        raise TapsUnreadable() from None


def _tap(sent: Any) -> Tap:
    said = sent["attendance"]
    return Tap(_whole(sent["guest"], 2**31), Attendance(said) if said else None, _moment(sent["at"]))


def _arrival(sent: Any) -> Arrival:
    """A name as it was typed. One that cannot be kept is cut, not refused: it would hold up all that waits with it."""
    key, name, organisation = (on_one_line(text) for text in _texts(sent, "key", "name", "organisation"))
    if not 0 < len(key) <= 36:
        raise ValueError(key)
    return Arrival(key, name[:120] or "?", organisation[:160], _moment(sent["at"]))


def _texts(sent: Any, *names: str) -> Iterator[str]:
    for name in names:
        if not isinstance(sent[name], str):
            raise TypeError(name)
        yield sent[name]


def _moment(sent: Any) -> dt.datetime:
    return dt.datetime.fromtimestamp(_whole(sent, LATEST) / 1000, dt.UTC)


def _whole(sent: Any, below: int) -> int:
    """A whole number from 0 on: JSON also knows NaN, 1e400 and true."""
    if type(sent) is not int or not 0 <= sent < below:
        raise ValueError(sent)
    return sent
