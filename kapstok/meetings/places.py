"""Who may take a place, and how long it is held: capacity, the places kept for one sector, and the waitlist.

Plain values in, plain values out. A *sector* is any key that tells sectors apart; None is for who has none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

LONGEST_HOLD = dt.timedelta(hours=48)
TOO_LATE_TO_ASK = dt.timedelta(hours=12)  # so shortly before the start nobody is asked to confirm first

Guest = TypeVar("Guest")
Sector = Hashable


@dataclass(frozen=True)
class Places:
    """The places of one meeting. ``taken``: guests with a place, by sector; ``reserved``: places held for a sector."""

    capacity: int | None  # None: no limit
    taken: Mapping[Sector, int] = field(default_factory=dict)
    reserved: Mapping[Sector, int] = field(default_factory=dict)

    def open_to(self, sector: Sector) -> int | None:
        """How many people of ``sector`` can still come; None without a limit. Never below 0.

        A sector fills the places held for it and the general ones; what is held for others and not filled is theirs.
        """
        if self.capacity is None:
            return None
        for_others = sum(
            max(0, held - self.taken.get(other, 0)) for other, held in self.reserved.items() if other != sector
        )
        return max(0, self.capacity - sum(self.taken.values()) - for_others)

    def is_full_for(self, sector: Sector) -> bool:
        return self.open_to(sector) == 0

    def kept_free(self, sector: Sector) -> int:
        """How many free places nobody but ``sector`` can take."""
        if self.capacity is None:
            return 0
        unfilled = max(0, self.reserved.get(sector, 0) - self.taken.get(sector, 0))
        return min(unfilled, max(0, self.capacity - sum(self.taken.values())))

    def after(self, sector: Sector, guests: int) -> Places:
        """The places when ``guests`` of ``sector`` come (or, below 0, go)."""
        return replace(self, taken={**self.taken, sector: self.taken.get(sector, 0) + guests})


def next_in_line(places: Places, waiting: Iterable[tuple[Guest, Sector]]) -> list[Guest]:
    """Who of the waiting (longest waiting first) gets a place now: each in turn, unless none is open to their sector.

    Once is enough: a place that somebody takes never opens another to who was passed over.
    """
    lucky = []
    for guest, sector in waiting:
        if not places.is_full_for(sector):
            lucky.append(guest)
            places = places.after(sector, 1)
    return lucky


def to_lapse(
    places: Places, expired: Iterable[tuple[Guest, Sector]], waiting: Iterable[tuple[Guest, Sector]]
) -> list[Guest]:
    """Which held places, not confirmed in time, go to somebody else. Nobody loses a place that nobody waits for."""
    lapsing, line = [], list(waiting)
    for guest, sector in expired:
        freed = places.after(sector, -1)
        heir = next((place for place, (_, other) in enumerate(line) if not freed.is_full_for(other)), None)
        if heir is not None:
            lapsing.append(guest)
            places = freed.after(line.pop(heir)[1], 1)
    return lapsing


def held_until(now: dt.datetime, starts_at: dt.datetime) -> dt.datetime | None:
    """Until when a place that came free at ``now`` waits for a yes; None: no time to ask, it is simply theirs.

    Two days, or half of the time that is left when that is less.
    """
    left = starts_at - now
    return None if left <= TOO_LATE_TO_ASK else now + min(LONGEST_HOLD, left / 2)
