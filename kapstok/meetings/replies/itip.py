"""What a calendar mailed back (iTIP, RFC 5546): read leniently, since what comes is what clients send.

Not by the library's parser of whole files: one bad line before the event, or an event that is cut off, costs it the
answer, and a name with a quote in it costs it the attendee. An answer is a handful of lines. Those are read here, one
by one; everything else, time zones of strangers among it, is left alone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import NamedTuple
from urllib.parse import unquote
from zoneinfo import ZoneInfo, available_timezones

from kapstok.clock import AMSTERDAM

LARGEST = 256 * 1024  # octets of one calendar
LONGEST_LINE = 10_000  # characters, unfolded; longer lines hold pictures and descriptions, never an answer
MOST_ATTENDEES = 100
LONGEST_ADDRESS = 254
YEARS = range(1971, 2200)  # other moments are slips of a clock

_FOLD = re.compile(rb"(?:\r\n|\n|\r)+[ \t]")
_LINE_END = re.compile(r"\r\n|\n|\r")
_HEAD = re.compile(r'((?:[^:"]|"[^"]*")*):(.*)', re.DOTALL)  # up to the first colon that stands outside quotes
_PARAMETER = re.compile(r'(?:[^;"]|"[^"]*")+')
_PERSON = re.compile(r"(.*):\s*mailto:(.*)", re.IGNORECASE)  # the last one: DELEGATED-TO may hold one without quotes
_MOMENT = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?", re.IGNORECASE)

# Outlook's wrapping of other calendars' UIDs ([MS-OXOCAL] 2.2.1.27): 16 octets that are always the same, 24 of dates
# and sizes, then this mark and the UID itself.
_WRAPPED = re.compile(r"040000008200E00074C5B7101A82E008[0-9A-F]{48}7643616C2D55696401000000([0-9A-F]+)", re.IGNORECASE)


class Why(StrEnum):
    """Why a calendar says nothing that can be read."""

    TOO_LARGE = "too-large"
    NO_EVENT = "no-event"
    NO_UID = "no-uid"
    SEVERAL = "several"  # it is about more than one meeting


class Unreadable(Exception):
    """No answer can be made out."""

    def __init__(self, reason: Why):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Attendee:
    """One ATTENDEE line. Addresses are in lower case, without ``mailto:``; empty when the line gave none."""

    address: str
    name: str
    partstat: str  # upper case; NEEDS-ACTION when it is left out
    comment: str = ""  # Google writes the guest's note here
    delegated_to: str = ""
    delegated_from: str = ""


@dataclass(frozen=True)
class Message:
    """What the calendar says. ``starts_at`` and ``ends_at`` are, in a COUNTER, the time that is proposed.

    Moments are aware and in UTC; None when they are missing or senseless. ``sequence`` is 0 when it is left out.
    """

    method: str  # upper case; empty when there is none
    uid: str
    sequence: int
    stamp: dt.datetime | None
    attendees: tuple[Attendee, ...]
    comment: str
    organizer: str | None
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None


class _Line(NamedTuple):
    name: str
    parameters: dict[str, str]
    value: str


def read(content: bytes) -> Message:
    """What one calendar file says, or ``Unreadable``; never another exception.

    UTF-8 and UTF-16 are recognised; what is neither is Windows-1252, as old mail servers send whatever they promise.
    """
    if len(content) > LARGEST:
        raise Unreadable(Why.TOO_LARGE)
    method, events = _events(_text(content))
    found = [_event(method, lines) for lines in events]
    if not found:
        raise Unreadable(Why.NO_EVENT)
    if len({message.uid for message in found}) > 1:
        raise Unreadable(Why.SEVERAL)
    newest = max(found, key=lambda message: (message.sequence, message.stamp or dt.datetime.min.replace(tzinfo=dt.UTC)))
    if not newest.uid:
        raise Unreadable(Why.NO_UID)
    return newest


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = content.decode("utf-16", "replace").encode()
    # Unfolded before it is decoded: a fold may stand in the middle of a letter.
    octets = _FOLD.sub(b"", content.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b""))
    try:
        return octets.decode()
    except UnicodeDecodeError:
        return octets.decode("cp1252", "replace")


def _events(text: str) -> tuple[str, list[list[_Line]]]:
    """The METHOD, and the lines of each VEVENT, without what is nested in it. An event may lack its end."""
    method, inside = "", [""]
    events: list[list[_Line]] = []
    for line in _lines(text):
        value = line.value.strip().upper()
        if line.name == "BEGIN":
            inside.append(value)
            if value == "VEVENT":
                events.append([])
        elif line.name == "END":
            if value in inside:
                del inside[len(inside) - 1 - inside[::-1].index(value) :]
        elif inside[-1] == "VEVENT":
            events[-1].append(line)
        elif line.name == "METHOD" and not method and inside[-1] in ("", "VCALENDAR"):
            method = value[:20]
    return method, events


def _lines(text: str) -> Iterator[_Line]:
    for raw in _LINE_END.split(text):
        if len(raw) > LONGEST_LINE or ":" not in raw:
            continue
        head, value = _split(raw)
        name, *parameters = _PARAMETER.findall(head) or [""]
        yield _Line(name.strip().upper(), dict(map(_parameter, parameters)), value)


def _split(raw: str) -> tuple[str, str]:
    """A line's name with its parameters, and its value; quotes that never close are no quotes."""
    names_somebody = raw.upper().startswith(("ATTENDEE", "ORGANIZER"))
    parts = (names_somebody and _PERSON.match(raw)) or _HEAD.match(raw)
    head, value = parts.groups() if parts else raw.split(":", 1)
    return head, value


