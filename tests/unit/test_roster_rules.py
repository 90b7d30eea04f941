"""Who can be on a measurement's roster, until when it can be answered, and how long that takes."""

import datetime as dt

import pytest

from kapstok.ties.roster_rules import (
    LastDayPast,
    NobodyAsks,
    NobodyListed,
    Part,
    RosterChanged,
    Stage,
    TooFewOnRoster,
    check_closes_on,
    check_roster,
    minutes_to_answer,
    stage_of,
)
from kapstok.ties.rules import UnlikelyLastDay

TODAY = dt.date(2026, 3, 3)
ASKS, NAMED, BOTH = Part(asks=True, named=False), Part(asks=False, named=True), Part(asks=True, named=True)


def test_a_roster_needs_somebody_who_asks_and_somebody_else_to_name():
    check_roster({1: ASKS, 2: NAMED}, {1, 2, 3})
    refused = {
        NobodyAsks: {1: NAMED, 2: NAMED},
        NobodyListed: {1: ASKS, 2: ASKS},
        TooFewOnRoster: {1: BOTH},
        RosterChanged: {1: BOTH, 2: BOTH, 4: BOTH},
    }
    for refusal, roster in refused.items():
        with pytest.raises(refusal):
            check_roster(roster, {1, 2, 3})
    with pytest.raises(NobodyAsks):
        check_roster({}, {1, 2, 3})


def test_the_last_day_is_today_or_later_and_within_a_year():
    for day in (None, TODAY, dt.date(2027, 3, 3)):
        check_closes_on(day, TODAY)
    for day, refusal in ((dt.date(2026, 3, 2), LastDayPast), (dt.date(2027, 3, 6), UnlikelyLastDay)):
        with pytest.raises(refusal):
            check_closes_on(day, TODAY)


def test_how_long_it_takes():
    said = {(names, items): minutes_to_answer(names, items=items) for names in (2, 60, 61, 300) for items in (0, 1)}
    assert said == {(2, 0): 3, (2, 1): 4, (60, 0): 3, (60, 1): 4, (61, 0): 4, (61, 1): 5, (300, 0): 15, (300, 1): 16}


def test_how_far_somebody_is():
    then = dt.datetime(2026, 3, 3, tzinfo=dt.UTC)
    found = [stage_of(*said) for said in ((None, None), (then, None), (then, then))]
    assert found == [Stage.SILENT, Stage.BEGUN, Stage.DONE]
