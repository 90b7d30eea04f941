"""Verbs of the register: people and organisations. See ``directory.lists`` for importing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import joinedload

from kapstok import clock
from kapstok.accounts import history
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.projects.models import Project, Term
from kapstok.register.models import Organisation, Person
from kapstok.register.rules import (
    BecameAnother,
    NameTaken,
    NoSector,
    OrganisationChanged,
    PersonChanged,
    PersonKnown,
    match_key,
    stands_on_rosters,
)
from kapstok.scope import get_in_project, in_project

WITH_BACKGROUND = (
    joinedload(Person.function),
    joinedload(Person.own_sector),
    joinedload(Person.organisation).joinedload(Organisation.sector),
)
_PLACE = ("function_id", "organisation_id", "sector_id")  # what makes somebody a mantelzorger
_IDENTITY = ("name", "email", "function_id", "organisation_id", "sector_id")  # what the checks of a person look at


class Order(StrEnum):
    """How a list of people is sorted; within the same by name."""

    NAME = "naam"
    ORGANISATION = "organisatie"
    FUNCTION = "functie"
    NEWEST = "nieuwste"


@dataclass(frozen=True)
class Filter:
    """Which people a list shows; what is None does not matter. ``archived`` shows those instead of the active ones."""

    search: str = ""
    sector_id: int | None = None
    function_id: int | None = None
    organisation_id: int | None = None
    archived: bool = False
    order: Order = Order.NAME


# People


def list_people(project: Project, wanted: Filter = Filter()) -> list[Person]:
    """People by name."""
    return list(db.session.scalars(_wanted(project, wanted).options(*WITH_BACKGROUND)))


def page_of_people(project: Project, wanted: Filter, page: int, size: int) -> tuple[list[Person], int]:
    """One page (the first is 1) of the people by name, and how many there are in all."""
    query = _wanted(project, wanted)
    total = db.session.scalar(query.with_only_columns(func.count(Person.id)).order_by(None)) or 0
    shown = query.options(*WITH_BACKGROUND).limit(size).offset((page - 1) * size)
    return list(db.session.scalars(shown)), total


def roster_candidates(project: Project) -> list[Person]:
    """Active people who may stand on the list from which others say whom they know."""
    query = _active(project).where(Person.on_rosters).order_by(func.lower(Person.name), Person.id)
    return list(db.session.scalars(query.options(*WITH_BACKGROUND)))


def find_people_by_email(email: str) -> list[Person]:
    """Every active person with this address, in all projects that go on: for who lost the personal link."""
    query = (
        select(Person)
        .join(Project)
        .where(Person.email == email.strip().lower(), Person.archived_at.is_(None), Project.archived_at.is_(None))
        .order_by(Person.id)
    )
    return list(db.session.scalars(query.execution_options(across_projects="one address, each project's own person")))


def get_person(project: Project, person_id: int) -> Person:
    """Raises ``NotFound``, also for who was erased: what is left is nobody."""
    person = get_in_project(Person, project, person_id)
    if person.erased_at is not None:
        raise NotFound()
    return person


def create_person(project: Project, now: dt.datetime, **fields) -> Person:
    """Add somebody. ``fields``: name, email, phone, area, language and function_id, organisation_id, sector_id.

    Raises ``NoSector`` without organisation and sector, ``PersonKnown`` when this person is in the register already.
    """
    fields = _tidy(fields)
    _check_person(project.id, fields)
    person = Person(project_id=project.id, joined_on=clock.local_date(now), **fields)
    person.on_rosters = _stands_on_rosters(project.id, fields)
    db.session.add(person)
    db.session.flush()
    return person


def edit_person(person: Person, seen_version: int, *, checked: bool = False, **fields) -> None:
    """Change a person who looked like ``seen_version`` when the form was opened.

    Who becomes a mantelzorger leaves others' lists until they say yes themselves.
    Raises ``PersonChanged``, and as ``create_person`` does unless the caller has ``checked`` that nobody is doubled.
    """
    if person.version != seen_version:
        raise PersonChanged(name=person.name)
    if not checked:
        check_change(person, **fields)
    write_person(person, **fields)
    db.session.flush()


def check_change(person: Person, **fields) -> None:
    """Raise ``NoSector`` or ``PersonKnown`` when ``fields`` would make somebody that cannot be."""
    _check_person(person.project_id, _identity(person) | _tidy(fields), person.id)


def write_person(person: Person, *, read: Callable = get_in_project, **fields) -> None:
    """Set what was checked, and what follows from it. Flushes nothing: many people can change as one act.

    ``read`` finds a row by id as ``get_in_project`` does; who changes many people has those at hand.
    """
    before = _identity(person)
    after = before | _tidy(fields)
    moved = any(after[name] != before[name] for name in _PLACE)
    if moved:
        stood, stands = (_stands_on_rosters(person.project_id, fields, read) for fields in (before, after))
        if stood and not stands:
            after["on_rosters"] = False
    if after["email"] != before["email"]:
        if person.address_refused_at is not None:
            after["asked_at"] = None  # what was asked at the old address did not arrive
        after["address_refused_at"] = None
        after["new_email"] = None  # whatever was asked for before: this is the address now
        corrected = before["email"] and after["email"] and history.actor() != history.record_of(person)
        if corrected:  # by somebody else: links that went to the old address may be in a stranger's hands
            _withdraw_links(person)
    for name, value in after.items():
        setattr(person, name, value)


def archive_person(person: Person, now: dt.datetime) -> None:
    """Take somebody out of all lists; what was recorded stays. Saying it twice is harmless."""
    person.archived_at = person.archived_at or now
    person.left_on = person.left_on or clock.local_date(now)


def restore_person(person: Person) -> None:
    """Back from the archive. Raises ``BecameAnother`` for who was merged into somebody else."""
    if person.merged_into_id is not None:
        raise BecameAnother(name=person.name)
    person.archived_at = person.left_on = None


# Organisations


def list_organisations(project: Project, search: str = "", *, archived: bool = False) -> list[Organisation]:
    """Organisations by name; with ``archived`` those in the archive instead."""
    state = Organisation.archived_at.is_not(None) if archived else Organisation.archived_at.is_(None)
    query = in_project(Organisation, project).where(state, Organisation.merged_into_id.is_(None))
    query = query.options(joinedload(Organisation.sector))
    found = db.session.scalars(query.order_by(func.lower(Organisation.name)))
    return [row for row in found if match_key(search) in match_key(f"{row.name} {row.area}")]


def people_counts(project: Project) -> dict[int, int]:
    """How many active people each organisation has; without those that have none."""
    counted = (
        _active(project)
        .where(Person.organisation_id.is_not(None))
        .with_only_columns(Person.organisation_id, func.count(Person.id))
        .group_by(Person.organisation_id)
    )
    return dict(db.session.execute(counted).all())


def get_organisation(project: Project, organisation_id: int) -> Organisation:
    return get_in_project(Organisation, project, organisation_id)


def create_organisation(project: Project, **fields) -> Organisation:
    """Add an organisation. ``fields``: name, sector_id, area, email, phone, website. Raises ``NameTaken``."""
    fields = _tidy(fields)
    _check_name(project.id, fields["name"])
    organisation = Organisation(project_id=project.id, **fields)
    db.session.add(organisation)
    db.session.flush()
    return organisation


def edit_organisation(organisation: Organisation, seen_version: int, **fields) -> None:
    """Change an organisation that looked like ``seen_version``. Raises ``OrganisationChanged``, ``NameTaken``."""
    if organisation.version != seen_version:
        raise OrganisationChanged(name=organisation.name)
    fields = _tidy(fields)
    _check_name(organisation.project_id, fields.get("name", organisation.name), organisation.id)
    for name, value in fields.items():
        setattr(organisation, name, value)
    db.session.flush()


def archive_organisation(organisation: Organisation, now: dt.datetime) -> None:
    """Take it out of the choices; its people stay in the network. Saying it twice is harmless."""
    organisation.archived_at = organisation.archived_at or now


def restore_organisation(organisation: Organisation) -> None:
    """Back from the archive. Raises ``BecameAnother`` for one that was merged into another."""
    if organisation.merged_into_id is not None:
        raise BecameAnother(name=organisation.name)
    organisation.archived_at = None


# Inside


def _active(project: Project) -> Select[Person]:
    return in_project(Person, project).where(Person.archived_at.is_(None))


def _wanted(project: Project, wanted: Filter) -> Select[Person]:
    query = in_project(Person, project).outerjoin(Organisation, Person.organisation_id == Organisation.id)
    query = query.where(Person.archived_at.is_not(None) if wanted.archived else Person.archived_at.is_(None))
    query = query.where(Person.erased_at.is_(None), Person.merged_into_id.is_(None))
    if wanted.sector_id is not None:
        query = query.where(func.coalesce(Organisation.sector_id, Person.sector_id) == wanted.sector_id)
    if wanted.function_id is not None:
        query = query.where(Person.function_id == wanted.function_id)
    if wanted.organisation_id is not None:
        query = query.where(Person.organisation_id == wanted.organisation_id)
    if match_key(wanted.search):
        query = query.where(Person.id.in_(_found(project, wanted.search)))
    return _sorted(query, wanted.order).order_by(func.lower(Person.name), Person.id)


def _sorted(query: Select[Person], order: Order) -> Select[Person]:
    match order:
        case Order.ORGANISATION:
            return query.order_by(Organisation.name.is_(None), func.lower(Organisation.name))
        case Order.FUNCTION:
            by_function = query.outerjoin(Term, Person.function_id == Term.id)
            return by_function.order_by(Term.name.is_(None), func.lower(Term.name))
        case Order.NEWEST:
            return query.order_by(Person.id.desc())
    return query


def _found(project: Project, search: str) -> Sequence[int]:
    """People in whose name, function, organisation or address every word occurs, whatever the accents.

    Compared here because neither database folds accents in the same way.
    """
    texts = (
        in_project(Person, project)
        .outerjoin(Organisation, Person.organisation_id == Organisation.id)
        .outerjoin(Term, Person.function_id == Term.id)
        .with_only_columns(Person.id, Person.name, Person.email, Organisation.name, Term.name)
    )
    words = match_key(search).split()
    found = []
    for person_id, *parts in db.session.execute(texts):
        text = match_key(" ".join(part for part in parts if part))
        if all(word in text for word in words):
            found.append(person_id)
    return found


def _withdraw_links(person: Person) -> None:
    """No personal link mailed until now opens this card any more, nor those of records that were merged into it."""
    person.link_version += 1
    mine = Person.project_id == person.project_id
    merged = select(Person.id).where(mine, Person.merged_into_id == person.id).cte("merged", recursive=True)
    merged = merged.union(select(Person.id).where(mine, Person.merged_into_id == merged.c.id))
    older = update(Person).where(mine, Person.id.in_(select(merged.c.id)))
    with db.session.no_autoflush:
        db.session.execute(older.values(link_version=Person.link_version + 1))


def _identity(person: Person) -> dict:
    return {name: getattr(person, name) for name in _IDENTITY}


def _tidy(fields: dict) -> dict:
    """Texts without space round them; an address in lower case, or None; no own sector beside an organisation."""
    tidied = {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}
    if "email" in tidied:
        tidied["email"] = (tidied["email"] or "").lower() or None
    if tidied.get("organisation_id"):
        tidied["sector_id"] = None
    return tidied


def _stands_on_rosters(project_id: int, fields: dict, read: Callable = get_in_project) -> bool:
    """Read by id, also to be sure that all are of this project (else ``NotFound``)."""

    def found(model, name: str):
        row_id = fields.get(name)
        return None if row_id is None else read(model, project_id, row_id)

    function, organisation = found(Term, "function_id"), found(Organisation, "organisation_id")
    sector = organisation.sector if organisation else found(Term, "sector_id")
    return stands_on_rosters(function and function.key, sector and sector.key)


def _check_person(project_id: int, fields: dict, person_id: int = 0) -> None:
    """Raise ``NoSector``, or ``PersonKnown`` for the same name with the same address or at the same organisation.

    Two namesakes of one organisation may both be there when each has an address of their own.
    """
    email, organisation_id = fields.get("email"), fields.get("organisation_id")
    if organisation_id is None and fields.get("sector_id") is None:
        raise NoSector()
    others = (
        in_project(Person, project_id)
        .where(Person.id != person_id)
        .with_only_columns(Person.name, Person.email, Person.organisation_id)
    )
    for other_name, other_email, other_organisation_id in db.session.execute(others):
        if match_key(other_name) != match_key(fields["name"]):
            continue
        told_apart = email and other_email and email != other_email
        if not told_apart and (organisation_id == other_organisation_id or (email and email == other_email)):
            raise PersonKnown(name=other_name)


def _check_name(project_id: int, name: str, organisation_id: int = 0) -> None:
    others = in_project(Organisation, project_id).where(Organisation.id != organisation_id)
    for other_name in db.session.scalars(others.with_only_columns(Organisation.name)):
        if match_key(other_name) == match_key(name):
            raise NameTaken(name=other_name)
