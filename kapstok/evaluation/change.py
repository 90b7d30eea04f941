"""Change between two waves: the balanced panel, and the paired vertex bootstrap.

Dyads are never tested as if they were independent of one another: that is falsely positive in 15–30 % of cases.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kapstok.evaluation.intervals import Z95
from kapstok.network.graph import Bools, Floats, Ints, Lines, State
from kapstok.ties.plans.rules import FEWEST_FOR_INTERVAL

DRAWS = 2000


@dataclass(frozen=True, eq=False)
class Panel:
    """Two waves cut down to what can be compared: what ``people`` said, in both, of who was on both rosters."""

    first: State
    second: State
    people: Bools


@dataclass(frozen=True, eq=False)
class Cells:
    """A figure that is a sum over dyads divided by a sum over dyads: two n × n arrays."""

    part: Floats
    whole: Floats


@dataclass(frozen=True)
class Change:
    """A figure in two waves; ``interval`` is of the difference, None where the figure can only be described."""

    first: float | None
    second: float | None
    interval: tuple[float, float] | None

    @property
    def difference(self) -> float | None:
        """second − first, or None when either has no value."""
        return None if self.first is None or self.second is None else self.second - self.first


def balanced_panel(first: State, second: State, answered_both: Bools, on_both_rosters: Bools) -> Panel:
    """Rows of people who answered both waves × the people on both rosters, so that only answers make a difference.

    Lines are to be read with direction: read in two directions, one half of most dyads was left out on purpose.
    """
    return Panel(first.only(answered_both, on_both_rosters), second.only(answered_both, on_both_rosters), answered_both)


def density_cells(lines: Lines) -> Cells:
    """Density: lines over observed dyads."""
    return Cells(lines.known.astype(float), lines.observed.astype(float))


def degree_cells(lines: Lines, among: Bools) -> Cells:
    """Average degree of the people in ``among``: each of them weighs one, spread over n − 1 dyads."""
    n = len(lines)
    weight = np.where(np.eye(n, dtype=bool), 0.0, among[:, None] / max(n - 1, 1))
    return Cells((lines.known & among[:, None]).astype(float), weight)


def cross_sector_cells(lines: Lines, sector: Ints) -> Cells:
    """Cross-sector share: lines between sectors over all lines."""
    return Cells((lines.known & (sector[:, None] != sector)).astype(float), lines.known.astype(float))


def change(first: Cells, second: Cells, people: int, seed: int) -> Change:
    """The change of a figure with the 95 % interval of the paired vertex bootstrap.

    Snijders & Borgatti 1999, Connections 22(2): draw n people with replacement, the same ones for both waves; where
    somebody is drawn twice, the dyad with themselves is filled with a random one of the others. The interval is the
    difference ± 1.96 standard deviations over 2,000 seeded draws. With fewer than 40 ``people`` (who answered both
    waves) there is no interval: describe only.
    """
    before, after = _figure(first), _figure(second)
    if people < FEWEST_FOR_INTERVAL or before is None or after is None:
        return Change(before, after, None)
    spread = Z95 * float(np.nanstd(_drawn_differences(first, second, seed)))
    return Change(before, after, (after - before - spread, after - before + spread))


def _figure(cells: Cells) -> float | None:
    whole = cells.whole.sum()
    return float(cells.part.sum() / whole) if whole else None


def _drawn_differences(first: Cells, second: Cells, seed: int) -> Floats:
    """The difference in each draw; NaN where a draw holds nothing to divide by."""
    rng = np.random.default_rng(seed)
    n = len(first.part)
    times = rng.multinomial(n, np.full(n, 1 / n), size=DRAWS).astype(float)
    doubles = (times * (times - 1) / 2).sum(axis=1).astype(int)
    draw = np.repeat(np.arange(DRAWS), doubles)
    one = rng.integers(0, n, len(draw))
    other = (one + rng.integers(1, n, len(draw))) % n

    def total(cells: Floats) -> Floats:
        """The sum over all dyads of each draw, filled ones included."""
        drawn = np.einsum("bi,bi->b", times @ cells, times)
        return drawn + np.bincount(draw, weights=(cells + cells.T)[one, other], minlength=DRAWS)

    with np.errstate(invalid="ignore", divide="ignore"):
        return total(second.part) / total(second.whole) - total(first.part) / total(first.whole)
