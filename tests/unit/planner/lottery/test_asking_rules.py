"""Which mail about a list is due, until when it is open, and the order of its names."""

import datetime as dt

import pytest

from kapstok.planner.lottery.asking_rules import Mail, last_day, mail_due, shuffled

NOW = dt.datetime(2026, 3, 3, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("mailed", "may_ask", "due"),
    [
        ({}, True, Mail.LIST),
        ({}, False, None),
        ({Mail.LIST: NOW - 13 * DAY}, True, None),
        ({Mail.LIST: NOW - 14 * DAY}, False, Mail.REMINDER),
        ({Mail.LIST: NOW - 20 * DAY, Mail.REMINDER: NOW - 6 * DAY}, True, None),
    ],
)
def test_the_list_and_one_reminder(mailed, may_ask, due):
    assert mail_due(mailed, NOW, may_ask=may_ask) == due


def test_the_last_day_is_a_whole_one():
    assert last_day(NOW) == dt.date(2026, 3, 30)  # answers are taken until noon of the 31st


def test_every_list_has_an_order_of_its_own_that_stays():
    first = shuffled([3, 1, 2, 5, 4], "geheim", 1)
    assert sorted(first) == [1, 2, 3, 4, 5]
    assert shuffled([5, 4, 3, 2, 1], "geheim", 1) == first
    assert [shuffled([1, 2, 3, 4, 5], "geheim", 2) == first, shuffled([1, 2, 3, 4, 5], "anders", 1) == first] == [
        False
    ] * 2
