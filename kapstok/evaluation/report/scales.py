"""Where values and days come to stand in a drawing: parts from 0 to 1. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from itertools import count

MOST_STEPS, MOST_TICKS = 5, 6
MONTHS_BETWEEN = (1, 2, 3, 6, 12, 24, 60, 120, 600)
AROUND = dt.timedelta(weeks=4)  # on either side, when all is on one day
LABEL_HEIGHT = 0.07  # of a name at the end of a line, as a part of the height of the picture


def along(low: float, high: float) -> Callable[[float], float]:
    """From ``low`` (0) to ``high`` (1)."""
    length = high - low or 1.0
    return lambda value: (value - low) / length


def steps(top: float, write: Callable[[float], str]) -> list[float]:
    """Zero and at most five round numbers up to ``top`` (> 0) or the first one past it, each written in its own way."""
    for step in _round_numbers(top):
        number = -int(-top // step)
        found = [step * i for i in range(number + 1)]
        if number <= MOST_STEPS and len({write(value) for value in found}) == len(found):
            return found
    raise AssertionError("a large enough step is always written otherwise than zero")


def _round_numbers(top: float) -> Iterator[float]:
    """1, 2, 5, 10, 20 … from the first that is a tenth of ``top``."""
    begin = f"{top / 10:e}".partition("e")[2]
    for power in count(int(begin)):
        yield from (float(f"{first}e{power}") for first in (1, 2, 5))


def apart(heights: Sequence[float | None]) -> list[float | None]:
    """The same heights, moved up until their names do not overlap, and down again where that ends too high."""
    order = sorted((height, i) for i, height in enumerate(heights) if height is not None)
    found: list[float | None] = [None] * len(heights)
    lowest = float("-inf")
    for height, i in order:
        found[i] = lowest = max(height, lowest + LABEL_HEIGHT)
    highest = 1.0
    for _height, i in reversed(order):
        here = found[i]
        assert here is not None
        found[i] = min(here, highest)
        highest = min(here, highest) - LABEL_HEIGHT
    return found


class Days:
    """An axis of days, from the first to the last."""

    def __init__(self, days: Sequence[dt.date]) -> None:
        self.first, self.last = min(days), max(days)
        if self.first == self.last:
            self.first, self.last = self.first - AROUND, self.last + AROUND

    def place(self, day: dt.date) -> float:
        return (day - self.first) / (self.last - self.first)

    def ticks(self) -> list[dt.date]:
        """First days of months, evenly spread and at most six; the first day of all when no month begins here."""
        for between in MONTHS_BETWEEN:
            found = [day for day in self._months() if (day.year * 12 + day.month - 1) % between == 0]
            if len(found) <= MOST_TICKS:
                return found or [self.first]
        return [self.first, self.last]

    def _months(self) -> Iterator[dt.date]:
        """The first day of every month on the axis."""
        day = self.first.replace(day=1)
        if day < self.first:
            day = _next_month(day)
        while day <= self.last:
            yield day
            day = _next_month(day)


def _next_month(first: dt.date) -> dt.date:
    return (first + dt.timedelta(days=31)).replace(day=1)
