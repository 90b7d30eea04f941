"""After a meeting: the one mail that thanks, tells what came of it, and asks who knows whom now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from sqlalchemy import String, cast, exists, literal, select

from kapstok.accounts import audit
from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import BadAddress
from kapstok.meetings import after_letters, answering, attendance, materials, minutes, rules, service
from kapstok.meetings.after_letters import Rows, after_key
from kapstok.meetings.letters import Stationery
from kapstok.meetings.models import Invitation, Meeting
from kapstok.meetings.rules import Answer, Attendance
from kapstok.register.letters import mark_asked
from kapstok.register.models import Person
from kapstok.register.rules import may_be_asked
from kapstok.scope import in_project


@dataclass
class Asking:
    """Guests by what the mail afterwards means for them."""

    to_ask: list[Invitation] = field(default_factory=list)
    asked: list[Invitation] = field(default_factory=list)  # about this meeting
    too_soon: list[Invitation] = field(default_factory=list)  # got another mail that asks, less than a month ago
    unreachable: list[Invitation] = field(default_factory=list)  # no address, one that was refused, or gone


def asking(guests: Collection[Invitation], now: dt.datetime) -> Asking:
    """Sort the attendees among ``guests`` (a meeting's list)."""
    return _sort([guest for guest in guests if attendance.is_present(guest)], now)


def telling(guests: Collection[Invitation], now: dt.datetime) -> Asking:
    """Sort who could not be there: who was excused, and who said yes and did not come."""
    return _sort([guest for guest in guests if _missed_it(guest)], now)


def what_came_of(meeting: Meeting) -> Rows:
    """Minutes, agreements and materials, as far as there are any."""
    return Rows(meeting.notes, minutes.agreements_of(meeting), materials.list_materials(meeting))


def is_told(meeting: Meeting) -> bool:
    """Whether what came of a meeting was mailed to anybody: until then it is for the projectleider only."""
    key = literal(after_letters.KEY) + cast(Invitation.id, String)
    mailed = exists().where(OutboxMessage.supersede_key == key)
    guests = in_project(Invitation, meeting.project_id).where(Invitation.meeting_id == meeting.id, mailed)
    return db.session.scalar(guests.with_only_columns(Invitation.id).limit(1)) is not None


def ask_attendees(meeting: Meeting, stationery: Stationery, now: dt.datetime, *, actor: str) -> list[Invitation]:
    """Mail each attendee; who was asked within a month is passed over, so twice is harmless.

    Returns who was written to. Raises ``NotOverYet`` or ``MeetingCancelled``.
    """
    answering.lock(meeting)
    rules.check_over(meeting, now)
    written = _write(
        asking(service.list_guests(meeting), now).to_ask, what_came_of(meeting), stationery, now, present=True
    )
    mark_asked(meeting.project_id, [guest.person_id for guest in written], now)
    audit.record("attendees asked", actor=actor, project_id=meeting.project_id, subject=f"meeting:{meeting.id}")
    return written


def tell_absent(meeting: Meeting, stationery: Stationery, now: dt.datetime, *, actor: str) -> list[Invitation]:
    """Mail who could not be there what came of it; nothing is asked, but it counts as their mail of this month.

    Returns who was written to: nobody while there is nothing to tell. Raises ``NotOverYet`` or ``MeetingCancelled``.
    """
    answering.lock(meeting)
    rules.check_over(meeting, now)
    rows = what_came_of(meeting)
    if not rows:
        return []
    written = _write(telling(service.list_guests(meeting), now).to_ask, rows, stationery, now, present=False)
    mark_asked(meeting.project_id, [guest.person_id for guest in written], now)
    audit.record("absent told", actor=actor, project_id=meeting.project_id, subject=f"meeting:{meeting.id}")
    return written


def _write(
    guests: Iterable[Invitation], rows: Rows, stationery: Stationery, now: dt.datetime, *, present: bool
) -> list[Invitation]:
    written = []
    for guest in guests:
        try:
            after_letters.queue(guest, rows, stationery, now, present=present)
        except BadAddress:
            continue
        written.append(guest)
    return written


def _sort(guests: Collection[Invitation], now: dt.datetime) -> Asking:
    found, asked = Asking(), _asked(guests)
    for guest in guests:
        if after_key(guest) in asked:
            found.asked.append(guest)
        elif not _can_be_mailed(guest.person):
            found.unreachable.append(guest)
        elif not may_be_asked(guest.person.asked_at, now):
            found.too_soon.append(guest)
        else:
            found.to_ask.append(guest)
    return found


def _missed_it(guest: Invitation) -> bool:
    said_yes = rules.answer_of(guest.partstat, guest.waitlisted_at) is Answer.YES
    presence = attendance.presence_of(guest)
    return presence is Attendance.EXCUSED or (presence is Attendance.ABSENT and said_yes)


def _can_be_mailed(person: Person) -> bool:
    return bool(person.email) and person.address_refused_at is None and person.archived_at is None


def _asked(guests: Collection[Invitation]) -> set[str]:
    keys = [after_key(guest) for guest in guests]
    query = select(OutboxMessage.supersede_key).where(OutboxMessage.supersede_key.in_(keys))
    return {key for key in db.session.scalars(query) if key is not None}
