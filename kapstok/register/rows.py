"""People and organisations as the rows of a list: what an import compares with is what an export writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy.orm import joinedload

from kapstok.extensions import db
from kapstok.projects import service as projects
from kapstok.projects.rules import Vocabulary
from kapstok.register import organisation_list, people_list, service
from kapstok.register.columns import Layout
from kapstok.register.models import Organisation, Person
from kapstok.register.people_list import KnownOrganisation, KnownPerson
from kapstok.register.planned import YES
from kapstok.scope import in_project
from kapstok.takeaway import Sheet


def known_people(project_id: int) -> tuple[KnownPerson, ...]:
    """Everybody, also who is in the archive; not who was erased."""
    query = in_project(Person, project_id).where(Person.erased_at.is_(None)).order_by(Person.id)
    return tuple(known_person(person) for person in db.session.scalars(query.options(*service.WITH_BACKGROUND)))


def known_person(person: Person) -> KnownPerson:
    return KnownPerson(
        id=person.id,
        name=person.name,
        organisation=person.organisation.name if person.organisation else "",
        sector=person.sector.name if person.sector else "",
        function=person.function.name if person.function else "",
        email=person.email or "",
        phone=person.phone,
        area=person.area,
        archived=person.archived_at is not None,
        kept_id=person.merged_into_id,
    )


def known_organisations(project_id: int) -> tuple[organisation_list.Known, ...]:
    """All of them, also those in the archive; what was merged into another is a former name of that one."""
    query = in_project(Organisation, project_id).options(joinedload(Organisation.sector)).order_by(Organisation.id)
    found = list(db.session.scalars(query))
    formerly: dict[int, list[str]] = defaultdict(list)
    for row in found:
        if row.merged_into_id is not None:
            formerly[row.merged_into_id].append(row.name)
    return tuple(known_organisation(row, tuple(formerly[row.id])) for row in found if row.merged_into_id is None)


def known_organisation(row: Organisation, formerly: tuple[str, ...] = ()) -> organisation_list.Known:
    return organisation_list.Known(
        id=row.id,
        name=row.name,
        sector=row.sector.name,
        area=row.area,
        email=row.email or "",
        phone=row.phone,
        website=row.website,
        archived=row.archived_at is not None,
        formerly=formerly,
    )


def known_words(project_id: int, kind: Vocabulary) -> tuple[tuple[str, str], ...]:
    """(key, name) of the words in use."""
    return tuple((term.key, term.name) for term in projects.terms(project_id, kind))


def in_place(organisations: Iterable[organisation_list.Known]) -> tuple[KnownOrganisation, ...]:
    """Organisations as a list of people knows them."""
    return tuple(KnownOrganisation(row.name, row.sector, row.archived, row.formerly) for row in organisations)


def people_sheet(people: Iterable[Person]) -> Sheet:
    """Without who was erased, or is somebody else's card by now."""
    own = (person for person in people if person.erased_at is None and person.merged_into_id is None)
    return as_sheet("Mensen", people_list.LAYOUT, [known_person(person) for person in own])


def organisations_sheet(organisations: Iterable[Organisation]) -> Sheet:
    own = (row for row in organisations if row.merged_into_id is None)
    return as_sheet("Organisaties", organisation_list.LAYOUT, [known_organisation(row) for row in own])


def as_sheet(name: str, layout: Layout, known: Iterable) -> Sheet:
    """A sheet under our own headings, which are Dutch in every language, so that any import recognises them.

    The column of the archive is there only when something on the list is in the archive.
    """
    rows = list(known)
    columns = [column for column in layout.titles if column != "archived" or any(row.archived for row in rows)]
    cells = [[_cell(getattr(row, column)) for column in columns] for row in rows]
    return Sheet(name, [layout.titles[column] for column in columns], cells)


def _cell(value: str | bool) -> str:
    if isinstance(value, bool):
        return YES if value else ""
    return value
