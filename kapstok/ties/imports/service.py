"""Verbs of reading in lines: a file is uploaded, looked at, lands as a whole, and can be withdrawn as a whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import insert
from sqlalchemy.orm import joinedload

from kapstok import clock
from kapstok.accounts import audit
from kapstok.errors import N_, Refused
from kapstok.extensions import db
from kapstok.projects.models import Project
from kapstok.register import drafts
from kapstok.register.drafts import NotReady, RegisterChanged
from kapstok.register.models import ImportDraft, Person
from kapstok.register.read_in import FilesReadIn
from kapstok.scope import in_project
from kapstok.ties.imports import matching, reading
from kapstok.ties.imports.matching import Known
from kapstok.ties.imports.shapes import Lines, Name, Place, Problem, Shape, Value
from kapstok.ties.imports.values import says_something_else
from kapstok.ties.imports.weighing import Meaning, Plan, check_said_on, weigh
from kapstok.ties.models import Tie, TieImport
from kapstok.ties.rules import Source

KIND = "lines"  # of a draft
_NOON = dt.time(12)


class FileIsWrong(Refused):
    """What only another file can put right. ``problems``: all that is wrong, also what could be chosen later."""

    sentence = N_("Dit bestand kan zo niet worden ingelezen. Pas het aan en kies het opnieuw.")

    def __init__(self, problems: Collection[Problem]):
        super().__init__()
        self.problems = tuple(problems)


files = FilesReadIn(TieImport, "lines")


def receive(project: Project, user_id: int, file_name: str, data: bytes, now: dt.datetime) -> ImportDraft:
    """Keep the lines in an uploaded file until they land. Raises ``FileIsWrong`` and what ``reading.read`` refuses."""
    lines = reading.read(data)
    if lines.problems or any(says_something_else(value.text) for value in lines.values):
        raise FileIsWrong(plan_of(project, lines, Meaning(both_ways=lines.both_ways)).problems)
    fields = {"kind": KIND, "sheet_name": lines.sheet, "entries": _kept(lines), "unread": list(lines.unread)}
    return drafts.keep(project, user_id, file_name, now, **fields)


def get_draft(project: Project, draft_id: int) -> ImportDraft:
    """Lines that have not landed. Raises ``NotFound``."""
    return drafts.get_draft(project, draft_id, (KIND,))


def check_landed(project: Project, draft_id: int) -> None:
    """Raise ``NotFound`` unless it landed before: somebody clicked twice, or went back."""
    drafts.get_receipt(project, draft_id, (KIND,))


def list_unfinished(project: Project, user_id: int) -> list[ImportDraft]:
    """What this user was busy with, newest first."""
    return drafts.list_unfinished(project, user_id, (KIND,))


def plan_of(project: Project, lines: Lines, meaning: Meaning) -> Plan:
    """What would land of a file, understood like that, in the register as it is now."""
    names = [name.text for name in lines.names]
    return weigh(lines, matching.match(names, known_people(project)), meaning)


def land(
    project: Project,
    draft_id: int,
    meaning: Meaning,
    said_on: dt.date,
    fingerprint: str,
    now: dt.datetime,
    *,
    user_id: int,
) -> TieImport:
    """Make statements of a draft, as the plan with this ``fingerprint`` said: all of them.

    They count from noon of the day on which people said it. Raises ``NotFound`` when it landed before, ``NotReady``,
    ``RegisterChanged`` when it would be something else by now, ``NotYetSaid`` and ``TooLongAgo``.
    """
    drafts.lock(project)
    draft = get_draft(project, draft_id)
    check_said_on(said_on, clock.local_date(now))
    planned = plan_of(project, lines_of(draft), meaning)
    if not planned.can_land:
        raise NotReady()
    if planned.fingerprint(said_on) != fingerprint:
        raise RegisterChanged()
    made = TieImport(project_id=project.id, file_name=draft.file_name, said_on=said_on, made_at=now)
    made.made_by_id, made.statements = user_id, len(planned.statements)
    db.session.add(made)
    db.session.flush()
    stated_at = min(clock.from_local(said_on, _NOON), now)  # nothing was said later than now
    same = {"project_id": project.id, "source": Source.IMPORT, "import_id": made.id, "stated_at": stated_at}
    same["entered_by_id"] = user_id
    rows = [
        {**same, "respondent_id": line.respondent, "named_id": line.named, "strength": line.strength}
        for line in planned.statements
    ]
    db.session.execute(insert(Tie), rows)
    drafts.close(draft, [], now)
    db.session.flush()
    audit.record("lines read in", actor=f"user:{user_id}", project_id=project.id, subject=f"tie_import:{made.id}")
    return made


def drop(draft: ImportDraft) -> None:
    """Forget lines that nobody wants to land."""
    drafts.drop(draft)


# Drafts and the register


def known_people(project: Project) -> list[Known]:
    """Everybody whom a file can name, also who left or is in the archive; not who was erased."""
    query = in_project(Person, project).where(Person.erased_at.is_(None)).order_by(Person.id)
    return [
        Known(
            id=person.id,
            name=person.name,
            organisation=person.organisation.name if person.organisation else "",
            email=person.email or "",
            named=person.on_rosters,
            kept_id=person.merged_into_id,
        )
        for person in db.session.scalars(query.options(joinedload(Person.organisation)))
    ]


def _kept(lines: Lines) -> list[dict]:
    """Lines as JSON. Each name is an entry of its own, also without its brackets: so inzage and erasing find it."""
    names = [{"text": name.text, "name": matching.parts(name.text)[0], "place": name.place} for name in lines.names]
    values = [(value.sayer, value.about, value.text, *value.place) for value in lines.values]
    return [*names, {"shape": lines.shape, "gaps": lines.gaps, "both_ways": lines.both_ways, "values": values}]


def lines_of(draft: ImportDraft) -> Lines:
    """The file that ``receive`` kept."""
    *names, rest = draft.entries
    return Lines(
        shape=Shape(rest["shape"]),
        names=tuple(Name(entry["text"], Place(*entry["place"])) for entry in names),
        values=tuple(Value(sayer, about, text, Place(*place)) for sayer, about, text, *place in rest["values"]),
        gaps=rest["gaps"],
        both_ways=rest["both_ways"],
        sheet=draft.sheet_name,
        unread=tuple(draft.unread),
    )
