"""Time: UTC inside, Europe/Amsterdam at the edges."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from kapstok.errors import N_, Refused

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


class SkippedHour(Refused):
    """The local time does not exist: the clock jumps over it in spring."""

    sentence = N_(
        "Op %(date)s gaat de klok een uur vooruit. Het tijdstip %(time)s bestaat die dag niet. Kies een ander tijdstip."
    )


class DoubleHour(Refused):
    """The local time happens twice: the clock goes back in autumn."""

    sentence = N_(
        "Op %(date)s gaat de klok een uur terug. Het tijdstip %(time)s komt die dag twee keer voor. "
        "Kies een ander tijdstip."
    )


def now() -> dt.datetime:
    """This moment, aware, in UTC."""
    return dt.datetime.now(dt.UTC)


def local(moment: dt.datetime) -> dt.datetime:
    """An aware moment as the clock on the wall in Amsterdam shows it."""
    return moment.astimezone(AMSTERDAM)


def local_date(moment: dt.datetime) -> dt.date:
    """The Amsterdam calendar date of an aware moment."""
    return local(moment).date()


def from_local(date: dt.date, time: dt.time) -> dt.datetime:
    """A wall-clock time in Amsterdam as UTC. Raises ``SkippedHour`` or ``DoubleHour`` round the change of the clock."""
    naive = dt.datetime.combine(date, time)
    first, second = (naive.replace(tzinfo=AMSTERDAM, fold=fold).astimezone(dt.UTC) for fold in (0, 1))
    if first == second:
        return first
    said = {"date": f"{date:%d-%m-%Y}", "time": f"{time:%H.%M}"}
    exists = first.astimezone(AMSTERDAM).replace(tzinfo=None) == naive
    raise DoubleHour(**said) if exists else SkippedHour(**said)


def month_of(date: dt.date) -> dt.date:
    """The first day of the month of ``date``: how months are kept in the database."""
    return date.replace(day=1)


def month_before(date: dt.date) -> dt.date:
    """The first day of the last month that was over on ``date``: the month that is asked about."""
    return month_of(month_of(date) - dt.timedelta(days=1))
