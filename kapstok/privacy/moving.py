"""The rows that go from one record to another when two are merged, and back when that is undone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import Table, delete, insert, or_, select, update

from kapstok.extensions import db
from kapstok.privacy.models import NotSame
from kapstok.privacy.references import REFERENCES, Kind, Reference, Rival, Values
from kapstok.privacy.rows import pack, unpack

TOGETHER = 500  # keys in one statement


@dataclass
class Plan:
    """What a merge does to the rows that refer to the record that goes.

    ``moved`` and ``cleared``: row ids by "table.column". ``aside``: whole rows by table, as ``rows.pack`` makes them.
    ``said``: ids of the "not the same" that were written anew for the record that stays.
    """

    moved: dict[str, list[int]] = field(default_factory=dict)
    cleared: dict[str, list[int]] = field(default_factory=dict)
    aside: dict[str, list[dict]] = field(default_factory=dict)
    said: list[int] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Plan:
        return cls(**{name: kept[name] for name in ("moved", "cleared", "aside", "said")})


def plan(project_id: int, kind: Kind, kept_id: int, gone_id: int) -> Plan:
    """What would move, be emptied and be laid aside. Changes nothing."""
    found, aside = Plan(), defaultdict(dict)
    for reference in REFERENCES[kind]:
        table = db.metadata.tables[reference.table]
        rows = _rows(project_id, reference, gone_id, kind)
        rivals = {} if reference.unique is None else _rivals(project_id, reference, kept_id, kind)
        moved, cleared = [], []
        for row in rows:
            if row["id"] in aside[table.name]:
                continue
            if _names_itself(reference, row, kept_id):
                if reference.then is Rival.CLEARED:
                    cleared.append(row["id"])
                else:
                    aside[table.name][row["id"]] = row
                continue
            rival = rivals.get(_key(reference, row))
            if rival is not None and reference.worth(row) <= reference.worth(rival):
                aside[table.name][row["id"]] = row
                continue
            if rival is not None:
                aside[table.name][rival["id"]] = rival
            moved.append(row["id"])
        found.moved |= {reference.name: moved} if moved else {}
        found.cleared |= {reference.name: cleared} if cleared else {}
    for name, rows_by_id in aside.items():
        if rows_by_id:
            found.aside[name] = [pack(db.metadata.tables[name], row) for row in rows_by_id.values()]
            _forget_moves(found.moved, name, rows_by_id)
    for name, rows_by_id in aside.items():
        found.aside |= {child: rows for child, rows in _hanging(name, list(rows_by_id)) if rows}
    return found


def carry_out(planned: Plan, project_id: int, kind: Kind, kept_id: int, gone_id: int) -> None:
    """Do what was planned, and say again of the record that stays from whom the other was told apart."""
    for name, rows in reversed(planned.aside.items()):  # what hangs on others first
        _delete(db.metadata.tables[name], [row["id"] for row in rows])
    for reference in REFERENCES[kind]:
        _set(reference, planned.cleared.get(reference.name, ()), _value(reference, kind, gone_id), None)
        new = _value(reference, kind, kept_id)
        _set(reference, planned.moved.get(reference.name, ()), _value(reference, kind, gone_id), new)
    _tell_apart_again(planned, project_id, kind, kept_id, gone_id)


def take_back(planned: Plan, kind: Kind, kept_id: int, gone_id: int) -> None:
    """Everything where it was. What was moved on since, or removed, is left as somebody wanted it."""
    _delete(NotSame.__table__, planned.said)
    for reference in REFERENCES[kind]:
        old = _value(reference, kind, gone_id)
        _set(reference, planned.moved.get(reference.name, ()), _value(reference, kind, kept_id), old)
        _set(reference, planned.cleared.get(reference.name, ()), None, old)
    for name, rows in planned.aside.items():
        _put_back(db.metadata.tables[name], rows)


def _hanging(name: str, ids: Sequence[int]) -> Iterator[tuple[str, list[dict]]]:
    """The rows that would go with rows of the table ``name``, as ``rows.pack`` makes them: (their table, they)."""
    for table in db.metadata.sorted_tables:
        for column in table.c:
            if ids and any(key.column.table.name == name for key in column.foreign_keys):
                found = db.session.connection().execute(select(table).where(column.in_(ids)).order_by(table.c.id))
                yield table.name, [pack(table, row) for row in found.mappings()]


def _value(reference: Reference, kind: Kind, row_id: int) -> int | str:
    return f"{kind}:{row_id}" if reference.written else row_id


def _rows(project_id: int, reference: Reference, row_id: int, kind: Kind) -> Sequence[Values]:
    table = db.metadata.tables[reference.table]
    column, value = table.c[reference.column], _value(reference, kind, row_id)
    found = select(table).where(table.c.project_id == project_id, column == value).order_by(table.c.id)
    return db.session.connection().execute(found).mappings().all()


def _rivals(project_id: int, reference: Reference, kept_id: int, kind: Kind) -> dict[tuple, Values]:
    return {_key(reference, row): row for row in _rows(project_id, reference, kept_id, kind)}


def _key(reference: Reference, row: Values) -> tuple:
    unique = reference.unique or ()
    return unique(row) if callable(unique) else tuple(row[name] for name in unique)


def _names_itself(reference: Reference, row: Values, kept_id: int) -> bool:
    if kept_id not in {row[name] for name in reference.never.split()}:
        return False
    return reference.except_with is None or row[reference.except_with] is None


def _forget_moves(moved: dict[str, list[int]], table: str, aside: Iterable[int]) -> None:
    """A row that was laid aside for one of its columns does not move for another."""
    for name in [name for name in moved if name.partition(".")[0] == table]:
        moved[name] = [row_id for row_id in moved[name] if row_id not in aside]
        if not moved[name]:
            del moved[name]


def _set(reference: Reference, ids: Sequence[int], old: Any, new: Any) -> None:
    table = db.metadata.tables[reference.table]
    column = table.c[reference.column]
    for part in _parts(ids):
        # Where it is still what we left: somebody may have changed it since.
        still = update(table).where(table.c.id.in_(part), column.is_(None) if old is None else column == old)
        db.session.connection().execute(still.values({column: new}))


def _delete(table: Table, ids: Sequence[int]) -> None:
    for part in _parts(ids):
        db.session.connection().execute(delete(table).where(table.c.id.in_(part)))


def _put_back(table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """With their own keys, unless SQLite gave one away meanwhile: never one of a row on which others hang."""
    for packed in rows:
        row = unpack(table, packed)
        if db.session.connection().scalar(select(table.c.id).where(table.c.id == row["id"])) is not None:
            del row["id"]
        db.session.connection().execute(insert(table).values(row))


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + TOGETHER] for start in range(0, len(ids), TOGETHER))


def _tell_apart_again(planned: Plan, project_id: int, kind: Kind, kept_id: int, gone_id: int) -> None:
    table = NotSame.__table__
    pairs = select(table).where(table.c.project_id == project_id, table.c.kind == kind)
    connection = db.session.connection()
    rows = connection.execute(pairs.where(or_(table.c.first_id == gone_id, table.c.second_id == gone_id))).mappings()
    about_gone = rows.all()
    if not about_gone:
        return
    planned.aside["not_same"] = [pack(table, row) for row in about_gone]
    _delete(table, [row["id"] for row in about_gone])
    known = {(row.first_id, row.second_id) for row in connection.execute(pairs)}
    for row in about_gone:
        other = row["second_id"] if row["first_id"] == gone_id else row["first_id"]
        pair = min(other, kept_id), max(other, kept_id)
        if other != kept_id and pair not in known:
            values = {"project_id": project_id, "kind": kind, "first_id": pair[0], "second_id": pair[1]}
            planned.said.append(connection.execute(insert(table).values(values)).inserted_primary_key[0])
