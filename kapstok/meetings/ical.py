"""Invitations as calendars read them (iCalendar, RFC 5545; iTIP, RFC 5546): building apart from serialising.

Not obvious, learnt from clients: a UID per invitation, or two guests with one mailbox overwrite each other; a time zone
written by hand, because generated ones list dates that shift Outlook by an hour; one attendee per mail, so that guests
do not see one another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal
from urllib.parse import quote, urlencode

from icalendar import Alarm, Calendar, Component, Event, Timezone, vCalAddress, vDuration, vText, vUri

from kapstok.clock import AMSTERDAM
from kapstok.mail.rules import address as checked
from kapstok.mail.text import lines, one_line

PRODUCT = "-//Kapstok//Kapstok//NL"
REMIND_BEFORE = dt.timedelta(days=1)
REFRESH = dt.timedelta(hours=4)  # how often a feed may be asked for
LONGEST_LINK_TEXT = 800  # characters; longer deeplinks are cut off on their way to a calendar

_AMSTERDAM = b"""BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
DTSTART:19970330T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""

_END = b"END:VCALENDAR\r\n"

Method = Literal["REQUEST", "CANCEL", "PUBLISH"]
Status = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]


@dataclass(frozen=True)
class Organizer:
    """Who calendars answer to: the project's contact, or (``reads_replies``) an address whose mail Kapstok reads.

    Without an inbox the invitation asks no reply, so that no answer is lost in silence.
    """

    name: str
    address: str
    reads_replies: bool = False


@dataclass(frozen=True)
class CalendarGuest:
    """The one person an invitation is for. ``partstat`` is iCalendar's word for the answer so far."""

    name: str
    address: str
    partstat: str = "NEEDS-ACTION"


@dataclass(frozen=True)
class CalendarMeeting:
    """A meeting as one guest's calendar shows it. Times are aware; ``url`` is that guest's page to answer on."""

    uid: str
    sequence: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    summary: str
    description: tuple[str, ...]  # paragraphs or lines; the builder puts ``url`` under them
    location: str
    url: str
    organizer: Organizer
    online_url: str = ""


@dataclass(frozen=True)
class AddLinks:
    """Addresses of pages that put the meeting in somebody's calendar."""

    google: str
    outlook: str
    office365: str


def request(meeting: CalendarMeeting, guest: CalendarGuest, stamp: dt.datetime) -> Calendar:
    """The invitation, or with a higher ``sequence`` its update. Raises ``BadAddress``.

    ``stamp`` is the moment of this mail.
    """
    event = _event(meeting, stamp, status="CONFIRMED")
    event.add("attendee", _attendee(guest, rsvp=meeting.organizer.reads_replies))
    event.add_component(_alarm(meeting))
    return _calendar("REQUEST", event)


def cancel(meeting: CalendarMeeting, guest: CalendarGuest, stamp: dt.datetime) -> Calendar:
    """The cancellation, for who ever got a request; ``sequence`` is above the last one sent. Raises ``BadAddress``."""
    event = _event(meeting, stamp, status="CANCELLED")
    event.add("attendee", _attendee(guest, rsvp=False))
    return _calendar("CANCEL", event)


def publish(meeting: CalendarMeeting, stamp: dt.datetime) -> Calendar:
    """The download: the same UID as the invitation, so that having both gives one entry; it asks nothing."""
    event = _event(meeting, stamp, status="CONFIRMED")
    event.add_component(_alarm(meeting))
    return _calendar("PUBLISH", event)


def entry(meeting: CalendarMeeting, stamp: dt.datetime, status: Status) -> bytes:
    """One meeting of a feed, finished. It names no guest and sets no alarm: that is the invitation's. ``BadAddress``.

    ``stamp`` is when what it shows last changed, not when it is asked for: a feed that is the same has the same bytes.
    """
    return _event(meeting, stamp, status=status).to_ical()


def feed(name: str, entries: Iterable[bytes]) -> bytes:
    """A whole feed out of finished entries. Joining bytes costs a thousandth of serialising them anew."""
    return b"".join((_feed_head(name), *entries, _END))


def serialise(calendar: Calendar) -> bytes:
    """The calendar as UTF-8, lines folded at 75 octets and ended by CRLF."""
    return calendar.to_ical()


