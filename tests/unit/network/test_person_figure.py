"""One person among their contacts."""

import numpy as np

from kapstok.network.drawing import Caption
from kapstok.network.measures import Ratio
from kapstok.network.person_figure import person_figure
from tests.unit.network.builders import VOICE, people

CAPTION = Caption(people=6, response=Ratio(5, 6), threshold=2, mode="any", sources=("wave",))
ONE, OTHER = [0, 0, 1, 3, 2], [1, 2, 2, 4, 3]  # 0–1, 0–2, 1–2, 3–4 and 2–3; nobody knows 5
ARCS = np.array(ONE + OTHER), np.array(OTHER + ONE)


def figure(person, labels=None):
    positions = np.arange(12, dtype=float).reshape(6, 2)
    heard = np.array([True] * 5 + [False])
    return person_figure(
        people([0, 0, 1, 1, 1, 1], labels),
        positions,
        person,
        ARCS,
        marks=[0, 6],
        heard=heard,
        caption=CAPTION,
        voice=VOICE,
    )


def test_contacts_and_the_lines_among_them():
    found = figure(0)
    among, own, same, other = found.data
    assert (found.title, found.caption) == ("P0 heeft lijnen met mensen uit 2 sectoren", CAPTION.text(VOICE))
    assert (among["x"], own["x"]) == ([2, 4, None], [0, 2, None, 0, 4, None])
    assert (same["text"], same["marker"]["size"], other["text"]) == (["P1", "P0"], [14, 24], ["P2"])
    assert found.rows == [("P1", "S0", "Huisarts", 1), ("P2", "S1", "Huisarts", 1)]


def test_who_has_no_line_has_no_picture():
    assert figure(5) is None


def test_a_label_never_becomes_a_link():
    assert figure(0, ['<a href="x">'] * 6).data[2]["text"][0] == '&lt;a<br>href="x"&gt;'


def test_a_name_of_two_words_takes_two_lines_and_stays_inside():
    assert figure(0, ["Mantelzorgers (groep)"] * 6).data[2]["text"][0] == "Mantelzorgers<br>(groep)"


def test_plotly_knows_every_word():
    import plotly.graph_objects as go

    go.Figure(figure(0).data, figure(0).layout)
