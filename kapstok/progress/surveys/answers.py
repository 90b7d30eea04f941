"""Answers as plain rows, for the evaluation, and for whom something is open, for the month's mail."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Row
from sqlalchemy.orm import joinedload

from kapstok.extensions import db
from kapstok.meetings.models import Invitation, Meeting
from kapstok.meetings.opinion_rules import OPEN_AFTER_MEETING
from kapstok.meetings.rules import Attendance
from kapstok.progress.models import AskedItem, SurveyAnswer
from kapstok.progress.surveys.asking import asked_on, asks_now
from kapstok.progress.surveys.rules import is_for
from kapstok.progress.surveys.service import list_items
from kapstok.projects.models import Project, Term
from kapstok.register.models import Person
from kapstok.scope import in_project
from kapstok.ties.models import RosterEntry, Wave


def survey_answers(project: Project) -> list[Row]:
    """Every answer that counts: (item_id, wave_id, meeting_id, person_id, value); of meetings, of who was there."""
    columns = (
        SurveyAnswer.item_id,
        SurveyAnswer.wave_id,
        SurveyAnswer.meeting_id,
        SurveyAnswer.person_id,
        SurveyAnswer.value,
    )
    query = in_project(SurveyAnswer, project)
    order = SurveyAnswer.item_id, SurveyAnswer.wave_id, SurveyAnswer.meeting_id, SurveyAnswer.person_id
    rows, guests = db.session.execute(query.with_only_columns(*columns).order_by(*order)), _were_there(project)
    return [row for row in rows if row.meeting_id is None or (row.meeting_id, row.person_id) in guests]


def people_with_open_items(project: Project, now: dt.datetime) -> set[int]:
    """Everybody for whom a statement of the open measurement or of a meeting is unanswered, in a few queries."""
    answered = {
        (row.person_id, row.item_id, row.wave_id, row.meeting_id)
        for row in db.session.execute(
            in_project(SurveyAnswer, project).with_only_columns(
                SurveyAnswer.person_id, SurveyAnswer.item_id, SurveyAnswer.wave_id, SurveyAnswer.meeting_id
            )
        )
    }
    items = {item.id: item for item in list_items(project)}
    return {
        person_id
        for person_id, sector, number, wave_id, meeting_id, item_ids in _asked_people(project, now)
        for item_id in item_ids
        if (person_id, item_id, wave_id, meeting_id) not in answered
        and is_for(items[item_id].audience, items[item_id].kind, sector, number)
    }


def _were_there(project: Project) -> set[tuple[int, int]]:
    """(meeting, person) of who was at a meeting that asks something.

    Who was taken for present by mistake may have answered before that was put right. But once all answers are in,
    another attendance changes nothing: the figures before and after would tell what that one person said.
    """
    asking = in_project(AskedItem, project).with_only_columns(AskedItem.meeting_id)
    columns = Invitation.meeting_id, Invitation.person_id, Invitation.attendance, Invitation.attendance_at
    query = in_project(Invitation, project).join(Meeting).where(Invitation.meeting_id.in_(asking))
    return {
        (meeting_id, person_id)
        for meeting_id, person_id, attendance, at, ended_at in db.session.execute(
            query.with_only_columns(*columns, Meeting.ends_at)
        )
        if attendance == Attendance.PRESENT or (at is not None and at >= ended_at + OPEN_AFTER_MEETING)
    }


def _asked_people(project: Project, now: dt.datetime) -> list[tuple]:
    """(person, sector, number of the measurement, measurement, meeting, items) of all who are asked something."""
    wave = db.session.scalar(in_project(Wave, project).where(Wave.closed_at.is_(None), Wave.asks_items))
    found: list[tuple] = []
    if wave is not None:
        sectors = {term.id: term.key for term in db.session.scalars(in_project(Term, project))}
        ids = [item.id for item in asked_on(wave)]
        entries = in_project(RosterEntry, project).where(RosterEntry.wave_id == wave.id, RosterEntry.asks)
        for entry in db.session.scalars(entries):
            sector = sectors.get(entry.sector_id) if entry.sector_id else None
            found.append((entry.person_id, sector, wave.number, wave.id, None, ids))
    chosen: dict[int, list[int]] = {}
    for row in db.session.scalars(
        in_project(AskedItem, project)
        .where(AskedItem.meeting_id.is_not(None))
        .join(Meeting, Meeting.id == AskedItem.meeting_id)
        .where(asks_now(now))
    ):
        chosen.setdefault(row.meeting_id, []).append(row.item_id)
    guests = (
        in_project(Invitation, project)
        .where(Invitation.meeting_id.in_(chosen), Invitation.attendance == Attendance.PRESENT)
        .options(joinedload(Invitation.person).joinedload(Person.organisation))
    )
    for guest in db.session.scalars(guests):
        sector = guest.person.sector.key if guest.person.sector else None
        found.append((guest.person_id, sector, None, None, guest.meeting_id, chosen[guest.meeting_id]))
    return found
