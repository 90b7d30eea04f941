"""Pairs of the register that look alike and that nobody told apart yet."""

from __future__ import annotations

from sqlalchemy import func

from kapstok.evaluation.kept import Kept
from kapstok.extensions import db
from kapstok.privacy.models import NotSame
from kapstok.privacy.records import MODELS, both
from kapstok.privacy.references import Kind
from kapstok.projects.models import Project
from kapstok.register import duplicates
from kapstok.register.duplicates import Club, Pair, Somebody
from kapstok.register.models import Organisation, Person
from kapstok.scope import in_project

_looked = Kept(most=16)


def find_pairs(project: Project, kind: Kind) -> list[Pair]:
    """Pairs of active records that may be one, the most telling first."""
    apart = {(row.first_id, row.second_id) for row in _told_apart(project, kind)}
    pairs = _looked.get((project.id, kind, *_stamp(project, kind)), lambda: _look(project, kind))
    return [pair for pair in pairs if (pair.first, pair.second) not in apart]


def count_pairs(project: Project) -> dict[Kind, int]:
    return {kind: len(find_pairs(project, kind)) for kind in Kind}


def tell_apart(project: Project, kind: Kind, one_id: int, other_id: int) -> None:
    """Somebody looked: these two are not the same. Saying it twice is harmless. Raises as ``records.both``."""
    both(project, kind, one_id, other_id)
    first, second = sorted((one_id, other_id))
    if (first, second) in {(row.first_id, row.second_id) for row in _told_apart(project, kind)}:
        return
    db.session.add(NotSame(project_id=project.id, kind=kind, first_id=first, second_id=second))
    db.session.flush()


def _told_apart(project: Project, kind: Kind) -> list[NotSame]:
    return list(db.session.scalars(in_project(NotSame, project).where(NotSame.kind == kind)))


def _stamp(project: Project, kind: Kind) -> tuple:
    """Another one after every change: versions only grow, and the uids are of these rows alone."""
    model = MODELS[kind]
    said = [func.count(model.id), func.sum(model.version), func.min(model.uid), func.max(model.uid)]
    if kind is Kind.PERSON:
        said.append(func.sum(Person.organisation_id))  # merging organisations moves people without touching them
    return tuple(db.session.execute(in_project(model, project).with_only_columns(*said)).one())


def _look(project: Project, kind: Kind) -> list[Pair]:
    if kind is Kind.PERSON:
        columns = (Person.id, Person.name, Person.organisation_id, Person.email, Person.phone)
        rows = in_project(Person, project).where(Person.archived_at.is_(None)).with_only_columns(*columns)
        return duplicates.people(
            [
                Somebody(id, name, organisation_id, email or "", phone)
                for id, name, organisation_id, email, phone in db.session.execute(rows)
            ]
        )
    columns = (Organisation.id, Organisation.name, Organisation.email, Organisation.phone, Organisation.website)
    rows = in_project(Organisation, project).where(Organisation.archived_at.is_(None)).with_only_columns(*columns)
    return duplicates.organisations(
        [Club(id, name, email or "", phone, website) for id, name, email, phone, website in db.session.execute(rows)]
    )
