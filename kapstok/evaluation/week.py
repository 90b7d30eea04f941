"""What came in lately: three counts for the projectleider's first page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select

from kapstok.extensions import db
from kapstok.meetings.models import Invitation
from kapstok.projects.models import Project
from kapstok.referrals import service as tallies
from kapstok.referrals.rules import Kind, counted
from kapstok.ties.ledger import that_count
from kapstok.ties.models import Tie
from kapstok.ties.rules import Source


@dataclass(frozen=True)
class Harvest:
    """Counts over one stretch of time."""

    answers: int  # to invitations
    respondents: (
        int  # people who said whom they know; how many lines that gave is not shown, it could tell on one person
    )
    referrals: int


def harvest(project: Project, start: dt.datetime, end: dt.datetime) -> Harvest:
    """What came in from ``start`` up to ``end``."""
    answers = select(func.count(Invitation.id)).where(
        Invitation.project_id == project.id, Invitation.answered_at >= start, Invitation.answered_at < end
    )
    said = that_count(project).where(Tie.stated_at >= start, Tie.stated_at < end)
    themselves = Tie.source.in_((Source.WAVE, Source.PULSE))  # not what was noted of them, or read in from a list
    respondents = said.where(themselves).with_only_columns(func.count(Tie.respondent_id.distinct()))
    referrals = sum(counted(tallies.said(project, kinds=[Kind.SENT], between=(start, end))).values())
    return Harvest(db.session.scalar(answers) or 0, db.session.scalar(respondents) or 0, referrals)
