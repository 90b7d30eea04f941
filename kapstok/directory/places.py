"""Where something is offered. The services of one organisation share its places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import func

from kapstok.accounts import history
from kapstok.directory.models import Location, Service, ServiceArea, ServiceAtLocation
from kapstok.directory.rules import LocationChanged, LocationInUse
from kapstok.directory.service import touch_services
from kapstok.extensions import db
from kapstok.freetext import check_free_text
from kapstok.projects.models import Project
from kapstok.register.models import Organisation
from kapstok.register.rules import match_key
from kapstok.scope import get_in_project, in_project


def list_locations(organisation: Organisation) -> list[Location]:
    """The places of one organisation by name."""
    query = in_project(Location, organisation.project_id).where(Location.organisation_id == organisation.id)
    return list(db.session.scalars(query.order_by(func.lower(Location.name), Location.id)))


def get_location(project: Project, location_id: int) -> Location:
    return get_in_project(Location, project, location_id)


def known_areas(project: Project, others: Iterable[str] = ()) -> list[str]:
    """The wijken and kernen that the project knows, and ``others`` as these are written; each once, by name."""
    names: set[str] = set()
    for column in (ServiceArea.name, Location.area, Organisation.area):
        query = in_project(column.class_, project).where(column != "").with_only_columns(column).distinct()
        names |= set(db.session.scalars(query))
    by_key = {match_key(name): name for name in (*sorted(names, reverse=True), *others)}
    return [by_key[key] for key in sorted(by_key)]


def services_at(location: Location) -> list[Service]:
    """What is offered at a place, by name."""
    query = in_project(Service, location.project_id).join(ServiceAtLocation)
    return list(db.session.scalars(query.where(ServiceAtLocation.location_id == location.id).order_by(Service.name)))


def add_location(organisation: Organisation, now: dt.datetime, **fields) -> Location:
    """Add a place. ``fields``: columns of ``Location``. Raises what ``check_free_text`` does."""
    _check(fields, now)
    location = Location(project_id=organisation.project_id, organisation_id=organisation.id, **fields)
    db.session.add(location)
    db.session.flush()
    return location


def edit_location(location: Location, seen_version: int, now: dt.datetime, **fields) -> None:
    """Change a place that looked like ``seen_version``, for everything that is offered there.

    Raises ``LocationChanged``, and what ``check_free_text`` does.
    """
    if location.version != seen_version:
        raise LocationChanged(name=location.name)
    _check(fields, now)
    before = in_words(location)
    for name, value in fields.items():
        setattr(location, name, value)
    db.session.flush()
    if in_words(location) != before:
        services = services_at(location)
        for service in services:
            history.note(service, "places", before, in_words(location))
        touch_services(services, now)


def remove_location(location: Location) -> None:
    """Remove a place where nothing is offered (any more). Raises ``LocationInUse``."""
    if services_at(location):
        raise LocationInUse(name=location.name)
    db.session.delete(location)
    db.session.flush()


def in_words(location: Location) -> str:
    """A place on one line, as its history tells it."""
    named = (location.name, location.address, location.postal_code, location.city, location.area)
    about = (location.url, location.transportation, location.accessibility)
    return ", ".join(part for part in (*named, *about) if part)


def _check(fields: dict, now: dt.datetime) -> None:
    for value in fields.values():
        if isinstance(value, str):
            check_free_text(value, now)
