"""Change between two waves: the balanced panel, and figures with the interval of their change.

Dyads are never tested as if they were independent of one another: that is falsely positive in 15–30 % of cases.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kapstok.evaluation.inference.bootstrap import Cells, Term, vertex_interval
from kapstok.evaluation.inference.chance import Tick, quietly
from kapstok.network.graph import Bools, Ints, Lines, State
from kapstok.ties.plans.rules import FEWEST_FOR_INTERVAL


@dataclass(frozen=True, eq=False)
class Panel:
    """Two waves cut down to what can be compared: what ``people`` said, in both, of who was on both rosters."""

    first: State
    second: State
    people: Bools


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


def change(first: Cells, second: Cells, people: int, seed: int, tick: Tick = quietly) -> Change:
    """The change of a figure with the 95 % interval of the paired vertex bootstrap (``inference.bootstrap``).

    With fewer than 40 ``people`` (who answered both waves) there is no interval: describe only.
    """
    interval = None
    if people >= FEWEST_FOR_INTERVAL:
        interval = vertex_interval([Term(1, second), Term(-1, first)], people, seed, tick=tick)
    return Change(first.value, second.value, interval)
