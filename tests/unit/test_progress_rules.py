"""Reference dates and counts that cannot be."""

import datetime as dt

import pytest

from kapstok.progress.rules import MoreThanAll, NumberOutOfRange, check_observation, reference_dates


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
