"""On which days the network may be told of: between two of them nobody, or at least five people, said something. Pure.

Of two days between which one person answered, the difference is what that person said; and whoever may choose any day
can choose those two, one view after the other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from itertools import groupby

import numpy as np

from kapstok import clock
from kapstok.disclosure import SMALL_INSIDE
from kapstok.network.graph import Statements

A_DAY = dt.timedelta(days=1)
AN_HOUR = 3600  # seconds


def told_days(said: Statements, closings: Collection[dt.date]) -> dict[dt.date, bool]:
    """Every day (here) on which something was said, in order, and whether its end may be told of.

    The last such day of a measurement (``closings``: the days they closed) is, whenever it can: there headlines are
    counted. What was said by too few people joins the days before it, or waits for more people to speak.
    """
    speakers: dict[dt.date, set[int]] = {}
    hours = np.unique(np.column_stack([said.said_at // AN_HOUR, said.respondent]), axis=0)  # no day ends within one
    for hour, who in hours.tolist():
        day = clock.local_date(dt.datetime.fromtimestamp(hour * AN_HOUR, dt.UTC))
        speakers.setdefault(day, set()).add(who)
    found = dict.fromkeys(sorted(speakers), False)
    after = sorted(closings)
    for closed_by, days in groupby(found, key=lambda day: next((end for end in after if day <= end), None)):
        _choose(list(days), speakers, found, ends_here=closed_by is not None)
    return found


def told_on(day: dt.date, days: dict[dt.date, bool]) -> dt.date:
    """The day itself, or the last one before it that may be told of: all that was said by then has been told."""
    before = [each for each in days if each <= day]
    if not before or days[before[-1]]:
        return day
    return next((each for each in reversed(before) if days[each]), before[0] - A_DAY)


def _choose(
    days: list[dt.date], speakers: dict[dt.date, set[int]], found: dict[dt.date, bool], *, ends_here: bool
) -> None:
    since: set[int] = set()
    last = None
    for day in days:
        since |= speakers[day]
        if len(since) >= SMALL_INSIDE:
            found[day], last, since = True, day, set()
    if since and ends_here and last is not None:
        found[last], found[days[-1]] = False, True
