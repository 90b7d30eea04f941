"""The figures of one network at one moment, side by side, and the same figures without certain people."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np

from kapstok.network.diversity import Diversity, diversity
from kapstok.network.graph import Ints, Lines
from kapstok.network.groups import components, isolates
from kapstok.network.measures import (
    ExternalInternal,
    Ratio,
    SectorMatrix,
    average_degree,
    centralisation,
    density,
    e_i_index,
    reciprocity,
    sector_matrix,
)
from kapstok.network.paths import Distances, distances


@dataclass(frozen=True, eq=False)
class Snapshot:
    """What is counted and walked in one network, all from known lines.

    ``reciprocity`` is None for lines without direction, ``centralisation`` for lines with one. ``diversity`` is that
    of the sectors people are known by.
    """

    people: int
    density: Ratio
    average_degree: Ratio
    reciprocity: Ratio | None
    centralisation: float | None
    diversity: Diversity
    e_i: ExternalInternal
    matrix: SectorMatrix
    distances: Distances
    components: int
    isolates: int


def snapshot(lines: Lines, sector: Ints, sectors: int) -> Snapshot:
    """All figures of these lines among people of these ``sectors`` sectors."""
    return Snapshot(
        people=len(lines),
        density=density(lines),
        average_degree=average_degree(lines),
        reciprocity=reciprocity(lines) if lines.directed else None,
        centralisation=None if lines.directed else centralisation(lines),
        diversity=diversity(lines, sector),
        e_i=e_i_index(lines, sector),
        matrix=sector_matrix(lines, sector, sectors),
        distances=distances(lines, sector),
        components=len(np.unique(components(lines))),
        isolates=len(isolates(lines)),
    )


def when_gone(lines: Lines, sector: Ints, sectors: int, taken: Collection[int]) -> tuple[Snapshot, Snapshot]:
    """The borgingstest: the figures now, and those of the others when ``taken`` (the projectleider, a broker) stop."""
    left = np.delete(sector, list(taken))
    return snapshot(lines, sector, sectors), snapshot(lines.without(taken), left, sectors)


def without_each(
    lines: Lines, sector: Ints, sectors: int, candidates: Iterable[int]
) -> tuple[Snapshot, dict[int, Snapshot]]:
    """The borgingstest for several people: the figures now, and those of the others when one of ``candidates`` stops.

    Each is taken out alone, everyone else staying: what hangs on one person shows beside what hangs on another.
    """
    return snapshot(lines, sector, sectors), {
        one: snapshot(lines.without([one]), np.delete(sector, one), sectors) for one in candidates
    }
