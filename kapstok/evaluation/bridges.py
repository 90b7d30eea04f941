"""What holds a network together at its last measurement: who bridges, which groups there are, who can be missed. Pure.

Lines are walked when at least one of the two states them. People bridge under their pseudonym, and only who may be
seen as a person; the borgingstest says of nobody which pseudonym was taken out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kapstok.disclosure import SMALL_INSIDE, SMALLEST_DENOMINATOR, suppressed
from kapstok.evaluation.coarse import as_seen, drawn_alone
from kapstok.evaluation.headlines import SEED, answers_of
from kapstok.evaluation.parts import Part, of_people
from kapstok.evaluation.rules import Allowance, what_answers_allow
from kapstok.network.brokers import betweenness, constraint
from kapstok.network.graph import Floats, Ints, Lines
from kapstok.network.groups import communities, components, core_numbers, isolates
from kapstok.network.measured import Measurement, Network
from kapstok.network.measures import Ratio
from kapstok.network.paths import Distances
from kapstok.network.snapshot import when_gone, without_each

MOST = 5  # people that are shown as bridging
STOPPED = 3  # of them, how many are taken out one by one
FEWEST = SMALLEST_DENOMINATOR  # of fewer people nobody's place among the others is told


@dataclass(frozen=True)
class Bridge:
    """A person who joins others. ``sector`` and ``function`` are indexes (NA: none), merged as on every page.

    ``between``: the share of all pairs of others whose shortest paths run through them; ``constraint`` is Burt's.
    """

    label: str
    sector: int
    function: int
    between: float
    constraint: float


@dataclass(frozen=True)
class Left:
    """The distances among those who are left when somebody stops.

    ``bridge`` 0: the projectleider; 1, 2, …: the person through whom most shortest paths run, the next, and so on.
    """

    bridge: int
    distances: Distances


@dataclass(frozen=True)
class Together:
    """Who belong together. ``sizes``: people per group, the largest first, groups of under five as one (``small``).

    None is a number that would be about recognisable people. ``modularity`` tells how far groups explain the lines;
    ``core`` of the people have ``core_lines`` lines or more among themselves; ``joined`` can all reach one another.
    """

    groups: int
    sizes: tuple[int | None, ...]
    small: int | None
    modularity: float | None
    core: Part
    core_lines: int
    joined: Part
    isolates: Part


@dataclass(frozen=True)
class Held:
    """What holds the network of one measurement together; None and empty where the answers do not carry it.

    ``response``: who answered; ``people``: they and who they were asked about. ``now``: the distances with everybody
    there; ``left``: when somebody stops, one at a time. ``leader``: whether the projectleider is one of the people.
    """

    wave: Measurement
    threshold: int
    allowed: Allowance
    response: Ratio
    people: int
    bridges: tuple[Bridge, ...]
    together: Together | None
    now: Distances | None
    left: tuple[Left, ...]
    leader: bool


def held(network: Network, wave: Measurement, threshold: int, leaders: frozenset[int]) -> Held:
    """``leaders``: the person ids of the project's projectleiders. Who is not in view is not taken out by name."""
    said, keep = answers_of(wave, wave.answered, wave.named, network.people.sector, threshold)
    allowed = what_answers_allow([wave.response], wave.response.part)
    is_leader = np.isin(network.people.ids, list(leaders)) & network.on_map
    at = np.flatnonzero(is_leader[keep])
    if not allowed.paths or len(keep) < FEWEST:
        return Held(wave, threshold, allowed, wave.response, len(keep), (), None, None, (), bool(len(at)))
    lines = said.paths
    between = betweenness(lines)
    now, left = _left(lines, said.sector, len(network.sectors.names), between, at)
    bridges = _bridges(network, keep, between, constraint(lines))
    together = _together(lines)
    return Held(wave, threshold, allowed, wave.response, len(keep), bridges, together, now, left, bool(len(at)))


def _bridges(network: Network, keep: Ints, between: Floats, constraint: Floats) -> tuple[Bridge, ...]:
    people, alone = as_seen(network), drawn_alone(network)[keep]
    order = [place for place in np.argsort(-between, kind="stable").tolist() if alone[place] and between[place] > 0]
    return tuple(
        Bridge(
            label=people.labels[keep[place]],
            sector=int(people.sector[keep[place]]),
            function=int(people.function[keep[place]]),
            between=float(between[place]),
            constraint=float(constraint[place]),
        )
        for place in order[:MOST]
    )


def _left(
    lines: Lines, sector: Ints, sectors: int, between: Floats, leaders: Ints
) -> tuple[Distances, tuple[Left, ...]]:
    order = [place for place in np.argsort(-between, kind="stable").tolist() if between[place] > 0]
    stopping = [place for place in order if place not in leaders.tolist()][:STOPPED]
    now, each = without_each(lines, sector, sectors, stopping)
    left = [Left(rank, each[place].distances) for rank, place in enumerate(stopping, 1)]
    if len(leaders):
        _now, without = when_gone(lines, sector, sectors, leaders.tolist())
        left.insert(0, Left(0, without.distances))
    return now.distances, tuple(left)


def _together(lines: Lines) -> Together:
    found = communities(lines, SEED)
    sizes = sorted(np.bincount(found.number).tolist(), reverse=True)
    large = [size for size in sizes if size >= SMALL_INSIDE]
    shown = suppressed(dict(enumerate([*large, sum(sizes) - sum(large)])))
    people = int(np.count_nonzero(lines.observed.any(axis=1)))
    core = core_numbers(lines)
    deepest = int(core.max(initial=0))
    return Together(
        groups=len(large),
        sizes=tuple(shown[place] for place in range(len(large))),
        small=shown[len(large)],
        modularity=found.modularity,
        core=of_people(int(np.count_nonzero(core == deepest)), len(lines)),
        core_lines=deepest,
        joined=of_people(int(np.bincount(components(lines)).max(initial=0)), len(lines)),
        isolates=of_people(len(isolates(lines)), people),
    )
