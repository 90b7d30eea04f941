"""Mail that comes in, as clients and servers really write it, and as people with bad intentions do."""

import base64
import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapstok.mail.dsn import Bounce
from kapstok.mail.incoming import LARGEST_CALENDAR, read, read_headers, sole_address
from kapstok.mail.rules import Kind, Trouble
from tests.incoming_mails import CALENDAR, TOKEN, mail, multipart, report

ICS = CALENDAR.replace("\n", "\r\n").encode()


def answer(*parts: str, kind: str = "mixed", **fields) -> bytes:
    header, body = multipart(kind, *parts)
    return mail(header, body=body, **fields)


def test_who_wrote_what_to_whom():
    raw = mail(
        "Delivered-To: Vangnet@Reply.Example.org",
        "Cc: Piet <piet@example.org>",
        "Date: Tue, 3 Mar 2026 13:00:00 +0100",
        "Content-Type: text/plain; charset=utf-8",
        sender="=?utf-8?q?J=C3=A9t?= <Jet@Example.org>",
        body="Ik kom graag.\nTot dinsdag.",
    )

    got = read(raw)

    assert (got.kind, got.message_id, got.subject) == (Kind.OTHER, "<1@example.org>", "Antwoord")
    assert (got.from_name, got.from_address) == ("Jét", "jet@example.org")
    assert got.recipients == (TOKEN, "piet@example.org", "vangnet@reply.example.org")
    assert got.date == dt.datetime(2026, 3, 3, 12, tzinfo=dt.UTC)
    assert got.text == "Ik kom graag.\nTot dinsdag."
    assert (got.auto_submitted, got.calendars, got.bounces, got.reason) == (False, (), (), None)


def test_the_two_calendars_of_gmail_are_one_and_its_automatic_answer_counts():
    inner, body = multipart(
        "alternative",
        "Content-Type: text/plain\r\n\r\nJet heeft geaccepteerd",
        f"Content-Type: text/calendar; charset=UTF-8; method=REPLY\r\n\r\n{ICS.decode()}",
    )
    attached = f"Content-Type: application/ics; name=invite.ics\r\n\r\n{ICS.decode()}"
    raw = mail(
        "Auto-Submitted: auto-generated",
        'Content-Type: multipart/mixed; boundary="buiten"',
        body=f"--buiten\r\n{inner}\r\n\r\n{body}\r\n--buiten\r\n{attached}\r\n--buiten--",
    )

    got = read(raw)

    assert (got.kind, got.auto_submitted, got.calendars) == (Kind.CALENDAR, True, (ICS,))
    assert got.text == "Jet heeft geaccepteerd"


@pytest.mark.parametrize(
    "part",
    [
        "Content-Type: text/calendar\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.b64encode(ICS).decode(),
        "Content-Type: application/octet-stream; name=antwoord.ICS\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.b64encode(ICS).decode(),
        "Content-Type: application/ics\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        + ICS.decode().replace("REPLY", "RE=\r\nPLY"),
    ],
)
def test_a_calendar_is_found_in_whatever_it_is_wrapped(part):
    got = read(answer("Content-Type: text/plain\r\n\r\n", part))

    assert (got.kind, got.calendars) == (Kind.CALENDAR, (ICS,))


def test_a_calendar_in_another_charset_becomes_utf8():
    part = (
        "Content-Type: text/calendar; charset=windows-1252\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.b64encode("SUMMARY:Geaccepteerd: café".encode("cp1252")).decode()
    )

    assert read(answer(part)).calendars == ("SUMMARY:Geaccepteerd: café".encode(),)


def test_an_answer_that_somebody_forwarded_stays_closed():
    inside = mail("Content-Type: text/calendar; method=REPLY", body=CALENDAR).decode()

    got = read(answer("Content-Type: text/plain\r\n\r\nZie hieronder", f"Content-Type: message/rfc822\r\n\r\n{inside}"))

    assert (got.kind, got.calendars) == (Kind.OTHER, ())


