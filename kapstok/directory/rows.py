"""The sociale kaart as the rows of a list: what an import compares with is what an export writes."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import joinedload, selectinload

from kapstok.directory.listing import CAPACITY_WORDS, LAYOUT, Keeper, Keepers, KnownService
from kapstok.directory.models import Service
from kapstok.directory.rules import Capacity
from kapstok.extensions import db
from kapstok.projects.models import Project
from kapstok.register.models import Person
from kapstok.register.planned import NO, YES
from kapstok.register.rows import as_sheet
from kapstok.scope import in_project
from kapstok.takeaway import Sheet

WITH_PARTS = (
    joinedload(Service.organisation),
    joinedload(Service.keeper),
    selectinload(Service.support),
    selectinload(Service.areas),
    selectinload(Service.phones),
)


def known_services(project_id: int, keepers: tuple[Keeper, ...]) -> tuple[KnownService, ...]:
    """What is offered, and what was."""
    query = in_project(Service, project_id).options(*WITH_PARTS).order_by(Service.id)
    words = Keepers(keepers)
    return tuple(known_service(service, words) for service in db.session.scalars(query))


def known_service(service: Service, keepers: Keepers) -> KnownService:
    waiting = service.capacity == Capacity.WAITING and service.waiting_weeks is not None
    return KnownService(
        number=service.id,
        organisation=service.organisation.name,
        name=service.name,
        eligibility=service.eligibility,
        description=service.description,
        how_to_refer=service.how_to_refer,
        fees=service.fees,
        capacity=CAPACITY_WORDS[Capacity(service.capacity)],
        weeks=str(service.waiting_weeks) if waiting else "",
        support=_several(term.name for term in service.support),
        areas=_several(area.name for area in service.areas),
        phone=_several(phone.number for phone in service.phones),
        email=service.email or "",
        website=service.url,
        keeper=keepers.word(_keeper(service.keeper)) if service.keeper else "",
        public=YES if service.is_public else NO,
        archived=service.archived_at is not None,
    )


def known_keepers(project_id: int) -> tuple[Keeper, ...]:
    """Who may be the owner of a service: everybody who takes part now."""
    query = in_project(Person, project_id).where(Person.archived_at.is_(None)).order_by(Person.id)
    found = db.session.execute(query.with_only_columns(Person.id, Person.name, Person.email))
    return tuple(Keeper(id, name, email or "") for id, name, email in found)


def services_sheet(project: Project, services: Iterable[Service]) -> Sheet:
    keepers = Keepers(known_keepers(project.id))
    return as_sheet("Aanbod", LAYOUT, [known_service(service, keepers) for service in services])


def _keeper(person: Person) -> Keeper:
    return Keeper(person.id, person.name, person.email or "")


def _several(words: Iterable[str]) -> str:
    return "; ".join(words)
