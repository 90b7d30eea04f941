"""When things happen, told back from today: never on a holiday, always on a weekday, always in the same order."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass

# Days from today at which the meetings would be if there were no holidays: six behind us, two ahead.
HELD = (-420, -345, -270, -195, -115, -30)
PLANNED = (25, 95)
T1_FOLLOWS = 5  # the last measurement follows this meeting
WAVE_DAYS = 23

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Agenda:
    """``meetings`` in order, the first ``len(HELD)`` of them held; a wave is open from its day for WAVE_DAYS."""

    meetings: tuple[dt.date, ...]
    baseline_opens: dt.date
    t1_opens: dt.date
    t2_opens: dt.date
    starts_on: dt.date
    ends_on: dt.date


def plan(today: dt.date) -> Agenda:
    """The agenda of a project that has six meetings behind it on ``today``."""
    held: list[dt.date] = []
    not_after = today - 8 * _DAY
    for offset in reversed(HELD):
        day = _nearest(today + offset * _DAY, not_before=dt.date.min, not_after=not_after)
        held.insert(0, day)
        not_after = day - 49 * _DAY
    planned: list[dt.date] = []
    not_before = today + 10 * _DAY
    for offset in PLANNED:
        planned.append(_nearest(today + offset * _DAY, not_before=not_before, not_after=dt.date.max))
        not_before = planned[-1] + 35 * _DAY
    baseline = _last_opening(held[0] - (WAVE_DAYS + 4) * _DAY)
    t1 = _nearest_opening(held[T1_FOLLOWS - 1] + 9 * _DAY, not_after=held[T1_FOLLOWS] - (WAVE_DAYS + 5) * _DAY)
    t2 = today - 6 * _DAY  # it runs now, whatever day that is: there is always one to look at
    return Agenda(
        meetings=(*held, *planned),
        baseline_opens=baseline,
        t1_opens=t1,
        t2_opens=t2,
        starts_on=(baseline - 30 * _DAY).replace(day=1),
        ends_on=planned[-1] + 60 * _DAY,
    )


def _nearest(target: dt.date, not_before: dt.date, not_after: dt.date) -> dt.date:
    """The meeting day nearest to ``target`` within the bounds, the earlier one of two."""
    days = (target + sign * distance * _DAY for distance in itertools.count() for sign in (-1, 1))
    return next(day for day in days if not_before <= day <= not_after and is_meeting_day(day))


def _last_opening(day: dt.date) -> dt.date:
    while not is_opening_day(day):
        day -= _DAY
    return day


def _nearest_opening(day: dt.date, not_after: dt.date) -> dt.date:
    """The first good day to open a measurement from ``day`` on; ``not_after`` when the holidays leave none."""
    while day < not_after and not is_opening_day(day):
        day += _DAY
    return min(day, not_after)


def is_meeting_day(day: dt.date) -> bool:
    """Tuesday, Wednesday or Thursday, outside the summer, the turn of the year and public holidays."""
    return day.weekday() in (1, 2, 3) and not _in_holidays(day) and day not in _public_holidays(day.year)


def is_opening_day(day: dt.date) -> bool:
    """A Monday from which a measurement runs without touching midsummer or the turn of the year."""
    return day.weekday() == 0 and not any(_hardly_anybody_works(day + n * _DAY) for n in range(WAVE_DAYS + 1))


def _hardly_anybody_works(day: dt.date) -> bool:
    date = (day.month, day.day)
    return (7, 10) <= date <= (8, 16) or date >= (12, 18) or date <= (1, 4)


def _in_holidays(day: dt.date) -> bool:
    return day.month in (7, 8) or (day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 5)


def _public_holidays(year: int) -> set[dt.date]:
    """Public holidays that can fall on a Tuesday, Wednesday or Thursday."""
    ascension = _easter(year) + 39 * _DAY
    return {ascension, dt.date(year, 4, 27), dt.date(year, 5, 5)}


def _easter(year: int) -> dt.date:
    """Easter Sunday in the Gregorian calendar (the anonymous algorithm, Nature 1876)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leaps, correction = divmod(century, 4)
    moon = (19 * golden + century - leaps - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    quads, left = divmod(rest, 4)
    weekday = (32 + 2 * correction + 2 * quads - moon - left) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * shift + 114, 31)
    return dt.date(year, month, day + 1)
