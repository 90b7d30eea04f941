"""Is this installation in order? Asked by ``flask doctor`` (everything) and ``GET /gezond`` (the database)."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass, replace

from flask import Flask, current_app
from sqlalchemy import text

from kapstok.clock import AMSTERDAM
from kapstok.database import FIRST_SAFE_SQLITE
from kapstok.errors import Refused
from kapstok.extensions import db
from kapstok.mail import records, transport

PATIENCE = 10.0  # seconds for each answer of a mail server


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    what: str
    ok: bool
    said: str


def examine(app: Flask) -> list[Finding]:
    """Every check, in the order in which somebody would repair them."""
    findings = [check_database(), check_sqlite(), check_migrations(), check_base_url(app), check_time_zone()]
    db.session.rollback()  # nobody waits to write while a mail server makes us wait
    return [*findings, check_smtp(app), check_mailbox(app), *check_names(app)]


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
        logging.getLogger("alembic.runtime.migration").setLevel(logging.WARNING)  # it announces every look
        # The session's own connection: a second one would wait for the first to end its turn on SQLite.
        found = set(MigrationContext.configure(db.session.connection()).get_current_heads())
    except Exception as error:
        return Finding("migrations", False, str(error).splitlines()[0])
    if found == wanted:
        return Finding("migrations", True, ", ".join(sorted(found)))
    return Finding("migrations", False, "run: flask --app wsgi db upgrade")


def check_smtp(app: Flask) -> Finding:
    """Whether the mail server lets us in. Nothing is sent."""
    if not app.config["SMTP_URL"]:
        return Finding("smtp", True, "no SMTP_URL: mail waits in the outbox (demo mail goes to the Demo-postvak)")
    try:
        server = transport.parse(app.config["SMTP_URL"])
        with transport.Connection(replace(server, timeout=min(server.timeout, PATIENCE))) as connection:
            connection.open()
    except (Refused, transport.ServerUnreachable) as trouble:
        return Finding("smtp", False, str(trouble))
    return Finding("smtp", True, f"{server.host}:{server.port} ({server.security}) takes our mail")


def check_mailbox(app: Flask) -> Finding:
    """Whether we can read the mailbox that answers come to. Nothing in it changes but for a folder of ours."""
    url, domain = app.config["IMAP_URL"], app.config["REPLY_DOMAIN"]
    if bool(url) != bool(domain):
        missing = "REPLY_DOMAIN" if url else "IMAP_URL"
        return Finding("imap", False, f"{missing} is missing: answers of calendars need both")
    if not url:
        return Finding("imap", True, "no IMAP_URL: guests answer by the buttons in their mail")
    from kapstok.mail import imap

    try:
        with imap.Mailbox(imap.parse(url)) as box:
            movable = box.can_put_away
    except (Refused, imap.MailboxUnreachable) as trouble:
        return Finding("imap", False, str(trouble))
    if not movable:
        return Finding("imap", True, f"in reach, without a folder “{imap.PUT_AWAY}”: mail that was read is marked so")
    return Finding("imap", True, "in reach")


def check_names(app: Flask) -> list[Finding]:
    """What receivers look up before they trust our mail; not while no mail leaves."""
    if not app.config["SMTP_URL"]:
        return []
    sender_domain = app.config["MAIL_FROM"].rpartition("@")[2]
    reply_domain = app.config["REPLY_DOMAIN"] if app.config["IMAP_URL"] else ""
    judgements = records.judge(sender_domain, reply_domain, app.config["DKIM_SELECTOR"], records.ask)
    return [Finding(judgement.what, judgement.ok, judgement.said) for judgement in judgements]


def check_time_zone() -> Finding:
    """Whether this machine knows when the clocks change: without that every meeting in summer is an hour off."""
    offsets = [dt.datetime(2027, month, 1, tzinfo=AMSTERDAM).utcoffset() for month in (1, 7)]
    right = offsets == [dt.timedelta(hours=1), dt.timedelta(hours=2)]
    return Finding("time zone", right, "Europe/Amsterdam" if right else "Europe/Amsterdam has no summer time here")


def check_base_url(app: Flask) -> Finding:
    url = app.config["BASE_URL"]
    local = url.startswith(("http://127.0.0.1", "http://localhost"))
    if url.startswith("https://") or local:
        return Finding("address", True, url)
    return Finding("address", False, f"{url}: outside this machine Kapstok needs https")