def _parameter(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name.strip().upper(), value.strip().strip('"')


def _event(method: str, lines: list[_Line]) -> Message:
    first: dict[str, _Line] = {}
    for line in lines:
        first.setdefault(line.name, line)
    attendees = [line for line in lines if line.name == "ATTENDEE"][:MOST_ATTENDEES]
    return Message(
        method=method,
        uid=_uid(_value(first, "UID")),
        sequence=_number(_value(first, "SEQUENCE")),
        stamp=_moment(first.get("DTSTAMP"), dt.UTC),
        attendees=tuple(map(_attendee, attendees)),
        comment=_unescaped(_value(first, "COMMENT")),
        organizer=_address(first["ORGANIZER"]) or None if "ORGANIZER" in first else None,
        starts_at=_moment(first.get("DTSTART"), AMSTERDAM),
        ends_at=_moment(first.get("DTEND"), AMSTERDAM),
    )


def _value(lines: dict[str, _Line], name: str) -> str:
    return lines[name].value.strip() if name in lines else ""


def _uid(value: str) -> str:
    uid = _unescaped(value)
    wrapped = _WRAPPED.fullmatch(uid)
    if wrapped and len(wrapped[1]) % 2 == 0:
        uid = bytes.fromhex(wrapped[1]).decode("ascii", "replace").replace("\0", "")
    return uid[:255]


def _number(value: str) -> int:
    return int(value) if re.fullmatch(r"[0-9]{1,9}", value) else 0


def _attendee(line: _Line) -> Attendee:
    return Attendee(
        address=_address(line),
        name=line.parameters.get("CN", "")[:200],
        partstat=line.parameters.get("PARTSTAT", "NEEDS-ACTION").upper()[:20],
        comment=_unescaped(line.parameters.get("X-RESPONSE-COMMENT", "")),
        delegated_to=_bare(line.parameters.get("DELEGATED-TO", "")),
        delegated_from=_bare(line.parameters.get("DELEGATED-FROM", "")),
    )


def _address(line: _Line) -> str:
    """Some write an address of their own making as the value, and the mail address beside it."""
    return _bare(line.value) or _bare(line.parameters.get("EMAIL", ""))


def _bare(value: str) -> str:
    address = unquote(re.sub(r"^\s*mailto:", "", value.strip().strip("\"'<>"), flags=re.IGNORECASE)).strip().lower()
    return address if "@" in address and len(address) <= LONGEST_ADDRESS and address.isprintable() else ""


def _unescaped(value: str) -> str:
    text = re.sub(r"\\(.)", lambda sign: "\n" if sign[1] in "nN" else sign[1], value)
    return text.strip()


def _moment(line: _Line | None, otherwise: dt.tzinfo) -> dt.datetime | None:
    """A date and time; without a zone it is of ``otherwise``, and without a time it is midnight."""
    found = _MOMENT.fullmatch(line.value.strip()) if line else None
    if line is None or found is None or int(found[1][:4]) not in YEARS:
        return None
    try:
        naive = dt.datetime.strptime(found[1] + (found[2] or "000000"), "%Y%m%d%H%M%S")
    except ValueError:
        return None
    zone = dt.UTC if found[3] else _zone(line.parameters.get("TZID", "")) or otherwise
    return naive.replace(tzinfo=zone).astimezone(dt.UTC)


def _zone(name: str) -> dt.tzinfo | None:
    """The zone a client means: by its own name, by Windows' name, or behind a vendor's path. One that it made up is
    taken for ours: guests live here. None when none is named."""
    if not name:
        return None
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    parts = name.strip("/ ").split("/")
    meant = (name, WINDOWS_TO_OLSON.get(name, ""), "/".join(parts[-2:]), "/".join(parts[-3:]))
    return next((ZoneInfo(each) for each in meant if each in _known_zones()), AMSTERDAM)


@cache
def _known_zones() -> frozenset[str]:
    return frozenset(available_timezones())
