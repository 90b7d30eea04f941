"""Do sectors matter for who has a line with whom? Tested by giving people one another's sector."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kapstok.evaluation.inference.chance import DRAWS, Tick, in_steps, probability, quietly, shuffles
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
    first: Lines, last: Lines, sector: Ints, answered: Bools, seed: int, tick: Tick = quietly, draws: int = DRAWS
) -> Labelled:
    """The E-I index and the lines between each two sectors, against 2,000 networks in which sectors are shuffled.

    Krackhardt & Stern 1988; Hubert & Schultz 1976. The same shuffle serves both waves, so that the change has a
    distribution too. Who answered gets the sector of somebody who answered, and who did not that of somebody who did
    not: otherwise a sector that answers more would seem to have more lines. Lines are those with direction; between two
    sectors both directions count together.
    """
    rng = np.random.default_rng(seed)
    kinds = int(sector.max(initial=-1)) + 1
    seen = [_between(wave, sector[None, :], kinds)[0] for wave in (first, last)]
    drawn: list[list[Ints]] = [[], []]
    for size in in_steps(tick):
        shuffled = sector[shuffles(rng, answered.astype(int), size)]
        for wave, made in zip((first, last), drawn, strict=True):
            made.append(_between(wave, shuffled, kinds))
    then, now = (np.concatenate(made) for made in drawn)
    inside = np.eye(kinds, dtype=bool).ravel()
    has_lines = all(counts.sum() for counts in seen)
    return Labelled(
        e_i=_waves(*(_e_i(counts, inside) for counts in (*seen, then, now))) if has_lines else None,
        mixing=tuple(_mixing(seen, then, now, np.unique(sector))),
    )


def _between(wave: Lines, sector: Ints, kinds: int) -> Ints:
    """draws × kinds²: lines from a sector to another (place one · kinds + other, the lower first), in each draw."""
    start, end = wave.arcs()
    a, b = sector[:, start], sector[:, end]
    draws = len(sector)
    place = np.minimum(a, b) * kinds + np.maximum(a, b) + np.arange(draws)[:, None] * kinds**2
    return np.bincount(place.ravel(), minlength=draws * kinds**2).reshape(draws, kinds**2)


def _e_i(counts: Ints, inside: Bools) -> Floats:
    internal, total = counts[..., inside].sum(axis=-1), counts.sum(axis=-1)
    return np.asarray((total - 2 * internal) / total)


def _mixing(seen: Sequence[Ints], then: Ints, now: Ints, there: Ints) -> list[Mixing]:
    kinds = int(np.sqrt(len(seen[0])))
    pairs = [(one, other) for one in there.tolist() for other in there.tolist() if one <= other]
    places = [one * kinds + other for one, other in pairs]
    found = [_waves(*(counts[..., place] for counts in (*seen, then, now))) for place in places]
    corrected = [
        _together([getattr(each, name) for each in found]) if found else [] for name in ("first", "last", "change")
    ]
    return [Mixing(one, other, Waves(*seens)) for (one, other), *seens in zip(pairs, *corrected, strict=True)]


def _waves(first: Numbers, last: Numbers, then: Numbers, now: Numbers) -> Waves:
    return Waves(_seen(first, then), _seen(last, now), _seen(last - first, now - then))


def _seen(value: Numbers, drawn: Numbers) -> Seen:
    return Seen(float(value), float(drawn.mean()), probability(float(value), drawn))


def _together(seens: Sequence[Seen]) -> list[Seen]:
    """The same, with the probabilities corrected for being looked at together."""
    tested = [k for k, seen in enumerate(seens) if seen.p is not None]
    raised = dict(zip(tested, holm([seens[k].p or 0.0 for k in tested]), strict=True))
    return [Seen(seen.value, seen.expected, raised.get(k)) for k, seen in enumerate(seens)]
