"""What sharing a table did: pairs that the coins seated together beside pairs that they did not, and how sure that is.

The method, where it comes from and how often it is right stand in docs/methods.md under "Loting".
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

import numpy as np

from kapstok.evaluation.inference.chance import SAME, in_steps, probability, quietly
from kapstok.network.graph import Bools, Floats, Ints
from kapstok.planner.instance import Pair, Plan
from kapstok.planner.lottery.chances import Twin, expected, flip, meetings, met
from kapstok.planner.lottery.rules import FEWEST_PAIRS

TAIL = 0.025  # of a 95 % interval
FEW_COINS = 10  # up to so many coins nothing is drawn: all 1,024 ways to fall are gone through


@dataclass(frozen=True)
class Draw:
    """One bijeenkomst: the plan before the coins, how those fell (one for each of the ``twins``), and what came of it.

    ``asked``: the lottery pairs of which at least one was asked about the other. ``outcome``: of those that can be told
    of, 0…1; a pair without an answer is not in it.
    """

    plan: Plan
    twins: Sequence[Twin]
    coins: Sequence[bool]
    asked: Collection[Pair]
    outcome: Mapping[Pair, float]


@dataclass(frozen=True)
class Effect:
    """Pairs that the coins seated together (``won``) beside those that they did not (``lost``).

    ``pairs`` at ``meetings`` bijeenkomsten. The rates (0…1) are what the mean outcome would be if the coins had seated
    all of those pairs together, and if they had seated none; None of nothing. ``low`` and ``high``: the 95 % interval
    of the difference; ``p`` is two-sided. They are None with too few pairs or coins, and when all outcomes are alike.
    A rate may tell of one to four people: who shows it looks at ``disclosure`` first.
    """

    meetings: int
    pairs: int
    won: int
    lost: int
    rate_won: float | None
    rate_lost: float | None
    low: float | None = None
    high: float | None = None
    p: float | None = None

    @property
    def difference(self) -> float | None:
        if self.rate_won is None or self.rate_lost is None:
            return None
        return self.rate_won - self.rate_lost


@dataclass(frozen=True)
class Answered:
    """How many pairs were asked about, and of how many there is an answer."""

    asked: int
    answered: int


def outcome(one: bool | None, other: bool | None) -> float | None:
    """Of two people: the share of their answers that says "yes"; None when neither answered."""
    said = [answer for answer in (one, other) if answer is not None]
    return sum(said) / len(said) if said else None


def attrition(draws: Sequence[Draw]) -> tuple[Answered, Answered]:
    """How many pairs were answered about: of those that the coins seated together, and of those that they did not.

    Whether the two differ by more than chance, ``effect`` tells with 1 for answered and 0 for not as the outcome.
    """
    counts = {True: [0, 0], False: [0, 0]}
    for draw in draws:
        together = met(flip(draw.plan, draw.twins, draw.coins))
        for two in draw.asked:
            counts[two in together][0] += 1
            counts[two in together][1] += two in draw.outcome
    return Answered(*counts[True]), Answered(*counts[False])


def effect(draws: Sequence[Draw], seed: int, *, fewest: int = FEWEST_PAIRS) -> Effect:
    """The difference between Hájek's two means, and what other falls of the same coins would have made of it.

    A pair weighs 1/e where the coins seated it together and 1/(1 − e) where they did not, e its chance. It counts where
    the coins put it, wherever the two sat in the end: intention to treat. Bijeenkomsten count by their number of pairs;
    one with all of its pairs on one side has nothing to compare, and is left out.

    The test goes through all ways the coins can fall, or 2,000 of them drawn from ``seed``: if sharing a table does
    nothing, everybody would have said the same. p = (1 + k) / (1 + B), twice the smaller tail. The interval holds every
    effect that this test does not reject once it is taken off the outcomes of who sat together. With fewer than
    ``fewest`` pairs there is neither. A pair that no coin decides about raises ``ValueError``.
    """
    trials = [trial for trial in map(_Trial.of, draws) if 0 < trial.together.sum() < len(trial.together)]
    pairs = sum(len(trial.outcome) for trial in trials)
    if not trials:
        return Effect(0, 0, 0, 0, None, None)
    won = sum(int(trial.together.sum()) for trial in trials)
    fell = [trial.together[None, :] for trial in trials]
    rates = _rates(trials, fell, [trial.outcome for trial in trials])
    found = Effect(len(trials), pairs, won, pairs - won, *(float(rate[0]) for rate in rates))
    return found if pairs < fewest else _tested(found, trials, seed)


@dataclass(frozen=True, eq=False)
class _Trial:
    """The coins and pairs of one bijeenkomst as arrays.

    ``tossed`` (coins): 1 where a coin exchanged its twins. ``coin`` (2 × pairs): the number of the coin of either of
    the two, one too many for who has none. ``cases`` (4 × pairs): do they share a table when their two coins fall 00,
    01, 10, 11?
    """

    tossed: Ints
    coin: Ints
    cases: Bools
    chance: Floats
    outcome: Floats

    @classmethod
    def of(cls, draw: Draw) -> _Trial:
        one, other = np.array([*draw.outcome], dtype=int).reshape(-1, 2).T
        shared = meetings(draw.plan) > 0
        chance = expected(shared, draw.twins)[one, other]
        if not ((chance > 0) & (chance < 1)).all():
            raise ValueError("no coin decides about one of these pairs")
        coin, path = np.full(len(shared), len(draw.twins)), np.arange(len(shared))
        for number, twins in enumerate(draw.twins):
            coin[list(twins)], path[list(twins)] = number, twins[::-1]
        cases = [shared[mine, yours] for mine in (one, path[one]) for yours in (other, path[other])]
        outcome = np.array([*draw.outcome.values()], dtype=float)
        return cls(np.array(draw.coins, dtype=int), coin[[one, other]], np.stack(cases), chance, outcome)

    @cached_property
    def together(self) -> Bools:
        """Who shares a table, as the coins fell."""
        return self.fall(self.tossed[None, :])[0]

    def fall(self, coins: Ints) -> Bools:
        """falls × pairs: who shares a table when the coins (falls × coins) fall so."""
        one, other = np.column_stack([coins, np.zeros(len(coins), dtype=int)]).T[self.coin]
        return self.cases[2 * one + other, np.arange(len(self.chance))[:, None]].T


def _rates(trials: Sequence[_Trial], together: Sequence[Bools], outcomes: Sequence[Floats]) -> tuple[Floats, Floats]:
    """Hájek's mean of who shares a table and of who does not, for every fall; NaN where one of them is nobody."""
    sizes = np.array([len(trial.outcome) for trial in trials])
    won, lost = np.zeros(len(together[0])), np.zeros(len(together[0]))
    for trial, fell, outcome, share in zip(trials, together, outcomes, sizes / sizes.sum(), strict=True):
        won += share * _mean(fell, 1 / trial.chance, outcome)
        lost += share * _mean(~fell, 1 / (1 - trial.chance), outcome)
    return won, lost


