"""Letters to participants: in whose name, in which language, and how often they may ask something."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy import update

from kapstok.extensions import db
from kapstok.mail import service as mail
from kapstok.mail.letter import Letter, Sender, Translate
from kapstok.mail.mime import CalendarPart, Mailbox
from kapstok.mail.models import OutboxMessage
from kapstok.projects.models import Project
from kapstok.register.models import Person


@dataclass(frozen=True)
class Words:
    """A language: its translate function, and how it writes from when to when, a day, and a month."""

    translate: Translate
    when: Callable[[dt.datetime, dt.datetime], str]
    day: Callable[[dt.date], str]
    month: Callable[[dt.date], str]


@dataclass(frozen=True)
class Letterhead:
    """What letters need from outside: our own address, the address of somebody's own page, and languages."""

    mail_from: str
    personal_link: Callable[[Person], str]
    personal_link_days: int
    speaking: Callable[[str], AbstractContextManager[Words]]


def sender_of(project: Project, letterhead: Letterhead) -> Sender:
    """Whose name stands under a mail of this project."""
    return Sender(
        project.name, project.contact_name, project.contact_email, project.contact_phone, letterhead.mail_from
    )


def post(
    letter: Letter,
    person: Person,
    project: Project,
    letterhead: Letterhead,
    now: dt.datetime,
    *,
    kind: str,
    supersede_key: str,
    calendar: CalendarPart | None = None,
    unsubscribe: str = "",
    reply_to: Mailbox | None = None,
) -> OutboxMessage:
    """Put a letter to one person in the outbox, in the name of the project. Raises ``BadAddress``.

    ``unsubscribe``: the page that stops mail of this kind, for a reminder. ``reply_to``: who gets the answer, when that
    is not the project's contact.
    """
    return mail.queue(
        letter,
        Mailbox(person.name, person.email or ""),
        sender_of(project, letterhead),
        kind=kind,
        now=now,
        language=person.language,
        calendar=calendar,
        unsubscribe=unsubscribe,
        reply_to=reply_to,
        project_id=project.id,
        person_id=person.id,
        supersede_key=supersede_key,
    )


def mark_asked(project_id: int, people: Collection[int], now: dt.datetime) -> None:
    """Remember that these people (by id) were mailed a question: ``rules.may_be_asked`` counts from here."""
    # Not through the rows themselves: that would raise their version under the hands of who is editing a person.
    asked = update(Person).where(Person.project_id == project_id, Person.id.in_(people))
    db.session.execute(asked.values(asked_at=now))
