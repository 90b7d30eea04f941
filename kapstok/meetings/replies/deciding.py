"""Verbs of the projectleider over mail that waits: whose answer it is, what it comes to, or nothing at all.

Every verb takes the mail first, so that of two people who decide at once the second is told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import joinedload

from kapstok.accounts import audit
from kapstok.errors import N_, NotFound, Refused
from kapstok.extensions import db
from kapstok.mail import inbox
from kapstok.mail.models import InboxMessage
from kapstok.mail.rules import BadAddress, Fate, Kind, address
from kapstok.meetings import answering, inviting, letters
from kapstok.meetings.letters import Stationery
from kapstok.meetings.models import CalendarReply, Invitation, Meeting
from kapstok.meetings.replies import service
from kapstok.meetings.replies.rules import AlreadySettled, ReplyStatus, WhyPassed
from kapstok.meetings.rules import Partstat
from kapstok.projects.models import Project
from kapstok.register import service as register
from kapstok.register.models import Person
from kapstok.scope import get_in_project, in_project

READ, DISMISSED = "read", "dismissed"  # what became of mail, beside what ``rules`` knows
_FROM_PEOPLE = (Kind.CALENDAR, Kind.OTHER, Kind.BROKEN)  # reports of mail servers are told elsewhere


class CannotBeAdded(Refused):
    """On the list already, in the archive, or without the project."""

    sentence = N_("%(name)s staat al op de lijst, of doet niet meer mee. Er is niets veranderd.")


@dataclass(frozen=True)
class Letter:
    """A mail that came in, and what a calendar said in it if one did."""

    message: InboxMessage
    reply: CalendarReply | None


def count_held(project: Project) -> int:
    """How many mails wait for a decision."""
    return inbox.count_held(project.id)


def list_held(project: Project, page: int, size: int) -> list[Letter]:
    """One page of the mails that wait, the longest waiting first."""
    query = _mails(project).where(InboxMessage.status == Fate.HELD).order_by(InboxMessage.id)
    return _letters(project, db.session.scalars(query.offset((page - 1) * size).limit(size)).all())


def list_settled(project: Project, most: int) -> list[Letter]:
    """What became of the mails that came in of late, the latest first, as long as they are kept."""
    settled = and_(InboxMessage.handled_at.is_not(None), InboxMessage.raw.is_not(None))
    query = _mails(project).where(settled).order_by(InboxMessage.handled_at.desc(), InboxMessage.id.desc())
    return _letters(project, db.session.scalars(query.limit(most)).all())


def get_letter(project: Project, message_id: int) -> Letter:
    """One mail of this project, or ``NotFound``."""
    found = db.session.scalars(_mails(project).where(InboxMessage.id == message_id)).all()
    if not found:
        raise NotFound()
    return _letters(project, found)[0]


def accept(
    project: Project,
    message_id: int,
    invitation_id: int,
    choice: Partstat,
    stationery: Stationery,
    now: dt.datetime,
    *,
    actor: str,
) -> Invitation:
    """Let it be this guest's answer. Raises ``AlreadySettled``, and the refusals of answering."""
    letter = _take(project, message_id)
    reply, asked = _reply_of(letter)
    guest = get_in_project(Invitation, project, invitation_id)
    if guest.meeting_id != asked.meeting_id:
        raise NotFound()
    _apply(letter, reply, guest, choice, stationery, now, actor=actor)
    return guest


def accept_newcomer(
    project: Project,
    message_id: int,
    person_id: int,
    choice: Partstat,
    stationery: Stationery,
    now: dt.datetime,
    *,
    actor: str,
) -> Invitation:
    """Put somebody of the register on the list with this answer, and mail them an invitation of their own.

    Raises ``AlreadySettled``, ``CannotBeAdded``, and the refusals of answering.
    """
    letter = _take(project, message_id)
    reply, asked = _reply_of(letter)
    guest = _add(asked.meeting, register.get_person(project, person_id), now)
    _apply(letter, reply, guest, choice, stationery, now, actor=actor)
    _invite(guest, stationery, now)
    return guest


