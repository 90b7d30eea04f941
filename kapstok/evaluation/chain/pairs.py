"""Which two people a bijeenkomst brought together, and which two it would have, had both been there. Pure."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kapstok.network.graph import NA, Bools, Ints

MONTHS_AFTER = 6  # so long a line or a referral may take to follow


@dataclass(frozen=True, eq=False)
class Gathered:
    """A bijeenkomst that took place; the arrays have a place for each of the network's people.

    ``day`` is that on which it began, here. ``invited`` leaves out who walked in. ``table`` is NA for who sat nowhere
    that is known.
    """

    day: dt.date
    starts_at: dt.datetime
    ends_at: dt.datetime
    invited: Bools
    present: Bools
    table: Ints

    @property
    def until(self) -> dt.datetime:
        """The end of the time in which something counts as afterwards."""
        return months_later(self.ends_at, MONTHS_AFTER)

    @property
    def seats_known(self) -> bool:
        return bool(np.any(self.table != NA))


@dataclass(frozen=True, eq=False)
class Pairs:
    """Pairs of people by index, a < b: equal lengths, each pair once."""

    a: Ints
    b: Ints

    def __len__(self) -> int:
        return len(self.a)

    def where(self, keep: Bools) -> Pairs:
        return Pairs(self.a[keep], self.b[keep])

    @property
    def people(self) -> int:
        """How many different people they are."""
        return len(np.unique(np.concatenate([self.a, self.b])))


def months_later(moment: dt.datetime, months: int) -> dt.datetime:
    """The same day and time so many months on, or the last day of that month."""
    years, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + years, month + 1
    return moment.replace(year=year, month=month, day=min(moment.day, calendar.monthrange(year, month)[1]))


def met_first(meetings: Sequence[Gathered], people: int) -> list[Pairs]:
    """For each meeting, in order of time: who were there together and at none before."""
    together = np.zeros((people, people), dtype=bool)
    found = []
    for meeting in meetings:
        here = np.flatnonzero(meeting.present)
        found.append(_pairs(here, ~together[np.ix_(here, here)]))
        together[np.ix_(here, here)] = True
    return found


class Missed:
    """Who were both invited to a meeting and not both there, meeting after meeting, each pair for one at most."""

    def __init__(self, meetings: Sequence[Gathered], people: int):
        self._met_at = np.full((people, people), np.inf)
        for meeting in sorted(meetings, key=lambda each: each.starts_at, reverse=True):
            here = np.flatnonzero(meeting.present)
            self._met_at[np.ix_(here, here)] = meeting.starts_at.timestamp()
        self._open = np.ones((people, people), dtype=bool)

    def at(self, meeting: Gathered, until: dt.datetime, among: Bools) -> Pairs:
        """The pairs ``among`` (n × n) that missed this one, met at none up to ``until``, and were not given before.

        A meeting at which nobody was ticked off says nothing of who was absent.
        """
        here = np.flatnonzero(meeting.invited) if meeting.present.any() else np.empty(0, dtype=np.int64)
        cells = np.ix_(here, here)
        pairs = _pairs(here, (self._met_at[cells] > until.timestamp()) & self._open[cells] & among[cells])
        self._open[pairs.a, pairs.b] = self._open[pairs.b, pairs.a] = False
        return pairs


def _pairs(here: Ints, cells: Bools) -> Pairs:
    one, other = np.nonzero(np.triu(cells, 1))
    return Pairs(here[one], here[other])
