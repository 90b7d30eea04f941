"""The end of a project: names, addresses and free texts go, what is left is coarse, and every total stays the same."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, delete, func, select, update

from kapstok import clock
from kapstok.accounts import audit
from kapstok.database import new_uid
from kapstok.extensions import db
from kapstok.meetings.models import Invitation, Meeting
from kapstok.privacy import rules
from kapstok.privacy.endings import ENDINGS, Ending
from kapstok.privacy.models import Tombstone
from kapstok.privacy.rules import AlreadyForgotten, NotConfirmed, TooSoon
from kapstok.projects import service as projects
from kapstok.projects.models import Project
from kapstok.referrals.settling import settle_own, settle_whole
from kapstok.register.models import Organisation, Person
from kapstok.scope import in_project
from kapstok.ties.models import Wave


@dataclass(frozen=True)
class Outlook:
    """When a project forgets its people, and whether they were warned. ``day`` is None while the project has no end."""

    day: dt.date | None
    announced: bool
    done_at: dt.datetime | None


def outlook(project: Project) -> Outlook:
    announced = _announced_on(project)
    day = rules.forget_on(project.ends_on, project.retention_months, announced)
    return Outlook(day, announced is not None, project.anonymised_at)


def dry_run(project: Project) -> dict[str, int]:
    """How many rows of each table would go or change, by table; those with none are left out. Reads only."""
    counts = {}
    for name in ENDINGS:
        table = db.metadata.tables[name]
        query = select(func.count()).select_from(table).where(table.c.project_id == project.id)
        counts[name] = db.session.connection().scalar(query) or 0
    return {name: count for name, count in counts.items() if count}


def change_term(project: Project, seen_version: int, ends_on: dt.date | None, months: int, today: dt.date) -> None:
    """Another end or another term; the warning is given anew. Raises ``ChangedMeanwhile``, ``TooSoon``, and
    ``AlreadyForgotten``."""
    _check_not_done(project)
    if (ends_on, months) == (project.ends_on, project.retention_months):
        return
    day = rules.forget_on(ends_on, months, None)
    if day is not None and day < today + rules.ANNOUNCED:
        raise TooSoon()
    projects.edit_project(project, seen_version, ends_on=ends_on, retention_months=months, retention_announced_at=None)


def announce(project: Project, now: dt.datetime) -> bool:
    """Start the month in which the projectleider is warned, if it has come; whether it was started now."""
    announced = _announced_on(project)
    near = rules.should_announce(project.ends_on, project.retention_months, announced, clock.local_date(now))
    if not near or project.anonymised_at is not None:
        return False
    project.retention_announced_at = now
    db.session.flush()
    audit.record("retention announced", actor="system", project_id=project.id, subject=f"project:{project.id}")
    return True


def is_due(project: Project, now: dt.datetime) -> bool:
    """Whether the day has come, a month after the warning."""
    return project.anonymised_at is None and rules.should_forget(
        project.ends_on, project.retention_months, _announced_on(project), clock.local_date(now)
    )


def confirm(project: Project, typed: str) -> None:
    """Raise ``NotConfirmed`` unless the name of the project was typed, ``AlreadyForgotten`` when it is too late."""
    _check_not_done(project)
    if typed.strip().casefold() != project.name.strip().casefold():
        raise NotConfirmed(name=project.name)


def forget(project: Project, now: dt.datetime, *, actor: str) -> dict[str, int]:
    """Carry retention out: what went or changed, by table. It cannot be undone. Raises ``AlreadyForgotten``."""
    db.session.flush()
    db.session.refresh(project, with_for_update=True)
    _check_not_done(project)
    counts = dry_run(project)
    _leave_tombstone(project, now)
    steps = _steps(project, now)
    settle_own(project, _everybody(project), now)
    settle_whole(project, now)
    _leave_pictures(project)
    _keep_sectors(project)
    for name, ending in ENDINGS.items():
        _end(db.metadata.tables[name], ending, project, steps)
    _new_uids(project)
    _close_people(project, now)
    done = {"pseudonym_key": "", "anonymised_at": now, "version": Project.version + 1}
    db.session.connection().execute(update(Project.__table__).where(Project.id == project.id).values(done))
    db.session.expire_all()
    audit.record("retention carried out", actor=actor, project_id=project.id, subject=f"project:{project.id}")
    return counts


def mark(project: Project) -> str:
    """What a tombstone calls a project: made of the key that forgetting destroys and a backup brings back.

    Not its id: after a restore that may come to be another project's.
    """
    return hashlib.sha256(f"project {project.pseudonym_key}".encode()).hexdigest()[:36]


def forget_again(gone: Collection[str], now: dt.datetime) -> int:
    """Forget the people of every project whose mark is among ``gone``, since a backup brought them back. How many."""
    again = [each for each in projects.list_projects() if each.anonymised_at is None and mark(each) in gone]
    for project in again:
        forget(project, now, actor="system")
    return len(again)


def _leave_tombstone(project: Project, now: dt.datetime) -> None:
    """There is one already when a backup brought the project back."""
    if db.session.scalar(select(Tombstone.id).where(Tombstone.gone == mark(project))) is None:
        db.session.add(Tombstone(gone=mark(project), erased_at=now))
        db.session.flush()


def _check_not_done(project: Project) -> None:
    if project.anonymised_at is not None:
        raise AlreadyForgotten()


def _announced_on(project: Project) -> dt.date | None:
    moment = project.retention_announced_at
    return None if moment is None else clock.local_date(moment)


def _everybody(project: Project) -> list[int]:
    return list(db.session.scalars(in_project(Person, project).with_only_columns(Person.id)))


def _leave_pictures(project: Project) -> None:
    """Mantelzorgers who are only drawn as a group would be drawn alone once their function is gone: not drawn then."""
    for person in db.session.scalars(in_project(Person, project).where(Person.on_map, Person.on_rosters.is_(False))):
        if person.is_mantelzorger and (person.sector is None or person.sector.key != "mantelzorgers"):
            _write(Person.__table__, project, {"on_map": False}, Person.id == person.id)


def _keep_sectors(project: Project) -> None:
    """The organisation goes and its sector stays."""
    sector = select(Organisation.sector_id).where(Organisation.id == Person.organisation_id).scalar_subquery()
    _write(Person.__table__, project, {"sector_id": func.coalesce(sector, Person.sector_id)})


def _end(table: Table, ending: Ending, project: Project, steps: list[dt.datetime]) -> None:
    if ending.goes:
        db.session.connection().execute(delete(table).where(table.c.project_id == project.id))
        return
    if ending.emptied:
        _write(table, project, dict(ending.emptied))
    for name in ending.coarse:
        _coarsen(table, name, project, steps)


def _coarsen(table: Table, name: str, project: Project, steps: list[dt.datetime]) -> None:
    """Every moment in one column becomes the last step before it; a date becomes the first of its month."""
    column = table.c[name]
    mine = table.c.project_id == project.id, column.is_not(None)
    connection = db.session.connection()
    for value in connection.scalars(select(column).where(*mine).distinct()).all():
        coarser = rules.coarse(value, steps) if isinstance(value, dt.datetime) else clock.month_of(value)
        if coarser != value:
            _write(table, project, {name: coarser}, column == value)


def _steps(project: Project, now: dt.datetime) -> list[dt.datetime]:
    """What a moment may become: the months of the project, and what happened in it (meetings, measurements)."""
    events = [row.ends_at for row in db.session.scalars(in_project(Meeting, project))]
    for wave in db.session.scalars(in_project(Wave, project)):
        events += [moment for moment in (wave.opened_at, wave.closed_at) if moment is not None]
    month = clock.month_of(clock.local_date(min(project.created_at, *events, now)))
    while month <= clock.local_date(now):
        events.append(clock.from_local(month, dt.time()))
        month = rules.add_months(month, 1)
    return sorted(events)


def _new_uids(project: Project) -> None:
    """What stands in calendars, mails and links outside leads nowhere any more."""
    for table in (Person.__table__, Invitation.__table__):
        for id in db.session.connection().scalars(select(table.c.id).where(table.c.project_id == project.id)).all():
            _write(table, project, {"uid": new_uid()}, table.c.id == id)


def _close_people(project: Project, now: dt.datetime) -> None:
    values = {
        "erased_at": func.coalesce(Person.erased_at, now),
        "archived_at": func.coalesce(Person.archived_at, now),
        "link_version": Person.link_version + 1,
        "version": Person.version + 1,
    }
    _write(Person.__table__, project, values)
    _write(Invitation.__table__, project, {"link_version": Invitation.link_version + 1})


def _write(table: Table, project: Project, values: dict[str, Any], *which) -> None:
    """Not through the classes: history would remember what is forgotten here."""
    db.session.connection().execute(update(table).where(table.c.project_id == project.id, *which).values(values))
