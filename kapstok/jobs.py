"""Background jobs: thin, idempotent. Huey is only the bell; the outbox table and the sweep are the promise."""

from __future__ import annotations

import logging
from pathlib import Path

from flask import Flask, current_app
from huey import Huey, SqliteHuey, crontab
from huey.serializer import SignedSerializer
from sqlalchemy import event

from kapstok import clock
from kapstok.extensions import db
from kapstok.mail import service as mail

log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Make the bell for this app and let it ring after every commit that put mail in the outbox."""
    bell = make_bell(app)

    @bell.task()
    def deliver() -> None:
        with app.app_context():
            mail.deliver_due(clock.now())

    @bell.periodic_task(crontab(minute="*"))
    def sweep() -> None:
        with app.app_context():
            mail.deliver_due(clock.now())

    app.extensions["bell"] = bell
    app.extensions["deliver"] = deliver
    if not event.contains(db.session, "after_commit", _ring):
        event.listen(db.session, "after_commit", _ring)


def make_bell(app: Flask) -> Huey:
    """A huey on the installation's own PostgreSQL, or on a SQLite file of its own (never the data's: not in WAL mode)."""
    serializer = SignedSerializer(
        secret=app.config["SECRET_KEY"]
    )  # never bare pickle: who can write the queue could run code
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    if url.startswith("postgresql"):
        from huey import PostgresHuey

        # No tables yet: making the app must not need a database that answers. The worker makes them.
        dsn = url.replace("+psycopg", "")
        return PostgresHuey("kapstok", dsn=dsn, create_tables=False, serializer=serializer, results=False)
    folder = Path(app.config["INSTANCE_PATH"])
    folder.mkdir(parents=True, exist_ok=True)
    return SqliteHuey(
        "kapstok", filename=str(folder / "bell.sqlite"), journal_mode="delete", serializer=serializer, results=False
    )


def _ring(session) -> None:
    """After a commit: wake the worker. A bell that fails loses nothing; the sweep finds the mail within a minute."""
    if not session.info.pop(mail.QUEUED, False):
        return
    try:
        current_app.extensions["deliver"]()
    except Exception:
        log.warning("the bell did not ring; the sweep will deliver", exc_info=True)
