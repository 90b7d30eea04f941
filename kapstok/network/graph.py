"""The network as plain values: people, what they said, the state at a moment, and the lines in it.

NA is never 0: who was not asked, or did not answer, has said nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from kapstok.ties.rules import SHORT_LINE

if TYPE_CHECKING:
    import igraph
    import networkx

NA = -1
YEARS_FRESH = 2

Mode = Literal["directed", "confirmed", "any"]
Ints = NDArray[np.integer[Any]]
Tri = NDArray[np.int8]
Bools = NDArray[np.bool_]
Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class People:
    """A frozen roster of n people; all arrays have length n and hold indexes into the tuples of names.

    ``organisation`` and ``function`` are NA for who has none; ``sector`` is always given.
    ``labels`` are what a reader may see: names or pseudonyms, the caller decides.
    """

    ids: Ints
    sector: Ints
    organisation: Ints
    function: Ints
    labels: tuple[str, ...]
    sectors: tuple[str, ...]
    organisations: tuple[str, ...]
    functions: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.ids)

    def without(self, taken: Collection[int]) -> People:
        """The others, in the same order, when the people at these indexes are taken out."""
        return self.only(np.delete(np.arange(len(self)), list(taken)))

    def only(self, chosen: Ints) -> People:
        """The people at these indexes, in the order given."""
        return People(
            self.ids[chosen],
            self.sector[chosen],
            self.organisation[chosen],
            self.function[chosen],
            tuple(self.labels[i] for i in chosen),
            self.sectors,
            self.organisations,
            self.functions,
        )


@dataclass(frozen=True, eq=False)
class Statements:
    """What people said of one another, in order of time. Build it with ``Statements.of``, which sorts.

    ``respondent`` and ``named`` are indexes of people, ``strength`` is 0…4 or NA, ``said_at`` is in seconds since
    1970 (UTC), ``source`` is an index into ``sources``.
    """

    respondent: Ints
    named: Ints
    strength: Tri
    said_at: Ints
    source: Ints
    sources: tuple[str, ...]

    @classmethod
    def of(
        cls,
        respondent: Sequence[int] | Ints,
        named: Sequence[int] | Ints,
        strength: Sequence[int] | Ints,
        said_at: Sequence[int] | Ints,
        source: Sequence[int] | Ints,
        sources: tuple[str, ...],
    ) -> Statements:
        """Sort by time; of two statements in the same second the one given later counts as later."""
        order = np.argsort(np.asarray(said_at, dtype=np.int64), kind="stable")
        return cls(
            np.asarray(respondent, dtype=np.int32)[order],
            np.asarray(named, dtype=np.int32)[order],
            np.asarray(strength, dtype=np.int8)[order],
            np.asarray(said_at, dtype=np.int64)[order],
            np.asarray(source, dtype=np.int8)[order],
            sources,
        )

    def __len__(self) -> int:
        return len(self.respondent)

    def where(self, keep: Bools) -> Statements:
        """The statements for which ``keep`` is true, still in order of time."""
        return Statements(
            self.respondent[keep],
            self.named[keep],
            self.strength[keep],
            self.said_at[keep],
            self.source[keep],
            self.sources,
        )

    def from_sources(self, names: Collection[str]) -> Statements:
        """Only what came from these sources: they are never mixed silently."""
        codes = [code for code, name in enumerate(self.sources) if name in names]
        return self.where(np.isin(self.source, codes))


@dataclass(frozen=True, eq=False)
class State:
    """Everyone's latest statement about everyone: ``strength[i, j]`` is what i said of j (0…4), or NA."""

    strength: Tri

    def only(self, rows: Bools, columns: Bools | None = None) -> State:
        """Keep what the people in ``rows`` said about the people in ``columns`` (default: all); the rest is NA."""
        wanted = rows[:, None] & (np.ones(len(rows), dtype=bool) if columns is None else columns)[None, :]
        return State(np.where(wanted, self.strength, np.int8(NA)))


