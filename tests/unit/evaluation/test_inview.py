"""Counts of people per organisation: a range, and nobody to be worked out."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapstok.evaluation.inview import Range, Row, in_view

JANUARY, JULY = dt.date(2026, 1, 1), dt.date(2026, 7, 1)
FEW = range(1, 5)


def test_a_range_per_reference_date():
    found = in_view([("A", JANUARY, 40, 400), ("B", JANUARY, 30, None), ("B", JULY, 35, 350)])
    assert (found.days, found.some_hidden) == ((JANUARY, JULY), False)
    assert found.counts == {"A": (40, None), "B": (30, 35)}
    assert found.wholes == {"A": (400, None), "B": (None, 350)}
    assert (found.ranges, found.reported) == ((Range(40, 70), Range(35, 35)), (2, 1))
    assert found.latest == (Row("A", JANUARY, 40, 400, 0.1), Row("B", JULY, 35, 350, 0.1))


@pytest.mark.parametrize(
    ("counts", "shown", "expected"),
    [
        ({"A": 40, "B": 30, "C": 3}, (40, None, None), Range(40, 73)),
        ({"A": 40, "B": 3}, (None, None), Range(None, 43)),  # "at least 40" would tell A, and so B
        ({"A": 3}, (None,), Range(None, None)),
        ({"A": 1, "B": 1}, (None, None), Range(None, None)),
        (dict.fromkeys("ABCDE", 1), (None,) * 5, Range(None, None)),  # none is 0, so five together would be one each
        ({"A": 4, "B": 1}, (None, None), Range(None, None)),
        ({"A": 5, "B": 1}, (None, None), Range(None, 6)),
        ({"A": 0}, (0,), Range(0, 0)),
    ],
)
def test_small_counts_are_hidden_and_cannot_be_worked_out(counts, shown, expected):
    found = in_view((name, JULY, count, None) for name, count in counts.items())
    assert tuple(number for (number,) in found.counts.values()) == shown
    assert found.ranges == (expected,)


def test_a_part_of_the_organisations_hides_the_same_and_has_no_range_around_a_hidden_count():
    reported = [("A", JULY, 40, None), ("B", JULY, 30, None), ("C", JULY, 3, None)]
    large, small = in_view(reported, {"A"}), in_view(reported, {"B", "C"})
    assert (large.counts, large.ranges) == ({"A": (40,)}, (Range(40, 40),))
    assert (small.counts, small.ranges) == ({"B": (None,), "C": (None,)}, (Range(None, None),))


@pytest.mark.parametrize(
    ("count", "whole", "row"),
    [
        (5, 9, (5, None, None)),  # four people are not in the count
        (5, 10, (5, 10, 0.5)),
        (9, 9, (9, 9, None)),  # no percentage of nine
        (0, 4, (0, None, None)),
        (3, 8, (None, None, None)),  # 8 could only stand beside a 3 or a 4
        (3, 9, (None, 9, None)),
    ],
)
def test_of_how_many_tells_nothing_that_is_hidden(count, whole, row):
    (found,) = in_view([("A", JULY, count, whole)]).latest
    assert (found.count, found.whole, found.share) == row


def test_of_an_instrument_both_sides_must_be_large_enough():
    assert in_view([("A", JULY, 0, 20)], is_measuring=True).latest[0].share is None
    assert in_view([("A", JULY, 5, 20)], is_measuring=True).latest[0].share == 0.25


def test_nothing_reported():
    found = in_view([])
    assert (found.days, found.counts, found.ranges, found.latest) == ((), {}, (), ())


@st.composite
def reports(draw):
    """Random counts of up to six organisations in three sectors, on two dates, many of them small."""
    found, sectors = [], {}
    for name in "ABCDEF"[: draw(st.integers(1, 6))]:
        sectors[name] = draw(st.sampled_from(["zorg", "welzijn", "gemeente"]))
        for day in (JANUARY, JULY):
            count = draw(st.none() | st.integers(0, 7) | st.integers(0, 60))
            if count is not None:
                found.append((name, day, count, draw(st.none() | st.integers(count, count + 12))))
    return found, sectors


@settings(max_examples=150, deadline=None)
@given(reports())
def test_no_filter_and_no_subtraction_shows_fewer_than_five_people(drawn):
    """All filters of the page: everybody, and each sector. Files hold the same counts as the page of everybody."""
    reported, sectors = drawn
    everybody = in_view(reported)
    parts = [in_view(reported, {name for name in sectors if sectors[name] == one}) for one in set(sectors.values())]
    for view in (everybody, *parts):
        for name, counts in view.counts.items():
            for day, count, whole in zip(view.days, counts, view.wholes[name], strict=True):
                assert (count, whole) == _cell(everybody, name, day)
                assert count not in FEW
                assert whole not in FEW
                assert count is None or whole is None or whole - count not in FEW
        for day, total in _totals(view):
            beside = [other for part in parts for other_day, other in _totals(part) if other_day == day]
            cells = [count for name in view.counts if (count := _cell(view, name, day)[0]) is not None]
            for left in (total - sum(cells), *(total - count for count in cells)):
                assert left not in FEW
            if view is everybody:
                assert all(total - other not in FEW for other in beside)
                assert total - sum(beside) not in FEW
            hidden = [count for name, on, count, _ in reported if on == day and _cell(view, name, day)[0] is None]
            assert len(hidden) != 1 or view is not everybody


def _cell(view, name, day):
    """(count, whole) as shown; nothing for who is not in this view."""
    if name not in view.counts:
        return None, None
    place = view.days.index(day)
    return view.counts[name][place], view.wholes[name][place]


def _totals(view):
    return [(day, one.high) for day, one in zip(view.days, view.ranges, strict=True) if one.high is not None]
