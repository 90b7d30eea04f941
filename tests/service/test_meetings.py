"""Planning, inviting, attending: verbs on both databases."""

import datetime as dt
import email
from dataclasses import replace

import icalendar
import pytest
from sqlalchemy import select

from kapstok.errors import ChangedMeanwhile, NotFound
from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import Status
from kapstok.meetings import afterwards, attendance, inviting, rules
from kapstok.meetings import service as meetings
from kapstok.meetings.rules import Attendance, Partstat
from kapstok.meetings.service import Counts, Plan
from kapstok.projects.rules import Vocabulary
from kapstok.web.links import stationery
from tests.factories import (
    NOW,
    make_invitation,
    make_meeting,
    make_organisation,
    make_person,
    make_project,
    term,
)

START = NOW + dt.timedelta(days=7)
PLAN = Plan("Kennismaken", START, START + dt.timedelta(hours=2), place="Het Veenhuis, Dorpsstraat 1")
DAY = dt.timedelta(days=1)


@pytest.fixture
def project(app):
    return make_project()


def outbox(*kinds: str) -> list[OutboxMessage]:
    query = select(OutboxMessage).order_by(OutboxMessage.id)
    return [message for message in db.session.scalars(query) if not kinds or message.kind in kinds]


def calendar_of(message: OutboxMessage) -> icalendar.Component:
    """The VEVENT inside a mail, with the method of its calendar."""
    parts = [
        part for part in email.message_from_bytes(message.mime).walk() if part.get_content_type() == "text/calendar"
    ]
    calendar = icalendar.Calendar.from_ical(parts[0].get_payload(decode=True))
    (event,) = calendar.walk("VEVENT")
    event["X-METHOD"] = calendar["METHOD"]
    return event


def gist(message: OutboxMessage) -> tuple:
    event = calendar_of(message)
    return message.to_address, str(event["X-METHOD"]), event["SEQUENCE"], str(event["ATTENDEE"].params["PARTSTAT"])


def send(meeting, now=NOW):
    return inviting.send_invitations(meeting, stationery(), now, actor="test")


def edit(meeting, plan, now=NOW, version=None):
    seen = meeting.version if version is None else version
    return meetings.edit_meeting(meeting, seen, plan, now, stationery(), actor="test")


def ask(meeting, now):
    return afterwards.ask_attendees(meeting, stationery(), now, actor="test")


def mark_sent(*messages):
    for message in messages:
        message.status, message.attempts, message.sent_at = Status.SENT, 1, NOW
    db.session.flush()


def test_making_a_meeting_tells_nobody(project):
    theme = term(project, Vocabulary.THEME, "opsporen")
    meeting = meetings.create_meeting(project, replace(PLAN, themes=[theme], capacity=20), NOW, actor="test")
    assert (meeting.title, meeting.capacity, meeting.themes, meeting.sequence) == ("Kennismaken", 20, [theme], 0)
    assert meetings.list_meetings(project) == [meeting]
    assert outbox() == []


def test_guests_by_sector_organisation_and_name_are_never_doubled(project):
    welfare, practice = make_organisation(project), make_organisation(project, sector="eerstelijnszorg")
    ann, bo = make_person(project, welfare, "Ann"), make_person(project, welfare, "Bo")
    cas, dik = make_person(project, practice, "Cas"), make_person(project, practice, "Dik")
    eva = make_person(project, name="Eva", sector_id=welfare.sector_id)
    make_person(project, practice, "Weg", archived_at=NOW)
    meeting = make_meeting(project)
    added = inviting.invite(meeting, NOW, people=[cas.id], sectors=[welfare.sector_id])
    assert [guest.person for guest in added] == [ann, bo, cas, eva]
    again = inviting.invite(meeting, NOW, people=[ann.id], organisations=[practice.id])
    assert [guest.person for guest in again] == [dik]
    assert [guest.person for guest in meetings.list_guests(meeting)] == [ann, bo, cas, dik, eva]
    assert inviting.candidates(meeting) == []


