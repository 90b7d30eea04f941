"""What a page may tell of a plan: no number from which one pair can be read."""

import numpy as np
import pytest

from kapstok.planner.instance import ABSENT
from kapstok.planner.telling import Company, about, company, price_is_told
from kapstok.planner.value import Traits


@pytest.mark.parametrize(
    ("number", "told"),
    [(0, 0), (2, 0), (-2, 0), (3, 5), (-3, -5), (7, 5), (8, 10), (-12, -10), (-13, -15), (1799, 1800)],
)
def test_numbers_are_told_in_steps_of_five(number, told):
    assert about(number) == told


def one_among(new, needed=()) -> Traits:
    """What five others, 1 to 5, are to person 0."""

    def pairs(of) -> np.ndarray:
        found = np.zeros((6, 6), dtype=bool)
        found[0, list(of)] = found[list(of), 0] = True
        return found

    return Traits(pairs(new), pairs(()), pairs(()), pairs(needed))


def test_whether_most_of_five_are_new_and_never_how_many():
    everybody = range(1, 6)
    assert company(one_among([1, 2, 3]), 0, everybody) == Company(True, False)
    assert company(one_among([1, 2]), 0, everybody) == Company(False, False)
    assert company(one_among([]), 0, everybody) == Company(False, False)


def test_of_four_others_nothing_is_told():
    assert company(one_among([1, 2, 3, 4]), 0, range(1, 5)) == Company(None, False)
    assert company(one_among([], needed=[2, 3]), 0, range(1, 5)) == Company(None, True)


@pytest.mark.parametrize(
    ("row", "one", "told"),
    [
        ([0] * 5 + [1] * 5, 0, True),
        ([0] * 4 + [1] * 6, 0, True),
        ([0] * 4 + [1] * 5, 0, False),
        ([1] * 5, ABSENT, True),
        ([1] * 4, ABSENT, False),
    ],
)
def test_points_are_told_of_ten_people_at_two_tables(row, one, told):
    assert price_is_told(row, one, 1) is told
