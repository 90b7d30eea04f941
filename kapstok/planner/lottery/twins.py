"""Which people are twins: exchanging their whole paths breaks no wish and hardly costs the plan anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from kapstok.network.graph import Bools, Floats
from kapstok.planner.instance import Instance, Plan
from kapstok.planner.lottery.chances import Twin, expected, meetings
from kapstok.planner.lottery.rules import MOST_LOSS
from kapstok.planner.score import score

# What a point of the plan may cost, in pairs that usually meet for it. The right price differs: the best is taken.
PRICES = (1, 2, 4, 8, 16, 32, 64)


@dataclass(frozen=True, eq=False)
class Worth:
    """What a plan is worth as far as paths decide: a sum over pairs of weight of the people × figure of the paths."""

    terms: tuple[tuple[Floats, Floats], ...]

    @classmethod
    def of(cls, instance: Instance, plan: Plan) -> Worth:
        times = meetings(plan).astype(float)
        value = np.array(instance.value, dtype=float)
        repeat = np.full_like(value, -instance.repeat)
        for one, other in instance.together:
            repeat[one, other] = repeat[other, one] = 0
        colleague = np.zeros_like(value)
        for one, other in instance.colleagues:
            colleague[one, other] = colleague[other, one] = -instance.colleague
        return cls(((value, np.minimum(times, 1)), (repeat, np.maximum(times - 1, 0)), (colleague, times)))

    @property
    def meets(self) -> Floats:
        """path × path: 1 for those that share a table at least once."""
        return self.terms[0][1]

    def points(self, twins: Sequence[Twin] = ()) -> float:
        """Exactly what may be expected when a coin decides about each of the twins."""
        return sum(float((weight * expected(figure, twins)).sum()) / 2 for weight, figure in self.terms)


def pair_twins(
    instance: Instance, plan: Plan, sector: Sequence[int], may: Sequence[bool], most_loss: float = MOST_LOSS
) -> tuple[list[Twin], float]:
    """Twins, in order, and the share of the plan's points that their coins are expected to cost.

    Twins are of one sector, in the same groups, there in the same rounds, and no hard rule names them: so whatever the
    coins say, every table keeps its size and its sectors, and no wish is broken. ``may``: who else is left out, for
    instance because they do not take part in the lottery.

    Chosen is what gives most for at most ``most_loss`` of the points: 4e(1−e) summed over all pairs, e their chance to
    meet. A pair at a fair coin counts for one, ¼ and ¾ for three quarters of it. Nothing is drawn: the same plan has
    the same twins.
    """
    worth, points = Worth.of(instance, plan), max(score(instance, plan).points, 0)
    may_be = _exchangeable(instance, sector, may)
    usual = np.count_nonzero(worth.meets) / 2 / max(points, 1)  # pairs that meet for a point
    tried = [_chosen(worth, may_be, most_loss * points, price * usual) for price in PRICES]
    best = max(tried, key=lambda chosen: chosen.gain)
    return sorted(best.twins), best.loss / points if points else 0.0


@dataclass
class _Chosen:
    """Twins, what they give and what they cost in points."""

    twins: list[Twin] = field(default_factory=list)
    gain: float = 0.0
    loss: float = 0.0


def _chosen(worth: Worth, may_be: Bools, budget: float, price: float) -> _Chosen:
    """Take whoever gives most when each point costs ``price``, until nobody fits the ``budget``."""
    found, offers, may_be = _Chosen(), _Offers(worth), may_be.copy()
    while True:
        gain, loss = offers.gain(), offers.loss()
        fits = may_be & (gain > 0) & (found.loss + loss <= budget)
        if not fits.any():
            return found
        best = np.unravel_index(np.where(fits, gain - price * loss, -np.inf).argmax(), loss.shape)
        one, other = (int(person) for person in best)
        found.twins.append((one, other))
        found.gain += float(gain[best])
        found.loss += float(loss[best])
        offers.take(one, other)
        may_be[[one, other]] = may_be[:, [one, other]] = False


class _Offers:
    """What every two people would give as twins and what they would cost, beside the twins taken already.

    ``_facing`` (path × person): the figures of ``worth`` for who takes a path, each other person being on the path of
    either of their twins. ``_may_expect`` (person × path): the points of a person who takes a path. ``_inner``: the
    inner products of the paths, each a row of chances to meet the others.
    """

    def __init__(self, worth: Worth):
        meets = worth.terms[0][1]
        self._weights = [weight for weight, _figure in worth.terms]
        self._facing = [figure.copy() for _weight, figure in worth.terms]
        self._may_expect = sum((weight @ figure for weight, figure in worth.terms), np.zeros_like(meets))
        self._inner = meets @ meets
        self._of_each_other = sum((weight * figure for weight, figure in worth.terms), np.zeros_like(meets))
        self._meet_each_other = meets

    def loss(self) -> Floats:
        """The points that two lose on average by a coin: half of what both lose on the path of the other."""
        own, exchanged = np.diag(self._may_expect), self._may_expect + self._may_expect.T
        return (own[:, None] + own - exchanged) / 2 - self._of_each_other

    def gain(self) -> Floats:
        """Twice the squared distance between two paths: how much 4e(1−e) grows when two rows of e become their mean."""
        square = np.diag(self._inner)
        return 2 * (square[:, None] + square - 2 * self._inner - 2 * self._meet_each_other)

    def take(self, one: int, other: int) -> None:
        """Toss a coin about these two from now on: everybody faces the mean of their paths."""
        apart = self._facing[0][:, one] - self._facing[0][:, other]
        self._inner -= np.outer(apart, apart) / 2
        for weight, facing in zip(self._weights, self._facing, strict=True):
            half = (facing[:, one] - facing[:, other]) / 2
            self._may_expect -= np.outer(weight[:, one] - weight[:, other], half)
            facing[:, one] -= half
            facing[:, other] += half


def _exchangeable(instance: Instance, sector: Sequence[int], may: Sequence[bool]) -> Bools:
    """people × people, above the diagonal: whom nothing but the price keeps from being twins."""
    ruled = {person for _round, person in instance.held} | {*instance.fixed, *instance.allowed}
    ruled.update(chain.from_iterable(instance.apart | instance.together))
    free = np.array([allowed and person not in ruled for person, allowed in enumerate(may)])
    present = np.array(instance.present, dtype=bool).T
    member = np.array([[person in group.members for group in instance.groups] for person in range(instance.people)])
    kind = np.column_stack([np.asarray(sector), present, member.reshape(instance.people, -1)])
    alike = (kind[:, None] == kind[None, :]).all(axis=2)
    return np.triu(alike & free[:, None] & free & present.any(axis=1), 1)
