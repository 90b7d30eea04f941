"""What a measurement plan may say: plain values in, plain values out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from enum import StrEnum

from kapstok.errors import N_, ChangedMeanwhile, Refused
from kapstok.ties.rules import SHORT_LINE, StrengthOutOfRange

FEWEST_FOR_INTERVAL = 40  # with fewer people a real change is found too seldom to be worth a test: describe only
THRESHOLDS = range(1, 5)


class Headline(StrEnum):
    """The five headline figures, in the order in which they are shown."""

    DENSITY = "density"
    DEGREE = "degree"
    SHORT_LINES = "short_lines"
    DISTANCE = "distance"
    CROSS_SECTOR = "cross_sector"


OF_PATHS = frozenset({Headline.SHORT_LINES, Headline.DISTANCE})


class Test(StrEnum):
    """How a difference between two waves is judged."""

    INTERVAL = "interval"  # paired vertex bootstrap, 95 %
    DESCRIBE = "describe"  # then and now, and no word about chance


class Standing(StrEnum):
    """How sure a reader can be that the plan was there before the results."""

    OPEN = "open"  # may still change freely
    DRAWN = "drawn"  # no second wave yet, but locked by a draw of tables
    BEFOREHAND = "beforehand"  # made before the second wave, and locked
    DEFAULT = "default"  # nobody had made one: the usual choices were locked when the second wave opened
    AFTERWARDS = "afterwards"  # made after the second wave had opened


class PlanChanged(ChangedMeanwhile):
    """Somebody else saved the plan first."""

    sentence = N_("Iemand anders heeft het meetplan intussen gewijzigd.")


class ReasonNeeded(Refused):
    """After the second wave opened, or tables were drawn, a change is a deviation, and readers are told why."""

    sentence = N_("Het meetplan staat vast. Schrijf op waarom u het toch wijzigt.")


class NoIntervalForPaths(Refused):
    """A path changes when anybody on it does: resampling people says nothing sound about it."""

    sentence = N_(
        "Voor dit hoofdcijfer is geen betrouwbaar interval te berekenen. "
        "Kies “Alleen beschrijven”, of kies een ander hoofdcijfer."
    )


@dataclass(frozen=True)
class Choices:
    """All that a plan fixes. ``boundary`` says in words who belongs to the network, and who does not.

    ``draws``: sitting at one table is judged by the draws of all meetings that have one, taken together: a line of
    ``threshold`` or more, eight weeks later, tested by tossing the coins again.
    """

    headline: Headline
    threshold: int
    test: Test
    boundary: str = ""
    offers_previous: bool = False
    draws: bool = False


@dataclass(frozen=True)
class Deviation:
    """One field of a plan that was changed after it was locked, both values as text."""

    field: str
    old: str
    new: str


def recommended(respondents: int) -> Test:
    """The test that so many answers carry: a real change is found 1 time in 5 at 20 people, nearly always at 60."""
    return Test.INTERVAL if respondents >= FEWEST_FOR_INTERVAL else Test.DESCRIBE


def defaults(respondents: int) -> Choices:
    """What a plan says unless somebody says otherwise.

    Density, and not the korte-lijnen-index: on the balanced panel density is the figure that missing answers leave
    unbiased, it has an interval, and it stays visible from a response of 50 % on. Distances need 70 % and have no
    interval. The degree says the same as density in other units, but grows with the roster by itself.
    """
    return Choices(Headline.DENSITY, SHORT_LINE, recommended(respondents))


def check(choices: Choices) -> None:
    """Raise ``StrengthOutOfRange`` or ``NoIntervalForPaths`` for what cannot be measured."""
    if choices.threshold not in THRESHOLDS:
        raise StrengthOutOfRange()
    if choices.test is Test.INTERVAL and choices.headline in OF_PATHS:
        raise NoIntervalForPaths()


def deviations(before: Choices, after: Choices) -> list[Deviation]:
    """Each field in which two plans differ, in the order of a plan."""
    names = [field.name for field in fields(before)]
    pairs = [(name, str(getattr(before, name)), str(getattr(after, name))) for name in names]
    return [Deviation(name, old, new) for name, old, new in pairs if old != new]


def standing(made_at: dt.datetime, locked_at: dt.datetime | None, second_opened_at: dt.datetime | None) -> Standing:
    """How a plan stands to the second wave; a plan that the opening itself had to make bears its very moment."""
    if locked_at is None:
        return Standing.OPEN
    if second_opened_at is None:
        return Standing.DRAWN
    if made_at == second_opened_at:
        return Standing.DEFAULT
    return Standing.BEFOREHAND if made_at < second_opened_at else Standing.AFTERWARDS
