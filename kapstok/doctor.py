"""Is this installation in order? Asked by ``flask doctor`` (everything) and ``GET /gezond`` (the database)."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from flask import Flask, current_app
from sqlalchemy import text

from kapstok.database import FIRST_SAFE_SQLITE
from kapstok.extensions import db


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    what: str
    ok: bool
    said: str


def examine(app: Flask) -> list[Finding]:
    """Every check, in the order in which somebody would repair them."""
    return [check_database(), check_sqlite(), check_migrations(), check_mail(app), check_base_url(app)]


def check_database() -> Finding:
    try:
        db.session.execute(text("SELECT 1"))
    except Exception as error:  # whatever the driver raises: the doctor reports, it does not fall ill
        return Finding("database", False, str(error).splitlines()[0])
    return Finding("database", True, db.engine.dialect.name)


def check_sqlite() -> Finding:
    if db.engine.dialect.name != "sqlite":
        return Finding("sqlite", True, "not used")
    version = db.session.execute(text("SELECT sqlite_version()")).scalar_one()
    safe = tuple(map(int, version.split("."))) >= FIRST_SAFE_SQLITE
    return Finding("sqlite", safe, version if safe else f"{version} can corrupt a database that two processes write")


def check_migrations() -> Finding:
    """Whether the schema is the one this code was written for."""
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    config = current_app.extensions["migrate"].migrate.get_config()
    wanted = set(ScriptDirectory.from_config(config).get_heads())
    try:
        with db.engine.connect() as connection:
            logging.getLogger("alembic.runtime.migration").setLevel(logging.WARNING)  # it announces every look
            found = set(MigrationContext.configure(connection).get_current_heads())
    except Exception as error:
        return Finding("migrations", False, str(error).splitlines()[0])
    if found == wanted:
        return Finding("migrations", True, ", ".join(sorted(found)))
    return Finding("migrations", False, "run: flask --app wsgi db upgrade")


def check_mail(app: Flask) -> Finding:
    if app.config["SMTP_URL"]:
        return Finding("mail", True, "SMTP_URL is set")
    return Finding("mail", True, "no SMTP_URL: mail waits in the outbox (demo mail goes to the Demo-postvak)")


def check_base_url(app: Flask) -> Finding:
    url = app.config["BASE_URL"]
    local = url.startswith(("http://127.0.0.1", "http://localhost"))
    if url.startswith("https://") or local:
        return Finding("address", True, url)
    return Finding("address", False, f"{url}: outside this machine Kapstok needs https")
