"""Verbs of importing: a file with lists is uploaded, looked at, and then lands as a whole or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from kapstok.accounts import audit
from kapstok.directory import list_landing, listing, rows
from kapstok.directory.listing import Keeper
from kapstok.directory.models import Service
from kapstok.extensions import db
from kapstok.projects.models import Project
from kapstok.projects.rules import Vocabulary
from kapstok.register import columns, drafts, organisation_list, people_list, reading
from kapstok.register import landing as register_landing
from kapstok.register import rows as register_rows
from kapstok.register.columns import Kind
from kapstok.register.drafts import NotReady, RegisterChanged
from kapstok.register.models import ImportDraft, Organisation, Person
from kapstok.register.people_list import KnownOrganisation
from kapstok.register.planned import FilePlan, Plan, Status
from kapstok.scope import in_project

LAYOUTS = (organisation_list.LAYOUT, people_list.LAYOUT, listing.LAYOUT)
_ENTRY = {Kind.ORGANISATIONS: organisation_list.Entry, Kind.PEOPLE: people_list.Entry, Kind.SERVICES: listing.Entry}

_MODEL = {Kind.ORGANISATIONS: Organisation, Kind.PEOPLE: Person, Kind.SERVICES: Service}


def receive(project: Project, user_id: int, file_name: str, data: bytes, now: dt.datetime) -> ImportDraft:
    """Keep the lists in an uploaded file until they land.

    A list that can be about people or about organisations is kept as both, until ``choose``. Raises what
    ``reading.sheets`` and ``columns.read`` refuse.
    """
    found = columns.read(reading.sheets(data), LAYOUTS)
    entries = [
        {"kind": str(part.kind), **({"unclear": True} if len(parts) > 1 else {}), **entry}
        for parts in found
        for part in parts
        for entry in part.entries
    ]
    first = [parts[0] for parts in found]
    return drafts.keep(
        project,
        user_id,
        file_name,
        now,
        kind=drafts.UNCLEAR if any(len(parts) > 1 for parts in found) else drafts.LIST,
        sheet_name=", ".join(part.sheet for part in first if part.sheet),
        entries=entries,
        unread=list(dict.fromkeys(heading for part in first for heading in part.unread)),
    )


def kinds(draft: ImportDraft, *, unclear: bool = False) -> list[Kind]:
    """What its lists are about; with ``unclear`` what the list that nobody recognised can be about."""
    found = {entry["kind"] for entry in draft.entries if not unclear or "unclear" in entry}
    return [kind for kind in Kind if kind in found]


def choose(draft: ImportDraft, kind: Kind) -> None:
    """Somebody said what the list is about."""
    draft.entries = [
        {name: value for name, value in entry.items() if name != "unclear"}
        for entry in draft.entries
        if "unclear" not in entry or entry["kind"] == kind
    ]
    draft.kind = drafts.LIST


def plan(draft: ImportDraft, now: dt.datetime) -> FilePlan:
    """What the lists would do to the register as it is now, and to what the lists before them make."""
    planning = _Planning(draft, now)
    return FilePlan(tuple(planning.plan(kind) for kind in kinds(draft)))


def land(project: Project, draft_id: int, fingerprint: str, now: dt.datetime, *, actor: str) -> FilePlan:
    """Do what the plan with this ``fingerprint`` said, all of it; the draft becomes a receipt.

    Raises ``NotFound`` when it landed before, ``NotReady``, and ``RegisterChanged`` when the plan is another by now.
    """
    drafts.lock(project)
    draft = drafts.get_draft(project, draft_id)
    if draft.kind == drafts.UNCLEAR:
        raise NotReady()
    planned = plan(draft, now)
    if not planned.can_land:
        raise NotReady()
    if planned.fingerprint != fingerprint:
        raise RegisterChanged()
    drafts.close(draft, [made for part in planned.lists for made in _land(project, part, now)], now)
    audit.record("list imported", actor=actor, project_id=project.id, subject=f"import:{draft_id}")
    return planned


def made(receipt: ImportDraft) -> dict[tuple[Kind, Status], list[int]]:
    """The ids of what a list made and changed, in the order of the list."""
    found: dict[tuple[Kind, Status], list[int]] = {}
    for row in receipt.entries:
        found.setdefault((Kind(row["kind"]), Status(row["status"])), []).append(row["id"])
    return dict(sorted(found.items(), key=lambda pair: (list(Status).index(pair[0][1]), list(Kind).index(pair[0][0]))))


def names(project: Project, kind: Kind, ids: list[int]) -> list[tuple[int, str]]:
    """(id, name) of those that are still there, in this order."""
    model = _MODEL[kind]
    query = in_project(model, project).where(model.id.in_(ids)).with_only_columns(model.id, model.name)
    name_of = dict(db.session.execute(query).all())
    return [(row_id, name_of[row_id]) for row_id in ids if row_id in name_of]


def _land(project: Project, part: Plan, now: dt.datetime) -> list[dict]:
    """What one list made and changed, by id."""
    brought: list[Organisation] = []
    landed: Sequence[Organisation | Person | Service | None]
    match part.kind:
        case Kind.ORGANISATIONS:
            landed = register_landing.land_organisations(project, part)
        case Kind.PEOPLE:
            landed, brought = register_landing.land_people(project, part, now)
        case Kind.SERVICES:
            landed = list_landing.land_services(project, part, now)
    said = [(part.kind, row.status, made) for row, made in zip(part.rows, landed, strict=True) if made is not None]
    said += [(Kind.ORGANISATIONS, Status.NEW, organisation) for organisation in brought]
    return [{"kind": str(kind), "status": str(status), "id": made.id} for kind, status, made in said]


class _Planning:
    """The register as it is, and as it will be after the lists that were planned already."""

    def __init__(self, draft: ImportDraft, now: dt.datetime):
        self.draft, self.now, self.project_id = draft, now, draft.project_id
        self.sectors = register_rows.known_words(self.project_id, Vocabulary.SECTOR)
        self.known_organisations = register_rows.known_organisations(self.project_id)
        self.organisations = register_rows.in_place(self.known_organisations)
        self.new_people: tuple[Keeper, ...] = ()

    def plan(self, kind: Kind) -> Plan:
        entries = [
            _ENTRY[kind](
                **{name: value for name, value in entry.items() if name not in ("kind", "formulas")},
                formulas=tuple(entry.get("formulas", ())),
            )
            for entry in self.draft.entries
            if entry["kind"] == kind
        ]
        match kind:
            case Kind.ORGANISATIONS:
                return self._organisations(entries)
            case Kind.PEOPLE:
                return self._people(entries)
            case Kind.SERVICES:
                return self._services(entries)

    def _organisations(self, entries: list[organisation_list.Entry]) -> Plan:
        planned = organisation_list.plan(entries, self.known_organisations, self.sectors)
        sector_of = {row.row_id: row.entry.sector for row in planned.rows if row.status is Status.CHANGED}
        changed = (replace(known, sector=sector_of.get(known.id) or known.sector) for known in self.known_organisations)
        new = (row.entry for row in planned.rows if row.status is Status.NEW)
        made = (KnownOrganisation(entry.name, entry.sector) for entry in new)
        self.organisations = (*register_rows.in_place(changed), *made)
        return planned

    def _people(self, entries: list[people_list.Entry]) -> Plan:
        known = people_list.Known(
            people=register_rows.known_people(self.project_id),
            organisations=self.organisations,
            sectors=self.sectors,
            functions=register_rows.known_words(self.project_id, Vocabulary.FUNCTION),
        )
        planned = people_list.plan(entries, known)
        made = (KnownOrganisation(name, sector) for name, sector in planned.organisations)
        self.organisations = (*self.organisations, *made)
        self.new_people = tuple(
            Keeper(None, row.entry.name, row.entry.email) for row in planned.rows if row.status is Status.NEW
        )
        return planned

    def _services(self, entries: list[listing.Entry]) -> Plan:
        keepers = rows.known_keepers(self.project_id)
        known = listing.Known(
            services=rows.known_services(self.project_id, keepers),
            organisations=tuple(
                listing.KnownOrganisation(known.name, known.archived, known.formerly) for known in self.organisations
            ),
            support=register_rows.known_words(self.project_id, Vocabulary.SUPPORT),
            keepers=(*keepers, *self.new_people),
        )
        return listing.plan(entries, known, self.now)
