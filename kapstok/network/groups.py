"""Who belong together: components, isolates, the groups in which people know one another, and how dense the core is.

In all of them a line is walked in both directions, and what is not known to be a line is none. People of whom nothing
is observed stand alone; nothing is said about them by that.
"""

from __future__ import annotations

import numpy as np

from kapstok.network.graph import Ints, Lines


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
