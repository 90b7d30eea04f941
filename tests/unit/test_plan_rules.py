"""When the lines of a programme begin, what may be held, by when to answer, and which days a series has."""

import datetime as dt
from dataclasses import dataclass

import pytest

from kapstok.meetings import plan_rules
from kapstok.meetings.rules import TooFarAhead

DAY = dt.date(2026, 3, 10)
STARTS = dt.datetime(2026, 3, 10, 13, tzinfo=dt.UTC)  # 14.00 in Amsterdam
ENDS = dt.datetime(2026, 3, 10, 15, tzinfo=dt.UTC)
NOW = dt.datetime(2026, 3, 3, 12, tzinfo=dt.UTC)
T = dt.time


@dataclass(frozen=True)
class Line:
    title: str
    after: int | None = None


def test_minutes_after_the_start():
    assert plan_rules.minutes_after(T(14, 15), T(14)) == 15
    assert plan_rules.minutes_after(T(13, 45), T(14)) == -15


def test_a_time_that_was_left_alone_moves_along():
    assert plan_rules.minutes_after(T(14, 15), T(15), seen=T(14, 15), seen_start=T(14)) == 15
    assert plan_rules.minutes_after(T(15, 30), T(15), seen=T(14, 15), seen_start=T(14)) == 30
    assert plan_rules.minutes_after(T(15, 30), T(15), seen=None, seen_start=T(14)) == 30


@pytest.mark.parametrize("after", [-1, 120, 121])
def test_an_item_begins_within_the_meeting(after):
    plan_rules.check_items(STARTS, ENDS, [None, 0, 119])
    with pytest.raises(plan_rules.OutsideMeeting) as refused:
        plan_rules.check_items(STARTS, ENDS, [0, after])
    assert str(refused.value) == "De bijeenkomst is van 14.00 tot 16.00 uur. Kies een tijd daartussen."


def test_the_order_of_a_programme():
    lines = [Line("Welkom"), Line("Pauze", 60), Line("Koffie"), Line("Casus", 15), Line("Vragen"), Line("Start", 0)]
    assert [line.title for line in plan_rules.in_order(lines)] == [
        "Welkom",
        "Start",
        "Casus",
        "Vragen",
        "Pauze",
        "Koffie",
    ]


def test_places_held():
    plan_rules.check_places(None, {})
    plan_rules.check_places(10, {1: 4, 2: 6})
    with pytest.raises(plan_rules.HeldWithoutCapacity):
        plan_rules.check_places(None, {1: 4})
    with pytest.raises(plan_rules.TooManyHeld) as refused:
        plan_rules.check_places(10, {1: 4, 2: 7})
    assert refused.value.params == {"held": 11, "capacity": 10}


def test_the_day_to_answer_by():
    plan_rules.check_answer_by(None, STARTS, NOW)
    plan_rules.check_answer_by(dt.date(2026, 3, 3), STARTS, NOW)
    plan_rules.check_answer_by(DAY, STARTS, NOW)
    with pytest.raises(plan_rules.AnswerByTooLate) as refused:
        plan_rules.check_answer_by(dt.date(2026, 3, 11), STARTS, NOW)
    assert refused.value.params == {"date": "10-03-2026"}
    past = dt.date(2026, 3, 2)
    with pytest.raises(plan_rules.AnswerByPast):
        plan_rules.check_answer_by(past, STARTS, NOW)
    plan_rules.check_answer_by(past, STARTS, NOW, known=past)


def test_the_day_an_agreement_is_due():
    plan_rules.check_due(None, STARTS)
    plan_rules.check_due(DAY, STARTS)
    with pytest.raises(plan_rules.DueBeforeMeeting):
        plan_rules.check_due(dt.date(2026, 3, 9), STARTS)
    with pytest.raises(TooFarAhead):
        plan_rules.check_due(dt.date(2029, 3, 13), STARTS)


def test_every_few_weeks():
    then = [dt.date(2026, 3, 31), dt.date(2026, 4, 21), dt.date(2026, 5, 12)]
    assert plan_rules.every(3, 3, DAY, dt.date(2026, 3, 3)) == then
    assert plan_rules.every(3, 2, DAY, dt.date(2026, 3, 31)) == then[1:]
    assert plan_rules.every(3, 2, DAY, dt.date(2026, 4, 1)) == then[1:]


def test_a_day_stands_in_a_series_once():
    plan_rules.check_new_day(DAY, [], [dt.date(2026, 4, 7)])
    with pytest.raises(plan_rules.AskedTwice):
        plan_rules.check_new_day(DAY, [DAY], [])
    with pytest.raises(plan_rules.AlreadyPlanned):
        plan_rules.check_new_day(DAY, [], [DAY])


def test_the_day_to_answer_by_moves_along_with_a_copy():
    asked, week = dt.date(2026, 3, 6), dt.timedelta(weeks=1)
    assert plan_rules.moved_along(asked, STARTS, STARTS + week, NOW) == dt.date(2026, 3, 13)
    assert plan_rules.moved_along(asked, STARTS, STARTS - week / 7 * 5, NOW) is None
    assert plan_rules.moved_along(None, STARTS, STARTS + week, NOW) is None
