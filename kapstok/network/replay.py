"""The network over many moments at once: what ``snapshot`` says of each, from one pass over the statements.

What people say of a dyad is cut into *episodes*: from this moment until that one there was (not) a line. The lines of a
moment are the episodes under way then, and what became of them is where one episode ends and the next begins. A people
× people table is never made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kapstok.network.diversity import diversity_from, mean_diversity
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
from kapstok.network.paths import spread
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

    def under_way(self, moment: int) -> Bools:
        """Which episodes last at the moment with this index."""
        return (self.first <= moment) & (moment < self.until)

    def arcs_at(self, moment: int) -> tuple[Ints, Ints]:
        """From and to of every line at that moment, in both directions when lines have none."""
        now = self.under_way(moment) & (self.value == 1)
        return self.both_ways(self.a[now], self.b[now])

    def both_ways(self, a: Ints, b: Ints) -> tuple[Ints, Ints]:
        """From and to, and the same the other way round when lines have no direction."""
        return (a, b) if self.directed else (np.concatenate([a, b]), np.concatenate([b, a]))


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


def moments(story: Episodes, sector: Ints, sectors: int) -> list[Snapshot]:
    """The figures at every moment, equal to ``snapshot`` of the lines at each."""
    return [figures_at(story, i, sector, sectors) for i in range(story.moments)]


def figures_at(story: Episodes, moment: int, sector: Ints, sectors: int) -> Snapshot:
    """The figures at the moment with this index, equal to ``snapshot`` of the lines then."""
    now = story.under_way(moment)
    a, b, is_line = story.a[now], story.b[now], story.value[now] == 1
    arcs, known = story.both_ways(a[is_line], b[is_line]), story.both_ways(a, b)
    lines, heard = (_count(*ends, sector, sectors) for ends in (arcs, known))
    each_way = 1 if story.directed else 2
    total, observed = len(arcs[0]) // each_way, len(known[0]) // each_way
    internal = int(np.trace(lines.matrix)) // each_way
    return Snapshot(
        people=story.people,
        density=Ratio(total, observed),
        average_degree=Ratio(len(arcs[0]), story.people if observed else 0),
        reciprocity=None if story.answered is None else _reciprocity(story.answered[moment]),
        centralisation=None if story.directed else centralisation_from(lines.arriving.sum(axis=1)[heard.people]),
        diversity=mean_diversity(diversity_from(lines.arriving, heard.arriving > 0, sector)),
        e_i=ExternalInternal(internal, total - internal, expected_e_i(sector)),
        matrix=SectorMatrix(*(_once(each.matrix, story.directed) for each in (lines, heard))),
        distances=spread(*arcs, sector),
        components=_components(*arcs, story.people),
        isolates=int(np.count_nonzero(heard.people & ~lines.people)),
    )


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
    counts = np.bincount((first * kinds + kind)[counted], minlength=cells)
    counts -= np.bincount((until * kinds + kind)[counted], minlength=cells)
    return np.cumsum(counts.reshape(moments + 1, kinds), axis=0)[:moments]


@dataclass(frozen=True, eq=False)
class Counts:
    """Arcs from sector to sector, those that arrive at each person from each sector, and who stands at either end."""

    matrix: Ints
    arriving: Ints
    people: Bools


def _count(start: Ints, end: Ints, sector: Ints, sectors: int) -> Counts:
    people = len(sector)
    cells = np.bincount(end * sectors + sector[start], minlength=people * sectors)
    arriving = cells.reshape(people, sectors)
    matrix = np.bincount(sector[start] * sectors + sector[end], minlength=sectors**2).reshape(sectors, sectors)
    sending = np.bincount(start, minlength=people)
    return Counts(matrix, arriving, (arriving.sum(axis=1) + sending) > 0)


def _once(matrix: Ints, directed: bool) -> Ints:
    """Without direction a line within a sector was counted from both ends."""
    return matrix if directed else matrix - np.diag(matrix.diagonal() // 2)


def _reciprocity(answered: Ints) -> Ratio:
    _, one_sided, mutual = answered.tolist()
    return Ratio(2 * mutual, 2 * mutual + one_sided)


def _components(start: Ints, end: Ints, people: int) -> int:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    if not people:
        return 0
    arcs = coo_array((np.ones(len(start), dtype=bool), (start, end)), (people, people))
    return connected_components(arcs, directed=False, return_labels=False)
