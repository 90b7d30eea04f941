"""What changed between two dates, as far as it may be told: plain values in, plain values out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kapstok.disclosure import SMALL_INSIDE
from kapstok.errors import N_
from kapstok.evaluation.coarse import merged
from kapstok.evaluation.parts import Part, of_things
from kapstok.evaluation.rules import Allowance, what_answers_allow
from kapstok.network.graph import NA, Bools, Ints, Mode
from kapstok.network.ledger import Fates, LastWords, between, who_differs
from kapstok.network.measures import Ratio, response
from kapstok.network.overlap import Stability

HARDLY_ANYTHING_NEW = Allowance(
    structure=False,
    paths=False,
    reason=N_(
        "Bij minder dan 5 mensen zijn de antwoorden anders op deze twee dagen. Daarom ziet u hier geen verandering: "
        "die zou over herkenbare mensen gaan. Kies dagen die verder uit elkaar liggen."
    ),
)
HARDLY_ANYBODY_AGAIN = Allowance(
    structure=False,
    paths=False,
    reason=N_(
        "Na de eerste dag zei minder dan de helft van de mensen nog iets. Daarom ziet u hier geen verandering: wat de "
        "anderen eerder zeiden, zou dan als gebleven tellen."
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
    told (``allowed`` says why); ``known`` dyads were known on both dates. ``unrepeated``: of the lines that stayed,
    those of which nobody said anything after the first date. ``sectors``: only pairs of sectors whose people cannot be
    recognised.
    """

    first: Side
    second: Side
    both: int
    apart: bool
    allowed: Allowance
    change: Stability | None
    known: int
    unrepeated: Part
    sectors: tuple[SectorChange, ...]


def compare(
    first: LastWords,
    second: LastWords,
    anew: LastWords,
    *,
    asked: Bools,
    named: Bools,
    sector: Ints,
    rest: int,
    threshold: int,
    mode: Mode,
) -> Between:
    """What became of each line of ``threshold`` or more among the people of a roster; arrays have a place for each.

    ``anew``: the last words that were said after the first date, up to the second. What was said before it still counts
    on the second date, but says nothing of change: so half of those asked must have spoken again.
    ``named``: who stands on the lists. ``rest``: the sector that small ones merge into.
    """
    heard = [words.heard & asked for words in (first, second)]
    both = heard[0] & heard[1]
    sides = [_side(words, response(one, asked), threshold) for words, one in zip((first, second), heard, strict=True)]
    allowed = what_answers_allow([side.response for side in sides], int(np.count_nonzero(both)))
    apart = not 0 < len(who_differs(first, second)) < SMALL_INSIDE
    if allowed.structure and not apart:
        allowed = HARDLY_ANYTHING_NEW
    again = response(anew.heard & asked, asked)
    if allowed.structure and not what_answers_allow([again], again.part).structure:
        allowed = HARDLY_ANYBODY_AGAIN
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
        unrepeated=_unrepeated(fates, first, anew, threshold, mode),
        sectors=tuple(_by_sector(fates, coarse, both, named, mode)) if allowed.structure else (),
    )


def _side(words: LastWords, answered: Ratio, threshold: int) -> Side:
    given = words.respondent[(words.strength != NA) & (words.strength >= threshold)]
    return Side(answered, len(given), len(np.unique(given)))


def _counts(fates: Fates) -> Stability:
    kept, formed, lost = (int(np.count_nonzero(cells)) for cells in (fates.kept, fates.formed, fates.lost))
    return Stability(kept, formed, lost, fates.unknown)


def _unrepeated(fates: Fates, first: LastWords, anew: LastWords, threshold: int, mode: Mode) -> Part:
    """Lines that stayed without a new word of either end (of who says it, with direction), unless one to four people
    may be behind them."""
    n = first.people
    again = anew.respondent * n + anew.named
    old = ~np.isin(first.respondent * n + first.named, again)
    whose = np.unique(first.respondent[old & (first.strength >= threshold)])
    line = fates.kept & ~np.isin(fates.a * n + fates.b, again)
    if mode != "directed":
        line &= ~np.isin(fates.b * n + fates.a, again)
    return of_things(int(np.count_nonzero(line)), int(np.count_nonzero(fates.kept)), len(whose))


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
