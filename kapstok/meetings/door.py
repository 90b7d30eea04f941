"""Verbs of the door: names that are typed there, and what the host makes of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import or_, select, update

from kapstok.accounts import audit
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.freetext import check_free_text
from kapstok.meetings import answering, attendance, day_rules, rules, service
from kapstok.meetings.models import DoorEntry, Invitation, Meeting
from kapstok.meetings.rules import CheckedIn
from kapstok.projects.models import Project
from kapstok.register.models import Person
from kapstok.scope import get_in_project, in_project

KEEP_NAMES = dt.timedelta(weeks=2)  # after the meeting: whoever knows who it was has said so by then

# The link itself says which meeting, and so which project.
_BY_LINK = {"across_projects": "the link says which meeting"}


def find_meeting(meeting_id: int, door_version: int) -> Meeting | None:
    """The meeting that a link of the poster or of the host opens; None when it or its project is gone or withdrawn."""
    goes_on = Project.archived_at.is_(None), Project.anonymised_at.is_(None)
    query = select(Meeting).join(Meeting.project).where(Meeting.id == meeting_id, Meeting.door_version == door_version)
    return db.session.scalar(query.where(*goes_on).execution_options(**_BY_LINK))


def renew_links(meeting: Meeting, *, actor: str) -> None:
    """Withdraw the poster and the host's list that were given out: from now on only new ones work."""
    answering.lock(meeting)
    meeting.door_version += 1
    db.session.flush()
    audit.record("door renewed", actor=actor, project_id=meeting.project_id, subject=f"meeting:{meeting.id}")


def arrive(
    meeting: Meeting,
    name: str,
    organisation: str,
    key: str,
    now: dt.datetime,
    *,
    came_at: dt.datetime | None = None,
    via: CheckedIn = CheckedIn.DOOR,
) -> None:
    """Somebody typed a name. The one guest of that name is there; of everybody else the host decides who it is.

    ``key`` was made where the name was typed: the same one again changes nothing. ``came_at``: when that was, for what
    reaches us later. Says nothing about whether the name is known. Raises the refusals of ``check_free_text`` and of
    ``rules.check_attendance``.
    """
    for text in (name, organisation):
        check_free_text(text, now)
    meeting = answering.lock(meeting)
    rules.check_attendance(meeting, now)
    entries = in_project(DoorEntry, meeting.project_id).where(DoorEntry.meeting_id == meeting.id, DoorEntry.key == key)
    if db.session.scalar(entries) is not None:
        return
    entry = DoorEntry(
        project_id=meeting.project_id,
        meeting_id=meeting.id,
        key=key,
        name=name,
        organisation=organisation,
        came_at=min(came_at or now, now),
    )
    db.session.add(entry)
    found = day_rules.meant_by(name, _names(meeting))
    if found is not None:
        _settle(entry, service.get_guest(meeting, found), now, via, said_at=entry.came_at)
    db.session.flush()


def unsettled(meeting: Meeting) -> list[DoorEntry]:
    """Names of which nobody has said yet who it is, the first to come first."""
    query = in_project(DoorEntry, meeting.project_id).where(
        DoorEntry.meeting_id == meeting.id, DoorEntry.settled_at.is_(None)
    )
    return list(db.session.scalars(query.order_by(DoorEntry.came_at, DoorEntry.id)))


def get_entry(meeting: Meeting, entry_id: int) -> DoorEntry:
    """One name typed at this door, or ``NotFound``."""
    entry = get_in_project(DoorEntry, meeting.project_id, entry_id)
    if entry.meeting_id != meeting.id:
        raise NotFound()
    return entry


def suggested(entry: DoorEntry, guests: Collection[Invitation]) -> list[Invitation]:
    """Guests who may have typed this name, the likeliest first. Who is present already has a name on the list."""
    by_id = {guest.id: guest for guest in guests}
    absent = {guest.id: guest.person.name for guest in guests if not attendance.is_present(guest)}
    return [by_id[number] for number in day_rules.suggestions(entry.name, absent)]


def settle_as_guest(entry: DoorEntry, guest: Invitation, now: dt.datetime) -> None:
    """This name is that guest, who is there since it was typed. What somebody else made of the name first stands.

    Raises the refusals of ``rules.check_attendance``.
    """
    rules.check_attendance(answering.lock(guest.meeting), now)
    if entry.settled_at is None:
        _settle(entry, guest, now, CheckedIn.HOST)
    db.session.flush()


def settle_as_walk_in(entry: DoorEntry, meeting: Meeting, person: Person, now: dt.datetime) -> Invitation | None:
    """This name is somebody of the register who was not on the list; None when somebody else settled it first.

    Raises the refusals of ``rules.check_attendance``.
    """
    meeting = answering.lock(meeting)
    rules.check_attendance(meeting, now)
    if entry.settled_at is not None:
        return None
    guest = attendance.add_walk_in(meeting, person, now)
    _settle(entry, guest, now, CheckedIn.HOST)
    db.session.flush()
    return guest


def dismiss(entry: DoorEntry, now: dt.datetime) -> None:
    """Nobody new: typed twice, or in jest. The name is not kept."""
    if entry.settled_at is None:
        _close(entry, now)
    db.session.flush()


def forget_names(now: dt.datetime) -> int:
    """Wipe the names of which nobody said who it is, of meetings long over or called off; in every project. How many.

    The row stays: a phone that sends the same name once more adds nothing.
    """
    done = select(Meeting.id).where(or_(Meeting.ends_at <= now - KEEP_NAMES, Meeting.cancelled_at.is_not(None)))
    waiting = DoorEntry.settled_at.is_(None), DoorEntry.meeting_id.in_(done)
    forget = update(DoorEntry).where(*waiting).values(settled_at=now, name="", organisation="")
    options = {"across_projects": "every project forgets", "synchronize_session": False}
    wiped = db.session.scalars(forget.returning(DoorEntry.id).execution_options(**options)).all()
    db.session.expire_all()
    return len(wiped)


def _names(meeting: Meeting) -> dict[int, str]:
    """The guests' names by id of the invitation: no more is read, while everybody else at the door waits."""
    query = select(Invitation.id, Person.name).join(Invitation.person)
    listed = query.where(Invitation.project_id == meeting.project_id, Invitation.meeting_id == meeting.id)
    return dict(db.session.execute(listed).all())


def _settle(
    entry: DoorEntry, guest: Invitation, now: dt.datetime, via: CheckedIn, said_at: dt.datetime | None = None
) -> None:
    if not attendance.is_present(guest):
        attendance.record_attendance(guest, rules.Attendance.PRESENT, now, said_at, via)
    entry.invitation_id = guest.id
    _close(entry, now)


def _close(entry: DoorEntry, now: dt.datetime) -> None:
    """Who it is stands on the list now: what was typed has done its work."""
    entry.settled_at, entry.name, entry.organisation = now, "", ""
