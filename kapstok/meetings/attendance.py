"""Verbs of the day itself: who was there, who walked in, and who sat at which table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import aliased

from kapstok.extensions import db
from kapstok.meetings import answering, rules
from kapstok.meetings.models import Invitation, Meeting, Seat
from kapstok.meetings.rules import Attendance
from kapstok.projects.models import Project
from kapstok.register.models import Person
from kapstok.scope import in_project

ROUND = 1  # one table per person; rounds come with the planner

Pair = tuple[int, dt.datetime, int, int]  # meeting id, its start, two person ids of which the first is lower


def record_attendance(invitation: Invitation, attendance: Attendance | None, now: dt.datetime) -> None:
    """Fill in whether a guest was there; None takes it back. Who was not there sat nowhere."""
    rules.check_attendance(invitation.meeting, now)
    invitation.attendance = attendance
    if attendance is not Attendance.PRESENT:
        _seat(invitation.meeting, invitation.person_id, None)
    db.session.flush()


def add_walk_in(meeting: Meeting, person: Person, now: dt.datetime) -> Invitation:
    """Somebody who came without being on the list; who is on it is simply present."""
    rules.check_attendance(meeting, now)
    answering.lock(meeting)
    known = in_project(Invitation, meeting.project_id).where(
        Invitation.meeting_id == meeting.id, Invitation.person_id == person.id
    )
    invitation = db.session.scalar(known)
    if invitation is None:
        invitation = Invitation(
            project_id=meeting.project_id, meeting=meeting, person=person, created_at=now, walk_in=True
        )
        db.session.add(invitation)
    invitation.attendance = Attendance.PRESENT
    db.session.flush()
    return invitation


def seat_guests(meeting: Meeting, tables: Mapping[int, int | None], now: dt.datetime) -> None:
    """Keep the table number of each person id; None clears it. Only who was there can have sat somewhere."""
    rules.check_attendance(meeting, now)
    answering.lock(meeting)
    present = set(
        db.session.scalars(
            select(Invitation.person_id).where(
                Invitation.project_id == meeting.project_id,
                Invitation.meeting_id == meeting.id,
                Invitation.attendance == Attendance.PRESENT,
            )
        )
    )
    for person_id, table in tables.items():
        if person_id in present:
            _seat(meeting, person_id, table)
    db.session.flush()


def tables(meeting: Meeting) -> dict[int, int]:
    """The table number of each person id who sat at one."""
    query = in_project(Seat, meeting.project_id).where(Seat.meeting_id == meeting.id, Seat.round == ROUND)
    return {seat.person_id: seat.table for seat in db.session.scalars(query)}


def present_pairs(project: Project) -> list[Pair]:
    """Every two people who were at the same meeting: derived, never stored."""
    one, other = aliased(Invitation), aliased(Invitation)
    query = (
        select(Meeting.id, Meeting.starts_at, one.person_id, other.person_id)
        .join(one, one.meeting_id == Meeting.id)
        .join(other, (other.meeting_id == Meeting.id) & (one.person_id < other.person_id))
        .where(
            Meeting.project_id == project.id,
            one.attendance == Attendance.PRESENT,
            other.attendance == Attendance.PRESENT,
        )
        .order_by(Meeting.starts_at, Meeting.id, one.person_id, other.person_id)
    )
    return [tuple(row) for row in db.session.execute(query)]


def seated_pairs(project: Project) -> list[Pair]:
    """Every two people who sat at one table in one round, where tables are known."""
    one, other = aliased(Seat), aliased(Seat)
    together = (
        (other.meeting_id == one.meeting_id)
        & (other.round == one.round)
        & (other.table == one.table)
        & (one.person_id < other.person_id)
    )
    query = (
        select(Meeting.id, Meeting.starts_at, one.person_id, other.person_id)
        .join(one, one.meeting_id == Meeting.id)
        .join(other, together)
        .where(Meeting.project_id == project.id)
        .distinct()
        .order_by(Meeting.starts_at, Meeting.id, one.person_id, other.person_id)
    )
    return [tuple(row) for row in db.session.execute(query)]


def _seat(meeting: Meeting, person_id: int, table: int | None) -> None:
    query = in_project(Seat, meeting.project_id).where(
        Seat.meeting_id == meeting.id, Seat.person_id == person_id, Seat.round == ROUND
    )
    seat = db.session.scalar(query)
    if table is None:
        if seat is not None:
            db.session.delete(seat)
    elif seat is None:
        db.session.add(
            Seat(project_id=meeting.project_id, meeting_id=meeting.id, person_id=person_id, round=ROUND, table=table)
        )
    else:
        seat.table = table
