"""Picking a date: deadlines, reminders, and which date is best."""

import datetime as dt
from types import SimpleNamespace

import pytest

from kapstok.meetings.polls import rules as poll_rules
from kapstok.meetings.polls.rules import (
    DateBeforeDeadline,
    DeadlineAfterDates,
    DeadlinePassed,
    PollClosed,
    PollOver,
    PollState,
    Said,
    SameDate,
    Standing,
    Tally,
    TooFewDates,
    TooManyDates,
)
from kapstok.meetings.rules import Choice

NOW = dt.datetime(2026, 3, 3, 12, 0, tzinfo=dt.UTC)  # a Tuesday, 13.00 in Amsterdam
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
YES, IF_NEED_BE, NO = Choice.YES, Choice.IF_NEED_BE, Choice.NO
CARE, WELFARE, TOWN = 1, 2, 3  # sectors
MON, TUE, WED = 11, 12, 13  # dates


def moment(days):
    return NOW + days * DAY, NOW + days * DAY + 2 * HOUR


def poll(**fields):
    return SimpleNamespace(**({"answer_by": NOW + 5 * DAY, "closed_at": None, "meeting_id": None} | fields))


def asked(**fields):
    known = {"sent_at": NOW - 4 * DAY, "reminded_at": None, "no_reminders": False, "answered_at": None}
    return SimpleNamespace(**(known | fields))


def test_a_deadline_is_the_last_minute_of_its_day_in_amsterdam():
    first = NOW + 30 * DAY
    assert poll_rules.deadline(dt.date(2026, 3, 10), first, NOW) == dt.datetime(2026, 3, 10, 22, 59, tzinfo=dt.UTC)
    # after the clock went forward on 29 March
    assert poll_rules.deadline(dt.date(2026, 3, 30), first, NOW) == dt.datetime(2026, 3, 30, 21, 59, tzinfo=dt.UTC)
    assert poll_rules.deadline(dt.date(2026, 3, 3), first, NOW) == dt.datetime(2026, 3, 3, 22, 59, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("day", "refusal"), [(dt.date(2026, 3, 2), DeadlinePassed), (dt.date(2026, 3, 10), DeadlineAfterDates)]
)
def test_a_deadline_lies_ahead_and_before_the_first_date(day, refusal):
    with pytest.raises(refusal):
        poll_rules.deadline(day, NOW + 7 * DAY, NOW)


def test_a_date_that_is_added_comes_after_the_deadline():
    answer_by = poll_rules.deadline(dt.date(2026, 3, 10), NOW + 30 * DAY, NOW)
    poll_rules.check_after_deadline(answer_by + 2 * HOUR, answer_by)
    with pytest.raises(DateBeforeDeadline):
        poll_rules.check_after_deadline(answer_by - 2 * HOUR, answer_by)


def test_two_to_twenty_different_dates_are_a_choice():
    poll_rules.check_options([moment(7), moment(8)])
    poll_rules.check_options([moment(9)], existing=[moment(7), moment(8)])
    poll_rules.check_options([moment(days) for days in range(20)])
    with pytest.raises(TooFewDates):
        poll_rules.check_options([moment(7)])
    with pytest.raises(TooManyDates):
        poll_rules.check_options([moment(days) for days in range(21)])
    with pytest.raises(SameDate) as refused:
        poll_rules.check_options([moment(8)], existing=[moment(7), moment(8)])
    assert str(refused.value) == "11-03-2026 van 13.00 tot 15.00 uur staat er al. Kies een ander moment."


def test_where_a_poll_is():
    assert poll_rules.state(poll(), NOW, asked=False) is PollState.DRAFT
    assert poll_rules.state(poll(), NOW, asked=True) is PollState.OPEN
    assert poll_rules.state(poll(), NOW + 5 * DAY, asked=True) is PollState.OPEN
    assert poll_rules.state(poll(), NOW + 6 * DAY, asked=False) is PollState.OVER
    assert poll_rules.state(poll(closed_at=NOW, meeting_id=4), NOW, asked=True) is PollState.CHOSEN
    assert poll_rules.state(poll(closed_at=NOW), NOW, asked=True) is PollState.OFF


def test_answers_count_until_the_deadline():
    poll_rules.check_open(poll(), NOW + 5 * DAY)
    with pytest.raises(PollOver) as refused:
        poll_rules.check_open(poll(), NOW + 6 * DAY)
    assert str(refused.value) == "Antwoorden kon tot en met 08-03-2026. U kunt uw antwoord niet meer wijzigen."
    with pytest.raises(PollClosed):
        poll_rules.check_open(poll(closed_at=NOW), NOW)


