"""Verbs of planning again: a copy of a meeting, and a series of separate meetings with one plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import insert, literal, select

from kapstok import clock
from kapstok.accounts import audit
from kapstok.database import new_uid
from kapstok.extensions import db
from kapstok.meetings import answering, inviting, plan_rules, service
from kapstok.meetings.materials import list_materials
from kapstok.meetings.models import Material, MaterialFile, Meeting
from kapstok.meetings.service import Plan
from kapstok.scope import in_project

Times = tuple[dt.datetime, dt.datetime]  # start and end in UTC, of rules.meeting_times

_COPIED = ("position", "kind", "shown", "title", "url", "file_name", "content_type", "size", "added_at")


def copy_meeting(meeting: Meeting, times: Times, now: dt.datetime, *, with_guests: bool = False, actor: str) -> Meeting:
    """The same meeting once more: its plan and materials, without answers, notes and agreements.

    ``with_guests`` puts who was on the list on the new one, as far as they still take part; nobody is written to.
    Raises ``plan_rules.OutsideMeeting`` when a line of the programme falls out of a shorter meeting.
    """
    made = service.create_meeting(meeting.project, _plan(meeting, times, now), now, actor=actor)
    _copy_materials(meeting, made)
    if with_guests:
        _same_guests(meeting, made, now)
    return made


def make_series(
    meeting: Meeting, times: Sequence[Times], now: dt.datetime, *, with_guests: bool = False, actor: str
) -> list[Meeting]:
    """Meetings with the plan of ``meeting`` at other times: all of them or, when one is refused, none.

    Each is a meeting of its own, to be changed and cancelled apart; what they share is only that they were planned
    together. Raises ``plan_rules.AlreadyPlanned``, ``AskedTwice`` and ``OutsideMeeting``.
    """
    answering.lock(meeting)
    days = [clock.local_date(starts_at) for starts_at, _ends_at in times]
    planned = planned_days(meeting)
    for place, day in enumerate(days):
        plan_rules.check_new_day(day, days[:place], planned)
    meeting.series = meeting.series or new_uid()
    made = []
    for at in times:
        sister = service.create_meeting(meeting.project, _plan(meeting, at, now), now, actor=actor)
        sister.series = meeting.series
        if with_guests:
            _same_guests(meeting, sister, now)
        made.append(sister)
    db.session.flush()
    audit.record("series made", actor=actor, project_id=meeting.project_id, subject=f"meeting:{meeting.id}")
    return made


def planned_days(meeting: Meeting) -> list[dt.date]:
    """The days on which a meeting or one of its sisters takes place."""
    return [clock.local_date(each.starts_at) for each in (meeting, *sisters(meeting)) if each.cancelled_at is None]


def sisters(meeting: Meeting) -> list[Meeting]:
    """The other meetings of a series, the earliest first; none for a meeting on its own."""
    if meeting.series is None:
        return []
    query = in_project(Meeting, meeting.project_id).where(Meeting.series == meeting.series, Meeting.id != meeting.id)
    return list(db.session.scalars(query.order_by(Meeting.starts_at, Meeting.id)))


def places_in_series(meetings: Iterable[Meeting]) -> dict[int, tuple[int, int]]:
    """Of each meeting that has sisters among ``meetings`` (the earliest first): which it is, and of how many."""
    series: dict[str, list[int]] = {}
    for meeting in meetings:
        if meeting.series is not None:
            series.setdefault(meeting.series, []).append(meeting.id)
    return {key: (place, len(together)) for together in series.values() for place, key in enumerate(together, 1)}


def _plan(meeting: Meeting, times: Times, now: dt.datetime) -> Plan:
    """The plan of a meeting at other times. A host who left is nobody's host."""
    starts_at, ends_at = times
    host = meeting.host if meeting.host and meeting.host.archived_at is None else None
    answer_by = plan_rules.moved_along(meeting.answer_by, meeting.starts_at, starts_at, now)
    as_it_is = replace(service.plan_of(meeting), is_public=False)  # nobody has said yet that everybody may know
    return replace(as_it_is, starts_at=starts_at, ends_at=ends_at, host=host, answer_by=answer_by)


def _same_guests(meeting: Meeting, made: Meeting, now: dt.datetime) -> None:
    people = {guest.person_id for guest in service.list_guests(meeting)}
    inviting.invite(made, now, people=people)


def _copy_materials(meeting: Meeting, made: Meeting) -> None:
    """The bytes of a file go from row to row inside the database."""
    for old in list_materials(meeting):
        new = Material(project_id=made.project_id, meeting_id=made.id)
        for name in _COPIED:
            setattr(new, name, getattr(old, name))
        db.session.add(new)
        db.session.flush()
        file = select(MaterialFile.project_id, literal(new.id), MaterialFile.content).where(
            MaterialFile.project_id == old.project_id, MaterialFile.material_id == old.id
        )
        db.session.execute(insert(MaterialFile).from_select(["project_id", "material_id", "content"], file))
