"""Does a line go together with something else that two people have in common? Regression on dyads, tested by nodes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kapstok.evaluation.inference.chance import SAME, Tick, in_steps, quietly, shuffles
from kapstok.network.graph import Floats, Ints

AT_A_TIME = 500_000  # dyads times permutations: what fits in a processor's cache


@dataclass(frozen=True)
class Coefficient:
    """``value``: how much the outcome is higher per unit of the covariate, the others held equal. ``t``: over its
    standard error for independent dyads, which is only used to order the permutations. ``p``: theirs, two-sided."""

    value: float
    t: float
    p: float


@dataclass(frozen=True)
class Regression:
    """``dyads`` were observed on every side; ``coefficients`` are those asked for."""

    dyads: int
    coefficients: tuple[Coefficient, ...]


def mrqap(
    outcome: Floats,
    covariates: Sequence[Floats],
    groups: Ints,
    seed: int,
    tick: Tick = quietly,
    wanted: Sequence[int] | None = None,
) -> Regression | None:
    """Least squares of an n × n ``outcome`` on n × n ``covariates``, with double semi-partialling; the coefficients of
    the ``wanted`` ones (default: of all).

    Dekker, Krackhardt & Snijders 2007, Psychometrika 72(4): what one covariate does not share with the others is
    permuted, rows and columns alike, and the model is fitted anew; p = (1 + k) / (1 + B) of the t-values, B = 2,000.
    NaN is a dyad that was not observed, or whose two are the same person: it is left out. People only take the place of
    others of their group (who answered, who did not), so that rows that were answered stay rows that were answered.
    Where a permutation still brings in a dyad that was not observed, it says nothing: its residual counts as 0.
    ``tick`` is called ``STEPS`` times per coefficient. None when a covariate is the same for all or made of others.
    """
    n = len(outcome)
    observed = ~np.isnan(outcome) & ~np.eye(n, dtype=bool)
    for one in covariates:
        observed &= ~np.isnan(one)
    dyads = np.flatnonzero(observed)
    y = outcome.ravel()[dyads]
    design = np.column_stack([np.ones(len(dyads)), *(one.ravel()[dyads] for one in covariates)])
    if len(dyads) <= design.shape[1] or np.linalg.matrix_rank(design) < design.shape[1]:
        return None
    rng = np.random.default_rng(seed)
    places = range(len(covariates)) if wanted is None else wanted
    found = [_coefficient(y, design, place + 1, dyads, groups, rng, tick) for place in places]
    return Regression(len(dyads), tuple(found))


def _coefficient(
    y: Floats, design: Floats, place: int, dyads: Ints, groups: Ints, rng: np.random.Generator, tick: Tick
) -> Coefficient:
    basis, _ = np.linalg.qr(np.delete(design, place, axis=1))
    rest = design[:, place] - basis @ (basis.T @ design[:, place])
    unexplained = y - basis @ (basis.T @ y)
    freedom = len(y) - design.shape[1]
    values, seen = _fits(rest[None, :], basis, unexplained, freedom)
    n = len(groups)
    square = np.zeros(n * n)
    square[dyads] = rest
    row, column = np.divmod(dyads, n)
    as_far = draws = 0
    for size in in_steps(tick):
        orders = shuffles(rng, groups, size).astype(np.int32)
        for order in np.array_split(orders, 1 + size * len(y) // AT_A_TIME):
            _values, t = _fits(square[order[:, row] * n + order[:, column]], basis, unexplained, freedom)
            as_far += int(np.count_nonzero(np.abs(t) >= abs(seen[0]) - SAME))
        draws += size
    return Coefficient(float(values[0]), float(seen[0]), (1 + as_far) / (1 + draws))


def _fits(residuals: Floats, basis: Floats, unexplained: Floats, freedom: int) -> tuple[Floats, Floats]:
    """Coefficient and t-value of each row of ``residuals`` beside the covariates in ``basis`` (Frisch–Waugh–Lovell)."""
    shared = residuals @ basis
    size = (residuals**2).sum(axis=1) - (shared**2).sum(axis=1)
    together = residuals @ unexplained
    with np.errstate(invalid="ignore", divide="ignore"):
        value = together / size
        left = np.maximum(unexplained @ unexplained - value * together, 0.0) / freedom
        t = value / np.sqrt(left / size)
    return value, np.nan_to_num(t, posinf=np.inf, neginf=-np.inf)
