"""Several people drawn as one have all their lines, and no line among themselves."""

import numpy as np

from kapstok.network.grouping import grouped
from kapstok.network.replay import episodes
from tests.unit.network.builders import day, said

INTO = np.array([0, 1, 2, 2])  # the last two are one
MOMENTS = [day(d) for d in (1, 11, 21)]


def drawn(*rows, mode="directed"):
    story = grouped(episodes(said(*rows), 4, MOMENTS, mode=mode), INTO, 3)
    return [tuple(row) for row in np.column_stack([story.a, story.b, story.first, story.until]).tolist()]


def test_lines_of_the_others_stay():
    assert drawn((0, 1, 3, 0), (1, 0, 1, 0)) == [(0, 1, 0, 3)]


def test_a_group_has_a_line_as_long_as_any_of_them_has():
    assert drawn((2, 0, 3, 0), (2, 0, 0, 10), (3, 0, 3, 10)) == [(2, 0, 0, 3)]
    assert drawn((2, 0, 3, 0), (2, 0, 0, 10), (3, 0, 3, 20)) == [(2, 0, 0, 1), (2, 0, 2, 3)]


def test_lines_inside_a_group_are_left_out():
    assert drawn((2, 3, 3, 0), (3, 2, 3, 0)) == []


def test_without_direction_the_lower_comes_first():
    assert drawn((2, 0, 3, 0), (3, 1, 3, 0), mode="any") == [(0, 2, 0, 3), (1, 2, 0, 3)]
