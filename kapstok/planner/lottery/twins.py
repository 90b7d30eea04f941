"""Which people are twins: exchanging their whole paths breaks no wish and hardly costs the plan anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from kapstok.network.graph import Bools, Floats
from kapstok.planner.instance import Instance, Plan
from kapstok.planner.lottery.chances import Twin, expected, facing, meetings
from kapstok.planner.lottery.rules import MOST_LOSS
from kapstok.planner.score import score

NOTHING = 1e-9  # points: what costs less is free


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

    Added one after the other is the pair that gives most for its price, as long as all together cost no more than
    ``most_loss``. What it gives is 4e(1−e) summed over all pairs, e their chance to meet: a pair at a fair coin counts
    for one, ¼ and ¾ for three quarters of it. Nothing is drawn: the same plan has the same twins.
    """
    worth, points = Worth.of(instance, plan), max(score(instance, plan).points, 0)
    may_be = _exchangeable(instance, sector, may)
    twins: list[Twin] = []
    lost = 0.0
    while may_be.any():
        gain, loss = _offers(worth, twins)
        affordable = may_be & (gain > 0) & (lost + loss <= most_loss * points)
        if not affordable.any():
            break
        best = np.where(affordable, gain / np.maximum(loss, NOTHING), 0).argmax()
        one, other = (int(person) for person in np.unravel_index(best, loss.shape))
        twins.append((one, other))
        lost += float(loss[one, other])
        may_be[[one, other]] = may_be[:, [one, other]] = False
    return sorted(twins), lost / points if points else 0.0


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


def _offers(worth: Worth, twins: Sequence[Twin]) -> tuple[Floats, Floats]:
    """people × people: what every two who are no twins yet would give as twins, and the points they would cost.

    What they give is twice the squared distance between their paths, each path being a row of chances to meet the
    others: that is how much 4e(1−e) grows when two rows become their mean.
    """
    loss = np.zeros_like(worth.terms[0][0])
    for weight, figure in worth.terms:
        mine = weight @ facing(figure, twins).T  # person × path: what the person may expect on that path
        own = np.diag(mine)
        loss += (own[:, None] + own - mine - mine.T) / 2 - weight * figure
    meets = worth.terms[0][1]
    row = facing(meets, twins)
    square = (row**2).sum(axis=1)
    distance = square[:, None] + square - 2 * row @ row.T - 2 * meets
    return 2 * distance, loss
