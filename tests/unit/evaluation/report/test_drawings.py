"""The pictures of a report: what they say, what can be seen in them, and that nothing breaks them."""

import datetime as dt
import io
import math
from functools import partial

import numpy as np
import pytest
from defusedxml.ElementTree import fromstring
from PIL import Image

from kapstok.evaluation.report import drawings
from kapstok.evaluation.report.document import Picture
from kapstok.evaluation.report.drawings import Bar, Happened, Lines, Panel, Point, Series
from kapstok.network.graph import People
from tests.unit.evaluation.report.voices import DUTCH, percent

ACCENT = (0xB4, 0x50, 0x0F)
HOSTILE = "#let x = 1; </text><script>*_$ \x07 \u202e 李 &amp; \\"

bars = partial(drawings.bars, "Titel", "n = 42", write=percent, voice=DUTCH)
matrix = partial(drawings.matrix, "Titel", "n = 42", voice=DUTCH)
over_time = partial(drawings.over_time, "Titel", "", write="{:.0f}".format, month="{:%m-%Y}".format, voice=DUTCH)


def network(people: int, then: list[tuple[int, int]], now: list[tuple[int, int]], *, apart: bool = True) -> Picture:
    numbers = np.arange(people)
    roster = People(
        ids=numbers,
        sector=numbers % 14,
        organisation=numbers,
        function=numbers,
        labels=tuple(f"P{i}" for i in range(people)),
        sectors=tuple(f"sector {i}" for i in range(14)),
        organisations=(),
        functions=(),
    )
    places = np.column_stack([np.cos(numbers), np.sin(numbers)]) * apart
    moments = [
        Lines(name, *np.array(pairs, dtype=np.int64).reshape(-1, 2).T) for name, pairs in [("Toen", then), ("Nu", now)]
    ]
    return drawings.network_picture("T", "C", roster, places, *moments, marks=range(14), voice=DUTCH)


def dots(picture: Picture, colour: tuple[int, int, int]) -> int:
    """How much of the picture has exactly this colour."""
    image = Image.open(io.BytesIO(picture.png)).convert("RGB")
    return int(np.count_nonzero((np.asarray(image) == colour).all(axis=2)))


def day(month: int) -> dt.date:
    return dt.date(2026, month, 1)


def test_what_is_to_be_seen_is_said_in_words():
    rows = [Bar("Toen", 0.12, (0.08, 0.17), quiet=True), Bar("Nu", 0.21), Bar("Later", None)]
    assert bars(rows).alt == "Staven. Toen: 12 % (interval van 8 % tot 17 %); Nu: 21 %; Later: –."

    series = [
        Series("zorg", (Point(day(1), 3), Point(day(2), None), Point(day(3), 5))),
        Series("welzijn", (Point(day(2), 1),), sector=2),
        Series("overig", (Point(day(2), None),)),
    ]
    assert over_time(series, [Happened("Bijeenkomsten", (day(1), day(2)))]).alt == (
        "Lijnen in de tijd. zorg: van 3 in 01-2026 naar 5 in 03-2026; welzijn: 1 in 02-2026; overig: –; "
        "Bijeenkomsten: 2."
    )

    panels = [Panel("Toen", [[0.1, None], [math.nan, 0.4]]), Panel("Nu", [[None] * 2] * 2)]
    assert matrix(["zorg", "welzijn"], panels).alt == (
        "Vlakken met percentages, van wie naar wie. Toen: het meest van welzijn naar welzijn (40 %), "
        "het minst van zorg naar zorg (10 %). Nu: niets te tonen."
    )

    assert network(4, [(0, 1), (1, 0)], [(1, 0), (2, 3), (1, 2)]).alt == (
        "Twee tekeningen naast elkaar van dezelfde 4 mensen, ieder op een vaste plaats. Toen: 1 lijn. "
        "Nu: 3 lijnen. Daarvan waren er 2 bij Toen nog niet."
    )


def test_a_bar_is_as_long_as_its_value():
    whole, half = (dots(bars([Bar("a", value)], top=1.0), ACCENT) for value in (1.0, 0.5))
    assert half / whole == pytest.approx(0.5, abs=0.01)
    assert dots(bars([Bar("a", 1.0, quiet=True)]), ACCENT) == 0


def test_only_new_lines_are_in_the_accent():
    in_key, drawn = dots(network(3, [(0, 1)], [(0, 1)]), ACCENT), dots(network(3, [(0, 1)], [(1, 0), (1, 2)]), ACCENT)
    assert 0 < 5 * in_key < drawn


def test_the_same_data_are_the_same_bytes():
    again = [network(30, [(0, 1)], [(2, 3)]) for _ in range(2)]
    assert again[0] == again[1]


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param(lambda: bars([]), id="no bars"),
        pytest.param(lambda: bars([Bar("onder nul", -0.2, (-0.3, -0.1)), Bar("nul", 0.0)]), id="below zero"),
        pytest.param(lambda: bars([Bar(HOSTILE * 9, 1e9), Bar("x" * 300, 1e-9)]), id="hostile bars"),
        pytest.param(lambda: over_time([Series("a", (Point(day(1), 0.0, (0, 3)),))]), id="one day"),
        pytest.param(lambda: over_time([], [Happened("a", (day(1),))]), id="no lines"),
        pytest.param(
            lambda: over_time([Series(HOSTILE, (Point(day(1), 1), Point(day(9), 9)), 13)] * 20), id="twenty lines"
        ),
        pytest.param(lambda: matrix(["a" * 40] * 14, [Panel("", [[0.0] * 14] * 14)]), id="a large matrix"),
        pytest.param(lambda: matrix([HOSTILE] * 2, [Panel(HOSTILE, [[1.0] * 2] * 2)] * 2), id="hostile matrix"),
        pytest.param(lambda: network(1, [], []), id="one person"),
        pytest.param(lambda: network(40, [(0, 1)], [], apart=False), id="all in one place"),
        pytest.param(lambda: network(300, [], [(i, i * j % 300) for i in range(300) for j in range(2, 6)]), id="crowd"),
    ],
)
def test_whatever_the_data_a_picture_is_drawn(drawn):
    picture = drawn()
    assert fromstring(picture.svg).get("width") == "481.88976378pt"  # 170 mm
    assert Image.open(io.BytesIO(picture.png)).width == 1339
    assert b"oklab" not in picture.svg
