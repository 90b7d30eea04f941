"""The results API in its own words: an OpenAPI 3.1 document, made of the same codebook that people read."""

from __future__ import annotations

from typing import Any

from flask import current_app
from flask_babel import gettext as _

from kapstok.web.evaluator.codebook import columns
from kapstok.web.evaluator.sheets import PUBLISHED, SHEETS
from kapstok.web.results.answers import JSON, PREFIX, PROBLEM

WHOLE = {
    "op_de_lijst",
    "drempel",
    "gevraagd",
    "geantwoord",
    "aanwezig",
    "aantal",
    "van_hoeveel",
    "sterkte",
    "meting",
    "antwoorden",
    "eens",
    "niet_eens",
    "mensen",
    "getoetst",
} | {
    "bleef_eens",
    "werd_eens",
    "niet_meer_eens",
    "bleef_niet_eens",
}
SHARES = {("vragenlijst", "van"), ("vragenlijst", "tot")}
SHARES |= {("kerncijfers", column) for column in ("waarde", "laag", "hoog")}
PER_WAVE = ("gevraagd", "geantwoord")  # in ``mensen``: one column per measurement, its number behind the name
Schema = dict[str, Any]


def document() -> dict[str, Any]:
    """OpenAPI 3.1: every address, what it answers, and what each column means."""
    about = {
        "title": "Kapstok",
        "version": "1",
        "description": _(
            "De resultaten van een project, alleen om te lezen: dezelfde tabellen als de downloads van de evaluator, "
            "met codes in plaats van namen en kleine aantallen verborgen. Kolommen heten zoals in die bestanden; "
            "null is: niet bekend, niet gegeven, of verborgen. Zonder “publication” is een tabel niet voor publicatie."
        ),
    }
    paths: dict[str, Any] = {
        "/projects/{project_id}": _path("project", _("Het project, en welke tabellen er zijn"), _ref("project"))
    }
    schemas = {"project": _project(), "problem": _problem()}
    for name in SHEETS:
        paths[f"/projects/{{project_id}}/{name}"] = _path(name, name, _ref(name))
        schemas[name] = _table(name)
    return {
        "openapi": "3.1.0",
        "info": about,
        "servers": [{"url": current_app.config["BASE_URL"] + PREFIX.rstrip("/")}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "responses": {"refused": {"description": _("Waarom niet"), "content": {PROBLEM: _schema("problem")}}},
            "parameters": {
                "project_id": {"name": "project_id", "in": "path", "required": True, "schema": {"type": "integer"}}
            },
        },
    }


def _path(operation: str, summary: str, schema: Schema) -> dict[str, Any]:
    refused = {str(status): {"$ref": "#/components/responses/refused"} for status in (401, 404, 429)}
    found = {"description": summary, "content": {JSON: {"schema": schema}}}
    same = {"description": _("Hetzelfde als u al had (ETag)")}
    return {
        "parameters": [{"$ref": "#/components/parameters/project_id"}],
        "get": {
            "operationId": operation.replace("-", "_"),
            "summary": summary,
            "responses": {"200": found, "304": same, **refused},
        },
    }


def _project() -> Schema:
    text, day = {"type": "string"}, {"type": ["string", "null"], "format": "date"}
    return _object(
        {
            "id": {"type": "integer"},
            "name": text,
            "region": text,
            "starts_on": day,
            "ends_on": day,
            "tables": {"type": "object", "additionalProperties": {"type": "string", "format": "uri"}},
            "openapi": {"type": "string", "format": "uri"},
        }
    )


def _problem() -> Schema:
    text = {"type": "string"}
    return _object(
        {"type": text, "title": text, "status": {"type": "integer"}, "detail": text}, ("type", "title", "status")
    )


def _table(name: str) -> Schema:
    about = [(each, meaning) for file, named, meaning in columns() if file == name for each in named.split(", ")]
    if name == "codeboek":
        about = [("bestand", ""), ("kolom", ""), ("betekenis", "")]
    fixed = {column: _cell(name, column, meaning) for column, meaning in about if not _is_per_wave(column)}
    row = _object(fixed)
    if per_wave := [meaning for column, meaning in about if _is_per_wave(column)]:
        flag = {"type": "integer", "enum": [0, 1], "description": " ".join(per_wave)}
        row["patternProperties"] = {f"^({'|'.join(PER_WAVE)})_[0-9]+$": flag}
    return _object(
        {
            "name": {"const": name},
            "publication": {"const": name in PUBLISHED},
            "columns": {"type": "array", "items": {"type": "string"}},
            "rows": {"type": "array", "items": row},
        }
    )


def _is_per_wave(column: str) -> bool:
    return column.endswith("_0")


def _cell(table: str, column: str, meaning: str) -> Schema:
    kind = (
        "integer" if column in WHOLE else "number" if column.startswith("p_") or (table, column) in SHARES else "string"
    )
    return {"type": [kind, "null"], "description": meaning}


def _object(properties: dict[str, Schema], required: tuple[str, ...] | None = None) -> Schema:
    wanted = [*properties] if required is None else list(required)
    return {"type": "object", "properties": properties, "required": wanted, "additionalProperties": False}


def _schema(name: str) -> Schema:
    return {"schema": _ref(name)}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}
