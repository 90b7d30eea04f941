"""The network over many moments at once: what ``snapshot`` says of each, from one pass over the statements.

What people say of a dyad is cut into *episodes*: from this moment until that one there was (not) a line. Counts for
all moments then follow from the first and the last moment of each episode; only paths are walked per moment.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kapstok.network.diversity import Diversity, diversity_from, mean_diversity
from kapstok.network.graph import (
    NA,
    Bools,
    Ints,
    Mode,
    Statements,
    Tri,
    agree,
    fresh_since,
    seconds,
)
from kapstok.network.measures import ExternalInternal, Ratio, SectorMatrix, centralisation_from, expected_e_i
from kapstok.network.overlap import Stability
from kapstok.network.paths import Distances, spread
from kapstok.network.snapshot import Snapshot
from kapstok.ties.rules import SHORT_LINE


@dataclass(frozen=True, eq=False)
class Episodes:
    """There was a line (``value`` 1) or none (0) from a to b at moments ``first`` … ``until`` − 1 (indexes).

    Episodes of one dyad follow one another without overlap, and two that touch differ in value. Without direction
    a < b. ``answered`` (moments × 3), for lines with direction only, counts the pairs of people who both spoke of one
    another, with no line, one and two between them.
    """

    people: int
    moments: int
    directed: bool
    a: Ints
    b: Ints
    value: Tri
    first: Ints
    until: Ints
    answered: Ints | None

    def lines_at(self, moment: int) -> Bools:
        """Which episodes are a line at the moment with this index."""
        return self._under_way(moment) & (self.value == 1)

    def arcs_at(self, moment: int) -> tuple[Ints, Ints]:
        """From and to of every line at that moment, in both directions when lines have none."""
        return self._ends(self.lines_at(moment))

    def heard_at(self, moment: int) -> tuple[Ints, Ints]:
        """The same of every dyad of which it is known at that moment whether there is a line."""
        return self._ends(self._under_way(moment) & (self.value != NA))

    def _under_way(self, moment: int) -> Bools:
        return (self.first <= moment) & (moment < self.until)

    def _ends(self, counted: Bools) -> tuple[Ints, Ints]:
        a, b = self.a[counted], self.b[counted]
        return (a, b) if self.directed else (np.concatenate([a, b]), np.concatenate([b, a]))


@dataclass(frozen=True)
class Walked:
    """What is walked along the lines of one moment."""

    distances: Distances
    components: int


def episodes(
    statements: Statements,
    people: int,
    moments: Sequence[dt.datetime],
    threshold: int = SHORT_LINE,
    mode: Mode = "directed",
) -> Episodes:
    """The lines at each of ``moments`` (aware, rising), as ``lines(state_at(…), threshold, mode)`` would say."""
    key, value, first, until = _said(statements, people, moments, threshold)
    dyad, one, other, since, end = _two_sides(key, value, first, until, people, len(moments))
    if mode == "directed":
        # Per dyad whose both sides are observed: the number of lines in it, 0, 1 or 2.
        answered = _running(since, end, (one != NA) & (other != NA), len(moments), one + other, 3)
    else:
        key, value, first, until = _merged(dyad, agree(one, other, mode), since, end)
        answered = None
    a, b = np.divmod(key, max(people, 1))
    return Episodes(people, len(moments), mode == "directed", a, b, value, first, until, answered)


def half_known(
    statements: Statements, people: int, moments: Sequence[dt.datetime], threshold: int = SHORT_LINE
) -> Episodes:
    """Where one side says that there is a line and the other has not been heard: to be drawn as not known (value 1)."""
    key, value, first, until = _said(statements, people, moments, threshold)
    dyad, one, other, since, end = _two_sides(key, value, first, until, people, len(moments))
    half = np.where(np.minimum(one, other) == NA, np.maximum(one, other), NA)
    key, value, first, until = _merged(dyad, np.where(half == 1, 1, NA).astype(np.int8), since, end)
    a, b = np.divmod(key, max(people, 1))
    return Episodes(people, len(moments), False, a, b, value, first, until, None)


def moments(story: Episodes, sector: Ints, sectors: int, walked: Sequence[Walked] | None = None) -> list[Snapshot]:
    """The figures at every moment, equal to ``snapshot`` of the lines at each.

    ``walked``: of each moment what ``walk`` says of its arcs, where that is known already.
    """
    if walked is None:
        walked = [walk(*story.arcs_at(i), sector) for i in range(story.moments)]
    lines, observed = (_matrices(story, sector, sectors, cells) for cells in (story.value == 1, story.value != NA))
    lonely = _isolates(story)
    return [
        _moment(story, i, SectorMatrix(lines[i], observed[i]), sector, int(lonely[i]), walked[i])
        for i in range(story.moments)
    ]


def walk(start: Ints, end: Ints, sector: Ints) -> Walked:
    """Distances and the number of components along arcs ``start[k] → end[k]`` among ``len(sector)`` people."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    people = len(sector)
    graph = coo_array((np.ones(len(start), dtype=bool), (start, end)), (people, people))
    components = connected_components(graph, directed=False, return_labels=False) if people else 0
    return Walked(spread(start, end, sector), components)


