"""Alembic's environment: migrates the database of the running Flask app."""

from alembic import context
from flask import current_app

from kapstok.database import UtcDateTime

db = current_app.extensions["migrate"].db


def render_item(kind, item, autogen_context):
    """A migration must still run when today's code is gone: it names plain column types only."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, UtcDateTime) else False


def run() -> None:
    """Each migration lands whole or not at all, on SQLite and PostgreSQL alike."""
    with db.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        driver = connection.connection.dbapi_connection
        if sqlite:
            # SQLite alters a table by copying and dropping it; with foreign keys on, the drop deletes its children.
            driver.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            render_item=render_item,
            compare_type=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        if sqlite:
            broken = driver.execute("PRAGMA foreign_key_check").fetchall()
            driver.execute("PRAGMA foreign_keys=ON")
            if broken:
                raise RuntimeError(f"rows without a parent after migrating: {broken[:5]}")


run()
