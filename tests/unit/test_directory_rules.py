"""Rules of the sociale kaart: freshness, days, names of wijken."""

import datetime as dt

import pytest

from kapstok.directory.rules import (
    Capacity,
    Freshness,
    Hours,
    area_names,
    freshness,
    waiting_weeks,
    weekly,
)

TODAY = dt.date(2026, 3, 3)


@pytest.mark.parametrize(
    ("confirmed_on", "colour"),
    [
        (TODAY, Freshness.GREEN),
        (dt.date(2025, 9, 4), Freshness.GREEN),
        (dt.date(2025, 9, 3), Freshness.ORANGE),
        (dt.date(2025, 3, 4), Freshness.ORANGE),
        (dt.date(2025, 3, 3), Freshness.RED),
        (None, Freshness.RED),
        (dt.date(2027, 1, 1), Freshness.GREEN),
    ],
)
def test_green_for_half_a_year_orange_for_the_next_half(confirmed_on, colour):
    assert freshness(confirmed_on, TODAY) is colour


@pytest.mark.parametrize(
    ("byday", "weeks"),
    [
        ("", []),
        ("MO,WE", [(0, ("MO", "WE"))]),
        ("WE,MO", [(0, ("MO", "WE"))]),
        ("1TU", [(1, ("TU",))]),
        ("-1FR", [(-1, ("FR",))]),
        ("MO,1TU,1WE", [(0, ("MO",)), (1, ("TU", "WE"))]),
        ("mo, we", [(0, ("MO", "WE"))]),
        ("6MO,XX,MONDAY", []),
    ],
)
def test_days_by_the_week_of_the_month(byday, weeks):
    assert weekly(byday) == weeks


@pytest.mark.parametrize(
    ("hours", "byday", "freq"),
    [
        (Hours(), "", "WEEKLY"),
        (Hours(("WE", "MO")), "MO,WE", "WEEKLY"),
        (Hours(("TU",), 1), "1TU", "MONTHLY"),
        (Hours(("FR", "SA"), -1), "-1FR,-1SA", "MONTHLY"),
    ],
)
def test_hours_are_written_as_icalendar_does(hours, byday, freq):
    assert (hours.byday, hours.freq) == (byday, freq)


def test_weeks_mean_something_on_a_waiting_list_only():
    assert [waiting_weeks(capacity, 3) for capacity in Capacity] == [None, 3, None, None]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ()),
        (" , ;", ()),
        ("Noord", ("Noord",)),
        ("Noord,  Zuid  Oost;West\nDorp", ("Noord", "Zuid Oost", "West", "Dorp")),
        ("noord, NOORD", ("NOORD",)),
    ],
)
def test_names_of_wijken_between_commas(text, names):
    assert area_names(text) == names
