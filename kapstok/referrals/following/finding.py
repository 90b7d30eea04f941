"""Single referrals as people look for them: their own, those that came to them, and all of a project by stage."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_
from sqlalchemy.orm import joinedload

from kapstok import clock
from kapstok.directory.models import Service
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.projects.models import Project
from kapstok.referrals.following.rules import ENDS, UNDER_WAY, Duration, Stage, Status, stage
from kapstok.referrals.models import Referral
from kapstok.referrals.rules import PENDING_LASTS
from kapstok.register.models import Person
from kapstok.register.reporters import counts_for
from kapstok.scope import get_in_project, in_project

WITH_PLACES = (
    joinedload(Referral.from_organisation),
    joinedload(Referral.to_organisation),
    joinedload(Referral.to_service),
    joinedload(Referral.forwarded_to),
    joinedload(Referral.reason),
)


def stage_of(referral: Referral, today: dt.date) -> Stage:
    return stage(Status(referral.status), referral.made_on, referral.month, referral.withdrawn_at, today)


def get_referral(project: Project | int, referral_id: int) -> Referral:
    return get_in_project(Referral, project, referral_id)


def find_by_reference(project: Project, reference: str) -> Referral | None:
    return db.session.scalar(in_project(Referral, project).where(Referral.reference == reference))


def list_sent_by(person: Person, most: int = 100) -> list[Referral]:
    """What somebody follows as who referred, the newest first."""
    return list(db.session.scalars(_newest(person.project_id).where(Referral.from_person_id == person.id).limit(most)))


def list_received_by(person: Person, now: dt.datetime, most: int = 100) -> list[Referral]:
    """What came in for whom somebody speaks, what is open first, then the newest; nothing that was withdrawn."""
    query = _newest(person.project_id).where(_comes_to(person), Referral.withdrawn_at.is_(None)).limit(most)
    open_ones = db.session.scalars(query.where(*_in_stage(Stage.OPEN, now))).all()
    newest = db.session.scalars(query).all()
    return list(dict.fromkeys([*open_ones, *newest]))[:most]


def count_waiting(person: Person, now: dt.datetime) -> int:
    """How many referrals are open with those for whom somebody speaks."""
    query = in_project(Referral, person.project_id).where(_comes_to(person), *_in_stage(Stage.OPEN, now))
    return db.session.scalar(query.with_only_columns(func.count())) or 0


def get_of(person: Person, referral_id: int) -> tuple[Referral, bool]:
    """A referral that somebody sent, or that came to whom they speak for: (it, whether they sent it). ``NotFound``."""
    row = db.session.scalar(_of(person).where(Referral.id == referral_id))
    if row is None:
        raise NotFound()
    return row, row.from_person_id == person.id


def find_of(person: Person, reference: str) -> Referral | None:
    """The same, by the reference that both sides know."""
    return db.session.scalar(_of(person).where(Referral.reference == reference))


def list_in_stage(
    project: Project, which: Stage, now: dt.datetime, *, most: int | None = None, skip: int = 0
) -> list[Referral]:
    """What is in one stage, the newest first."""
    query = _newest(project).where(*_in_stage(which, now)).offset(skip).limit(most)
    return list(db.session.scalars(query))


@dataclass(frozen=True)
class Overview:
    """How many referrals are in which stage; per reason (id or None) and stage; and how long the ended ones took."""

    stages: Counter[Stage]
    reasons: Counter[tuple[int | None, Stage]]
    helped: Counter[int | None]  # by reason
    durations: Counter[Duration | None]
    feedback: Counter[bool | None]


def overview(project: Project, now: dt.datetime) -> Overview:
    """Everything that is followed in this project, counted; what was withdrawn only as a stage."""
    today, found = clock.local_date(now), Overview(Counter(), Counter(), Counter(), Counter(), Counter())
    columns = (Referral.status, Referral.made_on, Referral.month, Referral.withdrawn_at)
    rest = (Referral.reason_id, Referral.duration, Referral.feedback)
    query = in_project(Referral, project).with_only_columns(*columns, *rest)
    for *of, reason, took, feedback in db.session.execute(query):
        status, made_on, month, withdrawn_at = of
        where = stage(Status(status), made_on, month, withdrawn_at, today)
        found.stages[where] += 1
        if where is Stage.WITHDRAWN:
            continue
        found.reasons[reason, where] += 1
        if where is Stage.ENDED:
            found.helped[reason] += status == Status.HELPED
            found.durations[Duration(took) if took else None] += 1
            found.feedback[feedback] += 1
    return found


def oldest_open(now: dt.datetime) -> dt.date:
    """The earliest day of which a referral is still open. A month is over when it ended before this day."""
    return clock.local_date(now) - PENDING_LASTS


# Inside


def _newest(project: Project | int) -> Select[tuple[Referral]]:
    return in_project(Referral, project).options(*WITH_PLACES).order_by(Referral.month.desc(), Referral.id.desc())


def _of(person: Person) -> Select[tuple[Referral]]:
    sent = Referral.from_person_id == person.id
    return in_project(Referral, person.project_id).where(or_(sent, _comes_to(person)))


def _comes_to(person: Person) -> ColumnElement[bool]:
    """To an organisation that somebody counts for, or to a service that they keep."""
    theirs = [organisation.id for organisation in counts_for(person)]
    kept = in_project(Service, person.project_id).where(Service.keeper_id == person.id).with_only_columns(Service.id)
    return or_(Referral.to_organisation_id.in_(theirs), Referral.to_service_id.in_(kept))


def _in_stage(which: Stage, now: dt.datetime) -> tuple[ColumnElement[bool], ...]:
    """``rules.stage`` for the database."""
    if which is Stage.WITHDRAWN:
        return (Referral.withdrawn_at.is_not(None),)
    stands = Referral.withdrawn_at.is_(None)
    if which is Stage.ENDED:
        return stands, Referral.status.in_(ENDS)
    oldest = oldest_open(now)
    without_day = and_(Referral.made_on.is_(None), Referral.month < clock.month_of(oldest))
    unknown = or_(and_(Referral.made_on.is_not(None), Referral.made_on < oldest), without_day)
    return stands, Referral.status.in_(UNDER_WAY), unknown if which is Stage.UNKNOWN else ~unknown
