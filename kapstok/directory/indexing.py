"""A project's sociale kaart in memory: an index of its words, and what its filters look at."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from kapstok.directory.models import Location, Schedule, Service, ServiceArea, ServiceAtLocation, service_support
from kapstok.directory.rules import Capacity, weekly
from kapstok.extensions import db
from kapstok.projects import service as projects
from kapstok.projects.models import Project, Term
from kapstok.projects.rules import Vocabulary
from kapstok.register.models import Organisation
from kapstok.register.rules import match_key
from kapstok.scope import in_project

if TYPE_CHECKING:
    from kapstok.directory.search import Document, Index

# What a word weighs by where it stands: a name tells most.
NAME, THEME, WHOSE, SYNONYM, AREA, WHEN, WHERE, FOR_WHOM, WHAT, SECTOR, OTHER, EVERYWHERE = (
    10.0, 7.0, 6.0, 5.0, 5.0, 4.0, 4.0, 3.0, 2.0, 2.0, 1.0, 1.0,
)  # fmt: skip

_DAYS = {
    "MO": "maandag doordeweeks",
    "TU": "dinsdag doordeweeks",
    "WE": "woensdag doordeweeks",
    "TH": "donderdag doordeweeks",
    "FR": "vrijdag doordeweeks",
    "SA": "zaterdag weekend",
    "SU": "zondag weekend",
}


@dataclass(frozen=True)
class Entry:
    """What the filters look at, of one service."""

    id: int
    sector_id: int
    support_ids: frozenset[int]
    areas: frozenset[str]  # match keys; none at all: for the whole region
    place_now: bool
    is_public: bool
    confirmed_on: dt.date | None


@dataclass(frozen=True)
class Kaart:
    """One project's active services as they were at one stamp."""

    stamp: tuple
    entries: dict[int, Entry]  # by id, in the order of their names
    areas: list[str]  # by name
    index: Index


def stamp(project: Project) -> tuple:
    """What changes whenever anything that is searched changes: a version rises at every change of its row.

    A verb that changes only what hangs on a service raises the version of the service too.
    """
    words = in_project(Term, project).where(Term.kind == Vocabulary.SUPPORT)
    return (
        _state(in_project(Service, project), Service),
        _state(in_project(Organisation, project), Organisation),
        _state(words, Term),
    )


def _state(rows: Select, model: Any) -> tuple:
    counted = rows.with_only_columns(func.count(model.id), func.sum(model.version), func.max(model.uid))
    return tuple(db.session.execute(counted).one())


def read(project: Project, its_stamp: tuple) -> Kaart:
    """The kaart as it is now. Reads columns, not objects: it is made anew after every change."""
    from kapstok.directory.search import Index

    parts = _Parts(project)
    services = db.session.execute(_offered(project)).all()
    names = {match_key(name): name for row in services for name in parts.areas[row.id]}
    everywhere = " ".join(names.values())
    return Kaart(
        its_stamp,
        {row.id: _entry(row, parts) for row in services},
        [names[key] for key in sorted(names)],
        Index((_document(row, parts, everywhere) for row in services), alike=_alike(parts.terms.values())),
    )


def offered(project: Project) -> Select[tuple[Service]]:
    """What active organisations offer now, by name."""
    return (
        in_project(Service, project)
        .join(Organisation)
        .where(Service.archived_at.is_(None), Organisation.archived_at.is_(None))
        .order_by(func.lower(Service.name), func.lower(Organisation.name), Service.id)
    )


def _offered(project: Project) -> Select:
    sector = aliased(Term)
    return (
        offered(project)
        .join(sector, Organisation.sector_id == sector.id)
        .with_only_columns(
            Service.id,
            Service.name,
            Service.description,
            Service.eligibility,
            Service.how_to_refer,
            Service.fees,
            Service.capacity,
            Service.is_public,
            Service.confirmed_on,
            Organisation.sector_id,
            Organisation.name.label("organisation"),
            sector.name.label("sector"),
        )
    )


class _Parts:
    """What hangs on the services of a project, by the id of the service."""

    def __init__(self, project: Project):
        self.terms = {term.id: term for term in projects.terms(project, Vocabulary.SUPPORT, archived=True)}
        self.themes = {term.id: tuple(_theme(term)) for term in self.terms.values()}
        carried = select(service_support.c.service_id, service_support.c.term_id).where(
            service_support.c.term_id.in_(list(self.terms))
        )
        self.support = _grouped(db.session.execute(carried))
        self.areas = _grouped(_rows(project, ServiceArea, ServiceArea.service_id, ServiceArea.name))
        times = _rows(project, Schedule, Schedule.service_id, Schedule.byday, Schedule.description)
        self.times = _grouped((service_id, _when(byday, words)) for service_id, byday, words in times)
        where = (Location.name, Location.city, Location.area, Location.address)
        query = in_project(ServiceAtLocation, project).join(Location)
        places = db.session.execute(query.with_only_columns(ServiceAtLocation.service_id, *where))
        self.places = _grouped((service_id, " ".join(words)) for service_id, *words in places)


def _rows(project: Project, model: Any, *columns: Any) -> Iterable:
    return db.session.execute(in_project(model, project).with_only_columns(*columns))


def _grouped(pairs: Iterable) -> defaultdict[int, list]:
    found: defaultdict[int, list] = defaultdict(list)
    for service_id, value in pairs:
        found[service_id].append(value)
    return found


def _entry(row: Any, parts: _Parts) -> Entry:
    return Entry(
        row.id,
        row.sector_id,
        frozenset(parts.support[row.id]),
        frozenset(map(match_key, parts.areas[row.id])),
        row.capacity == Capacity.YES,
        row.is_public,
        row.confirmed_on,
    )


def _document(row: Any, parts: _Parts, everywhere: str) -> Document:
    """What somebody may search a service by. Nothing about persons: wijzers search the same words."""
    from kapstok.directory.search import Document

    fields = [
        (NAME, row.name),
        (WHOSE, row.organisation),
        (SECTOR, row.sector),
        (FOR_WHOM, row.eligibility),
        (WHAT, row.description),
        (OTHER, row.how_to_refer),
        (OTHER, row.fees),
        *((AREA, name) for name in parts.areas[row.id]),
        *((WHEN, words) for words in parts.times[row.id]),
        *((WHERE, words) for words in parts.places[row.id]),
        *(field for term_id in parts.support[row.id] for field in parts.themes[term_id]),
    ]
    if not parts.areas[row.id]:
        fields.append((EVERYWHERE, everywhere))
    return Document(row.id, tuple(fields))


def _theme(term: Term) -> Iterator[tuple[float, str]]:
    """A kind of support by its name and its other words. "even vrij" is both words: one of them says half as much."""
    yield THEME, term.name
    for synonym in term.synonyms.split(","):
        yield SYNONYM / max(len(synonym.split()), 1), synonym


def _alike(terms: Iterable[Term]) -> list[list[str]]:
    """For each kind of support its name and the other words for it."""
    return [[term.name, *term.synonyms.split(",")] for term in terms if term.archived_at is None]


def _when(byday: str, words: str) -> str:
    """Days in words, so that "weekend" finds what is open on a Saturday."""
    return " ".join([_DAYS[day] for _week, days in weekly(byday) for day in days] + [words])
