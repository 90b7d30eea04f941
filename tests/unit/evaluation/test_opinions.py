"""Who agrees, and when too few do to say so; and that nothing shown, added or subtracted, tells of a few people."""

from dataclasses import dataclass
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapstok.evaluation.intervals import wilson
from kapstok.evaluation.opinions import Asked, Opinion, linked_table, opinion, results, survey_table
from kapstok.evaluation.paired import Linked, Turnover, Verdict

SECTORS = {"welzijn": "Welzijn", "thuiszorg": "Thuiszorg"}


@dataclass
class Item:
    id: int
    text: str = "Ik weet de weg."
    kind: str = "level"
    audience: str = "welzijn,thuiszorg"


@dataclass
class Given:
    item_id: int
    wave_id: int | None
    person_id: int
    value: int | None
    meeting_id: int | None = None


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


def test_an_item_in_the_measurements_and_about_the_meetings_in_which_it_was_answered():
    then = [Given(7, 1, person, 5) for person in range(20)]
    now = [Given(7, 3, person, 5 if person < 20 else None) for person in range(10, 30)]
    met = [Given(7, None, person, 2, meeting_id=9) for person in range(6)]
    waves = {1: "Nulmeting", 2: "T1", 3: "T2"}
    (found,) = results([Item(7), Item(8)], waves, {9: "Kennismaken"}, [*then, *now, *met])
    assert found == Asked(
        text="Ik weet de weg.",
        kind="level",
        audience=("welzijn", "thuiszorg"),
        waves=("Nulmeting", "T2"),
        opinions=(Opinion(20, 1.0, wilson(20, 20)), Opinion(10, 1.0, wilson(10, 10))),
        meetings=("Kennismaken",),
        afterwards=(Opinion(6, None, None),),
        linked=Linked(10, Turnover(10, 0, 0, 0), 1.0, 1.0, Verdict.UNCLEAR, 1),
    )


def test_what_was_experienced_as_change_is_not_compared():
    answers = [Given(7, wave, person, 5) for wave in (1, 2) for person in range(12)]
    (found,) = results([Item(7, kind="experienced")], {1: "T1", 2: "T2"}, {}, answers)
    assert (found.linked, len(found.opinions)) == (None, 2)


def test_the_sheets_hide_what_the_page_hides():
    first = [Given(7, 1, person, value) for person, value in enumerate(agreeing(8, 12))]
    last = [Given(7, 2, person, value) for person, value in enumerate(agreeing(14, 6))]
    met = [Given(7, None, person, 5, meeting_id=9) for person in range(4)]
    found = results([Item(7)], {1: "Nulmeting", 2: "T1"}, {9: "Kennismaken"}, [*first, *last, *met])
    about = ("Ik weet de weg.", "niveau", "Welzijn, Thuiszorg")
    assert survey_table(found, SECTORS).rows == [
        (*about, "meting", "Nulmeting", 20, 8, 12, 0.219, 0.613),
        (*about, "meting", "T1", 20, 14, 6, 0.481, 0.855),
        (*about, "bijeenkomst", "Kennismaken", None, None, None, None, None),
    ]
    assert linked_table(found, SECTORS).rows == [
        ("Ik weet de weg.", "Welzijn, Thuiszorg", "Nulmeting", "T1", 20, 8, 6, 0, 6, 0.031, 0.031, 1)
    ]


# What a person did the first and the last time: 5 agrees, 2 does not, None said nothing (or that it does not apply).
STATES = [state for state in product((5, 2, None), repeat=2) if state != (None, None)]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([0, 0, 1, 3, 4, 5, 6, 12]), min_size=len(STATES), max_size=len(STATES)))
def test_nothing_that_can_be_added_or_subtracted_tells_of_one_to_four_people(people):
    """Page and sheets show these numbers and no others, whichever audience is chosen: each is of one item.

    ``people``: how many did what. Every set of people whose size follows from the shown numbers by adding and
    subtracting is nobody, or five or more.
    """
    answers, person = [], 0
    for state, count in zip(STATES, people, strict=True):
        for _ in range(count):
            person += 1
            answers += [Given(7, wave, person, value) for wave, value in zip((1, 2), state, strict=True)]
    shown = [row for found in results([Item(7)], {1: "Nulmeting", 2: "T1"}, {}, answers) for row in told(found)]
    known = np.array(shown, dtype=float).reshape(-1, len(STATES))
    rank = np.linalg.matrix_rank(known) if shown else 0
    for chosen in product((0.0, 1.0), repeat=len(STATES)):
        size = int(np.dot(chosen, people))
        if 0 < size < 5:
            assert np.linalg.matrix_rank(np.vstack([known, chosen])) > rank, (chosen, size)


def told(found: Asked) -> list[list[bool]]:
    """For each number that is shown, which of ``STATES`` it counts."""
    rows = []
    for name, one in zip(found.waves, found.opinions, strict=True):
        time = ("Nulmeting", "T1").index(name)
        if one.answered is not None:
            rows.append([state[time] is not None for state in STATES])
        if one.agree is not None:
            rows.append([state[time] == 5 for state in STATES])
    if found.linked and found.linked.people is not None:
        rows.append([None not in state for state in STATES])
    if found.linked and found.linked.turnover is not None:
        rows += [[state == cell for state in STATES] for cell in ((5, 5), (2, 5), (5, 2), (2, 2))]
    return rows
