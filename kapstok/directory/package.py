"""One zip with a whole sociale kaart after HSDS 3.1: as JSON, and as the tabular data package. Pure."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

from kapstok.directory.flattening import flatten
from kapstok.directory.hsds import VERSION, Hsds
from kapstok.directory.shapes import SHAPES, Field, Shape
from kapstok.takeaway import safe_cell

JSON_PART = "services.json"
DESCRIPTOR = "datapackage.json"
ZIP = "application/zip"
_SAME_DAY = (1980, 1, 1, 0, 0, 0)  # of every part: the same kaart gives the same bytes
_TABLE_TYPES = {"number": "number", "date": "date", "time": "time", "datetime": "datetime"}
_FORMATS = {"uuid", "uri", "email"}


def pack(services: list[Hsds], title: str) -> bytes:
    """The zip of ``services`` (each in full). ``title``: whose kaart it is."""
    tables = flatten(services, "service")
    parts = {JSON_PART: as_json(services), DESCRIPTOR: as_json(descriptor(title))}
    parts |= {shape.path: as_csv(shape, list(tables.rows[shape.name].values())) for shape in SHAPES.values()}
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name, _SAME_DAY), data, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def as_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def as_csv(shape: Shape, rows: list[dict[str, Any]]) -> bytes:
    """One table, with every field of the shape as a column; by comma and in UTF-8, as the data package asks.

    No cell can run as a formula: who opens the file in a spreadsheet sees a mark before such a text.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(shape.fields)
    for row in rows:
        writer.writerow([_cell(field, row.get(name, "")) for name, field in shape.fields.items()])
    return text.getvalue().encode()


def descriptor(title: str) -> dict[str, Any]:
    """``datapackage.json``: which tables there are, their columns, and what refers to what."""
    return {
        "name": "sociale-kaart",
        "title": title,
        "profile": "tabular-data-package",
        "version": VERSION,
        "homepage": "https://docs.openreferral.org",
        "resources": [_resource(shape) for shape in SHAPES.values()],
    }


def _cell(field: Field, value: Any) -> Any:
    if field.kind == "datetime" and value:
        return f"{value[:19]}Z"  # what a table calls a datetime has whole seconds
    return safe_cell(value) if field.kind == "text" else value


def _resource(shape: Shape) -> dict[str, Any]:
    keys = [
        {"fields": field.name, "reference": {"resource": field.refers_to, "fields": "id"}}
        for field in shape.fields.values()
        if field.refers_to
    ]
    schema: dict[str, Any] = {"primaryKey": "id", "fields": [_column(field) for field in shape.fields.values()]}
    return {
        "name": shape.name,
        "path": shape.path,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema | ({"foreignKeys": keys} if keys else {}),
    }


def _column(field: Field) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": field.required_in_tables}
    if field.name == "id":
        constraints["unique"] = True
    if field.choices:
        constraints["enum"] = list(field.choices)
    column: dict[str, Any] = {"name": field.name, "type": _TABLE_TYPES.get(field.kind, "string")}
    if field.kind in _FORMATS:
        column["format"] = field.kind
    return column | {"constraints": constraints}
