"""Figures say what the data say, in the picture, the title and the table alike."""

import json
from dataclasses import replace

import numpy as np
import pytest

from kapstok.network.drawing import Caption, time_axis
from kapstok.network.marks import mark
from kapstok.network.measures import Ratio, SectorMatrix
from kapstok.network.picture import Size, network
from kapstok.network.replay import episodes, half_known
from kapstok.network.sector_figure import sector_lines
from kapstok.network.timeline_figure import Event, Series, numbered, timeline
from tests.unit.network.builders import VOICE, day, people, said

CAPTION = Caption(people=4, response=Ratio(3, 4), threshold=2, mode="any", sources=("wave", "pulse"))
SENTENCE = (
    "n = 4 · respons 75 % (3 van 4) · lijn vanaf sterkte 2 · als minstens één kant het zegt · "
    "bron: metingen, vragen na een bijeenkomst"
)
HOSTILE = '<a href="https://example.org">Klik</a> & co'
SAFE = '&lt;a href="https://example.org"&gt;Klik&lt;/a&gt; &amp; co'


def as_json(figure):
    """What the browser gets: fails on NaN and on numpy numbers."""
    return json.dumps([figure.data, figure.layout, figure.replay, figure.rows], allow_nan=False)


def picture(mode="confirmed", labels=None, caption=CAPTION):
    statements = said((0, 1, 3, 0), (1, 0, 3, 0), (1, 2, 2, 5), (2, 1, 2, 5), (0, 3, 2, 5))
    times = [day(d) for d in (1, 6)]
    return network(
        people([0, 0, 1, 1], labels),
        np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]),
        episodes(statements, 4, times, mode=mode),
        half_known(statements, 4, times),
        ["maart", "april"],
        [caption, caption],
        marks=[0, 6],
        heard=np.array([True, True, True, False]),
        size=Size("Contacten", np.array([1.0, 2.0, 1.0, 0.0])),
        voice=VOICE,
    )


def trace(figure, name):
    (found,) = [one for one in figure.data if one["name"] == name]
    return found


def test_network_draws_known_new_and_unknown_lines_apart():
    found = picture()
    assert (trace(found, "known")["x"], trace(found, "known")["y"]) == (
        [0, 1, None, 1, 1, None],
        [0, 0, None, 0, 1, None],
    )
    assert trace(found, "new")["y"] == [0, 1, None]
    assert trace(found, "unknown")["x"] == [0, 0, None]
    assert trace(found, "unknown")["line"]["dash"] == "dash"


def test_network_gives_each_sector_its_mark_and_pales_who_did_not_answer():
    markers = trace(picture(), "S1")["marker"]
    assert (markers["color"], markers["symbol"]) == ("#6B7280", "cross")
    assert markers["opacity"] == [1.0, 0.45]
    assert markers["line"] == {"color": "var(--kapstok-ink)", "width": 1}


def test_network_says_what_it_shows():
    found = picture()
    assert found.title == "april: er zijn 2 lijnen. Sinds het vorige moment: 1 erbij, 0 weg of onbekend"
    assert found.caption == SENTENCE
    assert found.columns == ("Deelnemer", "Sector", "Functie", "Aantal contacten", "Contacten")
    assert found.rows[1] == ("P1", "S0", "Huisarts", 2, 2.0)


def test_replay_holds_every_moment_while_places_stay():
    replay = picture().replay
    assert replay["known"] == [[0, 1, 0, 2], [1, 2, 1, 2]]
    assert replay["unknown"] == [[0, 3, 1, 2]]
    assert replay["titles"] == ["maart: er is 1 lijn", picture().title]
    assert (replay["x"], replay["y"]) == ([0, 1, 1, 0], [0, 0, 1, 1])


def test_larger_values_have_larger_areas():
    sizes = trace(picture(), "S0")["marker"]["size"] + trace(picture(), "S1")["marker"]["size"]
    assert sizes == [19.5, 26.0, 19.5, 9.0]  # 19.5² lies halfway between 9² and 26²


def test_network_of_nobody():
    none = np.array([])
    found = network(
        people([]),
        np.zeros((0, 2)),
        episodes(said(), 0, [day(0)]),
        None,
        ["maart"],
        [CAPTION],
        marks=[0],
        heard=none.astype(bool),
        size=Size("Contacten", none),
        voice=VOICE,
    )
    assert (found.title, found.rows) == ("maart: er zijn 0 lijnen", [])
    as_json(found)


def test_being_together_is_no_acquaintance():
    found = picture(caption=replace(CAPTION, response=None, sources=("present",)))
    assert found.title == "april: 2 paren zijn in de laatste twee jaar samen geweest"
    assert found.caption == (
        "n = 4 · samen aanwezig: dat is nog geen kennismaking · sterkte en richting gelden hier niet"
    )
    assert found.columns[3] == "Met hoeveel mensen samen"


def test_a_name_never_becomes_a_link():
    found = picture(labels=[HOSTILE, "P1", "P2", "P3"])
    assert trace(found, "S0")["text"][0] == f"{SAFE}<br>Huisarts<br>S0<br>Contacten: 1"
    assert found.rows[0][0] == HOSTILE  # the page escapes its own table
    assert "<a href" not in as_json(found).replace(json.dumps(HOSTILE)[1:-1], "")


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
        picture(),
        sector_lines(FIRST, SECOND, ["A", "B"], ("Toen", "Nu"), CAPTION, VOICE),
        timeline(series, [Event("2026-02-01", "Bijeenkomst", "1")], CAPTION, VOICE),
    ):
        go.Figure(figure.data, figure.layout)  # raises on a property that plotly.js does not have
