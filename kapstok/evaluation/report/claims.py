"""The claims ledger: every sentence with a number in it, what it rests on, and whether the data carry it. Pure.

A report is published, so everything here is held to the limits of publication (``disclosure.SMALL_PUBLISHED``): no
count of one to nine persons, answers or referrals, none that a subtraction shows, no percentage of fewer than ten.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain

from kapstok.disclosure import SMALL_PUBLISHED, SMALLEST_DENOMINATOR
from kapstok.errors import N_
from kapstok.evaluation.report.pen import Pen
from kapstok.evaluation.report.rules import Chapter
from kapstok.network.measures import Ratio

# Why a claim is not made. No digits: they would be numbers in the text that no claim carries.
UNKNOWN = N_("Hierover is niets bekend.")
TOO_SMALL = N_("Het gaat om minder dan tien mensen, antwoorden of verwijzingen. Die zouden herkenbaar zijn.")
SUBTRACTED = N_("Door aftrekken zou te zien zijn hoe het met minder dan tien mensen of verwijzingen zit.")
SMALL_WHOLE = N_("Een percentage van minder dan tien zegt te weinig.")


class Unit(StrEnum):
    """What a value is, and so how it is written and what may not be told of it."""

    TEXT = "text"  # a name: of a measurement, an organisation, a product
    FIGURE = "figure"  # the key of a headline figure, written as its name
    DAY = "day"
    MONTH = "month"
    COUNT = "count"  # of what is nobody: meetings, organisations, products, lines
    PEOPLE = "people"  # of persons or their answers
    REFERRALS = "referrals"
    PAIRS = "pairs"  # of persons
    SHARE = "share"  # 0 to 1, written as a percentage
    NUMBER = "number"
    POINTS = "points"  # a difference between shares, written in percentage points with its sign
    DIFFERENCE = "difference"  # with its sign


# So many pairs cannot be of fewer than ten people: nine people make 36 of them.
FEWEST_PAIRS = (SMALL_PUBLISHED - 1) * (SMALL_PUBLISHED - 2) // 2 + 1
GUARDED = {Unit.PEOPLE: SMALL_PUBLISHED, Unit.REFERRALS: SMALL_PUBLISHED, Unit.PAIRS: FEWEST_PAIRS}
NAMES = (Unit.TEXT, Unit.FIGURE)


@dataclass(frozen=True)
class Value:
    """One value of a sentence, and what it rests on.

    ``amount``: None where it is unknown or hidden. ``whole``: of how many a share is. ``rests``: other counts that
    follow from this one by subtraction. ``people``, ``response``, ``interval`` and ``waves``: the basis.
    """

    unit: Unit
    amount: float | str | dt.date | None
    decimals: int = 0
    whole: int | None = None
    rests: tuple[int, ...] = ()
    people: int | None = None
    response: Ratio | None = None
    interval: tuple[float, float] | None = None
    waves: tuple[str, ...] = ()

    @property
    def trouble(self) -> str | None:
        """Why this value may not be told, as a msgid."""
        if self.amount is None:
            return UNKNOWN
        fewest = GUARDED.get(self.unit, 0)
        if fewest and 0 < float(self.amount) < fewest:  # type: ignore[arg-type]
            return TOO_SMALL
        if self.whole is not None and self.whole < SMALLEST_DENOMINATOR:
            return SMALL_WHOLE
        if any(0 < rest < (fewest or SMALL_PUBLISHED) for rest in self.rests):
            return SUBTRACTED
        return None

    def written(self, pen: Pen) -> str:
        """The value as readers see it."""
        return pen.write(self.unit, self.amount, self.decimals)


@dataclass(frozen=True)
class Need:
    """Something that the data must be before a claim may be made; ``reason``: the msgid that says what they are not."""

    met: bool
    reason: str


@dataclass(frozen=True)
class Claim:
    """One sentence of the report. ``about`` (msgid) names it where it cannot be told.

    ``key``: chapter, paragraph, sentence; what shares the first two stands in one paragraph. ``sentence`` is a msgid
    with the names of ``values`` as its places. ``in_summary``: it stands there too.
    """

    key: str
    chapter: Chapter
    about: str
    sentence: str
    values: Mapping[str, Value] = field(default_factory=dict)
    needs: tuple[Need, ...] = ()
    in_summary: bool = False

    @property
    def trouble(self) -> str | None:
        """Why the data do not carry it, as a msgid; None when they do."""
        unmet = (need.reason for need in self.needs if not need.met)
        hidden = (value.trouble for value in self.values.values() if value.trouble)
        return next(chain(unmet, hidden), None)

    @property
    def paragraph(self) -> str:
        return ".".join(self.key.split(".")[:2])

    def text(self, pen: Pen) -> str:
        """The sentence in the reader's language."""
        return pen.translate(self.sentence, **{name: value.written(pen) for name, value in self.values.items()})

    def name(self, pen: Pen) -> str:
        """What it is about, in the reader's language: names and dates only, no number that it could not tell."""
        told = {name: value.written(pen) for name, value in self.values.items() if value.unit in NAMES}
        return pen.translate(self.about, **told)


@dataclass(frozen=True)
class Ledger:
    """The claims that the data carry, and those that they do not with the reason (a msgid)."""

    carried: tuple[Claim, ...]
    left_out: tuple[tuple[Claim, str], ...]

    def of(self, chapter: Chapter) -> list[Claim]:
        return [claim for claim in self.carried if claim.chapter is chapter]


def judge(claims: Iterable[Claim]) -> Ledger:
    """Which claims may be made."""
    judged = [(claim, claim.trouble) for claim in claims]
    return Ledger(
        carried=tuple(claim for claim, reason in judged if reason is None),
        left_out=tuple((claim, reason) for claim, reason in judged if reason is not None),
    )


def text(words: str) -> Value:
    """A name, written as it is."""
    return Value(Unit.TEXT, words)


def count(number: int | None) -> Value:
    """How many there are of what is nobody."""
    return Value(Unit.COUNT, number)


def people(number: int | None, *rests: int, waves: tuple[str, ...] = ()) -> Value:
    """How many persons, and how many others follow from that."""
    return Value(Unit.PEOPLE, number, rests=rests, waves=waves)


def pairs(number: int | None, *rests: int) -> Value:
    """How many pairs of persons, and how many others follow from that."""
    return Value(Unit.PAIRS, number, rests=rests)


def share(found: Ratio) -> Value:
    """A part of persons, answers or referrals as a percentage; neither the part nor the rest may be a handful."""
    return Value(Unit.SHARE, found.value, whole=found.whole, rests=(found.part, found.whole - found.part))


def day(value: dt.date | None) -> Value:
    return Value(Unit.DAY, value)


def month(value: dt.date | None) -> Value:
    return Value(Unit.MONTH, value)
