"""Places held for a sector, and places that are held until their guest confirms. On both databases."""

import datetime as dt
from email import message_from_bytes

import pytest
from icalendar import Calendar
from sqlalchemy import select

from kapstok.accounts.models import AuditEvent
from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.meetings import answering, letters
from kapstok.meetings import service as meetings
from kapstok.meetings.models import SectorPlaces
from kapstok.meetings.rules import Partstat, Via
from kapstok.meetings.service import Plan
from kapstok.projects.rules import Vocabulary
from kapstok.web.links import stationery
from tests.factories import NOW, make_invitation, make_meeting, make_organisation, make_person, make_project, term
from tests.mails import plain

HOUR = dt.timedelta(hours=1)
DEADLINE = NOW + 48 * HOUR
YES, NO = Partstat.ACCEPTED, Partstat.DECLINED


@pytest.fixture
def project(app):
    return make_project()


@pytest.fixture
def two(project):
    """A meeting with one place, taken by Ann; Bo and Cas wait for it, in this order."""
    ann, bo, cas = guests_of(make_meeting(project, capacity=1), "Ann", "Bo", "Cas")
    for guest in (ann, bo, cas):
        answer(guest, YES)
    return ann, bo, cas


def answer(guest, choice, now=NOW, via=Via.LINK):
    answering.answer_invitation(guest, choice, "", now, via, stationery(), actor=f"person:{guest.person_id}")


def guests_of(meeting, *names, **fields):
    people = [make_person(meeting.project, name=name, email=f"{name.lower()}@example.org", **fields) for name in names]
    return [make_invitation(meeting, person, sent_sequence=0) for person in people]


def reserve(meeting, sector, number):
    found = term(meeting.project, Vocabulary.SECTOR, sector)
    meeting.reserved.append(SectorPlaces(project_id=meeting.project_id, sector=found, places=number))
    db.session.flush()


def state(guest):
    return guest.partstat, guest.waitlisted_at, guest.confirm_by


def mails(kind) -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(OutboxMessage.id)))


def clock_runs(now):
    lost = []
    for meeting in answering.meetings_with_expired_holds(now):
        lost += answering.let_lapse(meeting, now, stationery())
    return lost


def test_places_of_a_sector_wait_for_it(project):
    meeting = make_meeting(project, capacity=3)
    reserve(meeting, "mantelzorgers", 2)
    carers = term(project, Vocabulary.SECTOR, "mantelzorgers").id
    desk = make_organisation(project, sector="gemeente")
    ann, bo = guests_of(meeting, "Ann", "Bo", organisation=desk)
    cas, dee, eef = guests_of(meeting, "Cas", "Dee", "Eef", sector_id=carers)
    assert [answering.is_full_for(guest) for guest in (ann, cas)] == [False, False]
    for guest in (ann, bo):
        answer(guest, YES)
    assert [(sector.key, free) for sector, free in answering.kept_free(meeting)] == [("mantelzorgers", 2)]
    for guest in (cas, dee, eef):
        answer(guest, YES)
    assert answering.kept_free(meeting) == []
    assert [answering.place_in_line(guest) for guest in (ann, bo, cas, dee, eef)] == [None, 1, None, None, 2]
    answer(cas, NO)  # Bo waited longer, but this place is held for the other sector
    assert [answering.place_in_line(guest) for guest in (bo, eef)] == [1, None]
    answer(ann, NO)
    assert answering.place_in_line(bo) is None


def test_a_place_that_comes_free_is_held_and_confirmed(two):
    ann, bo, cas = two
    answer(ann, NO)
    assert state(bo) == (YES, None, DEADLINE)
    assert (answering.is_full_for(cas), answering.place_in_line(cas)) == (True, 1)  # held is taken
    (mail,) = mails("promoted")
    words = plain(mail)
    assert "Wij houden die voor u vast tot donderdag 5 maart 2026 om 13.00 uur." in words
    assert [line for line in words.splitlines() if "antwoord=" in line] == [
        f"{stationery().rsvp_link(bo)}?antwoord={word}" for word in ("ja", "nee")
    ]
    answer(bo, YES, now=NOW + HOUR, via=Via.PHONE)
    assert (state(bo), bo.answered_at, bo.answered_via) == ((YES, None, None), NOW + HOUR, Via.PHONE)
    db.session.refresh(mail)
    assert mail.status == "superseded"  # it did not leave yet, and asks for nothing any more
    assert clock_runs(DEADLINE) == []


