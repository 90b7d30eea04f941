"""Referrals, month by month and from whom to whom."""

import datetime as dt

from kapstok.evaluation.referred import Count, flows, per_month
from kapstok.network.measures import Ratio
from kapstok.referrals.rules import Outcome

NOVEMBER, JANUARY, TODAY = dt.date(2025, 11, 1), dt.date(2026, 1, 1), dt.date(2026, 2, 10)
COUNTS = [
    Count(NOVEMBER, 1, 2, Outcome.HELPED, 3),
    Count(NOVEMBER, 1, 3, Outcome.PENDING, 2),
    Count(JANUARY, 2, 3, Outcome.NOT_HELPED, 1),
    Count(JANUARY, 1, 2, Outcome.PENDING, 4),
]


def test_months_without_referrals_are_there_and_old_pending_ones_are_unknown():
    found = per_month(COUNTS, TODAY)
    assert found.months == (NOVEMBER, dt.date(2025, 12, 1), JANUARY)
    assert found.numbers == {
        Outcome.PENDING: (0, 0, 4),
        Outcome.HELPED: (3, 0, 0),
        Outcome.NOT_HELPED: (0, 0, 1),
        Outcome.UNKNOWN: (2, 0, 0),
    }
    assert (found.total, found.helped) == (10, Ratio(3, 4))


def test_nothing_counted():
    found = per_month([], TODAY)
    assert (found.months, found.total, found.helped.value) == ((), 0, None)


def test_flows_between_organisations_and_between_their_sectors():
    assert flows(COUNTS, {1: "A", 2: "B", 3: "C"}.get) == [("A", "B", 7), ("A", "C", 2), ("B", "C", 1)]
    assert flows(COUNTS, {1: "Zorg", 2: "Welzijn", 3: "Welzijn"}.get) == [
        ("Zorg", "Welzijn", 9),
        ("Welzijn", "Welzijn", 1),
    ]
