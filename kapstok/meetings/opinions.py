"""Verbs of the pulse: what attendees thought of one meeting."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import exists

from kapstok.extensions import db
from kapstok.freetext import check_free_text
from kapstok.meetings import answering, opinion_rules
from kapstok.meetings.models import Invitation, Meeting, MeetingOpinion
from kapstok.meetings.opinion_rules import NotThere
from kapstok.meetings.rules import Attendance, MeetingCancelled
from kapstok.projects.models import Project
from kapstok.scope import in_project

# Who was taken for present by mistake (a namesake at the door) may have said something before that was put right.
_WAS_THERE = exists().where(
    Invitation.meeting_id == MeetingOpinion.meeting_id,
    Invitation.person_id == MeetingOpinion.person_id,
    Invitation.attendance == Attendance.PRESENT,
)


def record_opinion(
    invitation: Invitation,
    useful: int | None,
    able: int | None,
    remark: str,
    now: dt.datetime,
    *,
    answered: bool = True,
) -> None:
    """Keep what one attendee thought; saying it again changes it. None is "niet van toepassing".

    Raises ``MeetingCancelled``, ``NotThere``, ``TooLate``, and what ``check_opinion`` and ``check_free_text`` refuse.
    """
    opinion_rules.check_opinion(useful, able, remark, answered=answered)
    check_free_text(remark, now)
    meeting = answering.lock(invitation.meeting)
    if meeting.cancelled_at is not None:
        raise MeetingCancelled()
    if invitation.attendance != Attendance.PRESENT:
        raise NotThere()
    opinion_rules.check_in_time(meeting.ends_at, now)
    opinion = find_opinion(invitation)
    if opinion is None:
        opinion = MeetingOpinion(
            project_id=meeting.project_id, meeting_id=meeting.id, person_id=invitation.person_id, given_at=now
        )
        db.session.add(opinion)
    opinion.useful, opinion.able, opinion.remark, opinion.given_at = useful, able, remark, now
    db.session.flush()


def find_opinion(invitation: Invitation) -> MeetingOpinion | None:
    """What this guest said of the meeting they were invited to."""
    query = in_project(MeetingOpinion, invitation.project_id)
    return db.session.scalar(
        query.where(
            MeetingOpinion.meeting_id == invitation.meeting_id, MeetingOpinion.person_id == invitation.person_id
        )
    )


def opinions_of(meeting: Meeting) -> list[MeetingOpinion]:
    """Everything that was said of one meeting, in no order that tells who said it when."""
    query = in_project(MeetingOpinion, meeting.project_id).where(MeetingOpinion.meeting_id == meeting.id, _WAS_THERE)
    return list(db.session.scalars(query.order_by(MeetingOpinion.person_id)))


def all_opinions(project: Project) -> list[MeetingOpinion]:
    """What was said of every meeting of the project."""
    query = in_project(MeetingOpinion, project).where(_WAS_THERE)
    return list(db.session.scalars(query.order_by(MeetingOpinion.id)))
