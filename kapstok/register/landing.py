"""Planned rows of organisations and people on their way into the tables. Everything was matched in the plan."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import joinedload

from kapstok import clock
from kapstok.extensions import db
from kapstok.projects import service as projects
from kapstok.projects.models import Project, Term
from kapstok.projects.rules import Vocabulary
from kapstok.register import organisation_list, people_list, service
from kapstok.register.models import Organisation, Person
from kapstok.register.planned import Plan, PlannedRow, Status
from kapstok.register.rules import match_key, stands_on_rosters
from kapstok.scope import get_in_project, in_project

_AS_TYPED = {"name", "area", "email", "phone", "website"}  # columns of a list that are columns of the table


def land_organisations(project: Project, plan: Plan) -> list[Organisation | None]:
    """Make and change what the plan says: for each of its rows the organisation, None for what stays as it is."""
    sectors = _terms(project, Vocabulary.SECTOR)
    known = _by_id(project, Organisation, plan)
    landed: list[Organisation | None] = []
    for row in plan.rows:
        organisation = None
        if row.status is Status.NEW:
            organisation = Organisation(project_id=project.id)
            db.session.add(organisation)
            _write(organisation, _filled(row, organisation_list.Column), sectors)
        elif row.status is Status.CHANGED:
            organisation = known[row.row_id]
            _write(organisation, {change.column: change.new for change in row.changes}, sectors)
        landed.append(organisation)
    db.session.flush()
    return landed


def _write(organisation: Organisation, values: dict[str, str], sectors: dict[str, Term]) -> None:
    for column, value in values.items():
        if column in _AS_TYPED:
            setattr(organisation, column, value)
        elif column == organisation_list.Column.SECTOR:
            organisation.sector = sectors[match_key(value)]


def land_people(project: Project, plan: Plan, now: dt.datetime) -> tuple[list[Person | None], list[Organisation]]:
    """Make and change what the plan says.

    For each of its rows the person, None for who stays as they are; and the organisations that came with them.
    """
    landing = _People(project, plan, now)
    with db.session.no_autoflush:  # all at once, below
        landed = [landing.land(row) for row in plan.rows]
    db.session.flush()
    return landed, landing.brought


class _People:
    """One list of people: what it makes on the way is found again by name."""

    def __init__(self, project: Project, plan: Plan, now: dt.datetime):
        self.project, self.now = project, now
        self.sectors = _terms(project, Vocabulary.SECTOR)
        self.functions = _terms(project, Vocabulary.FUNCTION)
        for name in plan.functions:
            self.functions[match_key(name)] = projects.add_term(project, Vocabulary.FUNCTION, name)
        known = db.session.scalars(in_project(Organisation, project).options(joinedload(Organisation.sector)))
        self.organisations = {match_key(row.name): row for row in known}
        self.brought = [
            Organisation(project_id=project.id, name=name, sector=self.sectors[match_key(sector)])
            for name, sector in plan.organisations
        ]
        db.session.add_all(self.brought)
        self.organisations |= {match_key(made.name): made for made in self.brought}
        db.session.flush()
        self.people = _by_id(project, Person, plan)
        found = [*self.sectors.values(), *self.functions.values(), *self.organisations.values()]
        self.at_hand = {(type(row), row.id): row for row in found}

    def land(self, row: PlannedRow) -> Person | None:
        if row.status is Status.NEW:
            return self._create(_filled(row, people_list.Column))
        if row.status is Status.CHANGED:
            person = self.people[row.row_id]
            fields = self._fields({change.column: change.new for change in row.changes})
            service.write_person(person, read=self._read, **fields)
            return person
        return None

    def _read(self, model, project_id: int, row_id: int):
        return self.at_hand.get((model, row_id)) or get_in_project(model, project_id, row_id)

    def _create(self, values: dict[str, str]) -> Person:
        function = self.functions.get(match_key(values.get("function", "")))
        organisation = self.organisations.get(match_key(values.get("organisation", "")))
        sector = organisation.sector if organisation else self.sectors[match_key(values["sector"])]
        person = Person(project_id=self.project.id, joined_on=clock.local_date(self.now), **self._fields(values))
        person.on_rosters = stands_on_rosters(function and function.key, sector.key)
        db.session.add(person)
        return person

    def _fields(self, values: dict[str, str]) -> dict:
        """Columns of a list as columns of ``Person``."""
        fields: dict = {column: value for column, value in values.items() if column in _AS_TYPED}
        if "function" in values:
            fields["function_id"] = self.functions[match_key(values["function"])].id
        if "organisation" in values:
            fields["organisation_id"] = self.organisations[match_key(values["organisation"])].id
        elif "sector" in values:
            fields["sector_id"] = self.sectors[match_key(values["sector"])].id
        return fields


def _filled(row: PlannedRow, columns) -> dict[str, str]:
    return {str(column): value for column in columns if (value := getattr(row.entry, column))}


def _by_id(project: Project, model, plan: Plan) -> dict:
    """The rows that the plan changes, read at once."""
    ids = [row.row_id for row in plan.rows if row.status is Status.CHANGED]
    return {found.id: found for found in db.session.scalars(in_project(model, project).where(model.id.in_(ids)))}


def _terms(project: Project, kind: Vocabulary) -> dict[str, Term]:
    return {match_key(term.name): term for term in projects.terms(project, kind)}
