"""Answers from calendars, from the raw mail to the answer that counts. On both databases."""

import datetime as dt

import pytest
from sqlalchemy import select

from kapstok import signing
from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.meetings import answering, inviting
from kapstok.meetings import service as meetings
from kapstok.meetings.at_once import answer_at_once
from kapstok.meetings.models import CalendarReply
from kapstok.meetings.rules import Partstat, Via
from kapstok.meetings.service import Plan
from kapstok.signing import Purpose
from kapstok.web.links import stationery
from tests import reply_shapes, replying
from tests.factories import NOW, make_meeting, make_project
from tests.mails import plain
from tests.reply_shapes import SHAPES
from tests.replying import REPLY_DOMAIN, SECRET, guest_of, read_replies

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
YES, PERHAPS, NO, SILENT = Partstat.ACCEPTED, Partstat.TENTATIVE, Partstat.DECLINED, Partstat.NEEDS_ACTION


@pytest.fixture
def project(app, monkeypatch):
    read_replies(app, monkeypatch)
    return make_project()


@pytest.fixture
def meeting(project):
    return make_meeting(project)


def answer_of(guest, **changes):
    return replying.answer_of(guest, **({"stamp": NOW - MINUTE} | changes))


def come_in(raw, now=NOW, **options):
    return replying.come_in(raw, now, **options)


def fate(message) -> tuple[str, str]:
    return message.status, message.reason


def kinds() -> list[str]:
    return list(db.session.scalars(select(OutboxMessage.kind).order_by(OutboxMessage.id)))


@pytest.mark.parametrize("client", SHAPES)
def test_an_answer_of_every_client_counts(meeting, client):
    guest = guest_of(meeting)
    message = come_in(SHAPES[client](answer_of(guest, comment="Ik kom met de trein")))
    assert fate(message) == ("handled", "applied")
    assert (message.project_id, message.person_id, message.handled_at) == (meeting.project_id, guest.person_id, NOW)
    assert (guest.partstat, guest.answered_via, guest.answered_at) == (YES, Via.MAIL, NOW)
    assert (guest.comment, guest.answer_stamp) == ("Ik kom met de trein", NOW - MINUTE)
    reply = db.session.scalars(select(CalendarReply).where(CalendarReply.project_id == meeting.project_id)).one()
    assert (reply.status, reply.partstat, reply.attendee, reply.sequence) == ("applied", YES, "jet@example.org", 0)
    assert (reply.inbox_message_id, reply.settled_by, kinds()) == (message.id, "system", [])


def test_the_same_mail_twice_is_one_answer(meeting):
    raw = reply_shapes.gmail(answer_of(guest_of(meeting)))
    assert come_in(raw) is not None
    assert come_in(b"Received: van elders\r\n" + raw) is None


def test_answers_count_in_the_order_in_which_they_were_given(meeting):
    guest = guest_of(meeting)
    come_in(reply_shapes.gmail(answer_of(guest, partstat="DECLINED", stamp=NOW - MINUTE)))
    late = come_in(reply_shapes.gmail(answer_of(guest, partstat="ACCEPTED", stamp=NOW - 2 * MINUTE)))
    assert fate(late) == ("handled", "not-newer")
    assert guest.partstat == NO
    newer = come_in(reply_shapes.gmail(answer_of(guest, partstat="TENTATIVE", stamp=NOW)))
    assert (fate(newer), guest.partstat) == (("handled", "applied"), PERHAPS)


def test_an_answer_on_the_page_after_that_in_the_calendar_wins(meeting):
    guest = guest_of(meeting)
    answering.answer_invitation(guest, NO, "", NOW, Via.LINK, stationery(), actor="test")
    assert fate(come_in(reply_shapes.kde(answer_of(guest)), NOW + MINUTE)) == ("handled", "not-newer")
    assert (guest.partstat, guest.answered_via) == (NO, Via.LINK)


@pytest.mark.parametrize("at_once", [True, False])
def test_what_is_said_again_on_the_page_is_newer_than_a_calendar_in_between(meeting, at_once):
    guest = guest_of(meeting)
    for now in (NOW, NOW + 2 * MINUTE):
        if at_once:
            assert answer_at_once(guest.id, 1, YES, "", now)
            db.session.refresh(guest)
        else:
            answering.answer_invitation(guest, YES, "", now, Via.LINK, stationery(), actor="test")
    late = come_in(reply_shapes.gmail(answer_of(guest, partstat="DECLINED", stamp=NOW + MINUTE)), NOW + 3 * MINUTE)
    assert (fate(late), guest.partstat) == (("handled", "not-newer"), YES)


