"""Whom to invite, in which order, and taking it back: verbs on both databases."""

import datetime as dt
import email
import threading
from email import policy

import icalendar
import pytest
import vobject
from sqlalchemy import select

from kapstok.extensions import db
from kapstok.freetext import HoldsBsn
from kapstok.mail.letter import Paragraph
from kapstok.mail.mime import Mailbox
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import Status
from kapstok.meetings import answering, choosing, inviting, rehearsal, rules
from kapstok.meetings import service as meetings
from kapstok.meetings.invite_rules import NoSuchTurn
from kapstok.meetings.inviting import Progress
from kapstok.meetings.models import Invitation
from kapstok.meetings.rules import AlreadyInvited, Attendance, Partstat
from kapstok.projects.rules import Vocabulary
from kapstok.web.links import stationery
from tests.factories import NOW, make_invitation, make_meeting, make_organisation, make_person, make_project, term

DAY = dt.timedelta(days=1)


@pytest.fixture
def project(app):
    return make_project()


@pytest.fixture
def meeting(project):
    return make_meeting(project)


def outbox() -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def send(meeting, **options):
    return [
        guest.person.name
        for guest in inviting.send_invitations(meeting, stationery(), NOW, actor="t", **options).queued
    ]


def arrive(*messages):
    for message in messages or outbox():
        message.status, message.attempts, message.sent_at = Status.SENT, 1, NOW
    db.session.flush()


def guest_of(meeting, name="Ann", **fields) -> Invitation:
    return make_invitation(
        meeting, make_person(meeting.project, name=name, email=f"{name.lower()}@example.org"), **fields
    )


def calendars(message: OutboxMessage) -> tuple[icalendar.Calendar, vobject.base.Component]:
    """The calendar inside a mail, as two independent libraries read it."""
    mail = email.message_from_bytes(message.mime, policy=policy.default)
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    *_, inside, attached = mail.walk()
    content = inside.get_payload(decode=True)
    assert attached.get_payload(decode=True) == content
    calendar = icalendar.Calendar.from_ical(content)
    assert inside.get_param("method") == calendar["METHOD"]
    assert (inside["Content-ID"], inside.get_content_disposition()) == (None, None)
    return calendar, vobject.readOne(content.decode())


def gist(message: OutboxMessage) -> tuple:
    """(method, UID, SEQUENCE, STATUS, attendees): what both readers must agree on."""
    one, other = calendars(message)
    (event,) = one.walk("VEVENT")
    attendee = event["ATTENDEE"]
    first = (one["METHOD"], event["UID"], int(event["SEQUENCE"]), event["STATUS"], [str(attendee)])
    entry = other.vevent
    second = (
        other.method.value,
        entry.uid.value,
        int(entry.sequence.value),
        entry.status.value,
        [line.value for line in entry.attendee_list],
    )
    assert tuple(map(str, first)) == tuple(map(str, second))
    return first


def test_guests_by_function_and_by_who_came_before(project, meeting):
    welfare = make_organisation(project)
    ann = make_person(project, welfare, "Ann", function="huisarts")
    bo, cas = make_person(project, welfare, "Bo"), make_person(project, welfare, "Cas")
    held = make_meeting(project, "Eerder", NOW - 30 * DAY)
    make_invitation(held, bo, attendance=Attendance.PRESENT)
    make_invitation(held, cas, attendance=Attendance.ABSENT)
    assert [(row.meeting, row.came) for row in choosing.earlier_meetings(project, [ann, bo, cas], NOW)] == [(held, 1)]
    assert choosing.earlier_meetings(project, [ann, cas], NOW) == []
    added = inviting.invite(meeting, NOW, functions=[term(project, Vocabulary.FUNCTION, "huisarts").id])
    assert [guest.person for guest in added] == [ann]
    added = inviting.invite(meeting, NOW, came_to=[held.id], turn=2)
    assert [(guest.person, guest.turn) for guest in added] == [(bo, 2)]


def test_who_came_to_a_meeting_of_another_project_is_nobody_here(project, meeting):
    elsewhere = make_meeting(make_project("Elders"), starts_at=NOW - DAY)
    make_invitation(elsewhere, make_person(elsewhere.project), attendance=Attendance.PRESENT)
    assert inviting.invite(meeting, NOW, came_to=[elsewhere.id]) == []


