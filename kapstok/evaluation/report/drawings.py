"""The pictures of a report, drawn by typst: no browser, the same bytes for the same data. Pure.

What a picture shows is worked out here; how it looks on paper stands in ``templates/pdf/drawing-*.typ``. Every picture
carries an ``alt`` that tells what is to be seen; what it does not tell stands in the table that goes with the picture.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kapstok.evaluation.report.document import Picture
from kapstok.network.drawing import Voice
from kapstok.network.graph import Floats, Ints, People

Write = Callable[[float], str]  # how a value is written: "34 %", "0,42"


@dataclass(frozen=True, eq=False)
class Lines:
    """The lines at one moment: ``start[k] – end[k]``, indexes of people. ``name`` is of the moment."""

    name: str
    start: Ints
    end: Ints


@dataclass(frozen=True)
class Bar:
    """One bar; without a ``value`` its place stays empty. ``quiet``: in grey, for what is only there to compare with."""

    label: str
    value: float | None
    interval: tuple[float, float] | None = None
    quiet: bool = False


@dataclass(frozen=True)
class Point:
    """A value on a day. None: not known then, and the line breaks."""

    day: dt.date
    value: float | None
    interval: tuple[float, float] | None = None


@dataclass(frozen=True)
class Series:
    """A line over time, named at its end. ``sector``: its position in the project's list, for colour and shape."""

    name: str
    points: tuple[Point, ...]
    sector: int | None = None


@dataclass(frozen=True)
class Happened:
    """A row of marks beneath a picture over time: the days of bijeenkomsten, or when products came into use."""

    name: str
    days: tuple[dt.date, ...]


@dataclass(frozen=True)
class Panel:
    """One square of a matrix picture: ``shares[i][j]`` (0 to 1) from row i to column j; None is not shown."""

    name: str
    shares: tuple[tuple[float | None, ...], ...]


def network_picture(
    title: str,
    caption: str,
    people: People,
    positions: Floats,
    then: Lines,
    now: Lines,
    *,
    marks: Sequence[int],
    voice: Voice,
) -> Picture:
    """The network then and now, side by side; everybody in the same place, nobody named, new lines in the accent.

    ``marks``: for each of ``people.sectors`` its position in the project's list. Person by person: never published.
    """
    raise NotImplementedError


def bars(title: str, caption: str, rows: Sequence[Bar], *, write: Write, voice: Voice, top: float = 0.0) -> Picture:
    """Lying bars under one another, each with its value and interval. ``top``: where the scale ends at least (1 for shares)."""
    raise NotImplementedError


def over_time(
    title: str,
    caption: str,
    series: Sequence[Series],
    happened: Sequence[Happened] = (),
    *,
    write: Write,
    day: Callable[[dt.date], str],
    voice: Voice,
    top: float = 0.0,
) -> Picture:
    """Lines over time from zero up, each named at its end, with a row of marks beneath for whatever happened when.

    ``day``: how a day is written on the axis and in ``alt``.
    """
    raise NotImplementedError


def matrix(title: str, caption: str, labels: Sequence[str], panels: Sequence[Panel], *, voice: Voice) -> Picture:
    """From whom (row) to whom (column), the darker the more; one panel, or then and now with one scale."""
    raise NotImplementedError