@dataclass(frozen=True, eq=False)
class Lines:
    """Which lines there are: ``value[i, j]`` is 1 (a line), 0 (none) or NA (not known). The diagonal is NA.

    Undirected lines (``directed`` is false) fill both ``[i, j]`` and ``[j, i]``.
    """

    value: Tri
    directed: bool

    def __len__(self) -> int:
        return len(self.value)

    @property
    def known(self) -> Bools:
        """n × n: true where a line is known to be."""
        return self.value == 1

    @property
    def observed(self) -> Bools:
        """n × n: true where it is known whether there is a line."""
        return self.value != NA

    def count(self, cells: Bools) -> int:
        """How many dyads the true cells are: ordered pairs, or unordered ones when lines have no direction."""
        return int(np.count_nonzero(cells)) // (1 if self.directed else 2)

    def arcs(self) -> tuple[Ints, Ints]:
        """From and to of every known line, in both directions when lines have none."""
        start, end = np.nonzero(self.known)
        return start, end

    def pairs(self) -> list[tuple[int, int]]:
        """Every known line once; without direction the lower index comes first."""
        cells = self.known if self.directed else np.triu(self.known)
        start, end = np.nonzero(cells)
        return list(zip(start.tolist(), end.tolist(), strict=True))

    def without(self, taken: Collection[int]) -> Lines:
        """The lines among the others when the people at these indexes are taken out."""
        keep = np.delete(np.arange(len(self)), list(taken))
        return Lines(self.value[np.ix_(keep, keep)], self.directed)


def seconds(moment: dt.datetime) -> int:
    """An aware moment in whole seconds since 1970, as ``Statements.said_at`` counts them."""
    return int(moment.timestamp())


def fresh_since(moment: dt.datetime) -> dt.datetime:
    """The same day and time 24 months earlier: what was said before that is too old to count at ``moment``."""
    year = moment.year - YEARS_FRESH
    leap_day = (moment.month, moment.day) == (2, 29)
    return moment.replace(year=year, day=28) if leap_day else moment.replace(year=year)


def state_at(statements: Statements, people: int, moment: dt.datetime) -> State:
    """Each ordered pair's last statement at or before ``moment``; NA where there is none, or it is over 24 months old.

    A last statement that is itself NA ("weet ik niet") makes the pair NA again.
    """
    until = np.searchsorted(statements.said_at, seconds(moment), side="right")
    since = np.searchsorted(statements.said_at, seconds(fresh_since(moment)), side="left")
    strength = np.full((people, people), NA, dtype=np.int8)
    # A repeated index keeps the last value given, and the statements are in order of time.
    strength[statements.respondent[since:until], statements.named[since:until]] = statements.strength[since:until]
    np.fill_diagonal(strength, NA)
    return State(strength)


def lines(state: State, threshold: int = SHORT_LINE, mode: Mode = "directed") -> Lines:
    """The lines of strength ``threshold`` or more, read in one of three ways.

    ``directed``: what i said of j. ``confirmed``: 1 when both say so, 0 when either is known to say less, else NA.
    ``any``: 1 when either is known to say so, 0 only when both are known to say less, else NA.
    """
    said = np.where(state.strength == NA, NA, state.strength >= threshold).astype(np.int8)
    if mode == "directed":
        return Lines(said, directed=True)
    return Lines(agree(said, said.T, mode), directed=False)


def agree(one: Tri, other: Tri, mode: Mode) -> Tri:
    """Two sides' 1, 0 or NA about the same line made into one, for ``confirmed`` and ``any`` (see ``lines``)."""
    weighs, needs_both = (0, 1) if mode == "confirmed" else (1, 0)
    either = (one == weighs) | (other == weighs)
    both = (one == needs_both) & (other == needs_both)
    return np.where(either, weighs, np.where(both, needs_both, NA)).astype(np.int8)


def as_igraph(lines: Lines) -> igraph.Graph:
    """The known lines as an igraph graph; vertices are the people's indexes."""
    import igraph

    return igraph.Graph(n=len(lines), edges=lines.pairs(), directed=lines.directed)


def as_networkx(lines: Lines, people: People) -> networkx.Graph:
    """The known lines as a networkx graph for exports; nodes are indexes with label, sector, organisation, function.

    What a person lacks (no organisation) is the empty string, since GraphML has no null.
    """
    import networkx

    graph = networkx.DiGraph() if lines.directed else networkx.Graph()
    for i, label in enumerate(people.labels):
        graph.add_node(
            i,
            label=label,
            sector=people.sectors[people.sector[i]],
            organisation="" if people.organisation[i] == NA else people.organisations[people.organisation[i]],
            function="" if people.function[i] == NA else people.functions[people.function[i]],
        )
    graph.add_edges_from(lines.pairs())
    return graph