def test_an_answer_that_replaces_another_is_confirmed_once_a_day(meeting):
    guest = guest_of(meeting)
    for number, said in enumerate(["ACCEPTED", "DECLINED", "ACCEPTED", "ACCEPTED"]):
        come_in(reply_shapes.gmail(answer_of(guest, partstat=said, stamp=NOW + number * MINUTE)), NOW + number * MINUTE)
    assert kinds() == ["answer changed"]
    (mail,) = db.session.scalars(select(OutboxMessage))
    assert "Uw antwoord is nu: nee." in plain(mail)
    assert stationery().rsvp_link(guest) in plain(mail)
    come_in(reply_shapes.gmail(answer_of(guest, partstat="DECLINED", stamp=NOW + DAY)), NOW + DAY + 2 * MINUTE)
    assert kinds() == ["answer changed", "answer changed"]


def test_a_yes_to_a_full_meeting_waits_and_says_so(project):
    meeting = make_meeting(project, capacity=1)
    guest_of(meeting, "Ann", partstat=YES)
    guest = guest_of(meeting, "Bo", partstat=PERHAPS)
    come_in(reply_shapes.apple(answer_of(guest)))
    assert (guest.partstat, answering.place_in_line(guest), kinds()) == (YES, 1, ["waitlisted"])


def test_an_answer_to_the_meeting_as_it_was_is_asked_again_once(meeting):
    guest = guest_of(meeting, sent_sequence=None)
    inviting.send_invitations(meeting, stationery(), NOW, actor="test")
    plan = Plan("Kennismaken in Noord", meeting.starts_at + DAY, meeting.ends_at + DAY)
    guest.sent_sequence, meeting.sequence = 1, 1
    first = come_in(reply_shapes.gmail(answer_of(guest, partstat="TENTATIVE", stamp=NOW)))
    come_in(reply_shapes.gmail(answer_of(guest, stamp=NOW + MINUTE)), NOW + MINUTE)
    assert (fate(first), guest.partstat) == (("handled", "old-version"), SILENT)
    assert kinds() == ["invitation", "answer again"]
    mail = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "answer again")).one()
    assert "Uw agenda antwoordde “misschien” op de bijeenkomst “Kennismaken”." in plain(mail)
    assert f"{stationery().rsvp_link(guest)}?antwoord=misschien" in plain(mail)
    meetings.edit_meeting(meeting, meeting.version, plan, NOW + 2 * MINUTE, stationery(), actor="test")
    come_in(reply_shapes.gmail(answer_of(guest, sequence=1, stamp=NOW + 2 * MINUTE)), NOW + 3 * MINUTE)
    assert kinds()[-1] == "answer again"
    come_in(reply_shapes.gmail(answer_of(guest, sequence=2, stamp=NOW + 4 * MINUTE)), NOW + 4 * MINUTE)
    assert guest.partstat == YES


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (lambda guest: reply_shapes.gmail(answer_of(guest, address="bo@example.org")), "not-the-guest"),
        (lambda guest: reply_shapes.gmail(answer_of(guest, uid="0d0e7c8a-1111")), "other-uid"),
        (lambda guest: reply_shapes.gmail(answer_of(guest, to="noor@example.org")), "no-proof"),
        (lambda guest: reply_shapes.delegated(answer_of(guest), "bo@example.org"), "delegated"),
        (lambda guest: reply_shapes.counter(answer_of(guest), NOW, NOW + DAY), "counter"),
    ],
)
def test_what_is_in_doubt_waits_and_changes_nothing(meeting, made, reason):
    guest = guest_of(meeting)
    message = come_in(made(guest))
    assert (fate(message), message.project_id) == (("held", reason), meeting.project_id)
    assert (guest.partstat, kinds()) == (SILENT, [])
    reply = db.session.scalars(select(CalendarReply).where(CalendarReply.project_id == meeting.project_id)).one()
    assert (reply.status, reply.reason, reply.settled_at, reply.invitation_id) == ("held", reason, None, guest.id)


