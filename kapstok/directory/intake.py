"""Verbs of importing an HSDS package: it is uploaded, looked at, and then lands as a whole or not at all."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from kapstok import clock
from kapstok.accounts import audit
from kapstok.accounts.models import AuditEvent
from kapstok.directory import models, publishing
from kapstok.directory.checking import Problem, problems
from kapstok.directory.comparing import Ours, Plan, plan
from kapstok.directory.flattening import Tables
from kapstok.directory.landing import Landing
from kapstok.directory.reading import Given, read, trim
from kapstok.directory.unpacking import unpack
from kapstok.errors import N_, NotFound, Refused
from kapstok.extensions import db
from kapstok.mail.text import one_line
from kapstok.projects.models import Project, Term
from kapstok.register.drafts import NotReady, RegisterChanged, remove_old
from kapstok.register.models import ImportDraft, Organisation
from kapstok.scope import get_in_project, in_project

KIND = "hsds"
LANDED = "sociale kaart imported"
MOST_BYTES = 25 * 1024 * 1024  # of one upload
SHOWN = 20  # problems that are told


class BadPackage(Refused):
    """Objects of the package are not what HSDS says they are. ``found``: what is wrong."""

    sentence = N_("Wij nemen niets over, want in dit pakket klopt iets niet. Vraag de afzender om dit te herstellen:")

    def __init__(self, found: list[Problem]):
        super().__init__()
        self.found = found[:SHOWN]
        self.more = len(found) - len(self.found)


class SectorNeeded(Refused):
    """New organisations must stand in a sector."""

    sentence = N_("Kies een sector voor de nieuwe organisaties.")


def receive(project: Project, user_id: int, file_name: str, data: bytes, now: dt.datetime) -> ImportDraft:
    """Keep an uploaded package until it lands. Raises what ``unpack`` refuses, and ``BadPackage``."""
    remove_old(now)
    tables = unpack(data)
    found = problems(tables, now)
    if found:
        raise BadPackage(found)
    trim(tables)
    draft = ImportDraft(
        project_id=project.id,
        user_id=user_id,
        kind=KIND,
        made_at=now,
        file_name=one_line(file_name)[-120:],
        sheet_name="",
        entries=[{"object": kind, **row} for kind, rows in tables.rows.items() for row in rows.values()],
        unread=sorted(tables.foreign.items()),
    )
    db.session.add(draft)
    db.session.flush()
    return draft


def get_draft(project: Project, draft_id: int) -> ImportDraft:
    """Raises ``NotFound``, also for a list of people."""
    draft = get_in_project(ImportDraft, project, draft_id)
    if draft.kind != KIND:
        raise NotFound()
    return draft


def plan_of(project: Project, draft: ImportDraft, now: dt.datetime) -> Plan:
    """What the package would do to the kaart as it is now."""
    given = _given(draft)
    return plan(given, _ours(project, given), clock.local_date(now))


def land(
    project: Project,
    draft_id: int,
    fingerprint: str,
    now: dt.datetime,
    *,
    sector_id: int | None,
    terms: Collection[str],
    actor: str,
) -> Plan:
    """Do what the plan with this ``fingerprint`` said, all of it, and forget the draft.

    ``sector_id``: of new organisations. ``terms``: uids of the new words that become hulpthema's; services do not get
    the others. Raises ``NotFound`` when it landed before, ``NotReady``, ``RegisterChanged`` when the plan is another by
    now, and ``SectorNeeded``.
    """
    db.session.execute(select(Project.id).where(Project.id == project.id).with_for_update())  # one import at a time
    draft = get_draft(project, draft_id)
    planned = plan_of(project, draft, now)
    if not planned.can_land:
        raise NotReady()
    if planned.fingerprint != fingerprint:
        raise RegisterChanged()
    if planned.needs_sector and sector_id is None:
        raise SectorNeeded()
    try:
        Landing(project, planned, now, sector_id=sector_id, terms=terms).land()
    except IntegrityError as meanwhile:  # another project took one of the uids a moment ago
        raise RegisterChanged() from meanwhile
    db.session.delete(draft)
    db.session.flush()
    audit.record(LANDED, actor=actor, project_id=project.id, subject=f"import:{draft_id}")
    return planned


def landed_before(project: Project, draft_id: int) -> bool:
    """Whether a package that is gone has landed: somebody clicked twice, or went back."""
    said = AuditEvent.event == LANDED, AuditEvent.subject == f"import:{draft_id}"
    return db.session.scalar(select(AuditEvent.id).where(AuditEvent.project_id == project.id, *said)) is not None


def _given(draft: ImportDraft) -> Given:
    tables = Tables(foreign=Counter(dict(draft.unread)))
    for entry in draft.entries:
        row = {name: value for name, value in entry.items() if name != "object"}
        tables.rows[entry["object"]][row["id"]] = row
    return read(tables)


def _ours(project: Project, given: Given) -> Ours:
    kaart = publishing.whole_kaart(project)
    archived = {
        uid
        for model in (Organisation, models.Service)
        for uid in db.session.scalars(
            in_project(model, project).where(model.archived_at.is_not(None)).with_only_columns(model.uid)
        )
    }
    return Ours(kaart, archived, _taken(project, given), project.slug)


def _taken(project: Project, given: Given) -> set[str]:
    """Which of their uids other projects of this installation have: uids are unique over all of them."""
    asked = (
        (Organisation, given.kaart.organisations),
        (models.Service, given.kaart.services),
        (models.Location, given.kaart.locations),
        (Term, given.kaart.terms),
    )
    found: set[str] = set()
    for model, uids in asked:
        query = select(model.uid).where(model.uid.in_(list(uids)), model.project_id != project.id)
        why = "a uid is unique over all projects; nothing but that it is taken is looked up"
        found |= set(db.session.scalars(query.execution_options(across_projects=why)))
    return found
