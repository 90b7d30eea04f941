"""What helps a guest to come: kept for the projectleider, until the meeting is over. On both databases."""

import datetime as dt

import pytest

from kapstok.freetext import HoldsBsn
from kapstok.meetings import answering, needs, rules
from kapstok.meetings.rules import Need, Partstat, Via
from kapstok.web.links import stationery
from tests.factories import NOW, make_invitation, make_meeting, make_person, make_project

DAY = dt.timedelta(days=1)


@pytest.fixture
def guest(app):
    project = make_project()
    return make_invitation(make_meeting(project), make_person(project), partstat=Partstat.ACCEPTED)


def record(guest, *wanted, note="", now=NOW):
    needs.record_needs(guest, wanted, note, now, actor=f"person:{guest.person_id}")


def kept(guest):
    return guest.needs, guest.needs_note


def test_kept_in_one_order_and_taken_back(guest):
    record(guest, Need.TRANSPORT, Need.RESPITE, note="Op dinsdag.")
    assert kept(guest) == (["respite", "transport"], "Op dinsdag.")
    record(guest)
    assert kept(guest) == ([], "")


def test_refusals_keep_nothing(guest):
    with pytest.raises(rules.NotOnline):
        record(guest, Need.ONLINE)
    with pytest.raises(HoldsBsn):
        record(guest, note="BSN 123456782")
    with pytest.raises(rules.MeetingStarted):
        record(guest, Need.TRANSPORT, now=guest.meeting.starts_at)
    guest.partstat = Partstat.NEEDS_ACTION
    with pytest.raises(rules.NotComing):
        record(guest, Need.TRANSPORT)
    assert kept(guest) == ([], "")
    guest.partstat, guest.meeting.online_url = Partstat.TENTATIVE, "https://beeld.example.org/zaal"
    record(guest, Need.ONLINE)
    assert kept(guest) == (["online"], "")


def test_a_no_takes_it_along(guest):
    record(guest, Need.RESPITE, note="Op dinsdag.")
    answering.answer_invitation(guest, Partstat.DECLINED, "", NOW, Via.LINK, stationery(), actor="test")
    assert kept(guest) == ([], "")


@pytest.mark.parametrize("why", ["over", "called off"])
def test_forgotten_once_the_meeting_is_over(guest, why):
    record(guest, Need.RESPITE)
    other = make_invitation(guest.meeting, make_person(guest.meeting.project), partstat=Partstat.TENTATIVE)
    record(other, note="Op dinsdag.")
    make_invitation(guest.meeting, make_person(guest.meeting.project))  # asked for nothing
    later = make_invitation(
        make_meeting(guest.meeting.project, starts_at=NOW + 30 * DAY), guest.person, partstat=Partstat.ACCEPTED
    )
    record(later, Need.TRANSPORT)
    ended = guest.meeting.ends_at
    if why == "called off":
        guest.meeting.cancelled_at = ended = NOW
    else:
        assert needs.forget_needs(ended - DAY) == 0
    assert needs.forget_needs(ended) == 2
    assert [kept(row) for row in (guest, other, later)] == [([], ""), ([], ""), (["transport"], "")]
    assert needs.forget_needs(ended) == 0
