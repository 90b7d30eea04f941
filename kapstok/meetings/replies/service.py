"""Answers that calendars mail: whose they are, what becomes of them. ``deciding`` is for what waits for a person.

Nothing in here raises over what a mail holds: whatever came in ends with a fate and a reason.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from sqlalchemy import Select, select

from kapstok import signing
from kapstok.errors import N_, Refused
from kapstok.extensions import db
from kapstok.freetext import check_free_text
from kapstok.mail import inbox
from kapstok.mail.incoming import Incoming
from kapstok.mail.models import InboxMessage
from kapstok.mail.rules import Fate, Kind
from kapstok.mail.text import lines
from kapstok.meetings import answering
from kapstok.meetings.letters import Stationery
from kapstok.meetings.models import CalendarReply, Invitation
from kapstok.meetings.replies import itip, letters
from kapstok.meetings.replies.rules import Asked, ReplyStatus, Said, Verdict, WhyPassed, judge, stamp
from kapstok.meetings.rules import LONGEST_COMMENT, Partstat, Via
from kapstok.projects.models import Project
from kapstok.register.models import Person
from kapstok.signing import LinkInvalid, Purpose

WORDS = "words"  # why a mail is held that somebody wrote by hand
DROPPED = "drop"  # how a mail came that somebody put on the page
_REPLY_ADDRESS = re.compile(rf"r-([a-z2-7]{{{signing.SHORT}}})@", re.IGNORECASE)


class SeenBefore(Refused):
    """The same mail came before, on the same way or another."""

    sentence = N_("Deze mail was al gelezen. Er is niets veranderd.")


class NoAnswerOfOurs(Refused):
    """A dropped file that has nothing to do with a meeting of this project."""

    sentence = N_(
        "Hierin vinden wij geen antwoord op een uitnodiging van dit project. "
        "Bewaar de hele mail als bestand (.eml), dus niet alleen de bijlage."
    )


def bind(
    incoming: Incoming,
    message: InboxMessage,
    now: dt.datetime,
    stationery: Stationery,
    *,
    secret: str,
    dropped_in: Project | None = None,
) -> CalendarReply | None:
    """Find whose answer a mail is, let it count or hold it, and settle ``message``. None when it is no such answer.

    ``dropped_in``: the projectleider of this project put the mail on the page. It then reaches no other project, and
    who dropped it vouches for its sender.
    """
    said = _answer_in(incoming)
    invitation, at_own_address = _named(incoming, said, secret, dropped_in)
    if invitation is None or said is None:
        _leave_to_people(incoming, message, invitation, now)
        return None
    answering.lock(invitation.meeting)
    told = Said(
        message=said,
        sender=incoming.from_address,
        came_at=message.received_at,
        at_own_address=at_own_address,
        proven=incoming.dmarc is True or dropped_in is not None,
        other_guests=_other_guests(invitation, said),
    )
    verdict = judge(told, _asked(invitation), now)
    reply = _written_down(told, verdict, invitation, message, now)
    _carry_out(verdict, reply, invitation, stationery, now)
    fate = Fate.HELD if verdict.status is ReplyStatus.HELD else Fate.HANDLED
    inbox.settle(
        message,
        fate,
        verdict.reason or verdict.status,
        now=now,
        project_id=invitation.project_id,
        person_id=invitation.person_id,
    )
    return reply


def take_in(
    raw: bytes, project: Project, stationery: Stationery, now: dt.datetime, *, secret: str, reply_domain: str
) -> InboxMessage:
    """Let a saved mail walk the way of one that arrived. Raises ``SeenBefore``, and ``NoAnswerOfOurs``: not kept."""
    message = inbox.receive(raw, now, DROPPED)
    if message is None:
        raise SeenBefore()
    read = inbox.open_again(message, reply_domain)
    if read.kind in (Kind.CALENDAR, Kind.OTHER):
        bind(read, message, now, stationery, secret=secret, dropped_in=project)
    if message.project_id is None:
        db.session.delete(message)
        db.session.flush()
        raise NoAnswerOfOurs()
    return message


def invitation_of(incoming: Incoming, project: Project, secret: str) -> Invitation | None:
    """The invitation of this project to whose address a mail was sent."""
    return next(iter(_by_address(incoming, secret, project)), None)


def apply(
    reply: CalendarReply, invitation: Invitation, stationery: Stationery, now: dt.datetime, *, actor: str
) -> None:
    """Let an answer count for a guest, and tell the guest when it replaces another one.

    Raises the refusals of ``answering.answer_invitation``.
    """
    before, waited = Partstat(invitation.partstat), invitation.waitlisted_at
    otherwise = None if invitation.answered_via == Via.MAIL else invitation.answered_at  # on the page or by phone
    comment = reply.comment or invitation.comment
    answering.answer_invitation(invitation, Partstat(reply.partstat), comment, now, Via.MAIL, stationery, actor=actor)
    # A calendar's answer from before any of these has been overtaken, also where the projectleider let this one count.
    invitation.answer_stamp = max(filter(None, (invitation.answer_stamp, reply.stamp, otherwise)), default=None)
    changed = before not in (Partstat.NEEDS_ACTION, invitation.partstat)
    told_already = invitation.waitlisted_at is not None and waited is None  # by the mail of the waitlist
    if changed and not told_already:
        letters.tell_changed(invitation, stationery, now)
    db.session.flush()


def _leave_to_people(
    incoming: Incoming, message: InboxMessage, invitation: Invitation | None, now: dt.datetime
) -> None:
    """A mail in which no answer can be read waits: at the project that it was sent to, or at nobody's."""
    of: dict[str, int] = {}
    if invitation is not None:
        of["project_id"] = invitation.project_id
        if incoming.from_address == invitation.person.email:
            of["person_id"] = invitation.person_id
    inbox.settle(message, Fate.HELD, _why_unread(incoming), now=now, **of)


