"""An invitation before it is sent: how it looks to a guest, and a trial copy for the projectleider."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import cast

from kapstok.mail import service as mail
from kapstok.mail.letter import Letter, Paragraph
from kapstok.mail.mime import Mailbox
from kapstok.mail.models import OutboxMessage
from kapstok.meetings import ical, letters
from kapstok.meetings.letters import Stationery
from kapstok.meetings.models import Invitation, Meeting
from kapstok.meetings.rules import Partstat
from kapstok.register.letters import sender_of

TRIAL = "trial"  # kind of the mail to the projectleider


@dataclass(frozen=True)
class MadeUp:
    """Somebody who is nobody: no row, so that looking can never invite them."""

    name: str
    language: str
    email: str = "gast@example.org"
    id: int = 0


@dataclass(frozen=True)
class _Specimen:
    """What letters read of an invitation, for somebody made up."""

    meeting: Meeting
    person: MadeUp
    id: int = 0
    uid: str = "00000000-0000-0000-0000-000000000000"
    partstat: str = Partstat.NEEDS_ACTION
    waitlisted_at: dt.datetime | None = None
    link_version: int = 0


@dataclass(frozen=True)
class Rehearsal:
    """The invitation as one guest would get it, and what their calendar would show."""

    letter: Letter
    language: str
    calendar: ical.CalendarMeeting


def specimen(meeting: Meeting, person: MadeUp) -> Invitation:
    """An invitation for somebody made up, good for reading only."""
    return cast(Invitation, _Specimen(meeting, person))


def rehearse(invitation: Invitation, stationery: Stationery, now: dt.datetime) -> Rehearsal:
    """Nothing is written. ``stationery`` should hold links that lead nowhere: an answer page is its guest's alone."""
    made = letters.compose_invitation(invitation, stationery, now)
    with stationery.speaking(invitation.person.language) as words:
        shown = letters.calendar_meeting(invitation, stationery, words)
    return Rehearsal(made.letter, invitation.person.language, shown)


def send_trial(invitation: Invitation, to: Mailbox, stationery: Stationery, now: dt.datetime) -> OutboxMessage:
    """The invitation as a mail to the projectleider: it changes nothing, and puts nothing in a calendar.

    Raises ``BadAddress``.
    """
    project, language = invitation.meeting.project, invitation.person.language
    rehearsed = rehearse(invitation, stationery, now)
    with stationery.speaking(language) as words:
        _ = words.translate
        subject = _("Proef: %(subject)s", subject=rehearsed.letter.subject)
        told = Paragraph(
            _(
                "Dit is een proef voor u alleen. De knoppen leiden nergens heen. "
                "Bij de echte uitnodiging zit ook de afspraak voor de agenda."
            )
        )
    return mail.queue(
        replace(rehearsed.letter, subject=subject, blocks=(told, *rehearsed.letter.blocks)),
        to,
        sender_of(project, stationery),
        kind=TRIAL,
        now=now,
        language=language,
        project_id=project.id,
        supersede_key=f"trial:{invitation.meeting.id}:{to.address}",
    )
