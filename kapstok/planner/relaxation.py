"""The LP bound on the points of a plan. Pure; scipy is imported where it is used.

How often each pair meets, once and again, as numbers that need not be whole, under facts that hold for every plan:
places beside each person, places in all, hosts who stay at their tables, members of a group who cannot all avoid one
another, repeats that are forced. Then what ties pairs together: count for two people the rounds in which they share a
table (with oneself: the rounds one is there). As a matrix M that is a sum over tables and rounds of m mᵀ, m being 1 for
who sits there, so it has no negative eigenvalue. Where a solution has one, its eigenvector u gives a new linear fact,
uᵀMu ≥ 0, and the LP is solved anew: a cutting plane of the semidefinite relaxation (Sherali and Fraticelli 2002).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kapstok.planner.acquaintances import Acquaintances
from kapstok.planner.blocks import here
from kapstok.planner.chairs import spread
from kapstok.planner.forced import certain, forced, places_beside
from kapstok.planner.instance import Table

if TYPE_CHECKING:
    from numpy import ndarray
    from scipy.sparse import csr_array

TIMES = 12  # the LP is solved again at most so often,
WORK = 10_000  # and so often that this many pairs are gone through
AT_ONCE = 8  # eigenvectors of one solution that become facts


def relaxed(known: Acquaintances) -> float:
    """The bound, solved by HiGHS; infinite when that gives up on the first one."""
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import vstack

    pairs = len(known.pairs)
    if not pairs:
        return 0.0
    left, limits = _as_rows(known)
    points = np.array(known.first + known.again, float)
    ranges = [(0, 1)] * pairs + [(0, times - 1) for times in known.times]
    bound = math.inf
    for _ in range(1 + min(TIMES, WORK // pairs)):
        found = linprog(-points, A_ub=left, b_ub=limits, bounds=ranges, method="highs")
        if found.status != 0:
            break
        bound = min(bound, -found.fun * (1 + 1e-9) + 1e-4)  # a hair above: it is solved in floats
        rows, more = _cuts(known, found.x[:pairs] + found.x[pairs:])
        if not len(more):
            break
        left, limits = vstack([left, rows]), np.append(limits, more)
    return bound


def _cuts(known: Acquaintances, meetings: ndarray) -> tuple[csr_array, ndarray]:
    """The facts uᵀMu ≥ 0 that a solution breaks most, as rows and limits."""
    import numpy as np
    from scipy.sparse import csr_array

    one, two = np.array(known.pairs).T
    certain_part = np.diag(np.sum(known.instance.present, axis=0).astype(float))
    for (first, second), times in known.listed.items():
        certain_part[first, second] = certain_part[second, first] = times
    shared = certain_part.copy()
    shared[one, two] = shared[two, one] = meetings
    values, vectors = np.linalg.eigh(shared)
    broken = vectors[:, :AT_ONCE][:, values[:AT_ONCE] < -1e-3]
    rows = -2 * broken[one].T * broken[two].T
    return csr_array(np.hstack([rows, rows])), np.einsum("pu,pq,qu->u", broken, certain_part, broken)


@dataclass(frozen=True)
class _Fact:
    """So many meetings, first and further ones alike, of the pairs by number (``columns``); ``again``: further ones."""

    columns: list[int]
    least: float = -math.inf
    most: float = math.inf
    only_again: bool = False


def _as_rows(known: Acquaintances) -> tuple[csr_array, ndarray]:
    """The facts as ``rows @ x <= limits``, x being first meetings and then further ones, by pair."""
    import numpy as np
    from scipy.sparse import csr_array

    pairs = len(known.pairs)
    rows: list[int] = []
    columns: list[int] = []
    signs: list[float] = []
    limits: list[float] = []
    for fact in _facts(known):
        again = [number + pairs for number in fact.columns]
        wide = again if fact.only_again else fact.columns + again
        for sign, limit in ((1.0, fact.most), (-1.0, -fact.least)):
            if math.isfinite(limit):
                rows += [len(limits)] * len(wide)
                columns += wide
                signs += [sign] * len(wide)
                limits.append(limit)
    return csr_array((signs, (rows, columns)), shape=(len(limits), 2 * pairs)), np.array(limits)


def _facts(known: Acquaintances) -> Iterator[_Fact]:
    instance = known.instance
    of: list[list[int]] = [[] for _ in range(instance.people)]
    for number, two in enumerate(known.pairs):
        for person in two:
            of[person].append(number)
    for person, most in enumerate(known.most_beside()):
        if of[person]:
            yield _Fact(of[person], places_beside(instance, known.where, person), most)
    everything = list(range(len(known.pairs)))
    yield _Fact(everything, most=known.most_in_all())
    yield _Fact(everything, least=certain(forced(instance)), only_again=True)
    yield from _hosts(known, of)
    for group in instance.groups:
        yield _group(known, group.members)


def _hosts(known: Acquaintances, of: list[list[int]]) -> Iterator[_Fact]:
    """Nobody meets two hosts of different tables in one round; and she meets one if every table has one."""
    instance = known.instance
    host_of: dict[int, int] = {}
    for person, tables in known.where.items():
        if len(tables) == 1 and all(row[person] for row in instance.present):
            host_of.setdefault(next(iter(tables)), person)
    hosts = set(host_of.values())
    for person in known.where.keys() - hosts:
        rounds = sum(row[person] for row in instance.present)
        rounds -= sum(times for two, times in known.listed.items() if person in two and not hosts.isdisjoint(two))
        columns = [number for number in of[person] if not hosts.isdisjoint(known.pairs[number])]
        yield _Fact(columns, rounds if len(hosts) == len(instance.tables) else 0, rounds)


def _group(known: Acquaintances, members: frozenset[int]) -> _Fact:
    """Members of a group who cannot all avoid one another, when there are more of them than tables."""
    instance = known.instance
    tables = [Table(0, table.most) for table in instance.tables]
    least = -known.listed_among(members)
    for number in range(instance.rounds):
        sizes = spread(tables, len(members.intersection(here(instance, number))))
        least += sum(size * (size - 1) // 2 for size in sizes)
    columns = [number for number, two in enumerate(known.pairs) if members.issuperset(two)]
    return _Fact(columns, least=least)
