"""How often the lottery finds what tables do, and what they do not: bijeenkomsten and answers made up by the hundred.

``python -m bench.lottery``. What it printed, and what was tried, stands in docs/methods.md under "Loting".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from bench import Row
from bench.planner_instances import kapstok
from kapstok.network.graph import Floats, Ints
from kapstok.planner.instance import ABSENT, Instance, Pair, Plan
from kapstok.planner.lottery.chances import Twin, chances, flip, listed, lottery, meetings
from kapstok.planner.lottery.estimate import Draw, Effect, effect, outcome
from kapstok.planner.lottery.rules import MOST_LOSS
from kapstok.planner.lottery.twins import pair_twins
from kapstok.planner.solver import solve

LOTTERIES, SEED = 800, 17
STEPS = 150_000  # for each plan: about the two seconds that a projectleider waits for
RESPONSE = 0.8
ALIKE = 0.4  # how often two people say the same of each other for one reason
LIVELY = 0.1  # of the people
SURE, MOST_FALSE, FEWEST_FOUND = 0.05, 0.07, 0.8


@dataclass(frozen=True)
class World:
    """Chances that somebody states a line, eight weeks later, with a stranger who was at the same bijeenkomst.

    ``without``: who never shared a table, on average over people who know many and few. ``effect``: added when the two
    did. ``between``: added for every third person who sat with both, but not with both at once. ``lively``: how much
    more those state, of anybody, who sat with one of the lively. ``away``: the share that stays at home unannounced.
    """

    name: str
    effect: float = 0.0
    without: float = 0.05
    between: float = 0.0
    lively: float = 0.0
    away: float = 0.0

    @property
    def truth(self) -> float:
        """What being seated together does on average, also to who stayed at home: intention to treat."""
        return self.effect * (1 - self.away) ** 2


NOTHING = World("a table does nothing")
THIRD = World("a table does nothing, third persons a little", between=0.002, lively=0.2)
THIRD_MUCH = World("a table does nothing, third persons much", between=0.01, lively=0.5)
FIVE = World("a table does +5 points: 5 → 10 %", effect=0.05)
FIVE_OF_THREE = World("a table does +5 points: 3 → 8 %", effect=0.05, without=0.03)
FIVE_AWAY = World("the same, one guest in ten stays away", effect=0.05, without=0.03, away=0.1)


@dataclass(frozen=True, eq=False)
class Evening:
    """A bijeenkomst with its plan, and the lottery about it."""

    instance: Instance
    plan: Plan

    @property
    def people(self) -> int:
        return self.instance.people

    @cached_property
    def drawn(self) -> tuple[list[Twin], float]:
        """The twins and what their coins cost; sectors are the groups of the instance."""
        groups = self.instance.groups
        sector = [next(k for k, group in enumerate(groups) if who in group.members) for who in range(self.people)]
        return pair_twins(self.instance, self.plan, sector, [True] * self.people)

    @property
    def twins(self) -> list[Twin]:
        return self.drawn[0]

    @cached_property
    def pairs(self) -> list[Pair]:
        """Who is asked about: an introduction worth nothing is of people who know each other."""
        decided = lottery(chances(self.plan, self.twins))
        return [*listed({two: e for two, e in decided.items() if self.instance.value[two[0]][two[1]]})]


@dataclass
class Tally:
    """Of the lotteries in one world: every difference, how many found one, how many of those say that a table helps,
    and how many of their ``intervals`` hold the truth."""

    found: int = 0
    helps: int = 0
    intervals: int = 0
    covered: int = 0
    differences: list[float] = field(default_factory=list)

    def count(self, told: Effect, true: float) -> None:
        found, difference = told.p is not None and told.p <= SURE, told.difference or 0.0
        self.found += found
        self.helps += found and difference > 0
        if told.low is not None and told.high is not None:
            self.intervals += 1
            self.covered += told.low <= true <= told.high
        self.differences.append(difference)

    @property
    def share(self) -> float:
        return self.found / len(self.differences)


def evenings(people: int, tables: int, rounds: int, count: int) -> list[Evening]:
    """So many bijeenkomsten of this size, each with guests of its own."""
    instances = [kapstok(people, tables, rounds, seed).instance for seed in range(1, count + 1)]
    return [Evening(each, solve(each, steps=STEPS, seed=1)) for each in instances]


def tallied(world: World, pools: Sequence[Sequence[Evening]], lotteries: int = LOTTERIES, seed: int = SEED) -> Tally:
    """So many lotteries in this world, each about all bijeenkomsten of one of the ``pools`` added up, in turn."""
    rng, tally = np.random.default_rng(seed), Tally()
    for number in range(lotteries):
        draws = [answered(world, evening, rng) for evening in pools[number % len(pools)]]
        tally.count(effect(draws, seed=number, fewest=0), world.truth)
    return tally


def answered(world: World, evening: Evening, rng: np.random.Generator) -> Draw:
    """Toss the coins, seat who comes, and eight weeks later ask whom they know."""
    coins = [bool(coin) for coin in rng.integers(0, 2, len(evening.twins))]
    came = rng.random(evening.people) >= world.away
    seats = np.where(came, flip(evening.plan, evening.twins, coins), ABSENT)
    states = _luck(evening.people, rng) < _tendency(world, seats, rng)
    answers = rng.random(evening.people) < RESPONSE

    def said(one: int, other: int) -> bool | None:
        return bool(states[one, other]) if answers[one] else None

    outcomes = {(one, other): outcome(said(one, other), said(other, one)) for one, other in evening.pairs}
    known = {two: value for two, value in outcomes.items() if value is not None}
    return Draw(evening.plan, evening.twins, coins, evening.pairs, known)


def run() -> list[Row]:
    """A row per world and size; ``ratio`` is the share of the lotteries that find something at 5 %."""
    many, few = evenings(60, 10, 4, 4), evenings(24, 4, 3, 4)
    once, alone, pooled = [[each] for each in many], [[each] for each in few], [few]
    return [
        *(_loss(made) for made in (many, few)),
        _row("60 guests, once", NOTHING, once, most=MOST_FALSE),
        _row("60 guests, once", THIRD, once, most=MOST_FALSE),
        _row("60 guests, once", THIRD_MUCH, once),
        _row("60 guests, once", FIVE, once, fewest=FEWEST_FOUND),
        _row("60 guests, once", FIVE_OF_THREE, once, fewest=FEWEST_FOUND),
        _row("60 guests, once", FIVE_AWAY, once),
        _row("24 guests, four times", NOTHING, pooled, most=MOST_FALSE),
        _row("24 guests, four times", THIRD, pooled),
        _row("24 guests, four times", FIVE_OF_THREE, pooled),
        _row("24 guests, once: described only", NOTHING, alone),
        _row("24 guests, once: described only", FIVE_OF_THREE, alone),
    ]


def _loss(made: Sequence[Evening]) -> Row:
    worst = max(each.drawn[1] for each in made)
    twins, pairs = sorted(len(each.twins) for each in made), sorted(len(each.pairs) for each in made)
    return Row(
        f"{made[0].people} guests: what the coins cost",
        f"{worst:.2%} of the points, at most",
        worst,
        "the plan itself",
        f"≤ {MOST_LOSS:.0%}",
        worst <= MOST_LOSS,
        f"{twins[0]}–{twins[-1]} twins, {pairs[0]}–{pairs[-1]} pairs",
    )


def _row(
    size: str, world: World, pools: Sequence[Sequence[Evening]], most: float | None = None, fewest: float | None = None
) -> Row:
    tally = tallied(world, pools)
    made, mean = len(tally.differences), float(np.mean(tally.differences))
    said = f"{tally.share:.1%} of {made} {'found' if world.effect else 'false'}"
    note = f"mean difference {mean:+.3f}, {tally.covered / tally.intervals:.1%} of intervals hold {world.truth:.4g}"
    if not world.effect:
        note += f"; {tally.helps / made:.1%} say that a table helps"
    goal, met = "", None
    if most is not None:
        goal, met = f"≤ {most:.0%} false", tally.share <= most
    if fewest is not None:
        goal, met = f"≥ {fewest:.0%} found", tally.share >= fewest
    return Row(f"{size}: {world.name}", said, tally.share, "all lotteries", goal, met, note)


def _tendency(world: World, seats: Ints, rng: np.random.Generator) -> Floats:
    """people × people: how likely the one is to state a line with the other."""
    together = meetings(seats.tolist()) > 0
    people = len(together)
    lively = rng.random(people) < LIVELY
    states = _uneven(people, 0.4, rng) * (1 + world.lively * (together & lively).any(axis=1))
    stated_of = _uneven(people, 0.25, rng)
    return world.without * np.outer(states, stated_of) + world.effect * together + world.between * _between(seats)


def _between(seats: Ints) -> Ints:
    """people × people: how many others sat with both of them, but not with both at once."""
    together = (meetings(seats.tolist()) > 0).astype(int)
    both = together @ together
    for row in seats:
        here = meetings([row.tolist()])
        both -= here * (here @ here)
    return np.maximum(both, 0)


def _uneven(people: int, spread: float, rng: np.random.Generator) -> Floats:
    drawn = np.exp(rng.normal(0, spread, people))
    return drawn / drawn.mean()


def _luck(people: int, rng: np.random.Generator) -> Floats:
    """people × people, uniform: of some pairs the same in both directions, of the others unrelated."""
    each, alike = rng.random((people, people)), np.triu(rng.random((people, people)) < ALIKE, 1)
    return np.where(alike.T, each.T, each)


def main() -> None:
    from bench.__main__ import as_line

    for row in run():
        print(as_line(row), flush=True)


if __name__ == "__main__":
    main()
