"""The vragenlijst: who agrees, per measurement, with an interval; never so few people that they can be recognised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from kapstok import disclosure
from kapstok.disclosure import SMALL_INSIDE, SMALLEST_DENOMINATOR
from kapstok.evaluation.intervals import wilson

AGREES = 4  # of five points: "eens" and "helemaal eens"


@dataclass(frozen=True)
class Opinion:
    """One item in one measurement. ``answered`` leaves "niet van toepassing" out; None: fewer than five people.

    Without a ``share`` there are too few answers, or one side is so small that its people would be recognised: fewer
    than five agree (``few_agree``), or fewer than five do not (``few_disagree``).
    """

    answered: int | None
    share: float | None
    interval: tuple[float, float] | None
    few_agree: bool = False
    few_disagree: bool = False


@dataclass(frozen=True)
class Asked:
    """One item: to whom (sector keys; none: everybody), and what they said in each measurement in which they did.

    ``both``: how many people answered the first and the last time; None when there was one, or fewer than five did.
    """

    text: str
    audience: tuple[str, ...]
    waves: tuple[str, ...]
    opinions: tuple[Opinion, ...]
    both: int | None


class Answer(Protocol):
    """One person's answer in one measurement: 1–5, or None for "niet van toepassing"."""

    wave_id: int
    person_id: int
    value: int | None


def opinion(values: Iterable[int | None]) -> Opinion:
    """What these answers (1–5, None for "niet van toepassing") may say of who agrees."""
    given = [value for value in values if value is not None]
    agree = sum(value >= AGREES for value in given)
    if len(given) < SMALLEST_DENOMINATOR:
        return Opinion(None if len(given) < SMALL_INSIDE else len(given), None, None)
    rest = len(given) - agree
    if None in disclosure.suppressed({"agree": agree, "rest": rest}).values():
        return Opinion(len(given), None, None, few_agree=agree < rest, few_disagree=rest < agree)
    return Opinion(len(given), agree / len(given), wilson(agree, len(given)))


def asked(text: str, audience: str, waves: Mapping[int, str], answers: Iterable[Answer]) -> Asked:
    """One item in every measurement (id → name, in order) in which it was answered, and who answered both ends."""
    given: dict[int, dict[int, int | None]] = {}
    for answer in answers:
        given.setdefault(answer.wave_id, {})[answer.person_id] = answer.value
    there = [wave_id for wave_id in waves if wave_id in given]
    first, last = given[there[0]], given[there[-1]]
    both = sum(value is not None and last.get(person) is not None for person, value in first.items())
    return Asked(
        text=text,
        audience=tuple(audience.split(",")) if audience else (),
        waves=tuple(waves[wave_id] for wave_id in there),
        opinions=tuple(opinion(given[wave_id].values()) for wave_id in there),
        both=None if len(there) < 2 or both < SMALL_INSIDE else both,
    )
