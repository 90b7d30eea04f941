"""What attendees thought of a meeting: from those who were there, changeable, never twice."""

import datetime as dt

import pytest

from kapstok.freetext import HoldsBsn
from kapstok.meetings import opinions
from kapstok.meetings.opinion_rules import OPEN_AFTER_MEETING, NothingSaid, NotThere, OffTheScale, TooLate
from kapstok.meetings.rules import Attendance, MeetingCancelled
from tests.factories import NOW, make_invitation, make_meeting, make_person, make_project


@pytest.fixture
def meeting(app):
    return make_meeting(make_project(), starts_at=NOW)


@pytest.fixture
def guest(meeting):
    return make_invitation(meeting, make_person(meeting.project), attendance=Attendance.PRESENT)


def said(meeting) -> list[tuple]:
    return [(row.person_id, row.useful, row.able, row.remark) for row in opinions.opinions_of(meeting)]


def test_saying_it_again_changes_it(meeting, guest):
    opinions.record_opinion(guest, 4, None, "Meer tijd", NOW)
    opinions.record_opinion(guest, 5, 2, "", NOW)
    assert said(meeting) == [(guest.person_id, 5, 2, "")]
    assert opinions.all_opinions(meeting.project) == opinions.opinions_of(meeting)


def test_only_while_a_meeting_asks(meeting, guest):
    last = meeting.ends_at + OPEN_AFTER_MEETING
    with pytest.raises(TooLate):
        opinions.record_opinion(guest, 5, 5, "", last)
    opinions.record_opinion(guest, 5, 5, "", last - dt.timedelta(seconds=1))
    assert said(meeting) == [(guest.person_id, 5, 5, "")]


def test_a_remark_alone_is_enough(meeting, guest):
    opinions.record_opinion(guest, None, None, "Goede koffie", NOW, answered=False)
    assert said(meeting) == [(guest.person_id, None, None, "Goede koffie")]


@pytest.mark.parametrize(
    ("refused", "answers"),
    [
        (NothingSaid, {"useful": None, "able": None, "remark": "", "answered": False}),
        (OffTheScale, {"useful": 0, "able": None, "remark": ""}),
        (OffTheScale, {"useful": 5, "able": 6, "remark": ""}),
        (HoldsBsn, {"useful": 5, "able": 5, "remark": "Mevrouw 123456782"}),
    ],
)
def test_what_is_refused(meeting, guest, refused, answers):
    with pytest.raises(refused):
        opinions.record_opinion(guest, now=NOW, **answers)
    assert said(meeting) == []


@pytest.mark.parametrize("attendance", [None, Attendance.ABSENT, Attendance.EXCUSED])
def test_only_who_was_there(meeting, guest, attendance):
    guest.attendance = attendance
    with pytest.raises(NotThere):
        opinions.record_opinion(guest, 5, 5, "", NOW)


def test_who_turned_out_not_to_be_there_does_not_count(meeting, guest):
    opinions.record_opinion(guest, 5, 5, "Fijn", NOW)
    guest.attendance = Attendance.ABSENT
    assert said(meeting) == opinions.all_opinions(meeting.project) == []
    guest.attendance = Attendance.PRESENT
    assert said(meeting) == [(guest.person_id, 5, 5, "Fijn")]


def test_of_what_was_called_off_there_is_no_opinion(meeting, guest):
    meeting.cancelled_at = NOW
    with pytest.raises(MeetingCancelled):
        opinions.record_opinion(guest, 5, 5, "", NOW)
