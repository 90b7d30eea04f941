"""Verbs of handing out products, at a meeting or to an organisation, and who may need a nudge since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from kapstok import clock
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.meetings.materials import list_materials
from kapstok.meetings.models import Invitation, Material, Meeting
from kapstok.meetings.rules import Attendance
from kapstok.progress.days import check_day
from kapstok.progress.models import Handout, Product
from kapstok.progress.products import service
from kapstok.progress.products.rules import (
    Nudge,
    ProductArchived,
    Stage,
    check_copies,
    nudge,
    reached,
)
from kapstok.projects.models import Project
from kapstok.register.models import Organisation, Person
from kapstok.scope import get_in_project, in_project


@dataclass(frozen=True)
class Uptake:
    """One organisation beside one product: how far it has come since when, and whether its people were handed it.

    ``met_on``: the last meeting at which it was handed out and they were present. ``nudge``: why it may need one.
    """

    organisation: Organisation
    since: service.Since
    met_on: dt.date | None
    nudge: Nudge | None

    @property
    def stage(self) -> Stage | None:
        return reached(self.since)


def hand_out(
    product: Product, organisation: Organisation, day: dt.date, copies: int | None, now: dt.datetime
) -> Handout:
    """A product went to an organisation, which is introduced to it by that unless it already was.

    Raises ``ProductArchived``, ``CopiesOutOfRange`` and what ``check_day`` refuses.
    """
    if product.archived_at is not None:
        raise ProductArchived(title=product.title)
    check_day(day, clock.local_date(now))
    check_copies(copies)
    if organisation.id not in service.since_when(product):
        service.set_stage(product, organisation, Stage.INTRODUCED, day, now)
    return _add(product, day, now, organisation_id=organisation.id, copies=copies)


def hand_out_at(product: Product, material: Material, now: dt.datetime, copies: int | None = None) -> Handout:
    """A product goes with a meeting, as this material; when that is taken away, the database takes this along.

    Raises ``CopiesOutOfRange``.
    """
    check_copies(copies)
    meeting = get_in_project(Meeting, material.project_id, material.meeting_id)
    day = clock.local_date(meeting.starts_at)
    return _add(product, day, now, meeting_id=meeting.id, material_id=material.id, copies=copies)


def copied(meeting: Meeting, made: Meeting, now: dt.datetime) -> None:
    """A meeting was copied with its materials: the products among them go with the copy, too. Copies count anew."""
    query = in_project(Handout, meeting.project_id).where(Handout.meeting_id == meeting.id)
    of_material = {
        row.material_id: row.product for row in db.session.scalars(query.options(joinedload(Handout.product)))
    }
    for old, new in zip(list_materials(meeting), list_materials(made), strict=True):
        if old.id in of_material:
            hand_out_at(of_material[old.id], new, now)


def withdraw(handout: Handout) -> None:
    """Written down by mistake. How far the organisation has come is another matter, and stays."""
    db.session.delete(handout)
    db.session.flush()


def get_handout(product: Product, handout_id: int) -> Handout:
    """One time that this product was handed out, or ``NotFound``."""
    handout = get_in_project(Handout, product.project_id, handout_id)
    if handout.product_id != product.id:
        raise NotFound()
    return handout


def list_handouts(product: Product) -> list[Handout]:
    """Where and when it was handed out, the latest first."""
    query = in_project(Handout, product.project_id).where(Handout.product_id == product.id)
    query = query.options(joinedload(Handout.meeting), joinedload(Handout.organisation))
    return list(db.session.scalars(query.order_by(Handout.on_date.desc(), Handout.id.desc())))


def times_handed_out(project: Project, now: dt.datetime) -> dict[int, int]:
    """How often each product was handed out, by its id; not what is to come, nor at a meeting that was cancelled."""
    took_place = Meeting.cancelled_at.is_(None) & (Meeting.starts_at <= now)
    query = (
        in_project(Handout, project)
        .outerjoin(Meeting, Meeting.id == Handout.meeting_id)
        .where(or_(Handout.meeting_id.is_(None), took_place))
        .with_only_columns(Handout.product_id, func.count(Handout.id))
        .group_by(Handout.product_id)
    )
    return dict(db.session.execute(query).all())


def first_days(project: Project, now: dt.datetime) -> dict[int, dt.date]:
    """Since when each product goes round, by its id: first handed out, or first known at an organisation."""
    took_place = Meeting.cancelled_at.is_(None) & (Meeting.starts_at <= now)
    query = (
        in_project(Handout, project)
        .outerjoin(Meeting, Meeting.id == Handout.meeting_id)
        .where(or_(Handout.meeting_id.is_(None), took_place))
        .with_only_columns(Handout.product_id, func.min(Handout.on_date))
        .group_by(Handout.product_id)
    )
    days: dict[int, dt.date] = dict(db.session.execute(query).all())
    for row in service.adoptions(project):
        days[row.product_id] = min(row.on_date, days.get(row.product_id, row.on_date))
    return days


def uptake(project: Project, now: dt.datetime) -> dict[int, list[Uptake]]:
    """By product id: the organisations, by name, that have come somewhere with it or were there when it went round."""
    today = clock.local_date(now)
    since: dict[tuple[int, int], service.Since] = {}
    for row in service.adoptions(project):
        since.setdefault((row.product_id, row.organisation_id), {})[Stage(row.stage)] = row.on_date
    met = _met(project, now)
    products_of: dict[int, list[int]] = {}
    for product_id, place in since.keys() | met.keys():
        products_of.setdefault(place, []).append(product_id)
    found: dict[int, list[Uptake]] = {}
    for organisation in _organisations(project, products_of):
        for product_id in products_of[organisation.id]:
            stages, met_on = since.get((product_id, organisation.id), {}), met.get((product_id, organisation.id))
            why = nudge(stages, met_on is not None, today)
            found.setdefault(product_id, []).append(Uptake(organisation, stages, met_on, why))
    return found


def _met(project: Project, now: dt.datetime) -> dict[tuple[int, int], dt.date]:
    """By (product id, organisation id): the last meeting at which its people were handed the product. From attendance.

    An organisation of which only mantelzorgers came was not reached: a product is for professionals to use.
    """
    query = (
        select(Handout.product_id, Person, Meeting.starts_at)
        .join(Meeting, Meeting.id == Handout.meeting_id)
        .join(Invitation, Invitation.meeting_id == Meeting.id)
        .join(Person, Person.id == Invitation.person_id)
        .where(Handout.project_id == project.id, Invitation.attendance == Attendance.PRESENT)
        .where(Meeting.cancelled_at.is_(None), Meeting.starts_at <= now, Person.organisation_id.is_not(None))
        .options(joinedload(Person.function), joinedload(Person.organisation).joinedload(Organisation.sector))
    )
    found: dict[tuple[int, int], dt.date] = {}
    for product_id, person, starts_at in db.session.execute(query):
        if not person.is_mantelzorger:
            key, day = (product_id, person.organisation_id), clock.local_date(starts_at)
            found[key] = max(day, found.get(key, day))
    return found


def _organisations(project: Project, ids: Iterable[int]) -> list[Organisation]:
    query = in_project(Organisation, project).where(Organisation.id.in_(list(ids)), Organisation.archived_at.is_(None))
    return list(db.session.scalars(query.order_by(Organisation.name).options(joinedload(Organisation.sector))))


def _add(product: Product, day: dt.date, now: dt.datetime, **where: int | None) -> Handout:
    handout = Handout(project_id=product.project_id, product_id=product.id, on_date=day, recorded_at=now, **where)
    db.session.add(handout)
    db.session.flush()
    return handout
