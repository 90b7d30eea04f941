"""Fair coins exchange the whole paths of twins: how likely each pair then is to meet, and who met after the toss.

A path is the row of tables of one person, round after round; a plan gives everybody the path of their own number.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np

from kapstok.network.graph import Bools, Floats, Ints
from kapstok.planner.instance import ABSENT, Pair, Plan
from kapstok.planner.lottery.rules import MOST_NAMES

Twin = Pair  # two people whose paths a coin may exchange; nobody is in two twins
Chances = dict[Pair, float]


def seed_hash(seed: str) -> str:
    """SHA-256 of the seed (UTF-8), in hex: shown before the bijeenkomst, it tells nothing of the coins.

    Whoever hashes the seed that is shown afterwards, sees that nobody chose another one in between.
    """
    return _sha256(seed)


def coins(seed: str, count: int) -> list[bool]:
    """Coin number k (from 1) exchanges the k-th twins when the SHA-256 of ``<seed>/<k>`` begins with 8…f in hex.

    So anybody can do it again: ``printf '%s/%d' "$seed" 1 | sha256sum``. Only the seed need be drawn by lot, and long
    enough not to be guessed from its hash.
    """
    return [_sha256(f"{seed}/{number}")[0] in "89abcdef" for number in range(1, count + 1)]


def flip(plan: Sequence[Sequence[int]], twins: Sequence[Twin], coins: Sequence[bool]) -> Plan:
    """The plan in which the twins whose coin says so sit where the other would have sat, in every round."""
    flipped = [list(row) for row in plan]
    for (one, other), exchanged in zip(twins, coins, strict=True):
        if exchanged:
            for row in flipped:
                row[one], row[other] = row[other], row[one]
    return flipped


def meetings(plan: Sequence[Sequence[int]]) -> Ints:
    """people × people: in how many rounds two share a table; 0 on the diagonal."""
    tables = np.asarray(plan)
    seated = tables != ABSENT
    together = (tables[:, :, None] == tables[:, None, :]) & seated[:, :, None] & seated[:, None, :]
    counts = together.sum(axis=0)
    np.fill_diagonal(counts, 0)
    return counts


def met(plan: Sequence[Sequence[int]]) -> set[Pair]:
    """The pairs that share a table at least once."""
    return _pairs(meetings(plan) > 0)


def facing(figure: Floats | Bools, twins: Collection[Twin]) -> Floats:
    """path × person: the mean of a figure of two paths (path × path) when coins decide about the path of the person."""
    one, other = _both(twins)
    mean = np.array(figure, dtype=float)
    mean[:, one] = mean[:, other] = (mean[:, one] + mean[:, other]) / 2
    return mean


def expected(figure: Floats | Bools, twins: Collection[Twin]) -> Floats:
    """person × person: the mean of a figure of two paths (symmetric, diagonal 0) when coins decide who is on which.

    Two people depend on two coins at most: this is the mean of the one, two or four cases, exact. Twins themselves have
    both paths between them whatever their coin says.
    """
    one, other = _both(twins)
    mean = facing(facing(figure, twins).T, twins)
    mean[one, other] = mean[other, one] = figure[one, other]
    np.fill_diagonal(mean, 0)
    return mean


def chances(plan: Sequence[Sequence[int]], twins: Collection[Twin]) -> Chances:
    """The chance of sharing a table at least once, of every pair that has one: ¼, ½, ¾ or 1."""
    chance = expected(meetings(plan) > 0, twins)
    return {(one, other): float(chance[one, other]) for one, other in sorted(_pairs(chance > 0))}


def lottery(of_pairs: Chances) -> Chances:
    """The pairs that a coin decides about."""
    return {two: chance for two, chance in of_pairs.items() if chance < 1}


def listed(of_pairs: Chances, most: int = MOST_NAMES) -> Chances:
    """The pairs that are asked about, so that nobody has more than ``most`` names on the list.

    Fair coins first, since they tell most; in an order that has nothing to do with how the coins fall.
    """
    names: Counter[int] = Counter()
    kept = set()
    for two in sorted(of_pairs, key=lambda two: (abs(of_pairs[two] - 0.5), _sha256(f"{two[0]}/{two[1]}"))):
        if max(names[person] for person in two) < most:
            names.update(two)
            kept.add(two)
    return {two: chance for two, chance in of_pairs.items() if two in kept}


def _both(twins: Collection[Twin]) -> Ints:
    return np.array([*twins], dtype=int).reshape(-1, 2).T


def _pairs(are: Bools) -> set[Pair]:
    return {(int(one), int(other)) for one, other in np.argwhere(np.triu(are, 1))}


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
