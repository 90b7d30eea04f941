"""Invitations as two independent parsers read them; fields, not strings."""

import datetime as dt
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from kapstok.mail.rules import BadAddress
from kapstok.meetings import ical

STAMP = dt.datetime(2026, 2, 1, 9, 30, tzinfo=dt.UTC)
CONTACT = ical.Organizer("Welzijn De Brug", "contact@example.org")
MEETING = ical.CalendarMeeting(
    uid="9a5b1c52-6a3e-4a63-9a44-0f1e7a6d3c11",
    sequence=2,
    starts_at=dt.datetime(2026, 3, 3, 13, tzinfo=dt.UTC),
    ends_at=dt.datetime(2026, 3, 3, 15, tzinfo=dt.UTC),
    summary="Netwerkbijeenkomst opsporen",
    description=("Programma", "14.00 Inloop; 14.15 start, daarna napraten", "Laat weten of u komt:"),
    location="Buurthuis De Kom, Kade 1",
    url="https://kapstok.example.org/u/abc",
    organizer=CONTACT,
    online_url="https://beeld.example.org/zaal",
)
GUEST = ical.CalendarGuest("Jet Jansen", "jet@example.org")


def parsed(calendar):
    """The calendar as it comes back from its own bytes, and its one event."""
    read = Calendar.from_ical(ical.serialise(calendar))
    (event,) = read.walk("VEVENT")
    return read, event


def elsewhere(calendar):
    """The one event, as a parser that shares no code with ours reads it."""
    return vobject.readOne(ical.serialise(calendar).decode()).vevent


def test_a_request_carries_everything_a_calendar_needs():
    calendar, event = parsed(ical.request(MEETING, GUEST, STAMP))

    assert calendar["METHOD"] == "REQUEST"
    assert calendar["VERSION"] == "2.0"
    assert event["UID"] == "9a5b1c52-6a3e-4a63-9a44-0f1e7a6d3c11"
    assert event["SEQUENCE"] == 2
    assert event["STATUS"] == "CONFIRMED"
    assert event["DTSTAMP"].dt == STAMP
    assert event["DTSTART"].dt == MEETING.starts_at
    assert event["DTSTART"].params["TZID"] == "Europe/Amsterdam"
    assert event["DTSTART"].dt.hour == 14
    assert event["DTEND"].dt == MEETING.ends_at
    assert event["SUMMARY"] == "Netwerkbijeenkomst opsporen"
    assert event["LOCATION"] == "Buurthuis De Kom, Kade 1, https://beeld.example.org/zaal"
    assert event["DESCRIPTION"] == (
        "Programma\n14.00 Inloop; 14.15 start, daarna napraten\nLaat weten of u komt:\nhttps://kapstok.example.org/u/abc"
    )
    assert event["URL"] == "https://kapstok.example.org/u/abc"
    assert event["CONFERENCE"] == "https://beeld.example.org/zaal"
    assert event["CONFERENCE"].params == {"VALUE": "URI", "FEATURE": "VIDEO"}


def test_a_request_names_its_one_guest_and_asks_no_reply_while_nobody_reads_them():
    _, event = parsed(ical.request(MEETING, GUEST, STAMP))

    assert event["ORGANIZER"] == "mailto:contact@example.org"
    assert event["ORGANIZER"].params == {"CN": "Welzijn De Brug"}
    assert event["ATTENDEE"] == "mailto:jet@example.org"
    assert event["ATTENDEE"].params == {
        "CN": "Jet Jansen",
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "NEEDS-ACTION",
        "RSVP": "FALSE",
    }


def test_a_request_asks_a_reply_when_the_organizer_reads_them():
    inbox = ical.Organizer("Welzijn De Brug", "r-abcd2345@antwoord.example.org", reads_replies=True)

    _, event = parsed(ical.request(replace(MEETING, organizer=inbox), GUEST, STAMP))

    assert event["ORGANIZER"] == "mailto:r-abcd2345@antwoord.example.org"
    assert event["ATTENDEE"].params["RSVP"] == "TRUE"


def test_an_update_keeps_the_answer_that_was_given():
    _, event = parsed(ical.request(MEETING, replace(GUEST, partstat="ACCEPTED"), STAMP))

    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"


def test_a_request_reminds_one_day_before():
    _, event = parsed(ical.request(MEETING, GUEST, STAMP))

    (alarm,) = event.walk("VALARM")
    assert alarm["ACTION"] == "DISPLAY"
    assert alarm["TRIGGER"].dt == dt.timedelta(days=-1)
    assert alarm["DESCRIPTION"] == "Netwerkbijeenkomst opsporen"