def test_rounds_are_sent_one_by_one(meeting):
    for name, turn in (("Ann", 1), ("Bo", 2), ("Cas", 2), ("Dik", 3)):
        guest_of(meeting, name, turn=turn)

    def due():
        guests = meetings.list_guests(meeting)
        return [guest.person.name for guest in inviting.due_now(guests, inviting.mail_states(guests))]

    assert due() == ["Ann"]
    assert send(meeting, turn=1) == ["Ann"]
    assert (due(), send(meeting, turn=1)) == ([], [])
    assert send(meeting, turn=2) == ["Bo", "Cas"]
    assert send(meeting) == ["Dik"]


def test_a_guest_changes_rounds_until_they_are_mailed(meeting):
    guest = guest_of(meeting)
    inviting.move_to_turn(guest, 3)
    assert guest.turn == 3
    with pytest.raises(NoSuchTurn):
        inviting.move_to_turn(guest, 4)
    send(meeting)
    with pytest.raises(AlreadyInvited):
        inviting.move_to_turn(guest, 1)


def test_an_invitation_that_goes_anew_stands_above_the_one_that_was_refused(meeting):
    guest = guest_of(meeting)
    send(meeting)
    (refused,) = outbox()
    refused.status, refused.attempts = Status.FAILED, 1
    guest.person.email = "beter@example.org"
    assert send(meeting) == ["Ann"]
    assert [gist(message)[:3] for message in outbox()] == [("REQUEST", guest.uid, 0), ("REQUEST", guest.uid, 1)]


def test_a_withdrawn_invitation_leaves_one_calendar_and_no_other(meeting):
    ann, bo = guest_of(meeting), guest_of(meeting, "Bo")
    uid = ann.uid
    send(meeting)
    arrive()
    assert inviting.withdraw(ann, stationery(), NOW + DAY, actor="t") is True
    assert meetings.list_guests(meeting) == [bo]
    *_, message = outbox()
    assert (message.kind, message.to_address) == ("withdrawal", "ann@example.org")
    assert gist(message) == ("CANCEL", uid, 1, "CANCELLED", ["mailto:ann@example.org"])
    assert len(outbox()) == 3


def test_who_is_invited_again_after_that_gets_an_entry_of_their_own(meeting):
    ann = guest_of(meeting)
    send(meeting)
    arrive()
    person, first = ann.person, ann.uid
    inviting.withdraw(ann, stationery(), NOW, actor="t")
    inviting.invite(meeting, NOW, people=[person.id])
    send(meeting)
    assert gist(outbox()[-1])[:3] == ("REQUEST", meetings.list_guests(meeting)[0].uid, 1)
    assert meetings.list_guests(meeting)[0].uid != first


@pytest.mark.parametrize("fate", ["never left", "refused", "bounced"])
def test_nobody_hears_of_the_end_of_what_never_reached_them(meeting, fate):
    ann = guest_of(meeting)
    send(meeting)
    (message,) = outbox()
    if fate != "never left":
        message.status, message.attempts = Status.FAILED, 1
    if fate == "bounced":
        message.bounced_at, message.attempts = NOW, 2
    assert inviting.withdraw(ann, stationery(), NOW, actor="t") is False
    db.session.expire_all()
    assert [message.kind for message in outbox()] == ["invitation"]
    assert message.status == (Status.SUPERSEDED if fate == "never left" else Status.FAILED)


@pytest.mark.parametrize("gone", ["archived", "no address"])
def test_who_can_no_longer_be_mailed_is_not_invited_to_what_is_off(meeting, gone):
    ann = guest_of(meeting)
    send(meeting)
    ann.person.archived_at = NOW if gone == "archived" else None
    ann.person.email = None if gone == "no address" else ann.person.email
    assert meetings.cancel_meeting(meeting, "", NOW, stationery(), actor="t") == 0
    db.session.expire_all()
    assert [(message.kind, message.status) for message in outbox()] == [("invitation", Status.SUPERSEDED)]


def test_who_is_being_mailed_at_this_moment_is_not_taken_off_the_list(app, meeting):
    guest = guest_of(meeting)
    invitation_id, refusals = guest.id, []
    db.session.commit()
    answering.lock(meeting)
    send(meeting)

    def take_off_meanwhile() -> None:
        with app.app_context():
            try:
                inviting.take_off_list(answering.find_invitation(invitation_id, 1))
                db.session.commit()
            except AlreadyInvited as refusal:
                refusals.append(refusal)
            db.session.remove()

    thread = threading.Thread(target=take_off_meanwhile)
    thread.start()
    thread.join(0.3)  # it waits now
    db.session.commit()
    thread.join()

    assert len(refusals) == 1
    assert [found.id for found in meetings.list_guests(meeting)] == [invitation_id]


