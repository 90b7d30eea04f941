"""Where people stand in the picture: one layout of all lines there ever were, in which nobody moves over time."""

from __future__ import annotations

import numpy as np

from kapstok.network.chance import seeded
from kapstok.network.graph import Bools, Floats, Ints

ROUNDS = 500  # fewer in a large network, where each round is dear and a rough picture is all one sees
LARGE = 500
SHELF = -0.12  # the height below the picture where who has no lines stands
PERCH = 0.03  # how far a newcomer stands from the middle of their contacts
GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))


def lay_out(start: Ints, end: Ints, people: int, seed: int) -> Floats:
    """Positions (people × 2, within 0…1) by Fruchterman & Reingold 1991 over the lines ``start[k] – end[k]``.

    Give it the lines of all moments together. The same lines and seed give the same picture. Who has no line at all
    stands on a shelf below the picture (y = −0.12), so that they are seen and do not push the others together.
    """
    joined, edges = _joined(start, end)
    positions = np.zeros((people, 2))
    if len(joined):
        positions[joined] = _into_square(_pulled_together(len(joined), edges, seed))
    shelf = np.setdiff1d(np.arange(people), joined)
    positions[shelf] = _on_shelf(len(shelf))
    return positions


def place_newcomers(positions: Floats, placed: Bools, start: Ints, end: Ints) -> Floats:
    """The same positions for who is ``placed``; the others beside the middle of their placed contacts.

    Newcomers with only unplaced contacts, or none, stand on the shelf. Who is placed does not move.
    """
    people = len(positions)
    one, other = np.concatenate([start, end]), np.concatenate([end, start])
    useful = placed[other]
    contacts = np.bincount(one[useful], minlength=people)
    sums = [np.bincount(one[useful], weights=positions[other[useful], axis], minlength=people) for axis in (0, 1)]
    middle = np.column_stack(sums) / np.maximum(contacts, 1)[:, None]
    # Each newcomer leans another way, so that those with the same contacts do not hide one another.
    angle = np.arange(people) * GOLDEN_ANGLE
    perch = middle + PERCH * np.column_stack([np.cos(angle), np.sin(angle)])
    result = np.where(placed[:, None], positions, perch)
    shelf = np.flatnonzero(~placed & (contacts == 0))
    result[shelf] = _on_shelf(len(shelf))
    return result


def _joined(start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """The people who have a line, and each pair of them once, numbered among themselves."""
    pairs = np.unique(np.sort(np.column_stack([start, end]), axis=1), axis=0)
    joined, numbered = np.unique(pairs, return_inverse=True)
    return joined, numbered.reshape(pairs.shape)


def _pulled_together(people: int, edges: Ints, seed: int) -> Floats:
    import igraph

    begin = np.random.default_rng(seed).uniform(-1, 1, (people, 2)).tolist()
    rounds = min(ROUNDS, ROUNDS * LARGE // people)
    graph = igraph.Graph(n=people, edges=list(map(tuple, edges.tolist())))
    with seeded(seed):
        return np.array(graph.layout_fruchterman_reingold(niter=rounds, seed=begin).coords)


def _into_square(positions: Floats) -> Floats:
    """Moved and scaled to fill 0…1 in its longer direction, and centred in the other."""
    low, high = positions.min(axis=0), positions.max(axis=0)
    size = max(float((high - low).max()), 1e-9)
    return (positions - (low + high) / 2) / size + 0.5


def _on_shelf(people: int) -> Floats:
    return np.column_stack([(np.arange(people) + 0.5) / max(people, 1), np.full(people, SHELF)])
