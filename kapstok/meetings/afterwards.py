"""After a meeting: the one mail that asks who knows whom now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import select

from kapstok.accounts import audit
from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import BadAddress
from kapstok.meetings import answering, letters, rules, service
from kapstok.meetings.letters import Stationery
from kapstok.meetings.models import Invitation, Meeting
from kapstok.meetings.rules import Attendance
from kapstok.register.letters import mark_asked
from kapstok.register.models import Person
from kapstok.register.rules import may_be_asked


@dataclass
class Asking:
    """Everybody who was there, by what the mail afterwards means for them."""

    to_ask: list[Invitation] = field(default_factory=list)
    asked: list[Invitation] = field(default_factory=list)  # about this meeting
    too_soon: list[Invitation] = field(default_factory=list)  # got another mail that asks, less than a month ago
    unreachable: list[Invitation] = field(default_factory=list)  # no address, one that was refused, or gone


def asking(guests: Collection[Invitation], now: dt.datetime) -> Asking:
    """Sort the attendees among ``guests`` (a meeting's list)."""
    found = Asking()
    asked = _asked(guests)
    for guest in guests:
        if guest.attendance != Attendance.PRESENT:
            continue
        if letters.after_key(guest) in asked:
            found.asked.append(guest)
        elif not _can_be_mailed(guest.person):
            found.unreachable.append(guest)
        elif not may_be_asked(guest.person.asked_at, now):
            found.too_soon.append(guest)
        else:
            found.to_ask.append(guest)
    return found


def ask_attendees(meeting: Meeting, stationery: Stationery, now: dt.datetime, *, actor: str) -> list[Invitation]:
    """Mail each attendee a link to their own page; who was asked within a month is passed over, so twice is harmless.

    Returns who was written to. Raises ``NotOverYet`` or ``MeetingCancelled``.
    """
    answering.lock(meeting)
    rules.check_over(meeting, now)
    written = []
    for guest in asking(service.list_guests(meeting), now).to_ask:
        try:
            letters.queue_after_meeting(guest, stationery, now)
        except BadAddress:
            continue
        written.append(guest)
    mark_asked(meeting.project_id, [guest.person_id for guest in written], now)
    audit.record("attendees asked", actor=actor, project_id=meeting.project_id, subject=f"meeting:{meeting.id}")
    return written


def _can_be_mailed(person: Person) -> bool:
    return bool(person.email) and person.address_refused_at is None and person.archived_at is None


def _asked(guests: Collection[Invitation]) -> set[str]:
    keys = [letters.after_key(guest) for guest in guests]
    query = select(OutboxMessage.supersede_key).where(OutboxMessage.supersede_key.in_(keys))
    return {key for key in db.session.scalars(query) if key is not None}
