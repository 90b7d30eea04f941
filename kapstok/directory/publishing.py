"""The sociale kaart of one project as plain values: what others may have, and all there is. The only SQL of HSDS."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import Select, func, or_
from sqlalchemy.orm import joinedload, selectinload

from kapstok import clock
from kapstok.accounts.models import Change
from kapstok.directory import models, values
from kapstok.directory.desks import Hidden, people_of
from kapstok.directory.finding import Wanted, find_ids
from kapstok.directory.hsds import derived
from kapstok.directory.models import Contact, Location, Phone, Service, ServiceAtLocation
from kapstok.directory.rules import Capacity
from kapstok.extensions import db
from kapstok.projects.models import Project, Term
from kapstok.projects.rules import Vocabulary
from kapstok.register.models import Organisation
from kapstok.scope import in_project

WITH_PARTS = (
    joinedload(Service.organisation).joinedload(Organisation.sector),
    selectinload(Service.support),
    selectinload(Service.areas),
    selectinload(Service.schedules),
    selectinload(Service.phones),
    selectinload(Service.contacts),
    selectinload(Service.at_locations).joinedload(ServiceAtLocation.location).joinedload(Location.organisation),
)
_PUBLIC = (Service.archived_at.is_(None), Service.is_public, Organisation.archived_at.is_(None))


@dataclass(frozen=True)
class Asked:
    """Which part of the public kaart; what is empty or None does not matter. ``…_id``: uids."""

    words: str = ""
    term_id: str = ""
    taxonomy_id: str = ""
    organisation_id: str = ""
    modified_after: dt.datetime | None = None


def service_ids(project: Project, asked: Asked = Asked()) -> list[int]:
    """The rows of all public services that fit: best first with words, otherwise by organisation and name."""
    found = list(db.session.scalars(_ordered(_fitting(project, asked)).with_only_columns(Service.id)))
    if not asked.words:
        return found
    fitting = set(found)
    wanted = Wanted(words=asked.words, public=True)
    return [id for id in find_ids(project, wanted, clock.local_date(clock.now())) if id in fitting]


def at_location_uids(project: Project, asked: Asked = Asked()) -> list[tuple[int, str]]:
    """(row of the service, uid) of each place of each public service that fits, in the order of the services."""
    order = {id: place for place, id in enumerate(service_ids(project, asked))}
    query = in_project(ServiceAtLocation, project).with_only_columns(
        ServiceAtLocation.service_id, ServiceAtLocation.uid
    )
    found = [(service_id, uid) for service_id, uid in db.session.execute(query) if service_id in order]
    return sorted(found, key=lambda pair: (order[pair[0]], pair[1]))


def organisation_uids(project: Project, asked: Asked = Asked()) -> list[str]:
    """The uids of the organisations with a public service that fits, in the order of the services."""
    ids = service_ids(project, asked)
    query = in_project(Service, project).join(Organisation).with_only_columns(Service.id, Organisation.uid)
    of_service = dict(db.session.execute(query).all())
    return list(dict.fromkeys(of_service[id] for id in ids))


def services_of(project: Project, uids: Collection[str]) -> list[int]:
    """The rows of the public services of these organisations."""
    query = _public(project).where(Organisation.uid.in_(uids))
    return list(db.session.scalars(_ordered(query).with_only_columns(Service.id)))


def changes(project: Project, ids: Sequence[int]) -> list[tuple[str, dt.datetime | None]]:
    """(uid, when it last changed) of these services, in this order."""
    query = _public(project).with_only_columns(Service.id, Service.uid, Service.changed_at)
    found = {id: (uid, at) for id, uid, at in db.session.execute(query)}
    return [found[id] for id in ids if id in found]


def find_service_id(project: Project, uid: str) -> int | None:
    """The row of a public service with this uid."""
    return db.session.scalar(_public(project).where(Service.uid == uid).with_only_columns(Service.id))


def find_at_location(project: Project, uid: str) -> int | None:
    """The row of the public service that has this place."""
    query = _public(project).join(ServiceAtLocation).where(ServiceAtLocation.uid == uid)
    return db.session.scalar(query.with_only_columns(Service.id))


def public_kaart(project: Project, ids: Iterable[int] | None = None) -> values.Kaart:
    """These public services (all when None) in this order, with all that they need; nothing about persons.

    As many queries for one service as for many.
    """
    query = _ordered(_public(project))
    if ids is None:
        services = list(db.session.scalars(query.options(*WITH_PARTS)))
    else:
        order = {id: place for place, id in enumerate(ids)}
        found = db.session.scalars(query.where(Service.id.in_(order)).options(*WITH_PARTS))
        services = sorted(found, key=lambda service: order[service.id])
    organisations = list({service.organisation.id: service.organisation for service in services}.values())
    places = list({at.location.id: at.location for service in services for at in service.at_locations}.values())
    terms = list({term.id: term for service in services for term in service.support}.values())
    return _kaart(project, services, organisations, places, terms, hidden=people_of(project))


def whole_kaart(project: Project) -> values.Kaart:
    """Everything there is, also what is archived or not public, except persons: what an import is compared with."""
    services = db.session.scalars(in_project(Service, project).options(*WITH_PARTS).order_by(Service.id))
    organisations = in_project(Organisation, project).options(joinedload(Organisation.sector))
    places = in_project(Location, project).options(joinedload(Location.organisation)).order_by(Location.id)
    return _kaart(
        project,
        list(services),
        list(db.session.scalars(organisations.order_by(Organisation.id))),
        list(db.session.scalars(places)),
        _support(project),
        hidden=people_of(project),
    )


def taxonomy(project: Project) -> values.Taxonomy:
    """The hulpthema's of the project as one list of words."""
    return values.Taxonomy(
        derived("taxonomy", project.slug), "Hulpthema’s", f"De hulpthema’s van de sociale kaart van {project.name}."
    )


