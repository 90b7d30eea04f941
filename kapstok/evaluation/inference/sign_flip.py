"""Do people state more lines than before, more of them than chance would have it? Exploratory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kapstok.network.graph import Bools, Lines


@dataclass(frozen=True)
class Flipped:
    """What each respondent's own change adds up to: numbers of people, and the mean number of lines they gained."""

    people: int
    more: int
    fewer: int
    mean: float | None
    p: float | None

    @property
    def same(self) -> int:
        return self.people - self.more - self.fewer


def sign_flip(first: Lines, second: Lines, people: Bools) -> Flipped:
    """Fisher's randomisation test (1935) on the change of each of the ``people`` in how many lines they state.

    Only dyads observed in both waves count. Under the hypothesis that nobody changed, each person's change is as likely
    as its opposite. It looks at people as if they did not depend on one another, while a well-known person gets lines
    from many at once: that is why it is exploratory. ``p`` is None where nobody changed; no people: all is nothing.
    """
    both = first.observed & second.observed & people[:, None]
    change = ((second.known & both).sum(axis=1) - (first.known & both).sum(axis=1))[people]
    if not len(change):
        return Flipped(0, 0, 0, None, None)
    return Flipped(
        people=len(change),
        more=int(np.count_nonzero(change > 0)),
        fewer=int(np.count_nonzero(change < 0)),
        mean=float(change.mean()),
        p=flip_probability(change.tolist()) if change.any() else None,
    )


def flip_probability(changes: Sequence[int]) -> float:
    """Two-sided chance of a sum at least as far from 0 when every change may as well have had the other sign.

    Exact for any number of people, since changes are whole numbers: every way to give them a sign is counted in the
    distribution of the sum (the shift algorithm, Streitberg & Röhmel 1986). So no draws are needed.
    """
    sizes = [abs(change) for change in changes if change]
    total = sum(sizes)
    chances = np.zeros(total + 1)  # of each sum of the changes that keep the sign +
    chances[0], reached = 1.0, 0
    for size in sizes:
        kept = chances[: reached + 1] / 2
        chances[: reached + 1] = kept
        chances[size : reached + size + 1] += kept
        reached += size
    positive = sum(change for change in changes if change > 0)
    low = min(positive, total - positive)
    return min(1.0, 2 * float(chances[: low + 1].sum()))
