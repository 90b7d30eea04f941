"""Who met at a bijeenkomst beside who were invited and did not meet there: how many of each state a line afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from kapstok.disclosure import SMALLEST_DENOMINATOR
from kapstok.evaluation.chain.ledger import Entry, Fates
from kapstok.evaluation.chain.telling import few, joined, kept, told_by_few
from kapstok.evaluation.inference.bootstrap import Cells, Interval, Term, vertex_interval
from kapstok.evaluation.rules import ENOUGH_FOR_STRUCTURE
from kapstok.network.graph import NA, Floats, Tri
from kapstok.ties.plans.rules import FEWEST_FOR_INTERVAL

SEED = 20240302


class Why(StrEnum):
    """Why two shares are not compared, or only described."""

    NOBODY_MISSED = "nobody missed"  # everybody who was invited came, or nobody came: there is nobody to compare with
    UNHEARD = "unheard"  # of most pairs nobody knows what became of them
    FEW = "few"  # too few pairs or people to show
    FEW_PEOPLE = "few people"  # under 40: described, without an interval
    SHARED = "shared"  # pairs of the same two organisations share one referral: no interval can be trusted


@dataclass(frozen=True)
class Side:
    """Pairs of one kind, of ``people`` different people: ``part`` of ``pairs`` have it. ``share``: as compared."""

    part: int
    pairs: int
    people: int
    share: float


@dataclass(frozen=True)
class Beside:
    """The two shares, at the same bijeenkomsten; ``why`` not, or why without an interval.

    The share of who missed it is weighed by bijeenkomst as that of who met there, so that both are of the same ones.
    """

    met: Side | None
    missed: Side | None
    interval: Interval | None
    why: Why | None

    @property
    def difference(self) -> float | None:
        return None if self.met is None or self.missed is None else self.met.share - self.missed.share


def lines_beside(entries: Sequence[Entry], people: int) -> Beside:
    """Lines in measurements afterwards, of pairs of which both answered one, with the interval of the difference.

    The interval is the vertex bootstrap's: people are drawn, the same ones among who met and who missed it, so that
    what all pairs of one person share is drawn as one. Under 40 people the shares are described only.
    """
    found = _beside(entries, lambda fates: fates.in_wave)
    if found.why or found.met is None or found.missed is None:
        return found
    several = _both_known(entries, lambda fates: fates.in_wave)
    cells = [_cells([pair[k] for pair in several], several, people) for k in (0, 1)]
    involved = cells[0].whole.any(axis=0) | cells[1].whole.any(axis=0)
    if np.count_nonzero(involved) < FEWEST_FOR_INTERVAL:
        return Beside(found.met, found.missed, None, Why.FEW_PEOPLE)
    here = np.ix_(involved, involved)
    terms = [Term(sign, Cells(each.part[here], each.whole[here])) for sign, each in zip((1, -1), cells, strict=True)]
    interval = vertex_interval(terms, min(found.met.people, found.missed.people), SEED)
    return Beside(found.met, found.missed, interval, None)


def referrals_beside(entries: Sequence[Entry]) -> Beside:
    """First referrals between the organisations of each pair afterwards: described, see ``Why.SHARED``."""
    found = _beside(entries, lambda fates: fates.referral)
    return found if found.why else Beside(found.met, found.missed, None, Why.SHARED)


def _beside(entries: Sequence[Entry], outcome: Callable[[Fates], Tri]) -> Beside:
    over = [(entry.met, entry.missed) for entry in entries if entry.met is not None and entry.missed is not None]
    if not all(any(len(pair[k].pairs) for pair in over) for k in (0, 1)):
        return Beside(None, None, None, Why.NOBODY_MISSED)
    several = _both_known(entries, outcome)
    for k in (0, 1):
        everybody = joined([pair[k] for pair in over]).pairs.people
        heard = joined([kept(pair[k], outcome(pair[k]) != NA) for pair in over]).pairs.people
        if not several or heard < ENOUGH_FOR_STRUCTURE * everybody:
            return Beside(None, None, None, Why.UNHEARD)
    sides = [_side(several, k, outcome) for k in (0, 1)]
    if None in sides:
        return Beside(None, None, None, Why.FEW)
    return Beside(sides[0], sides[1], None, None)


def _both_known(entries: Sequence[Entry], outcome: Callable[[Fates], Tri]) -> list[tuple[Fates, Fates]]:
    """Per bijeenkomst the pairs of which it is known; only those of which there are some on both sides."""
    found = []
    for entry in entries:
        if entry.met is not None and entry.missed is not None:
            pair = tuple(kept(each, outcome(each) != NA) for each in (entry.met, entry.missed))
            if all(len(each.pairs) for each in pair):
                found.append((pair[0], pair[1]))
    return found


def _side(several: Sequence[tuple[Fates, Fates]], k: int, outcome: Callable[[Fates], Tri]) -> Side | None:
    """None where what has it, or what has not, is of too few people, or there are too few pairs for a share."""
    found = joined([pair[k] for pair in several])
    has = outcome(found) == 1
    hidden = any(few(found, cell) for cell in (has, ~has)) or told_by_few(found, has | ~has, found.asked_before)
    if hidden or len(found.pairs) < SMALLEST_DENOMINATOR:
        return None
    weights = [len(pair[0].pairs) for pair in several]
    shares = [float(np.mean(outcome(pair[k]) == 1)) for pair in several]
    share = float(np.average(shares, weights=weights))
    return Side(int(np.count_nonzero(has)), len(found.pairs), found.pairs.people, share)


def _cells(fates: Sequence[Fates], several: Sequence[tuple[Fates, Fates]], people: int) -> Cells:
    """Each pair with the weight of its bijeenkomst among who met, shared by the pairs of this side."""
    part, whole = np.zeros((people, people)), np.zeros((people, people))
    for each, (met, _missed) in zip(fates, several, strict=True):
        weight = len(met.pairs) / len(each.pairs)
        _fill(whole, each, np.full(len(each.pairs), weight))
        _fill(part, each, weight * (each.in_wave == 1))
    return Cells(part, whole)


def _fill(cells: Floats, fates: Fates, values: Floats) -> None:
    """Both halves: a draw takes people, whichever of the two is named first."""
    cells[fates.pairs.a, fates.pairs.b] = values
    cells[fates.pairs.b, fates.pairs.a] = values
