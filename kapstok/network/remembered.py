"""The figures at many moments, kept: only those are made again at which something else is known.

A new meeting costs one moment. What is stated or changed at an earlier date costs the moments at which it says
anything else about lines, and no others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from typing import Protocol, TypeVar

import numpy as np

from kapstok.network.brokers import choose_pivots, estimated_betweenness
from kapstok.network.graph import Floats, Ints, Mode, Statements
from kapstok.network.overlap import Stability
from kapstok.network.replay import Episodes, episodes, figures_at, stability_over_time
from kapstok.network.snapshot import Snapshot
from kapstok.ties.rules import SHORT_LINE

T = TypeVar("T")


class Keeper(Protocol):
    """Keeps results by key, as many as it likes. Shared between threads it must be safe among them."""

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The result under ``key``; ``make`` makes it when it is not there."""


@dataclass(frozen=True, eq=False)
class OverTime:
    """The figures at each moment, what became of the lines from each to the next, and the trend of who connects.

    ``betweenness``: moments × people, estimated from the same pivots throughout, so that no broker is named from it.
    """

    moments: list[Snapshot]
    stability: list[Stability]
    betweenness: Floats


def figures_over_time(
    statements: Statements,
    sector: Ints,
    sectors: int,
    at: Sequence[dt.datetime],
    kept: Keeper,
    threshold: int = SHORT_LINE,
    mode: Mode = "directed",
    seed: int = 1,
) -> OverTime:
    """All figures at the moments ``at`` (aware, rising) of people of these ``sectors`` sectors.

    ``seed`` chooses the pivots. A moment in ``kept`` is a few numbers, and eight bytes a person.
    """
    story = episodes(statements, len(sector), at, threshold, mode)
    pivots = choose_pivots(story.people, seed)
    found = [
        kept.get(digest, partial(_moment, story, i, sector, sectors, pivots))
        for i, digest in enumerate(_digests(story, sector, sectors, pivots))
    ]
    between = np.array([trend for _, trend in found]).reshape(story.moments, story.people)
    return OverTime([figures for figures, _ in found], stability_over_time(story), between)


def _moment(story: Episodes, i: int, sector: Ints, sectors: int, pivots: Ints) -> tuple[Snapshot, Floats]:
    trend = estimated_betweenness(*story.arcs_at(i), story.people, pivots, story.directed)
    return figures_at(story, i, sector, sectors), trend


def _digests(story: Episodes, sector: Ints, sectors: int, pivots: Ints) -> Iterator[bytes]:
    """Of what is known of lines at each moment, and of all else that its figures depend on."""
    same = blake2b(digest_size=16)
    for part in (np.array([story.people, sectors, story.directed]), sector, pivots):
        same.update(np.asarray(part, dtype=np.int64).tobytes())
    told = (2 * (story.a * story.people + story.b) + story.value).astype(np.min_scalar_type(2 * story.people**2 + 1))
    for i in range(story.moments):
        digest = same.copy()
        digest.update(told[story.under_way(i)].tobytes())
        yield digest.digest()
