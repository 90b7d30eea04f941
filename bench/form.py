"""The form "Wie kent u?": saving two hundred rows, and the minutes that sixty names take somebody with a phone.

The minutes come from a scripted user: a real Chromium fills in the demo's form with real taps, and each step is timed
by the keystroke-level model (Card, Moran & Newell 1980, CACM 23(7)): reading + deciding + pointing + scrolling.

- Reading 0.25 s a word: 238 words a minute (Brysbaert 2019, J. Mem. Lang. 109).
- Deciding M = 1.2 s (Olson & Olson 1990, HCI 5, over the studies since) at the first name of an organisation; half of
  it at each further name there: our reading of the rule that a step of a unit already begun needs no full M.
- Pointing by Fitts, log2(D/W + 1) bits at 6.95 bits/s for a finger (MacKenzie 2015, HCII), over the distances that the
  thumb really moves on this page; W is the smaller side of the button.
- A flick of the thumb: 0.5 s for at most six tenths of the screen (our assumption; the model has none).

Whom the user knows is what that person of the demo answered in the measurement before; who was a stranger then is left
to "verder ken ik niemand", one tap an organisation.
"""

from __future__ import annotations

import logging
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil, hypot, log2
from pathlib import Path
from typing import TYPE_CHECKING

from bench import Row

if TYPE_CHECKING:
    from playwright.sync_api import Page

NAMES, TURNS = 200, 15
GOAL, GOAL_MINUTES = 40.0, 3.0
WORD, DECISION, AGAIN, BITS_A_SECOND, FLICK, FLICK_LENGTH = 0.25, 1.2, 0.5, 6.95, 0.5, 0.6
WIDTH, HEIGHT = 390, 844


def run() -> list[Row]:
    return [_saving(), _filling()]


def _saving() -> Row:
    """Each turn another person sends a form in which every name is answered."""
    with tempfile.TemporaryDirectory() as folder:
        app = _app(Path(folder))
        with app.app_context():
            forms = _many_names(app)
        client = app.test_client()
        empty, saved = [], []
        for link, form in forms:
            empty.append(_seconds(lambda: client.get("/.well-known/security.txt"), 200))
            saved.append(_seconds(lambda to=link, form=form: client.post(f"/d/{to}/wie-kent-u", data=form), 302))
        with app.app_context():
            kept = _statements()
    ours, theirs = statistics.median(saved), statistics.median(empty)
    return Row(
        what=f"saving a form of {NAMES} names",
        measured=f"{1000 * ours:.1f} ms",
        ratio=ours / theirs,
        against=f"an empty response of the same app ({1000 * theirs:.2f} ms)",
        goal=f"≤ {GOAL:.0f}",
        met=ours / theirs <= GOAL and kept == TURNS * NAMES,
        note=f"{kept} of {TURNS * NAMES} statements kept, each form on disk before it is acknowledged",
    )


def _filling() -> Row:
    with tempfile.TemporaryDirectory() as folder:
        app = _app(Path(folder))
        with app.app_context():
            _tell_demo()
            person, knows = _demo_person()
            link = _link(app, person)
        with _serving(app) as port, _phone() as page:
            user = User(page)
            page.goto(f"http://127.0.0.1:{port}/d/{link}/wie-kent-u?verder=1")
            told = user.fill(knows)
        with app.app_context():
            kept = _kept(person)
    minutes, allowed = user.seconds / 60, GOAL_MINUTES * user.names / 60
    return Row(
        what=f"{user.names} names on a phone, as a scripted user fills them in",
        measured=f"{minutes:.1f} minutes",
        ratio=minutes / allowed,
        against=f"three minutes for sixty; {user.taps} taps, {user.flicks} flicks",
        goal="≤ 1",
        met=minutes <= allowed and kept == told,
        note=f"{len(kept)} answers stand as they were tapped"
        if kept == told
        else "what was kept is not what was tapped",
    )


@dataclass
class User:
    """Somebody with a phone in one hand. ``seconds``: what the model says that they needed."""

    page: Page
    seconds: float = 0.0
    names: int = 0
    taps: int = 0
    flicks: int = 0
    thumb: tuple[float, float] = (WIDTH / 2, HEIGHT / 2)

    def fill(self, knows: dict[int, int]) -> dict[int, int]:
        """Go through the page from top to bottom and say that one is done. What was said, 0–4 by person."""
        said: dict[int, int] = {}
        self._read(self.page.locator("h1, .lead, .answers-explained").all_inner_texts())
        for group in self.page.locator("[data-group]").all():
            lines = group.locator("[data-line]")
            people = [int(one) for one in lines.evaluate_all("all => all.map(one => one.dataset.line)")]
            self._read([group.locator("h2").inner_text(), *lines.locator("legend").all_inner_texts()])
            self.seconds += DECISION + (len(people) - 1) * DECISION * AGAIN
            self.names += len(people)
            for person in people:
                if knows.get(person):
                    self._tap(f"label[for='kent_{person}-{knows[person]}']")
                    said[person] = knows[person]
            box = group.locator("input[name=dicht]")
            if box.count() and not all(person in said for person in people):
                self._tap(f"label[for='{box.get_attribute('id')}']")
                blocks = set(lines.evaluate_all("all => all.map(one => one.dataset.block)"))
                said |= self._closed(blocks, said)
        self._tap("button[name=klaar]")
        self.page.wait_for_selector("h1:has-text('Dank u wel')")
        return said

    def _closed(self, blocks: set[str], said: dict[int, int]) -> dict[int, int]:
        """Everybody of these blocks without an answer, also those who stand higher up the page."""
        every = self.page.locator("[data-line]").evaluate_all(
            "all => all.map(one => [one.dataset.line, one.dataset.block])"
        )
        return {int(person): 0 for person, block in every if block in blocks and int(person) not in said}

    def _read(self, texts: list[str]) -> None:
        self.seconds += WORD * sum(len(text.split()) for text in texts)

    def _tap(self, selector: str) -> None:
        x, y, wide, high = self._place(selector)
        if not HEIGHT * 0.1 < y < HEIGHT * 0.85 and not selector.startswith("button"):
            self._scroll(y - HEIGHT / 2)
            x, y, wide, high = self._place(selector)
        distance = hypot(x - self.thumb[0], y - self.thumb[1])
        self.seconds += log2(distance / min(wide, high) + 1) / BITS_A_SECOND
        self.taps += 1
        self.thumb = x, y
        self.page.touchscreen.tap(x, y)

    def _scroll(self, by: float) -> None:
        flicks = ceil(abs(by) / (FLICK_LENGTH * HEIGHT))
        self.flicks += flicks
        self.seconds += FLICK * flicks
        self.thumb = WIDTH / 2, HEIGHT / 2
        self.page.evaluate("by => window.scrollBy({ top: by, behavior: 'instant' })", by)

    def _place(self, selector: str) -> tuple[float, float, float, float]:
        """Middle and size on the screen."""
        box = self.page.locator(selector).bounding_box()
        assert box is not None, selector
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, box["width"], box["height"]