def public_terms(project: Project) -> list[values.Term]:
    """The hulpthema's in use, in their order."""
    return [_term(row) for row in _support(project) if row.archived_at is None]


def last_modified(project: Project) -> dt.datetime | None:
    """When anything that the public kaart shows was last changed."""
    offered = db.session.scalar(in_project(Service, project).with_only_columns(func.max(Service.changed_at)))
    told = [Change.record.like(f"{table}:%") for table in ("organisation", "service", "term", "project")]
    changed = in_project(Change, project).where(or_(*told)).with_only_columns(func.max(Change.at))
    return max(filter(None, (offered, db.session.scalar(changed))), default=None)


def _public(project: Project) -> Select:
    return in_project(Service, project).join(Organisation).where(*_PUBLIC)


def _ordered(query: Select) -> Select:
    return query.order_by(func.lower(Organisation.name), func.lower(Service.name), Service.uid)


def _fitting(project: Project, asked: Asked) -> Select:
    query = _public(project)
    if asked.organisation_id:
        query = query.where(Organisation.uid == asked.organisation_id)
    if asked.term_id:
        query = query.where(Service.support.any(Term.uid == asked.term_id))
    if asked.taxonomy_id:
        known = asked.taxonomy_id == taxonomy(project).uid
        query = query.where(Service.support.any()) if known else query.where(Service.id.is_(None))
    if asked.modified_after:
        query = query.where(Service.changed_at >= asked.modified_after)
    return query


def _support(project: Project) -> list[Term]:
    query = in_project(Term, project).where(Term.kind == Vocabulary.SUPPORT)
    return list(db.session.scalars(query.order_by(Term.position, Term.name)))


# Rows → plain values


def _kaart(
    project: Project,
    services: list[Service],
    organisations: list[Organisation],
    places: list[Location],
    terms: list[Term],
    hidden: Hidden,
) -> values.Kaart:
    desks = _contacts_of(project, organisations)
    shown = [*chain.from_iterable(desks.values()), *chain.from_iterable(service.contacts for service in services)]
    reader = _Reader(
        _phones_of(project, Phone.contact_id, shown),
        _phones_of(project, Phone.location_id, places),
        frozenset(row.uid for row in organisations),
        hidden,
    )
    return values.Kaart(
        taxonomy=taxonomy(project),
        region=project.region,
        organisations={row.uid: reader.organisation(row, desks[row.id]) for row in organisations},
        services={row.uid: reader.service(row) for row in services},
        locations={row.uid: reader.location(row) for row in places},
        terms={row.uid: _term(row) for row in terms},
    )