def test_the_address_of_one_guest_with_the_uid_of_another_waits(meeting):
    jet, bo = guest_of(meeting, "Jet"), guest_of(meeting, "Bo")
    message = come_in(reply_shapes.gmail(answer_of(jet, uid=bo.uid)))
    assert (fate(message), jet.partstat, bo.partstat) == (("held", "other-uid"), SILENT, SILENT)


def test_an_address_that_we_did_not_make_proves_nothing(meeting):
    """The invitation's number is no secret; the rest of its address is."""
    jet, bo = guest_of(meeting, "Jet"), guest_of(meeting, "Bo")
    forged = signing.short_token("another secret", Purpose.REPLY, jet.id, jet.uid)
    of_another = signing.short_token(SECRET, Purpose.REPLY, jet.id, bo.uid)
    of_a_mail = signing.short_token(SECRET, Purpose.BOUNCE, jet.id, jet.uid)
    for token in (forged, of_another, of_a_mail):
        message = come_in(reply_shapes.gmail(answer_of(jet, to=f"r-{token}@{REPLY_DOMAIN}")))
        assert (fate(message), jet.partstat) == (("held", "no-proof"), SILENT)
    genuine = signing.short_token(SECRET, Purpose.REPLY, jet.id, jet.uid)
    come_in(reply_shapes.gmail(answer_of(jet, to=f"r-{genuine}@{REPLY_DOMAIN}")))
    assert jet.partstat == YES


@pytest.mark.parametrize(("verdict", "expected"), [("pass", ("handled", "applied")), ("fail", ("held", "no-proof"))])
def test_without_the_address_the_word_of_our_own_mail_server_counts(meeting, verdict, expected):
    guest = guest_of(meeting)
    stamp = f"Authentication-Results: antwoord.example.org; dmarc={verdict} header.from=example.org\r\n".encode()
    raw = stamp + reply_shapes.gmail(answer_of(guest, to="noor@example.org"))
    assert fate(come_in(raw)) == expected


def test_a_dropped_mail_is_vouched_for_but_reaches_no_other_project(meeting, project):
    guest = guest_of(meeting)
    raw = reply_shapes.gmail(answer_of(guest, to="noor@example.org"))
    assert fate(come_in(raw, dropped_in=project)) == ("handled", "applied")
    elsewhere = make_project("Elders")
    message = come_in(reply_shapes.gmail(answer_of(guest, partstat="DECLINED")), dropped_in=elsewhere)
    assert (message.project_id, guest.partstat) == (None, YES)


def test_a_remark_with_a_number_of_a_client_is_left_out(meeting):
    guest = guest_of(meeting)
    message = come_in(reply_shapes.exchange(answer_of(guest, comment="Het gaat om 123456782")))
    assert (fate(message), guest.partstat, guest.comment) == (("handled", "applied"), YES, "")


def test_an_answer_without_a_remark_leaves_the_one_there_is(meeting):
    guest = guest_of(meeting, comment="Ik eet vegetarisch")
    come_in(reply_shapes.kde(answer_of(guest)))
    assert (guest.partstat, guest.comment) == (YES, "Ik eet vegetarisch")


def test_words_and_what_cannot_be_read_wait_at_their_project(meeting):
    guest = guest_of(meeting)
    words = come_in(reply_shapes.written(answer_of(guest), "Kan mijn collega ook mee?"))
    garbled = come_in(reply_shapes.calendar_mail(answer_of(guest), "BEGIN:VCALENDAR\r\nEND:VCALENDAR"))
    nobodys = come_in(reply_shapes.written(answer_of(guest, to="post@example.org"), "Dag"))
    assert [fate(words), fate(garbled), fate(nobodys)] == [("held", "words"), ("held", "calendar"), ("held", "words")]
    assert [words.project_id, garbled.project_id, nobodys.project_id] == [meeting.project_id, meeting.project_id, None]
    assert (words.person_id, guest.partstat) == (guest.person_id, SILENT)


def test_an_answer_after_the_meeting_changes_nothing(meeting):
    guest = guest_of(meeting)
    message = come_in(reply_shapes.gmail(answer_of(guest)), meeting.ends_at)
    assert (fate(message), guest.partstat, kinds()) == (("handled", "over"), SILENT, [])
