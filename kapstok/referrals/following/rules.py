"""Rules of single referrals: how they stand, how long they took, and by what they are called. Pure."""

from __future__ import annotations

import calendar
import datetime as dt
import hashlib
import secrets
from enum import StrEnum

from kapstok.errors import N_, ChangedMeanwhile, Refused
from kapstok.referrals.rules import PENDING_LASTS

REMIND_AFTER = dt.timedelta(days=30)
REFERENCE_LENGTH = 6
# Sixteen letters and seven digits. No vowels, which make words; nothing that is read as something else (0 and O, 1 and
# I and L, 2 and Z, 5 and S, 8 and B, Y as a vowel).
ALPHABET = "CDFGHJKMNPQRTVWX2346789"
LONGEST_NOTE = 300
NOTICE, REMINDER = "referral", "referral reminder"  # kinds of mail
BY_LINK = "link"  # who closed it, when it was done by the link in a mail


class Status(StrEnum):
    """What was last said of a referral. The first four are under way; each of the others is how it ended."""

    SENT = "sent"  # verstuurd
    IN_PROGRESS = "in_progress"  # in behandeling
    WAITING = "waiting"  # wacht op mantelzorger
    NOT_STARTED = "not_started"  # past, nog niet gestart
    HELPED = "helped"  # hulp ontvangen
    NOT_REACHED = "not_reached"  # niet bereikt
    NO_FIT = "no_fit"  # past niet
    NO_PLACE = "no_place"  # geen plek
    FORWARDED = "forwarded"  # doorgestuurd
    DECLINED = "declined"  # ziet ervan af
    OTHER = "other"  # anders


UNDER_WAY = (Status.SENT, Status.IN_PROGRESS, Status.WAITING, Status.NOT_STARTED)
ENDS = tuple(status for status in Status if status not in UNDER_WAY)


class Stage(StrEnum):
    """Where a referral is: only the first may still be reminded of. "Ended" is not "helped"."""

    OPEN = "open"
    UNKNOWN = "unknown"  # under way for more than 60 days: nobody told how it ended
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class Duration(StrEnum):
    """Doorlooptijd: from the referral until its end."""

    TWO_WEEKS = "2w"
    SIX_WEEKS = "6w"
    LONGER = "longer"


class Withdrawn(Refused):
    """Its sender took the referral back: nothing can become of it any more."""

    sentence = N_("Deze verwijzing is ingetrokken. U hoeft er niets meer mee te doen.")
    status = 409


class SaidMeanwhile(ChangedMeanwhile):
    """Somebody else said something else about it since the page was made."""

    sentence = N_("Een collega heeft intussen iets anders over deze verwijzing gezegd. Kijk wat er klopt.")


class AlreadyEnded(Refused):
    """The receiver told how it ended, so it was no mistake."""

    sentence = N_("Van deze verwijzing is de uitkomst al bekend. Intrekken kan dan niet meer.")
    status = 409


class NoLongerThere(Refused):
    """The service or organisation stopped."""

    sentence = N_("%(name)s is gestopt. Kies een ander aanbod.")


class ForwardedToItself(Refused):
    """The receiver cannot forward to the receiver."""

    sentence = N_("U stuurt door naar uzelf. Kies een andere organisatie.")


class NoReference(Refused):
    """A form whose reference was not made by us."""

    sentence = N_("Dit formulier klopt niet meer. Open de pagina opnieuw.")


def new_reference() -> str:
    """Six signs at random: 23 to the sixth, 148 million of them."""
    return "".join(secrets.choice(ALPHABET) for _sign in range(REFERENCE_LENGTH))


def reference_of_next(reference: str, receiver_id: int) -> str:
    """The one reference of the step after ``reference``, to this receiver: asked for twice, it is followed once."""
    drawn = int.from_bytes(hashlib.sha256(f"{reference} {receiver_id}".encode()).digest())
    return "".join(ALPHABET[drawn // len(ALPHABET) ** place % len(ALPHABET)] for place in range(REFERENCE_LENGTH))


def read_reference(text: str) -> str | None:
    """A reference as people type it (``k7q-d2m``), or None when it cannot be one."""
    signs = "".join(sign for sign in text.upper() if sign.isalnum())
    return signs if len(signs) == REFERENCE_LENGTH and set(signs) <= set(ALPHABET) else None


def last_day(month: dt.date) -> dt.date:
    """The last day of the month that begins on ``month``."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def stage(
    status: Status, made_on: dt.date | None, month: dt.date, withdrawn_at: dt.datetime | None, today: dt.date
) -> Stage:
    """How a referral stands today. Without a day it counts from the last day of its month."""
    if withdrawn_at is not None:
        return Stage.WITHDRAWN
    if status in ENDS:
        return Stage.ENDED
    return Stage.UNKNOWN if today - (made_on or last_day(month)) > PENDING_LASTS else Stage.OPEN


def is_due(made_on: dt.date | None, month: dt.date, today: dt.date) -> bool:
    """Whether an open referral has waited long enough to remind its receiver."""
    return today - (made_on or last_day(month)) >= REMIND_AFTER


def duration(made_on: dt.date | None, month: dt.date, ended_on: dt.date) -> Duration | None:
    """How long it took. Of a referral without a day only when every day of its month gives the same answer."""
    if made_on is not None:
        return _bucket((ended_on - made_on).days)
    longest, shortest = _bucket((ended_on - month).days), _bucket((ended_on - last_day(month)).days)
    return longest if longest is shortest else None


def _bucket(days: int) -> Duration:
    if days <= 14:
        return Duration.TWO_WEEKS
    return Duration.SIX_WEEKS if days <= 42 else Duration.LONGER
