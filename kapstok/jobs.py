"""Background jobs: thin, idempotent. Huey is only the bell; the outbox table and the sweep are the promise."""

from __future__ import annotations

import logging
from pathlib import Path

from flask import Flask, current_app
from huey import Huey, SqliteHuey, crontab
from huey.serializer import SignedSerializer
from sqlalchemy import event, select

from kapstok import clock, doctor
from kapstok.directory import freshness
from kapstok.extensions import db
from kapstok.mail import delivery
from kapstok.mail import service as mail
from kapstok.mail.models import OutboxMessage
from kapstok.meetings import reminding
from kapstok.privacy import retention, tombstones
from kapstok.projects import service as projects
from kapstok.projects.models import Project
from kapstok.register import drafts
from kapstok.register.models import Person
from kapstok.scope import get_in_project
from kapstok.ties import handover
from kapstok.web.links import stationery

log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Make the bell for this app and let it ring after every commit that put mail in the outbox."""
    bell = make_bell(app)

    @bell.task()
    def deliver() -> None:
        deliver_mail(app)

    @bell.periodic_task(crontab(minute="*"))
    def sweep() -> None:
        deliver_mail(app)
        write_down_tombstones(app)

    @bell.periodic_task(crontab(hour="3", minute="30"))
    def purge() -> None:
        with app.app_context():
            mail.purge(clock.now())
            drafts.remove_old(clock.now())
            db.session.commit()
        erase_again(app)
        carry_out_retention(app)

    @bell.periodic_task(crontab(hour="7", minute="10"))
    def look_after_the_register() -> None:
        keep_up(app)

    app.extensions["bell"] = bell
    app.extensions["deliver"] = deliver
    if not event.contains(db.session, "after_commit", _ring):
        event.listen(db.session, "after_commit", _ring)


def deliver_mail(app: Flask) -> None:
    """Send what is due. An address that a mail server calls wrong is marked on the card of its person."""
    with app.app_context():
        delivery.deliver_due(
            clock.now,
            smtp_url=app.config["SMTP_URL"],
            mail_from=app.config["MAIL_FROM"],
            demo_projects=db.session.scalars(select(Project.id).where(Project.is_demo)).all(),
            address_refused=_mark_address,
        )


def keep_up(app: Flask) -> None:
    """What the day brings: who left goes to the archive, keepers are asked about their aanbod, guests reminded."""
    with app.app_context():
        now = clock.now()
        for project in projects.list_projects():
            if project.archived_at is not None or project.anonymised_at is not None:
                continue
            handover.carry_out_due(project, now)
            freshness.ask_keepers(project, stationery(), now)
            reminding.remind_due(project, now, stationery())
            db.session.commit()


def write_down_tombstones(app: Flask) -> None:
    """Pages do this themselves after an erasure; here for when one was cut off between its commit and the file."""
    with app.app_context():
        tombstones.write_down(app.config["TOMBSTONES"], clock.now())
        db.session.commit()


def erase_again(app: Flask) -> int:
    """Before anything is served: who was erased before a backup came back is erased again. How many."""
    with app.app_context():
        if not doctor.check_migrations().ok:
            log.warning("tombstones wait: the database is out of reach, or not migrated")
            return 0
        erased = tombstones.reapply(app.config["TOMBSTONES"], clock.now())
        if forgot := retention.forget_again(set(tombstones.read(app.config["TOMBSTONES"])), clock.now()):
            log.warning("%s projects forgot their people again: a backup came back", forgot)
        db.session.commit()
        tombstones.write_down(app.config["TOMBSTONES"], clock.now())
        db.session.commit()
        if erased:
            log.warning("%s people who had been erased were erased again: a backup came back", erased)
        return erased


def carry_out_retention(app: Flask) -> list[str]:
    """Warn where the last month has begun, and forget the people of projects whose day has come. What was done."""
    done = []
    with app.app_context():
        for project in projects.list_projects():
            now = clock.now()
            if retention.announce(project, now):
                done.append(f"{project.name}: warned")
            elif retention.is_due(project, now):
                retention.forget(project, now, actor="system")
                done.append(f"{project.name}: forgotten")
            db.session.commit()
    return done


def retention_report() -> list[str]:
    """Of every project: on which day it forgets its people, and how many rows of which tables that touches."""
    lines = []
    for project in projects.list_projects():
        ahead = retention.outlook(project)
        day = "done" if ahead.done_at else ahead.day.isoformat() if ahead.day else "no end date"
        lines.append(f"{project.name}: {day}")
        if not ahead.done_at:
            lines += [f"  {table}: {count}" for table, count in retention.dry_run(project).items()]
    return lines


def _mark_address(message: OutboxMessage) -> None:
    if message.person_id is None:
        return
    person = get_in_project(Person, message.project_id, message.person_id)
    if person.email == message.to_address.lower():  # not when the card got another address meanwhile
        person.address_refused_at = clock.now()


def make_bell(app: Flask) -> Huey:
    """A huey on the installation's PostgreSQL, or on a SQLite file of its own (never the data's: not in WAL mode)."""
    # Never bare pickle: who can write the queue could run code.
    serializer = SignedSerializer(secret=app.config["SECRET_KEY"])
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
        _mend_bell_and_ring()


def _mend_bell_and_ring() -> None:
    """The queue's tables may be missing (no worker ran yet) or thrown away; they hold nothing that counts."""
    try:
        current_app.extensions["bell"].storage.initialize_schema()
        current_app.extensions["deliver"]()
    except Exception:
        log.warning("the bell did not ring; the sweep will deliver", exc_info=True)