def send_instead(
    project: Project, message_id: int, person_id: int, stationery: Stationery, now: dt.datetime, *, actor: str
) -> Invitation:
    """The guest does not come, and somebody else is invited. Refusals as of ``accept_newcomer``."""
    letter = _take(project, message_id)
    reply, asked = _reply_of(letter)
    stand_in = _add(asked.meeting, register.get_person(project, person_id), now)
    _invite(stand_in, stationery, now)
    _apply(letter, reply, asked, Partstat.DECLINED, stationery, now, actor=actor)
    return stand_in


def use_address(project: Project, message_id: int) -> Person:
    """Make the address that answered the guest's own from now on. Raises ``BadAddress`` and the register's refusals."""
    reply, asked = _reply_of(get_letter(project, message_id))
    person = asked.person
    register.edit_person(person, person.version, email=address(reply.attendee))
    return person


def dismiss(project: Project, message_id: int, now: dt.datetime, *, actor: str) -> None:
    """Do nothing with it; ``reopen`` takes that back. Raises ``AlreadySettled``."""
    letter = _take(project, message_id)
    if letter.reply is None:
        inbox.settle(letter.message, Fate.HANDLED, READ, now=now)
        return
    _settle(letter.reply, ReplyStatus.DISMISSED, now, actor)
    inbox.settle(letter.message, Fate.HANDLED, DISMISSED, now=now)
    _audit("reply dismissed", letter.reply, actor)


def reopen(project: Project, message_id: int, now: dt.datetime, *, actor: str) -> None:
    """Let a mail wait again that was put aside, or that answered the meeting as it was. Raises ``AlreadySettled``."""
    letter = _take(project, message_id, Fate.HANDLED)
    reply = letter.reply
    if not may_reopen(letter):
        raise AlreadySettled()
    if reply is not None:
        reply.status, reply.settled_at, reply.settled_by = ReplyStatus.HELD, None, ""
        _audit("reply reopened", reply, actor)
    inbox.settle(letter.message, Fate.HELD, reply.reason if reply else service.WORDS, now=now)


def may_reopen(letter: Letter) -> bool:
    """Whether somebody put it aside, or Kapstok did because the meeting had changed: both may be reconsidered."""
    if letter.reply is None:
        return letter.message.reason == READ
    aside = letter.reply.status == ReplyStatus.DISMISSED
    return aside or letter.message.reason == "old-version"


def find_by_address(project: Project, addresses: Iterable[str]) -> dict[str, Person]:
    """Who of the register has one of these addresses, where that is one person only."""
    wanted = set(filter(None, addresses))
    query = in_project(Person, project).where(Person.email.in_(wanted), Person.archived_at.is_(None))
    found: dict[str, list[Person]] = {}
    for person in db.session.scalars(query):
        found.setdefault(person.email or "", []).append(person)
    return {email: people[0] for email, people in found.items() if len(people) == 1}


def find_guest(meeting: Meeting, person: Person) -> Invitation | None:
    """Somebody's place on the list of a meeting."""
    query = in_project(Invitation, meeting.project_id).where(Invitation.meeting_id == meeting.id)
    return db.session.scalar(query.where(Invitation.person_id == person.id))


def search_guests(meeting: Meeting, search: str, most: int) -> list[Invitation]:
    """Guests by name or address, in the order of their names."""
    query = in_project(Invitation, meeting.project_id).where(Invitation.meeting_id == meeting.id).join(Person)
    for word in search.lower().split():
        named = func.lower(Person.name).contains(word, autoescape=True)
        query = query.where(or_(named, Person.email.contains(word, autoescape=True)))
    return list(db.session.scalars(query.order_by(func.lower(Person.name), Person.id).limit(most)))


def _mails(project: Project):
    return select(InboxMessage).where(InboxMessage.project_id == project.id, InboxMessage.kind.in_(_FROM_PEOPLE))