def test_searching_candidates(project):
    welfare = make_organisation(project, "Welzijn Veenmeer")
    ann, bo = make_person(project, welfare, "Ann"), make_person(project, name="Bo")
    meeting = make_meeting(project)
    assert inviting.candidates(meeting, "WELZIJN") == [ann]
    assert inviting.candidates(meeting) == [ann, bo]
    assert inviting.candidates(meeting, "niemand") == []


def test_candidates_of_another_project_cannot_be_invited(project):
    stranger = make_person(make_project("Elders"))
    assert inviting.invite(make_meeting(project), NOW, people=[stranger.id]) == []


def test_one_request_per_guest_with_an_address_and_never_twice(project):
    meeting = make_meeting(project)
    ann, bo = make_person(project, name="Ann", email="ann@example.org"), make_person(project, name="Bo", email=None)
    inviting.invite(meeting, NOW, people=[ann.id, bo.id])
    assert [guest.person for guest in send(meeting).queued] == [ann]
    assert send(meeting).queued == []
    assert [gist(message) for message in outbox()] == [("ann@example.org", "REQUEST", 0, "NEEDS-ACTION")]
    event = calendar_of(outbox()[0])
    assert str(event["ORGANIZER"]) == "mailto:noor@example.org"
    assert event["ATTENDEE"].params["RSVP"] == "FALSE"
    (guest,) = [guest for guest in meetings.list_guests(meeting) if guest.person == ann]
    assert (str(event["UID"]), guest.sent_sequence) == (guest.uid, 0)


def test_a_guest_chosen_later_gets_the_version_of_now(project):
    meeting, ann, bo = make_meeting(project), make_person(project, name="Ann"), make_person(project, name="Bo")
    inviting.invite(meeting, NOW, people=[ann.id])
    send(meeting)
    mark_sent(*outbox())
    edit(meeting, replace(PLAN, place="Elders"))
    inviting.invite(meeting, NOW, people=[bo.id])
    send(meeting)
    assert [(m.kind, gist(m)[2]) for m in outbox()] == [("invitation", 0), ("update", 1), ("invitation", 1)]


def test_a_corrected_address_is_mailed_anew_and_no_other(project):
    meeting, ann = make_meeting(project), make_person(project, email="nna@example.org")
    inviting.invite(meeting, NOW, people=[ann.id])
    send(meeting)
    (refused,) = outbox()
    refused.status, refused.attempts, refused.error = Status.FAILED, 1, "550 no such user"
    assert send(meeting).queued == []
    ann.email = "ann@example.org"
    assert len(send(meeting).queued) == 1
    guests = meetings.list_guests(meeting)
    assert inviting.mail_states(guests)[guests[0].id].address == "ann@example.org"


def test_an_address_that_is_none_stops_nobody_else(project):
    meeting = make_meeting(project)
    bad, good = make_person(project, email="geen adres"), make_person(project, email="goed@example.org")
    inviting.invite(meeting, NOW, people=[bad.id, good.id])
    sent = send(meeting)
    assert [guest.person for guest in sent.queued] == [good]
    assert [guest.person for guest in sent.bad_address] == [bad]


def test_what_guests_can_see_raises_the_sequence_and_is_told(project):
    meeting, ann = make_meeting(project), make_person(project, email="ann@example.org")
    inviting.invite(meeting, NOW, people=[ann.id])
    send(meeting)
    mark_sent(*outbox())
    later = replace(PLAN, starts_at=START + DAY, ends_at=START + DAY + dt.timedelta(hours=2))
    assert edit(meeting, later) == 1
    assert gist(outbox()[-1]) == ("ann@example.org", "REQUEST", 1, "NEEDS-ACTION")
    assert calendar_of(outbox()[-1])["DTSTART"].dt == START + DAY
    assert edit(meeting, later) == 0
    assert edit(meeting, replace(later, capacity=5)) == 0
    assert edit(meeting, replace(later, themes=[term(project, Vocabulary.THEME, "opsporen")])) == 1
    assert meeting.sequence == 2


