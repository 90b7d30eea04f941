"""Kapstok as a user runs it: a web process, a worker process, a mail server and a real Chromium."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.databases import alone

expect.set_options(timeout=15_000)  # milliseconds: two busy cores may run the web, the worker and the browser
ROOT = Path(__file__).parents[2]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Postbus:
    """A real SMTP server that keeps what it is given."""

    def __init__(self):
        self.mails: list[EmailMessage] = []
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.controller.port}"

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.mails if address in mail["To"]]

    def wait_for(self, count: int, seconds: float = 60) -> list[EmailMessage]:
        """Every mail, as soon as there are ``count``; fails when they do not come."""
        deadline = time.monotonic() + seconds
        while len(self.mails) < count:
            assert time.monotonic() < deadline, f"{len(self.mails)} of {count} mails arrived"
            time.sleep(0.1)
        return self.mails


class Site:
    """A running installation of its own: folder, database, port, web and worker."""

    def __init__(self, folder: Path, **environ: str):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environ = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "INSTANCE_PATH": str(folder),
            "PORT": str(self.port),
            "LOG_LEVEL": "WARNING",
            "PYTHONDONTWRITEBYTECODE": "1",
        } | environ
        self.processes: list[subprocess.Popen] = []

    def flask(self, *words: str) -> str:
        """Run one command to its end; its output."""
        done = subprocess.run(self._command(*words), cwd=ROOT, env=self.environ, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self) -> Site:
        self.flask("db", "upgrade")
        self.processes = [self._run(name) for name in ("serve", "worker")]
        self._wait_until_well()
        return self

    @contextmanager
    def web_down(self):
        """Nothing answers inside this block."""
        self.processes[0].send_signal(signal.SIGTERM)
        self.processes[0].wait(15)
        yield
        self.processes[0] = self._run("serve")
        self._wait_until_well()

    def stop(self) -> None:
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()

    def _run(self, name: str) -> subprocess.Popen:
        return subprocess.Popen(self._command(name), cwd=ROOT, env=self.environ)

    def _wait_until_well(self) -> None:
        deadline = time.monotonic() + 30
        while not self._well():
            assert time.monotonic() < deadline, "the web process does not answer"
            time.sleep(0.1)

    def _well(self) -> bool:
        try:
            return urllib.request.urlopen(f"{self.url}/gezond", timeout=2).status == 200
        except (urllib.error.URLError, ConnectionError):
            return False

    @staticmethod
    def _command(*words: str) -> list[str]:
        return [sys.executable, "-m", "flask", "--app", "wsgi", *words]


@contextmanager
def running_site(folder: Path, **environ: str):
    site = Site(folder, **environ)
    try:
        yield site.start()
    finally:
        site.stop()


@pytest.fixture(scope="module")
def postbus():
    box = Postbus()
    box.controller.start()
    yield box
    box.controller.stop()


@pytest.fixture(scope="module")
def site(tmp_path_factory, postbus):
    """An empty installation that sends its mail to ``postbus``."""
    with running_site(tmp_path_factory.mktemp("site"), SMTP_URL=f"{postbus.url}?per_minute=1000") as site:
        yield site


@pytest.fixture(scope="session")
def told_demo(tmp_path_factory, shared):
    """The folder of an installation in which the demo was told: once, for all workers together."""
    told = shared / "told-demo"
    with alone(shared / "told-demo.lock"):
        if not told.exists():
            made = tmp_path_factory.mktemp("demo")
            site = Site(made)
            site.flask("db", "upgrade")
            site.flask("demo")
            made.rename(told)
    return told


@pytest.fixture(scope="module")
def demo_site(tmp_path_factory, told_demo):
    """The demo, as ``make run`` starts it: no mail server."""
    folder = tmp_path_factory.mktemp("demo") / "site"
    shutil.copytree(told_demo, folder)
    with running_site(folder) as site:
        yield site


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium; without the flags it looks for hosts that are not there."""
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    return browser_type_launch_args | {"executable_path": shutil.which("chromium"), "args": quiet}


@pytest.fixture
def desk(new_context):
    """A page at a desk, 1280 wide; every console error, failed request and blocked style fails the test."""
    yield from _watched_page(new_context(viewport=DESK, locale="nl-NL"))


@pytest.fixture
def phone(new_context):
    """A page on a phone, 390 wide, without any cookie or history."""
    yield from _watched_page(new_context(viewport=PHONE, locale="nl-NL", has_touch=True))


def _watched_page(context):
    page, trouble = context.new_page(), []
    page.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on(
        "response", lambda answer: trouble.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None
    )
    yield page
    assert [said for said in trouble if "status of 4" not in said] == []


def look(page: Page, name: str) -> None:
    """Check a page as people with other eyes and hands meet it; keep its picture when asked (SCREENSHOTS=folder)."""
    page.wait_for_load_state("load")  # before its style sheets are there, a page has no sizes and no colours
    page.wait_for_function("() => document.getAnimations().length === 0")  # colours that fade are no colours yet
    violations = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    found = [(rule["id"], node["html"][:200]) for rule in violations.response["violations"] for node in rule["nodes"]]
    assert found == [], name
    wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{name} scrolls sideways by {wide} px"
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def log_in(page: Page, site: Site, email: str, password: str) -> None:
    page.goto(f"{site.url}/inloggen")
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Wachtwoord").fill(password)
    page.get_by_role("main").get_by_role("button", name="Inloggen").click()
    page.wait_for_url(lambda url: "/inloggen" not in url)
