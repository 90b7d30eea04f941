"""What it is worth that two guests meet: from what the network knows of them, and what the projectleider looks for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from kapstok.network.graph import NA, Bools, Ints, Tri
from kapstok.planner.instance import Pair
from kapstok.ties.rules import SHORT_LINE

BY_NAME = 1  # the strength of knowing somebody by name only
HIGHEST = 10  # the last position of a slider
FAR = 4  # steps; what is farther, or has no path, counts as this

Matrix = list[list[int]]


@dataclass(frozen=True)
class Sliders:
    """Points for a pair that meets, per thing that holds for it.

    ``strangers`` or ``known_by_name``: one of both. On top of it: ``sector`` when their sectors differ, ``need`` when
    their organisations refer to each other and have few lines, ``bridge`` when strangers are far apart.
    """

    sector: int = 4
    need: int = 6
    bridge: int = 4
    strangers: int = 4
    known_by_name: int = 2

    @classmethod
    def at(cls, sector: int, need: int, strengthen: int, bridge: int) -> Sliders:
        """As the page has them, each from 0 to 10; ``strengthen`` is *nieuw ↔ versterken*.

        At 0 strangers are worth 4 and who know each other by name 2; at 10 it is 0 and 6. The sum stays 6, and from
        3 on strengthening is worth more.
        """
        moved = (cls.strangers * strengthen + HIGHEST // 2) // HIGHEST
        return cls(sector, need, bridge, cls.strangers - moved, cls.known_by_name + moved)


@dataclass(frozen=True, eq=False)
class Acquaintance:
    """What the network knows of n guests; all n × n and symmetric.

    ``strength``: the most that either said of the other, or NA where neither said anything. ``steps``: lines on the
    shortest path through everybody, 4 for more or none, and NA where one of both is not in the picture: nothing was
    said by them, nor about them. ``between``: acquaintances whom both share.
    """

    strength: Ints
    steps: Ints
    between: Ints

    def __len__(self) -> int:
        return len(self.strength)

    @property
    def known_share(self) -> float | None:
        """The share of all pairs of whom at least one said whether they know each other; None below two guests."""
        pairs = np.triu_indices(len(self), k=1)
        return float(np.mean(self.strength[pairs] != NA)) if len(self) > 1 else None


@dataclass(frozen=True)
class Counts:
    """How many people somebody would meet, or meets, of each kind of ``Traits``."""

    new: int = 0
    by_name: int = 0
    across: int = 0
    needed: int = 0


@dataclass(frozen=True, eq=False)
class Traits:
    """What holds for each pair of n guests, as a reader would count it; all n × n and symmetric.

    ``new``: they do not know each other, as far as is known. ``by_name``: they do by name only. Of those two kinds:
    ``across``, from different sectors, and ``needed``, of organisations that refer and have few lines.
    """

    new: Bools
    by_name: Bools
    across: Bools
    needed: Bools

    def __len__(self) -> int:
        return len(self.new)

    def count(self, person: int, others: Collection[int]) -> Counts:
        """What ``others`` are to one person."""
        among = list(others)
        kinds = (self.new, self.by_name, self.across, self.needed)
        return Counts(*(int(np.count_nonzero(kind[person, among])) for kind in kinds))


def acquaintance(said: Tri, guests: Sequence[int]) -> Acquaintance:
    """Look the ``guests`` up in the whole network.

    ``said`` (people × people): what each said of each, 0…4 or NA (``network.graph.State.strength``). ``guests``:
    their index in it, NA for who is not in the network. Knowing each other by name is a line here: through somebody
    whom one knows by name one can be introduced.
    """
    known = np.maximum(said, said.T)
    np.fill_diagonal(known, NA)
    places = np.asarray(guests, dtype=np.int64)
    here = places != NA
    rows = known[places[here]]
    lines = (rows >= BY_NAME).astype(np.float32)  # guests × people; float, for its products are quick
    everybody = (known >= BY_NAME).astype(np.float32)
    pictured = (rows != NA).any(axis=1)
    between = lines @ lines.T
    onward = lines @ everybody @ lines.T  # paths of three lines
    steps = np.select([rows[:, places[here]] >= BY_NAME, between > 0, onward > 0], [1, 2, 3], FAR)
    steps = np.where(pictured[:, None] & pictured, steps, NA)
    return Acquaintance(
        strength=_widened(rows[:, places[here]], here, NA),
        steps=_widened(steps, here, NA),
        between=_widened(between.astype(np.int64), here, 0),
    )


def traits(
    known: Acquaintance,
    organisation: Sequence[int],
    sector: Sequence[int],
    needs: Collection[Pair],
    met: Collection[Pair] = (),
) -> Traits:
    """What holds for each pair. ``organisation`` and ``sector`` of each guest, NA for none; ``needs``: the pairs of
    organisations, (low, high), with a need to meet; ``met``: the pairs of guests, by index, who ever shared a table.

    Colleagues are neither new nor known by name, whatever they said. Two of whom nothing was said count as strangers,
    or as known by name when they shared a table.
    """
    home, kind = np.asarray(organisation), np.asarray(sector)
    others = ~_same(home)
    np.fill_diagonal(others, False)
    shared = np.zeros_like(others)
    for one, other in met:
        shared[one, other] = shared[other, one] = True
    shared &= known.strength == NA  # what people say themselves goes first
    new = others & (known.strength < BY_NAME) & ~shared
    by_name = others & (shared | (known.strength >= BY_NAME)) & (known.strength < SHORT_LINE)
    worth = new | by_name
    differ = (kind[:, None] != kind) & (kind[:, None] != NA) & (kind != NA)
    return Traits(new, by_name, worth & differ, worth & _wanted(home, needs))


def pair_values(known: Acquaintance, holds: Traits, sliders: Sliders) -> Matrix:
    """Points of every pair that meets: n × n, symmetric, 0 on the diagonal.

    Strangers at 4 steps or more, or without any path, get all points of ``bridge``, at 3 steps half of them, at 2 with
    a single go-between a quarter, rounded down. Of whom nothing is known how far away they are is not known either:
    no points. Colleagues, and who have a short line, are worth nothing.
    """
    worth = sliders.strangers * holds.new + sliders.known_by_name * holds.by_name
    worth = worth + sliders.sector * holds.across + sliders.need * holds.needed
    one_between = (known.steps == 2) & (known.between == 1)
    far = np.select(
        [known.steps == FAR, known.steps == FAR - 1, one_between],
        [sliders.bridge, sliders.bridge // 2, sliders.bridge // 4],
        0,
    )
    return (worth + far * holds.new).tolist()


def _widened(found: Ints, here: Bools, missing: int) -> Ints:
    """The same among all guests, ``missing`` for who is not in the network, and on the diagonal."""
    whole = np.full((len(here), len(here)), missing, dtype=found.dtype)
    whole[np.ix_(here, here)] = found
    np.fill_diagonal(whole, missing)
    return whole


def _same(home: Ints) -> Bools:
    return (home[:, None] == home) & (home != NA)


def _wanted(home: Ints, needs: Collection[Pair]) -> Bools:
    """n × n: whether the organisations of two guests are one of the pairs."""
    places, number = np.unique(home, return_inverse=True)
    index = {place: k for k, place in enumerate(places.tolist())}
    table = np.zeros((len(places), len(places)), dtype=bool)
    for one, other in needs:
        if one in index and other in index:
            table[index[one], index[other]] = table[index[other], index[one]] = True
    return table[np.ix_(number, number)]
