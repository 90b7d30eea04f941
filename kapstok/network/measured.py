"""A project's network as it was measured: everybody, what they said, and the waves in which they said it. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kapstok.network.graph import Bools, People, State, Statements
from kapstok.network.measures import Ratio, response


@dataclass(frozen=True, eq=False)
class Measurement:
    """One wave on its frozen roster; the arrays have a place for each of the network's people.

    ``state`` is what was answered in this wave, whatever was said since. ``closed_at`` is None while it runs.
    """

    id: int
    number: int
    name: str
    opened_at: dt.datetime
    closed_at: dt.datetime | None
    asked: Bools
    named: Bools
    answered: Bools
    state: State

    @property
    def response(self) -> Ratio:
        """Who answered of who was asked."""
        return response(self.answered, self.asked)


@dataclass(frozen=True)
class Words:
    """A vocabulary as the network uses it. ``positions`` pick the marks; ``rest`` is what small groups merge to."""

    names: tuple[str, ...]
    positions: tuple[int, ...]
    rest: int


@dataclass(frozen=True, eq=False)
class Network:
    """Everybody who was ever on a roster, all that they said of one another, and the waves in which they did.

    People have the sector and function of their latest roster, and no organisation: nobody who sees them by pseudonym
    may know it. ``on_map`` is false for who chose "niet in beeld"; ``in_group`` is true for mantelzorgers who did not
    opt in to lists: pictures show them as a group, never as persons.
    """

    people: People
    sectors: Words
    functions: Words
    statements: Statements
    measurements: tuple[Measurement, ...]
    on_map: Bools
    in_group: Bools
