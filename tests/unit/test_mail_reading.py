"""A mail that was built can be read again."""

import datetime as dt

from kapstok.mail import mime
from kapstok.mail.reading import read

ICS = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
URL = "https://kapstok.example.org/u/" + "abcdefgh" * 12
ZOE = "Zoë van den Broek-Hendriksen, mantelzorgconsulent bij Welzijn Westwoud en omgeving"


def make(**more):
    return mime.build(
        mime.Mail(
            message_id="<1@example.org>",
            date=dt.datetime(2026, 3, 3, 13, tzinfo=dt.UTC),
            sender=mime.Mailbox("Samen via Kapstok", "kapstok@example.org"),
            to=mime.Mailbox(ZOE, "zoe@example.org"),
            subject="Één vraag",
            text=f"Komt u?\n\n{URL}\n\nOf kijk op {URL} of http://localhost:5000/\n",
            html=f'<p><a href="{URL}">Één knop</a></p>\n',
            **more,
        )
    )


def test_an_invitation_is_read_with_its_calendar_and_links():
    reading = read(make(calendar=mime.CalendarPart("REQUEST", ICS), reply_to=mime.Mailbox("Noor", "noor@example.org")))

    assert (reading.subject, reading.sender, reading.to, reading.reply_to) == (
        "Één vraag",
        "Samen via Kapstok <kapstok@example.org>",
        f"{ZOE} <zoe@example.org>",
        "Noor <noor@example.org>",
    )
    assert reading.date == dt.datetime(2026, 3, 3, 13, tzinfo=dt.UTC)
    assert reading.text == f"Komt u?\n\n{URL}\n\nOf kijk op {URL} of http://localhost:5000/"
    assert reading.html == f'<p><a href="{URL}">Één knop</a></p>'
    assert reading.links == (URL, "http://localhost:5000/")
    assert (reading.method, reading.calendar) == ("REQUEST", ICS)


def test_a_plain_mail_has_no_calendar():
    reading = read(make())

    assert (reading.method, reading.calendar, reading.reply_to) == ("", b"", "")
