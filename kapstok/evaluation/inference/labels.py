"""Do sectors matter for who has a line with whom? Tested by giving people one another's sector."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from kapstok.evaluation.inference.chance import Tick, in_steps, probability, quietly, shuffles
from kapstok.evaluation.paired import holm
from kapstok.network.graph import Bools, Floats, Ints, Lines

Numbers = Ints | Floats


@dataclass(frozen=True)
class Seen:
    """A number beside what it is on average when sectors are shuffled, and the chance of one as far from that.

    ``p`` is None where shuffling never changes it.
    """

    value: float
    expected: float
    p: float | None


@dataclass(frozen=True)
class Waves:
    """The same number in the first wave, in the last, and their difference."""

    first: Seen
    last: Seen
    change: Seen


@dataclass(frozen=True)
class Mixing:
    """Lines between two sectors (indexes, the lower first), or within one; p is Holm's over all pairs of sectors."""

    one: int
    other: int
    lines: Waves


@dataclass(frozen=True)
class Labelled:
    """``e_i`` is None where one of the waves has no lines."""

    e_i: Waves | None
    mixing: tuple[Mixing, ...]


def by_labels(
    first: Lines,
    last: Lines,
    sector: Ints,
    merged: Ints,
    answered: Bools,
    seed: int,
    tick: Tick = quietly,
) -> Labelled:
    """The E-I index and the lines between each two sectors, against 2,000 networks in which sectors are shuffled.

    Krackhardt & Stern 1988; Hubert & Schultz 1976. The same shuffle serves both waves, so that the change has a
    distribution too. Who answered gets the sector of somebody who answered, and who did not that of somebody who did
    not: otherwise a sector that answers more would seem to have more lines. Lines are those with direction; between two
    sectors both directions count together. The index is of each ``sector``, the lines of the ``merged`` ones.
    """
    kinds = int(merged.max(initial=-1)) + 1
    counted = [
        [_counted(wave, orders, sector, merged, kinds) for wave in (first, last)]
        for orders in _orders(answered, seed, tick)
    ]
    across = [np.concatenate([waves[k][0] for waves in counted]) for k in (0, 1)]
    between = [np.concatenate([waves[k][1] for waves in counted]) for k in (0, 1)]
    totals = [int(np.count_nonzero(wave.known)) for wave in (first, last)]
    indexes = [(2 * counts - total) / max(total, 1) for counts, total in zip(across, totals, strict=True)]
    return Labelled(
        e_i=_waves(indexes[0], indexes[1]) if all(totals) else None,
        mixing=tuple(_mixing(between[0], between[1], kinds, np.unique(merged))),
    )


def _orders(answered: Bools, seed: int, tick: Tick) -> Iterator[Ints]:
    """The people as they are, and then in all the orders that are drawn."""
    rng = np.random.default_rng(seed)
    yield np.arange(len(answered))[None, :]
    for size in in_steps(tick):
        yield shuffles(rng, answered.astype(int), size)


def _counted(wave: Lines, orders: Ints, sector: Ints, merged: Ints, kinds: int) -> tuple[Ints, Ints]:
    """Of each order: lines across sectors, and (× kinds²) lines between each two merged ones."""
    start, end = wave.arcs()
    across = np.count_nonzero(sector[orders][:, start] != sector[orders][:, end], axis=1)
    return across, _between(merged[orders], start, end, kinds)


def _between(sector: Ints, start: Ints, end: Ints, kinds: int) -> Ints:
    """draws × kinds²: lines from a sector to another (place one · kinds + other, the lower first), in each draw."""
    a, b = sector[:, start], sector[:, end]
    draws = len(sector)
    place = np.minimum(a, b) * kinds + np.maximum(a, b) + np.arange(draws)[:, None] * kinds**2
    return np.bincount(place.ravel(), minlength=draws * kinds**2).reshape(draws, kinds**2)


def _mixing(first: Ints, last: Ints, kinds: int, there: Ints) -> list[Mixing]:
    pairs = [(one, other) for one in there.tolist() for other in there.tolist() if one <= other]
    found = [_waves(*(counts[:, one * kinds + other] for counts in (first, last))) for one, other in pairs]
    corrected = [_together([getattr(each, name) for each in found]) for name in ("first", "last", "change")]
    return [Mixing(one, other, Waves(*seens)) for (one, other), *seens in zip(pairs, *corrected, strict=True)]


def _waves(first: Numbers, last: Numbers) -> Waves:
    """Of each wave, and of what changed: first what was seen, then what was drawn."""
    return Waves(_seen(first), _seen(last), _seen(last - first))


def _seen(numbers: Numbers) -> Seen:
    value, drawn = float(numbers[0]), numbers[1:]
    return Seen(value, float(drawn.mean()), probability(value, drawn))


def _together(seens: Sequence[Seen]) -> list[Seen]:
    """The same, with the probabilities corrected for being looked at together."""
    tested = [k for k, seen in enumerate(seens) if seen.p is not None]
    raised = dict(zip(tested, holm([seens[k].p or 0.0 for k in tested]), strict=True))
    return [Seen(seen.value, seen.expected, raised.get(k)) for k, seen in enumerate(seens)]
