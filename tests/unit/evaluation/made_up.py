"""Made-up projects, seeded: people in sectors of which some are tiny, two measurements, and bijeenkomsten."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kapstok.network.graph import NA, Bools, Ints, People, Statements, seconds, state_at
from kapstok.network.measured import Measurement, Network, Words
from tests.unit.network.builders import SOURCES, day, people

SECTORS = 6
REST = SECTORS - 1
SIZES = [0.4, 0.3, 0.13, 0.08, 0.05, 0.04]  # of the sectors, of all people
STRENGTHS = {NA: 0.1, 0: 0.5, 1: 0.1, 2: 0.15, 3: 0.1, 4: 0.05}
FUNCTIONS = Words(("Huisarts", "Wijkverpleegkundige", "Anders"), (0, 1, 2), 2)
WORDS = Words(tuple(f"S{k}" for k in range(SECTORS)), tuple(range(SECTORS)), REST)

Meeting = tuple[Bools, Bools, Bools]  # who was invited, who said yes, who came


class MadeUp:
    """A project of 6 to 80 people; a few are not in view, or mantelzorgers without opt-in."""

    def __init__(self, seed: int):
        self.chance = np.random.default_rng(seed)
        self.n = int(self.chance.integers(6, 81))
        self.sector = self.chance.choice(SECTORS, self.n, p=SIZES)
        waves = tuple(self._wave(number, 300 * number) for number in range(2))
        said = self._said(waves)
        waves = tuple(replace(wave, state=state_at(said, self.n, wave.closed_at)) for wave in waves)
        hidden, in_group = self.some(0.05), self.some(0.05)
        self.network = Network(self._people(), WORDS, FUNCTIONS, said, waves, ~hidden, in_group)
        self.meetings = [self._meeting() for _k in range(4)]

    def some(self, *shares: float) -> Bools:
        """Each of the people with the chance of one of ``shares``."""
        return self.chance.random(self.n) < self.chance.choice(shares)

    def crowds(self, number: int) -> list[Ints]:
        """Everybody in so many groups."""
        return np.array_split(self.chance.permutation(self.n), number)

    def _people(self) -> People:
        functions = self.chance.integers(NA, len(FUNCTIONS.names), self.n)
        return replace(people(self.sector.tolist()), function=functions, sectors=WORDS.names, functions=FUNCTIONS.names)

    def _wave(self, number: int, opened: int) -> Measurement:
        asked = self.some(0.95)
        answered = asked & self.some(0.3, 0.6, 0.8, 0.95)
        times = day(opened), day(opened + 14)
        return Measurement(number + 1, number, f"M{number}", *times, asked, asked, answered, None)

    def _said(self, waves: tuple[Measurement, ...]) -> Statements:
        """What everybody who answered said of everybody else on the list, at the opening."""
        dyads = [np.nonzero(np.outer(wave.answered, wave.named) & ~np.eye(self.n, dtype=bool)) for wave in waves]
        who, whom = (np.concatenate(ends) for ends in zip(*dyads, strict=True))
        at = np.repeat([seconds(wave.opened_at) for wave in waves], [len(start) for start, _end in dyads])
        strength = self.chance.choice([*STRENGTHS], len(who), p=[*STRENGTHS.values()])
        return Statements.of(who, whom, strength, at, np.zeros(len(who)), SOURCES)

    def _meeting(self) -> Meeting:
        invited = self.some(0.2, 0.5, 0.9, 1.0)
        present = np.where(invited, self.some(0.1, 0.7, 0.95), self.some(0.04))
        return invited, invited & self.some(0.8), present
