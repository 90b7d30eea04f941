"""Verbs of asking for dates by mail: the question once, and later again who is silent.

A poll comes before an invitation and has a deadline of its own, so its mail is not held to one question a month.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from sqlalchemy import func, select

from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import BadAddress, Status
from kapstok.meetings import inviting
from kapstok.meetings.inviting import MailState
from kapstok.meetings.letters import Stationery
from kapstok.meetings.models import DatePoll, PollGuest
from kapstok.meetings.polls import guests as poll_guests
from kapstok.meetings.polls import letters, rules, service
from kapstok.projects.models import Project
from kapstok.register.models import Person
from kapstok.scope import in_project


@dataclass
class Sent:
    """Whom ``send_questions`` wrote to, and whose address is none."""

    queued: list[PollGuest] = field(default_factory=list)
    bad_address: list[PollGuest] = field(default_factory=list)


def send_questions(poll: DatePoll, stationery: Stationery, now: dt.datetime, *, actor: str) -> Sent:
    """Ask everybody on the list who can be mailed and was not; twice is harmless.

    Raises ``PollClosed`` and ``PollOver``.
    """
    poll = service.lock(poll)
    rules.check_open(poll, now)
    guests = poll_guests.list_guests(poll)
    sent = Sent()
    for guest in unsent(guests, mail_states(guests)):
        try:
            letters.queue_question(guest, stationery, now)
        except BadAddress:
            sent.bad_address.append(guest)
        else:
            guest.sent_at = now
            sent.queued.append(guest)
    db.session.flush()
    service.record(poll, "dates asked by mail", actor)
    return sent


def remind(poll: DatePoll, stationery: Stationery, now: dt.datetime, *, actor: str) -> list[PollGuest]:
    """Mail who is silent their own link once more; who was written to. Raises ``PollClosed``, ``PollOver``."""
    poll = service.lock(poll)
    rules.check_open(poll, now)
    written = []
    for guest in to_remind(poll_guests.list_guests(poll), now):
        try:
            letters.queue_reminder(guest, stationery, now)
        except BadAddress:
            continue
        guest.reminded_at = now
        written.append(guest)
    db.session.flush()
    if written:
        service.record(poll, "reminded about dates", actor)
    return written


def remind_due(project: Project, now: dt.datetime, stationery: Stationery) -> list[PollGuest]:
    """Remind who is silent in polls whose deadline is near; who was written to. Repeating it is harmless."""
    near = in_project(DatePoll, project).where(DatePoll.closed_at.is_(None), DatePoll.answer_by >= now)
    written = []
    for poll in db.session.scalars(near.order_by(DatePoll.id)).all():
        if rules.reminds_itself(poll, now):
            written += remind(poll, stationery, now, actor="system")
    return written


def unsent(guests: Iterable[PollGuest], mails: dict[int, MailState]) -> list[PollGuest]:
    """Who is to be mailed the question: never yet, or refused at an address that was corrected since."""
    return [guest for guest in guests if guest.answered_at is None and _wants_question(guest, mails.get(guest.id))]


def to_remind(guests: Collection[PollGuest], now: dt.datetime) -> list[PollGuest]:
    """Who may be mailed again now: silent, reachable, and not reminded too often or too lately."""
    reminders = _reminders(guests)
    return [
        guest
        for guest in guests
        if rules.may_remind(guest, reminders.get(guest.id, 0), now) and can_be_mailed(guest.person)
    ]


def can_be_mailed(person: Person) -> bool:
    """Whether mail can reach this person, as far as we know."""
    return bool(person.email) and person.archived_at is None and person.address_refused_at is None


def mail_states(guests: Collection[PollGuest]) -> dict[int, MailState]:
    """The newest mail about a poll of each person who got one, by id of the guest."""
    return inviting.mail_states_by_key({letters.question_key(guest): guest.id for guest in guests})


def _wants_question(guest: PollGuest, mail: MailState | None) -> bool:
    if not can_be_mailed(guest.person):
        return False
    refused = mail is not None and mail.status is Status.FAILED
    return guest.sent_at is None or (refused and mail.address.casefold() != (guest.person.email or "").casefold())


def _reminders(guests: Collection[PollGuest]) -> dict[int, int]:
    """How many reminders each of them got, by id of the guest. What never left does not count."""
    by_key = {letters.question_key(guest): guest.id for guest in guests}
    query = select(OutboxMessage.supersede_key, func.count()).where(
        OutboxMessage.supersede_key.in_(by_key),
        OutboxMessage.kind == letters.REMINDER,
        OutboxMessage.status != Status.SUPERSEDED,
    )
    return {by_key[key]: count for key, count in db.session.execute(query.group_by(OutboxMessage.supersede_key))}
