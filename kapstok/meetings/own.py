"""One person's own meetings: what they were told of, and nothing that is still being prepared."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import joinedload

from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.meetings import service
from kapstok.meetings.models import Invitation
from kapstok.meetings.rules import Attendance
from kapstok.register.models import Person
from kapstok.scope import in_project

RECENT = dt.timedelta(days=60)  # as long as a meeting is what people come from


def knows_of_it(invitation: Invitation) -> bool:
    """Whether the guest heard of the meeting: by mail, by answering at the phone, or by being there.

    Who stands on the list for a later round does not know yet that they will be asked.
    """
    return (
        invitation.sent_sequence is not None
        or invitation.answered_at is not None
        or invitation.attendance is not None
        or invitation.walk_in
    )


def list_own(person: Person) -> list[Invitation]:
    """The meetings that somebody knows of and that take place or took place, the latest first."""
    invitations = service.invitations_of(person)
    return [each for each in invitations if each.meeting.cancelled_at is None and knows_of_it(each)]


def get_own(person: Person, meeting_id: int) -> Invitation:
    """Somebody's invitation to one meeting that they know of, or ``NotFound``."""
    query = in_project(Invitation, person.project_id).where(
        Invitation.person_id == person.id, Invitation.meeting_id == meeting_id
    )
    invitation = db.session.scalar(query.options(joinedload(Invitation.meeting)))
    if invitation is None or not knows_of_it(invitation):
        raise NotFound()
    return invitation


def last_attended(invitations: list[Invitation], now: dt.datetime) -> Invitation | None:
    """Of somebody's invitations (the latest first) the last at which they were, when that was lately."""
    for invitation in invitations:
        if invitation.attendance == Attendance.PRESENT:
            return invitation if now - invitation.meeting.ends_at < RECENT else None
    return None
