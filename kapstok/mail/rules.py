"""Rules of the outbox: addresses, outcomes, and when to try again."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

from kapstok.errors import N_, Refused

FIRST_WAIT = dt.timedelta(minutes=1)
LONGEST_WAIT = dt.timedelta(hours=4)
GIVE_UP_AFTER = dt.timedelta(days=5)  # as mail servers do
LEAST_TRIES = 12  # half a day of them; mail may be old before a mail server was there to ask
MOST_UNKNOWN = 8  # times that a mail may have arrived without our knowing; more would be pestering
LEASE = dt.timedelta(minutes=10)  # a worker that holds a mail longer than this has died
IN_FRONT = dt.timedelta(days=7)  # mail that somebody waits for goes before what has waited shorter than this
SERVER_REST = dt.timedelta(minutes=1)  # how long to leave a server alone that could not be reached
ENHANCED_STATUS = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])")
# 5.4.1 and 5.4.4 do mean the address: Microsoft says the one of a user it does not know, others the other of a domain.
_ABOUT_OTHERS = re.compile(r"[24]\..*|5\.[3567]\..*|5\.2\.[23]|5\.4\.(?![14]$).*")
PER_MINUTE = 60  # mails to one domain; a server that gets more at once takes us for a sender of advertisements
KEEP_MIME = dt.timedelta(days=30)
KEEP_HANDLED = dt.timedelta(days=30)  # mail that came in, after it was handled
KEEP_HELD = dt.timedelta(days=90)  # mail that came in and that nobody decided on
OWN_MACHINE = ("localhost", "127.0.0.1", "::1")  # hosts to which a password may go in the clear


class BadAddress(Refused):
    """Not one mail address: malformed, several at once, or one that common servers cannot handle."""

    sentence = N_("“%(address)s” is geen geldig mailadres. Vul één adres in, zoals naam@example.org.")


class Status(StrEnum):
    """Where a mail is on its way."""

    PENDING = "pending"
    SENDING = "sending"  # a worker holds it until ``next_attempt_at``
    SENT = "sent"
    UNKNOWN = "unknown"  # handed over, but the server never confirmed; the same bytes go again
    FAILED = "failed"
    SUPERSEDED = "superseded"  # something newer about the same thing took its place before it left


WAITING = (Status.PENDING, Status.UNKNOWN)
AT_REST = (Status.FAILED, Status.SUPERSEDED)


class Kind(StrEnum):
    """What a mail that came in is."""

    CALENDAR = "calendar"  # holds a calendar: an answer, most likely
    BOUNCE = "bounce"  # a mail of ours could not be delivered
    DELAYED = "delayed"  # … not yet
    AUTOMATIC = "automatic"  # out of office, a read receipt, a list
    OTHER = "other"  # somebody wrote
    BROKEN = "broken"


class Trouble(StrEnum):
    """Why a mail that came in could not be read."""

    UNREADABLE = "unreadable"
    CALENDAR_TOO_LARGE = "calendar too large"
    MAIL_TOO_LARGE = "mail too large"


class Reason(StrEnum):
    """Why a mail that came in has its fate, where that needs no knowledge of what it is about."""

    AUTOMATIC = "automatic"
    REPORT = "report"  # on a mail of ours
    NOT_OURS = "not ours"  # a report on a mail that we never sent, or so it seems
    FAILED = "failed"  # our own code stumbled over it
    NOBODY_CAME = "nobody came"  # held until it was too old
    THROWN_AWAY = "thrown away"


class Fate(StrEnum):
    """What became of a mail that came in."""

    NEW = "new"
    HANDLED = "handled"
    HELD = "held"  # waits for a person
    IGNORED = "ignored"


class Result(StrEnum):
    """What a mail server made of one mail."""

    ACCEPTED = "accepted"
    LATER = "later"  # not now; nothing was handed over
    REFUSED = "refused"  # never
    UNKNOWN = "unknown"  # the content was sent and the confirmation was not heard


@dataclass(frozen=True)
class Outcome:
    """The result of one attempt. ``bad_address``: the refusal is about the address, not about us or the mail."""

    result: Result
    reason: str = ""
    bad_address: bool = False


@lru_cache(maxsize=1000)  # one mail names our own addresses four times
def address(text: str) -> str:
    """``text`` as one address in ASCII (an internationalised domain as punycode), or ``BadAddress``."""
    try:
        valid = validate_email(text.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise BadAddress(address=text) from None
    return valid.ascii_email or valid.normalized


def next_step(
    result: Result, *, attempts: int, created_at: dt.datetime, now: dt.datetime, chance: float
) -> tuple[Status, dt.datetime]:
    """The status after the ``attempts``-th attempt, and the moment of the next one (``now`` where there is none).

    ``chance`` in [0, 1) spreads the retries, so that a server that recovers is not met by all mail at once.
    """
    if result is Result.ACCEPTED:
        return Status.SENT, now
    tired = now - created_at >= GIVE_UP_AFTER and attempts >= LEAST_TRIES
    tired = tired or (result is Result.UNKNOWN and attempts >= MOST_UNKNOWN)
    if result is Result.REFUSED or tired:
        return Status.FAILED, now
    status = Status.UNKNOWN if result is Result.UNKNOWN else Status.PENDING
    return status, now + wait(attempts, chance)


def wait(attempts: int, chance: float) -> dt.timedelta:
    """One minute after the first attempt, twice as long after each next one, four hours at most; give or take 20 %."""
    doubled = FIRST_WAIT * 2 ** min(attempts - 1, 20)
    return min(doubled, LONGEST_WAIT) * (0.8 + 0.4 * chance)


def about_address(code: int, text: str) -> bool:
    """Whether a reply to RCPT says that this address will never work."""
    return 500 <= code < 600 and blames_address(text)


def blames_address(text: str) -> bool:
    """Whether a permanent refusal is about the address; ``text`` holds its enhanced status (RFC 3463) if it has one.

    Not when it is about us (5.7.x: relaying, log-in, a block list), about the mail (5.6.x), about the server
    (5.3.x, 5.5.x, most of 5.4.x) or about a mailbox that is full or takes no mail this large.
    """
    status = ENHANCED_STATUS.search(text)
    return status is None or not _ABOUT_OTHERS.fullmatch(status.group())