def test_the_place_of_a_withdrawn_guest_goes_to_who_waits(meeting):
    meeting.capacity = 1
    ann = guest_of(meeting, partstat=Partstat.ACCEPTED)
    bo = guest_of(meeting, "Bo", partstat=Partstat.ACCEPTED, waitlisted_at=NOW)
    inviting.withdraw(ann, stationery(), NOW, actor="t")
    assert bo.waitlisted_at is None


def test_what_has_begun_is_not_withdrawn(project):
    guest = guest_of(make_meeting(project, starts_at=NOW))
    with pytest.raises(rules.MeetingStarted):
        inviting.withdraw(guest, stationery(), NOW, actor="t")


def test_own_words_stand_under_the_greeting_and_in_no_calendar(meeting):
    guest_of(meeting)
    inviting.write_words(meeting, "", "Neem iets lekkers mee.\n\nTot dan.", NOW)
    send(meeting)
    (message,) = outbox()
    mail = email.message_from_bytes(message.mime, policy=policy.default)
    text = mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert text.startswith("Beste Ann,\n\nNeem iets lekkers mee.\n\nTot dan.\n\nNoor de Wit nodigt u")
    assert "<p>Neem iets lekkers mee.</p>\r\n<p>Tot dan.</p>" in mail.get_body(("html",)).get_content()
    (event,) = calendars(message)[0].walk("VEVENT")
    assert "lekkers" not in event["DESCRIPTION"]
    with pytest.raises(HoldsBsn):
        inviting.write_words(meeting, meeting.words, "Bel 123456782", NOW)


def test_sectors_of_which_nobody_comes(project, meeting):
    welfare, council = make_organisation(project), make_organisation(project, sector="gemeente")
    make_invitation(meeting, make_person(project, welfare))
    make_person(project, welfare)
    make_person(project, council)
    send(meeting)
    arrive()

    def found(now):
        guests = meetings.list_guests(meeting)
        gaps = inviting.missing_sectors(meeting, guests, inviting.mail_states(guests), now)
        return [(gap.sector.key, gap.invited, gap.candidates) for gap in gaps]

    assert found(NOW + 2 * DAY) == [("gemeente", 0, 1)]
    assert found(NOW + 3 * DAY) == [("welzijn", 1, 1), ("gemeente", 0, 1)]


def test_progress_counts_the_newest_mail_of_each_guest(meeting):
    for name in ("Ann", "Bo", "Cas", "Dik"):
        guest_of(meeting, name)
    send(meeting)
    first, second, third, _fourth = outbox()
    arrive(first, second)
    third.status = Status.FAILED
    db.session.flush()
    progress = inviting.progress(inviting.mail_states(meetings.list_guests(meeting)))
    assert (progress, progress.waiting) == (Progress(total=4, sent=2, refused=1), 1)


def test_looking_at_an_invitation_invites_nobody(meeting):
    nobody = rehearsal.specimen(meeting, "Sanne Voorbeeld")
    seen = rehearsal.rehearse(nobody, stationery(), NOW)
    db.session.flush()
    assert seen.letter.blocks[0] == Paragraph("Beste Sanne Voorbeeld,")
    assert seen.calendar.summary == "Kennismaken"
    assert (meetings.list_guests(meeting), outbox()) == ([], [])


def test_a_trial_goes_to_the_projectleider_and_to_no_calendar(meeting):
    nobody = rehearsal.specimen(meeting, "Sanne Voorbeeld")
    for _twice in range(2):
        rehearsal.send_trial(nobody, Mailbox("Noor de Wit", "noor@example.org"), stationery(), NOW)
    replaced, message = outbox()
    assert replaced.status == Status.SUPERSEDED
    assert (message.kind, message.to_address, message.person_id) == ("trial", "noor@example.org", None)
    assert message.subject.startswith("Proef: Uitnodiging: Kennismaken")
    mail = email.message_from_bytes(message.mime, policy=policy.default)
    assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]
