"""What free text may not hold, as truth tables."""

import datetime as dt

import pytest

from kapstok.freetext import HoldsBirthDate, HoldsBsn, check_free_text, is_bsn

NOW = dt.datetime(2026, 3, 3, 12, 0, tzinfo=dt.UTC)


def verdict(text: str, now: dt.datetime = NOW) -> str:
    try:
        check_free_text(text, now)
    except HoldsBsn:
        return "bsn"
    except HoldsBirthDate as refusal:
        return refusal.params["date"]
    return "fine"


@pytest.mark.parametrize(
    ("digits", "passes"),
    [
        ("111222333", True),  # 9 + 8 + 7 + 2·(6 + 5 + 4) + 3·(3 + 2) − 3 = 66 = 6 · 11
        ("123456782", True),  # 9 + 16 + 21 + 24 + 25 + 24 + 21 + 16 − 2 = 154 = 14 · 11
        ("123456789", False),  # 156 − 9 = 147
        ("000000000", False),
    ],
)
def test_eleven_test(digits, passes):
    assert is_bsn(digits) is passes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "fine"),
        ("Overleg met de wijkverpleging ging goed.", "fine"),
        ("BSN 111222333", "bsn"),
        ("bsn:123456782.", "bsn"),
        ("123 456 782", "bsn"),
        ("1234.56.782", "bsn"),
        ("1234-56-782", "bsn"),
        ("123\u00a0456\u00a0782", "bsn"),
        ("\uff11\uff11\uff11\uff12\uff12\uff12\uff13\uff13\uff13", "bsn"),  # full-width digits
        ("123456789", "fine"),
        ("1112223334", "fine"),  # ten digits
        ("bel 0591 123 456 of 06-12345678", "fine"),
        ("van 10.00-12.00 in zaal 3", "fine"),
    ],
)
def test_numbers(text, said):
    assert verdict(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("geboren 3-1-1956", "3-1-1956"),
        ("geboren 03/01/56", "3-1-1956"),
        ("geboren 3.1.1956", "3-1-1956"),
        ("geboren 3 - 1 - 1956", "3-1-1956"),
        ("geboren 3 januari 1956", "3-1-1956"),
        ("geboren op 3 Jan. 1956", "3-1-1956"),
        ("geboren 3e januari '56", "3-1-1956"),
        ("geboren 1956-01-03", "3-1-1956"),
        ("op 12-05-2026 of op 3-1-1956", "3-1-1956"),
        ("geboren in 1956", "fine"),
        ("geboren in januari 1956", "fine"),
        ("31-2-1956", "fine"),  # not in the calendar
        ("3 maart 14.00 uur", "fine"),
        ("3 maart 12 mensen", "fine"),
        ("12-05-26", "fine"),
        ("12-05-27", "12-5-1927"),  # not in the future, so a century ago
        ("2-3-2016", "2-3-2016"),  # ten years and a day
        ("3-3-2016", "fine"),  # ten years to the day
    ],
)
def test_dates(text, said):
    assert verdict(text) == said


def test_today_is_today_in_amsterdam():
    late_evening_in_utc = dt.datetime(2026, 3, 3, 23, 30, tzinfo=dt.UTC)  # already 4 March in Amsterdam
    assert verdict("3-3-2016", late_evening_in_utc) == "3-3-2016"
