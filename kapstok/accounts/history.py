"""Who changed what, when: every flush of a tracked record leaves its old and new values, so no verb can forget it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Column, event, func, inspect
from sqlalchemy.orm import Session

from kapstok import clock
from kapstok.accounts.models import Change
from kapstok.extensions import db
from kapstok.scope import in_project

_NEVER = {"id", "uid", "project_id", "version", "changed_at", "pseudonym_key"}
_ADD = Change.__table__.insert()
_actor: ContextVar[str] = ContextVar("actor", default="system")


class Tracked:
    """Mixin for records whose history people can read. ``__untracked__``: columns that say nothing to a reader."""

    __untracked__: tuple[str, ...] = ()


def act_as(actor: str) -> None:
    """From here on this request's changes are by ``actor``: "user:3", "person:12" or "system"."""
    _actor.set(actor)


def actor() -> str:
    """Who acts in this request; "system" in commands and jobs."""
    return _actor.get()


def record_of(row: Any) -> str:
    """How a row is named in its history: "person:12"."""
    return f"{row.__tablename__}:{row.id}"


def note(row: Any, field: str, old: str, new: str, *, at: dt.datetime | None = None) -> None:
    """Add one change that no column shows: a list of themes, a photo."""
    db.session.add(Change(**_change(row, field, old, new, at or clock.now())))


def changes_of(project: Any, record: str, most: int = 200, skip: int = 0) -> list[Change]:
    """The newest changes of one record, newest first; without the first ``skip``."""
    query = in_project(Change, project).where(Change.record == record)
    return list(db.session.scalars(query.order_by(Change.at.desc(), Change.id.desc()).limit(most).offset(skip)))


def count_changes(project: Any, record: str) -> int:
    query = in_project(Change, project).where(Change.record == record)
    return db.session.scalar(query.with_only_columns(func.count(Change.id))) or 0


def read_back(column: Column, text: str) -> Any:
    """What a column held, from how its history wrote it: the inverse, for texts, keys, days and yes or no."""
    if text == "":
        return None if column.nullable else ""
    if column.foreign_keys:
        return int(text.rpartition(":")[2])
    kinds: dict[type, Callable[[str], Any]] = {
        bool: lambda written: written == "True",
        int: int,
        dt.datetime: dt.datetime.fromisoformat,
        dt.date: dt.date.fromisoformat,
    }
    return kinds.get(column.type.python_type, str)(text)


def _change(row: Any, field: str, old: str, new: str, at: dt.datetime) -> dict[str, Any]:
    """The columns of a ``Change``."""
    # A project is its own project.
    project_id = row.id if row.__tablename__ == "project" else row.project_id
    said = {"field": field, "old": old, "new": new}
    return {"project_id": project_id, "at": at, "actor": _actor.get(), "record": record_of(row), **said}


@event.listens_for(Session, "after_flush")
def _remember(session: Session, context) -> None:
    now = clock.now()
    found = [_change(row, "", "", "", now) for row in session.new if isinstance(row, Tracked)]
    for row in session.dirty:
        if isinstance(row, Tracked):
            found += _differences(row, now)
    if found:
        session.connection().execute(_ADD, found)  # at once: an import makes thousands


def _differences(row: Any, now: dt.datetime) -> list[dict[str, Any]]:
    state, found = inspect(row), []
    for column in state.mapper.column_attrs:
        name = column.key
        if name in _NEVER or name in row.__untracked__:
            continue
        change = state.attrs[name].history
        if change.has_changes():
            old = change.deleted[0] if change.deleted else None
            new = change.added[0] if change.added else None
            if old != new:
                column_of = column.columns[0]
                found.append(_change(row, name, written(column_of, old), written(column_of, new), now))
    return found


def written(column: Column, value: Any) -> str:
    """A value as its history keeps it; a key to another row as "term:5"."""
    if value is None or value == "":
        return ""
    for key in column.foreign_keys:
        return f"{key.column.table.name}:{value}"
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value)
    if isinstance(value, dt.date | dt.datetime | dt.time):
        return value.isoformat()
    return str(value)
