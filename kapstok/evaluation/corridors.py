"""Corridors between two sectors or two organisations: is there a short line, and are there referrals? Pure.

A corridor without a line through which people are referred all the same is blind; one with a line through which
nobody is referred is idle. Both ask for another bijeenkomst than a corridor that has neither.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations

import numpy as np

from kapstok.disclosure import SMALL_INSIDE
from kapstok.evaluation.parts import Part, of_things
from kapstok.evaluation.rules import ENOUGH_FOR_STRUCTURE
from kapstok.network.graph import Ints, Lines

FEWEST_HIDDEN = 2  # one alone is the difference
FEW_LINES = 0.1  # a corridor in which less than one of ten pairs has a line has few


class Kind(StrEnum):
    """The four cells of lines yes or no by referrals yes or no."""

    SHORT = "short"  # korte lijn en verwijzingen
    BLIND = "blind"  # verwijzingen zonder lijn
    IDLE = "idle"  # lijn zonder verwijzingen
    NEITHER = "neither"


@dataclass(frozen=True)
class Corridor:
    """What lies between two groups, ``one`` < ``other``.

    ``lines`` of ``observed`` pairs, of ``pairs`` in all; the lines are of ``people`` different people. ``referrals``,
    either way; None where neither group counted: not counted is not none. ``withheld``: another corridor could be told
    from how many lines there are here.
    """

    one: int
    other: int
    lines: int
    observed: int
    pairs: int
    people: int
    referrals: int | None
    withheld: bool = False

    @property
    def has_line(self) -> bool | None:
        """Whether there is any line; None where there is none among the few pairs that are known."""
        if self.lines:
            return True
        return False if self.pairs and self.observed >= ENOUGH_FOR_STRUCTURE * self.pairs else None

    @property
    def has_referrals(self) -> bool | None:
        return None if self.referrals is None else self.referrals > 0

    @property
    def kind(self) -> Kind | None:
        """Which of the four it is; None where one of both is not known."""
        if self.has_line is None or self.has_referrals is None:
            return None
        if self.has_line:
            return Kind.SHORT if self.has_referrals else Kind.IDLE
        return Kind.BLIND if self.has_referrals else Kind.NEITHER

    @property
    def shown(self) -> Part:
        """The lines as they may be told of people."""
        if self.withheld:
            return Part(None, self.observed)
        return of_things(self.lines, self.observed, self.people)


def corridors(
    lines: Lines,
    group: Ints,
    groups: Iterable[int],
    referrals: Mapping[tuple[int, int], int],
    counting: Collection[int],
) -> list[Corridor]:
    """Every two of the ``groups``. ``lines`` without direction among people; ``group``: that of each, any number.

    ``referrals``: between two groups, (low, high), either way. ``counting``: the groups in which anybody counted.
    """
    if lines.directed:
        raise ValueError("corridors need lines without direction")
    members = {each: np.flatnonzero(group == each) for each in sorted(set(groups))}
    found = []
    for one, other in combinations(members, 2):
        cells = np.ix_(members[one], members[other])
        known, observed = lines.known[cells], lines.observed[cells]
        counted = one in counting or other in counting
        found.append(
            Corridor(
                one=one,
                other=other,
                lines=int(np.count_nonzero(known)),
                observed=int(np.count_nonzero(observed)),
                pairs=known.size,
                people=int(np.count_nonzero(known.any(axis=0)) + np.count_nonzero(known.any(axis=1))),
                referrals=referrals.get((one, other), 0) if counted else None,
            )
        )
    return found


def guarded(found: Iterable[Corridor], wider: Mapping[int, int]) -> list[Corridor]:
    """The same, where nobody finds a hidden corridor by subtracting the others from what lies between wider groups.

    ``wider``: of each group the one (a sector) whose lines are told too. Between every two of those, or within one, as
    many of the corridors with the fewest lines are withheld as it takes: two are hidden at least, of five people.
    """
    between: dict[frozenset[int], list[Corridor]] = {}
    for each in found:
        between.setdefault(frozenset((wider[each.one], wider[each.other])), []).append(each)
    result = []
    for together in between.values():
        hidden = [each for each in together if each.shown.part is None]
        others = sorted((each for each in together if each.lines and each not in hidden), key=lambda each: each.lines)
        while hidden and others and (len(hidden) < FEWEST_HIDDEN or sum(each.people for each in hidden) < SMALL_INSIDE):
            hidden.append(others.pop(0))
        result += [replace(each, withheld=True) if each in hidden else each for each in together]
    return sorted(result, key=lambda each: (each.one, each.other))


def needs(found: Iterable[Corridor], few: float = FEW_LINES) -> list[Corridor]:
    """Corridors with referrals and few lines, the most referrals first: here people would do well to meet.

    A corridor of which too little is known to say that lines are few is not among them.
    """
    wanted = [each for each in found if each.referrals and _has_few(each, few)]
    return sorted(wanted, key=lambda each: (-(each.referrals or 0), each.one, each.other))


def _has_few(corridor: Corridor, few: float) -> bool:
    known = corridor.observed >= ENOUGH_FOR_STRUCTURE * corridor.pairs
    return corridor.pairs > 0 and known and corridor.lines < few * corridor.observed
