"""Answers as calendars mail them, one builder per client, in the shapes that those clients send. All of it made up."""

from __future__ import annotations

import base64
import datetime as dt
import quopri
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.utils import format_datetime
from itertools import count

WORDS = {"ACCEPTED": "Geaccepteerd", "TENTATIVE": "Voorlopig", "DECLINED": "Geweigerd"}
_numbers = count(1)


@dataclass(frozen=True)
class Answer:
    """What a guest says, to which invitation, by which client."""

    uid: str
    to: str  # ORGANIZER: the reply address
    address: str
    name: str = "Jet Jansen"
    partstat: str = "ACCEPTED"
    sequence: int = 0
    stamp: dt.datetime = dt.datetime(2026, 3, 3, 12, 0, tzinfo=dt.UTC)
    comment: str = ""
    sender: str = ""  # who mails, when that is not the guest
    message_id: str = ""

    @property
    def mailed_by(self) -> str:
        return self.sender or self.address

    def but(self, **changes) -> Answer:
        return replace(self, **changes)


def gmail(answer: Answer) -> bytes:
    """Text, HTML and calendar, the calendar once more as a file, by a machine that says that it is one."""
    calendar = _crlf(
        "BEGIN:VCALENDAR",
        "PRODID:-//Google Inc//Google Calendar 70.9054//EN",
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        "METHOD:REPLY",
        "BEGIN:VEVENT",
        "DTSTART:20260310T120000Z",
        "DTEND:20260310T140000Z",
        f"DTSTAMP:{_utc(answer.stamp)}",
        f"ORGANIZER;CN=Noor de Wit:mailto:{answer.to}",
        f"UID:{answer.uid}",
        f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={answer.partstat};CN={answer.name}"
        f";X-NUM-GUESTS=0{_note(answer)}:mailto:{answer.address}",
        f"SEQUENCE:{answer.sequence}",
        "STATUS:CONFIRMED",
        "SUMMARY:Kennismaken",
        "TRANSP:OPAQUE",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    )
    return _mail(
        answer,
        'multipart/mixed; boundary="buiten"',
        _parts(
            "buiten",
            _part(
                'multipart/alternative; boundary="binnen"',
                _parts(
                    "binnen",
                    _part("text/plain; charset=UTF-8; format=flowed; delsp=yes", f"{answer.name} heeft geantwoord."),
                    _part("text/html; charset=UTF-8", f"<p>{answer.name} heeft geantwoord.</p>"),
                    _base64("text/calendar; charset=UTF-8; method=REPLY", calendar),
                ),
            ),
            _base64('application/ics; name="invite.ics"', calendar, 'attachment; filename="invite.ics"'),
        ),
        subject=f"{WORDS.get(answer.partstat, 'Antwoord')}: Kennismaken",
        headers=(
            f"Sender: Google Calendar <calendar-notification@example.org>\nReply-To: {answer.mailed_by}\n"
            "Auto-Submitted: auto-generated\n"
        ),
    )


