"""What is counted in a network: one function each, over what was observed.

Four cases are answered in every docstring: *empty* (nobody), *lone* (one person), *strangers* (two people who both
said that they do not know the other) and *all NA* (people of whom nothing is known). ``None`` means that the question
has no answer.

L is the number of known lines, n the number of people. A dyad is an ordered pair when lines have a direction and an
unordered pair when they have none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kapstok.network.graph import Bools, Floats, Ints, Lines


@dataclass(frozen=True)
class Ratio:
    """A part of a whole, kept as two counts, so that n always stands beside the number."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """part / whole, or None of nothing."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True)
class ExternalInternal:
    """The E-I index with both counts, and the index that group sizes alone would give."""

    internal: int
    external: int
    expected: float | None

    @property
    def value(self) -> float | None:
        """(E − I) / (E + I): −1 all lines within groups, 1 all between; None without lines."""
        total = self.external + self.internal
        return (self.external - self.internal) / total if total else None

    @property
    def share(self) -> Ratio:
        """The share of all lines that lies between groups: E / (E + I)."""
        return Ratio(self.external, self.external + self.internal)


@dataclass(frozen=True, eq=False)
class SectorMatrix:
    """Known lines and observed dyads from each sector (row) to each sector (column); symmetric without direction."""

    lines: Ints
    observed: Ints

    @property
    def share(self) -> Floats:
        """Lines per observed dyad, NaN where nothing was observed."""
        return np.divide(self.lines, self.observed, out=np.full(self.lines.shape, np.nan), where=self.observed > 0)


def density(lines: Lines) -> Ratio:
    """L / observed dyads; with nothing missing L / n(n−1), or 2L / n(n−1) without direction.

    Wasserman & Faust 1994, 10.1017/CBO9780511815478, §4.3. Empty, lone and all NA: None. Strangers: 0.
    """
    return Ratio(lines.count(lines.known), lines.count(lines.observed))


def average_degree(lines: Lines, among: Bools | None = None) -> Ratio:
    """Lines per person: L / n, and 2L / n without direction, since such a line ends at two people.

    ``among`` (n booleans) keeps to the lines that these people have, or gave when lines have a direction. To be shown
    beside the density, which falls when the roster grows. Empty, lone and all NA: None. Strangers: 0.
    """
    chosen = slice(None) if among is None else among
    known, observed = lines.known[chosen], lines.observed[chosen]
    return Ratio(int(np.count_nonzero(known)), len(known) if observed.any() else 0)


def reciprocity(lines: Lines) -> Ratio:
    """2M / (2M + A): the lines that are answered, M mutual and A one-sided dyads, where both sides are observed.

    Wasserman & Faust 1994, 10.1017/CBO9780511815478, ch. 13. Only for lines with a direction. Empty, lone, strangers
    and all NA: None.
    """
    if not lines.directed:
        raise ValueError("reciprocity needs lines with a direction")
    both_observed = lines.observed & lines.observed.T
    given = lines.known & both_observed
    return Ratio(int(np.count_nonzero(given & given.T)), int(np.count_nonzero(given)))


def centralisation(lines: Lines) -> float | None:
    """Σ(max − d_i) / ((n−1)(n−2)): 1 when all lines are one person's (a star), 0 when all people have equally many.

    Freeman 1979, 10.1016/0378-8733(78)90021-7, d_i the number of lines of person i. Only for lines without direction.
    Of whom nothing is observed is left out of n. Of the others d_i counts known lines, so that what is NA between them
    makes a d_i too small, never too large: compare moments of about the same response. Empty, lone, strangers and all
    NA: None, since it takes three people for one to stand in the middle.
    """
    if lines.directed:
        raise ValueError("centralisation needs lines without direction")
    return centralisation_from(np.count_nonzero(lines.known, axis=1)[lines.observed.any(axis=1)])


def centralisation_from(degree: Ints) -> float | None:
    """The same from the number of lines of each person of whom anything is observed."""
    n = len(degree)
    return int((degree.max() - degree).sum()) / ((n - 1) * (n - 2)) if n > 2 else None


def e_i_index(lines: Lines, group: Ints) -> ExternalInternal:
    """(E − I) / (E + I) of lines between and within groups, beside the index expected from the group sizes.

    Krackhardt & Stern 1988, 10.2307/2786835. Expected: the same index over all pairs of people. The index can fall
    while both counts rise. Empty, lone, strangers and all NA: None, with counts 0.
    """
    start, end = lines.arcs()
    halve = 1 if lines.directed else 2
    external = int(np.count_nonzero(group[start] != group[end])) // halve
    return ExternalInternal(len(start) // halve - external, external, expected_e_i(group))


def expected_e_i(group: Ints) -> float | None:
    """The E-I index when every pair of people has a line: (pairs between − pairs within) / pairs. Under two: None."""
    between, pairs = cross_pairs(group), len(group) * (len(group) - 1)
    return (2 * between - pairs) / pairs if pairs else None


def cross_pairs(group: Ints) -> int:
    """Ordered pairs of people from different groups: n² − Σ size². Empty and lone: 0."""
    return len(group) ** 2 - int((np.bincount(group) ** 2).sum()) if len(group) else 0


def sector_matrix(lines: Lines, sector: Ints, sectors: int) -> SectorMatrix:
    """Known lines and observed dyads between each two of ``sectors`` sectors.

    Without direction a pair between two sectors counts once in either cell, a pair within a sector once.
    Empty, lone and all NA: all 0. Strangers: no lines, and one observed dyad (two with direction) where they meet.
    """
    return SectorMatrix(
        _cells_by_sector(lines.known, lines.directed, sector, sectors),
        _cells_by_sector(lines.observed, lines.directed, sector, sectors),
    )


def _cells_by_sector(cells: Bools, directed: bool, sector: Ints, sectors: int) -> Ints:
    start, end = np.nonzero(cells)
    counts = np.bincount(sector[start] * sectors + sector[end], minlength=sectors**2).reshape(sectors, sectors)
    if not directed:
        np.fill_diagonal(counts, counts.diagonal() // 2)
    return counts


def response(answered: Bools, asked: Bools) -> Ratio:
    """Who answered of who was asked. Nobody asked: None."""
    return Ratio(int(np.count_nonzero(answered & asked)), int(np.count_nonzero(asked)))
