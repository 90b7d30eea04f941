"""Backups: all of the database in one file, also while people work, and back again while nobody does.

Never by copying the file of a live SQLite database: that loses committed rows (docs/adr/0002).
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from kapstok.errors import Refused

PATIENCE = 5  # seconds to wait for the last reader before a restore gives up


class BackupFailed(Refused):
    """What stands in the way of a backup or a restore, for who runs the command (in English, as commands are)."""

    sentence = "%(reason)s"


@contextmanager
def serving(instance: str) -> Iterator[None]:
    """Hold this installation as one that runs. The lock ends with the process, however that ends."""
    with _lock(instance, fcntl.LOCK_SH):
        yield


@contextmanager
def stopped(instance: str) -> Iterator[None]:
    """Hold this installation as one that does not run. Raises ``BackupFailed`` when ``serve`` or ``worker`` does."""
    try:
        with _lock(instance, fcntl.LOCK_EX | fcntl.LOCK_NB):
            yield
    except BlockingIOError:
        raise BackupFailed(reason="Kapstok is running here. Stop serve and worker first.") from None


def make(database_url: str, target: Path) -> None:
    """Write everything that is committed now to ``target``, readable by the owner only. Raises ``BackupFailed``.

    The file appears under its name once it is whole and checked.
    """
    if target.exists():
        raise BackupFailed(reason=f"{target} exists already. Choose another name.")
    if not target.parent.is_dir():
        raise BackupFailed(reason=f"There is no folder {target.parent}.")
    url, unfinished = make_url(database_url), target.with_name(f"{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT, 0o600))
    if url.get_backend_name() == "sqlite":
        _copy_sqlite(Path(url.database or ""), unfinished)
        check(database_url, unfinished)
    else:
        _run("pg_dump", url, "--format=custom", "--no-owner", f"--file={unfinished}")
    _to_disk(unfinished)
    unfinished.rename(target)
    _to_disk(target.parent)


def put_back(database_url: str, source: Path) -> None:
    """Replace all that is in the database by what is in ``source``, or nothing. Raises ``BackupFailed``."""
    check(database_url, source)
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        _copy_sqlite(source, Path(url.database or ""))
    else:
        options = ("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error")
        _run("pg_restore", url, *options, str(source))


def check(database_url: str, source: Path) -> None:
    """Raise ``BackupFailed`` unless ``source`` is a whole backup of a Kapstok on this kind of database."""
    if not source.is_file():
        raise BackupFailed(reason=f"There is no file {source}.")
    if make_url(database_url).get_backend_name() == "sqlite":
        _check_sqlite(source)
    else:
        listed = _run("pg_restore", None, "--list", str(source))
        if "alembic_version" not in listed:
            raise BackupFailed(reason=f"{source} is no backup of Kapstok.")


def _check_sqlite(source: Path) -> None:
    sqlite = _sqlite()
    try:
        with _opened(source, read_only=True) as connection:
            found = connection.execute("PRAGMA integrity_check").fetchall()
            kapstok = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    except sqlite.DatabaseError as error:
        raise BackupFailed(reason=f"{source} is no backup of Kapstok on SQLite: {error}.") from None
    if found != [("ok",)]:
        raise BackupFailed(reason=f"{source} is damaged: {found[0][0]}")
    if kapstok != (1,):
        raise BackupFailed(reason=f"{source} is no backup of Kapstok.")


def _copy_sqlite(source: Path, target: Path) -> None:
    """One transaction on both sides: what is committed when it begins, all of it or nothing."""
    sqlite = _sqlite()
    try:
        with _opened(source, read_only=True) as origin, _opened(target) as copy:
            origin.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # the app chooses its own when it opens the file
    except sqlite.DatabaseError as error:
        raise BackupFailed(reason=f"Copying {source} to {target} did not work: {error}.") from None


@contextmanager
def _opened(path: Path, *, read_only: bool = False) -> Iterator:
    mode = "ro" if read_only else "rwc"
    connection = _sqlite().connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=PATIENCE)
    try:
        yield connection
    finally:
        connection.close()


def _sqlite():
    import pysqlite3.dbapi2 as sqlite  # not Python's own: docs/adr/0002

    return sqlite


def _run(program: str, url: URL | None, *arguments: str) -> str:
    """Run one of PostgreSQL's own programs; the password never stands in the list of processes."""
    found = shutil.which(program)
    if found is None:
        raise BackupFailed(reason=f"{program} is not on this machine. Install PostgreSQL's client programs.")
    environment, where = dict(os.environ), []
    if url is not None:
        plain = url.set(drivername="postgresql", password=None)
        where = [f"--dbname={plain.render_as_string(hide_password=False)}"]
        if url.password:
            environment["PGPASSWORD"] = str(url.password)
    done = subprocess.run([found, *where, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupFailed(reason=f"{program} says: {done.stderr.strip()}")
    return done.stdout


@contextmanager
def _lock(instance: str, how: int) -> Iterator[None]:
    folder = Path(instance)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "serving").open("a") as file:
        fcntl.flock(file, how)
        yield


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
