"""The public window on the sociale kaart: what citizens may see of it, and nothing about persons."""

from __future__ import annotations

from sqlalchemy import Select, func
from sqlalchemy.orm import joinedload, selectinload

from kapstok.directory.models import Service, ServiceArea, ServiceAtLocation, service_support
from kapstok.extensions import db
from kapstok.projects import service as projects
from kapstok.projects.models import Project, Term
from kapstok.projects.rules import Vocabulary
from kapstok.register.models import Organisation
from kapstok.register.rules import match_key
from kapstok.scope import in_project

# What a page shows; the keeper and the contacts are not among it.
_SHOWN = (
    joinedload(Service.organisation),
    selectinload(Service.support),
    selectinload(Service.areas),
    selectinload(Service.schedules),
    selectinload(Service.phones),
    selectinload(Service.at_locations).joinedload(ServiceAtLocation.location),
)


def list_themes(project: Project) -> list[tuple[Term, int]]:
    """The hulpthema's in use that something public is offered for, with how much that is."""
    counted = (
        _public(project)
        .join(service_support)
        .with_only_columns(service_support.c.term_id, func.count(Service.id))
        .group_by(service_support.c.term_id)
    )
    offered = dict(db.session.execute(counted).all())
    return [(term, offered[term.id]) for term in projects.terms(project, Vocabulary.SUPPORT) if term.id in offered]


def find_theme(project: Project, key: str) -> Term | None:
    """The hulpthema with this key, unless it is retired or nothing public is offered for it."""
    return next((term for term, _count in list_themes(project) if term.key == key), None)


def count_services(project: Project) -> int:
    """How much is offered in public."""
    return db.session.scalar(_public(project).with_only_columns(func.count(Service.id))) or 0


def find_service(project: Project, uid: str) -> Service | None:
    """One thing that is offered now, in public."""
    return db.session.scalar(_public(project).where(Service.uid == uid).options(*_SHOWN))


def list_areas(project: Project) -> list[str]:
    """The wijken and kernen for which something public is offered."""
    named = _public(project).join(ServiceArea).with_only_columns(ServiceArea.name).distinct()
    names = {match_key(name): name for name in db.session.scalars(named)}
    return [names[key] for key in sorted(names)]


def _public(project: Project) -> Select[Service]:
    return (
        in_project(Service, project)
        .join(Organisation, Service.organisation_id == Organisation.id)
        .where(Service.is_public, Service.archived_at.is_(None), Organisation.archived_at.is_(None))
    )
