"""How many kinds of others people are known by: the diversity of contacts of Smit e.a.

Smit e.a. 2021, 10.1186/s40814-020-00746-3, table 1, counts the lines that others say they have with a person, since
being named is more reliable than naming. For person i

* R is the number of lines that arrive at i, R_div the number of them from groups (disciplines, sectors) not i's own;
* D is the number of groups other than i's own, D_div the number of those from which a line arrives at i;
* diversity is (R_div / R) · (D_div / D): 0 when all is from i's own group, 1 when nothing is and every other group is
  there, ½ when half is from i's own group and every other group is there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kapstok.network.graph import Bools, Floats, Ints, Lines


@dataclass(frozen=True)
class Diversity:
    """The mean diversity of the ``people`` who have one."""

    total: float
    people: int

    @property
    def value(self) -> float | None:
        """The mean, 0…1; None when nobody has a diversity."""
        return self.total / self.people if self.people else None


def diversity(lines: Lines, group: Ints) -> Diversity:
    """The mean of ``diversity_of_each`` over the people who have one (our choice; the source gives it per person).

    Empty, lone, strangers, all NA, and where all are of one group: None, of 0 people.
    """
    return mean_diversity(diversity_of_each(lines, group))


def diversity_of_each(lines: Lines, group: Ints) -> Floats:
    """Each person's diversity (see above), from the lines that arrive; without direction from all their lines.

    NaN for at whom no known line arrives, and for who could not be named by another group: D counts the groups of whom
    at least one person's word on i is observed, so that a group that did not answer is unknown and not absent. With
    nothing missing that is every group but i's own.
    """
    groups = int(group.max(initial=-1)) + 1
    members = [group == k for k in range(groups)]
    arriving, heard = (
        np.array([np.count_nonzero(cells[who], axis=0) for who in members]).reshape(groups, len(group)).T
        for cells in (lines.known, lines.observed)
    )
    return diversity_from(arriving, heard > 0, group)


def diversity_from(arriving: Ints, heard: Bools, group: Ints) -> Floats:
    """The same from counts: the lines that arrive at each person (row) from each group (column), and of whom it is
    known whether any does. ``group``: each person's own, an index of the columns.
    """
    own = np.zeros(arriving.shape, dtype=bool)
    own[np.arange(len(group)), group] = True
    others = np.where(own, 0, arriving)
    lines, lines_of_others = arriving.sum(axis=1), others.sum(axis=1)
    groups, groups_with_a_line = (heard & ~own).sum(axis=1), (others > 0).sum(axis=1)
    whole = lines * groups
    return np.divide(lines_of_others * groups_with_a_line, whole, out=np.full(len(group), np.nan), where=whole > 0)


def mean_diversity(of_each: Floats) -> Diversity:
    """The mean over who has a diversity, with their number."""
    known = of_each[~np.isnan(of_each)]
    return Diversity(float(known.sum()), len(known))
