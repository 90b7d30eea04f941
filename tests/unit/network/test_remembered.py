"""Figures that are kept are the figures made anew, and only what changed is made again."""

import numpy as np
import pytest
from hypothesis import given, settings

from kapstok.evaluation.kept import Kept
from kapstok.network.brokers import betweenness
from kapstok.network.graph import lines, state_at
from kapstok.network.remembered import figures_over_time
from tests.unit.network.builders import day, said
from tests.unit.network.test_replay import MODES, as_plain, histories

WEEKS = [day(7 * week) for week in range(1, 5)]
SECTOR = np.array([0, 0, 1, 1])
STORY = [(0, 1, 3, 0), (1, 2, 3, 8), (2, 3, 3, 15), (3, 0, 3, 22)]


class Counting(dict):
    """Keeps everything, and counts what was made."""

    made = 0

    def get(self, key, make):
        if key not in self:
            self.made += 1
            self[key] = make()
        return self[key]


def made(kept, rows, at=WEEKS, sector=SECTOR, **choice):
    """How many moments were made for these figures."""
    before = kept.made
    figures_over_time(said(*rows), sector, 2, at, kept, **choice)
    return kept.made - before


def test_only_what_changed_is_made_again():
    kept = Counting()
    assert made(kept, STORY[:3], WEEKS[:3]) == 3
    assert made(kept, STORY) == 1  # a new meeting
    assert made(kept, STORY) == 0
    assert made(kept, [*STORY, (0, 1, 4, 9)]) == 0  # stronger, and still the same line
    assert made(kept, [*STORY, (1, 3, 2, 16)]) == 2  # put in at an earlier date: the moments after it
    assert made(kept, [*STORY, (1, 3, 2, 16), (1, 3, -1, 23)]) == 0  # taken back: as it was at the last moment
    assert made(kept, [*STORY, (1, 3, 0, 23)]) == 1  # no line is known too
    assert made(kept, [*STORY[1:]]) == 4


def test_everything_that_matters_is_told_apart():
    kept = Counting()
    assert made(kept, STORY) == 4
    assert made(kept, STORY, mode="any") == 4
    assert made(kept, STORY, sector=np.array([0, 1, 1, 1])) == 4
    assert made(kept, STORY, sector=np.array([0, 0, 1, 1, 1])) == 4
    assert made(kept, STORY, threshold=4) == 4
    assert made(kept, [], WEEKS) == 1  # nothing known at any moment


@pytest.mark.parametrize("mode", MODES)
@given(history=histories())
@settings(max_examples=40, deadline=None)
def test_kept_is_as_made_anew(mode, history):
    n, statements, times, sector = history
    kept = Kept(most=3)
    figures_over_time(statements.where(np.arange(len(statements)) % 2 == 0), sector, 3, times, kept, mode=mode)
    once, anew = (figures_over_time(statements, sector, 3, times, keeper, mode=mode) for keeper in (kept, Counting()))
    assert [as_plain(one) for one in once.moments] == [as_plain(one) for one in anew.moments]
    assert once.stability == anew.stability
    exact = [betweenness(lines(state_at(statements, n, at), mode=mode)) for at in times]
    np.testing.assert_allclose(once.betweenness, np.reshape(exact, (len(times), n)), atol=1e-6)
