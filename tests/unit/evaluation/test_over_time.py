"""The figures of each moment, and which of them may stand side by side."""

import numpy as np
import pytest

from kapstok.evaluation.kept import Kept
from kapstok.evaluation.over_time import (
    ONE_MOMENT,
    TOO_FEW_HEARD,
    TOO_LITTLE_NEW,
    Course,
    Figures,
    over_time,
    tell_apart,
)
from kapstok.evaluation.over_time_figure import course
from kapstok.evaluation.rules import ALL, NO_PATHS, TOO_FEW
from kapstok.evaluation.scenes import Choice, Moment, cast, scenes
from kapstok.network.drawing import Caption
from kapstok.network.graph import state_at
from kapstok.network.ledger import LastWords
from kapstok.network.measured import Measurement, Network, Words
from kapstok.network.measures import Ratio
from kapstok.network.overlap import Stability
from tests.unit.network.builders import VOICE, day, people, said

N = 10
EVERYBODY = np.ones(N, dtype=bool)
SECTORS = Words(("S0", "S1", "Overig"), (0, 1, 2), 2)
CHOICE = Choice(mode="directed")


def says(who, strength, on, near=1):
    """Each of ``who`` says this of the next ``near`` in the ring, and on the same day of all others that they do not
    know them."""
    return [(i, (i + step) % N, strength if step <= near else 0, on) for i in who for step in range(1, N)]


def made(rows, names=("Nulmeting", "Kennismaken", "T1"), days=(7, 60, 120), *, on_map=EVERYBODY) -> Course:
    """Ten people in two sectors of five, and a moment on each of the days; "Kennismaken" is a meeting."""
    statements = said(*rows)
    wave = Measurement(
        1, 0, "Nulmeting", day(0), day(7), EVERYBODY, EVERYBODY, EVERYBODY, state_at(statements, N, day(7))
    )
    roster = people([0] * 5 + [1] * 5)
    functions = Words(("Huisarts", "Anders"), (0, 1), 1)
    network = Network(roster, SECTORS, functions, statements, (wave,), on_map, ~EVERYBODY)
    frames = tuple(Moment(day(at), name, name == "Kennismaken") for name, at in zip(names, days, strict=True))
    seen = scenes(network, wave, cast(network, wave), frames, CHOICE)
    return over_time(network, seen, CHOICE, Kept(most=9))


def test_a_ring_of_ten_that_is_heard_again():
    """Everybody knows the next; later five of them the next two as well.

    Ring: 10 of 90. In two steps one gets one or two places further: of the 50 ordered pairs of two sectors that is
    2·(1 + 2) = 6. Everybody lies on as many ways, so that half of the people carry half. Then 15 of 90.
    """
    found = made(says(range(N), 2, 1) + says(range(5), 3, 100, near=2), ("Nulmeting", "T1"), (7, 120))
    first, second = (told.figures for told in found.moments)
    assert first == Figures(10, 1.0, 10 / 90, 6 / 50, pytest.approx(5 / 10), None)
    assert (second.lines, second.degree, second.density) == (15, 1.5, 15 / 90)
    assert second.since == Stability(kept=10, formed=5, lost=0, unknown=0)
    assert [(told.heard, told.allowed) for told in found.moments] == [(Ratio(10, 10), ALL)] * 2
    assert (found.people, found.reason) == (10, None)


def test_what_is_carried_forward_ends_after_two_years():
    found = made(says(range(N), 2, 1), ("Nulmeting", "T1"), (7, 800))
    assert [told.allowed for told in found.moments] == [ALL, TOO_FEW]
    assert [told.figures is None for told in found.moments] == [False, True]
    assert found.reason == TOO_FEW_HEARD


