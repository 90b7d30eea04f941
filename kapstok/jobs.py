"""Background jobs: thin, idempotent. Huey is only the bell; the outbox table and the sweep are the promise."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from threading import Lock

from flask import Flask, current_app
from huey import Huey, SqliteHuey, crontab
from huey.serializer import SignedSerializer
from sqlalchemy import event, select, update

from kapstok import clock, doctor
from kapstok.database import reading, writing
from kapstok.directory import freshness
from kapstok.errors import Refused
from kapstok.evaluation import calculations
from kapstok.evaluation.calculations import Lander, Maker
from kapstok.extensions import db
from kapstok.mail import bounces, delivery, inbox
from kapstok.mail import service as mail
from kapstok.mail.models import InboxMessage, OutboxMessage
from kapstok.mail.rules import Fate, Kind, Reason
from kapstok.meetings import answering, door, needs, reminding
from kapstok.meetings.polls import asking as poll_asking
from kapstok.meetings.replies import service as replies
from kapstok.planner import wishing
from kapstok.planner.lottery import asking as lottery_asking
from kapstok.privacy import retention, tombstones
from kapstok.projects import service as projects
from kapstok.projects.models import Project
from kapstok.referrals.cases import service as case_cards
from kapstok.referrals.following import letters as following_letters
from kapstok.referrals.following import service as following
from kapstok.register import drafts
from kapstok.register.models import Person
from kapstok.ties.introductions import requests as introduction_requests
from kapstok.ties.leaving import service as handover
from kapstok.ties.suggestions import service as suggesting
from kapstok.web.links import lottery_link, referral_link, stationery

log = logging.getLogger(__name__)

THREADS = 2  # of a worker: while one works out something long, the other sends mail
_calculating, _sweeping = Lock(), Lock()  # so never both at the same


def init_app(app: Flask) -> None:
    """Make the bell for this app and let it ring after every commit that put mail in the outbox."""
    bell = make_bell(app)

    @bell.task()
    def deliver() -> None:
        deliver_mail(app)

    @bell.task()
    def calculate() -> None:
        work_out(app)

    @bell.periodic_task(crontab(minute="*"))
    def sweep() -> None:
        calculate()  # in a thread of its own: it may take minutes
        if not _sweeping.acquire(blocking=False):
            return
        try:
            deliver_mail(app)
            write_down_tombstones(app)
            let_places_lapse(app)  # what it puts in the outbox rings the bell
            read_mail(app)  # last: a mailbox that does not answer holds up nothing else
        finally:
            _sweeping.release()

    @bell.periodic_task(crontab(hour="3", minute="30"))
    def purge() -> None:
        with app.app_context():
            mail.purge(clock.now())
            inbox.purge(clock.now())
            needs.forget_needs(clock.now())
            wishing.forget(clock.now())
            door.forget_names(clock.now())
            drafts.remove_old(clock.now())
            introduction_requests.forget_unanswered(clock.now())
            suggesting.forget_undecided(clock.now())
            case_cards.tidy(clock.now())
            calculations.purge(clock.now())
            db.session.commit()
        erase_again(app)
        carry_out_retention(app)

    @bell.periodic_task(crontab(hour="7", minute="10"))
    def look_after_the_register() -> None:
        keep_up(app)

    app.extensions["bell"] = bell
    app.extensions["rings"] = {mail.QUEUED: deliver, calculations.ASKED: calculate}
    if not event.contains(db.session, "after_commit", _ring):
        event.listen(db.session, "after_commit", _ring)


def deliver_mail(app: Flask) -> None:
    """Send what is due. An address that a mail server calls wrong is marked on the card of its person."""
    with app.app_context():
        delivery.deliver_due(
            clock.now,
            smtp_url=app.config["SMTP_URL"],
            return_address=_return_address(app),
            demo_projects=db.session.scalars(select(Project.id).where(Project.is_demo)).all(),
            address_refused=_mark_address,
        )


def read_mail(app: Flask) -> Counter[str]:
    """Take in what came to the mailbox and read all that was not read yet. How many mails met which fate."""
    with app.app_context():
        if app.config["IMAP_URL"]:
            _fetch(app)
        fates: Counter[str] = Counter()
        for message_id in inbox.new_ids():
            db.session.commit()
            fates[_read(app, message_id)] += 1
        db.session.commit()
        return fates


def _fetch(app: Flask) -> None:
    from kapstok.mail import fetching, imap

    trouble = ""
    try:
        fetching.fetch_new(clock.now, app.config["IMAP_URL"])
    except (imap.MailboxUnreachable, Refused) as error:
        db.session.rollback()
        trouble = str(error)
    if trouble and trouble != app.extensions.get("mailbox_trouble"):
        log.warning("the mailbox cannot be read, and is tried again every minute: %s", trouble)
    app.extensions["mailbox_trouble"] = trouble  # what was said once is not said again every minute


def _read(app: Flask, message_id: int) -> str:
    """Let one mail do its work, in a transaction of its own: one that goes wrong waits for a person, not the others."""
    try:
        message = inbox.take(message_id)
        if message is not None:
            _understand(app, message)
        db.session.commit()
    except Exception:
        log.exception("mail %s in the inbox could not be handled", message_id)
        db.session.rollback()
        message = inbox.take(message_id)
        if message is not None:
            inbox.settle(message, Fate.HELD, Reason.FAILED, now=clock.now())
        db.session.commit()
    return message.status if message is not None else Fate.NEW


def _understand(app: Flask, message: InboxMessage) -> None:
    secret, now = app.config["SECRET_KEY"], clock.now()
    read = inbox.open_again(message, app.config["REPLY_DOMAIN"])
    if read.kind in (Kind.BOUNCE, Kind.DELAYED):
        sent = bounces.record(read, now, secret=secret, address_refused=_mark_address)
        if sent is None:
            inbox.settle(message, Fate.IGNORED, Reason.NOT_OURS, now=now)
        else:
            of = {"project_id": sent.project_id, "person_id": sent.person_id}
            inbox.settle(message, Fate.HANDLED, Reason.REPORT, now=now, **of)
    elif read.kind is Kind.AUTOMATIC:
        inbox.settle(message, Fate.IGNORED, Reason.AUTOMATIC, now=now)
    else:
        replies.bind(read, message, now, stationery(), secret=secret)


def _return_address(app: Flask) -> Callable[[int, str], str]:
    """Where the report goes when a mail cannot be delivered: an address of that mail alone, once we read a mailbox."""
    config = app.config
    if not config["IMAP_URL"] or not config["REPLY_DOMAIN"]:
        return lambda message_id, key: config["MAIL_FROM"]
    return partial(bounces.return_address, config["SECRET_KEY"], config["REPLY_DOMAIN"])


def work_out(app: Flask) -> int:
    """Work out every calculation that waits, each in a transaction of its own: how many. One that fails says why.

    None when another thread of this process is at it: that one takes what waits too.
    """
    from kapstok.web.calculating import LANDERS, MAKERS

    worked_out = 0
    if not _calculating.acquire(blocking=False):
        return worked_out
    try:
        with app.app_context():
            while claim := calculations.take(clock.now()):
                db.session.commit()
                _work_out(*claim, MAKERS, LANDERS)
                worked_out += 1
            db.session.commit()  # what was given up
    finally:
        _calculating.release()
    return worked_out


def _work_out(project_id: int, calculation_id: int, makers: Mapping[str, Maker], landers: Mapping[str, Lander]) -> None:
    def progress(done: int, total: int) -> None:
        db.session.rollback()  # nothing but what was read
        with writing():
            calculations.report_progress(project_id, calculation_id, done, total, clock.now())
            db.session.commit()

    try:
        with reading():  # or nobody could write as long as it takes
            project = projects.find_project(project_id)
            assert project is not None
            found = calculations.get_asked(project, calculation_id)
            kind, asked = found.kind, found.asked
            outcome = makers[kind](project, asked, progress)
            db.session.rollback()
        if kind in landers:
            outcome = landers[kind](project, asked, outcome, clock.now())
        calculations.finish(project_id, calculation_id, outcome, clock.now())
        db.session.commit()
    except Exception as error:
        log.exception("calculation %s could not be worked out", calculation_id)
        db.session.rollback()
        calculations.give_up(project_id, calculation_id, f"{type(error).__name__}: {error}", clock.now())
        db.session.commit()


def let_places_lapse(app: Flask) -> None:
    """Places that were held and not confirmed in time go to who waits, and both are told."""
    with app.app_context():
        now = clock.now()
        for meeting in answering.meetings_with_expired_holds(now):
            answering.let_lapse(meeting, now, stationery())
            db.session.commit()


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
            poll_asking.remind_due(project, now, stationery())
            lottery_asking.ask_due(project, now, stationery(), lottery_link)
            following.coarsen(project, now)
            following_letters.remind_due(project, stationery(), referral_link, now)
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
    # Not through the row itself: who is editing this person would be told of a change that nobody made, and saving it
    # at this very moment would undo what is written down about the whole handful of mail.
    theirs = (Person.project_id == message.project_id) & (Person.id == message.person_id)
    still = Person.email == message.to_address.lower()  # not when the card got another address meanwhile
    db.session.execute(update(Person).where(theirs, still).values(address_refused_at=clock.now()))


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
    """After a commit: wake the worker. A bell that fails loses nothing; the sweep finds the work within a minute."""
    for what, ring in current_app.extensions["rings"].items():
        if session.info.pop(what, False):
            try:
                ring()
            except Exception:
                _mend_bell_and(ring)


def _mend_bell_and(ring: Callable[[], object]) -> None:
    """The queue's tables may be missing (no worker ran yet) or thrown away; they hold nothing that counts."""
    try:
        current_app.extensions["bell"].storage.initialize_schema()
        ring()
    except Exception:
        log.warning("the bell did not ring; the sweep will do what waits", exc_info=True)
