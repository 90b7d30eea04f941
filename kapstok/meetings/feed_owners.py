"""Whose a feed is: its address names a row and a version, and opens nothing else."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import select

from kapstok.accounts import audit
from kapstok.extensions import db
from kapstok.projects.models import Project, ProjectRole
from kapstok.projects.rules import Role
from kapstok.register.models import Person

Owner = TypeVar("Owner", Person, ProjectRole)


def find_reader(person_id: int, feed_version: int) -> Person | None:
    """The guest whose feed an address is; None after a new address, and for who left or was erased.

    Who was merged into another card reads the feed of that card.
    """
    person = _find(Person, person_id)
    if person is None or person.feed_version != feed_version:
        return None
    while person is not None and person.merged_into_id is not None:  # a chain, never a ring
        person = _find(Person, person.merged_into_id)
    if person is None or person.archived_at is not None or person.erased_at is not None:
        return None
    return person if _goes_on(person.project_id) else None


def find_leader(role_id: int, user_id: int, feed_version: int) -> ProjectRole | None:
    """The projectleider whose feed an address is; None after a new address, and once they lead no more.

    ``user_id``: the key of a role that was taken away may come to mean another's.
    """
    role = _find(ProjectRole, role_id)
    if role is None or (role.user_id, role.feed_version, role.role) != (user_id, feed_version, Role.PROJECTLEIDER):
        return None
    return role if role.user.is_active and _goes_on(role.project_id) else None


def new_address(owner: Person | ProjectRole, *, actor: str) -> None:
    """Withdraw the address of a feed: from here on only the next one opens."""
    owner.feed_version += 1
    db.session.flush()
    subject = f"{owner.__tablename__}:{owner.id}"
    audit.record("feed address renewed", actor=actor, project_id=owner.project_id, subject=subject)


def _find(kind: type[Owner], row_id: int) -> Owner | None:
    query = select(kind).where(kind.id == row_id)
    return db.session.scalar(query.execution_options(across_projects="the address says whose feed it is"))


def _goes_on(project_id: int) -> bool:
    project = db.session.get_one(Project, project_id)
    return project.archived_at is None and project.anonymised_at is None
