"""The paired vertex bootstrap: how far a change may be from what it would be with other people like these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kapstok.evaluation.inference.chance import Tick, in_steps, quietly
from kapstok.network.graph import Floats, Ints

UPPER = 0.975  # of a 95 % interval
MANY = 300  # people

Interval = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Cells:
    """A figure that is a sum over dyads divided by a sum over dyads: two n × n arrays."""

    part: Floats
    whole: Floats

    @property
    def value(self) -> float | None:
        """The figure; None of nothing."""
        whole = self.whole.sum()
        return float(self.part.sum() / whole) if whole else None


@dataclass(frozen=True, eq=False)
class Term:
    """A figure that counts positively or negatively in a difference: ``sign`` is 1 or −1."""

    sign: int
    cells: Cells


def vertex_interval(
    terms: Sequence[Term], people: int, seed: int, groups: Ints | None = None, tick: Tick = quietly
) -> Interval | None:
    """The 95 % interval of a sum of figures of one network in several waves; None where one has no value.

    Snijders & Borgatti 1999, Connections 22(2): draw n people with replacement, the same ones for every term; where
    somebody is drawn twice, the dyad with themselves is filled with a random one of the others, anew in each draw.
    ``groups``: people are only drawn in the place of others of their group. ``people`` gave the answers; of the groups
    compared, the smallest.

    Three things are done to the spread of the 2,000 draws, each needed for the coverage in docs/methods.md:

    - The draws count what is chance in each dyad by itself three times: once through the dyad, once through either end
      (Owen 2007 on pigeonholes, Menzel 2021). Twice that is taken off; what remains is at least what dyads that have
      nothing to do with one another would give.
    - The variance of few people is too small by (m − 1) / m, of m ``people``.
    - The quantile is Student's with m − 1 degrees of freedom.
    """
    values = [term.cells.value for term in terms]
    if people < 2 or any(value is None for value in values):
        return None
    difference = sum(term.sign * value for term, value in zip(terms, values, strict=True) if value is not None)
    drawn = float(np.nanvar(drawn_sums(terms, seed, groups, tick)))
    alone = _variance_of_dyads(terms)
    variance = max(drawn - 2 * alone, alone) * people / (people - 1)
    half = _student(people - 1) * float(np.sqrt(variance))
    return difference - half, difference + half


def drawn_sums(terms: Sequence[Term], seed: int, groups: Ints | None = None, tick: Tick = quietly) -> Floats:
    """The sum of the terms in each of the draws; NaN where a draw holds nothing to divide by."""
    rng = np.random.default_rng(seed)
    n = len(terms[0].cells.part)
    members = [np.arange(n)] if groups is None else [np.flatnonzero(groups == group) for group in np.unique(groups)]
    return np.concatenate([_draw(rng, terms, members, size) for size in in_steps(tick)])


def _draw(rng: np.random.Generator, terms: Sequence[Term], members: Sequence[Ints], draws: int) -> Floats:
    n = len(terms[0].cells.part)
    times = np.empty((draws, n))
    for group in members:
        times[:, group] = rng.multinomial(len(group), np.full(len(group), 1 / len(group)), size=draws)
    doubles = (times * (times - 1) / 2).sum(axis=1).astype(int)
    draw = np.repeat(np.arange(draws), doubles)
    one = rng.integers(0, n, len(draw))
    other = (one + rng.integers(1, n, len(draw))) % n

    def total(cells: Floats) -> Floats:
        """The sum over all dyads of each draw, filled ones included."""
        filled = np.bincount(draw, weights=cells[one, other] + cells[other, one], minlength=draws)
        return np.einsum("bi,bi->b", _product(times, cells), times) + filled

    with np.errstate(invalid="ignore", divide="ignore"):
        return np.sum([term.sign * total(term.cells.part) / total(term.cells.whole) for term in terms], axis=0)


def _product(times: Floats, cells: Floats) -> Floats:
    """times @ cells. For so few people the threads that numpy starts take ten times as long as the sums themselves."""
    if len(cells) >= MANY:
        return times @ cells
    from scipy.sparse import csr_array

    return np.asarray(times @ csr_array(cells))


def _variance_of_dyads(terms: Sequence[Term]) -> float:
    """The variance that each pair of people adds by itself: its influence on the sum, squared."""
    shares = [term.sign * _influence(term.cells) for term in terms]
    influence = np.sum(shares, axis=0)
    return float(((influence + influence.T) ** 2).sum() / 2)


def _influence(cells: Cells) -> Floats:
    """How much each dyad moves the figure away from what it is."""
    whole = cells.whole.sum()
    return (cells.part - cells.part.sum() / whole * cells.whole) / whole


def _student(freedom: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, UPPER))
