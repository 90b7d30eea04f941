"""The rules of meetings, as truth tables."""

import datetime as dt
from dataclasses import dataclass

import pytest

from kapstok.clock import DoubleHour, SkippedHour
from kapstok.meetings import rules
from kapstok.meetings.rules import Answer, Partstat, State, Step

START = dt.datetime(2026, 3, 3, 13, 0, tzinfo=dt.UTC)  # 14.00 in Amsterdam
END = START + dt.timedelta(hours=2)
NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
TODAY = dt.date(2026, 3, 1)


@dataclass
class Plan:
    starts_at: dt.datetime = START
    ends_at: dt.datetime = END
    cancelled_at: dt.datetime | None = None


CANCELLED = Plan(cancelled_at=NOW)


@pytest.mark.parametrize(
    ("meeting", "now", "invited", "expected"),
    [
        (Plan(), START - HOUR, False, State.DRAFT),
        (Plan(), START - HOUR, True, State.INVITED),
        (Plan(), START, True, State.RUNNING),
        (Plan(), START, False, State.RUNNING),
        (Plan(), END - HOUR, True, State.RUNNING),
        (Plan(), END, True, State.OVER),
        (CANCELLED, START - HOUR, True, State.CANCELLED),
        (CANCELLED, END, True, State.CANCELLED),
    ],
)
def test_state(meeting, now, invited, expected):
    assert rules.state(meeting, now, invited=invited) == expected


@pytest.mark.parametrize(
    ("state", "today", "guests", "unsent", "recorded", "asked", "expected"),
    [
        (State.DRAFT, False, 0, 0, False, False, Step.GUESTS),
        (State.DRAFT, True, 0, 0, False, False, Step.GUESTS),
        (State.DRAFT, False, 12, 12, False, False, Step.SEND),
        (State.DRAFT, False, 2, 0, False, False, Step.ANSWERS),  # all by phone
        (State.INVITED, False, 12, 3, False, False, Step.SEND),
        (State.INVITED, False, 12, 0, False, False, Step.ANSWERS),
        (State.DRAFT, True, 12, 12, False, False, Step.SEND),
        (State.DRAFT, True, 2, 0, False, False, Step.DAY),  # all by phone
        (State.INVITED, True, 12, 3, False, False, Step.DAY),
        (State.RUNNING, True, 12, 0, True, False, Step.DAY),
        (State.OVER, True, 12, 0, False, False, Step.DAY),
        (State.OVER, False, 12, 0, True, False, Step.AFTER),
        (State.OVER, False, 12, 0, True, True, None),
        (State.CANCELLED, False, 12, 12, False, False, None),
    ],
)
def test_the_one_next_step(state, today, guests, unsent, recorded, asked, expected):
    found = rules.next_step(state, today=today, guests=guests, unsent=unsent, recorded=recorded, asked=asked)
    assert found == expected


def test_times_in_winter_and_summer():
    winter = rules.meeting_times(dt.date(2026, 3, 3), dt.time(14), dt.time(16), NOW)
    summer = rules.meeting_times(dt.date(2026, 7, 3), dt.time(14), dt.time(16), NOW)
    assert winter == (dt.datetime(2026, 3, 3, 13, tzinfo=dt.UTC), dt.datetime(2026, 3, 3, 15, tzinfo=dt.UTC))
    assert summer == (dt.datetime(2026, 7, 3, 12, tzinfo=dt.UTC), dt.datetime(2026, 7, 3, 14, tzinfo=dt.UTC))


