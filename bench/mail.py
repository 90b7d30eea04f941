"""A thousand invitations queued and delivered over SMTP, beside a bare loop that sends the same bytes."""

from __future__ import annotations

import datetime as dt
import smtplib
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path

from bench import Row

GUESTS = 1000
DOMAINS = 100  # so that no domain gets more than the outbox allows it in a minute
TURNS = 3  # bare and ours take turns, so that a busy moment of the machine hurts both
GOAL = 0.7
SENDER = "kapstok@example.org"


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder, _mail_server() as port:
        app = _installation(Path(folder), port)
        queueing = _queue(app)
        bare, ours = [], []
        for _ in range(TURNS):
            bare.append(_bare(app, port))
            ours.append(_deliver(app))
        with app.app_context():
            _close(app)
    loop, rate = sorted(bare)[TURNS // 2], sorted(ours)[TURNS // 2]
    together = 1 / (1 / rate + queueing / GUESTS)
    against = f"a bare smtplib loop with the same bytes ({loop:.0f}/s)"
    return [
        Row(
            what=f"{GUESTS} invitations delivered, each step on disk",
            measured=f"{rate:.0f}/s",
            ratio=rate / loop,
            against=against,
            goal=f"≥ {GOAL}",
            met=rate / loop >= GOAL,
        ),
        Row(
            what=f"{GUESTS} invitations queued and delivered",
            measured=f"{together:.0f}/s",
            ratio=together / loop,
            against=against,
            goal="",
            met=None,
            note=f"queued in {queueing:.1f} s: a letter, its calendar and its final bytes for each",
        ),
    ]


def _installation(folder: Path, port: int):
    from flask_migrate import upgrade

    from config import Config
    from kapstok import create_app

    settings = {"SECRET_KEY": "bench", "LOG_LEVEL": "ERROR", "SMTP_URL": f"smtp://127.0.0.1:{port}"}
    settings |= {"IMAP_URL": "imap://bench:bench@127.0.0.1", "REPLY_DOMAIN": "antwoord.example.org"}
    app = create_app(Config(settings, instance=folder))
    with app.app_context():
        upgrade()
    return app


def _queue(app) -> float:
    """Make a meeting with its guests and invite them all; the seconds that the inviting took."""
    from kapstok import clock
    from kapstok.extensions import db
    from kapstok.meetings import inviting
    from kapstok.meetings.models import Invitation, Meeting
    from kapstok.projects import service as projects
    from kapstok.projects.rules import Vocabulary
    from kapstok.register.models import Person
    from kapstok.web.links import stationery

    with app.app_context():
        now = clock.now()
        project = projects.create_project(
            now, actor="bench", name="Bench", contact_name="Noor de Wit", contact_email="noor@example.org"
        )
        of = {"project_id": project.id}
        sector = projects.terms(project, Vocabulary.SECTOR)[0]
        starts_at = now + dt.timedelta(days=7)
        when = {"starts_at": starts_at, "ends_at": starts_at + dt.timedelta(hours=2)}
        when |= {"created_at": now, "revised_at": now}
        meeting = Meeting(**of, title="Kennismaken", place="Buurthuis De Linde", **when)
        for number in range(GUESTS):
            address = f"gast{number}@gemeente{number % DOMAINS}.example.org"
            person = Person(**of, name=f"Gast {number}", email=address, sector_id=sector.id)
            db.session.add(Invitation(**of, meeting=meeting, person=person, created_at=now))
        db.session.commit()
        started = time.perf_counter()
        inviting.send_invitations(meeting, stationery(), now, actor="bench")
        db.session.commit()
        return time.perf_counter() - started


def _deliver(app) -> float:
    """Mails per second of the worker's own job, after which every mail is as new again."""
    from sqlalchemy import func, select, update

    from kapstok import jobs
    from kapstok.extensions import db
    from kapstok.mail.models import OutboxMessage

    started = time.perf_counter()
    jobs.deliver_mail(app)
    seconds = time.perf_counter() - started
    with app.app_context():
        sent = db.session.scalar(select(func.count()).where(OutboxMessage.status == "sent"))
        assert sent == GUESTS, sent
        anew = {"status": "pending", "sent_at": None, "attempts": 0}
        db.session.execute(update(OutboxMessage).values(anew))
        db.session.commit()
    return GUESTS / seconds


def _bare(app, port: int) -> float:
    """Mails per second of smtplib on one connection, with nothing written down."""
    from sqlalchemy import select

    from kapstok.extensions import db
    from kapstok.mail.models import OutboxMessage

    with app.app_context():
        mails = list(db.session.execute(select(OutboxMessage.to_address, OutboxMessage.mime)))
        db.session.rollback()
    started = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        for address, mime in mails:
            smtp.sendmail(SENDER, [address], mime or b"")
    return len(mails) / (time.perf_counter() - started)


def _close(app) -> None:
    from kapstok.extensions import db

    db.session.remove()
    db.engine.dispose()


@contextmanager
def _mail_server():
    """An aiosmtpd in a process of its own, which takes everything and keeps nothing."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "aiosmtpd", "-n", "-c", "aiosmtpd.handlers.Sink", "-l", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command)
    try:
        for _ in range(200):
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()
