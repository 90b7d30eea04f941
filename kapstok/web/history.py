"""What changed on a record, as people read it: who, when, and each field from old to new."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Boolean, Date, select

from kapstok.accounts import history
from kapstok.accounts.models import Change, User
from kapstok.database import UtcDateTime
from kapstok.directory.models import Service
from kapstok.extensions import db
from kapstok.meetings.models import Meeting
from kapstok.projects.models import Project, Term
from kapstok.register.models import Organisation, Person
from kapstok.scope import in_project
from kapstok.web import filters, history_words

NAMED = {model.__tablename__: model for model in (Person, Organisation, Service, Meeting, Term)}
LATELY = 20  # changes on a record's own page; its history page has them all


@dataclass(frozen=True)
class Line:
    """One field: how it is called, and what it was and became ("" for nothing)."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Act:
    """What one person changed at one moment. ``made``: that was the beginning of the record."""

    at: dt.datetime
    who: str
    made: bool
    lines: tuple[Line, ...]


def readable(project: Project, row: Any, most: int = LATELY) -> list[Act]:
    """The newest changes of a tracked row, newest first."""
    return in_words(project, history.changes_of(project, history.record_of(row), most))


def in_words(project: Project, changes: Iterable[Change]) -> list[Act]:
    """Changes, newest first, as acts: what one person changed on one record within a minute is one."""
    changes = list(changes)
    names = _Names(project, changes)
    acts = []
    for (record, actor, _minute), together in groupby(changes, key=_act_of):
        rows = list(together)
        lines = tuple(_line(change, names) for change in reversed(rows) if change.field)
        acts.append(Act(rows[0].at, names.actor(actor, record), any(not row.field for row in rows), lines))
    return acts


def _act_of(change: Change) -> tuple[str, str, dt.datetime]:
    return change.record, change.actor, change.at.replace(second=0, microsecond=0)


def _line(change: Change, names: _Names) -> Line:
    table = change.record.partition(":")[0]
    label = history_words.LABELS.get((table, change.field)) or history_words.NOTED.get(change.field, _("Overig"))
    old, new = (_value(table, change.field, value, names) for value in (change.old, change.new))
    return Line(str(label), old, new)


def _value(table: str, field: str, value: str, names: _Names) -> str:
    """One kept value in words. What a column holds decides: "term:5" in somebody's own text stays what it is."""
    if not value:
        return ""
    column = db.metadata.tables[table].c.get(field) if table in db.metadata.tables else None
    if field in history_words.REFERRING or (column is not None and column.foreign_keys):
        return names.of(value)
    if words := history_words.VALUES.get((table, field)):
        return ", ".join(str(words.get(part, part)) for part in value.split(", "))
    return value if column is None else _written(column.type, value)


def _written(kind, value: str) -> str:
    if isinstance(kind, Boolean):
        return _("ja") if value == "True" else _("nee")
    if isinstance(kind, UtcDateTime):
        return filters.moment(dt.datetime.fromisoformat(value))
    return filters.day_short(dt.date.fromisoformat(value)) if isinstance(kind, Date) else value


class _Names:
    """The names of everything that some changes refer to: one query for each kind of row."""

    def __init__(self, project: Project, changes: list[Change]):
        wanted = defaultdict(set)
        for reference in {text for change in changes for text in (change.actor, change.old, change.new)}:
            table, _colon, number = reference.partition(":")
            if (table in NAMED or table == "user") and number.isdecimal() and len(number) < 10:
                wanted[table].add(int(number))
        self._found = {table: _names_of(NAMED[table], project, ids) for table, ids in wanted.items() if table in NAMED}
        self._found["user"] = _users(wanted["user"])

    def of(self, reference: str) -> str:
        """The name behind "term:5"; of somebody or something that is gone, what it was."""
        table, _colon, number = reference.partition(":")
        return self._name(table, number) or str(history_words.GONE.get(table, _("iets dat er niet meer is")))

    def actor(self, actor: str, record: str) -> str:
        """Who did it. Participants who changed their own data are named as themselves."""
        table, _colon, number = actor.partition(":")
        if table == "person":
            name = self.of(actor)
            return _("%(name)s zelf", name=name) if actor == record and self._name(table, number) else name
        return self.of(actor) if table == "user" else _("Kapstok, vanzelf")

    def _name(self, table: str, number: str) -> str | None:
        return self._found.get(table, {}).get(int(number)) if number.isdecimal() else None


def _names_of(model, project: Project, ids: set[int]) -> Mapping[int, str]:
    rows = db.session.scalars(in_project(model, project).where(model.id.in_(ids)))
    return {row.id: row.title if model is Meeting else row.name for row in rows if not getattr(row, "erased_at", None)}


def _users(ids: set[int]) -> Mapping[int, str]:
    return dict(db.session.execute(select(User.id, User.name).where(User.id.in_(ids))).all()) if ids else {}
