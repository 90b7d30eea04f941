"""What stands in the database, seen from outside the app."""

from __future__ import annotations

from sqlalchemy import select

from kapstok.accounts.models import AuditEvent, RateCount
from kapstok.database import reading
from kapstok.extensions import db

GROWING = {AuditEvent.__table__, RateCount.__table__}  # written by looking, too: an export leaves a trace


def content(project_id: int | None = None) -> dict[str, list]:
    """Every row of every table that only a POST may change; those of one project, or all."""
    tables = [table for table in db.metadata.sorted_tables if table not in GROWING]
    if project_id is None:
        queries = {table.name: table.select() for table in tables}
    else:
        queries = {
            table.name: table.select().where(table.c.project_id == project_id)
            for table in tables
            if "project_id" in table.c
        }
    db.session.commit()
    with reading(), db.engine.connect() as connection:
        return {name: connection.execute(query).all() for name, query in queries.items()}


def crossings() -> list[str]:
    """References from a row of one project to a row of another."""
    keys = [
        key
        for table in db.metadata.sorted_tables
        for key in table.foreign_keys
        if "project_id" in table.c and "project_id" in key.column.table.c
    ]
    db.session.commit()
    with reading(), db.engine.connect() as connection:
        return [f"{key.parent} → {key.column}" for key in keys if connection.scalar(_crossing(key))]


def _crossing(key):
    here, there = key.parent.table, key.column.table.alias()
    return select(here.c.id).where(key.parent == there.c[key.column.name], here.c.project_id != there.c.project_id)