@pytest.mark.parametrize(
    ("date", "start", "end", "refusal", "sentence"),
    [
        (
            dt.date(2026, 3, 3), dt.time(14), dt.time(13), rules.EndsBeforeStart,
            "Deze bijeenkomst begint om 14.00 uur en eindigt om 13.00 uur. Pas een van beide tijden aan.",
        ),
        (
            dt.date(2026, 3, 3), dt.time(14), dt.time(14), rules.EndsBeforeStart,
            "Deze bijeenkomst begint om 14.00 uur en eindigt om 14.00 uur. Pas een van beide tijden aan.",
        ),
        (
            dt.date(2026, 2, 28), dt.time(14), dt.time(16), rules.InThePast,
            "28-02-2026 is al voorbij. Kies een dag en tijd die nog komen.",
        ),
        (
            TODAY, dt.time(13), dt.time(16), rules.InThePast,  # it is 13.00 now
            "01-03-2026 13.00 is al voorbij. Kies een dag en tijd die nog komen.",
        ),
        (
            dt.date(9999, 12, 31), dt.time(14), dt.time(16), rules.TooFarAhead,
            "31-12-9999 is meer dan drie jaar vooruit. Kies een eerdere dag.",
        ),
        (
            dt.date(1, 1, 1), dt.time(0), dt.time(1), rules.InThePast,
            "01-01-1 is al voorbij. Kies een dag en tijd die nog komen.",
        ),
        (
            dt.date(2026, 3, 29), dt.time(2, 30), dt.time(4), SkippedHour,
            "Op 29-03-2026 gaat de klok een uur vooruit. Het tijdstip 02.30 bestaat die dag niet. "
            "Kies een ander tijdstip.",
        ),
        (
            dt.date(2026, 10, 25), dt.time(2, 30), dt.time(4), DoubleHour,
            "Op 25-10-2026 gaat de klok een uur terug. Het tijdstip 02.30 komt die dag twee keer voor. "
            "Kies een ander tijdstip.",
        ),
    ],
)  # fmt: skip
def test_times_that_are_refused(date, start, end, refusal, sentence):
    with pytest.raises(refusal) as refused:
        rules.meeting_times(date, start, end, NOW)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("meeting", "now", "refusal"),
    [
        (Plan(), START - HOUR, None),
        (Plan(), START, rules.MeetingStarted),
        (Plan(), END, rules.MeetingOver),
        (CANCELLED, START - HOUR, rules.MeetingCancelled),
        (CANCELLED, END, rules.MeetingCancelled),
    ],
)
def test_plans_and_answers_change_until_the_start(meeting, now, refusal):
    check(rules.check_open, meeting, now, refusal)


@pytest.mark.parametrize(
    ("meeting", "now", "refusal"),
    [
        (Plan(), dt.datetime(2026, 3, 2, 22, 59, tzinfo=dt.UTC), rules.TooEarly),
        (Plan(), dt.datetime(2026, 3, 2, 23, 0, tzinfo=dt.UTC), None),  # midnight in Amsterdam
        (Plan(), END + 30 * DAY, None),
        (CANCELLED, START, rules.MeetingCancelled),
    ],
)
def test_attendance_from_the_day_itself(meeting, now, refusal):
    check(rules.check_attendance, meeting, now, refusal)


@pytest.mark.parametrize(
    ("meeting", "now", "refusal"),
    [
        (Plan(), END - HOUR, rules.NotOverYet),
        (Plan(), END, None),
        (CANCELLED, END, rules.MeetingCancelled),
    ],
)
def test_asking_when_it_is_over(meeting, now, refusal):
    check(rules.check_over, meeting, now, refusal)


def check(rule, meeting, now, refusal):
    if refusal is None:
        rule(meeting, now)
    else:
        with pytest.raises(refusal):
            rule(meeting, now)


@pytest.mark.parametrize(
    ("partstat", "waitlisted_at", "expected"),
    [
        (Partstat.ACCEPTED, None, Answer.YES),
        (Partstat.ACCEPTED, NOW, Answer.WAITING),
        (Partstat.TENTATIVE, None, Answer.PERHAPS),
        (Partstat.DECLINED, None, Answer.NO),
        (Partstat.NEEDS_ACTION, None, Answer.SILENT),
    ],
)
def test_what_an_answer_comes_down_to(partstat, waitlisted_at, expected):
    assert rules.answer_of(partstat, waitlisted_at) is expected


@pytest.mark.parametrize(
    ("sent", "address", "failed", "mailed_to", "expected"),
    [
        (None, "jet@example.org", False, None, True),
        (None, None, False, None, False),
        (None, "", False, None, False),
        (0, "jet@example.org", False, "jet@example.org", False),
        (0, "jet@example.org", True, "jet@example.org", False),  # it would be refused again
        (0, "jet@example.org", True, "JET@example.org", False),
        (0, "jet@example.org", True, "jte@example.org", True),
        (0, "jet@example.org", False, "jte@example.org", False),  # that mail arrived
    ],
)
def test_who_wants_an_invitation(sent, address, failed, mailed_to, expected):
    assert rules.wants_invitation(sent, address, failed=failed, mailed_to=mailed_to) is expected
