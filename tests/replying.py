"""Guests whose calendars answer: from a row to the mail that comes back, and into the inbox."""

from __future__ import annotations

import datetime as dt

from kapstok.mail import inbox
from kapstok.mail.models import InboxMessage
from kapstok.meetings.models import Invitation, Meeting
from kapstok.meetings.replies import service as replies
from kapstok.web.links import stationery
from tests.factories import make_invitation, make_person
from tests.reply_shapes import Answer

SECRET = "only-for-tests"
REPLY_DOMAIN = "antwoord.example.org"


def read_replies(app, monkeypatch, imap_url: str = "imap://localhost") -> None:
    """Make calendars answer to Kapstok."""
    monkeypatch.setitem(app.config, "REPLY_DOMAIN", REPLY_DOMAIN)
    monkeypatch.setitem(app.config, "IMAP_URL", imap_url)


def guest_of(meeting: Meeting, name: str = "Jet", organisation=None, **fields) -> Invitation:
    """Somebody who was invited by mail."""
    person = make_person(meeting.project, organisation, name, email=f"{name.lower()}@example.org")
    return make_invitation(meeting, person, **({"sent_sequence": meeting.sequence} | fields))


def answer_of(guest: Invitation, stamp: dt.datetime, **changes) -> Answer:
    """A yes of this guest, to the address that the invitation told."""
    to, address = stationery().reply_address(guest) or "noor@example.org", guest.person.email or ""
    return Answer(guest.uid, to=to, address=address, stamp=stamp).but(**changes)


def come_in(raw: bytes, now: dt.datetime, **options) -> InboxMessage | None:
    """A mail arrives and is read; None when it came before."""
    message = inbox.receive(raw, now, "imap")
    if message is not None:
        read = inbox.open_again(message, REPLY_DOMAIN)
        replies.bind(read, message, now, stationery(), secret=SECRET, **options)
    return message
