"""From rows to letters in the outbox, for the one mail that follows a meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from kapstok.mail.letter import Letter
from kapstok.mail.models import OutboxMessage
from kapstok.meetings import after_messages
from kapstok.meetings.after_messages import Agreed, Outcome
from kapstok.meetings.letters import Stationery
from kapstok.meetings.models import Agreement, Invitation, Material
from kapstok.meetings.rules import AgreementKind
from kapstok.register.letters import Words, post, sender_of

KEY = "after:"


@dataclass(frozen=True)
class Rows:
    """What came of a meeting, as it is kept: read once for all its letters."""

    notes: str
    agreements: Sequence[Agreement]
    materials: Sequence[Material]

    def __bool__(self) -> bool:
        return bool(self.notes or self.agreements or self.materials)


def after_key(invitation: Invitation) -> str:
    """What the mails to one guest after one meeting share: there is one."""
    return f"{KEY}{invitation.id}"


def write(invitation: Invitation, rows: Rows, stationery: Stationery, *, present: bool) -> Letter:
    """The letter to one guest: with the question whom they know now when they were there."""
    meeting, person = invitation.meeting, invitation.person
    page = stationery.personal_link(person)
    meeting_url = f"{page}/bijeenkomsten/{meeting.id}"
    with stationery.speaking(person.language) as words:
        _, sender, outcome = words.translate, sender_of(meeting.project, stationery), _in_words(rows, words)
        if present:
            pulse_url = f"{page}/wie-kent-u"
            return after_messages.thanks(_, person.name, sender, meeting.title, outcome, pulse_url, meeting_url)
        return after_messages.news(_, person.name, sender, meeting.title, outcome, meeting_url)


def queue(
    invitation: Invitation, rows: Rows, stationery: Stationery, now: dt.datetime, *, present: bool
) -> OutboxMessage:
    """Put that letter in the outbox. Raises ``BadAddress``."""
    letter = write(invitation, rows, stationery, present=present)
    person, project = invitation.person, invitation.meeting.project
    return post(letter, person, project, stationery, now, kind="after", supersede_key=after_key(invitation))


def _in_words(rows: Rows, words: Words) -> Outcome:
    return Outcome(
        notes=rows.notes,
        agreed=tuple(
            Agreed(
                what=agreement.text,
                who=agreement.owner.name if agreement.owner else "",
                until=words.day(agreement.due_on) if agreement.due_on else "",
                is_decision=agreement.kind == AgreementKind.DECISION,
            )
            for agreement in rows.agreements
        ),
        materials=tuple(material.title for material in rows.materials),
    )
