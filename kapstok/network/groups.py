"""Who belong together: components, isolates, the groups whose members know one another, and how dense the middle is.

In all of them a line is walked in both directions, and what is not known to be a line is none. Of whom nothing is
observed stands alone, which says nothing about them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

import numpy as np

from kapstok.network.chance import seeded
from kapstok.network.graph import NA, Ints, Lines, as_igraph

if TYPE_CHECKING:
    import igraph

ROUNDS = 10  # "until nothing changes" need not end: two groupings that are equally good can take turns for ever


@dataclass(frozen=True, eq=False)
class Groups:
    """``number``: for each person the number of their group. ``modularity``: how far the groups explain the lines.

    Modularity is the share of lines within groups minus the share expected when everyone keeps their number of lines
    and they fall by chance; 0 explains nothing, 1 is the limit, and below about 0.3 there are hardly groups to speak of
    (Newman & Girvan 2004, 10.1103/PhysRevE.69.026113). Few lines that fall by chance reach that as well (Guimerà e.a.
    2004, 10.1103/PhysRevE.70.025101), so that above it groups are drawn, not proven. None without lines.
    """

    number: Ints
    modularity: float | None


def components(lines: Lines) -> Ints:
    """For each person the number of the component they are in, numbered by first member.

    Empty: no numbers. Lone: [0]. Strangers: [0, 1]. All NA: everyone their own.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n = len(lines)
    start, end = lines.arcs()
    return connected_components(coo_array((np.ones(len(start)), (start, end)), (n, n)), directed=False)[1]


def isolates(lines: Lines) -> Ints:
    """The indexes of people without any known line. Of whom nothing is observed is unknown, not isolated.

    Empty, lone and all NA: nobody. Strangers: both.
    """
    has_line = lines.known.any(axis=0) | lines.known.any(axis=1)
    is_observed = lines.observed.any(axis=0) | lines.observed.any(axis=1)
    return np.flatnonzero(is_observed & ~has_line)


def core_numbers(lines: Lines) -> Ints:
    """For each person the highest k for which they are in the k-core: people with k lines or more among themselves.

    Seidman 1983, 10.1016/0378-8733(83)90028-X; Batagelj & Zaveršnik 2003, arXiv:cs/0310049. Empty: no numbers. Lone,
    strangers and all NA: 0.
    """
    return np.asarray(_as_graph(lines).coreness(), dtype=np.int64)


def communities(lines: Lines, seed: int, before: Ints | None = None) -> Groups:
    """Groups by the Leiden algorithm, with modularity as the aim.

    Traag, Waltman & van Eck 2019, 10.1038/s41598-019-41695-z. Each group holds together by its own lines. The same
    lines and seed give the same groups.

    ``before`` are everyone's numbers at an earlier moment, NA for newcomers. The search starts there, and a group
    keeps the number of the earlier one with which it shares most people, so that it can keep its colour. Without it,
    and for new groups, numbers follow the first member. Empty: no numbers. Lone, strangers and all NA: everyone alone,
    modularity None.
    """
    earlier = np.full(len(lines), NA) if before is None else before
    graph = _as_graph(lines)
    if not graph.ecount():
        return Groups(_renumbered(np.arange(len(lines)), earlier), None)
    with seeded(seed):
        start = _start_from(earlier, lines)
        found = graph.community_leiden("modularity", initial_membership=start, n_iterations=ROUNDS)
    return Groups(_renumbered(np.asarray(found.membership), earlier), float(found.modularity))


def _as_graph(lines: Lines) -> igraph.Graph:
    either = lines.known | lines.known.T
    return as_igraph(Lines(either.astype(np.int8), directed=False))


def _start_from(earlier: Ints, lines: Lines) -> list[int]:
    """Everyone with who is still joined to them in their earlier group, and each newcomer alone."""
    together = (earlier[:, None] == earlier) & (earlier != NA)
    return components(Lines(np.where(together, lines.value, np.int8(NA)), lines.directed)).tolist()


def _renumbered(found: Ints, earlier: Ints) -> Ints:
    """``found`` with the numbers of the ``earlier`` groups, each given away once; fresh ones by first member."""
    was_there = earlier != NA
    pairs, shared = np.unique(np.column_stack([earlier, found])[was_there], axis=0, return_counts=True)
    number: dict[int, int] = {}
    for old, new in pairs[np.argsort(-shared, kind="stable")].tolist():
        if new not in number and old not in number.values():
            number[new] = old
    fresh = count(int(earlier.max(initial=NA)) + 1)
    for new in dict.fromkeys(found.tolist()):
        if new not in number:
            number[new] = next(fresh)
    return np.array([number[new] for new in found.tolist()], dtype=np.int64)
