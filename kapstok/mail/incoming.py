"""Mail that came in, read into plain values (RFC 5322, RFC 2045). Nothing in it is trusted, nothing in it stops us.

What a calendar answered is for the meetings to read: here its bytes are only found.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime

from kapstok.mail import authentication, dsn, parts
from kapstok.mail.dsn import Bounce
from kapstok.mail.rules import Kind, Trouble
from kapstok.mail.text import one_line

LARGEST_CALENDAR = 256 * 1024  # bytes of one calendar part
MOST_CALENDARS = 8  # parts of one mail; Gmail sends two
MOST_RECIPIENTS = 50
LONGEST_SUBJECT = 2000  # characters; what follows is not even decoded

# Where a mail came by, most telling first: a forwarding server leaves To alone and writes the address it used below.
_RECIPIENT_HEADERS = ("To", "Cc", "Delivered-To", "X-Original-To", "X-Envelope-To", "Envelope-To")
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"\\@]{1,64}@[^\s<>()\[\],;:\"\\@]{1,190}")
_BRACKETED = re.compile(r"<\s*([^<>]*)\s*>")
_QUOTED = re.compile(r'"(?:\\.|[^"\\])*"')
_COMMENT = re.compile(r"\([^()]*\)")
# The library takes time by the square of such a header's length, in a part of the mail as well as at its top.
_MONSTROUS = re.compile(
    rb"(?:^|\r)content-[a-z-]+[ \t]*:(?:[^\r\n]|(?:\r\n|\r|\n)[ \t]){3000}", re.IGNORECASE | re.MULTILINE
)


@dataclass(frozen=True)
class Incoming:
    """One mail as its reader sees it. Addresses are lower case; what is not there is empty."""

    kind: Kind
    message_id: str = ""  # with its angle brackets
    subject: str = ""
    from_name: str = ""
    from_address: str = ""  # empty when From names nobody, or several
    recipients: tuple[str, ...] = ()  # To, Cc, Delivered-To and their like, in that order, each once
    date: dt.datetime | None = None
    auto_submitted: bool = False  # says of itself that no person wrote it; so do Gmail's answers from a calendar
    calendars: tuple[bytes, ...] = ()  # UTF-8 where the mail knew its own charset; each different one once
    text: str = ""  # for people to read
    dmarc: bool | None = None  # what our own mail server found; None: it did not say
    bounces: tuple[Bounce, ...] = ()
    reason: Trouble | None = None  # why it is broken


def read(raw: bytes, reply_domain: str = "") -> Incoming:
    """Read a mail. Raises nothing: what cannot be read is ``Kind.BROKEN`` with its reason, and as much as was found.

    ``reply_domain``: whose mail server's word on the sender counts (``Authentication-Results``).
    """
    if _MONSTROUS.search(raw):
        return Incoming(Kind.BROKEN, reason=Trouble.UNREADABLE)
    try:
        message = message_from_bytes(raw)
        envelope = _envelope(message, reply_domain)
    except Exception:  # whatever the library stumbles over in bytes that anybody may send
        return Incoming(Kind.BROKEN, reason=Trouble.UNREADABLE)
    if not message.keys():
        return Incoming(Kind.BROKEN, reason=Trouble.UNREADABLE)
    try:
        return _with_content(message, envelope)
    except Exception:
        return replace(envelope, kind=Kind.BROKEN, reason=Trouble.UNREADABLE)


def read_headers(raw: bytes, reply_domain: str = "") -> Incoming:
    """A mail that is too large to be read whole: only who, to whom and about what."""
    return replace(read(raw, reply_domain), kind=Kind.BROKEN, reason=Trouble.MAIL_TOO_LARGE)


def sole_address(values: list[str]) -> str:
    """The one address in a From, or nothing: a second one in a name or a comment is how senders are disguised."""
    bare = _COMMENT.sub(" ", _QUOTED.sub(" ", ",".join(values)))
    found = set(_addresses(" ".join(_BRACKETED.findall(bare)) or bare))
    return found.pop() if len(found) == 1 else ""


def _envelope(message: Message, reply_domain: str) -> Incoming:
    sender = sole_address(_raw_headers(message, "From"))
    return Incoming(
        kind=Kind.OTHER,
        message_id=_header(message, "Message-ID")[:250],
        subject=parts.decoded(_header(message, "Subject")[:LONGEST_SUBJECT])[:300],
        from_name=_name(message)[:120],
        from_address=sender,
        recipients=_recipients(message),
        date=_date(message),
        auto_submitted=_is_automatic(message),
        dmarc=authentication.dmarc(_raw_headers(message, "Authentication-Results"), reply_domain, sender),
    )


def _with_content(message: Message, envelope: Incoming) -> Incoming:
    leaves = list(parts.leaves(message))
    calendars = parts.calendars(leaves)
    read = replace(
        envelope,
        calendars=tuple(calendar for calendar in calendars if len(calendar) <= LARGEST_CALENDAR)[:MOST_CALENDARS],
        text=parts.readable(leaves),
        bounces=dsn.read(message),
    )
    if any(len(calendar) > LARGEST_CALENDAR for calendar in calendars):
        return replace(read, kind=Kind.BROKEN, calendars=(), reason=Trouble.CALENDAR_TOO_LARGE)
    return replace(read, kind=_kind(message, read))


def _kind(message: Message, read: Incoming) -> Kind:
    actions = {bounce.action for bounce in read.bounces}
    if "failed" in actions:
        return Kind.BOUNCE
    if "delayed" in actions:
        return Kind.DELAYED
    if message.get_content_type() == "multipart/report":
        return Kind.AUTOMATIC  # delivered, relayed, or a read receipt
    if read.calendars:
        return Kind.CALENDAR  # before all that looks automatic: calendars answer by themselves
    return Kind.AUTOMATIC if read.auto_submitted else Kind.OTHER


def _is_automatic(message: Message) -> bool:
    submitted = _header(message, "Auto-Submitted").lower()
    if submitted and not submitted.startswith("no"):
        return True
    if any(name in message for name in ("X-Autoreply", "X-Autorespond", "X-Autoresponder")):
        return True
    if _header(message, "Precedence").lower() in ("auto_reply", "bulk", "junk", "list"):
        return True
    return _header(message, "Return-Path") == "<>"


def _recipients(message: Message) -> tuple[str, ...]:
    values = (value for name in _RECIPIENT_HEADERS for value in _raw_headers(message, name))
    found = (address for value in values for address in _addresses(value))
    return tuple(dict.fromkeys(found))[:MOST_RECIPIENTS]


def _addresses(text: str) -> list[str]:
    return [address.rstrip(".").lower() for address in _ADDRESS.findall(text)]


def _name(message: Message) -> str:
    written = parts.decoded(_header(message, "From")[:LONGEST_SUBJECT])
    return one_line(_BRACKETED.sub(" ", written)).strip('" ')


def _date(message: Message) -> dt.datetime | None:
    try:
        date = parsedate_to_datetime(_header(message, "Date"))
        return date.astimezone(dt.UTC) if date.tzinfo else date.replace(tzinfo=dt.UTC)
    except (TypeError, ValueError, OverflowError):
        return None


def _header(message: Message, name: str) -> str:
    return next(iter(_raw_headers(message, name)), "")


def _raw_headers(message: Message, name: str) -> list[str]:
    return [one_line(str(value)) for value in message.get_all(name, [])]
