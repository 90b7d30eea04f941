"""The app under test, on a real migrated database that every test finds empty."""

from __future__ import annotations

import gc
import os
import shutil
from pathlib import Path

import pytest
from flask_migrate import upgrade
from sqlalchemy import Engine, event

from config import TestConfig
from kapstok import create_app
from kapstok.extensions import db, limiter
from kapstok.scope import refuse_unscoped_queries
from tests.databases import COMPILED, Postgres, alone
from tests.imapserver import ImapServer

refuse_unscoped_queries()  # in every test: a query on project data that names no project fails it


@event.listens_for(Engine, "connect")
def _do_not_wait_for_the_disk(connection, record) -> None:
    """Nobody needs these data after the tests. Listens after Kapstok itself, which asks for more."""
    if "sqlite" in type(connection).__module__:
        connection.execute("PRAGMA synchronous=OFF")


def pytest_collection_finish():
    """All that was imported and collected stays until the end: the garbage collector need not look at it again."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


class SqliteApp:
    """One app for the whole run; its database file is put back to "just migrated" before each test."""

    def __init__(self, folder: Path, kept: Path):
        self.file, self.kept = folder / "kapstok.sqlite", kept
        self.app = create_app(TestConfig(folder, f"sqlite:///{self.file}"))
        self.app.extensions["holder"] = self
        self.app.jinja_env.bytecode_cache = COMPILED
        limiter.enabled = False  # only now: it must be made ready for the tests that switch it on
        with alone(kept / "migrated.lock"):
            if not (kept / "migrated").exists():
                with self.app.app_context():
                    upgrade()
                self.keep("migrated")

    def empty(self) -> None:
        self.put_back("migrated")

    def keep(self, name: str) -> None:
        """Remember the database as it is now. Nothing may be using it."""
        self._close()
        shutil.copy(self.file, self.kept / name)

    def put_back(self, name: str) -> None:
        """Make the database what it was when it was kept under ``name``."""
        self._close()
        for leftover in self.file.parent.glob("kapstok.sqlite-*"):
            leftover.unlink()
        shutil.copy(self.kept / name, self.file)

    def _close(self) -> None:
        with self.app.app_context():
            db.engine.dispose()


@pytest.fixture(scope="session")
def shared(tmp_path_factory) -> Path:
    """A folder for what one worker makes and all of them use."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def sqlite_app(tmp_path_factory, shared) -> SqliteApp:
    return SqliteApp(tmp_path_factory.mktemp("sqlite"), shared)


@pytest.fixture(scope="session")
def postgres():
    with Postgres() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_app(postgres, tmp_path_factory):
    return postgres.make_app(tmp_path_factory.mktemp("pg-instance"))


@pytest.fixture
def app(sqlite_app):
    """The app on an empty SQLite database, with an application context open."""
    sqlite_app.empty()
    with sqlite_app.app.app_context():
        yield sqlite_app.app
        db.session.remove()


@pytest.fixture(scope="session")
def dovecot():
    with ImapServer() as server:
        yield server


@pytest.fixture
def imap_server(dovecot):
    """A real IMAP server whose one mailbox is empty."""
    dovecot.empty()
    return dovecot