def stability_over_time(story: Episodes) -> list[Stability]:
    """What became of the lines from each moment to the next, equal to ``stability`` of the lines at both."""
    last = story.moments
    # An episode that is under way at two moments in a row is a line that stayed, or that stayed away.
    stayed = _running(story.first, story.until - 1, story.value != NA, last, story.value, 2)
    turned = np.zeros(len(story.a), dtype=bool)
    same_dyad = (story.a[1:] == story.a[:-1]) & (story.b[1:] == story.b[:-1])
    turned[1:] = same_dyad & (story.first[1:] == story.until[:-1])
    now, value = story.first[turned], story.value[turned]
    lost, formed = (np.bincount(now[value == to], minlength=last) for to in (0, 1))
    dyads = story.people * (story.people - 1) // (1 if story.directed else 2)
    return [
        Stability(
            kept=int(stayed[i, 1]),
            formed=int(formed[i + 1]),
            lost=int(lost[i + 1]),
            unknown=dyads - int(stayed[i].sum() + formed[i + 1] + lost[i + 1]),
        )
        for i in range(last - 1)
    ]


def _said(
    statements: Statements, people: int, moments: Sequence[dt.datetime], threshold: int
) -> tuple[Ints, Tri, Ints, Ints]:
    """Episodes of what each said of each other: pair (i·n + j), 1 or 0, first moment, moment after the last."""
    times = np.array([seconds(moment) for moment in moments], dtype=np.int64)
    too_old = np.array([seconds(fresh_since(moment)) for moment in moments], dtype=np.int64)
    key = statements.respondent.astype(np.int64) * people + statements.named
    in_pairs = np.argsort(key, kind="stable")
    in_pairs = in_pairs[(statements.respondent != statements.named)[in_pairs]]
    key, said_at, strength = key[in_pairs], statements.said_at[in_pairs], statements.strength[in_pairs]
    first = np.searchsorted(times, said_at, side="left")
    until = np.minimum(np.searchsorted(too_old, said_at, side="right"), _next_in(key, first, len(times)))
    value = np.where(strength == NA, NA, strength >= threshold).astype(np.int8)
    return _merged(key, value, first, until)


def _next_in(key: Ints, first: Ints, last: int) -> Ints:
    """For each row the ``first`` of the next row of the same key, or ``last``."""
    following = np.full(len(key), last)
    same = key[1:] == key[:-1]
    following[:-1][same] = first[1:][same]
    return following


def _merged(key: Ints, value: Tri, first: Ints, until: Ints) -> tuple[Ints, Tri, Ints, Ints]:
    """Leave out what was never known or never seen, and make one of episodes that touch and say the same."""
    keep = (value != NA) & (first < until)
    key, value, first, until = key[keep], value[keep], first[keep], until[keep]
    goes_on = (key[1:] == key[:-1]) & (value[1:] == value[:-1]) & (first[1:] == until[:-1])
    begins, ends = np.ones(len(key), dtype=bool), np.ones(len(key), dtype=bool)
    begins[1:], ends[:-1] = ~goes_on, ~goes_on
    return key[begins], value[begins], first[begins], until[ends]


