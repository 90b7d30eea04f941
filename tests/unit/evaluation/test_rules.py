"""What a response allows, and the interval round a share."""

import pytest

from kapstok.evaluation.intervals import wilson
from kapstok.evaluation.rules import ALL, NO_PATHS, NO_STRUCTURE, NextStep, next_step, what_response_allows
from kapstok.network.measures import Ratio


@pytest.mark.parametrize(
    ("answered", "asked", "allowed"),
    [
        (100, 100, ALL),
        (70, 100, ALL),
        (69, 100, NO_PATHS),
        (50, 100, NO_PATHS),
        (49, 100, NO_STRUCTURE),
        (0, 100, NO_STRUCTURE),
        (0, 0, NO_STRUCTURE),
    ],
)
def test_what_response_allows(answered, asked, allowed):
    assert what_response_allows(Ratio(answered, asked)) == allowed


def test_how_many_more_answers_allow_more():
    assert next_step(10, 60) == NextStep(20, NO_PATHS)
    assert next_step(30, 60) == NextStep(12, ALL)
    assert next_step(42, 60) is None
    assert next_step(2, 6) == NextStep(3, ALL)  # half of the people were enough, but four may be known by their answers
    assert next_step(1, 4) is None


def test_three_in_four_of_twenty():
    low, high = wilson(15, 20)
    assert (round(low, 2), round(high, 2)) == (0.53, 0.89)


@pytest.mark.parametrize(("part", "whole", "expected"), [(0, 0, None), (0, 10, (0.0, 0.2775)), (10, 10, (0.7225, 1.0))])
def test_wilson_at_the_ends(part, whole, expected):
    found = wilson(part, whole)
    assert (found and tuple(round(end, 4) for end in found)) == expected
