"""Figures say what the data say, in the picture, the title and the table alike."""

import json

import numpy as np
import pytest

from kapstok.network.drawing import Caption, Figure, time_axis
from kapstok.network.marks import mark
from kapstok.network.measures import Ratio, SectorMatrix
from kapstok.network.sector_figure import sector_lines
from kapstok.network.timeline_figure import Event, Series, marked, numbered, timeline
from tests.unit.network.builders import VOICE

CAPTION = Caption(people=4, response=Ratio(3, 4), threshold=2, mode="any", sources=("wave", "pulse"))
HOSTILE = '<a href="https://example.org">Klik</a> & co'
SAFE = '&lt;a href="https://example.org"&gt;Klik&lt;/a&gt; &amp; co'


def as_json(figure):
    """What the browser gets: fails on NaN and on numpy numbers."""
    return json.dumps([figure.data, figure.layout, figure.replay, figure.rows], allow_nan=False)


FIRST = SectorMatrix(np.array([[2, 1], [1, 0]]), np.array([[20, 10], [10, 4]]))
SECOND = SectorMatrix(np.array([[3, 5], [5, 2]]), np.array([[20, 10], [10, 4]]))


def test_sector_lines_then_and_now():
    found = sector_lines(FIRST, SECOND, ["Welzijn", HOSTILE], ("Nulmeting", "T1"), CAPTION, VOICE)
    assert found.title == f"Het grootste verschil: van Welzijn naar {HOSTILE}, eerst 10 % en nu 50 %"
    assert [panel["z"] for panel in found.data] == [[[10, 10], [10, None]], [[15, 50], [50, None]]]
    assert [panel["zmax"] for panel in found.data] == [50, 50]
    assert found.data[0]["x"] == ["Welzijn", SAFE]
    assert found.rows[0] == ("Welzijn", "Welzijn", 2, 20, "10 %", 3, 20, "15 %")
    assert found.rows[3] == (HOSTILE, HOSTILE, 0, 4, "–", 2, 4, "–")  # no percentage of fewer than ten
    as_json(found)


def test_sector_lines_of_one_moment():
    found = sector_lines(None, SECOND, ["Welzijn", "Zorg"], ("", "T1"), CAPTION, VOICE)
    assert found.title == "De meeste lijnen: van Welzijn naar Zorg, 50 %"
    assert len(found.data) == 1


def test_sector_lines_without_answers():
    empty = SectorMatrix(np.zeros((2, 2), dtype=int), np.zeros((2, 2), dtype=int))
    found = sector_lines(empty, empty, ["Welzijn", "Zorg"], ("Nulmeting", "T1"), CAPTION, VOICE)
    assert found.title == "Er zijn nog te weinig antwoorden om sectoren te vergelijken"
    as_json(found)


def test_timeline_with_interval_and_meetings():
    series = Series(
        "Dichtheid",
        ("2026-01-10", "2026-02-10", "2026-03-10"),
        (0.25, None, 0.5),
        (None, None, (0.375, 0.75)),
        unit="percent",
    )
    found = timeline(series, numbered([("2026-02-01", HOSTILE)], [("2026-02-20", "Film")]), CAPTION, VOICE)
    assert found.title == "Dichtheid: eerst 25 % en nu 50 %"
    assert found.data[0]["y"] == [0.25, None, 0.5]
    assert found.data[0]["error_y"]["array"] == [None, None, 0.25]
    assert found.data[0]["error_y"]["arrayminus"] == [None, None, 0.125]
    assert [note["text"] for note in found.layout["annotations"]] == ["1", "A", "50 %"]
    assert found.layout["annotations"][0]["hovertext"] == SAFE
    assert found.rows[1:] == [("2026-02-10", "–", None), ("2026-03-10", "50 %", "38 %–75 %")]
    as_json(found)


def test_marks_of_what_happened_in_the_months_of_a_figure():
    events = numbered([("2026-01-31", "Eerder"), ("2026-02-28", "Kennismaken")], [("2026-04-01", HOSTILE)])
    bars = Figure([{"x": ["2026-02-01", "2026-04-01"]}], {"annotations": [{"text": "al"}]}, "", "", (), [])
    found = marked(bars, events)
    assert [note["text"] for note in found.layout["annotations"]] == ["al", "2", "A"]
    assert found.layout["annotations"][2]["hovertext"] == SAFE
    assert [line["x0"] for line in found.layout["shapes"]] == ["2026-02-28", "2026-04-01"]
    assert marked(Figure([], {}, "", "", (), []), events).layout == {"shapes": [], "annotations": []}


def test_after_z_come_two_letters():
    assert [event.mark for event in numbered([], [("2026-01-01", "Film")] * 28)][25:] == ["Z", "AA", "AB"]


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        ((), None),
        (("2026-03-01", "2026-03-29"), None),
        (("2026-03-01",), ["2026-02-01", "2026-03-29"]),
        (("2026-03-28", "2026-03-01"), ["2026-02-01", "2026-04-25"]),
    ],
)
def test_an_axis_of_time_spans_weeks(days, shown):
    assert time_axis(days).get("range") == shown


def test_timeline_without_values():
    found = timeline(Series("Dichtheid", ("2026-01-10",), (None,)), [], CAPTION, VOICE)
    assert found.title == "Dichtheid: nog geen gegevens"


def test_first_seven_sectors_differ_in_colour_and_the_first_fourteen_in_shape():
    assert len({mark(k).colour for k in range(7)}) == 7
    assert len({mark(k).symbol for k in range(14)}) == 14


def test_plotly_knows_every_word():
    import plotly.graph_objects as go

    series = Series("Dichtheid", ("2026-01-10",), (0.25,), ((0.2, 0.3),), unit="percent")
    for figure in (
        sector_lines(FIRST, SECOND, ["A", "B"], ("Toen", "Nu"), CAPTION, VOICE),
        timeline(series, [Event("2026-02-01", "Bijeenkomst", "1")], CAPTION, VOICE),
    ):
        go.Figure(figure.data, figure.layout)  # raises on a property that plotly.js does not have
