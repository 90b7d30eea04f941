"""Who counts for an organisation: one named person, or everybody who works there. Mantelzorgers count for nobody."""

from __future__ import annotations

from sqlalchemy import Select
from sqlalchemy.orm import joinedload

from kapstok import clock
from kapstok.accounts import audit
from kapstok.errors import N_, Refused
from kapstok.extensions import db
from kapstok.projects.models import Project
from kapstok.register.models import Organisation, Person, Reporter
from kapstok.scope import in_project, take_turns

NAMED, DROPPED = "reporter named", "reporter dropped"  # in the audit trail


class CannotCount(Refused):
    """Somebody who left, or a mantelzorger: an organisation's numbers are not theirs to give."""

    sentence = N_("%(name)s kan niet voor een organisatie tellen. Kies een deelnemer die voor een organisatie werkt.")


def reporters(project: Project | int) -> dict[int, Person]:
    """Who was named to count, by id of the organisation. Who left since, or became a mantelzorger, counts as none."""
    return {row.organisation_id: row.person for row in db.session.scalars(_named(project)) if can_count(row.person)}


def find_reporter(organisation: Organisation) -> Person | None:
    """The one who counts for this organisation; None: everybody who works there does."""
    row = db.session.scalar(_named(organisation.project_id).where(Reporter.organisation_id == organisation.id))
    return row.person if row is not None and can_count(row.person) else None


def counts_for(person: Person) -> list[Organisation]:
    """The organisations of which this person is asked numbers, by name: their own unless another was named for it."""
    if not can_count(person):
        return []
    named = in_project(Reporter, person.project_id).where(Reporter.person_id == person.id)
    theirs = Organisation.id.in_(named.with_only_columns(Reporter.organisation_id))
    query = in_project(Organisation, person.project_id).where(Organisation.archived_at.is_(None))
    found = list(db.session.scalars(query.where(theirs)))
    own = person.organisation
    if own is not None and own.archived_at is None and own not in found and find_reporter(own) is None:
        found.append(own)
    return sorted(found, key=lambda each: each.name.casefold())


def can_count(person: Person) -> bool:
    """Whether somebody takes part and is no mantelzorger."""
    today = clock.local_date(clock.now())
    stays = person.archived_at is None and (person.left_on is None or person.left_on > today)
    return stays and not person.is_mantelzorger


def name_reporter(organisation: Organisation, person: Person | None, *, actor: str) -> None:
    """From here on only ``person`` is asked for the numbers of this organisation; None: everybody who works there.

    Twice is harmless. Raises ``CannotCount``.
    """
    if person is not None and not can_count(person):
        raise CannotCount(name=person.name)
    take_turns(organisation)
    project_id, wanted = organisation.project_id, person.id if person else None
    row = db.session.scalar(in_project(Reporter, project_id).where(Reporter.organisation_id == organisation.id))
    if wanted == (row.person_id if row else None):
        return
    if row is not None:
        db.session.delete(row)
        db.session.flush()
    event, subject = DROPPED, f"organisation:{organisation.id}"
    if wanted is not None:
        db.session.add(Reporter(project_id=project_id, organisation_id=organisation.id, person_id=wanted))
        event, subject = NAMED, f"person:{wanted}"
    db.session.flush()
    audit.record(event, actor=actor, project_id=project_id, subject=subject)


def _named(project: Project | int) -> Select[tuple[Reporter]]:
    """With all that tells who is a mantelzorger."""
    person = joinedload(Reporter.person)
    return in_project(Reporter, project).options(
        person.joinedload(Person.function),
        person.joinedload(Person.own_sector),
        person.joinedload(Person.organisation).joinedload(Organisation.sector),
    )
