"""Reference dates, counts that cannot be, and whom an item is for."""

import datetime as dt

import pytest

from kapstok.progress.rules import MoreThanAll, NumberOutOfRange, check_observation, is_for, reference_dates


@pytest.mark.parametrize(
    ("today", "dates"),
    [
        (dt.date(2026, 3, 3), ["2026-01-01", "2025-07-01", "2025-01-01", "2024-07-01"]),
        (dt.date(2026, 7, 1), ["2026-07-01", "2026-01-01", "2025-07-01", "2025-01-01"]),
        (dt.date(2026, 6, 30), ["2026-01-01", "2025-07-01", "2025-01-01", "2024-07-01"]),
    ],
)
def test_the_last_four_half_years(today, dates):
    assert [date.isoformat() for date in reference_dates(today)] == dates


@pytest.mark.parametrize(
    ("value", "denominator", "refusal"),
    [
        (0, None, None),
        (12, 12, None),
        (13, 12, MoreThanAll),
        (-1, None, NumberOutOfRange),
        (1, 10**7, NumberOutOfRange),
    ],
)
def test_which_numbers_are_refused(value, denominator, refusal):
    if refusal is None:
        check_observation(value, denominator, "Steunpunt")
    else:
        with pytest.raises(refusal):
            check_observation(value, denominator, "Steunpunt")


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
    ],
)
def test_whom_an_item_is_for(audience, kind, sector, wave, asked):
    assert is_for(audience, kind, sector, wave) == asked
