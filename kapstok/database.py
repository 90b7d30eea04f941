"""The database engine: a safe SQLite, PostgreSQL as it comes, UTC inside, and reading requests that cannot write."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy import DateTime, Engine, MetaData, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import Pool
from sqlalchemy.types import TypeDecorator

# SQLite 3.7.0–3.51.2 can corrupt a WAL database that two processes write (fixed in 3.51.3, and in 3.44.6 and 3.50.7).
FIRST_SAFE_SQLITE = (3, 51, 3)

BUSY = 15  # seconds that a writer waits for its turn

_read_only: ContextVar[bool] = ContextVar("read_only", default=False)


class Base(DeclarativeBase):
    """Parent of every table; constraints get predictable names so that migrations can drop them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def new_uid() -> str:
    """A random UUID, as HSDS and iCalendar want their identifiers."""
    return str(uuid.uuid4())


class UtcDateTime(TypeDecorator):
    """An aware datetime, kept as UTC without an offset because SQLite drops time zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone; the database takes aware datetimes only")
        return value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: dt.datetime | None, dialect) -> dt.datetime | None:
        return None if value is None else value.replace(tzinfo=dt.UTC)


def engine_options(url: str) -> dict:
    """What ``create_engine`` needs beside the URL. Errors go to the log without the values that people typed."""
    if not url.startswith("sqlite"):
        return {"pool_pre_ping": True, "hide_parameters": True}
    import pysqlite3.dbapi2 as sqlite  # Python's own sqlite3 is linked to the system's, which may corrupt WAL databases

    return {"module": sqlite, "pool_size": 10, "hide_parameters": True, "connect_args": {"timeout": BUSY}}


def normal_url(url: str) -> str:
    """``postgres://…`` and ``postgresql://…`` both mean the psycopg 3 driver that is installed."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


@contextmanager
def reading() -> Iterator[None]:
    """Transactions begun inside cannot write: the database itself refuses."""
    mark = _read_only.set(True)
    try:
        yield
    finally:
        _read_only.reset(mark)


@contextmanager
def writing() -> Iterator[None]:
    """Transactions begun inside may write, also where a reading request surrounds them (an audit row)."""
    mark = _read_only.set(False)
    try:
        yield
    finally:
        _read_only.reset(mark)


def start_reading():
    """Make this context read-only until ``stop_reading`` (for a request, which has no ``with`` block of ours)."""
    return _read_only.set(True)


def stop_reading(mark) -> None:
    """End what ``start_reading`` began."""
    _read_only.reset(mark)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection, record) -> None:
    if "sqlite" not in type(connection).__module__:
        return
    connection.isolation_level = None  # we say BEGIN ourselves, below
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY * 1000}"):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection) -> None:
    """Writers queue at BEGIN IMMEDIATE; a deferred BEGIN that writes later fails with "locked" or loses updates."""
    read_only = _read_only.get()
    if connection.dialect.name == "sqlite":
        if connection.info.get("read_only") is not read_only:
            connection.exec_driver_sql(f"PRAGMA query_only={int(read_only)}")
            connection.info["read_only"] = read_only
        if read_only:
            connection.exec_driver_sql("BEGIN")
        else:
            _begin_writing(connection)
    elif read_only:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")


# SQLite lets writers wait by sleeping and trying again, longer each time: under a storm of answers most of the time is
# slept away, and the unlucky time out. So the threads of one process stand in line at a lock first.
_turn = threading.Lock()


def _begin_writing(connection) -> None:
    if not connection.info.get("has_turn"):
        if not _turn.acquire(timeout=BUSY):
            raise OperationalError("BEGIN IMMEDIATE", None, TimeoutError(f"no turn to write within {BUSY} s"))
        connection.info["has_turn"] = True
    connection.exec_driver_sql("BEGIN IMMEDIATE")


@event.listens_for(Pool, "checkin")
@event.listens_for(Pool, "invalidate")
def _end_turn(driver, record, *error) -> None:
    """The turn ends when the connection goes back to the pool: after the commit has reached the disk."""
    if record.info.pop("has_turn", False):
        _turn.release()
