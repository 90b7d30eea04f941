"""What the pictures of a report are made of, each with the words for who does not see it. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isnan

from kapstok.network.drawing import Voice
from kapstok.network.graph import Ints

NOT_SHOWN = "–"

Write = Callable[[float], str]  # how a value is written: "34 %", "0,42"
Month = Callable[[dt.date], str]  # how the month of a day is written


@dataclass(frozen=True, eq=False)
class Lines:
    """The lines at one moment: ``start[k] – end[k]``, indexes of people. ``name`` is of the moment."""

    name: str
    start: Ints
    end: Ints

    @property
    def pairs(self) -> set[tuple[int, int]]:
        """Everybody who has a line, in whichever direction, once."""
        return {(min(pair), max(pair)) for pair in zip(self.start.tolist(), self.end.tolist(), strict=True)}


@dataclass(frozen=True)
class Bar:
    """One bar; without a ``value`` its place stays empty. ``quiet``: in grey, for what is there to compare with."""

    label: str
    value: float | None
    interval: tuple[float, float] | None = None
    quiet: bool = False

    def in_words(self, write: Write, voice: Voice) -> str:
        written = NOT_SHOWN if self.value is None else write(self.value)
        if self.interval is None:
            return f"{self.label}: {written}"
        return voice.translate(
            "%(naam)s: %(waarde)s (interval van %(laag)s tot %(hoog)s)",
            naam=self.label,
            waarde=written,
            laag=write(self.interval[0]),
            hoog=write(self.interval[1]),
        )


@dataclass(frozen=True)
class Point:
    """A value, zero or more, on a day. None: not known then, and the line breaks."""

    day: dt.date
    value: float | None
    interval: tuple[float, float] | None = None


@dataclass(frozen=True)
class Series:
    """A line over time, its points in their order. ``sector``: its position in the project's list, for its mark."""

    name: str
    points: tuple[Point, ...]
    sector: int | None = None

    def in_words(self, write: Write, month: Month, voice: Voice) -> str:
        """Where it began and where it ended."""
        known = [(point.day, point.value) for point in self.points if point.value is not None]
        if not known:
            return f"{self.name}: {NOT_SHOWN}"
        (first, begun), (last, ended) = known[0], known[-1]
        _ = voice.translate
        if len(known) == 1:
            return _("%(naam)s: %(waarde)s in %(maand)s", naam=self.name, waarde=write(begun), maand=month(first))
        return _(
            "%(naam)s: van %(eerst)s in %(begin)s naar %(laatst)s in %(eind)s",
            naam=self.name,
            eerst=write(begun),
            begin=month(first),
            laatst=write(ended),
            eind=month(last),
        )


@dataclass(frozen=True)
class Happened:
    """A row of marks beneath a picture over time: the days of bijeenkomsten, or when products came into use."""

    name: str
    days: tuple[dt.date, ...]


@dataclass(frozen=True)
class Panel:
    """One square of a matrix: ``shares[i][j]``, 0 to 1, from row i to column j; None and NaN are not shown."""

    name: str
    shares: Sequence[Sequence[float | None]]

    @property
    def known(self) -> list[list[float | None]]:
        """The shares, with None for everything that is not shown."""
        return [[None if share is None or isnan(share) else float(share) for share in row] for row in self.shares]

    def in_words(self, labels: Sequence[str], voice: Voice) -> str:
        """The most and the least."""
        cells = [
            (share, source, target)
            for source, row in zip(labels, self.known, strict=True)
            for target, share in zip(labels, row, strict=True)
            if share is not None
        ]
        _ = voice.translate
        if not cells:
            return _("%(naam)s: niets te tonen.", naam=self.name)
        (least, from_least, to_least), (most, from_most, to_most) = min(cells), max(cells)
        return _(
            "%(naam)s: het meest van %(van)s naar %(naar)s (%(meest)s), "
            "het minst van %(uit)s naar %(tot)s (%(minst)s).",
            naam=self.name,
            van=from_most,
            naar=to_most,
            meest=voice.percent(most, 0),
            uit=from_least,
            tot=to_least,
            minst=voice.percent(least, 0),
        )
