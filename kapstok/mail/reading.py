"""A mail of ours, opened again: for the Demo-postvak."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage


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
    message = message_from_bytes(mime, policy=policy.default)
    text = _content(message, "text/plain")
    part = _part(message, "text/calendar")
    return Reading(
        subject=str(message["Subject"]),
        sender=str(message["From"]),
        to=str(message["To"]),
        reply_to=str(message["Reply-To"] or ""),
        date=message["Date"].datetime,
        text=text,
        html=_content(message, "text/html"),
        links=tuple(dict.fromkeys(re.findall(r"https?://\S+", text))),
        method=str(part.get_param("method")) if part else "",
        calendar=bytes(part.get_payload(decode=True)) if part else b"",
    )


def _part(message: EmailMessage, kind: str) -> EmailMessage | None:
    return next((part for part in message.walk() if part.get_content_type() == kind), None)


def _content(message: EmailMessage, kind: str) -> str:
    part = _part(message, kind)
    return "\n".join(part.get_content().splitlines()) if part else ""
