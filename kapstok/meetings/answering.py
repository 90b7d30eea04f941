"""Verbs of answering: yes, perhaps or no, the places, and the waitlist."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import joinedload

from kapstok.accounts import audit
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.freetext import check_free_text
from kapstok.mail import service as mail
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import BadAddress
from kapstok.meetings import letters, rules
from kapstok.meetings.letters import Stationery
from kapstok.meetings.models import Invitation, Meeting
from kapstok.meetings.rules import Partstat, Via
from kapstok.scope import in_project

# Made once: for the busiest page of the day, building this query costs as much as running it.
_BY_LINK = (
    select(Invitation)
    .where(Invitation.id == bindparam("id"), Invitation.link_version == bindparam("link_version"))
    .options(
        joinedload(Invitation.person, innerjoin=True),
        joinedload(Invitation.meeting, innerjoin=True).joinedload(Meeting.project, innerjoin=True),
    )
    .execution_options(across_projects="the link says which invitation")
)


def find_invitation(invitation_id: int, link_version: int) -> Invitation | None:
    """The invitation a link opens, with its person, meeting and project; None when it is gone or was withdrawn."""
    return db.session.scalar(_BY_LINK, {"id": invitation_id, "link_version": link_version})


def answer_invitation(
    invitation: Invitation,
    choice: Partstat,
    comment: str,
    now: dt.datetime,
    via: Via,
    stationery: Stationery,
    *,
    actor: str,
) -> None:
    """Keep a guest's answer. A yes to a full meeting is a place on the waitlist; a place given up goes to who waits.

    Saying it twice is harmless: a guest who waits keeps their place in the line. Raises the refusals of
    ``rules.check_open`` and of ``check_free_text``.
    """
    check_free_text(comment, now)
    meeting = lock(invitation.meeting)
    rules.check_open(meeting, now)
    if invitation.partstat != choice:
        invitation.answered_at, invitation.answered_via = now, via
        _change(invitation, choice, stationery, now)
    invitation.comment = comment[: rules.LONGEST_COMMENT]
    db.session.flush()
    subject = f"invitation:{invitation.id}"
    audit.record("invitation answered", actor=actor, project_id=invitation.project_id, subject=subject)


def lock(meeting: Meeting) -> Meeting:
    """Take turns: whoever changes a meeting, its guests or its places holds its row until the commit.

    What was read before the wait may be stale by then, so all of it is read anew. SQLite's writers stand in line before
    they read anything: there is nothing to wait for and nothing is stale.
    """
    if db.engine.dialect.name == "sqlite":
        return meeting
    query = in_project(Meeting, meeting.project_id).where(Meeting.id == meeting.id).with_for_update()
    db.session.flush()
    db.session.expire_all()
    locked = db.session.scalar(query)
    if locked is None:
        raise NotFound()
    return locked


def places_taken(meeting: Meeting) -> int:
    """How many guests hold a place."""
    return db.session.scalar(
        select(func.count())
        .select_from(Invitation)
        .where(
            Invitation.project_id == meeting.project_id,
            Invitation.meeting_id == meeting.id,
            Invitation.partstat == Partstat.ACCEPTED,
            Invitation.waitlisted_at.is_(None),
        )
    )


def is_full(meeting: Meeting) -> bool:
    """Whether a yes now means waiting."""
    return meeting.capacity is not None and rules.free_places(meeting.capacity, places_taken(meeting)) == 0


def place_in_line(invitation: Invitation) -> int | None:
    """1 for who gets the next free place; None for who does not wait."""
    if invitation.waitlisted_at is None:
        return None
    earlier = or_(
        Invitation.waitlisted_at < invitation.waitlisted_at,
        and_(Invitation.waitlisted_at == invitation.waitlisted_at, Invitation.id < invitation.id),
    )
    return 1 + db.session.scalar(
        select(func.count())
        .select_from(Invitation)
        .where(Invitation.project_id == invitation.project_id, Invitation.meeting_id == invitation.meeting_id, earlier)
    )


def fill_places(meeting: Meeting, stationery: Stationery, now: dt.datetime) -> list[Invitation]:
    """Give free places to who waited longest, and write to them. The caller holds the lock."""
    waiting = in_project(Invitation, meeting.project_id).where(
        Invitation.meeting_id == meeting.id, Invitation.waitlisted_at.is_not(None)
    )
    in_line = db.session.scalars(waiting.order_by(Invitation.waitlisted_at, Invitation.id)).all()
    lucky = rules.next_in_line(in_line, meeting.capacity, places_taken(meeting))
    for invitation in lucky:
        invitation.waitlisted_at = None
        _write(letters.queue_promoted, invitation, stationery, now)
    db.session.flush()
    return list(lucky)


def _change(invitation: Invitation, choice: Partstat, stationery: Stationery, now: dt.datetime) -> None:
    """Another answer than before. Only a yes takes a place, so only who said yes has one to give up, or news of one."""
    meeting, said_yes = invitation.meeting, invitation.partstat == Partstat.ACCEPTED
    waits = choice is Partstat.ACCEPTED and is_full(meeting)
    invitation.partstat, invitation.waitlisted_at = choice, now if waits else None
    if waits:
        _write(letters.queue_waitlisted, invitation, stationery, now)
    if said_yes:
        mail.withdraw(letters.place_key(invitation))
        if meeting.capacity is not None:
            fill_places(meeting, stationery, now)


def _write(
    queue: Callable[[Invitation, Stationery, dt.datetime], OutboxMessage],
    invitation: Invitation,
    stationery: Stationery,
    now: dt.datetime,
) -> None:
    """Mail who can be mailed; an answer by phone is no worse for lack of an address."""
    if invitation.person.email:
        with suppress(BadAddress):
            queue(invitation, stationery, now)
