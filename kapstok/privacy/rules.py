"""Rules of privacy: why somebody is erased, and when a project forgets its people. Plain values only."""

from __future__ import annotations

import calendar
import datetime as dt
from enum import StrEnum

from kapstok.errors import N_, Refused

ANNOUNCED = dt.timedelta(days=30)  # between the first warning that a project will forget its people, and the day
LONGEST_RETENTION = 60  # months

# What goes from the row of a person: of one who is erased, and of everybody at the end of a project. Each adds a name.
WHO_THEY_WERE: dict[str, object] = {
    "function_id": None,
    "organisation_id": None,
    "email": None,
    "new_email": None,
    "phone": "",
    "area": "",
    "language": "nl",
    "call_me_for": "",
    "reachable": "",
    "shown": [],
    "confirmed_on": None,
    "successor_id": None,
    "merged_into_id": None,
    "on_rosters": False,
    "asked_at": None,
    "address_refused_at": None,
}


class Reason(StrEnum):
    """Why somebody is erased. What the audit trail keeps of it."""

    REQUEST = "request"  # they asked the projectleider
    MISTAKE = "mistake"  # should never have been there
    NO_NEED = "no need"  # kept longer than is of use
    WITHDRAWN = "withdrawn"  # they did it themselves
    RESTORED = "restored"  # a backup brought back somebody who had been erased


class AlreadyErased(Refused):
    """Nothing is left to erase."""

    sentence = N_("Deze gegevens zijn al gewist.")
    status = 404


class NotConfirmed(Refused):
    """The name that was typed is not the project's."""

    sentence = N_("Typ de naam van het project precies over: %(name)s.")


class AlreadyForgotten(Refused):
    """Retention was carried out before."""

    sentence = N_("De gegevens van mensen in dit project zijn al gewist.")
    status = 409


class TooSoon(Refused):
    """The dates would make a project forget its people before anybody can be warned."""

    sentence = N_(
        "Met deze datum worden de gegevens al binnen een maand gewist. Kies een latere einddatum of een langere "
        "termijn."
    )


def forget_on(ends_on: dt.date | None, months: int, announced_on: dt.date | None) -> dt.date | None:
    """The day on which a project forgets its people; None while it has no end.

    ``months`` after the end, and never within a month of the warning: a date typed wrong must not cost the data.
    """
    if ends_on is None:
        return None
    day = add_months(ends_on, months)
    return day if announced_on is None else max(day, announced_on + ANNOUNCED)


def should_announce(ends_on: dt.date | None, months: int, announced_on: dt.date | None, today: dt.date) -> bool:
    """Whether the month before the day has begun and nobody was warned yet."""
    day = forget_on(ends_on, months, None)
    return day is not None and announced_on is None and today >= day - ANNOUNCED


def should_forget(ends_on: dt.date | None, months: int, announced_on: dt.date | None, today: dt.date) -> bool:
    """Whether the day has come, and everybody was warned a month ago."""
    day = forget_on(ends_on, months, announced_on)
    return day is not None and announced_on is not None and today >= day


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or its last day: 31 January + 1 month is 28 or 29 February.

    Past the calendar's end it is the last day there is.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > dt.MAXYEAR:
        return dt.date.max
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def coarse(moment: dt.datetime, steps: list[dt.datetime]) -> dt.datetime:
    """The last of the sorted ``steps`` at or before ``moment`` (the first one, for what was before all).

    A step function of time: what was said before a meeting or a measurement still was, and what came first still did.
    """
    from bisect import bisect_right

    return steps[max(bisect_right(steps, moment) - 1, 0)]
