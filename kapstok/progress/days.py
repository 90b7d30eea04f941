"""On which days something that is written down now can have happened. Pure."""

from __future__ import annotations

import datetime as dt

from kapstok.errors import N_, Refused

MOST_YEARS_AGO = 10


class DayAhead(Refused):
    """Nothing has happened yet on a day to come."""

    sentence = N_("Deze dag moet nog komen. Kies vandaag of een eerdere dag.")


class DayLongAgo(Refused):
    """So long ago that it is a typing error."""

    sentence = N_("Deze dag is meer dan %(years)s jaar geleden. Kies een latere dag.")


def check_day(day: dt.date, today: dt.date) -> None:
    """Refuse a day to come, and one of more than ten years ago."""
    if day > today:
        raise DayAhead()
    if (day.year + MOST_YEARS_AGO, day.month, day.day) < (today.year, today.month, today.day):
        raise DayLongAgo(years=MOST_YEARS_AGO)
