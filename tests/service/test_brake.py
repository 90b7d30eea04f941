"""The brake counts tries, whatever stands in the name that is tried."""

import datetime as dt

import pytest
from sqlalchemy import select

from kapstok.accounts.models import RateCount
from kapstok.brake import DatabaseStorage
from kapstok.extensions import db

KEY = "LIMITER/login:" + "naam" * 60 + "@example.org/account.login_post/10/15/minute"


@pytest.fixture
def brake(app) -> DatabaseStorage:
    return DatabaseStorage("kapstok://")


def test_a_name_of_any_length_is_counted_and_not_kept(brake):
    assert [brake.incr(KEY, 60) for _ in range(3)] == [1, 2, 3]
    assert (brake.get(KEY), brake.get("another")) == (3, 0)
    assert [len(key) for key in db.session.scalars(select(RateCount.key))] == [64]


def test_a_window_ends(brake):
    brake.incr(KEY, 60)
    db.session.execute(RateCount.__table__.update().values(expires_at=dt.datetime(2026, 3, 3, tzinfo=dt.UTC)))
    db.session.commit()
    assert brake.get(KEY) == 0
    assert brake.incr(KEY, 60) == 1


def test_forgetting_one_name_leaves_the_others(brake):
    brake.incr(KEY, 60)
    brake.incr("another", 60)
    brake.clear(KEY)
    assert (brake.get(KEY), brake.get("another")) == (0, 1)
    assert brake.reset() == 1
