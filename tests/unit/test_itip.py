"""Reading what calendars mail back: every client's shape, and every way in which files are broken."""

import datetime as dt

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kapstok.mail import incoming
from kapstok.meetings.replies import itip
from kapstok.meetings.replies.itip import Attendee, Unreadable, Why
from tests import reply_shapes
from tests.reply_shapes import SHAPES, Answer

UID = "9a5b1c52-6a3e-4a63-9a44-0f1e7a6d3c11"
STAMP = dt.datetime(2026, 3, 3, 12, 0, tzinfo=dt.UTC)
ANSWER = Answer(UID, to=f"r-{'a' * 34}@antwoord.example.org", address="jet@example.org", stamp=STAMP)


def event(*lines: str, method: str = "METHOD:REPLY") -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", method, "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR"]).encode()


def told(*lines: str) -> itip.Message:
    return itip.read(event(f"UID:{UID}", *lines))


@pytest.mark.parametrize("client", SHAPES)
def test_every_client_is_understood(client):
    mail = SHAPES[client](ANSWER.but(sequence=3, partstat="TENTATIVE", comment="Ik kom later; met de trein"))
    (content,) = incoming.read(mail).calendars
    said = itip.read(content)
    assert (said.method, said.uid, said.sequence, said.stamp) == ("REPLY", UID, 3, STAMP)
    (attendee,) = said.attendees
    assert (attendee.address, attendee.partstat) == ("jet@example.org", "TENTATIVE")
    assert attendee.comment + said.comment == "Ik kom later; met de trein"
    assert said.organizer == (None if client == "exchange" else ANSWER.to)


def test_a_sequence_that_is_left_out_is_0():
    (content,) = incoming.read(reply_shapes.kde(ANSWER)).calendars
    assert b"SEQUENCE" not in content
    assert itip.read(content).sequence == 0


def test_somebody_goes_instead():
    (content,) = incoming.read(reply_shapes.delegated(ANSWER, "bo@example.org")).calendars
    assert itip.read(content).attendees == (
        Attendee("jet@example.org", "", "DELEGATED", delegated_to="bo@example.org"),
        Attendee("bo@example.org", "", "NEEDS-ACTION", delegated_from="jet@example.org"),
    )


def test_another_time_is_proposed():
    start, end = dt.datetime(2026, 3, 11, 9, tzinfo=dt.UTC), dt.datetime(2026, 3, 11, 11, tzinfo=dt.UTC)
    (content,) = incoming.read(reply_shapes.counter(ANSWER, start, end)).calendars
    said = itip.read(content)
    assert (said.method, said.starts_at, said.ends_at) == ("COUNTER", start, end)


@pytest.mark.parametrize(
    ("line", "utc_hour"),
    [
        ("DTSTART:20260310T130000Z", 13),
        ("DTSTART;TZID=Europe/Amsterdam:20260310T130000", 12),
        ("DTSTART;TZID=W. Europe Standard Time:20260310T130000", 12),
        ("DTSTART;TZID=GMT Standard Time:20260310T130000", 13),
        ('DTSTART;TZID="Europe/London":20260310T130000', 13),
        ("DTSTART;TZID=/example.org/20070129_1/Europe/London:20260310T130000", 13),
        ("DTSTART;TZID=/example.org/America/Argentina/Ushuaia:20260310T130000", 16),
        ("DTSTART;TZID=Customized Time Zone:20260310T130000", 12),  # made up by the client: guests live here
        ("DTSTART;TZID=../../etc/passwd:20260310T130000", 12),
        ("DTSTART:20260310T130000", 12),
        ("DTSTART;VALUE=DATE:20260310", 23),  # midnight in Amsterdam
    ],
)
def test_times_are_read_in_the_zone_that_is_meant(line, utc_hour):
    assert told(line).starts_at.hour == utc_hour


@pytest.mark.parametrize(
    "value", ["", "morgen", "20260231T100000Z", "20260310T250000Z", "00010101T000000Z", "99991231"]
)
def test_senseless_times_are_none(value):
    assert told(f"DTSTART:{value}", f"DTSTAMP:{value}").starts_at is None
    assert told(f"DTSTART:{value}", f"DTSTAMP:{value}").stamp is None


@pytest.mark.parametrize(
    "line",
    [
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:jet@example.org",
        "attendee;partstat=accepted:MAILTO:Jet@Example.ORG",
        'ATTENDEE;CN="Jansen, Jet; arts: 1";PARTSTAT=ACCEPTED:mailto:jet@example.org',
        'ATTENDEE;CN=Jet "de" Jansen;PARTSTAT=ACCEPTED:mailto:jet@example.org',
        'ATTENDEE;CN="Jet;PARTSTAT=ACCEPTED:mailto:jet@example.org',
        "ATTENDEE;PARTSTAT=ACCEPTED:jet@example.org",
        "ATTENDEE;PARTSTAT=ACCEPTED: mailto: jet@example.org",
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:jet%40example.org",
        "ATTENDEE;PARTSTAT=ACCEPTED;EMAIL=jet@example.org:/aan/een/adres/van/de/server",
        "ATTENDEE;DELEGATED-FROM=mailto:bo@example.org;PARTSTAT=ACCEPTED:mailto:jet@example.org",
        "ATTENDEE;PARTSTAT=ACCEPTED:mail\r\n to:jet@exa\r\n\tmple.org",
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:jet@\n\n example.org",
        "ATTENDEE;PARTSTAT=ACC\0EPTED:mailto:jet@example.org",
    ],
)
def test_who_answers_is_found_in_any_spelling(line):
    (attendee,) = told(line).attendees
    assert (attendee.address, attendee.partstat) == ("jet@example.org", "ACCEPTED")


