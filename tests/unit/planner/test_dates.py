"""What a date is worth: by hand."""

import pytest

from kapstok.planner.dates import clearly_best, expected_value

VALUES = [[0, 8, 4, 2], [8, 0, 6, 0], [4, 6, 0, 0], [2, 0, 0, 0]]


@pytest.mark.parametrize(
    ("coming", "worth"),
    [
        ({}, 0),
        ({0: 1}, 0),
        ({0: 0.5, 1: 0.5}, 0),  # one is expected, and alone
        ({0: 1, 1: 1}, 8),
        ({0: 1, 1: 1, 3: 0}, 8),  # who cannot come
        ({0: 1, 1: 1, 2: 1}, 18),
        ({0: 1, 1: 1, 2: 0.5}, 8 + 2 + 3),
        ({0: 1, 1: 0.5, 2: 0.5}, 4 + 2 + 1.5),
        ({0: 1, 1: 1, 2: 1, 3: 1}, 20 * 2 / 3),  # each meets two of three
    ],
)
def test_pairs_count_as_likely_as_both_come(coming, worth):
    assert expected_value(VALUES, coming, met=2) == pytest.approx(worth)


@pytest.mark.parametrize(
    ("worth", "best"),
    [
        ({7: 100, 8: 103}, 8),
        ({7: 103, 8: 100, 9: 50}, 7),
        ({7: 100, 8: 102}, None),
        ({7: 0, 8: 0}, None),
        ({7: 5, 8: 0}, 7),
        ({7: 100}, None),
    ],
)
def test_a_small_difference_is_none(worth, best):
    assert clearly_best(worth) == best