def exchange(answer: Answer) -> bytes:
    """No ORGANIZER, MAILTO in capitals, zones of Windows' own, a prefix in the reader's language, an empty text."""
    calendar = _crlf(
        "BEGIN:VCALENDAR",
        "METHOD:REPLY",
        "PRODID:Microsoft Exchange Server 2010",
        "VERSION:2.0",
        "BEGIN:VTIMEZONE",
        "TZID:W. Europe Standard Time",
        "BEGIN:STANDARD",
        "DTSTART:16010101T030000",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        f"ATTENDEE;PARTSTAT={answer.partstat};CN={answer.name}:MAILTO:{answer.address}",
        f"COMMENT;LANGUAGE=nl-NL:{answer.comment}\\n",
        f"UID:{answer.uid}",
        f"SUMMARY;LANGUAGE=nl-NL:{WORDS.get(answer.partstat, 'Antwoord')}: Kennismaken",
        "DTSTART;TZID=W. Europe Standard Time:20260310T130000",
        "DTEND;TZID=W. Europe Standard Time:20260310T150000",
        "CLASS:PUBLIC",
        "PRIORITY:5",
        f"DTSTAMP:{_utc(answer.stamp)}",
        "TRANSP:OPAQUE",
        "STATUS:CONFIRMED",
        f"SEQUENCE:{answer.sequence}",
        "LOCATION;LANGUAGE=nl-NL:Het Veenhuis\\, Dorpsstraat 1",
        "X-MICROSOFT-CDO-APPT-SEQUENCE:0",
        "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    )
    return _mail(
        answer,
        'multipart/alternative; boundary="_000_deel_"',
        _parts(
            "_000_deel_",
            _part('text/plain; charset="windows-1252"', "\r\n", "quoted-printable"),
            _base64('text/calendar; charset="utf-8"; method=REPLY', calendar),
        ),
        subject=f"{WORDS.get(answer.partstat, 'Antwoord')}: Kennismaken",
        headers="X-MS-Has-Attach:\nX-MS-Exchange-Calendar-Originator-Id: iemand\n",
    )


def apple(answer: Answer) -> bytes:
    """The calendar deep inside, quoted-printable, as an attachment without a method; lines folded in its own way."""
    calendar = _crlf(
        "BEGIN:VCALENDAR",
        "CALSCALE:GREGORIAN",
        "VERSION:2.0",
        "METHOD:REPLY",
        "PRODID:-//Apple Inc.//macOS 14.4//EN",
        "BEGIN:VEVENT",
        f'ATTENDEE;CN="{answer.name}";CUTYPE=INDIVIDUAL;PARTSTAT={answer.partstat};RO',
        f" LE=REQ-PARTICIPANT:mailto:{answer.address}",
        f"COMMENT:{answer.comment}",
        "DTSTART;TZID=Europe/Amsterdam:20260310T130000",
        f"UID:{answer.uid}",
        f'ORGANIZER;CN="Noor de Wit":mailto:{answer.to[:20]}',
        f" {answer.to[20:]}",
        f"DTSTAMP:{_utc(answer.stamp)}",
        f"SEQUENCE:{answer.sequence}",
        "SUMMARY:Kennismaken",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    )
    encoded = quopri.encodestring(calendar.encode().replace(b"\r\n", b"\r\r")).replace(b"=0D=0D", b"=0D=0A=\n")
    nested = _parts(
        "binnen",
        _part("text/html; charset=US-ASCII", "<html><body>Geaccepteerd</body></html>"),
        "Content-Disposition: attachment;\n\tfilename=iCal-20260303-120000.ics\nContent-Type: text/calendar;\n"
        '\tx-unix-mode=0644;\n\tname="iCal-20260303-120000.ics"\nContent-Transfer-Encoding: quoted-printable\n\n'
        + encoded.decode(),
        _part("text/html; charset=US-ASCII", "<html><body></body></html>"),
    )
    return _mail(
        answer,
        "multipart/alternative; boundary=buiten",
        _parts(
            "buiten",
            _part("text/plain; charset=US-ASCII; format=flowed", f"{answer.name} heeft uw uitnodiging geaccepteerd."),
            _part("multipart/mixed; boundary=binnen", nested),
        ),
        subject="Event accepted: Kennismaken",
    )


def thunderbird(answer: Answer) -> bytes:
    """As Gmail, but by the guest's own program: nothing says that a machine wrote it."""
    calendar = _crlf(
        "BEGIN:VCALENDAR",
        "PRODID:-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN",
        "VERSION:2.0",
        "METHOD:REPLY",
        "BEGIN:VEVENT",
        f"CREATED:{_utc(answer.stamp)}",
        f"LAST-MODIFIED:{_utc(answer.stamp)}",
        f"DTSTAMP:{_utc(answer.stamp)}",
        f"UID:{answer.uid}",
        "SUMMARY:Kennismaken",
        f"ORGANIZER;CN=Noor de Wit:mailto:{answer.to}",
        f"ATTENDEE;CN={answer.name};PARTSTAT={answer.partstat};ROLE=REQ-PARTICIPANT:mailto:{answer.address}",
        "DTSTART;TZID=Europe/Amsterdam:20260310T130000",
        f"SEQUENCE:{answer.sequence}",
        f"COMMENT:{answer.comment}",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    )
    return _mail(
        answer,
        'multipart/mixed; boundary="----buiten"',
        _parts(
            "----buiten",
            _part(
                'multipart/alternative; boundary="----binnen"',
                _parts(
                    "----binnen",
                    _part("text/plain; charset=UTF-8", f"{answer.name} heeft uw uitnodiging geaccepteerd."),
                    _part("text/calendar; method=REPLY; charset=UTF-8", calendar, "8bit"),
                ),
            ),
            _base64('application/ics; name="invite.ics"', calendar, 'attachment; filename="invite.ics"'),
        ),
    )


def kde(answer: Answer) -> bytes:
    """The whole mail is the calendar, and SEQUENCE is left out when it is 0."""
    lines = ["BEGIN:VCALENDAR", "PRODID:-//K Desktop Environment//NONSGML libkcal 4.3//EN", "VERSION:2.0"]
    lines += ["X-KDE-ICAL-IMPLEMENTATION-VERSION:1.0", "METHOD:REPLY", "BEGIN:VEVENT"]
    lines += [f"ORGANIZER:MAILTO:{answer.to}", f"DTSTAMP:{_utc(answer.stamp)}"]
    lines += [f"ATTENDEE;RSVP=FALSE;PARTSTAT={answer.partstat};ROLE=REQ-PARTICIPANT:mailto:{answer.address}"]
    lines += [f"UID:{answer.uid}", "SUMMARY:Kennismaken", f"COMMENT:{answer.comment}", "PRIORITY:5"]
    lines += [f"SEQUENCE:{answer.sequence}"] if answer.sequence else []
    lines += ["END:VEVENT", "END:VCALENDAR", ""]
    return _mail(answer, 'text/calendar; method=REPLY; charset="utf-8"', _crlf(*lines))


def file_only(answer: Answer) -> bytes:
    """A text and a file of no stated kind, named .ics."""
    file = _base64(
        'application/octet-stream; name="antwoord.ics"', plain(answer), 'attachment; filename="antwoord.ics"'
    )
    return _mail(answer, "multipart/mixed; boundary=deel", _parts("deel", _part("text/plain", "Zie de bijlage."), file))


def delegated(answer: Answer, to: str) -> bytes:
    """The guest sends somebody else."""
    attendees = (
        f'ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:{to}":mailto:{answer.address}',
        f'ATTENDEE;PARTSTAT=NEEDS-ACTION;DELEGATED-FROM="mailto:{answer.address}":mailto:{to}',
    )
    return calendar_mail(answer, plain(answer, attendees))


def counter(answer: Answer, start: dt.datetime, end: dt.datetime) -> bytes:
    """The guest proposes another time."""
    proposal = (f"DTSTART:{_utc(start)}", f"DTEND:{_utc(end)}")
    return calendar_mail(answer, plain(answer, method="COUNTER", more=proposal))


def written(answer: Answer, text: str) -> bytes:
    """Somebody writes back in words."""
    return _mail(answer, "text/plain; charset=utf-8", text, subject="Re: Uitnodiging: Kennismaken")


def plain(answer: Answer, attendees: tuple[str, ...] = (), method: str = "REPLY", more: tuple[str, ...] = ()) -> str:
    """No more than an answer needs."""
    named = attendees or (f"ATTENDEE;PARTSTAT={answer.partstat}:mailto:{answer.address}",)
    return _crlf(
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:{answer.uid}",
        f"SEQUENCE:{answer.sequence}",
        f"DTSTAMP:{_utc(answer.stamp)}",
        f"ORGANIZER:mailto:{answer.to}",
        *named,
        *more,
        f"COMMENT:{answer.comment}",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    )


def calendar_mail(answer: Answer, calendar: str, headers: str = "") -> bytes:
    """A mail that is a calendar, whatever stands in it."""
    part = _base64("text/calendar; charset=utf-8; method=REPLY", calendar)
    return _mail(answer, "multipart/mixed; boundary=deel", _parts("deel", part), headers=headers)


SHAPES: dict[str, Callable[[Answer], bytes]] = {
    "gmail": gmail,
    "exchange": exchange,
    "apple": apple,
    "thunderbird": thunderbird,
    "kde": kde,
    "file only": file_only,
}


def _mail(answer: Answer, kind: str, body: str, *, subject: str = "Antwoord: Kennismaken", headers: str = "") -> bytes:
    message_id = answer.message_id or f"<antwoord-{next(_numbers)}@example.org>"
    head = (
        f"Return-Path: <{answer.mailed_by}>\nDelivered-To: {answer.to}\nFrom: {answer.name} <{answer.mailed_by}>\n"
        f"To: Noor de Wit <{answer.to}>\nSubject: {subject}\nDate: {format_datetime(answer.stamp)}\n"
        f"Message-ID: {message_id}\n{headers}MIME-Version: 1.0\nContent-Type: {kind}\n\n"
    )
    return (head + body).replace("\r\n", "\n").replace("\n", "\r\n").encode()


def _parts(boundary: str, *parts: str) -> str:
    return "".join(f"--{boundary}\n{part}\n" for part in parts) + f"--{boundary}--\n"


def _part(kind: str, body: str, encoding: str = "7bit") -> str:
    return f"Content-Type: {kind}\nContent-Transfer-Encoding: {encoding}\n\n{body}"


def _base64(kind: str, body: str, disposition: str = "") -> str:
    shown = f"Content-Disposition: {disposition}\n" if disposition else ""
    encoded = base64.encodebytes(body.encode()).decode()
    return f"Content-Type: {kind}\n{shown}Content-Transfer-Encoding: base64\n\n{encoded}"


def _crlf(*lines: str) -> str:
    return "\r\n".join(lines)


def _note(answer: Answer) -> str:
    return f';X-RESPONSE-COMMENT="{answer.comment}"' if answer.comment else ""


def _utc(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
