"""Verbs of reading in monthly counts: a file is uploaded, looked at, lands as a whole, and can be withdrawn."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from sqlalchemy import insert

from kapstok import clock
from kapstok.accounts import audit
from kapstok.directory.models import Service
from kapstok.extensions import db
from kapstok.projects.models import Project
from kapstok.referrals.imports import table
from kapstok.referrals.imports.rules import KnownOrganisation, KnownService, Plan, weigh
from kapstok.referrals.models import ReferralTally, TallyImport
from kapstok.referrals.rules import counted
from kapstok.referrals.service import said
from kapstok.register import drafts
from kapstok.register.drafts import NotReady, RegisterChanged
from kapstok.register.models import ImportDraft, Organisation
from kapstok.register.read_in import FilesReadIn
from kapstok.scope import in_project

KIND = "tallies"  # of a draft

files = FilesReadIn(TallyImport, "counts")


def receive(project: Project, user_id: int, file_name: str, data: bytes, now: dt.datetime) -> ImportDraft:
    """Keep the counts in an uploaded file until they land. Raises what ``table.read`` refuses."""
    part = table.read(data)
    fields = {"kind": KIND, "sheet_name": part.sheet, "entries": list(part.entries), "unread": list(part.unread)}
    return drafts.keep(project, user_id, file_name, now, **fields)


def get_draft(project: Project, draft_id: int) -> ImportDraft:
    """Counts that have not landed. Raises ``NotFound``."""
    return drafts.get_draft(project, draft_id, (KIND,))


def check_landed(project: Project, draft_id: int) -> None:
    """Raise ``NotFound`` unless it landed before: somebody clicked twice, or went back."""
    drafts.get_receipt(project, draft_id, (KIND,))


def list_unfinished(project: Project, user_id: int) -> list[ImportDraft]:
    """What this user was busy with, newest first."""
    return drafts.list_unfinished(project, user_id, (KIND,))


def plan_of(project: Project, draft: ImportDraft, now: dt.datetime) -> Plan:
    """What would land, in the network and beside the counts as they are now."""
    entries = map(table.entry, draft.entries)
    return weigh(entries, known_organisations(project), counted(said(project)), clock.local_date(now))


def land(project: Project, draft_id: int, fingerprint: str, now: dt.datetime, *, user_id: int) -> TallyImport:
    """Count what a draft says, as the plan with this ``fingerprint`` did: all of it, for whole organisations.

    Raises ``NotFound`` when it landed before, ``NotReady``, and ``RegisterChanged`` when it would do something else by
    now.
    """
    drafts.lock(project)
    draft = get_draft(project, draft_id)
    plan = plan_of(project, draft, now)
    if not plan.can_land:
        raise NotReady()
    if plan.fingerprint != fingerprint:
        raise RegisterChanged()
    made = TallyImport(project_id=project.id, file_name=draft.file_name, made_at=now, made_by_id=user_id)
    made.counts = len(plan.rows)
    db.session.add(made)
    db.session.flush()
    same = {"project_id": project.id, "import_id": made.id, "is_whole": True, "counted_at": now}
    same["counted_by_user_id"] = user_id
    rows = [
        {
            **same,
            "line": row.entry.number,
            "month": row.of.month,
            "kind": row.of.kind,
            "from_organisation_id": row.of.sender,
            "to_organisation_id": row.of.receiver,
            "to_service_id": row.of.service,
            "count": row.count,
        }
        for row in plan.rows
        if row.of is not None
    ]
    db.session.execute(insert(ReferralTally), rows)
    drafts.close(draft, [], now)
    db.session.flush()
    audit.record(
        "counts read in", actor=f"user:{user_id}", project_id=project.id, subject=f"{made.__tablename__}:{made.id}"
    )
    return made


def drop(draft: ImportDraft) -> None:
    """Forget counts that nobody wants to land."""
    drafts.drop(draft)


# The network as a file may name it


def known_organisations(project: Project) -> list[KnownOrganisation]:
    """All of them, also those in the archive; what was merged into another is a former name of that one."""
    columns = Organisation.id, Organisation.name, Organisation.archived_at, Organisation.merged_into_id
    rows = db.session.execute(in_project(Organisation, project).with_only_columns(*columns)).all()
    formerly: dict[int, list[str]] = defaultdict(list)
    for _id, name, _archived, merged_into in rows:
        if merged_into is not None:
            formerly[merged_into].append(name)
    services = _services(project)
    return [
        KnownOrganisation(id, name, tuple(formerly[id]), _day(archived), tuple(services[id]))
        for id, name, archived, merged_into in rows
        if merged_into is None
    ]


def _services(project: Project) -> dict[int, list[KnownService]]:
    """By organisation, by name."""
    columns = Service.organisation_id, Service.id, Service.name, Service.archived_at
    found: dict[int, list[KnownService]] = defaultdict(list)
    query = in_project(Service, project).with_only_columns(*columns).order_by(Service.name, Service.id)
    for organisation_id, id, name, archived in db.session.execute(query):
        found[organisation_id].append(KnownService(id, name, _day(archived)))
    return found


def _day(moment: dt.datetime | None) -> dt.date | None:
    return clock.local_date(moment) if moment is not None else None
