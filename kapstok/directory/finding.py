"""Finding what is offered: by words, sector, kind of support, area, plek. Answered from memory while that is true."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Select, func
from sqlalchemy.orm import joinedload, selectinload

from kapstok import clock
from kapstok.directory.models import Schedule, Service, ServiceAtLocation
from kapstok.directory.rules import Capacity, Freshness, freshness
from kapstok.extensions import db
from kapstok.projects import service as projects
from kapstok.projects.models import Project, Term
from kapstok.projects.rules import Vocabulary
from kapstok.register.models import Organisation, Person
from kapstok.register.rules import match_key
from kapstok.scope import in_project

if TYPE_CHECKING:
    from kapstok.directory.search import Index

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


@dataclass(frozen=True)
class _Entry:
    """What the filters look at, of one service."""

    id: int
    sector_id: int
    support_ids: frozenset[int]
    areas: frozenset[str]  # match keys; none at all: for the whole region
    place_now: bool
    is_public: bool
    confirmed_on: dt.date | None


@dataclass(frozen=True)
class _Kaart:
    """One project's active services as they were at one stamp."""

    stamp: tuple
    entries: dict[int, _Entry]  # by id, in the order of their names
    areas: list[str]  # by name
    index: Index


_MOST_PROJECTS = 20
_kept: OrderedDict[int, _Kaart] = OrderedDict()


def find_services(project: Project, wanted: Wanted, most: int = 50) -> list[Service]:
    """The services that fit, best first (by name without words), with all their parts loaded."""
    return load_services(project, find_ids(project, wanted, clock.local_date(clock.now()))[:most])


def find_ids(project: Project, wanted: Wanted, today: dt.date) -> list[int]:
    """The ids of all services that fit, best first; by name when there are no words."""
    kaart = _kaart(project)
    ids: Iterable[int] = kaart.entries
    if match_key(wanted.words):
        ids = [hit.key for hit in kaart.index.find(wanted.words, most=len(kaart.entries))]
    area = match_key(wanted.area)
    return [service_id for service_id in ids if _fits(kaart.entries[service_id], wanted, area, today)]


def load_services(project: Project, ids: list[int]) -> list[Service]:
    """These services in this order, with all their parts, in as many queries for one as for many."""
    found = db.session.scalars(in_project(Service, project).where(Service.id.in_(ids)).options(*WITH_PARTS))
    by_id = {service.id: service for service in found}
    return [by_id[service_id] for service_id in ids if service_id in by_id]


@dataclass(frozen=True)
class ToCheck:
    """A service at which nobody looked for half a year."""

    id: int
    keeper_id: int | None
    freshness: Freshness