def test_a_calendar_sees_no_settled_yes_until_it_is_confirmed(two):
    ann, bo, cas = two
    answer(ann, NO)
    seen = [letters.queue_invitation(guest, stationery(), NOW).mime for guest in (bo, cas)]
    answer(bo, YES)
    seen.append(letters.queue_invitation(bo, stationery(), NOW).mime)
    parts = [part for mime in seen for part in message_from_bytes(mime).walk() if part.get_param("method")]
    events = [Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")[0] for part in parts]
    said = [(str(event["ATTENDEE"].params["PARTSTAT"]), int(event["SEQUENCE"])) for event in events]
    assert said == [("TENTATIVE", 0), ("TENTATIVE", 0), ("ACCEPTED", 0)]


def test_a_place_that_is_not_confirmed_goes_to_who_waits(two):
    ann, bo, cas = two
    answer(ann, NO)
    assert clock_runs(DEADLINE - HOUR) == []
    assert clock_runs(DEADLINE) == [bo]
    assert (state(bo), bo.answered_at, bo.answered_via) == ((Partstat.NEEDS_ACTION, None, None), None, None)
    assert state(cas) == (YES, None, DEADLINE + 48 * HOUR)
    assert [(mail.kind, mail.to_address) for mail in mails("lapsed")] == [("lapsed", "bo@example.org")]
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.event == "held place lapsed")).one()
    assert (event.actor, event.subject) == ("system", f"invitation:{bo.id}")
    assert clock_runs(DEADLINE) == []  # once
    answer(bo, YES, now=DEADLINE)
    assert answering.place_in_line(bo) == 1


def test_nobody_loses_a_place_that_nobody_waits_for(two):
    ann, bo, cas = two
    answer(ann, NO)
    answer(cas, NO)
    assert clock_runs(DEADLINE + HOUR) == []
    assert state(bo) == (YES, None, DEADLINE)
    answer(cas, YES, now=DEADLINE + 2 * HOUR)
    assert clock_runs(DEADLINE + 2 * HOUR) == [bo]
    assert state(cas)[1:] == (None, DEADLINE + 50 * HOUR)


def test_nobody_loses_a_place_to_who_may_not_take_it(project):
    meeting = make_meeting(project, capacity=2)
    reserve(meeting, "mantelzorgers", 1)
    carers = term(project, Vocabulary.SECTOR, "mantelzorgers").id
    (ann, bo), (cas, dee) = guests_of(meeting, "Ann", "Bo"), guests_of(meeting, "Cas", "Dee", sector_id=carers)
    for guest in (ann, cas, bo, dee):
        answer(guest, YES)
    answer(cas, NO)
    assert (state(dee), answering.place_in_line(bo)) == ((YES, None, DEADLINE), 1)
    assert clock_runs(DEADLINE) == []  # Bo waits, but this place is the other sector's
    assert state(dee) == (YES, None, DEADLINE)


def test_no_is_an_answer_to_a_held_place(two):
    ann, bo, cas = two
    answer(ann, NO)
    answer(bo, NO, now=NOW + HOUR)
    assert (state(bo), state(cas)) == ((NO, None, None), (YES, None, NOW + 49 * HOUR))


@pytest.mark.parametrize(("left", "held"), [(12 * HOUR, None), (20 * HOUR, 10 * HOUR)])
def test_short_before_the_start_there_is_less_time_to_confirm_or_none(two, left, held):
    ann, bo, _ = two
    now = ann.meeting.starts_at - left
    answer(ann, NO, now=now)
    assert state(bo) == (YES, None, held and now + held)
    assert ("Die is voor u: u kunt komen." in plain(mails("promoted")[0])) is (held is None)


def test_who_cannot_be_mailed_simply_has_the_place(two):
    ann, bo, _ = two
    bo.person.email = None
    answer(ann, NO)
    assert state(bo) == (YES, None, None)


def test_places_that_are_let_go_are_for_who_waits(project):
    meeting = make_meeting(project, capacity=2)
    reserve(meeting, "mantelzorgers", 1)
    ann, bo, cas = guests_of(meeting, "Ann", "Bo", "Cas")
    for guest in (ann, bo, cas):
        answer(guest, YES)
    assert [answering.place_in_line(guest) for guest in (ann, bo, cas)] == [None, 1, 2]
    plan = Plan(meeting.title, meeting.starts_at, meeting.ends_at, place=meeting.place, capacity=2)
    meetings.edit_meeting(meeting, meeting.version, plan, NOW, stationery(), actor="test")
    assert (state(bo), answering.place_in_line(cas)) == ((YES, None, DEADLINE), 1)
    plan = Plan(meeting.title, meeting.starts_at, meeting.ends_at, place=meeting.place)
    meetings.edit_meeting(meeting, meeting.version, plan, NOW, stationery(), actor="test")
    assert state(cas) == (YES, None, None)  # no limit: nothing to confirm


def test_who_left_the_network_is_passed_over(two):
    ann, bo, cas = two
    bo.person.archived_at = NOW
    answer(ann, NO)
    assert (bo.waitlisted_at, cas.waitlisted_at) == (NOW, None)


@pytest.mark.parametrize("ended", ["cancelled", "started", "archived project"])
def test_the_clock_stops_for_what_is_over(two, ended):
    ann, bo, _ = two
    answer(ann, NO)
    meeting, now = bo.meeting, DEADLINE
    if ended == "cancelled":
        meeting.cancelled_at = NOW
    elif ended == "started":
        now = meeting.starts_at
    else:
        meeting.project.archived_at = NOW
    db.session.flush()
    assert clock_runs(now) == []
    assert state(bo) == (YES, None, DEADLINE)
