"""Words for what is counted, and the months that can be counted."""

from __future__ import annotations

import datetime as dt
import re

from flask_babel import lazy_gettext as _l

from kapstok import clock
from kapstok.referrals.rules import MONTHS_BACK, Kind

KIND_NAMES = {
    Kind.SENT: _l("verwezen"),
    Kind.ARRIVED: _l("aangekomen"),
    Kind.HELPED: _l("hulp ontvangen"),
    Kind.NOT_REACHED: _l("niet bereikt"),
    Kind.NO_FIT: _l("past niet"),
    Kind.NO_PLACE: _l("geen plek"),
    Kind.FORWARDED: _l("doorgestuurd"),
    Kind.DECLINED: _l("ziet ervan af"),
    Kind.OTHER: _l("anders"),
}


def read_month(text: str | None) -> dt.date | None:
    """The first day of the month of ``2026-03``; None for anything else."""
    found = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", text or "")
    return dt.date(int(found[1]), int(found[2]), 1) if found and found[1] != "0000" else None


def chosen_month(text: str | None, now: dt.datetime) -> dt.date:
    """The month of ``2026-03``, kept within what can be counted; the last full month for anything else."""
    today = clock.local_date(now)
    wanted, this_month = read_month(text), clock.month_of(today)
    if wanted is None:
        return clock.month_before(today)
    return min(this_month, max(wanted, months_before(this_month, MONTHS_BACK)))


def months_before(month: dt.date, number: int) -> dt.date:
    """The first day of the month ``number`` months earlier (later when negative)."""
    years, index = divmod(month.year * 12 + month.month - 1 - number, 12)
    return dt.date(years, index + 1, 1)


def neighbours(month: dt.date, now: dt.datetime) -> tuple[dt.date | None, dt.date | None]:
    """The months before and after that can be looked at."""
    this_month = clock.month_of(clock.local_date(now))
    before, after = months_before(month, 1), months_before(month, -1)
    return before if before >= months_before(this_month, MONTHS_BACK) else None, after if after <= this_month else None
