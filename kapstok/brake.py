"""The brake's memory: tries counted in the database, so that they count over all web processes."""

from __future__ import annotations

import datetime as dt
import hashlib

from limits.storage import Storage
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from kapstok import clock
from kapstok.accounts.models import RateCount
from kapstok.database import writing
from kapstok.extensions import db


class DatabaseStorage(Storage):
    """``limits`` storage on the app's own database; every count is a short transaction of its own.

    Keys may hold what somebody typed as their mail address, of any length: only a digest is kept.
    """

    STORAGE_SCHEME = ["kapstok"]

    @property
    def base_exceptions(self) -> type[Exception]:
        return Exception

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count ``amount`` more in the window of ``key`` (``expiry`` seconds long); the new count."""
        key, now = _digest(key), clock.now()
        with writing(), db.engine.begin() as connection:
            connection.execute(delete(RateCount).where(RateCount.expires_at <= now))
            raised = update(RateCount).where(RateCount.key == key).values(count=RateCount.count + amount)
            if connection.execute(raised).rowcount == 0:
                try:
                    with connection.begin_nested():
                        connection.execute(
                            RateCount.__table__.insert().values(
                                key=key, count=amount, expires_at=now + dt.timedelta(seconds=expiry)
                            )
                        )
                except IntegrityError:  # another process made the row a moment ago (PostgreSQL)
                    connection.execute(raised)
            return connection.scalar(select(RateCount.count).where(RateCount.key == key)) or amount

    def get(self, key: str) -> int:
        """Tries in the running window of ``key``; 0 when there is none."""
        with db.engine.begin() as connection:
            query = select(RateCount.count).where(RateCount.key == _digest(key), RateCount.expires_at > clock.now())
            return connection.scalar(query) or 0

    def get_expiry(self, key: str) -> float:
        """When the window of ``key`` ends, in seconds since the epoch."""
        with db.engine.begin() as connection:
            expires_at = connection.scalar(select(RateCount.expires_at).where(RateCount.key == _digest(key)))
        return (expires_at or clock.now()).timestamp()

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        with writing(), db.engine.begin() as connection:
            return connection.execute(delete(RateCount)).rowcount

    def clear(self, key: str) -> None:
        with writing(), db.engine.begin() as connection:
            connection.execute(delete(RateCount).where(RateCount.key == _digest(key)))


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