@pytest.mark.parametrize("address", ["", "mailto:", "invalid:nomail", f"mailto:{'x' * 250}@example.org"])
def test_an_address_that_is_none_is_empty(address):
    (attendee,) = told(f"ATTENDEE;PARTSTAT=ACCEPTED:{address}").attendees
    assert attendee.address == ""


@pytest.mark.parametrize(
    "encoded",
    [
        "Zoë".encode(),
        b"\xef\xbb\xbfZo\xc3\xab",
        "Zoë".encode("cp1252"),
        b"Zo\xc3\r\n \xab",  # folded in the middle of a letter
    ],
)
def test_names_survive_charsets_that_lie(encoded):
    content = event(f"UID:{UID}", "ATTENDEE;CN=NAAM:mailto:zoe@example.org").replace(
        b"NAAM", encoded.lstrip(b"\xef\xbb\xbf")
    )
    assert itip.read(content).attendees[0].name == "Zoë"


@pytest.mark.parametrize(
    "dressed",
    [
        lambda text: b"\xef\xbb\xbf" + text,
        lambda text: text.decode().encode("utf-16"),
        lambda text: text.replace(b"\r\n", b"\n"),
        lambda text: text.replace(b"\r\n", b"\r"),
        lambda text: b"flauwekul\r\n\r\n" + text + b"\r\nnog meer",
        lambda text: text.removesuffix(b"END:VEVENT\r\nEND:VCALENDAR"),
        lambda text: text.replace(b"END:VEVENT", b"END:IETS\r\nEND:VEVENT"),
        lambda text: text.replace(b"END:VEVENT", b"BEGIN:VALARM\r\nUID:wekker\r\nEND:VALARM\r\nEND:VEVENT"),
        lambda text: text.replace(b"BEGIN:VEVENT", b"BEGIN:VTODO\r\nUID:taak\r\nEND:VTODO\r\nBEGIN:VEVENT"),
    ],
)
def test_a_file_in_odd_dress_says_the_same(dressed):
    content = event(
        f"UID:{UID}", f"DTSTAMP:{STAMP:%Y%m%dT%H%M%SZ}", "ATTENDEE;PARTSTAT=DECLINED:mailto:jet@example.org"
    )
    said = itip.read(dressed(content))
    assert (said.method, said.uid, said.stamp) == ("REPLY", UID, STAMP)
    assert said.attendees[0].partstat == "DECLINED"


@pytest.mark.parametrize("end", [b"", b"\0", b"\0\0"])
def test_a_uid_that_outlook_wrapped_is_unwrapped(end):
    inner = b"vCal-Uid\x01\0\0\0" + UID.encode() + end
    wrapped = "040000008200E00074C5B7101A82E008" + "0" * 40 + f"{len(inner):02X}000000" + inner.hex().upper()
    assert itip.read(event(f"UID:{wrapped}")).uid == UID


def test_of_one_event_told_twice_the_newest_counts():
    old, new = event(f"UID:{UID}", "SEQUENCE:1"), event(f"UID:{UID}", "SEQUENCE:2", "COMMENT:nieuw")
    assert itip.read(new + b"\r\n" + old).comment == "nieuw"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", Why.NO_EVENT),
        (b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VTODO\r\nUID:1\r\nEND:VTODO\r\nEND:VCALENDAR", Why.NO_EVENT),
        (event("SUMMARY:Zonder kenmerk"), Why.NO_UID),
        (event("UID:1") + b"\r\n" + event("UID:2"), Why.SEVERAL),
        (event(f"UID:{UID}") + b" " * itip.LARGEST, Why.TOO_LARGE),
    ],
)
def test_what_says_nothing_is_refused_with_its_reason(content, why):
    with pytest.raises(Unreadable) as refusal:
        itip.read(content)
    assert refusal.value.reason is why


def test_a_crowd_is_cut_off():
    crowd = [f"ATTENDEE:mailto:gast{number}@example.org" for number in range(itip.MOST_ATTENDEES + 1)]
    assert len(told(*crowd).attendees) == itip.MOST_ATTENDEES


PIECES = [b"BEGIN:VCALENDAR", b"BEGIN:VEVENT", b"END:VEVENT", b"METHOD:REPLY", b"UID:1", b"SEQUENCE:", b"ATTENDEE"]
PIECES += [b";", b":", b'"', b"=", b"\\", b"\r\n", b"\n ", b"DTSTAMP;TZID=", b"mailto:", b"\xff", b"20260310T130000"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=12)).map(b"".join))
@example(b"BEGIN:VEVENT\r\nUID:1\r\nATTENDEE" + b';"' * 5000 + b":x")
@example(b"BEGIN:VEVENT\r\nUID:1\r\nATTENDEE" + b"mailto:" * 1400)
def test_nothing_else_is_ever_raised(content):
    try:
        said = itip.read(content)
    except Unreadable:
        return
    assert said.uid
    assert 0 <= said.sequence < 10**9
    assert all(len(attendee.address) <= itip.LONGEST_ADDRESS for attendee in said.attendees)
