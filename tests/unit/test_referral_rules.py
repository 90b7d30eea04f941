"""Which counts of referrals are kept, and when "lopend" becomes "onbekend"."""

import datetime as dt

import pytest

from kapstok.referrals.rules import (
    CountOutOfRange,
    FutureMonth,
    Outcome,
    TooLongAgo,
    ToOneself,
    check_tally,
    outcome_on,
)

TODAY = dt.date(2026, 3, 3)
GOOD = {"month": dt.date(2026, 3, 1), "count": 2, "from_organisation": 1, "to_organisation": 2, "to_service": None}


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({}, None),
        ({"month": dt.date(2026, 4, 1)}, FutureMonth),
        ({"month": dt.date(2024, 3, 1)}, None),
        ({"month": dt.date(2024, 2, 1)}, TooLongAgo),
        ({"count": 1}, None),
        ({"count": 999}, None),
        ({"count": 0}, CountOutOfRange),
        ({"count": 1000}, CountOutOfRange),
        ({"to_organisation": 1}, ToOneself),
        ({"to_organisation": 1, "to_service": 7}, None),
    ],
)
def test_which_counts_are_refused(change, refusal):
    if refusal is None:
        check_tally(today=TODAY, **GOOD | change)
    else:
        with pytest.raises(refusal):
            check_tally(today=TODAY, **GOOD | change)


@pytest.mark.parametrize(
    ("outcome", "today", "says"),
    [
        (Outcome.PENDING, dt.date(2026, 1, 31), Outcome.PENDING),
        (Outcome.PENDING, dt.date(2026, 4, 1), Outcome.PENDING),  # sixty days after 31 January
        (Outcome.PENDING, dt.date(2026, 4, 2), Outcome.UNKNOWN),
        (Outcome.HELPED, dt.date(2027, 1, 1), Outcome.HELPED),
        (Outcome.NOT_HELPED, dt.date(2027, 1, 1), Outcome.NOT_HELPED),
        (Outcome.UNKNOWN, dt.date(2026, 1, 31), Outcome.UNKNOWN),
    ],
)
def test_what_a_count_of_january_says_later(outcome, today, says):
    assert outcome_on(outcome, dt.date(2026, 1, 1), today) == says
