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
OUTCOME = 0  # of the figures of a pair; the other is whether it sat together as the coins fell
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
        if not draw.asked:
            continue
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
    told = [_Trial.of(draw) for draw in draws if draw.outcome]
    trials = [trial for trial in told if 0 < trial.together.sum() < len(trial.together)]
    pairs = sum(len(trial.outcome) for trial in trials)
    if not trials:
        return Effect(0, 0, 0, 0, None, None)
    won = sum(int(trial.together.sum()) for trial in trials)
    means = _pooled_means(trials, [trial.together[None, :] for trial in trials])
    found = Effect(len(trials), pairs, won, pairs - won, *(float(side[0, OUTCOME]) for side in means))
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
    def figures(self) -> Floats:
        """2 × pairs: the outcome, and who sat together."""
        return np.vstack([self.outcome, self.together])

    @cached_property
    def together(self) -> Bools:
        """Who shares a table, as the coins fell."""
        return self.fall(self.tossed[None, :])[0]

    def fall(self, coins: Ints) -> Bools:
        """falls × pairs: who shares a table when the coins (falls × coins) fall so."""
        one, other = np.column_stack([coins, np.zeros(len(coins), dtype=int)]).T[self.coin]
        return self.cases[2 * one + other, np.arange(len(self.chance))[:, None]].T


def _pooled_means(trials: Sequence[_Trial], fell: Sequence[Bools]) -> tuple[Floats, Floats]:
    """falls × figures: Hájek's means of who shares a table and of who does not, bijeenkomsten by their number of pairs.

    NaN where one of the two is nobody.
    """
    pairs = sum(len(trial.chance) for trial in trials)
    won = lost = np.zeros((len(fell[0]), 2))
    for trial, together in zip(trials, fell, strict=True):
        share = len(trial.chance) / pairs
        won = won + share * _means(together, 1 / trial.chance, trial.figures)
        lost = lost + share * _means(~together, 1 / (1 - trial.chance), trial.figures)
    return won, lost


def _means(side: Bools, weight: Floats, figures: Floats) -> Floats:
    # A matrix product would hand this to threads: on a busy machine that takes far longer.
    sums = np.einsum("fp,kp->fk", side.astype(float), np.vstack([weight * figures, weight]))
    with np.errstate(invalid="ignore"):
        return sums[:, :-1] / sums[:, -1:]


def _tested(found: Effect, trials: Sequence[_Trial], seed: int) -> Effect:
    seen = found.difference
    assert seen is not None
    fell = ([trial.fall(coins) for trial, coins in zip(trials, each, strict=True)] for each in _falls(trials, seed))
    differences = np.concatenate([np.subtract(*_pooled_means(trials, together)) for together in fell])
    outcome, seat = differences[np.isfinite(differences).all(axis=1)].T
    p = probability(seen, outcome) if len(outcome) else None
    low, high = (None, None) if p is None else _interval(seen, outcome, seat)
    return replace(found, p=p, low=low, high=high)


def _interval(seen: float, outcome: Floats, seat: Floats) -> tuple[float | None, float | None]:
    """The effects that are not rejected, from the differences of other falls in the outcome and in who really sat so.

    With an effect τ taken off who sat together, the difference seen is T − τ, and that of another fall a − τ·c: ``a``
    in the outcome as it is, ``c`` in having sat together. It is at least as far up when τ ≥ (T − a) / (1 − c): so the
    ends are quantiles of those. None with so few falls that nothing is ever rejected.
    """
    at = int(TAIL * (1 + len(outcome)))
    alike = seat >= 1 - SAME  # everybody sits as they really did: as far out whatever the effect
    turn = (seen - outcome) / np.where(alike, 1, 1 - seat)
    if np.count_nonzero(alike) >= at:
        return None, None
    low, high = np.where(alike, -np.inf, turn), np.where(alike, np.inf, turn)
    return float(np.sort(low)[at - 1]), float(np.sort(high)[-at])


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
