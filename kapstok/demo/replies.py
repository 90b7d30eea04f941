"""Answers that the demo's guests gave in their own calendars, and that wait for the projectleider. Fictional mail."""

from __future__ import annotations

import datetime as dt
from email.message import EmailMessage
from email.utils import format_datetime

from kapstok.demo.rows import Rows
from kapstok.meetings import service
from kapstok.meetings.letters import Stationery
from kapstok.meetings.models import Invitation
from kapstok.meetings.replies import service as replies
from kapstok.meetings.rules import Partstat

_LATER = dt.timedelta(minutes=30)


def send(rows: Rows, key: str, at: dt.datetime, stationery: Stationery) -> None:
    """Three answers to the meeting ``key``: from another address, with another time, and passed on to a colleague."""
    silent = [
        guest
        for guest in service.list_guests(rows.meetings[key])
        if guest.person.email and guest.partstat == Partstat.NEEDS_ACTION
    ]
    private, busy, passing_on, *others = silent
    colleague = next(guest for guest in others if guest.person.organisation_id != passing_on.person.organisation_id)
    name, _, domain = (private.person.email or "").partition("@")
    elsewhere = f"{name}@thuis.{domain.rpartition('.example.org')[0] or 'post'}.example.org"
    mails = (
        _reply(private, elsewhere, at, "REPLY", "PARTSTAT=ACCEPTED"),
        _reply(busy, busy.person.email or "", at, "COUNTER", "PARTSTAT=TENTATIVE", moved=_LATER),
        _reply(
            passing_on,
            passing_on.person.email or "",
            at,
            "REPLY",
            f'PARTSTAT=DELEGATED;DELEGATED-TO="mailto:{colleague.person.email}"',
        ),
    )
    for mail in mails:
        replies.take_in(mail, rows.project, stationery, at, secret="", reply_domain="")


def _reply(
    guest: Invitation, address: str, at: dt.datetime, method: str, said: str, moved: dt.timedelta = dt.timedelta()
) -> bytes:
    """A mail as a calendar sends it: what it says in words, and the same for programs."""
    meeting = guest.meeting
    calendar = "\r\n".join(
        (
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Example//Calendar//NL",
            f"METHOD:{method}",
            "BEGIN:VEVENT",
            f"UID:{guest.uid}",
            f"SEQUENCE:{guest.sent_sequence}",
            f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}",
            f"DTSTART:{meeting.starts_at + moved:%Y%m%dT%H%M%SZ}",
            f"DTEND:{meeting.ends_at + moved:%Y%m%dT%H%M%SZ}",
            f"SUMMARY:{meeting.title}",
            f"ATTENDEE;{said}:mailto:{address}",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        )
    )
    mail = EmailMessage()
    mail["From"], mail["To"] = f"{guest.person.name} <{address}>", meeting.project.contact_email
    mail["Subject"], mail["Date"] = f"Antwoord: {meeting.title}", format_datetime(at)
    mail["Message-ID"] = f"<{guest.uid}.{method.lower()}@example.org>"
    mail.set_content(f"Antwoord van {guest.person.name} op de uitnodiging voor {meeting.title}.")
    mail.add_alternative(calendar.encode(), "text", "calendar", params={"method": method})
    return mail.as_bytes()