def _mean(side: Bools, weight: Floats, outcome: Floats) -> Floats:
    with np.errstate(invalid="ignore"):
        return (side @ (weight * outcome)) / (side @ weight)


def _tested(found: Effect, trials: Sequence[_Trial], seed: int) -> Effect:
    """The same with p and interval.

    With an effect τ taken off who sat together, the difference that was seen is T − τ, and that of another fall is
    a − τ·c: ``a`` of the outcomes as they are, ``c`` of having sat together itself. That fall is at least as far up
    when τ ≥ (T − a) / (1 − c): so the ends of the interval are quantiles of those.
    """
    seen = found.difference
    assert seen is not None
    falls = [_differences(trials, coins) for coins in _falls(trials, seed)]
    changed, shifted = (np.concatenate(each) for each in zip(*falls, strict=True))
    there = np.isfinite(changed)
    changed, shifted = changed[there], shifted[there]
    p = probability(seen, changed) if len(changed) else None
    at = int(TAIL * (1 + len(changed)))
    if p is None:
        return found
    if not at:
        return replace(found, p=p)
    alike = shifted >= 1 - SAME  # fell as it did: no effect makes it less extreme
    with np.errstate(divide="ignore", invalid="ignore"):
        turns = (seen - changed) / (1 - shifted)
    low, high = np.sort(np.where(alike, -np.inf, turns))[at - 1], np.sort(np.where(alike, np.inf, turns))[-at]
    if not np.isfinite([low, high]).all():
        return replace(found, p=p)
    return replace(found, p=p, low=float(low), high=float(high))


def _differences(trials: Sequence[_Trial], coins: Sequence[Ints]) -> tuple[Floats, Floats]:
    """For every fall: the difference in the outcomes, and in who sat together as the coins really fell."""
    together = [trial.fall(tossed) for trial, tossed in zip(trials, coins, strict=True)]
    of_outcome = _rates(trials, together, [trial.outcome for trial in trials])
    of_seat = _rates(trials, together, [trial.together.astype(float) for trial in trials])
    return of_outcome[0] - of_outcome[1], of_seat[0] - of_seat[1]


def _falls(trials: Sequence[_Trial], seed: int) -> Iterator[list[Ints]]:
    """Other ways in which the coins of each bijeenkomst can fall, some at a time."""
    tossed = np.concatenate([trial.tossed for trial in trials])
    ends = np.cumsum([len(trial.tossed) for trial in trials])[:-1]
    if len(tossed) <= FEW_COINS:
        ways = np.array(list(product((0, 1), repeat=len(tossed))))
        yield np.split(ways[(ways != tossed).any(axis=1)], ends, axis=1)
        return
    rng = np.random.default_rng(seed)
    for step in in_steps(quietly):
        yield np.split(rng.integers(0, 2, (step, len(tossed))), ends, axis=1)
