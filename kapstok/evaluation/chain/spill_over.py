"""Whether lines of people who never came to a bijeenkomst changed: with who did come, and among themselves. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from kapstok.disclosure import SMALL_INSIDE, SMALLEST_DENOMINATOR
from kapstok.evaluation.rules import what_answers_allow
from kapstok.network.graph import NA, Bools
from kapstok.network.measured import Measurement
from kapstok.network.measures import Ratio


class Unknown(StrEnum):
    """Why nothing can be told."""

    NO_TWO = "no two"  # there are no two closed measurements
    NOBODY_CAME = "nobody came"
    FEW = "few"  # fewer than five who never came, or one to four who did, answered both; or too few answered at all


@dataclass(frozen=True)
class Moved:
    """Lines that people who never came state, of as many pairs, in the first and in the last measurement."""

    then: Ratio
    now: Ratio


@dataclass(frozen=True)
class SpillOver:
    """``people`` never came and answered both times. ``toward``: their lines with who did come; ``among``: with others
    who never did. None where that would be of too few people."""

    people: int
    toward: Moved | None
    among: Moved | None
    unknown: Unknown | None = None


def spill_over(first: Measurement, last: Measurement, attended: Bools, threshold: int) -> SpillOver:
    """Lines of ``threshold`` or more as the people who never came say it, on pairs that were told in both measurements.

    Described, with n: who never comes is not who comes, and everybody's lines may change with time.
    """
    if not attended.any():
        return SpillOver(0, None, None, Unknown.NOBODY_CAME)
    both = first.answered & last.answered
    rows = both & ~attended
    people = int(np.count_nonzero(rows))
    came = int(np.count_nonzero(both)) - people  # known to who knows how many answered both
    if 0 < came < SMALL_INSIDE or not what_answers_allow([first.response, last.response], people).structure:
        return SpillOver(0, None, None, Unknown.FEW)
    listed = first.named & last.named
    toward, among = (_moved(first, last, rows, listed & crowd, threshold) for crowd in (attended, ~attended))
    return SpillOver(people, toward, among)


def _moved(first: Measurement, last: Measurement, rows: Bools, columns: Bools, threshold: int) -> Moved | None:
    cells = np.ix_(rows, columns)
    then, now = first.state.strength[cells], last.state.strength[cells]
    both = (then != NA) & (now != NA)
    before, after = both & (then >= threshold), both & (now >= threshold)
    told_of = [both, before, after, before != after]
    few = any(0 < np.count_nonzero(told.any(axis=1)) < SMALL_INSIDE for told in told_of)
    whole = int(np.count_nonzero(both))
    if few or whole < SMALLEST_DENOMINATOR or np.count_nonzero(columns) < SMALL_INSIDE:
        return None
    return Moved(Ratio(int(np.count_nonzero(before)), whole), Ratio(int(np.count_nonzero(after)), whole))
