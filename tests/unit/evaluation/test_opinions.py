"""Who agrees, and when too few do to say so."""

from dataclasses import dataclass

import pytest

from kapstok.evaluation.intervals import wilson
from kapstok.evaluation.opinions import Opinion, asked, opinion


@dataclass
class Given:
    wave_id: int
    person_id: int
    value: int | None


def agreeing(agree: int, rest: int) -> list[int]:
    return [4] * agree + [3] * rest


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (agreeing(15, 5), Opinion(20, 0.75, wilson(15, 20))),
        ([*agreeing(15, 5), None, None], Opinion(20, 0.75, wilson(15, 20))),
        (agreeing(20, 0), Opinion(20, 1.0, wilson(20, 20))),
        (agreeing(16, 4), Opinion(20, None, None, few_disagree=True)),
        (agreeing(4, 16), Opinion(20, None, None, few_agree=True)),
        (agreeing(4, 6), Opinion(10, None, None, few_agree=True)),
        (agreeing(5, 4), Opinion(9, None, None)),
        (agreeing(2, 2), Opinion(None, None, None)),
        ([], Opinion(None, None, None)),
    ],
)
def test_an_opinion_as_it_may_be_shown(values, expected):
    assert opinion(values) == expected


def test_an_item_in_the_measurements_in_which_it_was_answered():
    then = [Given(1, person, 5) for person in range(20)]
    now = [Given(3, person, 5 if person < 15 else None) for person in range(10, 30)]
    found = asked("Ik weet de weg.", "welzijn,thuiszorg", {1: "Nulmeting", 2: "T1", 3: "T2"}, [*then, *now])
    assert (found.audience, found.waves) == (("welzijn", "thuiszorg"), ("Nulmeting", "T2"))
    assert [one.answered for one in found.opinions] == [20, 5]
    assert found.both == 5  # 10 to 14: the others of both times said that it does not apply


def test_fewer_than_five_who_answered_twice_are_not_counted():
    answers = [Given(wave, person, 5) for wave in (1, 2) for person in range(4)]
    assert asked("Ik weet de weg.", "", {1: "Nulmeting", 2: "T1"}, answers).both is None
