"""Verbs of the sociale kaart: what organisations offer. See ``search`` for finding it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func
from sqlalchemy.orm import joinedload

from kapstok import clock
from kapstok.directory.models import Service
from kapstok.directory.rules import ServiceChanged
from kapstok.extensions import db
from kapstok.freetext import check_free_text
from kapstok.projects.models import Project
from kapstok.register.models import Organisation
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


def add_service(organisation: Organisation, now: dt.datetime, **fields) -> Service:
    """Add what an organisation offers; ``fields``: columns of ``Service``. Raises what ``check_free_text`` does."""
    fields = _tidy(fields)
    _check_texts(fields, now)
    service = Service(
        project_id=organisation.project_id,
        organisation_id=organisation.id,
        changed_at=now,
        confirmed_on=clock.local_date(now),
        **fields,
    )
    db.session.add(service)
    db.session.flush()
    return service


def edit_service(service: Service, seen_version: int, now: dt.datetime, **fields) -> None:
    """Change what looked like ``seen_version``. Raises ``ServiceChanged``, and what ``check_free_text`` does."""
    if service.version != seen_version:
        raise ServiceChanged(name=service.name)
    fields = _tidy(fields)
    _check_texts(fields, now)
    for name, value in fields.items():
        setattr(service, name, value)
    service.changed_at, service.confirmed_on = now, clock.local_date(now)
    db.session.flush()


def confirm_service(service: Service, now: dt.datetime) -> None:
    """Somebody looked: it is still right."""
    service.confirmed_on = clock.local_date(now)


def retire_service(service: Service, now: dt.datetime) -> None:
    """It is no longer offered; referrals to it stay. Saying it twice is harmless."""
    if service.archived_at is None:
        service.archived_at = service.changed_at = now


def restore_service(service: Service, now: dt.datetime) -> None:
    service.archived_at, service.changed_at = None, now


def _tidy(fields: dict) -> dict:
    tidied = {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}
    if "email" in tidied:
        tidied["email"] = (tidied["email"] or "").lower() or None
    return tidied


def _check_texts(fields: dict, now: dt.datetime) -> None:
    for name in ("name", "description", "eligibility", "how_to_refer", "fees"):
        check_free_text(fields.get(name, ""), now)
