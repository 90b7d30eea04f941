"""Verbs of the day itself: who was there, who walked in, and who sat at which table in which round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations, groupby

from sqlalchemy import Select

from kapstok.extensions import db
from kapstok.meetings import answering, day_rules, rules
from kapstok.meetings.models import Invitation, Meeting, Seat
from kapstok.meetings.rules import Answer, Attendance, CheckedIn
from kapstok.projects.models import Project
from kapstok.register.models import Person
from kapstok.scope import in_project

ONLY_ROUND = 1  # of a meeting where people keep their table

Group = tuple[int, dt.datetime, tuple[int, ...]]  # meeting id, its start, the ids of who were together, rising
Pair = tuple[int, dt.datetime, int, int]  # meeting id, its start, two person ids of which the first is lower


@dataclass(frozen=True)
class Tap:
    """One tap on a list: what was said of a guest, and when. ``attendance``: None takes it back."""

    invitation_id: int
    attendance: Attendance | None
    tapped_at: dt.datetime


def record_attendance(
    invitation: Invitation,
    attendance: Attendance | None,
    now: dt.datetime,
    tapped_at: dt.datetime | None = None,
    via: CheckedIn = CheckedIn.HOST,
) -> bool:
    """Fill in whether a guest was there; None takes it back. Who was not there sat nowhere.

    ``tapped_at``: when it was said, for what reaches us later; the latest that was said counts, whatever the order in
    which it comes. Returns whether this is what counts now. Raises the refusals of ``rules.check_attendance``.
    """
    rules.check_attendance(answering.lock(invitation.meeting), now)
    counts = _record(invitation, attendance, min(tapped_at or now, now), via)
    db.session.flush()
    return counts


def apply_taps(meeting: Meeting, taps: Iterable[Tap], now: dt.datetime) -> None:
    """Keep what was tapped on a list, perhaps long ago and perhaps for the second time.

    Guests who are gone are skipped. Raises the refusals of ``rules.check_attendance``.
    """
    meeting = answering.lock(meeting)
    rules.check_attendance(meeting, now)
    taps = sorted(taps, key=lambda tap: tap.tapped_at)
    query = in_project(Invitation, meeting.project_id).where(
        Invitation.meeting_id == meeting.id, Invitation.id.in_({tap.invitation_id for tap in taps})
    )
    guests = {guest.id: guest for guest in db.session.scalars(query)}
    for tap in taps:
        if tap.invitation_id in guests:
            _record(guests[tap.invitation_id], tap.attendance, min(tap.tapped_at, now), CheckedIn.HOST)
    db.session.flush()


def check_in(invitation: Invitation, now: dt.datetime, via: CheckedIn) -> None:
    """A guest is there. Who is present already stays so, as of the first time it was said.

    Raises the refusals of ``day_rules.check_arrival``.
    """
    day_rules.check_arrival(answering.lock(invitation.meeting), now)
    if not is_present(invitation):
        _record(invitation, Attendance.PRESENT, now, via)
        db.session.flush()


def presence_of(invitation: Invitation) -> Attendance | None:
    """Present, excused or absent, as the minutes say it once the list is done: see ``day_rules.presence``."""
    return day_rules.presence(
        invitation.attendance,
        invitation.partstat,
        waits=invitation.waitlisted_at is not None,
        mailed=invitation.sent_sequence is not None,
    )


def is_present(invitation: Invitation) -> bool:
    return invitation.attendance == Attendance.PRESENT


def has_place(invitation: Invitation) -> bool:
    """Who said yes and does not wait for a place."""
    return rules.answer_of(invitation.partstat, invitation.waitlisted_at) is Answer.YES


def is_expected(invitation: Invitation) -> bool:
    """Who said yes and has a place, and who turned out to be there."""
    return has_place(invitation) or is_present(invitation)


def add_walk_in(meeting: Meeting, person: Person, now: dt.datetime) -> Invitation:
    """Somebody who came without being on the list; who is on it is simply present."""
    meeting = answering.lock(meeting)
    rules.check_attendance(meeting, now)
    known = in_project(Invitation, meeting.project_id).where(
        Invitation.meeting_id == meeting.id, Invitation.person_id == person.id
    )
    invitation = db.session.scalar(known)
    if invitation is None:
        invitation = Invitation(
            project_id=meeting.project_id, meeting=meeting, person=person, created_at=now, walk_in=True
        )
        db.session.add(invitation)
    _record(invitation, Attendance.PRESENT, now, CheckedIn.HOST)
    db.session.flush()
    return invitation


def seat_guests(meeting: Meeting, tables: Mapping[int, int | None], now: dt.datetime, round: int = ONLY_ROUND) -> None:
    """Keep where each person id sat in a round; None clears it. Only who was there can have sat somewhere."""
    rules.check_attendance(meeting, now)
    answering.lock(meeting)
    present = in_project(Invitation, meeting.project_id).where(
        Invitation.meeting_id == meeting.id, Invitation.attendance == Attendance.PRESENT
    )
    known = {seat.person_id: seat for seat in db.session.scalars(_seats(meeting).where(Seat.round == round))}
    for person_id in db.session.scalars(present.with_only_columns(Invitation.person_id)):
        if person_id in tables:
            _seat(meeting, person_id, round, tables[person_id], known.get(person_id))
    db.session.flush()


def tables(meeting: Meeting, round: int = ONLY_ROUND) -> dict[int, int]:
    """The table number of each person id who sat at one in a round."""
    return tables_by_round(meeting).get(round, {})


def tables_by_round(meeting: Meeting) -> dict[int, dict[int, int]]:
    """The same of every round of which something was filled in."""
    found: dict[int, dict[int, int]] = {}
    for seat in db.session.scalars(_seats(meeting).order_by(Seat.round, Seat.person_id)):
        found.setdefault(seat.round, {})[seat.person_id] = seat.table
    return found


def tablemates(meeting: Meeting, person_id: int) -> set[int]:
    """Ids of who sat at one table with somebody, in whichever round."""
    return {
        other
        for seated in tables_by_round(meeting).values()
        for other, table in seated.items()
        if other != person_id and table == seated.get(person_id)
    }


def present_groups(project: Project) -> list[Group]:
    """Who were at each meeting, the earliest meeting first."""
    query = (
        in_project(Invitation, project)
        .join(Invitation.meeting)
        .where(Invitation.attendance == Attendance.PRESENT)
        .with_only_columns(Meeting.id, Meeting.starts_at, Invitation.person_id)
        .order_by(Meeting.starts_at, Meeting.id, Invitation.person_id)
    )
    return _groups(db.session.execute(query))


def seated_groups(project: Project) -> list[Group]:
    """Who sat at each table in each round, where tables are known."""
    query = (
        in_project(Seat, project)
        .join(Meeting, Meeting.id == Seat.meeting_id)
        .with_only_columns(Meeting.id, Meeting.starts_at, Seat.person_id, Seat.round, Seat.table)
        .order_by(Meeting.starts_at, Meeting.id, Seat.round, Seat.table, Seat.person_id)
    )
    return _groups(db.session.execute(query))


def present_pairs(project: Project) -> list[Pair]:
    """Every two people who were at the same meeting: derived, never stored."""
    return pairs_in(present_groups(project))


def seated_pairs(project: Project) -> list[Pair]:
    """Every two people who sat at one table in one round, where tables are known."""
    return pairs_in(seated_groups(project))


def pairs_in(groups: Iterable[Group]) -> list[Pair]:
    """Every two people of one group, each once for a meeting, in the order of meetings and people."""
    found = {
        (at, meeting_id, one, other): None
        for meeting_id, at, people in groups
        for one, other in combinations(people, 2)
    }
    return [(meeting_id, at, one, other) for at, meeting_id, one, other in sorted(found)]


def _record(invitation: Invitation, attendance: Attendance | None, said_at: dt.datetime, via: CheckedIn) -> bool:
    """Keep what was said of a guest at ``said_at``, unless something was said later; whether it was kept."""
    if invitation.attendance_at is not None and said_at < invitation.attendance_at:
        return False
    invitation.attendance, invitation.attendance_at = attendance, said_at
    invitation.checked_in_via = via if attendance is Attendance.PRESENT else None
    if attendance is not Attendance.PRESENT:
        for seat in db.session.scalars(_seats(invitation.meeting).where(Seat.person_id == invitation.person_id)):
            db.session.delete(seat)
    return True


def _seats(meeting: Meeting) -> Select[Seat]:
    return in_project(Seat, meeting.project_id).where(Seat.meeting_id == meeting.id)


def _seat(meeting: Meeting, person_id: int, round: int, table: int | None, seat: Seat | None) -> None:
    """Put somebody at a table in a round; ``seat``: where they were said to sit until now, if anywhere."""
    if seat is not None and table is None:
        db.session.delete(seat)
    elif seat is not None:
        seat.table = table
    elif table is not None:
        here = {"project_id": meeting.project_id, "meeting_id": meeting.id}
        db.session.add(Seat(**here, person_id=person_id, round=round, table=table))


def _groups(rows: Iterable[tuple]) -> list[Group]:
    """Rows of (meeting id, start, person, round and table if any), in order, as groups of people."""
    return [
        (meeting_id, at, tuple(row[2] for row in rows_of_one))
        for (meeting_id, at, *_place), rows_of_one in groupby(rows, key=lambda row: (*row[:2], *row[3:]))
    ]
