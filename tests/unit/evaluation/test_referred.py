"""Referrals from both sides, worked out by hand on a few months."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from kapstok.evaluation.referred import Coverage, coverage, flows, followed_to_the_end, for_publication, per_month
from kapstok.network.measures import Ratio
from kapstok.referrals.rules import Kind, Of

NOVEMBER, JANUARY = dt.date(2025, 11, 1), dt.date(2026, 1, 1)
TODAY = dt.date(2026, 2, 10)  # 72 days after November, 10 after January
COUNTS = {
    Of(NOVEMBER, Kind.SENT, 1, 2, None): 3,
    Of(NOVEMBER, Kind.SENT, 4, 2, None): 2,
    Of(NOVEMBER, Kind.ARRIVED, None, 2, None): 8,
    Of(NOVEMBER, Kind.HELPED, None, 2, None): 4,
    Of(NOVEMBER, Kind.NO_PLACE, None, 2, None): 1,
    Of(NOVEMBER, Kind.SENT, 1, 3, 7): 2,  # the receiver says nothing
    Of(JANUARY, Kind.SENT, 1, 2, None): 4,
    Of(JANUARY, Kind.ARRIVED, None, 2, None): 3,
    Of(JANUARY, Kind.ARRIVED, None, 3, 7): 0,  # nobody came, which is an answer
}


def test_both_sides_of_each_month():
    found = per_month(COUNTS, TODAY)
    assert found.months == (NOVEMBER, dt.date(2025, 12, 1), JANUARY)
    november, december, january = found.found
    # 8 arrived and 5 ended: 3 unknown; of the 2 that were sent elsewhere nothing is known either.
    assert (november.sent, november.arrived, november.pending, november.unknown) == (7, 8, 0, 5)
    assert (december.sent, december.arrived, december.pending, december.unknown) == (None, None, 0, 0)
    assert (january.sent, january.arrived, january.pending, january.unknown) == (4, 3, 3, 0)
    assert (found.sent, found.arrived, found.pending, found.unknown) == (11, 11, 3, 5)
    assert found.helped == Ratio(4, 5)


def test_coverage_is_of_months_that_both_counted():
    # November 5 of 8, January 3 of 4: 8 of 12, though both sides counted 11 in all.
    assert coverage(COUNTS, TODAY) == {(2, None): Coverage(8, 12), (3, 7): Coverage(only_sent=2)}


def test_nothing_counted():
    found = per_month({}, TODAY)
    assert (found.months, found.sent, found.helped.value, coverage({}, TODAY)) == ((), 0, None, {})


def test_flows_between_organisations_and_between_their_sectors():
    names = {1: "A", 2: "B", 3: "C", 4: "D"}
    assert flows(COUNTS, names.__getitem__) == [("A", "B", 7), ("A", "C", 2), ("D", "B", 2)]
    sectors = {1: "Zorg", 2: "Welzijn", 3: "Welzijn", 4: "Zorg"}
    assert flows(COUNTS, sectors.__getitem__) == [("Zorg", "Welzijn", 11)]


def test_followed_ones_hide_what_is_of_a_few_people():
    assert followed_to_the_end({"kort": 3, "lang": 1}, 2, 1) is None
    # 2 is hidden; so that the total does not tell, the smaller of the others goes with it until five are hidden.
    found = followed_to_the_end({"kort": 9, "midden": 2, "lang": 6}, 8, 2)
    assert (found.durations, found.told) == ({"kort": 9, "midden": None, "lang": None}, None)
    assert followed_to_the_end({"kort": 12}, 7, 5).told == Ratio(7, 12)
    assert followed_to_the_end({"kort": 14}, 7, 5).told is None  # of two it is not known: 14 less 12
    assert followed_to_the_end({"kort": 9}, 9, 0).told is None  # no share of fewer than ten


def test_small_flows_are_published_together():
    told = [("A", "B", 30), ("A", "C", 12), ("B", "C", 6), ("C", "B", 3)]
    # 6 + 3 is under ten, so the 12 joins them.
    assert for_publication(told, "overig") == [("A", "B", 30), ("overig", "overig", 21)]
    assert for_publication([("A", "B", 9)], "overig") == []
    assert for_publication([("A", "B", 10)], "overig") == [("A", "B", 10)]


@given(st.lists(st.integers(0, 40), max_size=12))
def test_no_published_flow_is_small_and_none_goes_missing(sizes):
    told = [(f"{place}", "B", size) for place, size in enumerate(sizes)]
    published = for_publication(told, "overig")
    assert all(count >= 10 for *_ends, count in published)
    assert sum(count for *_ends, count in published) in ({sum(sizes)} if sum(sizes) >= 10 else {0})
