"""Kapstok for who wants to try it: migrate, load the demo, and keep pages and worker running until Ctrl-C."""

from __future__ import annotations

import fcntl
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from kapstok import clock
from kapstok.demo import load
from kapstok.errors import N_, Refused
from kapstok.extensions import db
from kapstok.meetings.letters import Stationery

PROCESSES = ("serve", "worker")  # commands of ``flask --app wsgi``
READY_WITHIN = 60  # seconds
STOPPED_WITHIN = 15

Say = Callable[[str], None]


class RunsAlready(Refused):
    """Somebody started this demo before, and it has not been stopped."""

    sentence = N_("Kapstok draait hier al. Open %(url)s, of stop het eerst met Ctrl-C in het andere venster.")


class PortTaken(Refused):
    """Another program listens where we would."""

    sentence = N_("Poort %(port)s is al in gebruik door een ander programma. Kies een andere: PORT=%(other)s make run")


class StoppedByItself(Refused):
    """A process ended without being asked; its own words stand above."""

    sentence = N_("Een deel van Kapstok (%(name)s) is vanzelf gestopt. Hierboven staat waarom.")


class NotReady(Refused):
    """The pages did not answer in time."""

    sentence = N_("Kapstok antwoordt niet op %(url)s. Hierboven staat waarom.")


def run(app: Flask, stationery: Stationery, say: Say) -> None:
    """Return after Ctrl-C (or SIGTERM, SIGHUP) with everything stopped. Raises the refusals above."""
    port = app.config["PORT"]
    url = f"http://127.0.0.1:{port}"
    with _only_one(Path(app.config["INSTANCE_PATH"]), url):
        _check_port(port)
        upgrade()
        lines = load.load(clock.now(), stationery)
        db.session.commit()
        db.engine.dispose()
        _keep_running(Path(app.root_path).parent, url, lambda: _welcome(url, lines, say))
    say("Kapstok is gestopt.")


def _welcome(url: str, lines: list[str], say: Say) -> None:
    say(f"\nKapstok staat klaar op {url} (stoppen: Ctrl-C)")
    for line in lines:
        say(line)


@contextmanager
def _only_one(instance: Path, url: str) -> Iterator[None]:
    """Hold this instance folder. The lock ends with the process, however that ends, so it is never stale."""
    instance.mkdir(parents=True, exist_ok=True)
    with (instance / "running").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise RunsAlready(url=file.read().strip()) from None
        file.truncate(0)
        file.write(url)
        file.flush()
        yield


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise PortTaken(port=port, other=port + 1) from None


def _keep_running(root: Path, url: str, when_ready: Callable[[], None]) -> None:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    command = (sys.executable, "-m", "flask", "--app", "wsgi")
    # In sessions of their own, so that Ctrl-C reaches only us and each is told to stop once.
    running = {name: subprocess.Popen([*command, name], cwd=root, start_new_session=True) for name in PROCESSES}
    try:
        if _wait_until_ready(url, running, stop):
            when_ready()
        while not stop.wait(0.3):
            _check_alive(running)
    finally:
        _stop(running)


def _wait_until_ready(url: str, running: dict[str, subprocess.Popen], stop: threading.Event) -> bool:
    """Whether the pages answer; False when we were told to stop before they did."""
    for _ in range(READY_WITHIN * 10):
        _check_alive(running)
        try:
            with urllib.request.urlopen(f"{url}/gezond", timeout=5):
                return True
        except (urllib.error.URLError, TimeoutError):
            if stop.wait(0.1):
                return False
    raise NotReady(url=url)


def _check_alive(running: dict[str, subprocess.Popen]) -> None:
    for name, process in running.items():
        if process.poll() is not None:
            raise StoppedByItself(name=name)


def _stop(running: dict[str, subprocess.Popen]) -> None:
    for process in running.values():
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
    for process in running.values():
        try:
            process.wait(STOPPED_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
