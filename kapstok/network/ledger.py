"""The network at any date and what changed between two, from each pair's last word: only what was said takes room.

Of 10,000 people there are 100 million ordered pairs, and something was said of perhaps one in a thousand of them.
The answers are those of ``graph.lines`` and ``overlap.stability``, without a place for every pair.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from kapstok.network.graph import NA, Bools, Ints, Mode, Statements, Tri, agree, fresh_since, seconds

WIDTH = 3  # of a row: who says it, of whom, and what
SAYINGS = 5  # 0…4


@dataclass(frozen=True, eq=False)
class LastWords:
    """What each ordered pair of n people said last: equal lengths, in order of pair, each pair at most once.

    ``respondent`` and ``named`` are indexes of people. ``strength`` is 0…4, or NA where the last word was "weet ik
    niet": that pair is as little known as one that is not here at all.
    """

    people: int
    respondent: Ints
    named: Ints
    strength: Tri

    @property
    def heard(self) -> Bools:
        """Who of the people said anything."""
        return np.bincount(self.respondent, minlength=self.people).astype(bool)


@dataclass(frozen=True, eq=False)
class Known:
    """Dyads of which it is known whether there is a line, in rising order of ``dyad`` = a · people + b.

    Without direction a < b. ``line`` is true or false for each.
    """

    people: int
    directed: bool
    dyad: Ints
    line: Bools

    @property
    def possible(self) -> int:
        """How many dyads there are, known or not: n(n − 1) ordered pairs, half as many without direction."""
        return self.people * (self.people - 1) // (1 if self.directed else 2)


@dataclass(frozen=True, eq=False)
class Fates:
    """What became of the dyads known at both of two moments; ``unknown`` counts the dyads known at fewer.

    ``a`` and ``b`` are the people of each, ``before`` and ``after`` whether there was a line.
    """

    a: Ints
    b: Ints
    before: Bools
    after: Bools
    unknown: int

    @property
    def kept(self) -> Bools:
        return self.before & self.after

    @property
    def formed(self) -> Bools:
        return ~self.before & self.after

    @property
    def lost(self) -> Bools:
        return self.before & ~self.after


def last_words(rows: Iterable[Sequence[int]], ids: Ints) -> LastWords:
    """The last word of each pair among the people ``ids`` (rising), from (respondent, named, strength or NA) in order.

    What is said by or of anybody else is left out.
    """
    said = np.fromiter(chain.from_iterable(rows), dtype=np.int64).reshape(-1, WIDTH)
    (respondent, one_there), (named, other_there) = _places(said[:, 0], ids), _places(said[:, 1], ids)
    here = one_there & other_there
    return _last(len(ids), respondent[here], named[here], said[:, 2][here])


def words_at(said: Statements, people: int, moment: dt.datetime) -> LastWords:
    """The last word of each pair of ``people`` people at this moment, up to 24 months old, as ``graph.state_at``."""
    since, until = seconds(fresh_since(moment)), seconds(moment)
    then = said.where((said.said_at >= since) & (said.said_at <= until))
    return _last(people, then.respondent.astype(np.int64), then.named.astype(np.int64), then.strength)


def known(words: LastWords, threshold: int, mode: Mode) -> Known:
    """The dyads of which the last words tell whether there is a line of ``threshold`` or more, as ``graph.lines``."""
    told = words.strength != NA
    a, b, says = words.respondent[told], words.named[told], (words.strength[told] >= threshold).astype(np.int8)
    n = words.people
    if mode == "directed":
        return Known(n, True, a * n + b, says == 1)
    of_lower = a < b
    dyad, place = np.unique(np.minimum(a, b) * n + np.maximum(a, b), return_inverse=True)
    one, other = np.full(len(dyad), NA, dtype=np.int8), np.full(len(dyad), NA, dtype=np.int8)
    one[place[of_lower]], other[place[~of_lower]] = says[of_lower], says[~of_lower]
    value = agree(one, other, mode)
    return Known(n, False, dyad[value != NA], value[value != NA] == 1)


def between(first: LastWords, second: LastWords, threshold: int, mode: Mode) -> Fates:
    """What became of every line between two moments, among the same people at both."""
    before, after = known(first, threshold, mode), known(second, threshold, mode)
    both, there, here = np.intersect1d(before.dyad, after.dyad, assume_unique=True, return_indices=True)
    a, b = np.divmod(both, max(before.people, 1))
    return Fates(a, b, before.line[there], after.line[here], before.possible - len(both))


def who_differs(first: LastWords, second: LastWords) -> Ints:
    """The people, by index, of whom anything known is not the same at both moments: said anew, or too old meanwhile."""
    one, other = (_told(words) for words in (first, second))
    return np.unique(np.setxor1d(one, other, assume_unique=True) // SAYINGS // max(first.people, 1))


def _last(people: int, respondent: Ints, named: Ints, strength: Ints) -> LastWords:
    """Of what was said, in order of time, the last of each pair. Nobody has anything to say of themselves."""
    apart = respondent != named
    pair = (respondent * people + named)[apart]
    order = np.argsort(pair, kind="stable")  # within a pair the order of time stays
    pair = pair[order]
    last = np.append(pair[1:] != pair[:-1], True)[: len(pair)]
    a, b = np.divmod(pair[last], max(people, 1))
    return LastWords(people, a, b, strength[apart][order][last].astype(np.int8))


def _told(words: LastWords) -> Ints:
    """One number for each pair and what is said of it."""
    told = words.strength != NA
    pair = words.respondent * words.people + words.named
    return (pair * SAYINGS + words.strength)[told]


def _places(person_ids: Ints, ids: Ints) -> tuple[Ints, Bools]:
    """The index of each person in ``ids``, and whether they are there at all."""
    if not len(ids):
        return np.zeros(len(person_ids), dtype=np.int64), np.zeros(len(person_ids), dtype=bool)
    place = np.minimum(np.searchsorted(ids, person_ids), len(ids) - 1)
    return place, ids[place] == person_ids