def add_links(meeting: CalendarMeeting) -> AddLinks:
    """Links that open a filled-in new entry at Google, Outlook.com and Office 365. Offer the download beside them."""
    start, end = meeting.starts_at.astimezone(dt.UTC), meeting.ends_at.astimezone(dt.UTC)
    title, place = one_line(meeting.summary), _location(meeting)
    text = _description(meeting)
    if len(text) > LONGEST_LINK_TEXT:
        text = meeting.url
    google = {
        "action": "TEMPLATE",
        "text": title,
        "dates": f"{start:%Y%m%dT%H%M%SZ}/{end:%Y%m%dT%H%M%SZ}",
        "details": text,
        "location": place,
    }
    microsoft = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": title,
        "startdt": f"{start:%Y-%m-%dT%H:%M:%SZ}",
        "enddt": f"{end:%Y-%m-%dT%H:%M:%SZ}",
        "body": text,
        "location": place,
    }
    return AddLinks(
        google=_link("https://calendar.google.com/calendar/render", google),
        outlook=_link("https://outlook.live.com/calendar/0/deeplink/compose", microsoft),
        office365=_link("https://outlook.office.com/calendar/0/deeplink/compose", microsoft),
    )


def _calendar(method: Method, event: Event) -> Calendar:
    calendar = _empty(method)
    calendar.add_component(_amsterdam())
    calendar.add_component(event)
    return calendar


def _empty(method: Method) -> Calendar:
    # Not Calendar.new(): that adds a UID made by chance, and no two answers of a feed would be the same.
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


@lru_cache(maxsize=256)
def _feed_head(name: str) -> bytes:
    calendar = _empty("PUBLISH")
    calendar.add("name", one_line(name))
    calendar.add("x-wr-calname", one_line(name))
    calendar.add("x-wr-timezone", AMSTERDAM.key)
    # Not Calendar's own refresh_interval: that leaves out VALUE.
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    calendar.add_component(_amsterdam())
    return calendar.to_ical().removesuffix(_END)


def _event(meeting: CalendarMeeting, stamp: dt.datetime, *, status: Status) -> Event:
    event = Event()
    event.add("uid", meeting.uid)
    event.add("dtstamp", stamp.astimezone(dt.UTC))
    event.add("sequence", meeting.sequence)
    event.add("status", status)
    event.add("dtstart", _wall_clock(meeting.starts_at))
    event.add("dtend", _wall_clock(meeting.ends_at))
    event.add("summary", one_line(meeting.summary))
    event.add("description", _description(meeting))
    if place := _location(meeting):
        event.add("location", place)
    event.add("url", vUri(meeting.url))
    event.add("organizer", _address(meeting.organizer.name, meeting.organizer.address))
    if online := one_line(meeting.online_url):
        event.add("conference", vUri(online, params={"VALUE": "URI", "FEATURE": "VIDEO"}))
    return event


def _wall_clock(moment: dt.datetime) -> dt.datetime:
    local = moment.astimezone(AMSTERDAM)
    # A wall-clock time that comes twice means its first coming (RFC 5545, 3.3.5); the second is only sayable in UTC.
    return moment.astimezone(dt.UTC) if local.fold else local


def _attendee(guest: CalendarGuest, *, rsvp: bool) -> vCalAddress:
    attendee = _address(guest.name, guest.address)
    attendee.params["CUTYPE"] = vText("INDIVIDUAL")
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText(guest.partstat)
    attendee.params["RSVP"] = vText("TRUE" if rsvp else "FALSE")
    return attendee


def _address(name: str, address: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{checked(address)}")
    # Old clients unquote and unescape parameters badly, so the signs that would need it stay out.
    person.params["CN"] = vText(one_line("".join(sign for sign in name if sign not in '";:,^\\')) or address)
    return person


def _description(meeting: CalendarMeeting) -> str:
    text = "\n".join(lines("\n".join(meeting.description)))
    return f"{text}\n{meeting.url}" if text else meeting.url


def _location(meeting: CalendarMeeting) -> str:
    return ", ".join(part for part in (one_line(meeting.location), one_line(meeting.online_url)) if part)


def _alarm(meeting: CalendarMeeting) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", one_line(meeting.summary))
    alarm.add("trigger", -REMIND_BEFORE)
    return alarm


@cache
def _amsterdam() -> Component:
    return Timezone.from_ical(_AMSTERDAM)


def _link(page: str, fields: dict[str, str]) -> str:
    return f"{page}?{urlencode(fields, quote_via=quote)}"
