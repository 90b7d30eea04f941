"""How what is offered is said on pages: plek, how fresh it is, and when it is there."""

from __future__ import annotations

import datetime as dt
from itertools import groupby

from flask import Flask
from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from kapstok import clock
from kapstok.directory.models import Schedule, Service
from kapstok.directory.rules import DAYS, LAST_WEEK, Capacity, Freshness, freshness, weekly

PLEK = {
    Capacity.YES: _l("Er is plek"),
    Capacity.WAITING: _l("Wachtlijst"),
    Capacity.FULL: _l("Vol"),
    Capacity.UNKNOWN: _l("Plek onbekend"),
}
PLEK_KINDS = {
    Capacity.YES: "good",
    Capacity.WAITING: "careful",
    Capacity.FULL: "wrong",
    Capacity.UNKNOWN: "neutral",
}
FRESH = {
    Freshness.GREEN: _l("Actueel"),
    Freshness.ORANGE: _l("Langer dan een half jaar niet nagekeken"),
    Freshness.RED: _l("Langer dan een jaar niet nagekeken"),
}
FRESH_KINDS = {Freshness.GREEN: "good", Freshness.ORANGE: "careful", Freshness.RED: "wrong"}
WEEKS = {
    0: _l("elke week"),
    1: _l("de eerste week van de maand"),
    2: _l("de tweede week van de maand"),
    3: _l("de derde week van de maand"),
    4: _l("de vierde week van de maand"),
    5: _l("de vijfde week van de maand"),
    LAST_WEEK: _l("de laatste week van de maand"),
}
_NTH = {
    1: _l("elke eerste %(day)s van de maand"),
    2: _l("elke tweede %(day)s van de maand"),
    3: _l("elke derde %(day)s van de maand"),
    4: _l("elke vierde %(day)s van de maand"),
    5: _l("elke vijfde %(day)s van de maand"),
    LAST_WEEK: _l("elke laatste %(day)s van de maand"),
}
_MONDAY = dt.date(2024, 1, 1)


def _one_day(week: int, day: str) -> str:
    return _days(week, (day,))


# How a history calls the days it was told of: "MO", or "1TU".
DAY_WORDS = {f"{week or ''}{day}": LazyString(_one_day, week, day) for week in (0, *_NTH) for day in DAYS}


def init_app(app: Flask) -> None:
    for filter_ in (plek, plek_kind, fresh, fresh_kind, opening, dialled):
        app.add_template_filter(filter_)


def plek(service: Service) -> str:
    """Er is plek; Wachtlijst van 3 weken; Vol; Plek onbekend."""
    if service.capacity == Capacity.WAITING and service.waiting_weeks:
        return ngettext("Wachtlijst van een week", "Wachtlijst van %(num)s weken", service.waiting_weeks)
    return str(PLEK[Capacity(service.capacity)])


def plek_kind(service: Service) -> str:
    """The kind of badge for ``plek``."""
    return PLEK_KINDS[Capacity(service.capacity)]


def fresh(service: Service) -> str:
    """How long ago somebody looked, in words: never told by a colour alone."""
    if service.confirmed_on is None:
        return _("Nog nooit nagekeken")
    return str(FRESH[_freshness(service)])


def fresh_kind(service: Service) -> str:
    """The kind of badge for ``fresh``: groen, oranje, rood."""
    return FRESH_KINDS[_freshness(service)]


def opening(schedule: Schedule) -> str:
    """maandag tot en met vrijdag, 9.00–12.00 uur"""
    parts = [", ".join(_days(week, days) for week, days in weekly(schedule.byday))]
    if schedule.opens_at and schedule.closes_at:
        parts.append(_hours(schedule.opens_at, schedule.closes_at))
    parts.append(schedule.description)
    return ", ".join(part for part in parts if part)


def dialled(number: str) -> str:
    """What a telephone makes of a written number: ``0500-10 20 30`` → ``0500102030``."""
    return "".join(sign for sign in number if sign.isdecimal() or sign == "+")


def day_name(day: str) -> str:
    """``MO`` → maandag"""
    return format_date(_MONDAY + dt.timedelta(days=DAYS.index(day)), "EEEE", rebase=False)


def _freshness(service: Service) -> Freshness:
    return freshness(service.confirmed_on, clock.local_date(clock.now()))


def _days(week: int, days: tuple[str, ...]) -> str:
    named = _together(days)
    return _NTH[week] % {"day": named} if week else named


def _together(days: tuple[str, ...]) -> str:
    """Monday, Tuesday, Wednesday, Saturday → "maandag tot en met woensdag en zaterdag"."""
    if len(days) == len(DAYS):
        return _("elke dag")
    numbers = sorted(DAYS.index(day) for day in days)
    words: list[str] = []
    for _gap, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        names = [day_name(DAYS[number]) for _place, number in run]
        if len(names) > 2:
            words.append(_("%(first)s tot en met %(last)s", first=names[0], last=names[-1]))
        else:
            words += names
    if len(words) < 2:
        return "".join(words)
    return _("%(days)s en %(last)s", days=", ".join(words[:-1]), last=words[-1])


def _hours(opens: dt.time, closes: dt.time) -> str:
    if opens == closes:
        return _("dag en nacht")
    return _("%(start)s–%(end)s uur", start=_clock(opens), end=_clock(closes))


def _clock(time: dt.time) -> str:
    return f"{time.hour}.{time:%M}"
