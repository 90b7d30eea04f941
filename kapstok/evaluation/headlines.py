"""The five headline figures of two waves, on the balanced panel and on everybody: plain values in, plain values out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kapstok import disclosure
from kapstok.evaluation.change import (
    Cells,
    change,
    cross_sector_cells,
    degree_cells,
    density_cells,
)
from kapstok.evaluation.coarse import merged
from kapstok.evaluation.rules import ENOUGH_FOR_STRUCTURE, Allowance, what_answers_allow
from kapstok.network.graph import Bools, Ints, Lines, Mode, State, lines
from kapstok.network.measured import Measurement, Network
from kapstok.network.measures import (
    ExternalInternal,
    Ratio,
    SectorMatrix,
    average_degree,
    density,
    e_i_index,
    response,
    sector_matrix,
)
from kapstok.network.overlap import Stability, stability
from kapstok.network.paths import Distances, distances
from kapstok.ties.plans.rules import OF_PATHS, Headline

SEED = 20240301  # of every draw: the same data give the same interval
MODE: Mode = "directed"  # of the counts; who did not answer leaves one half of a dyad out, so two sides cannot be asked
PATHS: Mode = "any"  # of the distances: a line can be walked when at least one of the two says that it is there


@dataclass(frozen=True, eq=False)
class Answers:
    """What some people said in one wave about some people, cut down to both: everything headline figures are made of.

    ``rows`` are the people whose answers count; they and who they were asked about are the ``sector``'s people.
    """

    state: State
    rows: Bools
    sector: Ints
    threshold: int

    @property
    def lines(self) -> Lines:
        """As each states them: what is counted."""
        return lines(self.state, self.threshold, MODE)

    @property
    def paths(self) -> Lines:
        """As at least one of the two states them: what is walked."""
        return lines(self.state, self.threshold, PATHS)


@dataclass(frozen=True)
class Figures:
    """The headline figures of one wave, with what they are made of. ``people`` of them answered, of ``roster``.

    ``across``: the density of what lies between two sectors; ``e_i``: lines between and within sectors.
    """

    people: int
    roster: int
    density: Ratio
    degree: Ratio
    across: Ratio
    e_i: ExternalInternal
    distances: Distances

    @property
    def cross_sector(self) -> Ratio:
        """Of all lines, those between two sectors."""
        return self.e_i.share

    def shown(self, allowed: Allowance) -> dict[str, float | None]:
        """The values that may be seen: none that the response does not carry, and no percentage of fewer than ten.

        Where everybody is of one sector nothing can lie between two, and then there is no share of it either.
        """
        short = self.distances.short_lines
        values: dict[str, float | None] = {
            Headline.DENSITY: disclosure.share(self.density.part, self.density.whole),
            Headline.DEGREE: self.degree.value,
            Headline.SHORT_LINES: disclosure.share(short.part, short.whole),
            Headline.DISTANCE: self.distances.average,
            Headline.CROSS_SECTOR: disclosure.share(self.cross_sector.part, self.cross_sector.whole)
            if short.whole
            else None,
        }
        hidden = set(Headline) if not allowed.structure else set() if allowed.paths else OF_PATHS
        return {key: None if key in hidden else value for key, value in values.items()}


@dataclass(frozen=True)
class Stated:
    """What was said, and no more than that: lines of at least the threshold, by how many people."""

    lines: int
    people: int


@dataclass(frozen=True, eq=False)
class Headlines:
    """One wave, or two compared. Tuples hold then and now, or only now.

    ``panel``: people who answered every wave shown × who was on all those rosters. ``everybody``: each wave with its
    own people. ``intervals`` are 95 % intervals of the difference on the panel, where there is one and the response
    carries it. ``matrix``: lines and observed dyads on the panel between the sectors in ``matrix_sectors`` (indexes),
    small ones merged.
    """

    waves: tuple[Measurement, ...]
    threshold: int
    allowed: Allowance
    panel: tuple[Figures, ...]
    everybody: tuple[Figures, ...]
    stated: tuple[Stated, ...]
    intervals: dict[str, tuple[float, float] | None]
    matrix: tuple[SectorMatrix, ...]
    matrix_sectors: tuple[int, ...]
    stability: Stability | None
    newcomers: int
    leavers: int

    @property
    def panel_response(self) -> Ratio:
        """Who of the people on all rosters shown answered every time."""
        return Ratio(self.panel[-1].people, self.panel[-1].roster)

    def only_described(self) -> Headlines:
        """The same without intervals, for who chose so beforehand."""
        return replace(self, intervals=dict.fromkeys(self.intervals))


def to_compare(measurements: Sequence[Measurement]) -> tuple[Measurement, ...]:
    """The first wave and the last. One that still runs counts once half has answered, or when it is the only one."""
    ready = [wave for wave in measurements if wave.closed_at or (wave.response.value or 0) >= ENOUGH_FOR_STRUCTURE]
    found = tuple(ready or measurements)
    return found if len(found) < 2 else (found[0], found[-1])


def headlines(network: Network, waves: tuple[Measurement, ...], threshold: int) -> Headlines:
    """The figures of one wave, or of two beside one another, from lines of strength ``threshold`` or more."""
    answered, named, panel = _panel(network, waves, threshold)
    asked = np.logical_and.reduce([wave.asked for wave in waves])
    sector = network.people.sector
    everybody = [answers_of(wave, wave.answered, wave.named, sector, threshold)[0] for wave in waves]
    people = int(np.count_nonzero(answered))
    allowed = what_answers_allow([wave.response for wave in waves], people)
    coarse = merged(sector, [answered, named, *(wave.asked for wave in waves)], network.sectors.rest)
    matrix_sectors = tuple(int(kind) for kind in np.unique(coarse[answered | named]))
    return Headlines(
        waves=waves,
        threshold=threshold,
        allowed=allowed,
        panel=tuple(_figures(one, response(answered, asked)) for one in panel),
        everybody=tuple(_figures(one, wave.response) for one, wave in zip(everybody, waves, strict=True)),
        stated=tuple(_stated(one) for one in everybody),
        intervals={key: _interval(panel, people, TESTED.get(key)) if allowed.structure else None for key in Headline},
        matrix=tuple(_matrix(one, coarse[answered | named], matrix_sectors) for one in panel),
        matrix_sectors=matrix_sectors,
        stability=stability(panel[0].lines, panel[1].lines) if len(panel) == 2 else None,
        newcomers=int(np.count_nonzero(waves[-1].asked & ~waves[0].asked)),
        leavers=int(np.count_nonzero(waves[0].asked & ~waves[-1].asked)),
    )


def across_interval(network: Network, waves: tuple[Measurement, ...], threshold: int) -> tuple[float, float] | None:
    """The 95 % interval of the difference in density between sectors, on the panel of two waves; of one wave None."""
    answered, _named, panel = _panel(network, waves, threshold)
    return _interval(panel, int(np.count_nonzero(answered)), _across_cells)


def _panel(network: Network, waves: Sequence[Measurement], threshold: int) -> tuple[Bools, Bools, list[Answers]]:
    """Who answered every wave, who was on all the lists, and what the first said of the second, wave by wave."""
    answered = np.logical_and.reduce([wave.answered for wave in waves])
    named = np.logical_and.reduce([wave.named for wave in waves])
    sector = network.people.sector
    return answered, named, [answers_of(wave, answered, named, sector, threshold)[0] for wave in waves]


def answers_of(wave: Measurement, rows: Bools, columns: Bools, sector: Ints, threshold: int) -> tuple[Answers, Ints]:
    """What the people in ``rows`` said in a wave of those in ``columns``, and which people these are."""
    keep = np.flatnonzero(rows | columns)
    said = wave.state.only(rows, columns).strength[np.ix_(keep, keep)]
    return Answers(State(said), rows[keep], sector[keep], threshold), keep


def _figures(answers: Answers, answered: Ratio) -> Figures:
    found, across = answers.lines, _across_cells(answers)
    return Figures(
        people=answered.part,
        roster=answered.whole,
        density=density(found),
        degree=average_degree(found, answers.rows),
        across=Ratio(int(across.part.sum()), int(across.whole.sum())),
        e_i=e_i_index(found, answers.sector),
        distances=distances(answers.paths, answers.sector),
    )


def _stated(answers: Answers) -> Stated:
    given = answers.lines.known.sum(axis=1)
    return Stated(int(given.sum()), int(np.count_nonzero(given)))


def _across_cells(answers: Answers) -> Cells:
    """Density of what lies between two sectors."""
    found, apart = answers.lines, answers.sector[:, None] != answers.sector
    return Cells((found.known & apart).astype(float), (found.observed & apart).astype(float))


TESTED: dict[Headline, Callable[[Answers], Cells]] = {
    Headline.DENSITY: lambda answers: density_cells(answers.lines),
    Headline.DEGREE: lambda answers: degree_cells(answers.lines, answers.rows),
    Headline.CROSS_SECTOR: lambda answers: cross_sector_cells(answers.lines, answers.sector),
}


def _interval(
    panel: Sequence[Answers], people: int, cells: Callable[[Answers], Cells] | None
) -> tuple[float, float] | None:
    if cells is None or len(panel) < 2:
        return None
    first, second = map(cells, panel)
    return change(first, second, people, SEED).interval


def _matrix(answers: Answers, sector: Ints, kinds: Sequence[int]) -> SectorMatrix:
    return sector_matrix(answers.lines, np.searchsorted(np.array(kinds, dtype=np.int64), sector), len(kinds))
