"""Who is silent is reminded, never more than twice, and nobody else is: verbs on both databases."""

import datetime as dt
import email
from dataclasses import replace
from email import policy

import pytest
from sqlalchemy import select

from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import Status
from kapstok.meetings import answering, inviting, reminding
from kapstok.meetings import service as meetings
from kapstok.meetings.invite_rules import NobodyToRemind, Quiet
from kapstok.meetings.replies import deciding
from kapstok.meetings.rules import Partstat, Via
from kapstok.web.links import rsvp_link, stationery, stop_link
from tests import reply_shapes
from tests.factories import NOW, make_invitation, make_meeting, make_person, make_project
from tests.replying import answer_of, come_in, read_replies

DAY = dt.timedelta(days=1)


@pytest.fixture
def project(app):
    return make_project()


@pytest.fixture
def meeting(project):
    """In thirty days; Ann and Bo were mailed on ``NOW``."""
    meeting = make_meeting(project, starts_at=NOW + 30 * DAY)
    for name in ("Ann", "Bo"):
        make_invitation(meeting, make_person(project, name=name, email=f"{name.lower()}@example.org"))
    inviting.send_invitations(meeting, stationery(), NOW, actor="test")
    arrive(NOW)
    return meeting


def arrive(at):
    for message in db.session.scalars(select(OutboxMessage).where(OutboxMessage.status == Status.PENDING)):
        message.status, message.attempts, message.sent_at = Status.SENT, 1, at
    db.session.flush()


def guest(meeting, name):
    return next(found for found in meetings.list_guests(meeting) if found.person.name == name)


def answer(guest, now=NOW):
    answering.answer_invitation(guest, Partstat.DECLINED, "", now, Via.LINK, stationery(), actor="test")


def remind(meeting, now):
    try:
        return [found.person.name for found in reminding.remind(meeting, stationery(), now, actor="test")]
    except NobodyToRemind:
        return []


def reminders() -> list[OutboxMessage]:
    query = select(OutboxMessage).where(OutboxMessage.kind == "reminder").order_by(OutboxMessage.id)
    return list(db.session.scalars(query))


def test_only_who_is_silent_is_reminded_each_with_an_own_link(meeting):
    answer(guest(meeting, "Bo"))
    before = meeting.sequence
    assert remind(meeting, NOW + 2 * DAY) == ["Ann"]
    (message,) = reminders()
    mail = email.message_from_bytes(message.mime, policy=policy.default)
    ann = guest(meeting, "Ann")
    assert f"{rsvp_link(ann)}?antwoord=ja" in mail.get_body(("plain",)).get_content()
    assert mail["List-Unsubscribe"].strip() == f"<{stop_link(ann)}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert (meeting.sequence, ann.sent_sequence, ann.partstat) == (before, 0, "NEEDS-ACTION")


def test_at_most_twice_and_four_days_apart(meeting):
    answer(guest(meeting, "Bo"))
    reminded = []
    for day in range(1, 16):
        reminded += [day] if remind(meeting, NOW + day * DAY) else []
        arrive(NOW + day * DAY)
    assert reminded == [1, 5]


@pytest.mark.parametrize(
    ("person", "invitation", "why"),
    [
        ({"archived_at": NOW}, {}, Quiet.UNREACHABLE),
        ({"address_refused_at": NOW}, {}, Quiet.UNREACHABLE),
        ({"email": None}, {}, Quiet.UNREACHABLE),
        ({}, {"no_reminders": True}, Quiet.ASKED_NOT_TO),
    ],
)
def test_who_is_left_in_peace(meeting, person, invitation, why):
    ann = guest(meeting, "Ann")
    for row, values in ((ann.person, person), (ann, invitation)):
        for name, value in values.items():
            setattr(row, name, value)
    db.session.flush()
    guests = meetings.list_guests(meeting)
    found = reminding.reminding(guests, inviting.mail_states(guests), NOW + 2 * DAY)
    assert ([guest.person.name for guest in found.due], dict(found.quiet)) == (["Bo"], {why: 1})
    assert remind(meeting, NOW + 2 * DAY) == ["Bo"]


def test_who_waits_for_a_place_was_heard_and_who_was_never_mailed_is_not_reminded(meeting):
    ann = guest(meeting, "Ann")
    ann.partstat, ann.waitlisted_at = Partstat.ACCEPTED, NOW
    make_invitation(meeting, make_person(meeting.project, name="Cas"))
    assert remind(meeting, NOW + 2 * DAY) == ["Bo"]


def test_who_answered_something_that_waits_to_be_confirmed_did_not_keep_silent(app, monkeypatch, meeting):
    read_replies(app, monkeypatch)
    alias = answer_of(guest(meeting, "Ann"), NOW + DAY, address="a.jansen@example.org")
    message = come_in(reply_shapes.gmail(alias), NOW + DAY)
    assert message.status == "held"
    assert remind(meeting, NOW + 2 * DAY) == ["Bo"]
    deciding.dismiss(meeting.project, message.id, NOW + 2 * DAY, actor="test")
    assert remind(meeting, NOW + 2 * DAY) == ["Ann"]


def test_an_answer_and_a_cancellation_keep_an_unsent_reminder_at_home(meeting):
    remind(meeting, NOW + 2 * DAY)
    answer(guest(meeting, "Ann"), NOW + 2 * DAY)
    meetings.cancel_meeting(meeting, "", NOW + 2 * DAY, stationery(), actor="test")
    db.session.expire_all()
    assert [message.status for message in reminders()] == [Status.SUPERSEDED, Status.SUPERSEDED]


def test_a_change_takes_back_what_reminds_of_the_meeting_as_it_was(meeting):
    remind(meeting, NOW + 2 * DAY)
    plan = replace(meetings.plan_of(meeting), starts_at=meeting.starts_at + DAY, ends_at=meeting.ends_at + DAY)
    meetings.edit_meeting(meeting, meeting.version, plan, NOW + 2 * DAY, stationery(), actor="test")
    db.session.expire_all()
    assert [message.status for message in reminders()] == [Status.SUPERSEDED, Status.SUPERSEDED]


def test_stopping_is_no_answer_and_twice_is_harmless(meeting):
    ann = guest(meeting, "Ann")
    for _twice in range(2):
        reminding.stop(ann, actor="test")
    assert (ann.no_reminders, ann.partstat) == (True, "NEEDS-ACTION")
    assert remind(meeting, NOW + 2 * DAY) == ["Bo"]


def test_a_meeting_reminds_by_itself_once_and_only_when_asked_to(project, meeting):
    week_before = NOW + 23 * DAY
    assert reminding.remind_due(project, week_before, stationery()) == 0
    reminding.switch_auto(meeting, True, NOW)
    assert reminding.remind_due(project, week_before - DAY, stationery()) == 0
    assert reminding.remind_due(project, week_before, stationery()) == 2
    arrive(week_before)
    assert reminding.remind_due(project, week_before + 6 * DAY, stationery()) == 0


def test_a_reminder_tells_the_facts_of_now(meeting):
    meeting.place = "De Kade"
    meeting.answer_by = (NOW + 20 * DAY).date()
    remind(meeting, NOW + 2 * DAY)
    mail = email.message_from_bytes(reminders()[0].mime, policy=policy.default)
    text = mail.get_body(("plain",)).get_content()
    assert "Waar: De Kade" in text
    assert "Kies uiterlijk maandag 23 maart 2026 uw antwoord" in text
