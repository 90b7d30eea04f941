"""All moments in one pass must say what each moment says on its own."""

import dataclasses
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapstok.network.graph import lines, state_at
from kapstok.network.measures import Ratio
from kapstok.network.overlap import Stability, stability
from kapstok.network.replay import episodes, half_known, moments, stability_over_time
from kapstok.network.snapshot import snapshot, when_gone
from tests.unit.network.builders import day, lines_of, said

MODES = ("directed", "confirmed", "any")


def story_of(story):
    """Episodes as plain rows: from, to, value, first moment, moment after the last."""
    return np.column_stack([story.a, story.b, story.value, story.first, story.until]).tolist()


def as_plain(found):
    plain = {field.name: getattr(found, field.name) for field in dataclasses.fields(found)}
    matrix = plain.pop("matrix")
    return plain, matrix.lines.tolist(), matrix.observed.tolist()


def test_a_line_that_comes_and_goes():
    statements = said((0, 1, 3, 0), (0, 1, 4, 10), (0, 1, 1, 20), (0, 1, -1, 30))
    story = episodes(statements, 2, [day(d) for d in (-5, 5, 15, 25, 35)])
    # Said again with another strength it is still the same line.
    assert story_of(story) == [[0, 1, 1, 1, 3], [0, 1, 0, 3, 4]]


def test_a_line_grows_old():
    story = episodes(said((0, 1, 3, 0)), 2, [day(d) for d in (0, 730, 731)])  # 731 days is just over 24 months
    assert story_of(story) == [[0, 1, 1, 0, 2]]


def test_two_sides_make_one_story():
    statements = said((0, 1, 3, 0), (1, 0, 2, 10), (0, 1, 0, 20))
    times = [day(d) for d in (0, 10, 20)]
    assert story_of(episodes(statements, 2, times, mode="confirmed")) == [[0, 1, 1, 1, 2], [0, 1, 0, 2, 3]]
    assert story_of(episodes(statements, 2, times, mode="any")) == [[0, 1, 1, 0, 3]]
    assert story_of(half_known(statements, 2, times)) == [[0, 1, 1, 0, 1]]


@st.composite
def histories(draw):
    n = draw(st.integers(0, 6))
    one = st.integers(0, max(n - 1, 0))
    row = st.tuples(one, one, st.integers(-1, 4), st.integers(0, 1500))
    rows = draw(st.lists(row, max_size=40)) if n else []
    times = sorted(draw(st.lists(st.integers(-10, 1600), max_size=5)))
    told = said(*rows)
    told = dataclasses.replace(told, source=(np.arange(len(told)) % 2).astype(np.int8))
    return n, told, [day(d) for d in times], np.arange(n) % 3


@pytest.mark.parametrize("mode", MODES)
@given(history=histories(), threshold=st.integers(1, 4), source=st.sampled_from([("wave",), ("wave", "pulse")]))
@settings(max_examples=120, deadline=None)
def test_equal_to_each_moment_on_its_own(mode, history, threshold, source):
    n, statements, times, sector = history
    statements = statements.from_sources(source)
    story = episodes(statements, n, times, threshold, mode)
    alone = [lines(state_at(statements, n, at), threshold, mode) for at in times]
    for found, one in zip(moments(story, sector, 3), alone, strict=True):
        assert as_plain(found) == as_plain(snapshot(one, sector, 3))
    assert stability_over_time(story) == [stability(one, other) for one, other in pairwise(alone)]


def test_what_became_of_lines():
    # Of three people's six ordered pairs: one line stays, one comes, one goes; one answer is new and one grows old.
    statements = said(
        (0, 1, 3, 0), (0, 2, 0, 0), (1, 0, 2, 0), (2, 0, 3, -720), (0, 2, 2, 20), (1, 0, 1, 20), (1, 2, 3, 20)
    )
    story = episodes(statements, 3, [day(5), day(25)])
    assert stability_over_time(story) == [Stability(kept=1, formed=1, lost=1, unknown=3)]


def test_when_the_one_in_the_middle_stops():
    import networkx as nx

    star, sector = lines_of(nx.star_graph(3)), np.array([0, 0, 1, 1])
    now, without = when_gone(star, sector, 2, taken=[0])
    assert (now.components, without.components) == (1, 3)
    assert (now.distances.short_lines, without.distances.short_lines) == (Ratio(8, 8), Ratio(0, 4))
