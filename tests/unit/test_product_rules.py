"""Rules of products, with days worked out by hand."""

import datetime as dt

import pytest

from kapstok.progress.days import DayAhead, DayLongAgo, check_day
from kapstok.progress.products.rules import (
    DEFAULT_PRODUCTS,
    BeforeEarlierStage,
    Nudge,
    Stage,
    after,
    check_stage,
    nudge,
    reached,
)

TODAY = dt.date(2026, 3, 3)


def test_stages_stand_in_their_order():
    assert reached([Stage.EMBEDDED, Stage.INTRODUCED]) is Stage.EMBEDDED
    assert reached([]) is None
    assert after(None) == list(Stage)
    assert after(Stage.IN_USE) == [Stage.EMBEDDED]


@pytest.mark.parametrize(
    ("since", "was_there", "found"),
    [
        ({}, False, None),
        ({}, True, Nudge.NOTHING_SAID),
        ({Stage.INTRODUCED: dt.date(2026, 1, 2)}, True, None),  # 60 days
        ({Stage.INTRODUCED: dt.date(2026, 1, 1)}, False, Nudge.NOT_IN_USE),  # 61 days
        ({Stage.INTRODUCED: dt.date(2025, 1, 1), Stage.IN_USE: TODAY}, True, None),
        ({Stage.EMBEDDED: dt.date(2025, 1, 1)}, True, None),
    ],
)
def test_who_needs_a_nudge(since, was_there, found):
    assert nudge(since, was_there, TODAY) is found


def test_a_stage_begins_after_the_one_before_and_not_tomorrow():
    since = {Stage.INTRODUCED: TODAY - dt.timedelta(days=3)}
    check_stage(Stage.IN_USE, since[Stage.INTRODUCED], since, TODAY)
    check_stage(Stage.INTRODUCED, dt.date(2025, 1, 1), since, TODAY)
    with pytest.raises(BeforeEarlierStage):
        check_stage(Stage.EMBEDDED, TODAY - dt.timedelta(days=4), since, TODAY)
    with pytest.raises(DayAhead):
        check_stage(Stage.INTRODUCED, TODAY + dt.timedelta(days=1), {}, TODAY)
    check_day(dt.date(2016, 3, 3), TODAY)
    with pytest.raises(DayLongAgo):
        check_day(dt.date(2016, 3, 2), TODAY)


def test_every_product_of_a_new_project_fits_its_columns():
    assert len({known.key for known in DEFAULT_PRODUCTS}) == len({known.title for known in DEFAULT_PRODUCTS}) == 9
    assert all(len(known.description) <= 500 and len(known.title) <= 200 for known in DEFAULT_PRODUCTS)