def test_an_update_overtakes_an_invitation_that_never_left(project):
    meeting, ann = make_meeting(project), make_person(project)
    inviting.invite(meeting, NOW, people=[ann.id])
    send(meeting)
    edit(meeting, replace(PLAN, place="Elders"))
    assert [(m.kind, m.status) for m in outbox()] == [("invitation", "superseded"), ("invitation", "pending")]
    assert gist(outbox()[-1])[2] == 1


def test_before_anybody_is_mailed_a_change_has_no_sequence(project):
    meeting, ann = make_meeting(project), make_person(project)
    inviting.invite(meeting, NOW, people=[ann.id])
    assert edit(meeting, replace(PLAN, title="Anders")) == 0
    assert (meeting.sequence, outbox()) == (0, [])


def test_an_answer_survives_an_update(project):
    meeting, ann = make_meeting(project), make_person(project)
    guest = make_invitation(meeting, ann, sent_sequence=0, partstat=Partstat.ACCEPTED)
    send(meeting)
    edit(meeting, replace(PLAN, title="Anders"))
    assert (guest.partstat, guest.sent_sequence) == (Partstat.ACCEPTED, 1)
    assert gist(outbox()[-1])[3] == "ACCEPTED"


def test_the_second_to_save_is_told(project):
    meeting = make_meeting(project)
    seen = meeting.version
    edit(meeting, replace(PLAN, themes=[term(project, Vocabulary.THEME, "opsporen")]), version=seen)
    with pytest.raises(ChangedMeanwhile):
        edit(meeting, replace(PLAN, title="Te laat"), version=seen)
    assert meeting.title == "Kennismaken"


def test_cancelling_tells_who_got_a_request_and_only_them(project):
    meeting = make_meeting(project)
    sent, waiting, unsent = (make_person(project, email=f"{name}@example.org") for name in ("a", "b", "c"))
    inviting.invite(meeting, NOW, people=[sent.id, waiting.id])
    send(meeting)
    mark_sent(outbox()[0])
    inviting.invite(meeting, NOW, people=[unsent.id])
    assert meetings.cancel_meeting(meeting, "Storm.", NOW, stationery(), actor="test") == 1
    assert [(m.to_address, m.kind, m.status) for m in outbox()] == [
        ("a@example.org", "invitation", "sent"),
        ("b@example.org", "invitation", "superseded"),
        ("a@example.org", "cancellation", "pending"),
    ]
    assert gist(outbox()[-1])[:3] == ("a@example.org", "CANCEL", 1)
    assert meetings.cancel_meeting(meeting, "Storm.", NOW, stationery(), actor="test") == 0
    assert len(outbox()) == 3


@pytest.mark.parametrize("verb", [send, lambda meeting, now: edit(meeting, PLAN, now)])
def test_what_has_begun_is_history(project, verb):
    meeting = make_meeting(project)
    with pytest.raises(rules.MeetingStarted):
        verb(meeting, START)
    with pytest.raises(rules.MeetingOver):
        verb(meeting, START + DAY)
    meeting.cancelled_at = NOW
    db.session.flush()
    with pytest.raises(rules.MeetingCancelled):
        verb(meeting, NOW)


def test_only_who_was_merely_chosen_is_taken_off_the_list(project):
    meeting = make_meeting(project)
    chosen, invited = make_invitation(meeting, make_person(project)), make_invitation(meeting, make_person(project))
    invited.sent_sequence = 0
    inviting.take_off_list(chosen)
    assert meetings.list_guests(meeting) == [invited]
    with pytest.raises(rules.AlreadyInvited):
        inviting.take_off_list(invited)


def test_another_projects_meeting_is_not_found(project):
    other = make_meeting(make_project("Elders"))
    with pytest.raises(NotFound):
        meetings.get_meeting(project, other.id)
    mine, guest = make_meeting(project), make_invitation(make_meeting(project), make_person(project))
    with pytest.raises(NotFound):
        meetings.get_guest(mine, guest.id)


