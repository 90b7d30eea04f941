"""Verbs of answering: yes, perhaps or no, the places, and the waitlist.

Calendars hear nothing of a place: the meeting did not change, so no SEQUENCE rises, and a guest's own calendar shows
what the guest said in it. The next update, and the feed, show who waits or has yet to confirm as TENTATIVE.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.orm import joinedload

from kapstok.accounts import audit
from kapstok.extensions import db
from kapstok.freetext import check_free_text
from kapstok.mail import service as mail
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import BadAddress
from kapstok.meetings import letters, place_letters, places, rules
from kapstok.meetings.letters import Stationery
from kapstok.meetings.models import Invitation, Meeting
from kapstok.meetings.places import Places
from kapstok.meetings.rules import Partstat, Via
from kapstok.projects.models import Project, Term
from kapstok.register.models import Organisation, Person
from kapstok.scope import in_project, take_turns

_SECTOR = func.coalesce(Organisation.sector_id, Person.sector_id)

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

    Saying it twice is harmless: a guest who waits keeps their place in the line. To who has a place held, yes confirms
    it. Raises the refusals of ``rules.check_open`` and of ``check_free_text``.
    """
    check_free_text(comment, now)
    meeting = lock(invitation.meeting)
    rules.check_open(meeting, now)
    if invitation.partstat != choice or invitation.confirm_by is not None:
        _change(invitation, choice, stationery, now)
    # Also when it is what was said before: whatever a calendar sent in between is older than this.
    invitation.answered_at, invitation.answered_via = now, via
    invitation.comment = comment[: rules.LONGEST_COMMENT]
    db.session.flush()
    _record("invitation answered", invitation, actor)


def lock(meeting: Meeting) -> Meeting:
    """Whoever changes a meeting, its guests or its places holds its row until the commit. See ``take_turns``."""
    return take_turns(meeting)


def places_of(meeting: Meeting) -> Places:
    """The meeting's places, and how many of them guests hold: by sector when some are held for sectors."""
    if meeting.capacity is None:
        return Places(None)
    reserved = {held.sector_id: held.places for held in meeting.reserved}
    return Places(meeting.capacity, _taken_by_sector(meeting) if reserved else {None: _taken(meeting)}, reserved)


def is_full_for(invitation: Invitation) -> bool:
    """Whether a yes of this guest now means waiting. (Not shown per sector: that would tell who is a mantelzorger.)"""
    return places_of(invitation.meeting).is_full_for(_sector(invitation))


def kept_free(meeting: Meeting) -> list[tuple[Term, int]]:
    """Places that stay free for a sector while others wait: by sector how many. For the projectleider only."""
    if not _waiting(meeting):
        return []
    found = places_of(meeting)
    return [(held.sector, free) for held in meeting.reserved if (free := found.kept_free(held.sector_id))]


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
    """Give free places to who waited longest and may have them, and write to them. The caller holds the lock.

    A place is held until the guest confirms it. Who cannot be mailed, and so cannot know, simply has it; and so has
    everybody once there is no limit.
    """
    held_until = None if meeting.capacity is None else places.held_until(now, meeting.starts_at)
    lucky = places.next_in_line(places_of(meeting), _waiting(meeting))
    for invitation in lucky:
        invitation.waitlisted_at = None
        invitation.confirm_by = held_until
        if not _write(place_letters.queue_promoted, invitation, stationery, now):
            invitation.confirm_by = None
    db.session.flush()
    return lucky


def meetings_with_expired_holds(now: dt.datetime) -> list[Meeting]:
    """Meetings ahead, of all projects, of which a held place was not confirmed in time while somebody waits."""
    waits = select(Invitation.meeting_id).where(Invitation.waitlisted_at.is_not(None))
    expired = select(Invitation.meeting_id).where(Invitation.confirm_by <= now, Invitation.meeting_id.in_(waits))
    ahead = (
        select(Meeting)
        .join(Meeting.project)
        .where(
            Meeting.id.in_(expired),
            Meeting.starts_at > now,
            Meeting.cancelled_at.is_(None),
            Project.archived_at.is_(None),
            Project.anonymised_at.is_(None),
        )
    )
    return list(db.session.scalars(ahead.execution_options(across_projects="the clock runs in every project")))


