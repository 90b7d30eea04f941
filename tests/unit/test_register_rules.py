"""The rules of the register, as truth tables."""

import datetime as dt

import pytest

from kapstok.register import rules

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("asked_at", "expected"),
    [(None, True), (NOW, False), (NOW - 30 * DAY, False), (NOW - 31 * DAY, True)],
)
def test_one_mail_a_month(asked_at, expected):
    assert rules.may_be_asked(asked_at, NOW) is expected