def test_a_cancellation_is_about_the_same_event_and_rings_no_bell():
    _, invited = parsed(ical.request(MEETING, GUEST, STAMP))
    calendar, event = parsed(ical.cancel(replace(MEETING, sequence=3), GUEST, STAMP))

    assert calendar["METHOD"] == "CANCEL"
    assert event["STATUS"] == "CANCELLED"
    assert event["SEQUENCE"] == 3
    assert [event[name] for name in ("UID", "ORGANIZER", "ATTENDEE")] == [
        invited[name] for name in ("UID", "ORGANIZER", "ATTENDEE")
    ]
    assert event.walk("VALARM") == []


def test_a_download_names_no_guest_and_keeps_the_uid():
    calendar, event = parsed(ical.publish(MEETING, STAMP))

    assert calendar["METHOD"] == "PUBLISH"
    assert "ATTENDEE" not in event
    assert event["UID"] == MEETING.uid
    assert event["STATUS"] == "CONFIRMED"


def test_the_time_zone_is_two_rules_and_no_list_of_dates():
    calendar, _ = parsed(ical.request(MEETING, GUEST, STAMP))

    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/Amsterdam"
    (summer,), (winter,) = zone.walk("DAYLIGHT"), zone.walk("STANDARD")
    assert summer["RRULE"].to_ical() == b"FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"
    assert winter["RRULE"].to_ical() == b"FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"
    assert (summer["TZOFFSETFROM"].td, summer["TZOFFSETTO"].td) == (dt.timedelta(hours=1), dt.timedelta(hours=2))
    assert (winter["TZOFFSETFROM"].td, winter["TZOFFSETTO"].td) == (dt.timedelta(hours=2), dt.timedelta(hours=1))
    assert "RDATE" not in summer and "RDATE" not in winter


@pytest.mark.parametrize(
    ("starts_at", "on_the_wall"),
    [
        (dt.datetime(2026, 3, 29, 0, 59, tzinfo=dt.UTC), dt.datetime(2026, 3, 29, 1, 59)),  # a minute before the skip
        (dt.datetime(2026, 3, 29, 1, 0, tzinfo=dt.UTC), dt.datetime(2026, 3, 29, 3, 0)),  # 2.00–3.00 does not exist
        (dt.datetime(2026, 7, 1, 12, 0, tzinfo=dt.UTC), dt.datetime(2026, 7, 1, 14, 0)),
        (dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC), dt.datetime(2026, 10, 25, 2, 30)),  # 2.30 for the first time
        (dt.datetime(2026, 10, 25, 2, 0, tzinfo=dt.UTC), dt.datetime(2026, 10, 25, 3, 0)),  # winter time
    ],
)
def test_wall_clock_times_round_the_change_of_the_clock(starts_at, on_the_wall):
    _, event = parsed(ical.request(replace(MEETING, starts_at=starts_at), GUEST, STAMP))

    assert event["DTSTART"].dt.astimezone(dt.UTC) == starts_at
    assert event["DTSTART"].dt.replace(tzinfo=None) == on_the_wall
    assert event["DTSTART"].params["TZID"] == "Europe/Amsterdam"


def test_the_second_coming_of_an_hour_is_written_in_utc():
    twice = dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC)  # 2.30 on the wall, for the second time

    _, event = parsed(ical.request(replace(MEETING, starts_at=twice), GUEST, STAMP))

    assert event["DTSTART"].to_ical() == b"20261025T013000Z"


@pytest.mark.parametrize("month", [1, 7])
def test_another_parser_reads_the_same_moment_from_our_own_time_zone(month):
    """vobject works the offset out from the VTIMEZONE in the file, not from a database of zones."""
    starts_at = dt.datetime(2026, month, 6, 13, tzinfo=dt.UTC)

    event = elsewhere(ical.request(replace(MEETING, starts_at=starts_at), GUEST, STAMP))

    assert event.dtstart.value.astimezone(dt.UTC) == starts_at
    assert event.attendee.value == "mailto:jet@example.org"
    assert event.attendee.params["RSVP"] == ["FALSE"]
    assert event.organizer.value == "mailto:contact@example.org"
    assert event.sequence.value == "2"
    assert event.location.value == "Buurthuis De Kom, Kade 1, https://beeld.example.org/zaal"


