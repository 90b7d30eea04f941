"""Several networks of the same people laid over one another: what stays, and who is tied in more than one way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kapstok.network.graph import Lines
from kapstok.network.measures import Ratio


@dataclass(frozen=True)
class Stability:
    """Dyads observed at both moments by what became of their line; ``unknown`` are the dyads observed at fewer."""

    kept: int
    formed: int
    lost: int
    unknown: int

    @property
    def jaccard(self) -> float | None:
        """N11 / (N11 + N10 + N01): kept of all that were there at either moment; None when there were none."""
        lines = self.kept + self.formed + self.lost
        return self.kept / lines if lines else None


@dataclass(frozen=True)
class Multiplexity:
    """Dyads tied in two or more ways, and in one; ``unknown`` have a tie, but not every kind was observed there."""

    multiple: int
    single: int
    unknown: int

    @property
    def share(self) -> Ratio:
        """Of the dyads that are tied and wholly observed, those tied in two or more ways."""
        return Ratio(self.multiple, self.multiple + self.single)


def stability(first: Lines, second: Lines) -> Stability:
    """Jaccard's index of the lines at two moments, with its counts; both with direction, or both without.

    Snijders, van de Bunt & Steglich 2010, 10.1016/j.socnet.2009.02.004. A dyad observed at one moment only
    tells of no change: it is unknown. Empty and lone: all 0. Strangers who stay so: no line, nothing unknown. All NA:
    all unknown.
    """
    if first.directed != second.directed:
        raise ValueError("two moments are compared both with direction, or both without")
    both = first.observed & second.observed
    dyad = ~np.eye(len(first), dtype=bool)
    return Stability(
        kept=first.count(first.known & second.known),
        formed=first.count(both & ~first.known & second.known),
        lost=first.count(both & first.known & ~second.known),
        unknown=first.count(dyad & ~both),
    )


def multiplexity(kinds: Sequence[Lines]) -> Multiplexity:
    """The dyads with two or more kinds of tie beside those with one; ``kinds`` are of the same people, undirected.

    Provan & Milward 2001, 10.1111/0033-3352.00045: a pair tied in more than one way holds when one of its ties ends.
    Counted are dyads of which every kind is observed, since a dyad with one known tie and an unknown one may be
    either. Give it what was said among people who answered: of somebody who did not, *any side* shows the lines and
    never their absence, and *confirmed* the other way round. Empty, lone, strangers and all NA: all 0, and the share
    None.
    """
    if any(kind.directed for kind in kinds):
        raise ValueError("kinds of tie are laid over one another without direction")
    if not kinds:
        return Multiplexity(0, 0, 0)
    ties = np.sum([kind.known for kind in kinds], axis=0)
    observed = np.all([kind.observed for kind in kinds], axis=0)
    count = kinds[0].count
    return Multiplexity(
        multiple=count((ties >= 2) & observed),
        single=count((ties == 1) & observed),
        unknown=count((ties > 0) & ~observed),
    )
