"""What changed between two dates, as far as it may be told: plain values in, plain values out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kapstok.disclosure import SMALL_INSIDE
from kapstok.errors import N_
from kapstok.evaluation.change import Stability
from kapstok.evaluation.coarse import merged
from kapstok.evaluation.rules import Allowance, what_answers_allow
from kapstok.network.graph import NA, Bools, Ints, Mode
from kapstok.network.ledger import Fates, LastWords, between, who_differs
from kapstok.network.measures import Ratio, response

HARDLY_ANYTHING_NEW = Allowance(
    structure=False,
    paths=False,
    reason=N_(
        "Bij minder dan 5 mensen zijn de antwoorden anders op deze twee dagen. Daarom ziet u hier geen verandering: "
        "die zou over herkenbare mensen gaan. Kies dagen die verder uit elkaar liggen."
    ),
)


@dataclass(frozen=True)
class Side:
    """One of the two dates: who of those asked had said anything by then, and how many ``lines`` how many stated."""

    response: Ratio
    lines: int
    people: int


@dataclass(frozen=True)
class SectorChange:
    """What became of the lines from one sector to another (indexes), or between the two without direction."""

    one: int
    other: int
    kept: int
    formed: int
    lost: int
    known: int


@dataclass(frozen=True)
class Between:
    """Two dates beside one another, on one roster.

    ``both`` had answered by both dates. ``apart``: whether the counts of both may be seen: of two dates between which
    the words of one to four people differ, the difference is what those said. ``change`` is None where it may not be
    told (``allowed`` says why); ``known`` dyads were known on both dates. ``sectors``: only pairs of sectors whose
    people cannot be recognised.
    """

    first: Side
    second: Side
    both: int
    apart: bool
    allowed: Allowance
    change: Stability | None
    known: int
    sectors: tuple[SectorChange, ...]


def compare(
    first: LastWords,
    second: LastWords,
    *,
    asked: Bools,
    named: Bools,
    sector: Ints,
    rest: int,
    threshold: int,
    mode: Mode,
) -> Between:
    """What became of each line of ``threshold`` or more among the people of a roster; arrays have a place for each.

    ``named``: who stands on the lists. ``rest``: the sector that small ones merge into.
    """
    heard = [words.heard & asked for words in (first, second)]
    both = heard[0] & heard[1]
    sides = [_side(words, response(one, asked), threshold) for words, one in zip((first, second), heard, strict=True)]
    allowed = what_answers_allow([side.response for side in sides], int(np.count_nonzero(both)))
    apart = not 0 < len(who_differs(first, second)) < SMALL_INSIDE
    if allowed.structure and not apart:
        allowed = HARDLY_ANYTHING_NEW
    fates = between(first, second, threshold, mode)
    coarse = merged(sector, [asked, named, *heard, both], rest)
    return Between(
        first=sides[0],
        second=sides[1],
        both=int(np.count_nonzero(both)),
        apart=apart,
        allowed=allowed,
        change=_counts(fates) if allowed.structure else None,
        known=len(fates.a),
        sectors=tuple(_by_sector(fates, coarse, both, named, mode)) if allowed.structure else (),
    )


def _side(words: LastWords, answered: Ratio, threshold: int) -> Side:
    given = words.respondent[(words.strength != NA) & (words.strength >= threshold)]
    return Side(answered, len(given), len(np.unique(given)))


def _counts(fates: Fates) -> Stability:
    kept, formed, lost = (int(np.count_nonzero(cells)) for cells in (fates.kept, fates.formed, fates.lost))
    return Stability(kept, formed, lost, fates.unknown)


def _by_sector(fates: Fates, sector: Ints, both: Bools, named: Bools, mode: Mode) -> Iterator[SectorChange]:
    """Pairs of sectors where something is known, and where five people at least speak, or are spoken of."""
    kinds = int(sector.max(initial=-1)) + 1
    speak, listed = (np.bincount(sector[crowd], minlength=kinds) for crowd in (both, named))
    start, end = sector[fates.a], sector[fates.b]
    if mode != "directed":
        start, end = np.minimum(start, end), np.maximum(start, end)
    cell = start * kinds + end
    kept, formed, lost, known = (
        np.bincount(cell[cells], minlength=kinds**2).tolist()
        for cells in (fates.kept, fates.formed, fates.lost, np.ones(len(cell), dtype=bool))
    )
    for place in np.unique(cell).tolist():
        one, other = divmod(place, kinds)
        sizes = [speak[one], listed[other]]
        if mode != "directed":
            sizes += [speak[other], listed[one]]
        if min(sizes) >= SMALL_INSIDE:
            yield SectorChange(one, other, kept[place], formed[place], lost[place], known[place])
