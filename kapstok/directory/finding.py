"""Finding what is offered: by words, sector, kind of support, area, plek. Answered from memory while that is true."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func
from sqlalchemy.orm import joinedload, selectinload

from kapstok import clock
from kapstok.directory import indexing
from kapstok.directory.indexing import Entry, Kaart
from kapstok.directory.models import Service, ServiceAtLocation
from kapstok.directory.rules import Freshness, freshness
from kapstok.extensions import db
from kapstok.projects.models import Project
from kapstok.register.models import Organisation, Person
from kapstok.register.rules import match_key
from kapstok.scope import in_project

WITH_PARTS = (
    joinedload(Service.organisation).joinedload(Organisation.sector),
    joinedload(Service.keeper),
    selectinload(Service.support),
    selectinload(Service.areas),
    selectinload(Service.schedules),
    selectinload(Service.phones),
    selectinload(Service.contacts),
    selectinload(Service.at_locations).joinedload(ServiceAtLocation.location),
)


@dataclass(frozen=True)
class Wanted:
    """Which services; what is empty or None does not matter. ``public``: only what may stand in wijzers."""

    words: str = ""
    sector_id: int | None = None
    support_id: int | None = None
    area: str = ""
    place_now: bool = False
    public: bool = False
    freshness: Freshness | None = None


_MOST_PROJECTS = 20
_kept: OrderedDict[int, Kaart] = OrderedDict()


def find_services(project: Project, wanted: Wanted, most: int = 50) -> list[Service]:
    """The services that fit, best first (by name without words), with all their parts loaded."""
    return load_services(project, find_ids(project, wanted, clock.local_date(clock.now()))[:most])


def find_ids(project: Project, wanted: Wanted, today: dt.date) -> list[int]:
    """The ids of all services that fit, best first; by name when there are no words."""
    kaart = _kaart(project)
    ids: Iterable[int] = kaart.entries
    if match_key(wanted.words):
        ids = [hit.key for hit in kaart.index.find(wanted.words, most=len(kaart.entries))]
    if wanted == Wanted(wanted.words):
        return list(ids)
    area = match_key(wanted.area)
    return [service_id for service_id in ids if _fits(kaart.entries[service_id], wanted, area, today)]


def load_services(project: Project, ids: list[int]) -> list[Service]:
    """These services in this order, with all their parts, in as many queries for one as for many."""
    found = db.session.scalars(in_project(Service, project).where(Service.id.in_(ids)).options(*WITH_PARTS))
    by_id = {service.id: service for service in found}
    return [by_id[service_id] for service_id in ids if service_id in by_id]


@dataclass(frozen=True)
class ToCheck:
    """A service at which nobody looked for half a year, or that nobody keeps."""

    id: int
    keeper_id: int | None
    freshness: Freshness


def find_to_check(project: Project, today: dt.date) -> list[ToCheck]:
    """First what nobody keeps, of any colour, then what is orange or red by keeper; the longest not looked at first."""
    query = (
        indexing.offered(project)
        .outerjoin(Person, Service.keeper_id == Person.id)
        .with_only_columns(Service.id, Service.keeper_id, Service.confirmed_on)
        .order_by(None)
        .order_by(
            Service.keeper_id.is_not(None),
            func.lower(Person.name),
            Service.keeper_id,
            Service.confirmed_on.is_not(None),
            Service.confirmed_on,
            func.lower(Service.name),
        )
    )
    found = [ToCheck(id, keeper_id, freshness(day, today)) for id, keeper_id, day in db.session.execute(query)]
    return [row for row in found if row.keeper_id is None or row.freshness is not Freshness.GREEN]


def areas(project: Project) -> list[str]:
    """The wijken and kernen for which something is offered."""
    return _kaart(project).areas


def _fits(entry: Entry, wanted: Wanted, area: str, today: dt.date) -> bool:
    return (
        (wanted.sector_id is None or entry.sector_id == wanted.sector_id)
        and (wanted.support_id is None or wanted.support_id in entry.support_ids)
        and (not area or not entry.areas or area in entry.areas)
        and (entry.place_now or not wanted.place_now)
        and (entry.is_public or not wanted.public)
        and (wanted.freshness is None or freshness(entry.confirmed_on, today) is wanted.freshness)
    )


def _kaart(project: Project) -> Kaart:
    """Looked up per process; whatever another process changed shows in the stamp."""
    stamp = indexing.stamp(project)
    kaart = _kept.get(project.id)
    if kaart is None or kaart.stamp != stamp:
        kaart = _kept[project.id] = indexing.read(project, stamp)
        _kept.move_to_end(project.id)
        while len(_kept) > _MOST_PROJECTS:
            _kept.popitem(last=False)
    return kaart
