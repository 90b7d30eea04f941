"""Nested HSDS objects as tables in which objects name one another by id. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kapstok.directory.shapes import LISTS, SHAPES, SINGLES, held_by

Row = dict[str, Any]
_REFERENCES = {
    kind: {field.name for field in shape.fields.values() if field.kind == "uuid"} for kind, shape in SHAPES.items()
}
DEEPEST = 12  # objects within objects; HSDS itself needs six


@dataclass
class Tables:
    """Objects by kind and id. ``foreign``: how many of what we have no place for. ``damage``: what is no object, as
    (kind, id, field, what is wrong). ``tabular``: it came as tables, which must say what stands in what."""

    rows: dict[str, dict[str, Row]] = field(default_factory=lambda: {name: {} for name in SHAPES})
    foreign: Counter[str] = field(default_factory=Counter)
    damage: list[tuple[str, str, str, str]] = field(default_factory=list)
    tabular: bool = False

    @property
    def size(self) -> int:
        return sum(len(rows) for rows in self.rows.values())


def flatten(objects: Iterable[Any], kind: str) -> Tables:
    """Every object in ``objects`` (of ``kind``), and all that is in them, each once."""
    tables = Tables()
    seen_on_top: set[str] = set()
    for given in objects:
        id = _id_of(given)
        if id and id in seen_on_top:
            tables.damage.append((kind, id, "id", "twice"))
        seen_on_top.add(id)
        _take(tables, kind, given, {}, 0)
    return tables


def put(tables: Tables, kind: str, row: Row, *, again: bool) -> None:
    """Add ``row``. ``again``: the same object may come back, as long as it never says something else."""
    for name in _REFERENCES[kind] & row.keys():
        if isinstance(row[name], str):
            row[name] = row[name].strip().lower()
    rows, id = tables.rows[kind], row["id"]
    known = rows.setdefault(id, row)
    if known is row:
        return
    if not again:
        tables.damage.append((kind, id, "id", "twice"))
        return
    for name, value in row.items():
        if known.setdefault(name, value) != value:
            tables.damage.append((kind, id, name, "differs"))


def _take(tables: Tables, kind: str, given: Any, links: Row, depth: int) -> str:
    """Put one object and what is in it into the tables; its id, or "" when it is damaged."""
    if not isinstance(given, dict) or depth > DEEPEST:
        tables.damage.append((kind, "", "", "deep" if depth > DEEPEST else "no object"))
        return ""
    id = _id_of(given)
    if not id:
        tables.damage.append((kind, "", "id", "missing"))
        return ""
    row: Row = {"id": id, **links}
    for name, value in given.items():
        if value is None or name == "id":
            continue
        if name in SINGLES and isinstance(value, dict):
            inner = _take(tables, SINGLES[name], value, {}, depth + 1)
            _link(tables, kind, row, _link_name(name), inner)
        elif name in LISTS and isinstance(value, list):
            for each in value:
                _take(tables, LISTS[name], each, _links(LISTS[name], kind, id), depth + 1)
        elif foreign := held_by(name):
            tables.foreign[foreign] += len(value) if isinstance(value, list) else 1
        elif isinstance(value, dict | list):
            tables.damage.append((kind, id, name, "no value"))
        elif name in SHAPES[kind].fields:
            _link(tables, kind, row, name, value)
        else:
            tables.foreign[f"{kind}.{name}"] += 1
    put(tables, kind, row, again=True)
    return id


def _link(tables: Tables, kind: str, row: Row, name: str, value: Any) -> None:
    if name in _REFERENCES[kind] and isinstance(value, str):
        value = value.strip().lower()
    if name in SHAPES[kind].fields and row.setdefault(name, value) != value:
        tables.damage.append((kind, row["id"], name, "differs"))


def _link_name(property: str) -> str:
    return "taxonomy_id" if property == "taxonomy_detail" else f"{property}_id"


def _links(kind: str, parent: str, parent_id: str) -> Row:
    """How an object of ``kind`` says in which object it stood."""
    if kind == "attribute":
        return {"link_id": parent_id, "link_entity": parent}
    name = f"{parent}_id"
    return {name: parent_id} if name in SHAPES[kind].fields else {}


def _id_of(given: Any) -> str:
    id = given.get("id") if isinstance(given, dict) else None
    return id.strip().lower() if isinstance(id, str) else ""