def _contacts_of(project: Project, organisations: list[Organisation]) -> dict[int, list[Contact]]:
    wanted = Contact.organisation_id.in_([row.id for row in organisations])
    grouped: dict[int, list[Contact]] = defaultdict(list)
    for row in db.session.scalars(in_project(Contact, project).where(wanted).order_by(Contact.id)):
        grouped[row.organisation_id].append(row)
    return grouped


def _phones_of(project: Project, column, rows: list) -> dict[int, list[Phone]]:
    query = in_project(Phone, project).where(column.in_([row.id for row in rows])).order_by(Phone.id)
    grouped: dict[int, list[Phone]] = defaultdict(list)
    for row in db.session.scalars(query):
        grouped[getattr(row, column.key)].append(row)
    return grouped


@dataclass(frozen=True)
class _Reader:
    contact_phones: dict[int, list[Phone]]
    place_phones: dict[int, list[Phone]]
    organisations: frozenset[str]  # uids: a place of another one is nobody's here
    hidden: Hidden

    def organisation(self, row: Organisation, desks: list[Contact]) -> values.Organisation:
        return values.Organisation(
            row.uid, row.name, row.sector.name, row.email or "", row.phone, row.website, self.contacts(desks)
        )

    def service(self, row: Service) -> values.Service:
        place_of = {at.id: at.uid for at in row.at_locations}
        return values.Service(
            uid=row.uid,
            organisation=row.organisation.uid,
            name=row.name,
            description=row.description,
            eligibility=row.eligibility,
            how_to_refer=row.how_to_refer,
            fees=row.fees,
            url=row.url,
            email=row.email or "",
            capacity=Capacity(row.capacity),
            waiting_weeks=row.waiting_weeks,
            capacity_at=row.capacity_at,
            confirmed_on=row.confirmed_on,
            changed_at=row.changed_at,
            terms=tuple(term.uid for term in row.support),
            areas=tuple(values.Area(area.uid, area.name) for area in row.areas),
            schedules=tuple(_schedule(each, place_of) for each in row.schedules),
            phones=_phones(row.phones),
            contacts=self.contacts(row.contacts),
            at_locations=tuple(values.AtLocation(at.uid, at.location.uid, at.description) for at in row.at_locations),
        )

    def contacts(self, rows: list[Contact]) -> tuple[values.Contact, ...]:
        return tuple(
            values.Contact(
                row.uid, row.name, row.title, row.department, row.email or "", _phones(self.contact_phones[row.id])
            )
            for row in rows
            if not self.hidden.hides(row)
        )

    def location(self, row: Location) -> values.Location:
        owner = row.organisation.uid if row.organisation else ""
        return values.Location(
            uid=row.uid,
            organisation=owner if owner in self.organisations else "",
            kind=row.kind,
            name=row.name,
            address=row.address,
            postal_code=row.postal_code,
            city=row.city,
            area=row.area,
            url=row.url,
            latitude=row.latitude,
            longitude=row.longitude,
            transportation=row.transportation,
            accessibility=row.accessibility,
            phones=_phones(self.place_phones[row.id]),
        )


def _schedule(row: models.Schedule, place_of: dict[int, str]) -> values.Schedule:
    return values.Schedule(
        uid=row.uid,
        byday=row.byday,
        freq=row.freq,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        description=row.description,
        at_location=place_of.get(row.at_location_id or 0, ""),
    )


def _phones(rows: list[Phone]) -> tuple[values.Phone, ...]:
    return tuple(values.Phone(row.uid, row.number, row.description) for row in rows)


def _term(row: Term) -> values.Term:
    return values.Term(row.uid, row.name, row.key, row.synonyms)
