"""Choosing people for a list: by name, organisation, sector or function, or because they came before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select

from kapstok.extensions import db
from kapstok.meetings.models import Invitation, Meeting
from kapstok.meetings.rules import Attendance
from kapstok.projects.models import Project
from kapstok.register import service as register
from kapstok.register.models import Person
from kapstok.register.service import Filter


@dataclass(frozen=True)
class Groups:
    """Who is meant, by the ids of what they are or belong to; whoever is in one of them is in."""

    people: Collection[int] = ()
    organisations: Collection[int] = ()
    sectors: Collection[int] = ()
    functions: Collection[int] = ()
    came_to: Collection[int] = ()  # meetings


@dataclass(frozen=True)
class Held:
    """A meeting that took place, and who of the candidates were there."""

    meeting: Meeting
    came: int


def candidates(project: Project, listed: Collection[int], search: str = "") -> list[Person]:
    """Active people who are not ``listed`` (by id) yet, by name. ``search`` is read as the register reads it."""
    taken = set(listed)
    return [person for person in register.list_people(project, Filter(search=search)) if person.id not in taken]


def pick(project: Project, people: Iterable[Person], groups: Groups) -> list[Person]:
    """Those of ``people`` who are in one of the groups, in the order they came."""
    came = _attendees(project, groups.came_to) if groups.came_to else set()
    return [
        person
        for person in people
        if person.id in groups.people
        or person.id in came
        or person.organisation_id in groups.organisations
        or person.function_id in groups.functions
        or (person.sector is not None and person.sector.id in groups.sectors)
    ]


def earlier_meetings(project: Project, people: Collection[Person], now: dt.datetime) -> list[Held]:
    """Meetings that are over and to which somebody of ``people`` came, the last one first."""
    present = (
        select(Invitation.meeting_id, Invitation.person_id)
        .join(Meeting)
        .where(Invitation.project_id == project.id, Invitation.attendance == Attendance.PRESENT, Meeting.ends_at <= now)
    )
    wanted, came = {person.id for person in people}, {}
    for meeting_id, person_id in db.session.execute(present):
        came[meeting_id] = came.get(meeting_id, 0) + (person_id in wanted)
    query = select(Meeting).where(Meeting.project_id == project.id, Meeting.id.in_(came))
    held = db.session.scalars(query.order_by(Meeting.starts_at.desc(), Meeting.id.desc()))
    return [Held(meeting, came[meeting.id]) for meeting in held if came[meeting.id]]


def _attendees(project: Project, meetings: Collection[int]) -> set[int]:
    """The ids of who were present at one of these meetings of the project."""
    query = select(Invitation.person_id).where(
        Invitation.project_id == project.id,
        Invitation.meeting_id.in_(meetings),
        Invitation.attendance == Attendance.PRESENT,
    )
    return set(db.session.scalars(query))
