"""A mail of ours, opened again: for the Demo-postvak."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime


@dataclass(frozen=True)
class Reading:
    """What a reader of the mail gets to see. ``method`` and ``calendar`` are empty when it is no invitation."""

    subject: str
    sender: str
    to: str
    reply_to: str
    date: dt.datetime
    text: str
    html: str
    links: tuple[str, ...]  # in the order of the text, each once
    method: str
    calendar: bytes


def read(mime: bytes) -> Reading:
    """Open the bytes that ``mime.build`` made."""
    message = message_from_bytes(mime)
    text, calendar = _text(message, "text/plain"), _part(message, "text/calendar")
    return Reading(
        subject=_header(message, "Subject"),
        sender=_header(message, "From"),
        to=_header(message, "To"),
        reply_to=_header(message, "Reply-To"),
        date=parsedate_to_datetime(message["Date"]),
        text=text,
        html=_text(message, "text/html"),
        links=tuple(dict.fromkeys(re.findall(r"https?://\S+", text))),
        method=str(calendar.get_param("method")) if calendar else "",
        calendar=_content(calendar),
    )


def _header(message: Message, name: str) -> str:
    # Not the library's newer policy, whose parser in Python 3.11 puts spaces inside long names.
    return str(make_header(decode_header(message[name] or "")))


def _part(message: Message, kind: str) -> Message | None:
    return next((part for part in message.walk() if part.get_content_type() == kind), None)


def _content(part: Message | None) -> bytes:
    return bytes(part.get_payload(decode=True)) if part else b""


def _text(message: Message, kind: str) -> str:
    return "\n".join(_content(_part(message, kind)).decode().splitlines())
