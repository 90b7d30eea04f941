"""Somebody's own lines as a picture: where every mark, name and line stands. Plain numbers; the page draws them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MOST_MARKS = 40  # more names cannot be read on a phone
WIDTH, MARGIN = 348, 10  # in units of which a phone shows about as many pixels
ROW, TALL_ROW = 24, 32  # for one line of words, and for two
REACH = 54  # how far the marks stand to the left and the right of the middle
FEW_ROWS, WIDEST_ROW = 120, 46  # a handful of marks stand further apart, together about as high as this
LONGEST_NAME = 15  # in the width that is left beside a mark, at 7 units a letter


@dataclass(frozen=True)
class Dot:
    """What stands round the middle: a person, or the organisation of ``count`` people. ``sector``: of its mark."""

    id: int
    name: str
    sector: int
    count: int | None = None


@dataclass(frozen=True)
class Spot:
    """A dot in its place, its mark in ``x``, ``y`` and its name beside it, on the ``left`` or the right."""

    dot: Dot
    x: float
    y: float
    left: bool

    @property
    def label(self) -> tuple[str, ...]:
        """One line, or two: names of organisations differ in their last word."""
        if self.dot.count is None:
            return (shortened(self.dot.name),)
        return in_two(self.dot.name, f" ({self.dot.count})")

    @property
    def label_x(self) -> float:
        return self.x - 12 if self.left else self.x + 12


@dataclass(frozen=True)
class Bow:
    """A line between two spots that bends halfway to the middle, or it would hide behind the marks of its own side."""

    one: Spot
    other: Spot
    bend_x: float
    bend_y: float


@dataclass(frozen=True)
class Drawing:
    """Oneself in the middle, the spots round it, and the lines among those."""

    height: float
    spots: tuple[Spot, ...]
    between: tuple[Bow, ...]

    @property
    def width(self) -> int:
        return WIDTH

    @property
    def middle(self) -> tuple[float, float]:
        return WIDTH / 2, self.height / 2


def draw(dots: Iterable[Dot], lines: Iterable[tuple[int, int]]) -> Drawing:
    """Place ``dots`` on an egg round the middle, by sector and name, clockwise from the top right.

    ``lines``: between whom, by id. The same dots always give the same picture.
    """
    ordered = sorted(dots, key=lambda dot: (dot.sector, dot.name.casefold(), dot.id))
    rows = math.ceil(len(ordered) / 2)
    row = ROW if all(dot.count is None for dot in ordered) else TALL_ROW
    step = min(WIDEST_ROW, max(row, FEW_ROWS / max(rows, 1)))
    height = 2 * MARGIN + max(rows, 2) * step
    right, left = ordered[:rows], ordered[rows:][::-1]
    spots = [*_column(right, step, height, left=False), *_column(left, step, height, left=True)]
    place = {spot.dot.id: spot for spot in spots}
    between = sorted({(min(pair), max(pair)) for pair in lines if place.keys() >= set(pair)})
    bows = [_bow(place[one], place[other], height) for one, other in between]
    return Drawing(height, tuple(spots), tuple(bows))


def shortened(name: str) -> str:
    """A name that fits beside its mark: "Annemarie van der Velden" → "Annemarie V."."""
    first, *others = name.split()
    if len(name) > LONGEST_NAME and others:
        return _cut(f"{first} {others[-1][0].upper()}.", LONGEST_NAME)
    return _cut(name, LONGEST_NAME)


def in_two(name: str, number: str) -> tuple[str, ...]:
    """A longer name on two lines, the first with its number: "Gemeente Leemvoort" → "Gemeente (4)", "Leemvoort"."""
    room = LONGEST_NAME - len(number)
    first, *others = name.split()
    while others and len(f"{first} {others[0]}") <= room:
        first = f"{first} {others.pop(0)}"
    lines = f"{_cut(first, room)}{number}", _cut(" ".join(others), LONGEST_NAME)
    return lines if others else lines[:1]


def _cut(name: str, room: int) -> str:
    return name if len(name) <= room else f"{name[: room - 1].rstrip()}…"


def _bow(one: Spot, other: Spot, height: float) -> Bow:
    bend_x, bend_y = (one.x + other.x + WIDTH) / 4, (one.y + other.y + height) / 4
    return Bow(one, other, round(bend_x, 1), round(bend_y, 1))


def _column(dots: Sequence[Dot], step: float, height: float, *, left: bool) -> list[Spot]:
    """One half of the egg, from top to bottom."""
    side, half = (-1 if left else 1), (len(dots) + 1) / 2 * step
    found = []
    for number, dot in enumerate(dots):
        off = (number - (len(dots) - 1) / 2) * step
        x = WIDTH / 2 + side * REACH * math.sqrt(1 - (off / half) ** 2)
        found.append(Spot(dot, round(x, 1), round(height / 2 + off, 1), left))
    return found
