"""Who came to a bijeenkomst beside who did not: how much more their lines changed. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kapstok.disclosure import SMALL_INSIDE
from kapstok.evaluation.inference.bootstrap import Cells, Interval, Term, vertex_interval
from kapstok.evaluation.inference.chance import Tick, quietly
from kapstok.network.graph import Bools, Floats, Lines
from kapstok.ties.plans.rules import FEWEST_FOR_INTERVAL


@dataclass(frozen=True)
class Compared:
    """Lines per person that came, of those who attended and of those who did not, and how much the first came more."""

    attended: float
    absent: float
    interval: Interval | None

    @property
    def difference(self) -> float:
        return self.attended - self.absent


@dataclass(frozen=True)
class Attendance:
    """``stated``: lines that people say they have; ``received``: lines that the others of the panel say they have with
    them. ``attended`` and ``absent`` are numbers of people; ``attended_before`` and ``absent_before``: how many lines
    per person they stated in the first wave, of the same dyads."""

    attended: int
    absent: int
    attended_before: float
    absent_before: float
    stated: Compared
    received: Compared


def difference_in_differences(
    first: Lines,
    last: Lines,
    answered: Bools,
    attended: Bools,
    seed: int,
    tick: Tick = quietly,
    fewest: int = FEWEST_FOR_INTERVAL,
) -> Attendance | None:
    """The change per person among who ``attended`` minus that among who did not, of those who ``answered`` twice.

    Ashenfelter & Card 1985. Only dyads observed in both waves count. The interval is that of the vertex bootstrap, in
    which people take the place of others of their group only; under ``fewest`` people there is none. None when either
    group has fewer than 5 people. It says nothing of causes: who comes may be who would have made acquaintances anyway.
    ``tick`` is called twice ``STEPS`` times, when there are intervals.
    """
    came, stayed = answered & attended, answered & ~attended
    sizes = int(np.count_nonzero(came)), int(np.count_nonzero(stayed))
    if min(sizes) < SMALL_INSIDE:
        return None
    both = first.observed & last.observed & answered[:, None]
    change = np.where(both, last.known.astype(float) - first.known, 0.0)
    groups = np.where(came, 2, np.where(stayed, 1, 0))
    tested = sum(sizes) >= fewest

    def compared(rows: bool) -> Compared:
        terms = [Term(1, _per_person(change, came, rows)), Term(-1, _per_person(change, stayed, rows))]
        interval = vertex_interval(terms, min(sizes), seed, groups, tick) if tested else None
        values = [term.cells.value or 0.0 for term in terms]
        return Compared(values[0], values[1], interval)

    stated_before = (first.known & both).sum(axis=1)
    return Attendance(
        *sizes,
        float(stated_before[came].mean()),
        float(stated_before[stayed].mean()),
        stated=compared(rows=True),
        received=compared(rows=False),
    )


def _per_person(change: Floats, people: Bools, rows: bool) -> Cells:
    """What lines change per person of these, in their rows or their columns: each of them weighs one."""
    n = len(people)
    whose = np.broadcast_to(people[:, None] if rows else people[None, :], change.shape)
    weight = np.where(np.eye(n, dtype=bool), 0.0, whose / max(n - 1, 1))
    return Cells(np.where(whose, change, 0.0), weight)
