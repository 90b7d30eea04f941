"""The rules of the outbox as truth tables."""

import datetime as dt

import pytest

from kapstok.mail import rules
from kapstok.mail.rules import Result, Status
from kapstok.mail.text import lines, one_line
from kapstok.mail.transport import BadSmtpUrl, OpenPassword, Server, parse

NOW = dt.datetime(2026, 3, 3, 12, tzinfo=dt.UTC)
FRESH, OLD = NOW - dt.timedelta(hours=1), NOW - dt.timedelta(days=5)


@pytest.mark.parametrize(
    ("result", "attempts", "created_at", "status"),
    [
        (Result.ACCEPTED, 1, FRESH, Status.SENT),
        (Result.ACCEPTED, 9, OLD, Status.SENT),
        (Result.REFUSED, 1, FRESH, Status.FAILED),
        (Result.LATER, 1, FRESH, Status.PENDING),
        (Result.LATER, 40, FRESH, Status.PENDING),
        (Result.LATER, 12, OLD, Status.FAILED),
        (Result.LATER, 11, OLD, Status.PENDING),  # it waited for a mail server, or is sent again by hand
        (Result.UNKNOWN, 1, FRESH, Status.UNKNOWN),
        (Result.UNKNOWN, 7, FRESH, Status.UNKNOWN),
        (Result.UNKNOWN, 8, FRESH, Status.FAILED),
        (Result.UNKNOWN, 2, OLD, Status.UNKNOWN),
    ],
)
def test_what_follows_an_attempt(result, attempts, created_at, status):
    step, _ = rules.next_step(result, attempts=attempts, created_at=created_at, now=NOW, chance=0.5)
    assert step == status


@pytest.mark.parametrize(
    ("attempts", "chance", "seconds"),
    [
        (1, 0.5, 60),
        (2, 0.5, 120),
        (3, 0.5, 240),
        (8, 0.5, 7680),
        (9, 0.5, 14400),
        (500, 0.5, 14400),
        (1, 0.0, 48),
        (1, 1.0, 72),
    ],
)
def test_waiting_doubles_up_to_four_hours_and_spreads(attempts, chance, seconds):
    assert rules.wait(attempts, chance) == dt.timedelta(seconds=seconds)


def test_a_retry_comes_after_the_wait():
    _, moment = rules.next_step(Result.LATER, attempts=2, created_at=FRESH, now=NOW, chance=0.5)
    assert moment == NOW + dt.timedelta(minutes=2)


@pytest.mark.parametrize(
    ("code", "text", "about_the_address"),
    [
        (550, "5.1.1 No such user", True),
        (550, "no such user", True),
        (553, "5.1.3 bad address syntax", True),
        (550, "5.4.1 [jet@example.org]: Recipient address rejected: Access denied", True),
        (550, "unknown user at 10.5.7.1", True),
        (552, "5.2.2 mailbox full", False),
        (552, "5.3.4 message too big", False),
        (554, "5.4.7 delivery time expired", False),
        (554, "5.7.1 relay access denied", False),
        (450, "4.2.0 greylisted", False),
        (421, "busy", False),
    ],
)
def test_only_a_lasting_refusal_of_the_address_marks_it(code, text, about_the_address):
    assert rules.about_address(code, text) is about_the_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("jet@example.org", "jet@example.org"),
        (" jet@example.org\n", "jet@example.org"),
        ("Jet.Jansen+kapstok@EXAMPLE.org", "Jet.Jansen+kapstok@example.org"),
        ("info@café.example.org", "info@xn--caf-dma.example.org"),
    ],
)
def test_an_address_in_ascii(text, address):
    assert rules.address(text) == address


def test_a_refused_address_becomes_a_sentence():
    with pytest.raises(rules.BadAddress) as refusal:
        rules.address("jet@example.org, piet@example.org")
    assert str(refusal.value) == (
        "“jet@example.org, piet@example.org” is geen geldig mailadres. Vul één adres in, zoals naam@example.org."
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Jet", "Jet"),
        ("  Jet \t Jansen\r\n", "Jet Jansen"),
        ("Jet\x00\x07\x9fJansen", "JetJansen"),
        ("Jet\ud800", "Jet"),
        ("a\u2028b\x0bc\x85d", "a b c d"),
        ("\x00", ""),
    ],
)
def test_one_line(text, line):
    assert one_line(text) == line


def test_lines_keep_blank_ones_in_between():
    typed = "\n\n14.00  Inloop\r\n\r\n14.15\x00 Start\u2028Einde\n"
    assert lines(typed) == ("14.00 Inloop", "", "14.15 Start", "Einde")
    assert lines(" \n") == ()


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.org", Server("mail.example.org", 25, "none")),
        ("smtp://127.0.0.1:2525?timeout=1.5", Server("127.0.0.1", 2525, "none", timeout=1.5)),
        ("smtp://[::1]:2525", Server("::1", 2525, "none")),
        ("smtp://jet@localhost", Server("localhost", 25, "none", "jet")),
        ("smtps://jet:a%40b%2Fc@mail.example.org", Server("mail.example.org", 465, "tls", "jet", "a@b/c")),
        ("smtp://j%40x:p@mail.example.org?starttls=1", Server("mail.example.org", 587, "starttls", "j@x", "p")),
    ],
)
def test_where_mail_goes(url, server):
    assert parse(url) == server


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example.org",
        "http://mail.example.org",
        "smtp://",
        "smtp://:25",
        "smtp://mail.example.org:99999",
        "smtp://mail.example.org:x",
        "smtp://mail.example.org?starttls=ja",
        "smtp://mail.example.org?starttls",
        "smtp://mail.example.org?timeout=0",
        "smtp://mail.example.org?timeout=nan",
        "smtp://mail.example.org?timeout=3600",
        "smtp://mail.example.org?per_minute=0",
        "smtp://mail.example.org?verify=0",
    ],
)
def test_where_mail_cannot_go(url):
    with pytest.raises(BadSmtpUrl):
        parse(url)


def test_a_password_never_travels_in_the_open():
    with pytest.raises(OpenPassword):
        parse("smtp://jet:geheim@mail.example.org")
