"""Reference dates and counts that cannot be."""

import datetime as dt

import pytest

from kapstok.progress.rules import (
    SCALES,
    SUGGESTIONS,
    HowManyTaken,
    MoreThanAll,
    NumberOutOfRange,
    check_observation,
    is_asked_of,
    reference_dates,
    span,
)


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
    ("period", "latest", "earliest", "first", "last"),
    [
        ("month", (2026, 2, 1), (2025, 3, 1), (2026, 1, 1), (2026, 1, 31)),
        ("quarter", (2026, 1, 1), (2024, 10, 1), (2025, 10, 1), (2025, 12, 31)),
        ("half-year", (2026, 1, 1), (2024, 7, 1), (2025, 7, 1), (2025, 12, 31)),
    ],
)
def test_reference_dates_and_the_period_before_one(period, latest, earliest, first, last):
    dates = reference_dates(dt.date(2026, 2, 28), period)
    assert (dates[0], dates[-1]) == (dt.date(*latest), dt.date(*earliest))
    assert span(dates[0], period) == (dt.date(*first), dt.date(*last))


def test_an_audience_is_some_sectors_or_everybody():
    assert is_asked_of("", "gemeente")
    assert is_asked_of("thuiszorg,welzijn", "welzijn")
    assert not is_asked_of("thuiszorg,welzijn", "zorg")


def test_what_is_suggested_names_the_cut_off_of_its_instrument():
    cut_offs = {each.instrument: SCALES[each.instrument].cut_off for each in SUGGESTIONS if each.instrument}
    assert cut_offs == {"ediz": None, "ediz-plus": 9, "csi": 7}
    for each in SUGGESTIONS:
        if cut_offs.get(each.instrument):
            assert f"{cut_offs[each.instrument]} of hoger" in each.definition
    with pytest.raises(HowManyTaken):
        check_observation(3, None, "Steunpunt", "csi")


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
