"""What stands in the database, seen from outside the app."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Select, bindparam, select

from kapstok.accounts.models import AuditEvent, RateCount
from kapstok.database import reading
from kapstok.extensions import db

GROWING = {AuditEvent.__table__, RateCount.__table__}  # written by looking, too: an export leaves a trace


def content(project_id: int | None = None) -> dict[str, list]:
    """Every row of every table that only a POST may change; those of one project, or all."""
    queries = _rows() if project_id is None else _rows_of_a_project()
    db.session.commit()
    with reading(), db.engine.connect() as connection:
        return {name: connection.execute(query, {"project": project_id}).all() for name, query in queries.items()}


def crossings() -> list[str]:
    """References from a row of one project to a row of another."""
    db.session.commit()
    with reading(), db.engine.connect() as connection:
        return [name for name, query in _crossings().items() if connection.scalar(query)]


@cache  # what is made once is also compiled once
def _rows() -> dict[str, Select]:
    return {table.name: table.select() for table in db.metadata.sorted_tables if table not in GROWING}


@cache
def _rows_of_a_project() -> dict[str, Select]:
    return {
        table.name: table.select().where(table.c.project_id == bindparam("project"))
        for table in db.metadata.sorted_tables
        if table not in GROWING and "project_id" in table.c
    }


@cache
def _crossings() -> dict[str, Select]:
    return {
        f"{key.parent} → {key.column}": _crossing(key)
        for table in db.metadata.sorted_tables
        for key in table.foreign_keys
        if "project_id" in table.c and "project_id" in key.column.table.c
    }


def _crossing(key):
    here, there = key.parent.table, key.column.table.alias()
    return select(here.c.id).where(key.parent == there.c[key.column.name], here.c.project_id != there.c.project_id)
