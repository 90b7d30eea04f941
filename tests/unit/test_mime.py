"""The bytes of a mail, walked with the standard library's own parser."""

import datetime as dt
from dataclasses import replace
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapstok.mail import mime
from kapstok.mail.rules import BadAddress
from kapstok.mail.text import one_line

ICS = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Caf\xc3\xa9\r\nEND:VCALENDAR\r\n"
PLAIN = mime.Mail(
    message_id="<5f0c@kapstok.example.org>",
    date=dt.datetime(2026, 3, 3, 13, 5, tzinfo=dt.UTC),
    sender=mime.Mailbox("Welzijn Waterdorp via Kapstok", "kapstok@example.org"),
    to=mime.Mailbox("Jet Jansen", "jet@example.org"),
    subject="Uitnodiging",
    text="Beste Jet,\n\nKomt u ook? Één klik.\n",
    html="<p>Beste Jet,</p>",
    reply_to=mime.Mailbox("Noor de Wit", "noor@example.org"),
)
INVITATION = replace(PLAIN, calendar=mime.CalendarPart("REQUEST", ICS))


def read(mail):
    return message_from_bytes(mime.build(mail), policy=policy.default)


def test_an_invitation_offers_text_html_and_calendar_and_attaches_the_file():
    message = read(INVITATION)

    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    *_, calendar, attachment = message.walk()
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_content_charset() == "utf-8"
    assert calendar.get_content_disposition() is None
    assert calendar.get_payload(decode=True) == ICS
    assert attachment.get_content_disposition() == "attachment"
    assert attachment.get_filename() == "bijeenkomst.ics"
    assert attachment.get_payload(decode=True) == ICS
    assert [part["Content-ID"] for part in message.walk()] == [None] * 6


def test_a_plain_mail_is_text_and_html():
    message = read(PLAIN)

    assert [part.get_content_type() for part in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    _, text, html = message.walk()
    assert text.get_content().splitlines() == ["Beste Jet,", "", "Komt u ook? Één klik."]
    assert html.get_content().strip() == "<p>Beste Jet,</p>"


def test_headers():
    message = read(INVITATION)

    assert str(message["From"]) == "Welzijn Waterdorp via Kapstok <kapstok@example.org>"
    assert str(message["To"]) == "Jet Jansen <jet@example.org>"
    assert str(message["Reply-To"]) == "Noor de Wit <noor@example.org>"
    assert message["Subject"] == "Uitnodiging"
    assert message["Message-ID"] == "<5f0c@kapstok.example.org>"
    assert message["Date"].datetime == dt.datetime(2026, 3, 3, 13, 5, tzinfo=dt.UTC)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert message["Content-Language"] == "nl"
    assert message["List-Unsubscribe"] is None


def test_the_same_mail_is_the_same_bytes():
    assert mime.build(INVITATION) == mime.build(INVITATION)


def test_only_ascii_and_crlf_travel():
    raw = mime.build(replace(INVITATION, to=mime.Mailbox("Zoë Ünal", "zoe@example.org"), subject="Café " * 40))

    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"") and b"\r" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78


def test_a_name_cannot_add_a_header_or_a_recipient():
    message = read(
        replace(
            PLAIN,
            to=mime.Mailbox('Boef" <ander@example.org>,\r\nBcc: derde@example.org', "jet@example.org"),
            subject="Hallo\r\nBcc: derde@example.org",
        )
    )

    assert message["Bcc"] is None
    assert [box.addr_spec for box in message["To"].addresses] == ["jet@example.org"]
    assert message["To"].addresses[0].display_name == 'Boef" <ander@example.org>, Bcc: derde@example.org'
    assert message["Subject"] == "Hallo Bcc: derde@example.org"


def test_a_subject_that_looks_encoded_stays_what_it_says():
    assert read(replace(PLAIN, subject="=?utf-8?q?boe?="))["Subject"] == "=?utf-8?q?boe?="


def decoded(words):
    """Encoded words as RFC 2047 reads them; the newer parser of Python 3.11 puts spaces between long ones."""
    return str(make_header(decode_header(words)))


@settings(deadline=None)  # other work on the machine is no failure
@given(name=st.text(max_size=120), subject=st.text(max_size=300))
def test_names_and_subjects_arrive_as_they_were_written(name, subject):
    raw = mime.build(replace(PLAIN, to=mime.Mailbox(name, "jet@example.org"), subject=subject))
    message = message_from_bytes(raw, policy=policy.compat32)

    written, address = parseaddr(message["To"])
    assert address == "jet@example.org"
    assert decoded(written) == one_line(name)
    assert decoded(message["Subject"]) == one_line(subject)
    assert len(message.keys()) == 11
    assert [box.addr_spec for box in message_from_bytes(raw, policy=policy.default)["To"].addresses] == [address]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "jet",
        "jet@",
        "jet@localhost",
        "jet@example.org,boef@example.org",
        "jet@example.org, boef@example.org",
        "jet@example.org\r\nBcc: boef@example.org",
        "jet@example.org\x00",
        "jet\ud800@example.org",
        "zoë@example.org",
        "Jet <jet@example.org>",
        "jet @example.org",
        "a" * 300 + "@example.org",
    ],
)
def test_what_is_not_one_address_is_refused(address):
    with pytest.raises(BadAddress):
        mime.build(replace(PLAIN, to=mime.Mailbox("Jet", address)))


def test_an_international_domain_travels_as_punycode():
    assert str(read(replace(PLAIN, to=mime.Mailbox("", "jet@café.example.org")))["To"]) == "jet@xn--caf-dma.example.org"