def test_counts(project):
    meeting = make_meeting(project)
    make_meeting(project, "Zonder gasten")
    answers = {
        "a": {"partstat": Partstat.ACCEPTED, "sent_sequence": 0, "attendance": Attendance.PRESENT},
        "b": {"partstat": Partstat.ACCEPTED, "waitlisted_at": NOW},
        "c": {"partstat": Partstat.TENTATIVE, "attendance": Attendance.ABSENT},
        "d": {"partstat": Partstat.DECLINED},
        "e": {},
        "f": {"walk_in": True, "attendance": Attendance.PRESENT},
    }
    for fields in answers.values():
        make_invitation(meeting, make_person(project), **fields)
    assert meetings.counts(project) == {
        meeting.id: Counts(
            guests=6, accepted=1, waiting=1, tentative=1, declined=1, silent=1, invited=1, present=2, recorded=3
        )
    }


def test_attendance_walk_ins_and_tables_make_pairs(project):
    meeting = make_meeting(project)
    ann, bo, cas, dik = (make_person(project, name=name) for name in ("Ann", "Bo", "Cas", "Dik"))
    guests = {person: make_invitation(meeting, person) for person in (ann, bo, dik)}
    with pytest.raises(rules.TooEarly):
        attendance.record_attendance(guests[ann], Attendance.PRESENT, NOW)
    for person in (ann, bo, dik):
        attendance.record_attendance(guests[person], Attendance.PRESENT, START)
    walk_in = attendance.add_walk_in(meeting, cas, START)
    assert (walk_in.walk_in, walk_in.attendance) == (True, Attendance.PRESENT)
    attendance.record_attendance(guests[dik], Attendance.EXCUSED, START)
    attendance.seat_guests(meeting, {ann.id: 1, bo.id: 2, cas.id: 1, dik.id: 1}, START)
    assert attendance.tables(meeting) == {ann.id: 1, bo.id: 2, cas.id: 1}
    assert attendance.present_pairs(project) == [
        (meeting.id, START, ann.id, bo.id),
        (meeting.id, START, ann.id, cas.id),
        (meeting.id, START, bo.id, cas.id),
    ]
    assert attendance.seated_pairs(project) == [(meeting.id, START, ann.id, cas.id)]
    attendance.record_attendance(guests[ann], None, START)
    assert attendance.seated_pairs(project) == []
    assert attendance.present_pairs(make_project("Elders")) == []


def test_a_guest_who_walks_in_is_simply_present(project):
    meeting, ann = make_meeting(project), make_person(project)
    guest = make_invitation(meeting, ann, partstat=Partstat.DECLINED)
    assert attendance.add_walk_in(meeting, ann, START) == guest
    assert (guest.walk_in, guest.attendance) == (False, Attendance.PRESENT)
    assert attendance.add_walk_in(meeting, ann, START) == guest


def test_attendees_are_asked_once_and_not_twice_a_month(project):
    meeting = make_meeting(project)
    present = {"attendance": Attendance.PRESENT}
    ann = make_invitation(meeting, make_person(project, name="Ann", email="ann@example.org"), **present)
    recent = make_invitation(meeting, make_person(project, asked_at=START - 10 * DAY), **present)
    nobody = make_invitation(meeting, make_person(project, email=None), **present)
    make_invitation(meeting, make_person(project), attendance=Attendance.ABSENT)
    after = START + DAY
    with pytest.raises(rules.NotOverYet):
        ask(meeting, START)
    version = ann.person.version
    assert ask(meeting, after) == [ann]
    assert ask(meeting, after) == []
    assert [(m.kind, m.to_address) for m in outbox()] == [("after", "ann@example.org")]
    assert (ann.person.asked_at, ann.person.version) == (after, version)
    found = afterwards.asking(meetings.list_guests(meeting), after)
    assert (found.to_ask, found.asked, found.too_soon, found.unreachable) == ([], [ann], [recent], [nobody])
    assert ask(meeting, after + 31 * DAY) == [recent]


def test_a_meeting_of_nobody(project):
    meeting = make_meeting(project)
    assert send(meeting).queued == []
    assert ask(meeting, START + DAY) == []
    assert attendance.present_pairs(project) == []
    assert meetings.counts(project) == {}
    assert meetings.next_meeting(project, NOW) == meeting
    assert meetings.next_meeting(project, START + DAY) is None