@contextmanager
def _phone() -> Iterator[Page]:
    from playwright.sync_api import ViewportSize, sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        size = ViewportSize(width=WIDTH, height=HEIGHT)
        yield browser.new_context(viewport=size, has_touch=True, locale="nl-NL").new_page()
        browser.close()


@contextmanager
def _serving(app) -> Iterator[int]:
    from werkzeug.serving import make_server

    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # a line for each file would hide the table
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.port
    finally:
        server.shutdown()
        thread.join()


def _app(folder: Path):
    from flask_migrate import upgrade

    from config import Config
    from kapstok import create_app

    app = create_app(Config({"SECRET_KEY": "bench", "LOG_LEVEL": "ERROR"}, instance=folder))
    with app.app_context():
        upgrade()
    return app


def _many_names(app) -> list[tuple[str, dict[str, str]]]:
    """A project in whose open measurement everybody is asked about ``NAMES`` others: links, and full forms for them."""
    from kapstok import clock, signing
    from kapstok.extensions import db
    from kapstok.projects import service as projects
    from kapstok.projects.rules import Vocabulary
    from kapstok.register.models import Organisation, Person
    from kapstok.ties import measuring

    now = clock.now()
    project = projects.create_project(
        now, actor="bench", name="Bench", contact_name="Noor de Wit", contact_email="noor@example.org"
    )
    sector = projects.terms(project, Vocabulary.SECTOR)[0].id
    homes = [Organisation(project_id=project.id, name=f"Organisatie {n}", sector_id=sector) for n in range(20)]
    people = [Person(project_id=project.id, name=f"Mens {n}", organisation=homes[n % 20]) for n in range(NAMES + 1)]
    db.session.add_all(people)
    db.session.flush()
    wave = measuring.open_wave(project, "Nulmeting", now, actor="bench")
    db.session.commit()
    forms = []
    for person in people[:TURNS]:
        link = _link(app, person)
        answers = {f"kent_{other.id}": f"{other.id % 5}" for other in people if other is not person}
        token = signing.sign(app.config["SECRET_KEY"], signing.Purpose.FORM, link)
        forms.append((link, answers | {"bij": f"meting-{wave.id}", "gezien": "0", "form_token": token}))
    return forms


def _tell_demo() -> None:
    from flask import current_app

    from kapstok import clock
    from kapstok.demo import load
    from kapstok.extensions import db
    from kapstok.web.links import stationery

    with current_app.test_request_context():
        load.load(clock.now(), stationery())
        db.session.commit()


def _demo_person():
    """Somebody whom the demo's open measurement asks, and what they answered in the one before, by person."""
    from kapstok.projects import service as projects
    from kapstok.ties import measuring
    from kapstok.ties.service import said_before

    *_, before, now = measuring.list_waves(projects.list_projects()[0])
    answered = {entry.person_id for entry in measuring.list_asked(before) if entry.answered_at}
    asked = [entry.person for entry in measuring.list_asked(now) if entry.answered_at is None]
    person = next(one for one in asked if one.id in answered and not one.is_mantelzorger)
    return person, {named: said.strength for named, said in said_before(person, now.opened_at, wave=before).items()}


def _kept(person) -> dict[int, int | None]:
    """What the person's answers in the open measurement are now."""
    from kapstok import clock
    from kapstok.ties import measuring
    from kapstok.ties.service import said_before

    said = said_before(person, clock.now(), wave=measuring.find_wave_for(person))
    return {named: answer.strength for named, answer in said.items()}


def _link(app, person) -> str:
    from kapstok import signing

    return signing.sign(app.config["SECRET_KEY"], signing.Purpose.PERSONAL, person.id, person.link_version)


def _statements() -> int:
    from kapstok.projects import service as projects
    from kapstok.ties import ledger

    return len(ledger.statements(projects.list_projects()[0]))


def _seconds(ask, status: int) -> float:
    started = time.perf_counter()
    answer = ask()
    seconds = time.perf_counter() - started
    assert answer.status_code == status, answer.status_code
    return seconds
