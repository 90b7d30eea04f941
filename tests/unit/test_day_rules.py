"""The day itself: when doors and lists open, whose name was typed, and who was absent."""

import datetime as dt
from dataclasses import dataclass

import pytest

from kapstok import clock
from kapstok.meetings import day_rules
from kapstok.meetings.day_rules import DoorClosed, HostListClosed, meant_by, presence, suggestions
from kapstok.meetings.rules import MeetingCancelled

DAY = dt.date(2026, 3, 3)


def at(hour: int, minute: int = 0, date: dt.date = DAY) -> dt.datetime:
    return clock.from_local(date, dt.time(hour, minute))


START, END = at(14), at(16)


@dataclass
class Planned:
    starts_at: dt.datetime = START
    ends_at: dt.datetime = END
    cancelled_at: dt.datetime | None = None


@pytest.mark.parametrize("now", [at(0), at(13), at(15, 59)])
def test_people_come_in_from_midnight_until_the_end(now):
    day_rules.check_arrival(Planned(), now)


@pytest.mark.parametrize("now", [at(23, 59, dt.date(2026, 3, 2)), at(16), at(14, 0, dt.date(2026, 3, 4))])
def test_at_any_other_time_the_door_is_closed(now):
    with pytest.raises(DoorClosed) as refused:
        day_rules.check_arrival(Planned(), now)
    assert str(refused.value) == "U kunt zich hier melden op 03-03-2026, tot het einde van de bijeenkomst."


@pytest.mark.parametrize(
    ("date", "hour", "open_"),
    [
        (dt.date(2026, 3, 1), 23, False),
        (dt.date(2026, 3, 2), 0, True),
        (dt.date(2026, 3, 6), 23, True),
        (dt.date(2026, 3, 7), 0, False),
    ],
)
def test_the_host_has_the_list_from_the_day_before_till_three_days_after(date, hour, open_):
    if open_:
        day_rules.check_host_list(Planned(), at(hour, date=date))
        return
    with pytest.raises(HostListClosed) as refused:
        day_rules.check_host_list(Planned(), at(hour, date=date))
    assert str(refused.value) == "Deze lijst werkt van 02-03-2026 tot en met 06-03-2026."


def test_a_cancelled_meeting_has_neither_door_nor_list():
    for check in (day_rules.check_arrival, day_rules.check_host_list):
        with pytest.raises(MeetingCancelled):
            check(Planned(cancelled_at=at(9)), at(14))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"attendance": "present", "partstat": "DECLINED"}, "present"),
        ({"attendance": "absent", "partstat": "DECLINED"}, "absent"),
        ({"attendance": "excused", "partstat": "ACCEPTED"}, "excused"),
        ({"attendance": None, "partstat": "ACCEPTED"}, "absent"),
        ({"attendance": None, "partstat": "TENTATIVE"}, "absent"),
        ({"attendance": None, "partstat": "DECLINED"}, "excused"),
        ({"attendance": None, "partstat": "NEEDS-ACTION", "mailed": True}, "absent"),
        ({"attendance": None, "partstat": "NEEDS-ACTION"}, None),
        ({"attendance": None, "partstat": "ACCEPTED", "waits": True, "mailed": True}, None),
    ],
)
def test_what_the_minutes_say(said, expected):
    assert presence(**said) == expected


GUESTS = {1: "Ann Bos", 2: "José de Vríes", 3: "Jan Jansen", 4: "Jan Jansen", 5: "A. Bosch"}


@pytest.mark.parametrize(
    ("typed", "found"),
    [("ann  BOS", 1), ("Jose de Vries", 2), ("Jan Jansen", None), ("Ann", None), ("Zoë", None), ("–", None)],
)
def test_only_the_one_guest_of_that_name_is_meant(typed, found):
    assert meant_by(typed, GUESTS) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [("Jan Jansen", [3, 4]), ("Ann Boss", [1]), ("Jansen", [3, 4]), ("de Vries", [2]), ("Zoë Dam", []), ("", [])],
)
def test_who_may_be_meant(typed, found):
    assert suggestions(typed, GUESTS) == found
