"""The casuskaart's rules: names that say nothing, moments that can be, and when a card goes."""

import datetime as dt
import re
from pathlib import Path

import pytest

from kapstok.referrals.cases import names, rules

NOW = dt.datetime(2026, 3, 3, 12, 0, tzinfo=dt.UTC)  # 13.00 on a Tuesday in Amsterdam
TODAY = dt.date(2026, 3, 3)
KAPSTOK = Path(__file__).parents[2] / "kapstok"


def test_there_are_names_enough_and_each_fits_its_column():
    assert len(set(names.ALL_NAMES)) == len(names.ALL_NAMES) == 2254
    assert max(map(len, names.ALL_NAMES)) <= 60
    assert all(re.fullmatch(r"[A-Z][a-z]+ [a-z]+", name) for name in names.ALL_NAMES)


def test_a_name_is_drawn_from_those_that_are_free():
    (last,) = set(names.ALL_NAMES) - set(names.ALL_NAMES[1:])
    assert names.new_name(names.ALL_NAMES[1:]) == last
    with pytest.raises(names.NoNameLeft):
        names.new_name(names.ALL_NAMES)


@pytest.mark.parametrize(
    ("date", "time", "what", "refusal"),
    [
        (TODAY, dt.time(12, 59), "", rules.MomentPassed),
        (TODAY - dt.timedelta(days=1), dt.time(14), "", rules.MomentPassed),
        (dt.date.min, dt.time(0), "", rules.MomentPassed),
        (TODAY + dt.timedelta(days=367), dt.time(14), "", rules.MomentTooFar),
        (dt.date.max, dt.time(23, 59), "", rules.MomentTooFar),
        (TODAY, None, "Bellen", rules.MomentHalf),
        (None, dt.time(14), "", rules.MomentHalf),
        (None, None, "Bellen", rules.WhatWithoutMoment),
    ],
)
def test_a_moment_is_a_day_and_a_time_that_still_come(date, time, what, refusal):
    with pytest.raises(refusal):
        rules.next_moment(date, time, what, NOW)


def test_a_moment_is_kept_in_utc_and_may_be_none():
    assert rules.next_moment(TODAY, dt.time(13, 1), "", NOW) == dt.datetime(2026, 3, 3, 12, 1, tzinfo=dt.UTC)
    assert rules.next_moment(None, None, "", NOW) is None


def test_a_card_closes_after_a_year_and_goes_ninety_days_later():
    assert rules.closes_by_itself(NOW) == dt.datetime(2027, 3, 3, 12, 0, tzinfo=dt.UTC)
    assert rules.disappears(NOW, None) == dt.datetime(2027, 6, 1, 12, 0, tzinfo=dt.UTC)
    assert rules.disappears(NOW - dt.timedelta(days=50), NOW) == dt.datetime(2026, 6, 1, 12, 0, tzinfo=dt.UTC)


def test_who_was_put_on_a_card_is_told_for_two_weeks_and_who_made_it_is_not():
    day = dt.timedelta(days=1)
    assert rules.is_new(NOW, NOW - day, NOW + 13 * day)
    assert not rules.is_new(NOW, NOW - day, NOW + 14 * day)
    assert not rules.is_new(NOW, NOW, NOW)


def test_fewer_than_five_open_cards_are_not_counted_for_others():
    assert [rules.countable(number) for number in (0, 1, 4, 5)] == [None, None, None, 5]


@pytest.mark.parametrize("room", ["ties", "network", "evaluation", "progress"])
def test_no_line_measure_or_download_reads_a_case_card(room):
    readers = [
        path
        for path in (KAPSTOK / room).rglob("*.py")
        if re.search("CaseCard|CaseMember|case_card|case_member", path.read_text())
    ]
    assert readers == []
