"""What may be told of pairs: a number of them rests on five people at least, and so does what a subtraction gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from kapstok.disclosure import SMALL_INSIDE
from kapstok.evaluation.chain.ledger import Entry, Fates
from kapstok.evaluation.chain.pairs import Pairs
from kapstok.network.graph import Bools, Ints, Tri

NO_ONE: Ints = np.empty(0, dtype=np.int64)
NOTHING_KNOWN: Tri = np.empty(0, dtype=np.int8)


@dataclass(frozen=True)
class Steps:
    """The steps of the chain in pairs, as far as they may be told; None: that would be of fewer than five people.

    ``new`` pairs met without a line before. They are ``line`` + ``none`` + ``unknown``; ``referral``: those of
    ``line`` whose organisations referred to each other for the first time.
    """

    new: int | None
    line: int | None = None
    none: int | None = None
    unknown: int | None = None
    referral: int | None = None

    @property
    def known(self) -> int | None:
        """Of how many new pairs it is known whether they have a line."""
        return None if self.line is None or self.none is None else self.line + self.none


NOTHING = Steps(None)


@dataclass(frozen=True)
class Told:
    """The chain of several bijeenkomsten: each by itself, and all that may be added up.

    ``all_of``: of how many of those that are over and known ``total`` is the sum.
    """

    each: tuple[Steps | None, ...]
    total: Steps
    all_of: int


def telling(entries: Sequence[Entry]) -> Told:
    """What may be told of each bijeenkomst (None: its six months still run) and of all together.

    Those that may not be shown wholly count in the total only when they may be shown together, and when the few of
    which less is shown may, too: else a subtraction would tell of them.
    """
    over = [entry.met for entry in entries if entry.met is not None]
    rows = [steps([fates]) for fates in over]
    whole = [fates for fates, row in zip(over, rows, strict=True) if row.referral is not None]
    rest = [
        [fates for fates, row in zip(over, rows, strict=True) if getattr(row, step) is None]
        for step in ("referral", "line", "new")
    ]
    joined = all(steps(some).referral is not None for some in rest)
    counted = over if joined else whole
    shown = iter(rows)
    each = tuple(None if entry.met is None else next(shown) for entry in entries)
    return Told(each, steps(counted), len(counted))


def steps(several: Sequence[Fates]) -> Steps:
    """The chain of these bijeenkomsten together: no step is told that is of one to four people, or leaves so few.

    Nor one that is known from the words of one to four of those people.
    """
    found = joined(several)
    everything = np.ones(len(found.pairs), dtype=bool)
    if few(found, everything) or told_by_few(found, everything, found.asked_before):
        return NOTHING
    new = len(found.pairs)
    line, none, unknown = (found.line == value for value in (1, 0, -1))
    if any(few(found, cell) for cell in (line, none, unknown)):
        return Steps(new)
    if any(told_by_few(found, cell, found.asked_after) for cell in (line, none)):
        return Steps(new)
    referral = line & (found.referral == 1)
    counts = Steps(new, *(int(np.count_nonzero(cell)) for cell in (line, none, unknown)))
    if any(few(found, cell) for cell in (referral, line & ~referral)):
        return counts
    return replace(counts, referral=int(np.count_nonzero(referral)))


def tables(entries: Sequence[Entry]) -> tuple[Steps, Steps] | None:
    """Who sat at one table beside who met elsewhere in the room, at bijeenkomsten of which tables are known.

    Only of those of which lines are shown by themselves, so that a split of their sum tells nothing more of another.
    None where there are none, or the split may not be told.
    """
    known = [entry.met for entry in entries if entry.met is not None and entry.meeting.seats_known]
    shown = [fates for fates in known if steps([fates]).line is not None]
    found = joined(shown)
    parts = [steps([kept(found, cell)]) for cell in (found.seated, ~found.seated)]
    if not shown or any(part.line is None for part in parts):
        return None
    return parts[0], parts[1]


def joined(several: Sequence[Fates]) -> Fates:
    """The pairs of several bijeenkomsten, each once, since each is of the first at which it met."""
    return Fates(
        Pairs(
            np.concatenate([NO_ONE, *(each.pairs.a for each in several)]),
            np.concatenate([NO_ONE, *(each.pairs.b for each in several)]),
        ),
        line=np.concatenate([NOTHING_KNOWN, *(each.line for each in several)]),
        in_wave=np.concatenate([NOTHING_KNOWN, *(each.in_wave for each in several)]),
        referral=np.concatenate([NOTHING_KNOWN, *(each.referral for each in several)]),
        seated=np.concatenate([NOTHING_KNOWN.astype(bool), *(each.seated for each in several)]),
        asked_before=_any_time([each.asked_before for each in several]),
        asked_after=_any_time([each.asked_after for each in several]),
    )


def kept(fates: Fates, cells: Bools) -> Fates:
    """Only these pairs."""
    return replace(
        fates,
        pairs=fates.pairs.where(cells),
        line=fates.line[cells],
        in_wave=fates.in_wave[cells],
        referral=fates.referral[cells],
        seated=fates.seated[cells],
    )


def few(fates: Fates, cell: Bools) -> bool:
    """Whether these pairs are of one to four people."""
    return 0 < fates.pairs.where(cell).people < SMALL_INSIDE


def told_by_few(fates: Fates, cell: Bools, asked: Bools) -> bool:
    """Whether there are such pairs, and fewer than five of their people said anything."""
    pairs = fates.pairs.where(cell)
    said = asked[np.unique(np.concatenate([pairs.a, pairs.b]))]
    return len(pairs) > 0 and int(np.count_nonzero(said)) < SMALL_INSIDE


def _any_time(asked: Sequence[Bools]) -> Bools:
    return np.logical_or.reduce(asked) if asked else NOTHING_KNOWN.astype(bool)
