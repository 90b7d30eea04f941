"""The state of a network at a date, and the change between two, beside one plain SQL scan of the same statements.

The scan fetches (respondent, named, strength) of every row over the same connection and does nothing with them. Ours
chooses the window of 24 months and the sources, leaves withdrawn lists out, puts all in order of time, and keeps each
pair's last word. The date is chosen so that every statement is within the window: nothing is saved by the choosing.
"""

from __future__ import annotations

import datetime as dt
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from bench import Row

PEOPLE, STATEMENTS, AGAIN, SEED = 10_000, 100_000, 10_000, 5  # AGAIN: pairs of which something was said twice
NOW = dt.datetime(2026, 3, 3, 12, tzinfo=dt.UTC)
DAYS = 600  # over which the statements are spread: less than 24 months
ROUNDS = 7
GOAL = 3.0
SCAN = "SELECT respondent_id, named_id, strength FROM tie WHERE project_id = ?"


def run() -> list[Row]:
    """Two ratios; raises AssertionError when the state is not what the statements say."""
    with tempfile.TemporaryDirectory() as folder:
        app = _app(Path(folder))
        with app.app_context():
            project_id, ids = _fill()
            state, change, scan = _medians(*_works(project_id, ids))
    what = f"{PEOPLE:,} people, {STATEMENTS:,} statements"
    against = f"one plain SQL scan ({1000 * scan:.0f} ms)"
    return [
        Row(
            f"state at a date, {what}",
            f"{1000 * state:.0f} ms",
            state / scan,
            against,
            f"≤ {GOAL:g}",
            state / scan <= GOAL,
        ),
        Row(f"change between two dates, {what}", f"{1000 * change:.0f} ms", change / scan, against, "", None),
    ]


def _works(project_id: int, ids: np.ndarray) -> tuple[Callable[[], object], ...]:
    from kapstok.extensions import db
    from kapstok.network.graph import fresh_since
    from kapstok.network.ledger import LastWords, between, last_words
    from kapstok.ties.moments import said_between
    from kapstok.ties.rules import Source

    def state(moment: dt.datetime = NOW) -> LastWords:
        return last_words(said_between(project_id, fresh_since(moment), moment, tuple(Source)), ids)

    def change() -> object:
        return between(state(NOW - dt.timedelta(days=DAYS / 2)), state(), 2, "confirmed")

    def scan() -> list:
        cursor = db.session.connection().connection.cursor()
        cursor.execute(SCAN, (project_id,))
        return list(cursor.fetchall())

    assert len(scan()) == STATEMENTS and len(state().strength) == STATEMENTS - AGAIN
    return state, change, scan


def _medians(*works: Callable[[], object]) -> list[float]:
    """Seconds of each, taken in turns, so that a busy moment of the machine falls on all of them."""
    rounds = [[_timed(work) for work in works] for _ in range(ROUNDS)]
    return [statistics.median(times) for times in zip(*rounds, strict=True)]


def _timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _app(folder: Path):
    from flask_migrate import upgrade

    from config import TestConfig
    from kapstok import create_app

    app = create_app(TestConfig(folder, f"sqlite:///{folder / 'bench.sqlite'}"))
    with app.app_context():
        upgrade()
    return app


def _fill() -> tuple[int, np.ndarray]:
    """A project of people who said something of one another, a tenth of it twice."""
    from sqlalchemy import insert

    from kapstok.extensions import db
    from kapstok.projects import service as projects
    from kapstok.register.models import Person
    from kapstok.scope import in_project
    from kapstok.ties.models import Tie

    project = projects.create_project(
        NOW, actor="bench", name="Bench", region="Veenmeer", contact_name="Noor", contact_email="noor@example.org"
    )
    rows = [{"project_id": project.id, "name": f"Deelnemer {number}"} for number in range(PEOPLE)]
    db.session.execute(insert(Person), rows)
    people = in_project(Person, project).with_only_columns(Person.id).order_by(Person.id)
    ids = np.array(db.session.scalars(people).all())
    db.session.execute(insert(Tie), _statements(project.id, ids))
    db.session.commit()
    return project.id, ids


def _statements(project_id: int, ids: np.ndarray) -> list[dict]:
    rng = np.random.default_rng(SEED)
    pairs = rng.permutation(np.unique(rng.integers(0, PEOPLE**2, 2 * STATEMENTS)))
    a, b = np.divmod(pairs, PEOPLE)
    a, b = a[a != b][: STATEMENTS - AGAIN], b[a != b][: STATEMENTS - AGAIN]
    a, b = np.append(a, a[:AGAIN]), np.append(b, b[:AGAIN])
    strength = rng.integers(-1, 5, STATEMENTS)
    # Rows come in as people say them; the last tenth is a list of older statements that was read in afterwards.
    seconds_ago = rng.integers(0, DAYS * 86_400, STATEMENTS)
    seconds_ago[AGAIN:] = -np.sort(-seconds_ago[AGAIN:])
    seconds_ago = np.roll(seconds_ago, -AGAIN)
    return [
        {
            "project_id": project_id,
            "respondent_id": int(ids[i]),
            "named_id": int(ids[j]),
            "strength": None if said < 0 else int(said),
            "source": "pulse",
            "stated_at": NOW - dt.timedelta(seconds=int(ago)),
        }
        for i, j, said, ago in zip(a, b, strength, seconds_ago, strict=True)
    ]
