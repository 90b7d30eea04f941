"""Verbs of the sociale kaart: what organisations offer. See ``finding`` for finding it, ``places`` for where it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import astuple, dataclass

from sqlalchemy import func, or_
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import flag_modified

from kapstok import clock
from kapstok.directory.models import Service
from kapstok.directory.parts import NAMES, fill_parts, replace_parts
from kapstok.directory.rules import Capacity, ServiceChanged, waiting_weeks
from kapstok.extensions import db
from kapstok.freetext import check_free_text
from kapstok.projects.models import Project
from kapstok.register.models import Organisation, Person
from kapstok.scope import get_in_project, in_project


def list_services(project: Project) -> list[Service]:
    """What active organisations offer now, by organisation and name."""
    query = (
        in_project(Service, project)
        .join(Organisation)
        .where(Service.archived_at.is_(None), Organisation.archived_at.is_(None))
        .options(joinedload(Service.organisation))
        .order_by(func.lower(Organisation.name), func.lower(Service.name))
    )
    return list(db.session.scalars(query))


def get_service(project: Project, service_id: int) -> Service:
    return get_in_project(Service, project, service_id)


@dataclass(frozen=True)
class Keeper:
    """Somebody who may keep a service right; ``name`` with the organisation when that is another one."""

    id: int
    name: str


def possible_keepers(organisation: Organisation, service: Service | None = None) -> list[Keeper]:
    """Everybody in the network, who work at ``organisation`` first; also who keeps ``service`` already."""
    there = or_(Person.archived_at.is_(None), Person.id == (service.keeper_id if service else None))
    query = (
        in_project(Person, organisation.project_id)
        .outerjoin(Organisation, Person.organisation_id == Organisation.id)
        .where(there, Person.erased_at.is_(None))
        .order_by(func.coalesce(Person.organisation_id, 0) != organisation.id, func.lower(Person.name), Person.id)
        .with_only_columns(Person.id, Person.name, Person.organisation_id, Organisation.name)
    )
    return [
        Keeper(id, name if works_at in (organisation.id, None) else f"{name}, {place}")
        for id, name, works_at, place in db.session.execute(query)
    ]


def add_service(organisation: Organisation, now: dt.datetime, **fields) -> Service:
    """Add what an organisation offers; it is as fresh as new.

    ``fields``: columns of ``Service``, and the lists of ``parts.parts_of``: support (terms), areas (names), places
    (locations), schedules, phones and contacts (``Hours``, ``Number``, ``Desk``). Raises what ``check_free_text`` does.
    """
    fields = _tidy(fields)
    _check(organisation.project_id, fields, now)
    columns, parts = _apart(fields)
    service = Service(
        project_id=organisation.project_id,
        organisation_id=organisation.id,
        changed_at=now,
        confirmed_on=clock.local_date(now),
        capacity_at=now if "capacity" in columns else None,
        **columns,
    )
    fill_parts(service, parts)
    db.session.add(service)
    db.session.flush()
    return service


def edit_service(service: Service, seen_version: int, now: dt.datetime, **fields) -> None:
    """Change what looked like ``seen_version``; whoever did that also looked whether it is right.

    ``fields`` as in ``add_service``; what is not named stays. Raises ``ServiceChanged``, and what ``check_free_text``
    does.
    """
    if service.version != seen_version:
        raise ServiceChanged(name=service.name)
    fields = _tidy(fields)
    _check(service.project_id, fields, now)
    columns, parts = _apart(fields)
    place = (service.capacity, service.waiting_weeks)
    for name, value in columns.items():
        setattr(service, name, value)
    if place != (service.capacity, service.waiting_weeks):
        service.capacity_at = now
    replace_parts(service, parts)
    service.confirmed_on = clock.local_date(now)
    _touch(service, now)


def say_place(service: Service, capacity: Capacity, weeks: int | None, now: dt.datetime) -> None:
    """Whether there is a place now ("plek"); dated, also when it is what it was."""
    service.capacity, service.waiting_weeks = capacity, waiting_weeks(capacity, weeks)
    service.capacity_at = now
    _touch(service, now)


def confirm_service(service: Service, now: dt.datetime) -> None:
    """Somebody looked: it is still right."""
    service.confirmed_on = clock.local_date(now)
    _touch(service, now)


def retire_service(service: Service, now: dt.datetime) -> None:
    """It is no longer offered; referrals to it stay. Saying it twice is harmless."""
    if service.archived_at is None:
        service.archived_at = now
        _touch(service, now)


def restore_service(service: Service, now: dt.datetime) -> None:
    service.archived_at = None
    _touch(service, now)


def touch_services(services: Iterable[Service], now: dt.datetime) -> None:
    """Something that several services share has changed: a place."""
    for service in services:
        _touch(service, now)


def _touch(service: Service, now: dt.datetime) -> None:
    """Raise version and ``changed_at``, also when only a part changed: what is read elsewhere hangs on these."""
    service.changed_at = now
    flag_modified(service, "changed_at")
    db.session.flush()


def _apart(fields: dict) -> tuple[dict, dict]:
    """Columns, and the lists that ``replace_parts`` takes."""
    return (
        {name: value for name, value in fields.items() if name not in NAMES},
        {name: value for name, value in fields.items() if name in NAMES},
    )


def _tidy(fields: dict) -> dict:
    tidied = {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}
    if "email" in tidied:
        tidied["email"] = (tidied["email"] or "").lower() or None
    if "capacity" in tidied:
        tidied["waiting_weeks"] = waiting_weeks(Capacity(tidied["capacity"]), tidied.get("waiting_weeks"))
    return tidied


def _check(project_id: int, fields: dict, now: dt.datetime) -> None:
    """Raise what ``check_free_text`` does, and ``NotFound`` for a keeper of another project."""
    for name in ("name", "description", "eligibility", "how_to_refer", "fees"):
        check_free_text(fields.get(name, ""), now)
    for value in [*fields.get("schedules", ()), *fields.get("phones", ()), *fields.get("contacts", ())]:
        for text in (part for part in astuple(value) if isinstance(part, str)):
            check_free_text(text, now)
    for area in fields.get("areas", ()):
        check_free_text(area, now)
    if fields.get("keeper_id") is not None:
        get_in_project(Person, project_id, fields["keeper_id"])
