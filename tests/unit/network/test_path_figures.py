"""Figures of steps say what the distances say."""

import json

import plotly.graph_objects as go

from kapstok.network.drawing import Caption
from kapstok.network.measures import Ratio
from kapstok.network.path_figures import steps_apart, when_somebody_stops
from kapstok.network.paths import Distances
from tests.unit.network.builders import VOICE

CAPTION = Caption(people=6, response=Ratio(5, 6), threshold=2, mode="any", sources=("wave",))
THEN = Distances((6, 6, 2, 2, 2), pairs=30, cross_within_two=4, cross_pairs=20)
NOW = Distances((18, 6), pairs=30, cross_within_two=10, cross_pairs=20)
WORSE = Distances((6, 4), pairs=20, cross_within_two=3, cross_pairs=12)
FEW = Distances((2,), pairs=6, cross_within_two=2, cross_pairs=4)


def test_steps_then_and_now():
    found = steps_apart([("Nulmeting", THEN), ("T1", NOW)], CAPTION, VOICE)
    assert found.title == "Hoogstens twee stappen van elkaar: eerst 40 % van de paren, nu 80 %"
    assert found.rows == [
        ("1 stap", 3, "20 %", 9, "60 %"),
        ("2 stappen", 3, "20 %", 3, "20 %"),
        ("3 stappen", 1, "7 %", 0, "0 %"),
        ("4 of meer", 2, "13 %", 0, "0 %"),
        ("niet verbonden", 6, "40 %", 3, "20 %"),
    ]
    assert [bars["y"] for bars in found.data] == [[20, 20, 6.67, 13.33, 40], [60, 20, 0, 0, 20]]


def test_steps_of_one_moment_and_of_too_few_pairs():
    assert steps_apart([("T1", NOW)], CAPTION, VOICE).title == "Hoogstens twee stappen van elkaar: 80 % van de paren"
    found = steps_apart([("T1", FEW)], CAPTION, VOICE)
    assert found.title == "Er zijn te weinig paren om een deel van te noemen"
    assert found.rows[0] == ("1 stap", 1, "–")


def test_when_somebody_stops_the_title_names_the_greatest_loss():
    found = when_somebody_stops(NOW, [("Zonder de eerste", NOW), ("Zonder de tweede", WORSE)], CAPTION, VOICE)
    assert found.title == "Zonder de tweede: van 50 % naar 25 % van de paren op korte lijn"
    assert found.data[0]["x"] == [50, 50, 25]
    assert found.rows[2] == ("Zonder de tweede", "25 %", "50 %", 0.4)  # (6 + 4/2) / 20


def test_when_nobody_is_missed_or_nothing_is_known():
    found = when_somebody_stops(WORSE, [("Zonder de eerste", NOW)], CAPTION, VOICE)
    assert found.title == "Wie van hen ook stopt: de korte-lijnen-index blijft ten minste 25 %"
    found = when_somebody_stops(FEW, [("Zonder de eerste", FEW)], CAPTION, VOICE)
    assert found.title == "Wat er van de korte lijnen overblijft als iemand stopt, is niet te zeggen"


def test_plotly_knows_every_word():
    for figure in (
        steps_apart([("Nulmeting", THEN), ("T1", FEW)], CAPTION, VOICE),
        when_somebody_stops(NOW, [("Zonder de eerste", FEW)], CAPTION, VOICE),
    ):
        go.Figure(figure.data, figure.layout)
        json.dumps([figure.data, figure.layout, figure.rows], allow_nan=False)
