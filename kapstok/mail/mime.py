"""The final bytes of a mail (MIME, RFC 2045–2047; dates, names and addresses as RFC 5322 wants them)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from email import encoders
from email.charset import QP, Charset
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, formataddr

from kapstok.mail.rules import address
from kapstok.mail.text import one_line

# The older of the library's two policies: the newer one loses the quotes of long names with a comma in Python 3.11.2.
CRLF = compat32.clone(linesep="\r\n")

UTF8 = Charset("utf-8")
UTF8.body_encoding = QP  # readable under way, and no line is ever too long


@dataclass(frozen=True)
class Mailbox:
    """A name and an address. The name may hold anything; the address is checked when the mail is built."""

    name: str
    address: str


@dataclass(frozen=True)
class CalendarPart:
    """What makes a mail an invitation: the METHOD inside ``content`` and the calendar's bytes."""

    method: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """Everything a mail is made of. Same values, same bytes; ``message_id`` comes with its angle brackets."""

    message_id: str
    date: dt.datetime
    sender: Mailbox
    to: Mailbox
    subject: str
    text: str
    html: str
    language: str = "nl"
    reply_to: Mailbox | None = None
    calendar: CalendarPart | None = None
    unsubscribe: str = ""  # an address that stops mail of this kind on one POST (RFC 8058)


def build(mail: Mail) -> bytes:
    """The mail as a server takes it: ASCII only, lines ended by CRLF. Raises ``BadAddress``."""
    whole = _with_attachment(mail, mail.calendar) if mail.calendar else _alternatives(mail)
    for name, value in _headers(mail).items():
        whole[name] = value  # type: ignore[assignment]  # this policy takes headers that encode themselves
    for number, part in enumerate(whole.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{number}_{mail.message_id.strip('<>').partition('@')[0]}")  # the same every time
    return whole.as_bytes(policy=CRLF)


def _headers(mail: Mail) -> dict[str, str | Header]:
    headers: dict[str, str | Header] = {
        "From": _mailbox(mail.sender, "From"),
        "To": _mailbox(mail.to, "To"),
        "Subject": _words(mail.subject),
        "Date": format_datetime(mail.date),
        "Message-ID": mail.message_id,
        "Content-Language": mail.language,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
    }
    if mail.unsubscribe:
        headers["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if mail.reply_to:
        headers["Reply-To"] = _mailbox(mail.reply_to, "Reply-To")
    return headers


def _alternatives(mail: Mail) -> MIMEMultipart:
    parts = MIMEMultipart("alternative")
    parts.attach(MIMEText(mail.text, "plain", UTF8))  # type: ignore[arg-type]  # a Charset is a name that can encode
    parts.attach(MIMEText(mail.html, "html", UTF8))  # type: ignore[arg-type]
    if mail.calendar:
        part = MIMEBase("text", "calendar", charset="utf-8", method=mail.calendar.method)
        parts.attach(_in_base64(part, mail.calendar.content))
    return parts


def _with_attachment(mail: Mail, calendar: CalendarPart) -> MIMEMultipart:
    whole = MIMEMultipart("mixed")
    whole.attach(_alternatives(mail))
    part = _in_base64(MIMEBase("application", "ics", name="bijeenkomst.ics"), calendar.content)
    part.add_header("Content-Disposition", "attachment", filename="bijeenkomst.ics")
    whole.attach(part)
    return whole


def _in_base64(part: MIMEBase, content: bytes) -> MIMEBase:
    part.set_payload(content)
    encoders.encode_base64(part)  # keeps the calendar's own line ends and folding
    return part


def _mailbox(box: Mailbox, header: str) -> str | Header:
    checked = address(box.address)
    name = one_line(box.name)
    if _plain(name):
        return formataddr((name, checked))
    written = Header(name, "utf-8", header_name=header)
    written.append(f"<{checked}>", "us-ascii")
    return written


def _words(text: str) -> str | Header:
    line = one_line(text)
    return line if _plain(line) else Header(line, "utf-8", header_name="Subject")


def _plain(line: str) -> bool:
    return line.isascii() and "=?" not in line  # that would be read as an encoded word
