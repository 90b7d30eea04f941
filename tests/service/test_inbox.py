"""The inbox: the same mail comes once, whichever way; its content is kept for a while and its fate for good."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import inspect

from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.mail import inbox
from kapstok.mail.models import InboxMessage
from kapstok.mail.rules import KEEP_HANDLED, KEEP_HELD, Fate, Kind, Reason, Trouble
from tests.factories import NOW, make_project
from tests.incoming_mails import CALENDAR, TOKEN, mail

RAW = mail("Content-Type: text/calendar", body=CALENDAR)
DAY = dt.timedelta(days=1)


def receive(raw=RAW, source="imap", **more):
    message = inbox.receive(raw, NOW, source, **more)
    db.session.commit()
    return message


def test_a_mail_is_kept_as_it_came(app):
    message = receive()

    assert (message.from_address, message.to_address, message.subject) == ("jet@example.org", TOKEN, "Antwoord")
    assert (message.kind, message.status, message.source, message.raw) == ("calendar", "new", "imap", RAW)
    assert inbox.open_again(message, "reply.example.org").calendars == (f"{CALENDAR}\n".replace("\n", "\r\n").encode(),)
    assert inbox.new_ids() == [message.id]


def test_the_same_mail_over_two_ways_is_one(app):
    receive()

    assert receive(b"Delivered-To: vangnet@reply.example.org\r\nReceived: from mx\r\n" + RAW, "drop") is None
    assert receive(RAW.replace(b"\r\n", b"\n"), "drop") is None
    assert receive(RAW.replace(b"METHOD:REPLY", b"METHOD:COUNTER")) is not None
    assert receive(RAW.replace(b"jet@", b"noa@")) is not None


def test_the_same_mail_at_the_same_moment_is_one(app):
    def take_in(number):
        with app.app_context():
            return receive() is not None

    with ThreadPoolExecutor(4) as workers:
        assert sum(workers.map(take_in, range(8))) == 1


def test_broken_mail_is_kept_with_its_reason(app):
    nothing, too_large = receive(b""), receive(b"From: jet@example.org\r\nSubject: Foto\r\n", headers_only=True)

    assert (nothing.kind, nothing.reason) == ("broken", "unreadable")
    assert (too_large.kind, too_large.reason, too_large.subject) == ("broken", "mail too large", "Foto")
    assert inbox.open_again(too_large, "").reason == Trouble.MAIL_TOO_LARGE


def test_each_new_mail_is_read_by_one(app):
    message = receive()

    assert inbox.take(message.id) is message
    inbox.settle(message, Fate.HANDLED, now=NOW)
    db.session.commit()
    assert inbox.take(message.id) is None
    assert inbox.new_ids() == []


def test_held_mail_waits_in_its_project_or_in_none(app):
    project, other = make_project("Hier"), make_project("Elders")
    mine, nobodys = receive(), receive(RAW.replace(b"<1@", b"<2@"))
    inbox.settle(mine, Fate.HELD, "words", now=NOW, project_id=project.id)
    inbox.settle(nobodys, Fate.HELD, "words", now=NOW)

    assert mine.handled_at is None
    assert inbox.list_held(project.id) == [mine]
    assert inbox.list_held(None) == [nobodys]
    assert (inbox.count_held(other.id), inbox.count_held(None)) == (0, 1)
    assert inbox.get_held(project.id, mine.id) is mine
    with pytest.raises(NotFound):
        inbox.get_held(other.id, mine.id)


def test_a_list_of_mail_that_waits_is_short_and_leaves_the_mails_closed(app):
    for number in range(3):
        inbox.settle(receive(RAW.replace(b"<1@", f"<{number}@".encode())), Fate.HELD, "words", now=NOW)
    db.session.commit()
    db.session.expunge_all()

    listed = inbox.list_held(None, most=2)

    assert ["raw" in inspect(message).unloaded for message in listed] == [True, True]


def test_what_stood_in_a_mail_is_forgotten_and_that_it_came_is_not(app):
    handled, held = receive(), receive(RAW.replace(b"<1@", b"<2@"))
    inbox.settle(handled, Fate.HANDLED, now=NOW)
    inbox.settle(held, Fate.HELD, "words", now=NOW)

    assert inbox.purge(NOW + KEEP_HANDLED) == 0
    assert inbox.purge(NOW + KEEP_HANDLED + DAY) == 1
    assert inbox.purge(NOW + KEEP_HELD + DAY) == 1
    assert inbox.purge(NOW + 2 * KEEP_HELD) == 0
    db.session.commit()

    assert (held.status, held.reason) == (Fate.IGNORED, Reason.NOBODY_CAME)
    for message in (handled, held):
        assert (message.raw, message.from_address, message.to_address, message.subject) == (None, "", "", "")
        assert inbox.open_again(message, "").kind is Kind.BROKEN
    assert receive() is None  # the same mail again is still known
    assert db.session.query(InboxMessage).count() == 2
