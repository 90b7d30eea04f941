"""Rules of the stappenplan, with days worked out by hand."""

import datetime as dt

import pytest

from kapstok.progress.days import DayAhead
from kapstok.progress.steps.rules import (
    DoneBeforeBegun,
    State,
    Step,
    check_record,
    is_for,
    needs_nudge,
    next_step,
)

TODAY = dt.date(2026, 4, 1)
LONG_AGO = dt.date(2025, 12, 31)  # 91 days
NOT_SO_LONG = dt.date(2026, 1, 1)  # 90 days


def test_the_next_step_is_the_first_that_is_not_done():
    assert next_step({}) is Step.CODING
    assert next_step({Step.CODING: State.DONE, Step.SPOTTING: State.BEGUN, Step.ROLES: State.DONE}) is Step.SPOTTING
    assert next_step(dict.fromkeys(Step, State.DONE)) is None


@pytest.mark.parametrize(
    ("states", "days", "began", "found"),
    [
        ({}, [], LONG_AGO, True),
        ({}, [], NOT_SO_LONG, False),
        ({Step.CODING: State.DONE}, [LONG_AGO], LONG_AGO, True),
        ({Step.CODING: State.DONE}, [LONG_AGO, NOT_SO_LONG], LONG_AGO, False),
        ({Step.EMBEDDED: State.BEGUN}, [LONG_AGO], LONG_AGO, True),
        ({Step.EMBEDDED: State.DONE}, [LONG_AGO], LONG_AGO, False),
    ],
)
def test_who_needs_a_nudge(states, days, began, found):
    assert needs_nudge(states, days, began, TODAY) is found


def test_a_step_is_done_after_it_was_begun_and_not_tomorrow():
    check_record(State.DONE, LONG_AGO, LONG_AGO, TODAY)
    check_record(State.BEGUN, LONG_AGO, NOT_SO_LONG, TODAY)
    with pytest.raises(DoneBeforeBegun):
        check_record(State.DONE, LONG_AGO, NOT_SO_LONG, TODAY)
    with pytest.raises(DayAhead):
        check_record(State.BEGUN, TODAY + dt.timedelta(days=1), None, TODAY)


def test_care_is_asked_and_whoever_takes_part():
    assert (is_for("thuiszorg", False), is_for("welzijn", False), is_for("welzijn", True)) == (True, False, True)
