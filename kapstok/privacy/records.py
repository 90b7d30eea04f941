"""The two records of a merge: which tables they come from, what is chosen between them, and whether they still can."""

from __future__ import annotations

from collections.abc import Mapping

from kapstok.errors import N_, NotFound, Refused
from kapstok.extensions import db
from kapstok.privacy.references import Kind
from kapstok.projects.models import Project
from kapstok.register.models import Organisation, Person
from kapstok.scope import in_project

MODELS = {Kind.PERSON: Person, Kind.ORGANISATION: Organisation}
Record = Person | Organisation

# What is chosen as one: the columns that go with it.
CHOICES: Mapping[Kind, Mapping[str, tuple[str, ...]]] = {
    Kind.PERSON: {
        "name": ("name",),
        "function_id": ("function_id",),
        "organisation_id": ("organisation_id", "sector_id"),
        "email": ("email", "address_refused_at", "new_email"),
        "phone": ("phone",),
        "area": ("area",),
        "language": ("language",),
        "call_me_for": ("call_me_for",),
        "reachable": ("reachable",),
    },
    Kind.ORGANISATION: {name: (name,) for name in ("name", "sector_id", "area", "email", "phone", "website")},
}


class MergedAlready(Refused):
    """One of the two was merged meanwhile, by somebody else or in another window."""

    sentence = N_("%(name)s is al samengevoegd. Er is nu niets veranderd.")
    status = 409


class Erased(Refused):
    """One of the two has left, and is nobody any more."""

    sentence = N_("De gegevens van een van deze twee zijn gewist. Samenvoegen kan niet meer.")
    status = 409


class OneAndTheSame(Refused):
    """The same record twice."""

    sentence = N_("Dit is twee keer dezelfde. Kies een ander om mee samen te voegen.")


def fresh(project: Project, kind: Kind, row_id: int) -> Record:
    """As it is now, also when this session had read it before the lock."""
    model = MODELS[kind]
    query = in_project(model, project).where(model.id == row_id).execution_options(populate_existing=True)
    row = db.session.scalar(query)
    if row is None:
        raise NotFound()
    return row


def both(project: Project, kind: Kind, kept_id: int, gone_id: int) -> tuple[Record, Record]:
    """The record that stays and the one that goes. Raises ``NotFound`` and the refusals above."""
    if kept_id == gone_id:
        raise OneAndTheSame()
    kept, gone = (fresh(project, kind, row_id) for row_id in (kept_id, gone_id))
    for row in (kept, gone):
        if getattr(row, "erased_at", None) is not None:
            raise Erased()
        if row.merged_into_id is not None:
            raise MergedAlready(name=row.name)
    return kept, gone
