"""Differences with their intervals, drawn."""

import pytest

from kapstok.evaluation.certainty_figure import with_intervals
from kapstok.evaluation.change import Change
from tests.unit.network.builders import VOICE

UP = Change(0.1, 0.16, (0.04, 0.08))
AROUND = Change(0.5, 0.48, (-0.05, 0.01))


def test_each_difference_has_its_interval_in_percentage_points():
    found = with_intervals([("Dichtheid", UP), ("Tussen sectoren", AROUND)], "n = 80", VOICE)
    (trace,) = found.data
    assert trace["x"] == pytest.approx([6, -2])
    assert trace["error_x"]["array"] == pytest.approx([2, 3])
    assert trace["error_x"]["arrayminus"] == pytest.approx([2, 3])
    assert found.rows[0] == ("Dichtheid", *map(pytest.approx, (10, 16, 6, 4, 8)))


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ([UP, UP], "De verandering is groter dan toeval alleen meestal geeft"),
        ([UP, AROUND], "Een deel van de verandering is groter dan toeval alleen meestal geeft"),
        ([AROUND], "De verandering kan toeval zijn"),
    ],
)
def test_the_title_says_whether_chance_can_explain_it(changes, title):
    assert with_intervals([("Cijfer", change) for change in changes], "", VOICE).title == title


def test_without_intervals_there_is_nothing_to_draw():
    assert (
        with_intervals([("Dichtheid", Change(0.1, 0.2, None)), ("Leeg", Change(None, None, None))], "", VOICE) is None
    )
