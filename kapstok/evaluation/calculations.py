"""Long calculations: asked once per question and state of the data, taken by one worker at a time, and kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from kapstok.errors import NotFound
from kapstok.evaluation.models import Calculation, CalculationFile
from kapstok.extensions import db
from kapstok.projects.models import Project
from kapstok.scope import get_in_project, in_project

ASKED = "calculations_asked"  # in the session's info: after the commit the worker is woken
LEASE = dt.timedelta(minutes=5)  # without a sign of life for so long, the worker is gone and another may take over
HOPE = dt.timedelta(hours=1)  # what workers still die of after so long, would be the end of the next one too
KEPT = dt.timedelta(days=30)
REPORTS_KEPT = 12  # the newest of a project


class Kind(StrEnum):
    """What can be asked for."""

    REPORT = "report"
    CERTAINTY = "certainty"
    SEATING = "seating"


@dataclass(frozen=True)
class File:
    """A file that came of a calculation."""

    name: str
    mimetype: str
    content: bytes


@dataclass(frozen=True)
class Outcome:
    """What came of a calculation: values that JSON can hold, and files."""

    result: Mapping[str, Any] = field(default_factory=dict)
    files: Sequence[File] = ()


Progress = Callable[[int, int], None]  # called with how much is done, of how much
Maker = Callable[[Project, Mapping[str, Any], Progress], Outcome]  # of what was asked; writes nothing
# Where more is to be written than the outcome, in the transaction that keeps it. Returns what is to be kept.
Lander = Callable[[Project, Mapping[str, Any], Outcome, dt.datetime], Outcome]


def key_of(kind: Kind, asked: Mapping[str, Any], version: Hashable) -> str:
    """The same question of the same data has the same key."""
    told = json.dumps([kind, asked, repr(version)], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def ask(
    project: Project, kind: Kind, asked: Mapping[str, Any], version: Hashable, now: dt.datetime, *, user_id: int
) -> Calculation:
    """The calculation of this question, asked now unless it was before; one that went wrong is tried again.

    ``asked``: values that JSON can hold. ``version`` differs as soon as the data do. Flushes.
    """
    key = key_of(kind, asked, version)
    insert = sqlite_insert if db.engine.dialect.name == "sqlite" else postgresql_insert
    row = {"kind": kind, "key": key, "asked": dict(asked), "asked_at": now, "asked_by_id": user_id}
    # Two readers may ask at the same second: the second finds what the first asked.
    db.session.execute(
        insert(Calculation)
        .values(project_id=project.id, done=0, total=0, trouble="", **row)
        .on_conflict_do_nothing(index_elements=["project_id", "key"])
    )
    found = find(project, key)
    assert found is not None
    if found.trouble:
        found.asked_at, found.begun_at, found.finished_at, found.trouble = now, None, None, ""
    db.session.flush()
    db.session.info[ASKED] = True
    return found


def get_asked(project: Project, calculation_id: int) -> Calculation:
    """Whatever was asked under this id, or ``NotFound``."""
    return get_in_project(Calculation, project, calculation_id)


def find(project: Project, key: str) -> Calculation | None:
    """What was asked under this key, whether it is ready or not."""
    return db.session.scalar(in_project(Calculation, project).where(Calculation.key == key))


def list_calculations(project: Project, kind: Kind) -> list[Calculation]:
    """Everything of this kind that was asked, the newest first."""
    query = in_project(Calculation, project).where(Calculation.kind == kind)
    return list(db.session.scalars(query.order_by(Calculation.asked_at.desc(), Calculation.id.desc())))


def get_calculation(project: Project, calculation_id: int, kind: Kind) -> Calculation:
    """One that was asked, or ``NotFound``."""
    found = get_asked(project, calculation_id)
    if found.kind != kind:
        raise NotFound()
    return found


def get_file(project: Project, calculation: Calculation, name: str) -> CalculationFile:
    """One of its files, or ``NotFound``."""
    query = in_project(CalculationFile, project)
    found = db.session.scalar(
        query.where(CalculationFile.calculation_id == calculation.id, CalculationFile.name == name)
    )
    if found is None:
        raise NotFound()
    return found


def remove(calculation: Calculation) -> None:
    """Take it away with its files."""
    db.session.delete(calculation)
    db.session.flush()


def take(now: dt.datetime) -> tuple[int, int] | None:
    """Claim the calculation that waits longest, for one worker: (project id, id). None when nothing waits.

    What workers were lost over for an hour is given up. Commit before working: until then the claim holds up others.
    """
    across = {"across_projects": "the worker serves every project", "synchronize_session": False}
    lost = (
        Calculation.finished_at.is_(None) & (Calculation.begun_at < now - LEASE) & (Calculation.asked_at < now - HOPE)
    )
    given_up = update(Calculation).where(lost).values(finished_at=now, trouble="no worker came to the end of it")
    db.session.execute(given_up, execution_options=across)
    waits = Calculation.finished_at.is_(None) & or_(Calculation.begun_at.is_(None), Calculation.begun_at < now - LEASE)
    query = select(Calculation.project_id, Calculation.id).where(waits).order_by(Calculation.asked_at, Calculation.id)
    for project_id, calculation_id in db.session.execute(query.limit(5).execution_options(**across)).all():
        claim = update(Calculation).where(Calculation.project_id == project_id, Calculation.id == calculation_id, waits)
        if db.session.execute(claim.values(begun_at=now), execution_options=across).rowcount:  # type: ignore[attr-defined]
            return project_id, calculation_id
    return None


def report_progress(project_id: int, calculation_id: int, done: int, total: int, now: dt.datetime) -> None:
    """How far it is; also the sign that the worker still lives."""
    _write(project_id, calculation_id, done=done, total=total, begun_at=now)


def finish(project_id: int, calculation_id: int, outcome: Outcome, now: dt.datetime) -> None:
    """Keep what came of it. What was taken away meanwhile stays away, and what another worker made first stays so."""
    row = in_project(Calculation, project_id).where(Calculation.id == calculation_id).with_for_update()
    found = db.session.scalar(row, execution_options={"populate_existing": True})
    if found is None or found.result is not None:
        return
    found.result, found.finished_at, found.trouble = dict(outcome.result), now, ""
    found.done = found.total
    found.files = [
        CalculationFile(project_id=project_id, name=file.name, mimetype=file.mimetype, content=file.content)
        for file in outcome.files
    ]
    db.session.flush()
    _keep_newest_reports(project_id)


def give_up(project_id: int, calculation_id: int, trouble: str, now: dt.datetime) -> None:
    """It did not work; who asks again, has it tried again. What another worker made meanwhile stands."""
    _write(project_id, calculation_id, Calculation.finished_at.is_(None), finished_at=now, trouble=trouble[:300])


def purge(now: dt.datetime) -> None:
    """Figures of a month ago are not shown any more: the data changed, or they are worked out anew. Reports stay."""
    old = (Calculation.kind != Kind.REPORT) & (Calculation.asked_at < now - KEPT)
    across = {"across_projects": "the worker serves every project", "synchronize_session": False}
    db.session.execute(delete(Calculation).where(old), execution_options=across)


def _keep_newest_reports(project_id: int) -> None:
    query = in_project(Calculation, project_id).where(Calculation.kind == Kind.REPORT)
    for old in db.session.scalars(query.order_by(Calculation.asked_at.desc()).offset(REPORTS_KEPT)):
        db.session.delete(old)


def _write(project_id: int, calculation_id: int, *where: ColumnElement[bool], **values: Any) -> None:
    row = update(Calculation).where(Calculation.project_id == project_id, Calculation.id == calculation_id, *where)
    db.session.execute(row.values(**values))
