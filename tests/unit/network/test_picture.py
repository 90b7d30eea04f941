"""The picture of the network says what the data say, at every moment, in few bytes."""

import json
from base64 import b64decode
from dataclasses import replace

import numpy as np
import pytest

from kapstok.network import picture as pictures
from kapstok.network.drawing import Caption
from kapstok.network.frames import MOST_PEOPLE, packed_heard, packed_lines, packed_places
from kapstok.network.measures import Ratio
from kapstok.network.picture import Size, network
from kapstok.network.replay import Episodes, episodes, half_known
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


def picture(labels=None, caption=CAPTION):
    statements = said((0, 1, 3, 0), (1, 0, 3, 0), (1, 2, 2, 5), (2, 1, 2, 5), (0, 3, 2, 5))
    times = [day(d) for d in (1, 6)]
    return network(
        people([0, 0, 1, 1], labels),
        np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]),
        episodes(statements, 4, times, mode="confirmed"),
        half_known(statements, 4, times),
        ["maart", "april"],
        [caption, caption],
        marks=[0, 6],
        heard=np.array([[True, True, False, False], [True, True, True, False]]),
        size=Size("Contacten", np.array([1.0, 2.0, 1.0, 0.0])),
        voice=VOICE,
    )


def sector(figure, name):
    (found,) = [one for one in figure.data if one["name"] == name]
    return found


def unpacked(text, kind="<u2"):
    return np.frombuffer(b64decode(text), dtype=kind).tolist()


def test_each_sector_has_its_mark():
    marker = sector(picture(), "S1")["marker"]
    assert (marker["color"], marker["symbol"]) == ("#6B7280", "cross")
    assert marker["line"] == {"color": "var(--kapstok-ink)", "width": 1}


def test_it_says_what_it_shows():
    found = picture()
    assert found.title == "april: er zijn 2 lijnen. Sinds het vorige moment: 1 erbij, 0 weg of onbekend"
    assert found.caption == SENTENCE
    assert found.columns == ("Deelnemer", "Sector", "Functie", "Aantal contacten", "Contacten")
    assert found.rows[1] == ("P1", "S0", "Huisarts", 2, 2)


def test_the_replay_holds_every_moment_while_places_stay():
    replay = picture().replay
    assert replay["titles"] == ["maart: er is 1 lijn", picture().title]
    assert replay["answered"] == ["3 van de 4 mensen gehoord"] * 2
    assert unpacked(replay["places"]) == [0, 0, 65535, 0, 65535, 65535, 0, 65535]
    assert (unpacked(replay["known"]["ends"]), replay["known"]["begun"]) == ([0, 1, 1, 2], [1, 2])
    assert unpacked(replay["unknown"]["ends"]) == [0, 3]
    assert unpacked(replay["heard"], "u1") == [0b0011, 0b0111]


def test_larger_values_have_larger_areas():
    sizes = sector(picture(), "S0")["marker"]["size"] + sector(picture(), "S1")["marker"]["size"]
    assert sizes == [19.5, 26.0, 19.5, 9.0]  # 19.5² lies halfway between 9² and 26²


def test_of_nobody():
    none = np.array([])
    found = network(
        people([]),
        np.zeros((0, 2)),
        episodes(said(), 0, [day(0)]),
        None,
        ["maart"],
        [CAPTION],
        marks=[0],
        heard=np.zeros((1, 0), dtype=bool),
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
    assert (found.columns[3], found.replay["answered"]) == ("Met hoeveel mensen samen", ["", ""])


def test_a_name_never_becomes_a_link():
    found = picture(labels=[HOSTILE, "P1", "P2", "P3"])
    assert sector(found, "S0")["text"][0] == f"{SAFE}<br>Huisarts<br>S0<br>Contacten: 1"
    assert found.rows[0][0] == HOSTILE  # the page escapes its own table
    assert "<a href" not in as_json(found).replace(json.dumps(HOSTILE)[1:-1], "")


def test_a_crowd_is_left_to_the_page(monkeypatch):
    alone = picture()
    monkeypatch.setattr(pictures, "CROWD", 3)
    found = picture()
    assert (found.data, found.replay["crowd"]) == (pictures.EMPTY, alone.data)
    assert alone.replay["crowd"] is None


def test_plotly_knows_every_word():
    import plotly.graph_objects as go

    go.Figure(picture().data, picture().layout)  # raises on a property that plotly.js does not have


# In few bytes


def story(rows, moments):
    a, b, value, first, until = np.array(rows, dtype=np.int64).reshape(-1, 5).T
    return Episodes(9, moments, False, a, b, value.astype(np.int8), first, until, None)


def test_lines_in_order_of_arrival_with_their_end():
    rows = [[0, 1, 1, 2, 4], [0, 1, 0, 4, 5], [2, 3, 1, 0, 1], [4, 5, 1, 0, 5], [6, 7, 1, 3, 5]]
    found = packed_lines(story(rows, 5))
    assert unpacked(found["ends"]) == [2, 3, 4, 5, 0, 1, 6, 7]
    assert (found["begun"], unpacked(found["until"], "u1")) == ([2, 2, 3, 4, 4], [1, 5, 4, 5])


def test_more_moments_than_a_byte_counts():
    assert unpacked(packed_lines(story([[0, 1, 1, 0, 300]], 300))["until"]) == [300]


def test_places_come_back_as_they_were():
    positions = np.random.default_rng(1).uniform(-3, 8, (50, 2))
    found = packed_places(positions)
    back = np.array(unpacked(found["places"])).reshape(-1, 2) / 65535 * found["size"] + found["low"]
    assert np.abs(back - positions).max() < 11 / 65535
    with pytest.raises(ValueError, match="at most 65536 people"):
        packed_places(np.zeros((MOST_PEOPLE + 1, 2)))


def test_who_was_heard_takes_a_bit():
    heard = np.array([[True] + [False] * 8, [False] * 8 + [True]])
    assert unpacked(packed_heard(heard), "u1") == [1, 0, 0, 1]