def test_names_lose_what_calendars_misread():
    guest = replace(GUEST, name='Jansen, "Jet";\r\nATTENDEE:mailto:boef@example.org^n \x00\ud800Ès')

    _, event = parsed(ical.request(MEETING, guest, STAMP))

    assert event["ATTENDEE"].params["CN"] == "Jansen Jet ATTENDEEmailtoboef@example.orgn Ès"


def test_a_guest_without_a_usable_name_is_called_by_the_address():
    _, event = parsed(ical.request(MEETING, replace(GUEST, name='";"'), STAMP))

    assert event["ATTENDEE"].params["CN"] == "jet@example.org"


def test_a_guest_without_a_usable_address_is_refused():
    with pytest.raises(BadAddress):
        ical.request(MEETING, replace(GUEST, address="jet@example.org\r\nX:1"), STAMP)


def test_a_meeting_without_place_or_link_has_neither_field():
    _, event = parsed(ical.publish(replace(MEETING, location="", online_url=""), STAMP))

    assert "LOCATION" not in event
    assert "CONFERENCE" not in event


# An existing slip of the library reads a backslash and a capital N as a new line; nobody types that in a name.
anything = st.text().filter(lambda text: "\\N" not in text)


@settings(deadline=None)  # other work on the machine is no failure
@given(name=anything, summary=anything, description=anything, location=anything, online=anything)
def test_no_text_breaks_out_of_its_field(name, summary, description, location, online):
    meeting = replace(MEETING, summary=summary, description=(description,), location=location, online_url=online)

    calendar = ical.request(meeting, replace(GUEST, name=name), STAMP)
    raw = ical.serialise(calendar)
    _, event = parsed(calendar)

    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert event["UID"] == MEETING.uid
    assert event["ATTENDEE"] == "mailto:jet@example.org"
    assert event["SUMMARY"] == ical.one_line(summary)
    assert event["DESCRIPTION"].splitlines()[-1] == MEETING.url
    assert ("LOCATION" in event) == bool(ical.one_line(location) or ical.one_line(online))
    assert ("CONFERENCE" in event) == bool(ical.one_line(online))
    assert len(event) <= 13  # no field came in from outside


def query(link):
    return {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}


def test_links_that_add_the_meeting_elsewhere():
    links = ical.add_links(replace(MEETING, summary="Eten & drinken"))

    assert query(links.google) == {
        "action": "TEMPLATE",
        "text": "Eten & drinken",
        "dates": "20260303T130000Z/20260303T150000Z",
        "details": (
            "Programma\n14.00 Inloop; 14.15 start, daarna napraten\nLaat weten of u komt:\n"
            "https://kapstok.example.org/u/abc"
        ),
        "location": "Buurthuis De Kom, Kade 1, https://beeld.example.org/zaal",
    }
    assert query(links.outlook)["subject"] == "Eten & drinken"
    assert query(links.outlook)["startdt"] == "2026-03-03T13:00:00Z"
    assert query(links.outlook)["enddt"] == "2026-03-03T15:00:00Z"
    assert query(links.office365) == query(links.outlook)
    assert urlsplit(links.outlook).netloc == "outlook.live.com"
    assert urlsplit(links.office365).netloc == "outlook.office.com"
    assert "+" not in links.google + links.outlook


def test_a_long_programme_stays_out_of_the_links():
    links = ical.add_links(replace(MEETING, description=("Lang " * 500,)))

    assert query(links.google)["details"] == MEETING.url


def test_another_parser_reads_names_whose_letters_stand_on_a_fold_and_our_cancellation():
    guest = replace(GUEST, name="Zoë " * 30)
    calendar = vobject.readOne(ical.serialise(ical.cancel(replace(MEETING, sequence=3), guest, STAMP)).decode())

    assert calendar.method.value == "CANCEL"
    assert (calendar.vevent.status.value, calendar.vevent.sequence.value) == ("CANCELLED", "3")
    assert calendar.vevent.uid.value == MEETING.uid
    assert calendar.vevent.attendee.params["CN"] == [("Zoë " * 30).strip()]
    assert not hasattr(calendar.vevent, "valarm")


def test_another_parser_reads_the_reminder_and_the_link_to_answer():
    event = elsewhere(ical.request(MEETING, GUEST, STAMP))

    assert event.valarm.trigger.value == dt.timedelta(days=-1)
    assert event.url.value == MEETING.url
    assert event.description.value.splitlines()[-1] == MEETING.url
    assert event.conference.params == {"VALUE": ["URI"], "FEATURE": ["VIDEO"]}
