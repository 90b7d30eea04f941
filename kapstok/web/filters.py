"""How values are written on pages: Dutch dates and numbers, or English ones for who chose English."""

from __future__ import annotations

import datetime as dt

from flask import Flask
from flask_babel import format_date, format_decimal, get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from kapstok import clock


def init_app(app: Flask) -> None:
    for name in ("day", "day_short", "month", "clock_time", "moment", "number", "percent", "file_size"):
        app.add_template_filter(globals()[name], name)
    app.add_template_filter(when_on_page, "when")
    app.jinja_env.globals["get_locale"] = get_locale
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def day(value: dt.date | dt.datetime) -> str:
    """dinsdag 3 maart 2026"""
    return format_date(_as_date(value), "EEEE d MMMM y", rebase=False)


def day_short(value: dt.date | dt.datetime) -> str:
    """3 mrt 2026"""
    return format_date(_as_date(value), "d MMM y", rebase=False)


def month(value: dt.date | dt.datetime) -> str:
    """maart 2026"""
    return format_date(_as_date(value), "MMMM y", rebase=False)


def clock_time(value: dt.datetime) -> str:
    """14.00 (Amsterdam)"""
    return clock.local(value).strftime("%H.%M").removeprefix("0")


def when(starts_at: dt.datetime, ends_at: dt.datetime) -> str:
    """dinsdag 3 maart 2026, 14.00–16.00 uur"""
    if clock.local_date(starts_at) == clock.local_date(ends_at):
        return _(
            "%(day)s, %(start)s–%(end)s uur", day=day(starts_at), start=clock_time(starts_at), end=clock_time(ends_at)
        )
    return _("%(start)s tot %(end)s", start=moment(starts_at), end=moment(ends_at))


def when_on_page(starts_at: dt.datetime, ends_at: dt.datetime) -> Markup:
    """The same in HTML: the hours stay together on one line."""
    date, comma, hours = when(starts_at, ends_at).rpartition(", ")
    return (
        Markup('{}{}<span class="text-nowrap">{}</span>').format(date, comma, hours)
        if comma
        else Markup("{}").format(hours)
    )


def moment(value: dt.datetime) -> str:
    """dinsdag 3 maart 2026 om 14.00 uur"""
    return _("%(day)s om %(time)s uur", day=day(value), time=clock_time(value))


def number(value: float | None, decimals: int = 0) -> str:
    """1.250 or 0,42; a dash for what is not known"""
    if value is None:
        return "–"
    return format_decimal(round(value, decimals), "#,##0" + ("." + "0" * decimals if decimals else ""))


def percent(share: float | None, decimals: int = 0) -> str:
    """34 % for .34 (34% in English); a dash for what is not known"""
    if share is None:
        return "–"
    return _("%(number)s %%", number=number(share * 100, decimals))


def file_size(size: int) -> str:
    """340 kB or 1,2 MB, for a number of bytes"""
    if size < 1024 * 1024:
        return _("%(number)s kB", number=number(max(1, size / 1024)))
    return _("%(number)s MB", number=number(size / (1024 * 1024), 1))


def _as_date(value: dt.date | dt.datetime) -> dt.date:
    return clock.local_date(value) if isinstance(value, dt.datetime) else value
