"""Where people stand in the picture: laid out once, and from then on nobody moves.

A place depends on lines and on labels only, not on the order of people nor on the process: the same data give the same
picture everywhere. It tells nothing of who somebody is, since labels are what readers see anyway.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

from kapstok.network.chance import seeded
from kapstok.network.graph import Bools, Floats, Ints

ROUNDS = 500  # fewer in a large network, where each round is dear and a rough picture is all one sees
LARGE = 500
PERCH = 0.03  # how far a newcomer stands from the middle of their contacts, at least; at most twice as far
SHELF, SHELF_DEPTH = -0.1, 0.06  # the strip below the picture where who has no lines stands


def joined_by(start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """The people who have a line, and each pair of them once (pairs × 2), numbered among themselves."""
    pairs = np.unique(np.sort(np.column_stack([start, end]), axis=1), axis=0)
    joined, numbered = np.unique(pairs, return_inverse=True)
    return joined, numbered.reshape(pairs.shape)


def lay_out(pairs: Ints, labels: Sequence[str], seed: int) -> Floats:
    """Positions (people × 2, within 0…1) by Fruchterman & Reingold 1991; everybody is in one of ``pairs`` at least."""
    import igraph

    if not len(labels):
        return np.zeros((0, 2))
    begin = (2 * _chances(labels, seed) - 1).tolist()
    rounds = min(ROUNDS, ROUNDS * LARGE // len(labels))
    graph = igraph.Graph(n=len(labels), edges=list(map(tuple, pairs.tolist())))
    with seeded(seed):
        return _into_square(np.array(graph.layout_fruchterman_reingold(niter=rounds, seed=begin).coords))


def settle(positions: Floats, start: Ints, end: Ints, day: Ints, labels: Sequence[str], seed: int) -> Floats:
    """The same positions, and one for everybody who has none yet (NaN). Who has a place does not move.

    Lines ``start[k] – end[k]`` come in on ``day[k]``. Day after day, newcomers come to stand beside the middle of the
    contacts who have a place by then, and stay there. Who never had such a contact stands on the shelf below.
    """
    places, placed = positions.copy(), ~np.isnan(positions[:, 0])
    late = ~(placed[start] & placed[end])
    order = np.argsort(day[late], kind="stable")
    pairs = np.column_stack([start[late], end[late]])[order]
    waiting = pairs[:0]
    for today in np.split(pairs, np.flatnonzero(np.diff(day[late][order])) + 1):
        waiting = _bring_in(places, placed, np.concatenate([waiting, today]), labels, seed)
    shelf = np.flatnonzero(~placed)
    places[shelf] = [0, SHELF - SHELF_DEPTH] + [1, SHELF_DEPTH] * _chances([labels[i] for i in shelf.tolist()], seed)
    return places


def _bring_in(places: Floats, placed: Bools, pairs: Ints, labels: Sequence[str], seed: int) -> Ints:
    """Give who stands in ``pairs`` with somebody placed a place, and then their contacts; the pairs left over."""
    while True:
        pairs = pairs[~placed[pairs].all(axis=1)]
        met = np.unique(np.concatenate([pairs, pairs[:, ::-1]]), axis=0)
        met = met[~placed[met[:, 0]] & placed[met[:, 1]]]
        if not len(met):
            return pairs
        newcomers, which = np.unique(met[:, 0], return_inverse=True)
        sums = [np.bincount(which, weights=places[met[:, 1], axis]) for axis in (0, 1)]
        middle = np.column_stack(sums) / np.bincount(which)[:, None]
        places[newcomers] = middle + _leaning([labels[i] for i in newcomers.tolist()], seed)
        placed[newcomers] = True


def _leaning(labels: Sequence[str], seed: int) -> Floats:
    """A small step aside, each another way, so that newcomers with the same contacts do not hide one another."""
    turn, reach = _chances(labels, seed).T
    angle = 2 * np.pi * turn
    return (PERCH * (1 + reach))[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])


def _chances(labels: Sequence[str], seed: int) -> Floats:
    """Two numbers in 0…1 for each label, whoever else there is."""
    drawn = b"".join(blake2b(f"{seed}:{label}".encode(), digest_size=8).digest() for label in labels)
    return np.frombuffer(drawn, dtype="<u4").reshape(-1, 2) / 2**32


def _into_square(positions: Floats) -> Floats:
    """Moved and scaled to fill 0…1 in its longer direction, and centred in the other."""
    low, high = positions.min(axis=0), positions.max(axis=0)
    size = max(float((high - low).max()), 1e-9)
    return (positions - (low + high) / 2) / size + 0.5
