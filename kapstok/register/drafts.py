"""Verbs of importing: a list is uploaded, looked at, and then lands as a whole or not at all."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from kapstok import clock
from kapstok.accounts import audit
from kapstok.errors import N_, Refused
from kapstok.extensions import db
from kapstok.projects import service as projects
from kapstok.projects.models import Project, Term
from kapstok.projects.rules import Vocabulary
from kapstok.register import columns, importing, service, sheet
from kapstok.register.columns import Column, Entry
from kapstok.register.importing import Known, KnownOrganisation, KnownPerson, Plan, PlannedRow, Status
from kapstok.register.models import ImportDraft, Organisation, Person
from kapstok.register.rules import match_key, stands_on_rosters
from kapstok.scope import get_in_project, in_project

KEPT = dt.timedelta(days=1)


class NotReady(Refused):
    """Rows are refused, or nothing is new."""

    sentence = N_("Deze lijst kan zo niet worden verwerkt. Pas het bestand aan en kies het opnieuw.")


class RegisterChanged(Refused):
    """The register changed since the page was made, so that the same list would now do something else."""

    sentence = N_("Het netwerk is intussen gewijzigd. Hieronder staat wat de lijst nu doet. Kijk het nog eens na.")
    status = 409


def receive(project: Project, user_id: int, file_name: str, data: bytes, now: dt.datetime) -> ImportDraft:
    """Keep the list in an uploaded file until it lands. Raises what ``sheet.sheets`` and ``columns.read`` refuse."""
    remove_old(now)
    listing = columns.read(sheet.sheets(data))
    draft = ImportDraft(
        project_id=project.id,
        user_id=user_id,
        made_at=now,
        file_name=sheet.clean(file_name)[-120:],
        sheet_name=listing.sheet[:120],
        entries=[asdict(entry) for entry in listing.entries],
        unread=list(listing.unread),
    )
    db.session.add(draft)
    db.session.flush()
    return draft


def get_draft(project: Project, draft_id: int) -> ImportDraft:
    return get_in_project(ImportDraft, project, draft_id)


def plan(draft: ImportDraft) -> Plan:
    """What the list would do to the register as it is now."""
    entries = (Entry(**row | {"formulas": tuple(row["formulas"])}) for row in draft.entries)
    return importing.plan(entries, _known(draft.project_id))


def land(project: Project, draft_id: int, fingerprint: str, now: dt.datetime, *, actor: str) -> Plan:
    """Do what the plan with this ``fingerprint`` said, all of it, and forget the draft.

    Raises ``NotFound`` when it landed before, ``NotReady``, and ``RegisterChanged`` when the plan is another by now.
    """
    db.session.execute(select(Project.id).where(Project.id == project.id).with_for_update())  # one import at a time
    draft = get_draft(project, draft_id)
    planned = plan(draft)
    if not planned.can_land:
        raise NotReady()
    if planned.fingerprint != fingerprint:
        raise RegisterChanged()
    _Landing(project, planned, now).land()
    db.session.delete(draft)
    db.session.flush()
    audit.record("list imported", actor=actor, project_id=project.id, subject=f"import:{draft_id}")
    return planned


def drop(draft: ImportDraft) -> None:
    """Forget a list that nobody wants to land."""
    db.session.delete(draft)


def remove_old(now: dt.datetime) -> None:
    """Forget, in every project, what was uploaded more than a day ago and never landed."""
    old = delete(ImportDraft).where(ImportDraft.made_at < now - KEPT)
    db.session.execute(old.execution_options(across_projects="old drafts go, whosever they are"))


def _known(project_id: int) -> Known:
    """The register as plain values."""
    people = db.session.scalars(in_project(Person, project_id).options(*service.WITH_BACKGROUND).order_by(Person.id))
    organisations = db.session.scalars(in_project(Organisation, project_id).order_by(Organisation.id))
    return Known(
        people=tuple(_known_person(person) for person in people),
        organisations=tuple(
            KnownOrganisation(row.name, row.sector.name, row.archived_at is not None) for row in organisations
        ),
        sectors=_words(project_id, Vocabulary.SECTOR),
        functions=_words(project_id, Vocabulary.FUNCTION),
    )


def _known_person(person: Person) -> KnownPerson:
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
    )


def _words(project_id: int, kind: Vocabulary) -> tuple[tuple[str, str], ...]:
    return tuple((term.key, term.name) for term in projects.terms(project_id, kind))


class _Landing:
    """One plan on its way into the tables: what it makes on the way is found again by name.

    The plan was made under the same lock and has matched everybody already, so nobody is matched once more.
    """

    def __init__(self, project: Project, planned: Plan, now: dt.datetime):
        self.project, self.planned, self.now = project, planned, now
        self.sectors = self._terms(Vocabulary.SECTOR)
        self.functions = self._terms(Vocabulary.FUNCTION)
        known = db.session.scalars(in_project(Organisation, project).options(joinedload(Organisation.sector)))
        self.organisations = {match_key(row.name): row for row in known}

    def land(self) -> None:
        for name in self.planned.functions:
            self.functions[match_key(name)] = projects.add_term(self.project, Vocabulary.FUNCTION, name)
        for name, sector in self.planned.organisations:
            made = Organisation(project_id=self.project.id, name=name, sector=self.sectors[match_key(sector)])
            db.session.add(made)
            self.organisations[match_key(name)] = made
        db.session.flush()
        for row in self.planned.rows:
            if row.status is Status.NEW:
                self._create(row.entry)
            elif row.status is Status.CHANGED:
                self._change(row)

    def _create(self, entry: Entry) -> None:
        filled = {column: getattr(entry, column) for column in Column if getattr(entry, column)}
        function = self.functions.get(match_key(entry.function))
        organisation = self.organisations.get(match_key(entry.organisation))
        sector = organisation.sector if organisation else self.sectors[match_key(entry.sector)]
        person = Person(project_id=self.project.id, joined_on=clock.local_date(self.now), **self._fields(filled))
        person.on_rosters = stands_on_rosters(function and function.key, sector.key)
        db.session.add(person)

    def _change(self, row: PlannedRow) -> None:
        person = service.get_person(self.project, row.person_id)
        changed = {change.column: change.new for change in row.changes}
        service.edit_person(person, person.version, checked=True, **self._fields(changed))

    def _fields(self, values: dict[Column, str]) -> dict:
        """Columns of a list as columns of ``Person``."""
        fields: dict = {
            str(column): value
            for column, value in values.items()
            if column in (Column.NAME, Column.EMAIL, Column.PHONE, Column.AREA)
        }
        if Column.FUNCTION in values:
            fields["function_id"] = self.functions[match_key(values[Column.FUNCTION])].id
        if Column.ORGANISATION in values:
            fields["organisation_id"] = self.organisations[match_key(values[Column.ORGANISATION])].id
        elif Column.SECTOR in values:
            fields["sector_id"] = self.sectors[match_key(values[Column.SECTOR])].id
        return fields

    def _terms(self, kind: Vocabulary) -> dict[str, Term]:
        return {match_key(term.name): term for term in projects.terms(self.project, kind)}
