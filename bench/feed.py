"""A calendar feed of 1,000 events that did not change, beside one serialisation of the same events by icalendar."""

from __future__ import annotations

import datetime as dt
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask

from bench import Row

EVENTS = 1000
TURNS = 15
GOAL = 100


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        app, person_id, address = _prepare(Path(folder))
        client = app.test_client(use_cookies=False)
        first, content = _timed(lambda: client.get(address).get_data())
        theirs, alone = _theirs(content)
        tag = client.get(address).headers["ETag"]
        ours, requests, same = [], [], True
        for _turn in range(TURNS):
            seconds, answer = _feed(app, person_id)
            ours.append(seconds)
            same = same and answer == content
            seconds, answer = _timed(lambda: client.get(address, headers={"If-None-Match": tag}))
            requests.append(seconds)
            same = same and answer.status_code == 304
    note = f"to_ical alone takes {alone * 1000:.0f} ms; the first answer, nothing kept yet: {first:.1f} s"
    return [
        _row("feed of 1,000 events, unchanged: asked of the database and ready", ours, theirs, note, met=same),
        _row("the same as a whole request, answered 304", requests, theirs, ""),
    ]


def _feed(app: Flask, person_id: int) -> tuple[float, bytes]:
    """Seconds to have a feed ready, in a session of its own as in a request; and the feed."""
    from kapstok import clock
    from kapstok.database import reading
    from kapstok.extensions import db
    from kapstok.meetings import feeds
    from kapstok.register.models import Person
    from kapstok.web.links import stationery

    with app.app_context(), reading():
        person = db.session.get_one(Person, person_id)
        seconds, feed = _timed(lambda: feeds.personal_feed(person, stationery(), clock.now()))
    return seconds, feed.content


def _row(what: str, seconds: list[float], theirs: float, note: str, met: bool | None = None) -> Row:
    middle = statistics.median(seconds)
    ratio = theirs / middle
    return Row(
        what=what,
        measured=f"{middle * 1000:.1f} ms",
        ratio=ratio,
        against=f"the same events made and serialised once with icalendar ({theirs * 1000:.0f} ms)",
        goal=f"≥ {GOAL}" if met is not None else "",
        met=None if met is None else met and ratio >= GOAL,
        note=note,
    )


def _theirs(content: bytes) -> tuple[float, float]:
    """Seconds that the icalendar library takes to make and serialise the events of a feed, and to serialise alone."""
    from icalendar import Calendar, Event

    read = Calendar.from_ical(content)
    events = read.walk("VEVENT")
    assert len(events) == EVENTS
    values = [
        {name: value for name, value in event.property_items(recursive=False) if name not in ("BEGIN", "END")}
        for event in events
    ]

    def make_and_serialise() -> bytes:
        calendar = Calendar()
        for fields in values:
            event = Event()
            for name, value in fields.items():
                event.add(name, getattr(value, "dt", value))
            calendar.add_component(event)
        return calendar.to_ical()

    both = statistics.median(_timed(make_and_serialise)[0] for _turn in range(3))
    return both, statistics.median(_timed(read.to_ical)[0] for _turn in range(3))


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def _prepare(folder: Path) -> tuple[Flask, int, str]:
    """An installation with one guest of a thousand meetings: the app, the guest, and the address of their feed."""
    from flask_migrate import upgrade

    from config import Config
    from kapstok import clock, create_app
    from kapstok.extensions import db
    from kapstok.meetings.models import Invitation, Meeting
    from kapstok.projects import service as projects
    from kapstok.register.models import Person
    from kapstok.web.links import feed_link

    app = create_app(Config({"SECRET_KEY": "bench", "LOG_LEVEL": "ERROR"}, instance=folder))
    with app.app_context():
        upgrade()
        now = clock.now()
        project = projects.create_project(
            now, actor="bench", name="Bench", contact_name="Noor de Wit", contact_email="noor@example.org"
        )
        guest = Person(project_id=project.id, name="Jet Jansen")
        for number in range(EVENTS):
            starts_at = now + dt.timedelta(hours=6 * (number - EVENTS // 2))
            meeting = Meeting(
                project_id=project.id,
                title=f"Netwerkbijeenkomst {number}",
                starts_at=starts_at,
                ends_at=starts_at + dt.timedelta(hours=2),
                place="Buurthuis De Kom, Kade 1",
                programme="14.00 Inloop\n14.15 Kennismaken in kleine groepen\n15.30 Napraten",
                created_at=now,
                revised_at=now,
            )
            db.session.add(
                Invitation(project_id=project.id, meeting=meeting, person=guest, created_at=now, sent_sequence=0)
            )
        db.session.commit()
        person_id, address = guest.id, feed_link(guest).removeprefix(app.config["BASE_URL"])
        db.engine.dispose()
    return app, person_id, address