def _carry_out(
    verdict: Verdict, reply: CalendarReply, invitation: Invitation, stationery: Stationery, now: dt.datetime
) -> None:
    if verdict.status is ReplyStatus.APPLIED:
        apply(reply, invitation, stationery, now, actor=f"person:{invitation.person_id}")
    elif verdict.reason is WhyPassed.OLD_VERSION:
        letters.ask_again(invitation, Partstat(reply.partstat), stationery, now)


def _answer_in(incoming: Incoming) -> itip.Message | None:
    """What the calendars in a mail say; None when there is none that can be read, or they are about several things."""
    found = list(_readable(incoming.calendars))
    answers = [message for message in found if message.method in ("REPLY", "COUNTER")] or found
    return answers[0] if len({message.uid for message in answers}) == 1 else None


def _readable(calendars: Iterable[bytes]) -> Iterable[itip.Message]:
    for content in calendars:
        try:
            yield itip.read(content)
        except itip.Unreadable:
            continue


def _why_unread(incoming: Incoming) -> str:
    if incoming.kind is Kind.CALENDAR:
        return "calendar"
    return WORDS if incoming.reason is None else str(incoming.reason)


def _named(
    incoming: Incoming, said: itip.Message | None, secret: str, project: Project | None
) -> tuple[Invitation | None, bool]:
    """The invitation that a mail is about, and whether it came by that invitation's own address."""
    addressed = _by_address(incoming, secret, project)
    named = _by_uid(said.uid, project) if said else None
    if addressed:
        return (named if named in addressed else addressed[0]), True
    return named, False


def _by_address(incoming: Incoming, secret: str, project: Project | None) -> list[Invitation]:
    """The invitations to whose own addresses a mail was sent. Their order is that of the mail."""
    found = []
    for token in filter(None, map(_REPLY_ADDRESS.match, incoming.recipients)):
        try:
            number = signing.short_number(token[1])
        except LinkInvalid:
            continue
        invitation = db.session.scalar(_everywhere(project).where(Invitation.id == number))
        if invitation and signing.is_short_token(secret, Purpose.REPLY, token[1], invitation.uid):
            found.append(invitation)
    return found


def _by_uid(uid: str, project: Project | None) -> Invitation | None:
    return db.session.scalar(_everywhere(project).where(Invitation.uid == uid.lower()))


def _everywhere(project: Project | None) -> Select[tuple[Invitation]]:
    """Invitations of one project; of all of them for mail from outside, which says itself which one it answers."""
    query = select(Invitation).execution_options(across_projects="the mail says which invitation")
    return query if project is None else query.where(Invitation.project_id == project.id)


def _asked(invitation: Invitation) -> Asked:
    person, by_calendar = invitation.person, invitation.answered_via == Via.MAIL
    return Asked(
        meeting=invitation.meeting,
        uid=invitation.uid,
        address=person.email,
        archived=person.archived_at is not None,
        sent_sequence=invitation.sent_sequence,
        answered_at=None if by_calendar else invitation.answered_at,
        answer_stamp=invitation.answer_stamp,
    )


def _other_guests(invitation: Invitation, said: itip.Message) -> frozenset[str]:
    """Which of the addresses in an answer are other guests' of the same meeting."""
    addresses = {attendee.address for attendee in said.attendees}
    query = (
        select(Person.email)
        .join(Invitation, Invitation.person_id == Person.id)
        .where(
            Invitation.project_id == invitation.project_id,
            Invitation.meeting_id == invitation.meeting_id,
            Invitation.id != invitation.id,
            Person.email.in_(addresses),
        )
    )
    return frozenset(db.session.scalars(query))


def _written_down(
    told: Said, verdict: Verdict, invitation: Invitation, message: InboxMessage, now: dt.datetime
) -> CalendarReply:
    said, attendee = told.message, verdict.attendee
    proposes = said.method == "COUNTER"
    reply = CalendarReply(
        project_id=invitation.project_id,
        inbox_message_id=message.id,
        invitation=invitation,
        method=said.method[:10],
        attendee=attendee.address if attendee else "",
        partstat=attendee.partstat if attendee else "",
        sequence=said.sequence,
        stamp=stamp(said, told.came_at),
        comment=_allowed(attendee.comment if attendee and attendee.comment else said.comment, now),
        delegated_to=_delegate(said),
        proposed_start=said.starts_at if proposes else None,
        proposed_end=said.ends_at if proposes else None,
        status=verdict.status,
        reason=verdict.reason or "",
        settled_at=None if verdict.status is ReplyStatus.HELD else now,
        settled_by="" if verdict.status is ReplyStatus.HELD else "system",
    )
    db.session.add(reply)
    db.session.flush()
    return reply


def _delegate(said: itip.Message) -> str:
    """Who goes instead of the guest: named by the guest, or answering for themselves."""
    named = (each.delegated_to for each in said.attendees)
    answering_for = (each.address for each in said.attendees if each.delegated_from)
    return next(filter(None, (*named, *answering_for)), "")


def _allowed(comment: str, now: dt.datetime) -> str:
    """The comment as far as it may be kept: an answer counts without what it should not have said."""
    kept = "\n".join(lines(comment))[:LONGEST_COMMENT]
    try:
        check_free_text(kept, now)
    except Refused:
        return ""
    return kept
