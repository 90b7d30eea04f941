"""The figures at many moments, kept: paths are walked again only where the lines they run along changed.

A new meeting costs one walk. What is stated or changed at an earlier date costs the walks of the moments at which it
makes other lines, and of no others.
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
from kapstok.network.replay import Episodes, Walked, episodes, moments, stability_over_time, walk
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

    ``seed`` chooses the pivots. One result in ``kept`` is a few numbers, and eight bytes a person.
    """
    story = episodes(statements, len(sector), at, threshold, mode)
    pivots = choose_pivots(story.people, seed)
    found = [
        kept.get(digest, partial(_walk, story, moment, sector, pivots))
        for moment, digest in enumerate(_digests(story, sector, pivots))
    ]
    between = np.array([trend for _, trend in found]).reshape(story.moments, story.people)
    walked = [one for one, _ in found]
    return OverTime(moments(story, sector, sectors, walked), stability_over_time(story), between)


def _walk(story: Episodes, moment: int, sector: Ints, pivots: Ints) -> tuple[Walked, Floats]:
    start, end = story.arcs_at(moment)
    return walk(start, end, sector), estimated_betweenness(start, end, story.people, pivots, story.directed)


def _digests(story: Episodes, sector: Ints, pivots: Ints) -> Iterator[bytes]:
    """Of each moment's lines, and of all else that a walk depends on."""
    same = blake2b(digest_size=16)
    for part in (np.array([story.people, story.directed]), sector, pivots):
        same.update(np.asarray(part, dtype=np.int64).tobytes())
    pair = (story.a * story.people + story.b).astype(np.min_scalar_type(max(story.people, 1) ** 2))
    for i in range(story.moments):
        digest = same.copy()
        digest.update(pair[story.lines_at(i)].tobytes())
        yield digest.digest()
