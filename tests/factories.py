"""Boring rows for tests: every factory flushes; the test (or its client) commits."""

from __future__ import annotations

import datetime as dt
import os
from itertools import count

from kapstok.accounts import service as accounts
from kapstok.accounts.models import User
from kapstok.directory.models import Service
from kapstok.extensions import db
from kapstok.meetings.models import Invitation, Meeting
from kapstok.planner.models import PlanSeat, PlanTable, SeatingPlan
from kapstok.projects import service as projects
from kapstok.projects.models import Project, Term
from kapstok.projects.rules import Role, Vocabulary
from kapstok.register.models import Organisation, Person

NOW = dt.datetime(2026, 3, 3, 12, 0, tzinfo=dt.UTC)  # a Tuesday
PASSWORD = "drie losse woorden"
# Workers share databases, and must not use a number that another used.
_numbers = count(1 + 1_000_000 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")))


def make_project(name: str = "Samen rond mantelzorg", **fields) -> Project:
    fields = {"region": "Veenmeer", "contact_name": "Noor de Wit", "contact_email": "noor@example.org"} | fields
    return projects.create_project(NOW, actor="test", name=name, **fields)


def make_user(project: Project | None = None, role: Role = Role.PROJECTLEIDER, **fields) -> User:
    """A user with ``PASSWORD``; with a role when a project is given."""
    number = next(_numbers)
    fields = {"name": f"Gebruiker {number}", "email": f"gebruiker{number}@example.org"} | fields
    user = accounts.create_user(now=NOW, **fields)
    accounts.set_password(user, PASSWORD)
    if project is not None:
        projects.give_role(user, project, role, actor="test")
    db.session.flush()
    return user


def term(project: Project, kind: Vocabulary, key: str) -> Term:
    return next(found for found in projects.terms(project, kind) if found.key == key)


def make_organisation(project: Project, name: str | None = None, sector: str = "welzijn", **fields) -> Organisation:
    sector_id = term(project, Vocabulary.SECTOR, sector).id
    row = Organisation(
        project_id=project.id, name=name or f"Organisatie {next(_numbers)}", sector_id=sector_id, **fields
    )
    return _kept(row)


def make_person(
    project: Project,
    organisation: Organisation | None = None,
    name: str | None = None,
    function: str | None = None,
    **fields,
) -> Person:
    number = next(_numbers)
    if function is not None:
        fields["function_id"] = term(project, Vocabulary.FUNCTION, function).id
    fields = {"email": f"deelnemer{number}@example.org"} | fields
    row = Person(project_id=project.id, name=name or f"Deelnemer {number}", organisation=organisation, **fields)
    return _kept(row)


def make_service(organisation: Organisation, name: str = "Respijtzorg", **fields) -> Service:
    return _kept(Service(project_id=organisation.project_id, organisation=organisation, name=name, **fields))


def make_meeting(
    project: Project, title: str = "Kennismaken", starts_at: dt.datetime | None = None, **fields
) -> Meeting:
    """A meeting of two hours, a week after ``NOW`` unless said otherwise."""
    starts_at = starts_at or NOW + dt.timedelta(days=7)
    fields = {"ends_at": starts_at + dt.timedelta(hours=2), "place": "Het Veenhuis, Dorpsstraat 1"} | fields
    return _kept(
        Meeting(project_id=project.id, title=title, starts_at=starts_at, created_at=NOW, revised_at=NOW, **fields)
    )


def make_invitation(meeting: Meeting, person: Person, **fields) -> Invitation:
    return _kept(Invitation(project_id=meeting.project_id, meeting=meeting, person=person, created_at=NOW, **fields))


def make_plan(meeting: Meeting, rounds: list[dict[Person, int]], host: Person | None = None, **fields) -> SeatingPlan:
    """A tafelindeling in which people sit at these tables in each round; ``host`` at table 1."""
    here, fields = {"project_id": meeting.project_id}, {"made_at": NOW, "shared_at": NOW} | fields
    plan = _kept(SeatingPlan(**here, meeting_id=meeting.id, rounds=len(rounds), **fields))
    numbers = sorted({table for seated in rounds for table in seated.values()})
    plan.tables = [PlanTable(**here, number=number, fewest=1, most=40) for number in numbers]
    plan.tables[0].host = host
    for number, seated in enumerate(rounds, 1):
        for person, table in seated.items():
            db.session.add(PlanSeat(**here, plan_id=plan.id, person_id=person.id, round=number, table=table))
    db.session.flush()
    return plan


def _kept(row):
    db.session.add(row)
    db.session.flush()
    return row
