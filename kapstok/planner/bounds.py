"""What no plan can exceed. Pure.

Two relaxations. **Half-degree**: everybody meets at most as many people as fit at her tables, at best those who are
worth most to her; half of the sum, as a pair counts for both. **LP** (``relaxation``): how often each pair meets, as
numbers that need not be whole.
"""

from __future__ import annotations

import math

from kapstok.planner.acquaintances import Acquaintances
from kapstok.planner.instance import Instance
from kapstok.planner.relaxation import relaxed

LARGEST = 400  # people up to whom the LP takes a second or two of one core; see docs/performance.md


def upper_bound(instance: Instance) -> float:
    """Points that no plan exceeds. The instance must have a plan: see ``clashes``.

    The lower one of the two bounds up to ``LARGEST`` people, above that the half-degree bound, which takes no time.
    """
    known = Acquaintances(instance)
    bound = half_degree(known)
    if instance.people <= LARGEST:
        bound = min(bound, relaxed(known))
    return float(math.floor(known.always + bound))


def half_degree(known: Acquaintances) -> float:
    of: list[list[int]] = [[] for _ in range(known.instance.people)]
    for two, points in zip(known.pairs, known.first, strict=True):
        if points > 0:
            for person in two:
                of[person].append(points)
    return (
        sum(
            sum(sorted(points, reverse=True)[: max(0, most)])
            for points, most in zip(of, known.most_beside(), strict=True)
        )
        / 2
    )