def _two_sides(
    key: Ints, value: Tri, first: Ints, until: Ints, people: int, moments: int
) -> tuple[Ints, Tri, Tri, Ints, Ints]:
    """What both sides of each dyad say, cut where either changes: dyad, lower's word, higher's word, first, until."""
    a, b = np.divmod(key, max(people, 1))
    dyad = np.minimum(a, b) * people + np.maximum(a, b)
    # Every episode gives two events: its value at the start and NA at the end, unless the next one starts there.
    dyads, side, when = np.tile(dyad, 2), np.tile(a > b, 2), np.concatenate([first, until])
    says = np.concatenate([value, np.full(len(value), NA, dtype=np.int8)])
    is_start = np.repeat([True, False], len(value))
    order = np.lexsort((is_start, when, dyads))
    dyads, side, when, says = dyads[order], side[order], when[order], says[order]
    one, other = _carried(dyads, says, ~side), _carried(dyads, says, side)
    end = _next_in(dyads, when, moments)
    settled = when < end
    return dyads[settled], one[settled], other[settled], when[settled], end[settled]


def _carried(key: Ints, says: Tri, mine: Bools) -> Tri:
    """For each event the last word of one side in the same dyad so far, or NA."""
    row = np.arange(len(key))
    latest = np.maximum.accumulate(np.where(mine, row, -1)) if len(key) else row
    return np.where(latest >= np.searchsorted(key, key, side="left"), says[latest], np.int8(NA))


def _running(first: Ints, until: Ints, counted: Bools, moments: int, kind: Ints, kinds: int) -> Ints:
    """Moments × kinds: how many of the counted episodes of each kind are under way."""
    cells = (moments + 1) * kinds
    begun = np.bincount((first * kinds + kind)[counted], minlength=cells)
    over = np.bincount((until * kinds + kind)[counted], minlength=cells)
    return np.cumsum((begun - over).reshape(moments + 1, kinds), axis=0)[:moments]


def _matrices(story: Episodes, sector: Ints, sectors: int, counted: Bools) -> Ints:
    kind = sector[story.a] * sectors + sector[story.b]
    running = _running(story.first, story.until, counted, story.moments, kind, sectors**2)
    counts = running.reshape(story.moments, sectors, sectors)
    if story.directed:
        return counts
    within = np.eye(sectors, dtype=np.int64) * counts
    return counts + counts.transpose(0, 2, 1) - within


def _isolates(story: Episodes) -> Ints:
    """Per moment how many people have something observed and no line."""
    observed, joined = (_people_in(story, counted) for counted in (story.value != NA, story.value == 1))
    return (observed & ~joined).sum(axis=1)


def _people_in(story: Episodes, counted: Bools) -> Bools:
    """Moments × people: who stands at either end of a counted episode then."""
    starts, ends = (
        _running(story.first, story.until, counted, story.moments, end, story.people) for end in (story.a, story.b)
    )
    return (starts + ends) > 0


def _moment(story: Episodes, i: int, matrix: SectorMatrix, sector: Ints, lonely: int, walked: Walked) -> Snapshot:
    once = matrix.lines if story.directed else np.triu(matrix.lines)
    total, internal = int(once.sum()), int(np.trace(once))
    observed = int((matrix.observed if story.directed else np.triu(matrix.observed)).sum())
    arcs, heard = story.arcs_at(i), story.heard_at(i)
    return Snapshot(
        people=story.people,
        density=Ratio(total, observed),
        average_degree=Ratio(total if story.directed else 2 * total, story.people if observed else 0),
        reciprocity=_reciprocity(story, i),
        centralisation=None if story.directed else _centralisation(story.people, arcs, heard),
        diversity=_diversity(arcs, heard, sector),
        e_i=ExternalInternal(internal, total - internal, expected_e_i(sector)),
        matrix=matrix,
        distances=walked.distances,
        components=walked.components,
        isolates=lonely,
    )


def _reciprocity(story: Episodes, i: int) -> Ratio | None:
    if story.answered is None:
        return None
    _, one_sided, mutual = story.answered[i].tolist()
    return Ratio(2 * mutual, 2 * mutual + one_sided)


def _centralisation(people: int, arcs: tuple[Ints, Ints], heard: tuple[Ints, Ints]) -> float | None:
    degree, observed = (np.bincount(ends, minlength=people) for ends, _ in (arcs, heard))
    return centralisation_from(degree[observed > 0])


def _diversity(arcs: tuple[Ints, Ints], heard: tuple[Ints, Ints], sector: Ints) -> Diversity:
    sectors = int(sector.max(initial=-1)) + 1
    arriving, observed = (
        np.bincount(end * sectors + sector[start], minlength=len(sector) * sectors).reshape(len(sector), sectors)
        for start, end in (arcs, heard)
    )
    return mean_diversity(diversity_from(arriving, observed > 0, sector))
