"""Whom a statement is for, how audiences are kept, and how long answering takes."""

import datetime as dt

import pytest

from kapstok.progress.surveys.rules import audience_of, is_for, is_open, takes_long

NOW = dt.datetime(2026, 3, 3, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("audience", "kind", "sector", "wave", "asked"),
    [
        ("", "level", "welzijn", 0, True),
        ("", "level", None, 0, True),
        ("welzijn,gemeente", "level", "gemeente", 0, True),
        ("welzijn,gemeente", "level", "thuiszorg", 0, False),
        ("welzijn", "level", None, 0, False),
        ("", "experienced", "welzijn", 0, False),
        ("", "experienced", "welzijn", 1, True),
        ("", "experienced", "welzijn", None, True),  # after a meeting
    ],
)
def test_whom_an_item_is_for(audience, kind, sector, wave, asked):
    assert is_for(audience, kind, sector, wave) == asked


def test_an_audience_is_kept_in_the_order_of_the_vocabulary():
    known = ["eerstelijnszorg", "welzijn", "overig"]
    assert audience_of(["overig", "eerstelijnszorg", "verzonnen"], known) == "eerstelijnszorg,overig"
    assert audience_of(known[::-1], known) == ""


def test_eight_statements_take_a_minute_and_nine_take_longer():
    assert [takes_long(count) for count in (8, 9)] == [False, True]


def test_sixty_days_to_answer_about_a_meeting():
    assert [is_open(NOW - days * DAY, NOW) for days in (-1, 0, 59, 60)] == [False, True, True, False]
