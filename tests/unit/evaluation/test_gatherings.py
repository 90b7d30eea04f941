"""Opinions on meetings: alone and together, without telling of the few."""

import datetime as dt
from dataclasses import dataclass

import pytest

from kapstok.evaluation.gatherings import Held, by_method, gathering, together
from kapstok.evaluation.intervals import wilson
from kapstok.evaluation.opinions import Opinion

DAY = dt.datetime(2026, 3, 3, 13, tzinfo=dt.UTC)
NOTHING = Opinion(None, None, None)


@dataclass
class One:
    person_id: int
    useful: int | None
    able: int | None = None


def said(agree: int, rest: int, first: int = 0) -> list[One]:
    """So many people who find it useful and who do not, numbered from ``first``."""
    return [One(first + number, 5 if number < agree else 2) for number in range(agree + rest)]


def answers(agree: int, rest: int, first: int = 0) -> list[tuple[int, int | None]]:
    return [(one.person_id, one.useful) for one in said(agree, rest, first)]


def held(agree: int, rest: int, method: str = "", present: int = 20) -> Held:
    return Held(1, "Kennismaken", DAY, method, present, said(agree, rest))


def test_one_meeting():
    found = gathering(held(12, 6))
    assert (found.present, found.answered) == (20, 18)
    assert found.useful == Opinion(18, 12 / 18, wilson(12, 18))
    assert found.able == NOTHING


@pytest.mark.parametrize(("people", "shown"), [(0, 0), (1, None), (4, None), (5, 5)])
def test_few_people_are_not_counted(people, shown):
    found = gathering(held(people, 0, present=people))
    assert (found.present, found.answered) == (shown, shown)


def test_methods_by_name_with_those_without_last():
    found = by_method([held(12, 6, ""), held(12, 6, "Training"), held(10, 0, "Casuïstiek"), held(5, 5, "Training")])
    assert [(method.name, method.meetings, method.useful.answered) for method in found] == [
        ("Casuïstiek", 1, 10),
        ("Training", 2, 28),
        ("", 1, 18),
    ]
    assert found[1].useful == Opinion(28, 17 / 28, wilson(17, 28))


def test_a_small_meeting_cannot_be_found_by_subtraction():
    large, small = answers(12, 6), answers(3, 1, first=50)
    assert together([large, small]) == Opinion(18, 12 / 18, wilson(12, 18))
    assert together([small]) == NOTHING


def test_small_meetings_count_together_when_that_hides_each():
    large, small = answers(12, 6), [answers(4, 2, first=50), answers(4, 3, first=60)]
    assert together(small) == Opinion(13, 8 / 13, wilson(8, 13))
    assert together([large, *small]) == Opinion(31, 20 / 31, wilson(20, 31))


def test_one_person_who_comes_often_is_still_one():
    often = [answers(4, 0) for _meeting in range(6)]
    assert together(often) == NOTHING
    four_against = [answers(6, 0, first=10), *([(number, 1) for number in range(4)] for _meeting in range(3))]
    assert together(four_against) == NOTHING


def test_not_applicable_is_no_answer():
    assert together([[(number, None) for number in range(20)]]) == NOTHING
    assert together([]) == NOTHING
