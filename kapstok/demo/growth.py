"""The growth model: how well people know each other, and what each would say of it.

Every pair has one *warmth*, on the scale of the roster question (0 stranger … 4 fixed agreements). Either side says it
with an opinion of its own, so statements are mostly, not always, mutual: ``says = round(warmth + opinion)`` within 0–4.

* **Before the project** warmth comes from the workplace (colleagues ≈ 3), else from sector and area (``_START``); the
  *brokers* know more people than others. So short lines run mostly within organisations and sectors.
* **A meeting** adds warmth to pairs that sat at one table (often) and to pairs that were merely both there (seldom),
  more so across sectors, which is what the tables are mixed for. Who knows each other well gains less. Brokers call a
  few of those they met in the weeks that follow. The sector ``LAGGING`` gains half.
* **Time** takes warmth away: each month a small share of the pairs outside one organisation loses a step.

Nothing else moves. Referrals, answers and counts elsewhere in the story follow from this.
"""

from __future__ import annotations

import random
from collections.abc import Iterable

from kapstok.demo.shapes import Guest, Person

LAGGING = "overig"

_OPINION = 0.4  # standard deviation of what one side makes of the same contact
# (same sector, same area): mean and spread of warmth before the project
_START = {
    (True, True): (1.25, 0.6),
    (True, False): (0.75, 0.55),
    (False, True): (0.55, 0.6),
    (False, False): (0.15, 0.55),
}
_COLLEAGUES = (3.2, 0.5)
_BROKER_BONUS = 0.45

_CLICK_AT_TABLE, _GAIN_AT_TABLE = 0.5, (0.6, 1.6)
_CLICK_IN_ROOM, _GAIN_IN_ROOM = 0.05, (0.5, 1.2)
_RECOGNITION = 0.06  # having been in one room: a face to a name
_ACROSS, _WITHIN = 1.15, 0.7  # mixed tables: what one gains across and within sectors
_BROKER_CALLS, _BROKER_GAIN = 5, 0.9  # people whom a broker calls after a meeting

_FADES_PER_MONTH, _FADE = 0.012, 0.9

Pair = tuple[int, int]
Moment = tuple[bytes, ...]  # row per person: what this person would say of each other person, by number


class Acquaintance:
    """All warmth at one moment. Meetings and months change it in place; ``snapshot`` tells what people would say."""

    def __init__(self, people: tuple[Person, ...], seed: str):
        self._rng = random.Random(f"{seed}/growth")
        self._people = people
        self._brokers = brokers(people)
        self._opinion = [[self._rng.gauss(0, _OPINION) for _ in people] for _ in people]
        self._warmth = {(a.number, b.number): self._start(a, b) for a in people for b in people if a.number < b.number}

    def snapshot(self) -> Moment:
        rows = [bytearray(len(self._people)) for _ in self._people]
        for (a, b), warmth in self._warmth.items():
            rows[a][b] = _say(warmth + self._opinion[a][b])
            rows[b][a] = _say(warmth + self._opinion[b][a])
        return tuple(bytes(row) for row in rows)

    def meet(self, guests: Iterable[Guest]) -> None:
        """One bijeenkomst, and the calls that brokers make after it. ``guests`` are those who were there."""
        there = sorted(guests, key=lambda guest: guest.person)
        for position, one in enumerate(there):
            for other in there[position + 1 :]:
                self._talk((one.person, other.person), seated=one.table == other.table)
        numbers = [guest.person for guest in there]
        for broker in (number for number in numbers if number in self._brokers):
            for called in self._rng.sample(numbers, min(_BROKER_CALLS, len(numbers))):
                if called != broker:
                    self._warm((min(broker, called), max(broker, called)), _BROKER_GAIN)

    def pass_months(self, months: float) -> None:
        chance = 1 - (1 - _FADES_PER_MONTH) ** months
        for pair in self._warmth:
            if self._rng.random() < chance and not self._colleagues(pair):
                self._warmth[pair] -= _FADE

    def _talk(self, pair: Pair, seated: bool) -> None:
        click, gain = (_CLICK_AT_TABLE, _GAIN_AT_TABLE) if seated else (_CLICK_IN_ROOM, _GAIN_IN_ROOM)
        self._warm(pair, self._rng.uniform(*gain) if self._rng.random() < click else _RECOGNITION)

    def _warm(self, pair: Pair, gain: float) -> None:
        one, other = (self._people[number] for number in pair)
        gain *= _WITHIN if one.sector == other.sector else _ACROSS
        gain *= 0.5 if LAGGING in (one.sector, other.sector) else 1
        room = 1 - max(0.0, self._warmth[pair]) / 4
        self._warmth[pair] += gain * max(0.0, room)

    def _start(self, one: Person, other: Person) -> float:
        if _same_organisation(one, other):
            return self._rng.gauss(*_COLLEAGUES)
        warmth = self._rng.gauss(*_START[one.sector == other.sector, one.area == other.area])
        return warmth + _BROKER_BONUS * len({one.number, other.number} & self._brokers)

    def _colleagues(self, pair: Pair) -> bool:
        return _same_organisation(*(self._people[number] for number in pair))


def acting_leader(people: tuple[Person, ...]) -> Person:
    """The consulent of the steunpunt who pulls the project."""
    return next(person for person in people if person.organisation == "steunpunt")


def brokers(people: tuple[Person, ...]) -> set[int]:
    """Who link the sectors: the acting projectleider, and two POHs."""
    practices = ("hap-centrum", "gc-stuifhorst")
    pohs = [next(p for p in people if p.organisation == key and p.function == "poh") for key in practices]
    return {person.number for person in (acting_leader(people), *pohs)}


def _same_organisation(one: Person, other: Person) -> bool:
    return one.organisation is not None and one.organisation == other.organisation


def _say(warmth: float) -> int:
    return min(4, max(0, round(warmth)))
