"""Counts of people per organisation: a range, and nobody to be worked out."""

import datetime as dt

import pytest

from kapstok.evaluation.inview import Range, Row, in_view

JANUARY, JULY = dt.date(2026, 1, 1), dt.date(2026, 7, 1)


def test_a_range_per_reference_date():
    found = in_view([("A", JANUARY, 40, 400), ("B", JANUARY, 30, None), ("B", JULY, 35, 350)])
    assert (found.days, found.some_hidden) == ((JANUARY, JULY), False)
    assert found.counts == {"A": (40, None), "B": (30, 35)}
    assert (found.ranges, found.reported) == ((Range(40, 70), Range(35, 35)), (2, 1))
    assert found.latest == (Row("A", JANUARY, 40, 400, 0.1), Row("B", JULY, 35, 350, 0.1))


@pytest.mark.parametrize(
    ("counts", "shown", "expected"),
    [
        ({"A": 40, "B": 30, "C": 3}, (40, None, None), Range(40, 73)),
        ({"A": 40, "B": 3}, (None, None), Range(None, 43)),  # "at least 40" would tell A, and so B
        ({"A": 3}, (None,), Range(None, None)),
        ({"A": 1, "B": 1}, (None, None), Range(None, None)),
        ({"A": 0}, (0,), Range(0, 0)),
    ],
)
def test_small_counts_are_hidden_and_cannot_be_worked_out(counts, shown, expected):
    found = in_view((name, JULY, count, None) for name, count in counts.items())
    assert tuple(number for (number,) in found.counts.values()) == shown
    assert found.ranges == (expected,)


@pytest.mark.parametrize(("whole", "row"), [(9, (5, 9, None)), (4, (0, None, None)), (10, (5, 10, 0.5))])
def test_no_share_of_a_small_whole(whole, row):
    (found,) = in_view([("A", JULY, row[0], whole)]).latest
    assert (found.count, found.whole, found.share) == row


def test_nothing_reported():
    found = in_view([])
    assert (found.days, found.counts, found.ranges, found.latest) == ((), {}, (), ())