def find_to_check(project: Project, today: dt.date) -> list[ToCheck]:
    """What is orange or red: first what nobody keeps, then by keeper; the longest not looked at first."""
    query = (
        _offered(project)
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
    return [row for row in found if row.freshness is not Freshness.GREEN]


def areas(project: Project) -> list[str]:
    """The wijken and kernen for which something is offered."""
    return _kaart(project).areas


def _fits(entry: _Entry, wanted: Wanted, area: str, today: dt.date) -> bool:
    return (
        (wanted.sector_id is None or entry.sector_id == wanted.sector_id)
        and (wanted.support_id is None or wanted.support_id in entry.support_ids)
        and (not area or not entry.areas or area in entry.areas)
        and (entry.place_now or not wanted.place_now)
        and (entry.is_public or not wanted.public)
        and (wanted.freshness is None or freshness(entry.confirmed_on, today) is wanted.freshness)
    )


# In memory


def _kaart(project: Project) -> _Kaart:
    """Looked up per process; whatever another process changed shows in the stamp."""
    stamp = _stamp(project)
    kaart = _kept.get(project.id)
    if kaart is None or kaart.stamp != stamp:
        kaart = _read(project, stamp)
        _kept[project.id] = kaart
        while len(_kept) > _MOST_PROJECTS:
            _kept.popitem(last=False)
    return kaart


def _stamp(project: Project) -> tuple:
    """What changes whenever anything that is searched changes. (A version rises at every change of its row.)"""
    offered = in_project(Service, project).with_only_columns(
        func.count(Service.id), func.sum(Service.version), func.max(Service.uid), func.max(Service.changed_at)
    )
    offering = in_project(Organisation, project).with_only_columns(
        func.count(Organisation.id), func.sum(Organisation.version)
    )
    words = (
        in_project(Term, project)
        .where(Term.kind == Vocabulary.SUPPORT)
        .with_only_columns(Term.id, Term.name, Term.synonyms)
        .order_by(Term.id)
    )
    return (
        tuple(db.session.execute(offered).one()),
        tuple(db.session.execute(offering).one()),
        tuple(tuple(word) for word in db.session.execute(words)),
    )


def _read(project: Project, stamp: tuple) -> _Kaart:
    from kapstok.directory.search import Index

    services = list(db.session.scalars(_offered(project).options(*WITH_PARTS)))
    names = sorted({name for service in services for name in _area_names(service)}, key=match_key)
    everywhere = " ".join(names)
    return _Kaart(
        stamp,
        {service.id: _entry(service) for service in services},
        list({match_key(name): name for name in names}.values()),
        Index((_document(service, everywhere) for service in services), alike=_alike(project)),
    )


def _offered(project: Project) -> Select[Service]:
    """What active organisations offer now, by name."""
    return (
        in_project(Service, project)
        .join(Organisation)
        .where(Service.archived_at.is_(None), Organisation.archived_at.is_(None))
        .order_by(func.lower(Service.name), func.lower(Organisation.name), Service.id)
    )


def _entry(service: Service) -> _Entry:
    return _Entry(
        service.id,
        service.organisation.sector_id,
        frozenset(term.id for term in service.support),
        frozenset(match_key(area.name) for area in service.areas),
        service.capacity == Capacity.YES,
        service.is_public,
        service.confirmed_on,
    )


def _area_names(service: Service) -> list[str]:
    return [area.name for area in service.areas]


def _document(service: Service, everywhere: str):
    """What somebody may search a service by. Nothing about persons: wijzers search the same words."""
    from kapstok.directory.search import Document

    fields = [
        (10.0, service.name),
        (6.0, service.organisation.name),
        (2.0, service.organisation.sector.name),
        (3.0, service.eligibility),
        (2.0, service.description),
        (1.0, service.how_to_refer),
        (1.0, service.fees),
        (5.0, " ".join(_area_names(service)) or ""),
        (4.0, " ".join(_when(schedule) for schedule in service.schedules)),
    ]
    if not service.areas:
        fields.append((1.0, everywhere))
    for at in service.at_locations:
        place = at.location
        fields.append((4.0, f"{place.name} {place.city} {place.area} {place.address}"))
    for term in service.support:
        fields.append((7.0, term.name))
        for synonym in term.synonyms.split(","):
            fields.append((5.0 / max(len(synonym.split()), 1), synonym))  # "even vrij" is both words, or little
    return Document(service.id, tuple((weight, text) for weight, text in fields if text))


def _alike(project: Project) -> list[list[str]]:
    """For each kind of support its name and the other words for it."""
    return [[term.name, *term.synonyms.split(",")] for term in projects.terms(project, Vocabulary.SUPPORT)]


_DAYS = {
    "MO": "maandag doordeweeks",
    "TU": "dinsdag doordeweeks",
    "WE": "woensdag doordeweeks",
    "TH": "donderdag doordeweeks",
    "FR": "vrijdag doordeweeks",
    "SA": "zaterdag weekend",
    "SU": "zondag weekend",
}


def _when(schedule: Schedule) -> str:
    """Days in words, so that "weekend" finds what is open on a Saturday."""
    days = (_DAYS.get(day[-2:], "") for day in schedule.byday.split(","))
    return " ".join((*days, schedule.description))
