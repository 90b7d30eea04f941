"""Does having been together go together with a new line? Counted, and tested by permuting people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kapstok.disclosure import SMALL_INSIDE, SMALLEST_DENOMINATOR
from kapstok.evaluation.inference.chance import Tick, quietly
from kapstok.evaluation.inference.mrqap import mrqap
from kapstok.network.graph import Bools, Floats, Ints, Lines


@dataclass(frozen=True)
class Together:
    """Of pairs without a line in the first wave (one says it of the other), the share that has one in the last.

    ``pairs`` were together and ``others`` were not; a share is None where it would tell of one to four people.
    ``more``: how much larger the share with a line is among all who were together, where there was a line before and
    whether sectors are the same being equal; ``p``: of the permutations. ``seated``: at one table, else in one room.
    """

    pairs: int
    others: int
    share: float | None
    share_of_others: float | None
    more: float | None
    p: float | None
    seated: bool = False


def goes_together(
    first: Lines,
    last: Lines,
    together: Bools,
    sector: Ints,
    answered: Bools,
    seed: int,
    *,
    tested: bool,
    tick: Tick = quietly,
) -> Together | None:
    """Lines in the last wave, given those in the first, of people who were ``together`` (n × n) beside the others.

    The test is ``mrqap`` of the last line on the first, on together and on same sector (where there are several). None
    when fewer than ten such pairs without a line, or the words of fewer than five people, are on either side.
    """
    open_pairs = first.observed & last.observed & ~first.known
    sides = open_pairs & together, open_pairs & ~together
    if any(np.count_nonzero(side) < SMALLEST_DENOMINATOR or _people(side) < SMALL_INSIDE for side in sides):
        return None
    shares = [_share(last.known, side) for side in sides]
    more = p = None
    if tested:
        covariates = [_known(first), together * 1.0]
        if len(np.unique(sector)) > 1:
            covariates.append((sector[:, None] == sector) * 1.0)
        fitted = mrqap(_known(last), covariates, answered.astype(int), seed, tick, wanted=[1])
        if fitted is not None:
            more, p = fitted.coefficients[0].value, fitted.coefficients[0].p
    return Together(
        pairs=int(np.count_nonzero(sides[0])),
        others=int(np.count_nonzero(sides[1])),
        share=shares[0],
        share_of_others=shares[1],
        more=more,
        p=p,
    )


def _people(cells: Bools) -> int:
    """How many people are speaking in these cells."""
    return int(np.count_nonzero(cells.any(axis=1)))


def _share(line: Bools, side: Bools) -> float | None:
    with_line, without = side & line, side & ~line
    if any(0 < _people(cells) < SMALL_INSIDE for cells in (with_line, without)):
        return None
    return float(np.count_nonzero(with_line) / np.count_nonzero(side))


def _known(wave: Lines) -> Floats:
    """1 for a line, 0 for none, NaN for what was not observed."""
    return np.where(wave.observed, wave.known, np.nan).astype(float)
