"""Verbs of referrals: counted per month, withdrawn when counted by mistake."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Row, func
from sqlalchemy.orm import joinedload, selectinload

from kapstok import clock
from kapstok.directory.models import Service
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.freetext import check_free_text
from kapstok.projects.models import Project, Term
from kapstok.referrals.models import ReferralTally
from kapstok.referrals.rules import NotTheirService, Outcome, check_tally
from kapstok.register.models import Organisation, Person
from kapstok.scope import get_in_project, in_project


@dataclass(frozen=True)
class Counted:
    """What somebody counted: ``month`` is its first day; ids of rows in the project."""

    month: dt.date
    from_organisation_id: int
    to_organisation_id: int
    to_service_id: int | None
    reason_id: int | None
    outcome: Outcome
    count: int
    note: str = ""


def record_tally(
    project: Project,
    counted: Counted,
    now: dt.datetime,
    *,
    person_id: int | None = None,
    user_id: int | None = None,
    form_key: str | None = None,
) -> ReferralTally:
    """Keep one count. The same ``form_key`` again gives the row that was kept the first time.

    Raises what ``check_tally`` and ``check_free_text`` refuse, ``NotTheirService``, ``NotFound``.
    """
    if form_key and (kept := _find_by_form(project, form_key)) is not None:
        return kept
    check_tally(
        month=counted.month,
        today=clock.local_date(now),
        count=counted.count,
        from_organisation=counted.from_organisation_id,
        to_organisation=counted.to_organisation_id,
        to_service=counted.to_service_id,
    )
    check_free_text(counted.note, now)
    _check_receiver(project, counted)
    tally = ReferralTally(
        project_id=project.id,
        **vars(counted),
        counted_at=now,
        counted_by_person_id=person_id,
        counted_by_user_id=user_id,
        form_key=form_key,
    )
    db.session.add(tally)
    db.session.flush()
    return tally


def withdraw(tally: ReferralTally, now: dt.datetime) -> None:
    """Counted by mistake: kept, and no longer counted. Saying it twice is harmless."""
    tally.withdrawn_at = tally.withdrawn_at or now
    db.session.flush()


def get_tally(project: Project, tally_id: int) -> ReferralTally:
    return get_in_project(ReferralTally, project, tally_id)


def get_own_tally(person: Person, tally_id: int) -> ReferralTally:
    """A count of this person's own organisation, or ``NotFound``."""
    tally = get_in_project(ReferralTally, person.project_id, tally_id)
    if tally.from_organisation_id != person.organisation_id:
        raise NotFound()
    return tally


def list_tallies(project: Project, month: dt.date, sender: Organisation | None = None) -> list[ReferralTally]:
    """The counts of one month, newest first; those of one sender when given."""
    query = _counted(project).where(ReferralTally.month == month)
    if sender is not None:
        query = query.where(ReferralTally.from_organisation_id == sender.id)
    parts = (
        ReferralTally.from_organisation,
        ReferralTally.to_organisation,
        ReferralTally.to_service,
        ReferralTally.reason,
    )
    query = query.options(*(joinedload(part) for part in parts))
    return list(db.session.scalars(query.order_by(ReferralTally.counted_at.desc(), ReferralTally.id.desc())))


def list_places(project: Project) -> list[Organisation]:
    """Everybody who refers or is referred to, by name, with what they offer: organisations that are not archived."""
    query = in_project(Organisation, project).where(Organisation.archived_at.is_(None))
    return list(db.session.scalars(query.order_by(Organisation.name).options(selectinload(Organisation.services))))


def last_receivers(sender: Organisation, most: int = 5) -> list[tuple[int, int | None]]:
    """Where an organisation referred to lately: (organisation id, service id or None), the last one first."""
    columns = ReferralTally.to_organisation_id, ReferralTally.to_service_id
    query = (
        _counted(sender.project_id)
        .where(ReferralTally.from_organisation_id == sender.id)
        .with_only_columns(*columns)
        .group_by(*columns)
        .order_by(func.max(ReferralTally.counted_at).desc(), func.max(ReferralTally.id).desc())
    )
    return [(organisation_id, service_id) for organisation_id, service_id in db.session.execute(query.limit(most))]


def receivers_since(sender: Organisation, month: dt.date) -> set[int]:
    """Ids of the organisations to which this one counted referrals in ``month`` or later."""
    query = _counted(sender.project_id).where(
        ReferralTally.from_organisation_id == sender.id, ReferralTally.month >= month
    )
    return set(db.session.scalars(query.with_only_columns(ReferralTally.to_organisation_id)))


def counted_by(person: Person) -> tuple[int, dt.date | None]:
    """How many referrals somebody counted in all, and the last month they counted."""
    own = _counted(person.project_id).where(ReferralTally.counted_by_person_id == person.id)
    total, month = db.session.execute(
        own.with_only_columns(func.coalesce(func.sum(ReferralTally.count), 0), func.max(ReferralTally.month))
    ).one()
    return total, month


def tallies(project: Project) -> list[Row]:
    """For the evaluation, every count that stands, oldest first.

    (month, from_organisation_id, to_organisation_id, to_service_id, reason_id, outcome, count)
    """
    columns = (
        ReferralTally.month,
        ReferralTally.from_organisation_id,
        ReferralTally.to_organisation_id,
        ReferralTally.to_service_id,
        ReferralTally.reason_id,
        ReferralTally.outcome,
        ReferralTally.count,
    )
    query = _counted(project).with_only_columns(*columns).order_by(ReferralTally.month, ReferralTally.id)
    return list(db.session.execute(query))


def _counted(project: Project | int):
    return in_project(ReferralTally, project).where(ReferralTally.withdrawn_at.is_(None))


def _find_by_form(project: Project, form_key: str) -> ReferralTally | None:
    """The count that this form gave before, if it did."""
    db.session.refresh(project, ["version"], with_for_update=True)  # of a form sent twice, the second sees the first
    return db.session.scalar(in_project(ReferralTally, project).where(ReferralTally.form_key == form_key))


def _check_receiver(project: Project, counted: Counted) -> None:
    """Ids from a form: they must exist in this project, and the service must be the receiver's."""
    get_in_project(Organisation, project, counted.from_organisation_id)
    get_in_project(Organisation, project, counted.to_organisation_id)
    if counted.reason_id is not None:
        get_in_project(Term, project, counted.reason_id)
    if counted.to_service_id is not None:
        service = get_in_project(Service, project, counted.to_service_id)
        if service.organisation_id != counted.to_organisation_id:
            raise NotTheirService()
