"""What stands out in a month of counts, so that somebody looks again: plain values in, plain values out. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kapstok.plausible import is_jump
from kapstok.referrals.rules import Kind, Of, Reconciled, Said

SMALLEST_DIFFERENCE = 5
FACTOR = 2

Place = tuple[int, int | None]  # receiving organisation and its service, by id; None: the organisation as such


@dataclass(frozen=True)
class Jump:
    """A number that is far from the one of the month before, for the same thing."""

    of: Of
    before: int
    now: int


@dataclass(frozen=True)
class TwoNumbers:
    """Two numbers for a whole organisation that cannot both be right; the later one counts."""

    of: Of
    earlier: int
    later: int


def jumps(counts: Mapping[Of, int], before: Mapping[Of, int]) -> list[Jump]:
    """Referrals sent in one month (``counts``) beside those of the month ``before`` it, between the same two ends."""
    last = {_ends(of): count for of, count in before.items() if of.kind == Kind.SENT}
    found = [Jump(of, last[_ends(of)], count) for of, count in counts.items() if _compares(of, last)]
    return sorted((each for each in found if is_jump(each.before, each.now)), key=lambda each: _ends(each.of))


def differs(sides: Reconciled) -> bool:
    """Whether sender and receiver are so far apart that one of them miscounted: five or more, and twice as many."""
    if sides.coverage is None:
        return False
    least, most = sides.coverage
    return most - least >= SMALLEST_DIFFERENCE and most >= FACTOR * least


def two_numbers(said: Iterable[Said]) -> list[TwoNumbers]:
    """Where a whole organisation was counted twice and otherwise. ``said`` is oldest first."""
    whole: dict[Of, list[int]] = {}
    for each in said:
        if each.is_whole:
            whole.setdefault(each.of, []).append(each.count)
    return [
        TwoNumbers(of, counts[-2], counts[-1])
        for of, counts in whole.items()
        if len(counts) > 1 and counts[-2] != counts[-1]
    ]


def _compares(of: Of, last: Mapping[tuple[int, int, int], int]) -> bool:
    return of.kind == Kind.SENT and _ends(of) in last


def _ends(of: Of) -> tuple[int, int, int]:
    return of.sender or 0, of.receiver, of.service or 0