def _letters(project: Project, messages: Sequence[InboxMessage]) -> list[Letter]:
    meeting = joinedload(CalendarReply.invitation).joinedload(Invitation.meeting)
    person = joinedload(CalendarReply.invitation).joinedload(Invitation.person)
    ids = [message.id for message in messages]
    query = in_project(CalendarReply, project).where(CalendarReply.inbox_message_id.in_(ids)).options(meeting, person)
    by_mail = {reply.inbox_message_id: reply for reply in db.session.scalars(query)}
    return [Letter(message, by_mail.get(message.id)) for message in messages]


def _take(project: Project, message_id: int, status: Fate = Fate.HELD) -> Letter:
    """Until the commit nobody else decides on this mail. The meeting comes first: who has it may settle other mail."""
    seen = get_letter(project, message_id)
    if seen.reply is not None and seen.reply.invitation is not None:
        answering.lock(seen.reply.invitation.meeting)
    mine = and_(InboxMessage.id == message_id, InboxMessage.status == status)
    taken = db.session.execute(
        update(InboxMessage).where(mine).values(status=status).returning(InboxMessage.id)
    ).one_or_none()
    if taken is None:
        raise AlreadySettled()
    db.session.expire_all()
    return get_letter(project, message_id)


def _reply_of(letter: Letter) -> tuple[CalendarReply, Invitation]:
    """What a calendar said, and to which invitation; a mail in words has neither."""
    if letter.reply is None or letter.reply.invitation is None:
        raise NotFound()
    return letter.reply, letter.reply.invitation


def _add(meeting: Meeting, person: Person, now: dt.datetime) -> Invitation:
    added = inviting.invite(meeting, now, people=[person.id])
    if not added:
        raise CannotBeAdded(name=person.name)
    return added[0]


def _invite(guest: Invitation, stationery: Stationery, now: dt.datetime) -> None:
    """Their own invitation, in which their calendar reads the answer there is."""
    if guest.person.email:
        with suppress(BadAddress):
            letters.queue_invitation(guest, stationery, now)
            guest.sent_sequence = guest.meeting.sequence
    db.session.flush()


def _apply(
    letter: Letter,
    reply: CalendarReply,
    guest: Invitation,
    choice: Partstat,
    stationery: Stationery,
    now: dt.datetime,
    *,
    actor: str,
) -> None:
    _pass_over_earlier(reply, now)
    reply.invitation, reply.partstat = guest, choice
    service.apply(reply, guest, stationery, now, actor=actor)
    _settle(reply, ReplyStatus.APPLIED, now, actor)
    inbox.settle(letter.message, Fate.HANDLED, ReplyStatus.APPLIED, now=now, person_id=guest.person_id)


def _pass_over_earlier(decided: CalendarReply, now: dt.datetime) -> None:
    """What the same address answered before to the same invitation needs no decision any more."""
    earlier = in_project(CalendarReply, decided.project_id).where(
        CalendarReply.id != decided.id,
        CalendarReply.invitation_id == decided.invitation_id,
        CalendarReply.attendee == decided.attendee,
        CalendarReply.status == ReplyStatus.HELD,
        CalendarReply.stamp <= decided.stamp,
    )
    mails = earlier.join(InboxMessage, InboxMessage.id == CalendarReply.inbox_message_id).add_columns(InboxMessage)
    for reply, message in db.session.execute(mails):
        reply.reason = WhyPassed.NOT_NEWER
        _settle(reply, ReplyStatus.PASSED_OVER, now, "system")
        inbox.settle(message, Fate.HANDLED, WhyPassed.NOT_NEWER, now=now)


def _settle(reply: CalendarReply, status: ReplyStatus, now: dt.datetime, actor: str) -> None:
    reply.status, reply.settled_at, reply.settled_by = status, now, actor
    db.session.flush()


def _audit(event: str, reply: CalendarReply, actor: str) -> None:
    audit.record(event, actor=actor, project_id=reply.project_id, subject=f"reply:{reply.id}")