def let_lapse(meeting: Meeting, now: dt.datetime, stationery: Stationery) -> list[Invitation]:
    """Give held places that were not confirmed in time to who waits. Returns who lost one; they may answer anew."""
    meeting = lock(meeting)
    if meeting.cancelled_at is not None or meeting.starts_at <= now:
        return []  # changed while this job stood in line
    expired = in_project(Invitation, meeting.project_id).where(
        Invitation.meeting_id == meeting.id, Invitation.confirm_by <= now
    )
    in_order = db.session.scalars(expired.order_by(Invitation.confirm_by, Invitation.id)).all()
    held = [(invitation, _sector(invitation)) for invitation in in_order]
    lost = places.to_lapse(places_of(meeting), held, _waiting(meeting))
    for invitation in lost:
        invitation.partstat, invitation.confirm_by = Partstat.NEEDS_ACTION, None
        invitation.answered_at = invitation.answered_via = None
        _write(place_letters.queue_lapsed, invitation, stationery, now)
        _record("held place lapsed", invitation, "system")
    db.session.flush()
    fill_places(meeting, stationery, now)
    return lost


def _change(invitation: Invitation, choice: Partstat, stationery: Stationery, now: dt.datetime) -> None:
    """Another answer than before, or the yes that confirms a held place.

    Only a yes takes a place, so only who said yes has one to keep or give up.
    """
    said_yes = invitation.partstat == Partstat.ACCEPTED
    mail.withdraw(letters.place_key(invitation))  # news of a place that did not leave yet is old news now
    if invitation.reminded_at is not None:
        mail.withdraw(letters.reminder_key(invitation))
    waits = choice is Partstat.ACCEPTED and not said_yes and is_full_for(invitation)
    invitation.partstat, invitation.confirm_by, invitation.waitlisted_at = choice, None, now if waits else None
    if choice is Partstat.DECLINED:
        invitation.needs, invitation.needs_note = [], ""
    if waits:
        _write(place_letters.queue_waitlisted, invitation, stationery, now)
    elif said_yes and choice is not Partstat.ACCEPTED and invitation.meeting.capacity is not None:
        fill_places(invitation.meeting, stationery, now)


def _waiting(meeting: Meeting) -> list[tuple[Invitation, int | None]]:
    """Who waits for a place, longest first, with their sector. Who left the network waits for nothing."""
    waiting = (
        in_project(Invitation, meeting.project_id)
        .join(Invitation.person)
        .outerjoin(Person.organisation)
        .where(Invitation.meeting_id == meeting.id, Invitation.waitlisted_at.is_not(None), Person.archived_at.is_(None))
        .order_by(Invitation.waitlisted_at, Invitation.id)
        .add_columns(_SECTOR)
    )
    return [(invitation, sector) for invitation, sector in db.session.execute(waiting)]


def _sector(invitation: Invitation) -> int | None:
    person = invitation.person
    return person.organisation.sector_id if person.organisation else person.sector_id


def _taken(meeting: Meeting) -> int:
    return db.session.scalar(select(func.count()).select_from(Invitation).where(*_has_place(meeting)))


def _taken_by_sector(meeting: Meeting) -> dict[int | None, int]:
    query = (
        select(_SECTOR, func.count())
        .select_from(Invitation)
        .join(Invitation.person)
        .outerjoin(Person.organisation)
        .where(*_has_place(meeting))
        .group_by(_SECTOR)
    )
    return dict(db.session.execute(query).all())


def _has_place(meeting: Meeting) -> tuple[ColumnElement[bool], ...]:
    return (
        Invitation.project_id == meeting.project_id,
        Invitation.meeting_id == meeting.id,
        Invitation.partstat == Partstat.ACCEPTED,
        Invitation.waitlisted_at.is_(None),
    )


def _record(event: str, invitation: Invitation, actor: str) -> None:
    audit.record(event, actor=actor, project_id=invitation.project_id, subject=f"invitation:{invitation.id}")


def _write(
    queue: Callable[[Invitation, Stationery, dt.datetime], OutboxMessage],
    invitation: Invitation,
    stationery: Stationery,
    now: dt.datetime,
) -> bool:
    """Mail who can be mailed, and tell whether; an answer by phone is no worse for lack of an address."""
    if not invitation.person.email:
        return False
    try:
        queue(invitation, stationery, now)
    except BadAddress:
        return False
    return True
