"""Rounds, reminders and who is missing, as truth tables."""

import datetime as dt
from dataclasses import replace

import pytest

from kapstok.meetings import invite_rules
from kapstok.meetings.invite_rules import Asked, Missing, NoSuchTurn, Quiet
from kapstok.meetings.rules import Answer

NOW = dt.datetime(2026, 3, 3, 12, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
SILENT = Asked(answered=False, reachable=True, stopped=False, arrived_at=NOW - 5 * DAY, reminders=0, reminded_at=None)


@pytest.mark.parametrize("turn", [0, 4, -1])
def test_there_are_three_rounds(turn):
    with pytest.raises(NoSuchTurn):
        invite_rules.check_turn(turn)


@pytest.mark.parametrize(
    ("mailed", "waiting", "due", "suggested"),
    [
        ([], [], [], None),
        ([], [1, 2], [1], None),  # nothing was sent: the first round is due, no later one is suggested
        ([], [3, 2], [2], None),
        ([1], [2, 3], [], 2),
        ([1], [1, 2], [1], 2),  # somebody was added late to a round that was sent
        ([1, 2], [1], [1], None),
        ([2], [1, 3], [1], 3),
    ],
)
def test_which_rounds_are_due_and_which_one_is_suggested(mailed, waiting, due, suggested):
    assert invite_rules.turns_due(mailed, waiting) == due
    assert invite_rules.next_turn(mailed, waiting) == suggested


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({}, None),
        ({"answered": True}, Quiet.ANSWERED),
        ({"reachable": False}, Quiet.UNREACHABLE),
        ({"stopped": True}, Quiet.ASKED_NOT_TO),
        ({"arrived_at": None}, Quiet.NOT_INVITED),
        ({"arrived_at": NOW - DAY}, None),
        ({"arrived_at": NOW - DAY + dt.timedelta(seconds=1)}, Quiet.JUST_MAILED),
        ({"reminders": 1, "reminded_at": NOW - 4 * DAY}, None),
        ({"reminders": 1, "reminded_at": NOW - 3 * DAY}, Quiet.JUST_MAILED),
        ({"reminders": 2, "reminded_at": NOW - 9 * DAY}, Quiet.ENOUGH),
        ({"answered": True, "stopped": True, "arrived_at": None}, Quiet.ANSWERED),
    ],
)
def test_who_is_reminded(changed, why):
    assert invite_rules.why_quiet(replace(SILENT, **changed), NOW) is why


def test_from_which_day_on_reminders_go_by_themselves():
    starts_at = dt.datetime(2026, 3, 20, 23, 30, tzinfo=dt.UTC)  # in Amsterdam it is the 21st by then
    assert invite_rules.remind_day(None, starts_at) == dt.date(2026, 3, 14)
    assert invite_rules.remind_day(dt.date(2026, 3, 10), starts_at) == dt.date(2026, 3, 7)


@pytest.mark.parametrize(
    ("day", "changed", "goes"),
    [
        (dt.date(2026, 3, 4), {}, False),  # not yet
        (dt.date(2026, 3, 3), {}, True),
        (dt.date(2026, 3, 1), {}, True),  # the job was down for two days
        (dt.date(2026, 3, 3), {"answered": True}, False),
        (dt.date(2026, 3, 3), {"arrived_at": NOW - 3 * DAY}, False),  # the invitation itself is that recent
        (dt.date(2026, 3, 3), {"reminders": 1, "reminded_at": NOW - 5 * DAY}, True),  # that was a click, earlier on
        (dt.date(2026, 2, 25), {"reminders": 1, "reminded_at": NOW - 5 * DAY}, False),  # once is enough
    ],
)
def test_what_goes_by_itself(day, changed, goes):
    assert invite_rules.remind_unasked(replace(SILENT, **changed), day, NOW) is goes


def test_a_sector_is_missing_when_nobody_is_on_the_list_or_nobody_who_was_asked_comes():
    on_list = {
        "care": [Answer.YES, Answer.NO],
        "welfare": [Answer.NO, Answer.PERHAPS],
        "council": [Answer.SILENT],
        "carers": [Answer.WAITING],
    }
    sectors = ["care", "welfare", "council", "carers", "volunteers", "others"]
    found = invite_rules.missing(
        sectors, on_list, asked={"care", "welfare", "carers"}, candidates={"volunteers": 4, "welfare": 1}
    )
    assert found == [Missing("welfare", 2, 1), Missing("volunteers", 0, 4)]