def test_no_answer_of_a_few_can_be_read_from_two_moments():
    """After the meeting four say something else, at T1 a fifth: seen from the nulmeting only T1 may be told."""
    rows = says(range(N), 2, 1) + says(range(4), 3, 50, near=2) + says([4], 3, 100, near=2)
    found = made(rows)
    assert [told.hardly_new for told in found.moments] == [False, True, False]
    assert found.moments[2].figures.since == Stability(kept=10, formed=5, lost=0, unknown=0)
    assert made(rows[:-9]).reason == TOO_LITTLE_NEW
    same = made(says(range(N), 2, 1))
    assert [told.figures.since for told in same.moments][1:] == [Stability(10, 0, 0, 0)] * 2


def test_measurements_come_before_what_was_asked_in_between():
    """Words of ten people, of whom 0, 3 and 6 changed theirs: the second measurement is told, not what is near it."""
    words = {
        i: LastWords(N, np.arange(N), (np.arange(N) + 1) % N, np.where(np.arange(N) < changed, 3, 2).astype(np.int8))
        for i, changed in enumerate((0, 3, 6))
    }
    assert tell_apart(words, [0, 2]) == [0, 2]
    assert tell_apart(words, [1]) == [1]
    assert tell_apart(words, []) == [0, 2]


@pytest.mark.parametrize(("heard", "allowed"), [(4, TOO_FEW), (5, NO_PATHS), (6, NO_PATHS), (7, ALL)])
def test_who_was_heard_decides_what_is_told(heard, allowed):
    (told,) = made(says(range(heard), 2, 1), ("Nulmeting",), (7,)).moments
    assert told.allowed == allowed
    assert (told.figures is None) == (allowed is TOO_FEW)
    if allowed is NO_PATHS:
        assert (told.figures.density, told.figures.short_lines, told.figures.leaning) == (1 / 9, None, None)


def test_who_is_not_in_the_picture_is_not_counted():
    found = made(says(range(N), 2, 1), ("Nulmeting",), (7,), on_map=np.arange(N) > 0)
    assert (found.people, found.moments[0].figures.lines) == (9, 8)
    assert (found.moments[0].figures.leaning, found.reason) == (None, ONE_MOMENT)


def test_the_figure_says_what_it_rests_on():
    rows = says(range(N), 2, 1) + says(range(4), 3, 50, near=2) + says([4], 3, 100, near=2)
    found = made(rows)
    caption = Caption(10, Ratio(10, 10), 2, "directed", ("wave",))
    figure = course(found, ["Nulmeting", "Na “Kennismaken”", "T1"], caption, VOICE)
    assert figure.title == "Lijnen per persoon: eerst 1.0 en nu 1.5"
    assert [trace["y"] for trace in figure.data][:2] == [[1.0, 1.5], [10 / 90, 15 / 90]]
    assert [trace["name"] for trace in figure.data] == [
        "Lijnen per persoon",
        "Dichtheid",
        "Korte-lijnen-index",
        "Leunt op vijf mensen",
        "Gehoord",
    ]
    why = "Minder dan 5 mensen zeiden iets anders dan op een ander moment"
    assert figure.rows[:2] == [
        ("Nulmeting", "10 van de 10", 10, "1.0", "11 %", "12 %", "50 %", None, None, None, None, None),
        ("Na “Kennismaken”", "10 van de 10", *[None] * 9, why),
    ]
    assert figure.rows[2][7:] == (10, 5, 0, 0, None)
    assert figure.caption.endswith("· wat iemand zei, telt tot twee jaar later mee")
    assert len({len(row) for row in [figure.columns, *figure.rows]}) == 1


def test_a_line_that_the_answers_never_carry_is_left_out():
    found = made(says(range(6), 2, 1) + says(range(6), 2, 100, near=2), ("Nulmeting", "T1"), (7, 120))
    figure = course(found, ["Nulmeting", "T1"], Caption(10, Ratio(6, 10), 2, "directed", ("wave",)), VOICE)
    assert [trace["name"] for trace in figure.data] == ["Lijnen per persoon", "Dichtheid", "Gehoord"]
    assert figure.rows[1][-1] == "Minder dan 7 van de 10 mensen zijn gehoord"
