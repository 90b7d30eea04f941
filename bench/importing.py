"""Importing 2,000 people from Excel, beside plain SQL INSERTs of the same rows."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from bench import Row

PEOPLE, AT_EACH = 2_000, 20  # AT_EACH people at one organisation
TURNS = 3
GOAL = 40.0


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        app = _app(Path(folder))
        with app.app_context():
            turns = [_turn(number) for number in range(TURNS)]
    steps = {name: statistics.median(turn[name] for turn in turns) for name in turns[0]}
    plain = steps.pop("plain")
    ours = sum(steps.values())
    told = ", ".join(f"{name} {1000 * seconds:.0f} ms" for name, seconds in steps.items())
    return [
        Row(
            what=f"import of {PEOPLE:,} people and {PEOPLE // AT_EACH} organisations",
            measured=f"{1000 * ours:.0f} ms ({told})",
            ratio=ours / plain,
            against=f"plain SQL INSERTs of the same rows ({1000 * plain:.0f} ms)",
            goal=f"≤ {GOAL:.0f}",
            met=ours / plain <= GOAL,
            note="on our side also: reading the xlsx file, every check, keeping it for the preview, "
            "and a history row for each person and organisation",
        )
    ]


def _app(folder: Path):
    from flask_migrate import upgrade

    from config import Config
    from kapstok import create_app

    app = create_app(Config({"SECRET_KEY": "bench", "LOG_LEVEL": "ERROR"}, instance=folder))
    with app.app_context():
        upgrade()
    return app


def _turn(number: int) -> dict[str, float]:
    """Seconds of each step of an import into an empty project, and of inserting what it made once more as it is."""
    from kapstok import clock
    from kapstok.accounts import service as accounts
    from kapstok.directory import lists
    from kapstok.extensions import db
    from kapstok.projects import service as projects
    from kapstok.projects.models import Project
    from kapstok.register import drafts

    now = clock.now()
    project = projects.create_project(
        now, actor="bench", name=f"Bench {number}", contact_name="Noor de Wit", contact_email="noor@example.org"
    )
    user = accounts.create_user(now=now, name="Bench", email=f"bench{number}@example.org")
    db.session.commit()
    data, taken, project_id = _list(), {}, project.id
    started = time.perf_counter()
    draft_id = lists.receive(project, user.id, "lijst.xlsx", data, now).id
    db.session.commit()
    taken["reading"] = time.perf_counter() - started
    db.session.expunge_all()
    project = db.session.get_one(Project, project_id)
    started = time.perf_counter()
    plan = lists.plan(drafts.get_draft(project, draft_id), now)
    taken["preview"] = time.perf_counter() - started
    db.session.rollback()
    started = time.perf_counter()
    lists.land(project, draft_id, plan.fingerprint, now, actor="bench")
    db.session.commit()
    taken["landing"] = time.perf_counter() - started
    taken["plain"] = _insert_plainly(project.id)
    return taken


def _list() -> bytes:
    from kapstok.takeaway import Sheet, as_excel

    headings = ["Naam", "Organisatie", "Sector", "Functie", "E-mailadres", "Telefoon", "Wijk of kern"]
    rows = [
        [
            f"Deelnemer {number}",
            f"Organisatie {number // AT_EACH}",
            "Welzijn",
            "Sociaal werker",
            f"deelnemer{number}@example.org",
            f"0591 {number:06}",
            f"Kern {number % 12}",
        ]
        for number in range(PEOPLE)
    ]
    return as_excel(Sheet("Mensen", headings, rows))


def _insert_plainly(project_id: int) -> float:
    """The same rows in another project, in one transaction on disk, by the driver's own ``executemany``."""
    from kapstok import clock
    from kapstok.database import new_uid
    from kapstok.extensions import db
    from kapstok.projects import service as projects
    from kapstok.register.models import Organisation, Person

    other = projects.create_project(
        clock.now(), actor="bench", name="Plain", contact_name="Noor de Wit", contact_email="noor@example.org"
    )
    db.session.commit()
    copies = []
    for table in (Organisation.__table__, Person.__table__):
        names = [column.name for column in table.columns if column.name != "id"]
        found = db.session.connection().exec_driver_sql(
            f"SELECT {', '.join(names)} FROM {table.name} WHERE project_id = ?", (project_id,)
        )
        own = [dict(zip(names, row, strict=True)) | {"project_id": other.id, "uid": new_uid()} for row in found]
        insert = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join('?' for _ in names)})"
        copies.append((insert, [tuple(row.values()) for row in own]))
    db.session.rollback()
    driver = db.engine.raw_connection()
    try:
        started = time.perf_counter()
        driver.cursor().execute("BEGIN IMMEDIATE")
        for statement, rows in copies:
            driver.cursor().executemany(statement, rows)
        driver.commit()
        return time.perf_counter() - started
    finally:
        driver.close()
