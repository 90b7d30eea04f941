"""An invitation before it is sent: how it looks to a guest, and a trial copy for the projectleider."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy.orm.attributes import set_committed_value

from kapstok.mail import service as mail
from kapstok.mail.letter import Letter, Paragraph
from kapstok.mail.mime import Mailbox
from kapstok.mail.models import OutboxMessage
from kapstok.meetings import ical, letters
from kapstok.meetings.letters import Stationery
from kapstok.meetings.models import Invitation, Meeting
from kapstok.meetings.rules import Partstat
from kapstok.register.letters import sender_of
from kapstok.register.models import Person

TRIAL = "trial"  # kind of the mail to the projectleider
NO_UID = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True)
class Rehearsal:
    """The invitation as one guest would get it, and what their calendar would show."""

    letter: Letter
    language: str
    calendar: ical.CalendarMeeting


def specimen(meeting: Meeting, name: str) -> Invitation:
    """An invitation for somebody made up, good for reading only: it is in no session and hangs on no list."""
    guest = Invitation(id=0, uid=NO_UID, project_id=meeting.project_id, partstat=Partstat.NEEDS_ACTION, link_version=0)
    nobody = Person(id=0, project_id=meeting.project_id, name=name, email="gast@example.org", language="nl")
    set_committed_value(guest, "meeting", meeting)  # not by assigning, which would put it on the meeting's list
    set_committed_value(guest, "person", nobody)
    return guest


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