@pytest.mark.parametrize(
    ("guest", "reminders", "may"),
    [
        (asked(), 0, True),
        (asked(reminded_at=NOW - 3 * DAY), 1, True),
        (asked(reminded_at=NOW - 3 * DAY), 2, False),
        (asked(reminded_at=NOW - 2 * DAY), 1, False),
        (asked(sent_at=NOW - 2 * DAY), 0, False),
        (asked(sent_at=None), 0, False),
        (asked(answered_at=NOW), 0, False),
        (asked(no_reminders=True), 0, False),
    ],
)
def test_only_the_silent_are_reminded_and_not_too_often(guest, reminders, may):
    assert poll_rules.may_remind(guest, reminders, NOW) is may


def test_the_last_three_days_remind_by_themselves():
    deadline = NOW + 5 * DAY
    moments = (NOW + 1 * DAY, NOW + 2 * DAY, deadline, deadline + HOUR)
    assert [poll_rules.reminds_itself(poll(), when) for when in moments] == [False, True, True, False]
    assert not poll_rules.reminds_itself(poll(closed_at=NOW), NOW + 3 * DAY)


def answers():
    """Six people of three sectors, by hand: Monday has most yes, Tuesday most sectors with a yes."""
    return [
        Said("Ann", CARE, {MON: YES, TUE: YES, WED: NO}),
        Said("Bas", CARE, {MON: YES, TUE: NO, WED: IF_NEED_BE}),
        Said("Cas", CARE, {MON: YES, TUE: IF_NEED_BE, WED: NO}),
        Said("Dea", WELFARE, {MON: NO, TUE: YES, WED: NO}),
        Said("Els", WELFARE, {MON: IF_NEED_BE}),  # the other dates were added later
        Said("Fee", TOWN, {}),
    ]


def test_the_best_date_brings_most_sectors_together():
    tuesday, monday, wednesday = poll_rules.standings([MON, TUE, WED], answers())
    assert tuesday == Standing(
        option=TUE,
        total=Tally(yes=2, if_need_be=1, no=1, silent=2),
        sectors={CARE: Tally(1, 1, 1, 0), WELFARE: Tally(1, 0, 0, 1), TOWN: Tally(0, 0, 0, 1)},
        without=(),
        unsure=(TOWN,),
        rival=MON,
        lost=("Bas",),
    )
    assert monday == Standing(
        option=MON,
        total=Tally(yes=3, if_need_be=1, no=1, silent=1),
        sectors={CARE: Tally(3, 0, 0, 0), WELFARE: Tally(0, 1, 1, 0), TOWN: Tally(0, 0, 0, 1)},
        without=(),
        unsure=(TOWN,),
        rival=TUE,
        lost=("Dea",),
    )
    assert wednesday == Standing(
        option=WED,
        total=Tally(yes=0, if_need_be=1, no=3, silent=2),
        sectors={CARE: Tally(0, 1, 2, 0), WELFARE: Tally(0, 0, 1, 1), TOWN: Tally(0, 0, 0, 1)},
        without=(),
        unsure=(WELFARE, TOWN),
        rival=TUE,
        lost=("Ann", "Cas", "Dea"),
    )


def test_a_sector_that_said_no_altogether_is_missed():
    said = [Said("Ann", CARE, {MON: YES, TUE: YES}), Said("Fee", TOWN, {MON: YES, TUE: NO})]
    monday, tuesday = poll_rules.standings([MON, TUE], said)
    assert (monday.option, monday.without, monday.lost) == (MON, (), ())
    assert (tuesday.option, tuesday.without, tuesday.unsure, tuesday.lost) == (TUE, (TOWN,), (), ("Fee",))


@pytest.mark.parametrize(
    ("said", "order"),
    [
        ([(YES, IF_NEED_BE), (NO, YES), (YES, YES)], [TUE, MON]),  # as many yes: more if need be
        ([(YES, YES), (IF_NEED_BE, IF_NEED_BE)], [MON, TUE]),  # all alike: the earliest
        ([(NO, IF_NEED_BE), (YES, NO)], [MON, TUE]),  # a yes outweighs
    ],
)
def test_equals_are_told_apart(said, order):
    people = [Said("A", CARE, {MON: monday, TUE: tuesday}) for monday, tuesday in said]
    assert [standing.option for standing in poll_rules.standings([MON, TUE], people)] == order


def test_nobody_asked_is_no_error():
    assert [standing.total for standing in poll_rules.standings([MON, TUE], [])] == [Tally(), Tally()]
