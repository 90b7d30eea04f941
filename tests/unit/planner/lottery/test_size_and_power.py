"""A small edition of ``python -m bench.lottery``: forty lotteries without an effect, and forty with one."""

import pytest

from bench.lottery import FIVE_OF_THREE, NOTHING, Evening, tallied
from bench.planner_instances import kapstok
from kapstok.planner.counting_off import counting_off


@pytest.fixture(scope="module")
def evening():
    """Sixty guests, counted off."""
    named = kapstok(60, 10, 4, seed=1)
    return Evening(named.instance, counting_off(named.instance, named.listed))


def test_a_table_that_does_nothing_is_seldom_said_to_do_something(evening):
    # More than 7 of 40 happens less than once in a thousand times when each has a chance of 5 %.
    assert tallied(NOTHING, [[evening]], lotteries=40).found <= 7


def test_five_points_more_are_mostly_found(evening):
    tally = tallied(FIVE_OF_THREE, [[evening]], lotteries=40)
    assert tally.found >= 28
    assert sum(tally.differences) / 40 == pytest.approx(0.05, abs=0.01)
