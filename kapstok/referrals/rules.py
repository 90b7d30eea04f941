"""Rules of referrals: plain values in, plain values out."""

from __future__ import annotations

import calendar
import datetime as dt
from enum import StrEnum

from kapstok.errors import N_, Refused

MOST_AT_ONCE = 999
MONTHS_BACK = 24
PENDING_LASTS = dt.timedelta(days=60)


class Outcome(StrEnum):
    """How referrals ended. "Gesloten" is not "geholpen"."""

    PENDING = "pending"  # lopend
    HELPED = "helped"  # geslaagd
    NOT_HELPED = "not_helped"  # niet
    UNKNOWN = "unknown"  # onbekend


class FutureMonth(Refused):
    """Nothing has been referred yet in a month to come."""

    sentence = N_("Deze maand moet nog komen. Kies deze maand of een eerdere maand.")


class TooLongAgo(Refused):
    """Memory of more than two years ago is no count."""

    sentence = N_("U kunt tot %(months)s maanden terug tellen. Kies een latere maand.")


class CountOutOfRange(Refused):
    """Zero is not written down; four digits is a typing error."""

    sentence = N_("Vul een aantal in van 1 tot en met %(most)s.")


class ToOneself(Refused):
    """An organisation refers to another one, or to a service of its own."""

    sentence = N_("De organisatie verwijst naar zichzelf. Kies een andere organisatie, of een aanbod.")


class NotTheirService(Refused):
    """The service belongs to another organisation than the receiving one."""

    sentence = N_("Dit aanbod hoort niet bij de organisatie die u koos.")


def check_tally(
    *, month: dt.date, today: dt.date, count: int, from_organisation: int, to_organisation: int, to_service: int | None
) -> None:
    """Refuse a count in the future, too long ago, outside 1–999 or to oneself. ``month``: its first day."""
    age = (today.year - month.year) * 12 + today.month - month.month
    if age < 0:
        raise FutureMonth()
    if age > MONTHS_BACK:
        raise TooLongAgo(months=MONTHS_BACK)
    if not 1 <= count <= MOST_AT_ONCE:
        raise CountOutOfRange(most=MOST_AT_ONCE)
    if from_organisation == to_organisation and to_service is None:
        raise ToOneself()


def outcome_on(outcome: Outcome, month: dt.date, today: dt.date) -> Outcome:
    """What a count of ``month`` says ``today``: pending more than 60 days after that month's end is unknown."""
    if outcome != Outcome.PENDING:
        return outcome
    last_day = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    return Outcome.UNKNOWN if today - last_day > PENDING_LASTS else Outcome.PENDING
