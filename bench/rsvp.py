"""Answers to invitations per second, each on disk before it is acknowledged, beside an empty response of the server."""

from __future__ import annotations

import datetime as dt
import http.client
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode

from bench import Row

GUESTS = 400
CLIENTS = 8
CROWD = 50
SECONDS = 4.0
TURNS = 3  # empty and answering take turns, so that a busy moment of the machine hurts both
GOAL = 0.25
ROOT = Path(__file__).parents[1]


def run() -> list[Row]:
    return [_answers(), _last_place()]


def _answers() -> Row:
    with tempfile.TemporaryDirectory() as folder:
        port = _free_port()
        app, tokens = _prepare(Path(folder), port)
        with _server(Path(folder), port):
            empty, answered = [], []
            given: dict[str, str] = {}
            for turn in range(TURNS):
                empty.append(_rate(port, lambda connection, client, number: _fetch(connection)))
                answered.append(_rate(port, _answering(tokens, given, turn)))
        lost = _lost(app, given)
    ratio = sorted(answered)[TURNS // 2] / sorted(empty)[TURNS // 2]
    return Row(
        what="RSVP answers, durable (SQLite, synchronous=FULL)",
        measured=f"{sorted(answered)[TURNS // 2]:.0f}/s",
        ratio=ratio,
        against=f"an empty response of the same server ({sorted(empty)[TURNS // 2]:.0f}/s)",
        goal=f"≥ {GOAL}",
        met=ratio >= GOAL and lost == 0,
        note=f"{lost} of {len(given)} acknowledged answers lost",
    )


def _last_place() -> Row:
    """Fifty people say yes at the same moment, and there is one place."""
    with tempfile.TemporaryDirectory() as folder:
        port = _free_port()
        app, tokens = _prepare(Path(folder), port, guests=CROWD, capacity=1)
        with _server(Path(folder), port):
            start, answer = threading.Barrier(CROWD), _answering(tokens, {}, turn=0, clients=CROWD)

            def client(place: int) -> None:
                with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
                    start.wait()
                    answer(connection, place, 0)

            started = time.perf_counter()
            _together(client, CROWD)
            seconds = time.perf_counter() - started
        placed, waiting = _placed(app)
    return Row(
        what=f"the last place under {CROWD} simultaneous answers",
        measured=f"{placed} got it",
        ratio=placed,
        against=f"one place; {waiting} on the waitlist",
        goal="1",
        met=(placed, waiting) == (1, CROWD - 1),
        note=f"all answered within {seconds:.1f} s",
    )


def _prepare(folder: Path, port: int, *, guests: int = GUESTS, capacity: int | None = None):
    """An installation with one meeting and its guests: the app, and a link for each guest with its form's token."""
    from flask_migrate import upgrade

    from config import Config
    from kapstok import clock, create_app, signing
    from kapstok.extensions import db
    from kapstok.meetings.models import Invitation, Meeting
    from kapstok.projects import service as projects
    from kapstok.projects.rules import Vocabulary
    from kapstok.register.models import Person

    app = create_app(Config({"SECRET_KEY": "bench", "PORT": str(port), "LOG_LEVEL": "ERROR"}, instance=folder))
    with app.app_context():
        upgrade()
        now = clock.now()
        project = projects.create_project(
            now, actor="bench", name="Bench", contact_name="Noor de Wit", contact_email="noor@example.org"
        )
        sector = projects.terms(project, Vocabulary.SECTOR)[0]
        starts_at = now + dt.timedelta(days=7)
        meeting = Meeting(
            project_id=project.id,
            title="Bench",
            starts_at=starts_at,
            ends_at=starts_at + dt.timedelta(hours=2),
            created_at=now,
            revised_at=now,
            capacity=capacity,
        )
        invited = [
            Invitation(
                project_id=project.id,
                meeting=meeting,
                created_at=now,
                person=Person(project_id=project.id, name=f"Gast {number}", sector_id=sector.id),
            )
            for number in range(guests)
        ]
        db.session.add_all([meeting, *invited])
        db.session.commit()
        key, tokens = app.config["SECRET_KEY"], {}
        for guest in invited:
            link = signing.sign(key, signing.Purpose.RSVP, guest.id, guest.link_version)
            tokens[link] = signing.sign(key, signing.Purpose.FORM, link)
        db.engine.dispose()
    return app, tokens


@contextmanager
def _server(folder: Path, port: int):
    environ = os.environ | {
        "SECRET_KEY": "bench",
        "INSTANCE_PATH": str(folder),
        "PORT": str(port),
        "LOG_LEVEL": "ERROR",
    }
    process = subprocess.Popen([sys.executable, "-m", "flask", "--app", "wsgi", "serve"], cwd=ROOT, env=environ)
    try:
        for _ in range(200):
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait()


def _rate(port: int, request: Callable[[http.client.HTTPConnection, int, int], None]) -> float:
    """Requests per second of all clients together; ``request`` gets its connection, client and a running number."""
    counts, deadline = [0] * CLIENTS, time.perf_counter() + SECONDS

    def client(place: int) -> None:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
            while time.perf_counter() < deadline:
                request(connection, place, counts[place])
                counts[place] += 1

    started = time.perf_counter()
    _together(client, CLIENTS)
    return sum(counts) / (time.perf_counter() - started)


def _together(client: Callable[[int], None], clients: int) -> None:
    threads = [threading.Thread(target=client, args=(place,)) for place in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _fetch(connection: http.client.HTTPConnection) -> None:
    connection.request("GET", "/.well-known/security.txt")
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 200, answer.status


def _answering(tokens: dict[str, str], given: dict[str, str], turn: int, clients: int = CLIENTS):
    """Each client answers for guests of its own, another answer each time round, so that every request must write."""
    links = list(tokens)

    def answer(connection: http.client.HTTPConnection, client: int, number: int) -> None:
        mine = links[client::clients]
        link, times_round = mine[number % len(mine)], number // len(mine)
        choice = ("ACCEPTED", "DECLINED", "TENTATIVE")[(times_round + turn) % 3]
        body = urlencode({"form_token": tokens[link], "answer": choice, "comment": ""})
        connection.request("POST", f"/u/{link}", body, {"Content-Type": "application/x-www-form-urlencoded"})
        reply = connection.getresponse()
        reply.read()
        assert reply.status == 302, reply.status
        given[link] = choice  # acknowledged: from here on it must never be lost

    return answer


def _lost(app, given: dict[str, str]) -> int:
    from kapstok import signing
    from kapstok.meetings import answering

    def kept(link: str) -> str | None:
        invitation_id, version = signing.read("bench", signing.Purpose.RSVP, link)
        invitation = answering.find_invitation(int(invitation_id), int(version))
        return invitation and invitation.partstat

    with app.app_context():
        return sum(kept(link) != choice for link, choice in given.items())


def _placed(app) -> tuple[int, int]:
    """How many guests have a place, and how many wait."""
    from kapstok.meetings import service
    from kapstok.projects import service as projects

    with app.app_context():
        (numbers,) = service.counts(projects.list_projects()[0]).values()
        return numbers.accepted, numbers.waiting


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
