"""When a project forgets its people, as truth tables."""

import datetime as dt

import pytest

from kapstok.privacy.rules import add_months, coarse, forget_on, should_announce, should_forget


def day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "months", "later"),
    [
        ("2026-01-15", 0, "2026-01-15"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-12-31", 12, "2027-12-31"),
        ("9999-12-31", 12, "9999-12-31"),
    ],
)
def test_months_later_is_the_same_day_or_the_last(start, months, later):
    assert add_months(day(start), months) == day(later)


@pytest.mark.parametrize(
    ("ends_on", "announced_on", "wanted"),
    [
        (None, None, None),
        ("2026-06-30", None, "2026-12-30"),
        ("2026-06-30", "2026-11-30", "2026-12-30"),  # warned in time
        ("2026-06-30", "2026-12-20", "2027-01-19"),  # warned late: a month after the warning
    ],
)
def test_the_day_is_never_within_a_month_of_the_warning(ends_on, announced_on, wanted):
    assert forget_on(day(ends_on), 6, day(announced_on)) == day(wanted)


@pytest.mark.parametrize(
    ("today", "announced_on", "announce", "forget"),
    [
        ("2026-11-29", None, False, False),
        ("2026-11-30", None, True, False),
        ("2026-12-30", None, True, False),  # nobody was warned: the month begins now
        ("2026-12-29", "2026-11-30", False, False),
        ("2026-12-30", "2026-11-30", False, True),
        ("2027-01-05", "2026-12-30", False, False),
    ],
)
def test_first_the_warning_then_the_day(today, announced_on, announce, forget):
    asked = day("2026-06-30"), 6, day(announced_on), day(today)
    assert (should_announce(*asked), should_forget(*asked)) == (announce, forget)


def test_a_coarse_moment_keeps_what_came_before_what():
    steps = [dt.datetime(2026, 3, 1), dt.datetime(2026, 3, 10, 16), dt.datetime(2026, 4, 1)]
    said = [
        dt.datetime(2026, 2, 1),
        dt.datetime(2026, 3, 10, 15, 59),
        dt.datetime(2026, 3, 10, 16),
        dt.datetime(2026, 5, 1),
    ]
    assert [coarse(moment, steps) for moment in said] == [steps[0], steps[0], steps[1], steps[2]]
