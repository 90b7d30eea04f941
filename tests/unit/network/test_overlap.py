"""Networks laid over one another, counted by hand."""

import networkx as nx
import numpy as np
import pytest

from kapstok.network.graph import NA, Lines, lines
from kapstok.network.measures import Ratio
from kapstok.network.overlap import Multiplexity, Stability, multiplexity, stability
from tests.unit.network.builders import lines_of, lone, nobody, state, strangers


def undirected(people: int, **dyads: list[tuple[int, int]]) -> Lines:
    """Lines without direction from the dyads that are a ``line`` and those that are ``none``; the rest is NA."""
    value = np.full((people, people), NA, dtype=np.int8)
    for known, word in enumerate(("none", "line")):
        for i, j in dyads.get(word, []):
            value[i, j] = value[j, i] = known
    return Lines(value, directed=False)


def test_stability_counts_each_fate():
    first = lines(state([-1, 2, 2, 0], [0, -1, 2, -1], [2, 2, -1, 2], [0, 0, 0, -1]))
    second = lines(state([-1, 2, 0, 2], [0, -1, -1, 2], [2, 2, -1, 2], [0, 0, 0, -1]))
    # Kept 0→1, 2→0, 2→1, 2→3; lost 0→2; formed 0→3; unknown 1→2 (second wave) and 1→3 (first wave).
    found = stability(first, second)
    assert found == Stability(kept=4, formed=1, lost=1, unknown=2)
    assert found.jaccard == 4 / 6


def test_stability_without_direction_counts_each_dyad_once():
    first = undirected(4, line=[(0, 1), (1, 2)], none=[(0, 2), (0, 3)])
    second = undirected(4, line=[(0, 1), (0, 2)], none=[(1, 2), (1, 3)])
    # Kept 0–1, formed 0–2, lost 1–2; unknown 0–3 (second moment), 1–3 (first), 2–3 (both).
    assert stability(first, second) == Stability(kept=1, formed=1, lost=1, unknown=3)


@pytest.mark.parametrize("case", [nobody, lone, strangers])
def test_stability_of_small_cases(case):
    assert stability(case(), case()) == Stability(0, 0, 0, 0)
    assert stability(case(), case()).jaccard is None


def test_stability_where_nothing_is_known():
    found = stability(undirected(3), lines_of(nx.complete_graph(3)))
    assert (found, found.jaccard) == (Stability(0, 0, 0, unknown=3), None)


def test_stability_needs_the_same_kind_of_lines():
    with pytest.raises(ValueError):
        stability(strangers(directed=True), strangers(directed=False))


def test_multiplexity_counts_dyads_of_which_every_kind_is_observed():
    stated = undirected(4, line=[(0, 1), (0, 2), (1, 2), (2, 3)], none=[(0, 3), (1, 3)])
    met = undirected(4, line=[(0, 1), (0, 3)], none=[(0, 2), (1, 3), (2, 3)])
    referred = undirected(4, line=[(0, 1), (2, 3)], none=[(0, 2), (0, 3), (1, 3)])
    # Three kinds in 0–1, two in 2–3; one in 0–2 and 0–3; none in 1–3. Of 1–2 only the stated line is known.
    found = multiplexity([stated, met, referred])
    assert found == Multiplexity(multiple=2, single=2, unknown=1)
    assert found.share == Ratio(2, 4)


def test_two_known_kinds_and_an_unknown_third_stay_out_as_one_and_an_unknown_do():
    # Counting only the dyads that are decided would make every counted dyad a multiple one.
    one, other, nothing = (
        undirected(3, line=[(0, 1), (1, 2)]),
        undirected(3, line=[(0, 1)], none=[(1, 2)]),
        undirected(3),
    )
    assert multiplexity([one, other, nothing]) == Multiplexity(multiple=0, single=0, unknown=2)
    assert multiplexity([one, other]) == Multiplexity(multiple=1, single=1, unknown=0)


def test_multiplexity_of_small_cases():
    assert multiplexity([]) == Multiplexity(0, 0, 0)
    for case in (nobody, lone, strangers):
        found = multiplexity([case(directed=False)] * 2)
        assert (found, found.share.value) == (Multiplexity(0, 0, 0), None)
    assert multiplexity([undirected(3)] * 2) == Multiplexity(0, 0, 0)


def test_kinds_of_tie_have_no_direction():
    with pytest.raises(ValueError):
        multiplexity([strangers(directed=False), strangers(directed=True)])
