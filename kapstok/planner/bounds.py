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

QUICK = 200  # people up to whom the LP takes about a second of one core; see docs/performance.md


def upper_bound(instance: Instance, *, quick: bool = True) -> float:
    """Points that no plan exceeds. The instance must have a plan: see ``clashes``.

    The LP bound up to ``QUICK`` people, the half-degree bound above that; with ``quick`` False the LP bound at any
    size, and tighter, for work in the background.
    """
    known = Acquaintances(instance)
    bound = half_degree(known)
    if instance.people <= QUICK or not quick:
        bound = min(bound, relaxed(known, quick=quick))
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
