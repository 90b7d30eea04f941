"""No two days that are told of differ by the words of one to four people."""

import datetime as dt
from itertools import pairwise

import numpy as np

from kapstok.evaluation.told_days import told_days, told_on
from tests.unit.network.builders import START, said


def on(number: int) -> dt.date:
    return START.date() + dt.timedelta(days=number)


def spoke(**crowds: range):
    """Statements of these people of the next; ``d3=range(5)``: on day 3."""
    return said(*((i, i + 1, 2, int(day[1:])) for day, who in crowds.items() for i in who))


def days(found, closings=()):
    return {day for day, is_told in told_days(found, [on(end) for end in closings]).items() if is_told}


def test_a_day_counts_once_five_people_spoke_since_the_last():
    assert days(spoke(d1=range(5), d2=range(3), d3=range(2, 5), d4=range(9))) == {on(1), on(3), on(4)}


def test_the_same_person_on_two_days_is_one():
    assert days(spoke(d1=range(4), d2=range(4), d3=range(4))) == set()


def test_the_last_answers_of_a_measurement_join_the_days_before_them():
    found = spoke(d1=range(6), d2=range(6, 12), d3=range(12, 14), d20=range(5))
    assert days(found, closings=[7]) == {on(1), on(3), on(20)}
    assert days(found) == {on(1), on(2), on(20)}  # while it runs the last two wait


def test_of_a_measurement_of_four_people_no_day_is_told():
    assert days(spoke(d1=range(4)), closings=[7]) == set()


def test_the_day_itself_or_the_last_one_told_before_it():
    found = told_days(spoke(d1=range(5), d4=range(2), d6=range(2, 5)), [])
    assert [told_on(on(day), found) for day in (0, 1, 3, 4, 5, 6, 9)] == [on(day) for day in (0, 1, 3, 1, 1, 6, 9)]
    assert told_on(on(5), told_days(spoke(d4=range(2)), [])) == on(3)


def test_no_two_days_that_are_told_tell_of_few():
    chance = np.random.default_rng(3)
    for _project in range(300):
        rows = [(int(chance.integers(0, 12)), 12, 2, int(chance.integers(0, 30))) for _k in range(40)]
        found = told_days(said(*rows), [on(10), on(20)])
        shown = sorted({told_on(on(day), found) for day in range(30)})
        for one, other in pairwise(shown):
            between = {who for who, _whom, _strength, day in rows if one < on(day) <= other}
            assert not 0 < len(between) < 5
