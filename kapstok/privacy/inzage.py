"""Inzage: everything that is kept about one person, out of every table that holds them. Reads only.

Which tables and columns, and what they are called, stands in ``holdings``; how values are written, in the page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Row, func, select

from kapstok.extensions import db
from kapstok.privacy.holdings import HOLDINGS, Holding, Subject
from kapstok.privacy.whom import Whom, own_entries, whom
from kapstok.register.models import Person

# How rows that somebody's rows point at are called; by a key: as the row that it points at.
NAMED_BY = {
    "case_card": "name",
    "date_poll": "title",
    "indicator": "name",
    "lottery": "meeting_id",
    "meeting": "title",
    "organisation": "name",
    "poll_option": "starts_at",
    "person": "name",
    "product": "title",
    "seating_plan": "meeting_id",
    "service": "name",
    "survey_item": "text",
    "term": "name",
    "tie_import": "file_name",
    "user_account": "name",
    "wave": "name",
}

WHO = ("actor", "recorded_by", "subject")  # columns that name somebody as "person:12" or "user:3"

Value = str | int | bool | bytes | dt.date | dt.datetime | list | dict | None


@dataclass(frozen=True)
class Fact:
    """One column of one row: ``title`` is a Dutch msgid; a key to another row is that row's name already."""

    table: str
    column: str
    title: str
    value: Value


@dataclass(frozen=True)
class Kept:
    """What one holding keeps: rows of facts, or only how many there are."""

    table: str
    key: str
    rows: tuple[tuple[Fact, ...], ...]
    count: int
    counted: bool


@dataclass(frozen=True)
class Section:
    """Everything under one heading."""

    subject: Subject
    kept: tuple[Kept, ...]


def tell(person: Person) -> list[Section]:
    """Everything about one person, in the order of the headings; a heading under which nothing is kept has no rows."""
    theirs = whom(person)
    found = {subject: [] for subject in Subject}
    for holding in HOLDINGS:
        found[holding.subject].append(_kept(holding, theirs))
    return [Section(subject, tuple(kept)) for subject, kept in found.items()]


def _kept(holding: Holding, theirs: Whom) -> Kept:
    table, connection = holding.rows, db.session.connection()
    if holding.counted:
        count = connection.scalar(select(func.count()).select_from(table).where(holding.of(theirs))) or 0
        return Kept(table.name, holding.key, (), count, True)
    columns, titles = [table.c[name] for name in holding.titles], holding.titles.items()
    rows = connection.execute(select(*columns).where(holding.of(theirs)).order_by(table.c.id)).all()
    if "entries" in holding.titles:  # a list is also found by an address, and somebody may share that
        rows = [row for row in rows if own_entries(row.entries, theirs)]
    names = {column.name: _names(column, rows) for column in columns if column.foreign_keys}
    references = _References(theirs)
    told = tuple(
        tuple(Fact(table.name, name, title, _value(name, row._mapping, names, references)) for name, title in titles)
        for row in rows
    )
    return Kept(table.name, holding.key, told, len(told), False)


def _value(name: str, row: Mapping[str, Any], names: dict[str, dict[int, str]], references: _References) -> Value:
    value = row[name]
    if name in names:
        return None if value is None else names[name][value]
    if name in WHO or (name in ("old", "new") and _refers(row["field"])):
        return None if value is None else references.name_of(value)
    if name == "entries":
        return own_entries(value, references.theirs)
    return bytes(value) if isinstance(value, memoryview) else value


def _refers(field: str) -> bool:
    """Whether the history of this column of a person keeps keys ("term:5"), and not what somebody typed."""
    column = Person.__table__.c.get(field)
    return column is not None and bool(column.foreign_keys)


class _References:
    """What "person:12" and "user:3" are called, within the person's own project."""

    def __init__(self, theirs: Whom):
        self.theirs = theirs
        self._known: dict[str, str] = {}

    def name_of(self, reference: str) -> str:
        if reference not in self._known:
            self._known[reference] = self._find(reference) or reference
        return self._known[reference]

    def _find(self, reference: str) -> str | None:
        name, _colon, number = reference.partition(":")
        table = db.metadata.tables.get("user_account" if name == "user" else name)
        if table is None or table.name not in NAMED_BY or not number.isdecimal():
            return None
        query = select(table.c[NAMED_BY[table.name]]).where(table.c.id == int(number))
        if "project_id" in table.c:
            query = query.where(table.c.project_id == self.theirs.project_id)
        return db.session.connection().scalar(query)


def _names(column: Column, rows: Sequence[Row]) -> dict[int, str]:
    """What the rows that ``column`` points at are called, by id."""
    return _called(column, {row._mapping[column.name] for row in rows} - {None})


def _called(column: Column, wanted: set[int]) -> dict[int, str]:
    (key,) = column.foreign_keys
    table = key.column.table
    name = table.c[NAMED_BY[table.name]]
    found = dict(db.session.connection().execute(select(table.c.id, name).where(table.c.id.in_(wanted))).all())
    if not name.foreign_keys:
        return found
    names = _called(name, set(found.values()))
    return {row_id: names[pointed_at] for row_id, pointed_at in found.items()}