def test_a_calendar_of_more_than_256_kib_is_refused():
    content = base64.encodebytes(b"x" * (LARGEST_CALENDAR + 1)).decode()
    raw = answer(f"Content-Type: text/calendar\r\nContent-Transfer-Encoding: base64\r\n\r\n{content}")

    got = read(raw)

    assert (got.kind, got.reason, got.calendars) == (Kind.BROKEN, Trouble.CALENDAR_TOO_LARGE, ())
    assert got.from_address == "jet@example.org"


@pytest.mark.parametrize(
    "header",
    ["Auto-Submitted: auto-replied (vacation)", "X-Autoreply: yes", "Precedence: bulk", "Return-Path: <>"],
)
def test_out_of_office(header):
    assert read(mail(header, body="Ik ben er niet.")).kind is Kind.AUTOMATIC


def test_a_person_who_says_so():
    assert read(mail("Auto-Submitted: no", body="Ik bel u.")).kind is Kind.OTHER


def test_a_page_of_html_as_words():
    html = "<html><head><title>x</title><style>p{}</style></head><body><p>Ik kom &amp; neem</p><p>taart mee</p></body>"

    assert read(mail("Content-Type: text/html", body=html)).text == "Ik kom & neem\ntaart mee"


def test_a_report_on_mail_of_ours():
    got = read(report(envelope_id="17"))

    bounce = Bounce("failed", "5.1.1", "550 5.1.1 No such user", "weg@example.org", "17", "<bron@example.org>")
    assert (got.kind, got.bounces) == (Kind.BOUNCE, (bounce,))


@pytest.mark.parametrize(
    ("action", "kind"), [("delayed", Kind.DELAYED), ("delivered", Kind.AUTOMATIC), ("FAILED", Kind.BOUNCE)]
)
def test_what_a_report_says(action, kind):
    assert read(report(action)).kind is kind


def test_the_words_of_the_server_are_more_precise_than_a_bare_status():
    assert read(report("failed", "5.0.0", "host mx said: 550 5.1.1 unknown alias")).bounces[0].status == "5.1.1"
    assert read(report("failed", "5.0.0", "no words")).bounces[0].status == "5.0.0"
    assert read(report("failed", "", "from 10.5.7.1.2")).bounces[0].status == ""


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("Jet <jet@example.org>", "jet@example.org"),
        ("jet@example.org", "jet@example.org"),
        ('"Jansen, Jet" <JET@example.org>', "jet@example.org"),
        ('"noor@example.org" <boef@example.org>', "boef@example.org"),
        ("noor@example.org <boef@example.org>", "boef@example.org"),
        ("boef@example.org (noor@example.org)", "boef@example.org"),
        ("jet@example.org, noor@example.org", ""),
        ("<jet@example.org> <noor@example.org>", ""),
        ("Jet", ""),
        ("", ""),
    ],
)
def test_one_sender_or_none(written, address):
    assert sole_address([written]) == address


OURS = "Authentication-Results: mx.example.org; dkim=pass; dmarc=pass (p=none) header.from=example.org"

RESULTS = "Authentication-Results: mx.example.org;"


@pytest.mark.parametrize(
    ("headers", "passed"),
    [
        ([OURS], True),
        (["Authentication-Results: reply.example.org; dmarc=fail header.from=example.org"], False),
        (["Authentication-Results: example.org 1; spf=pass", "Authentication-Results: example.org; dmarc=pass"], True),
        (["Authentication-Results: mx.example.org; dmarc=pass header.from=boef.example"], False),
        (["Authentication-Results: mx.boef.example; dmarc=pass header.from=example.org"], None),
        (["Authentication-Results: mx.boef.example; none", OURS], None),  # ours would stand on top
        (["Authentication-Results: mx.example.org; spf=pass", "Authentication-Results: example.org; dmarc=pass"], None),
        (["Authentication-Results: spf=pass; dmarc=pass header.from=example.org"], None),
        ([f"{RESULTS} spf=pass smtp.mailfrom=dmarc=pass@boef.example; dmarc=fail header.from=example.org"], False),
        ([f'{RESULTS} spf=pass smtp.mailfrom="a; dmarc=pass"@boef.example; dmarc=fail'], False),
        ([f'{RESULTS} spf=pass (of "a); dmarc=pass (b"@boef.example)'], None),
        ([f'{RESULTS} dmarc=pass header.from="boef.example"'], False),
        ([], None),
    ],
)
def test_only_our_own_server_vouches_for_a_sender(headers, passed):
    assert read(mail(*headers), "reply.example.org").dmarc is passed


def test_a_reply_domain_of_two_words_trusts_no_whole_country():
    header = "Authentication-Results: mx.boef.org; dmarc=pass header.from=example.org"

    assert read(mail(header), "example.org").dmarc is None


@pytest.mark.parametrize(
    "header",
    [
        "Subject: " + "=?a?q?x" * 100_000,
        'Content-Type: text/plain; a="' + ";" * 700_000,
        'Content-Disposition: attachment; filename="' + "=?a?q?x" * 100_000,
        "Content-Type: text/calendar; charset=punycode\r\n\r\n-" + "a" * 700_000,
    ],
)
def test_a_mail_made_to_keep_its_reader_busy(header):
    started = time.process_time()

    read(mail(header))

    assert time.process_time() - started < 2


def test_headers_that_come_back_inside_a_report_are_read_as_headers_only():
    monstrous = base64.encodebytes(b'Content-Type: text/plain; a="' + b";" * 300_000).decode()
    raw = report().replace(b"text/rfc822-headers", b"text/rfc822-headers\r\nContent-Transfer-Encoding: base64")
    head, found, _ = raw.rpartition(b"base64\r\n\r\n")
    started = time.process_time()

    read(head + found + monstrous.encode())

    assert found
    assert time.process_time() - started < 2


def test_only_the_headers_of_what_is_too_large():
    got = read_headers(b"From: jet@example.org\r\nSubject: Foto's\r\nContent-Type: multipart/mixed; bound")

    assert (got.kind, got.reason, got.from_address) == (Kind.BROKEN, Trouble.MAIL_TOO_LARGE, "jet@example.org")


def test_a_header_with_half_a_character_can_be_stored():
    got = read(b"From: J\xe9t\x00 <jet@example.org>\r\nSubject: =?utf-8?b?//8=?= \xff\x00\r\n\r\n\xff\x00")

    "".join((got.from_name, got.subject, got.text)).encode()
    assert "\x00" not in got.from_name + got.subject + got.text
    assert got.from_address == "jet@example.org"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00" * 1000,
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n" * 3000,
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=a\r\n\r\n--a\r\n"
        b"Content-Type: message/delivery-status\r\n\r\n\r\n--a--",
        b"From: " + b"(" * 50_000 + b"@" * 50_000 + b"\r\n\r\n",
        b"To: " + b"a@b.nl," * 20_000 + b"\r\n\r\n",
        b"Content-Type: text/html\r\n\r\n" + b"<![" * 50_000,
        b"Subject: " + b"=?utf-8?q?a?= " * 20_000 + b"\r\n\r\n",
    ],
)
def test_hostile_mail_is_only_mail(raw):
    assert read(raw, "reply.example.org").kind in (Kind.OTHER, Kind.BROKEN, Kind.AUTOMATIC)


SAMPLES = [
    mail(OURS, "Content-Type: text/calendar; charset=utf-8", body=CALENDAR),
    report(),
    answer("Content-Type: text/html\r\n\r\n<p>Ja</p>", f"Content-Type: application/ics\r\n\r\n{CALENDAR}"),
]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(SAMPLES), st.data())
def test_mangled_mail_never_raises_and_can_always_be_stored(sample, data):
    start = data.draw(st.integers(0, len(sample)))
    end = data.draw(st.integers(start, min(len(sample), start + 60)))
    got = read(sample[:start] + data.draw(st.binary(max_size=40)) + sample[end:], "reply.example.org")

    words = "".join((got.message_id, got.subject, got.from_name, got.from_address, *got.recipients, got.text))
    words.encode()
    assert "\x00" not in words
