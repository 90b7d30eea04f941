"""Round numbers and first days of months on the axes, and names that do not overlap."""

import datetime as dt

import pytest

from kapstok.evaluation.report.scales import Days, along, apart, steps


def whole(value: float) -> str:
    return f"{value:.0f}"


@pytest.mark.parametrize(
    ("top", "written"),
    [
        (1, ["0", "1"]),
        (3, ["0", "1", "2", "3"]),
        (5, ["0", "1", "2", "3", "4", "5"]),
        (6, ["0", "2", "4", "6"]),
        (21, ["0", "5", "10", "15", "20", "25"]),
        (0.2, ["0", "1"]),
        (1_234, ["0", "500", "1000", "1500"]),
    ],
)
def test_steps_are_round_and_each_is_written_in_its_own_way(top, written):
    assert [whole(value) for value in steps(top, whole)] == written


def test_shares_have_steps_between():
    assert [f"{value:.0%}" for value in steps(1.0, lambda value: f"{value:.0%}")] == [
        "0%",
        "20%",
        "40%",
        "60%",
        "80%",
        "100%",
    ]


def test_values_along_an_axis():
    place = along(-1, 3)
    assert [place(value) for value in (-1, 0, 3)] == [0, 0.25, 1]
    assert along(2, 2)(2) == 0


@pytest.mark.parametrize(
    ("heights", "moved"),
    [
        ([0.1, 0.5], [0.1, 0.5]),
        ([0.5, 0.5], [0.5, 0.57]),
        ([0.5, None, 0.46], [0.53, None, 0.46]),
        ([1.0, 1.0, 0.2], [0.93, 1.0, 0.2]),
    ],
)
def test_names_are_moved_apart(heights, moved):
    assert [height if height is None else round(height, 6) for height in apart(heights)] == moved


@pytest.mark.parametrize(
    ("first", "last", "ticks"),
    [
        ("2026-01-15", "2026-04-02", ["2026-02-01", "2026-03-01", "2026-04-01"]),
        (
            "2025-01-01",
            "2025-12-01",
            ["2025-01-01", "2025-03-01", "2025-05-01", "2025-07-01", "2025-09-01", "2025-11-01"],
        ),
        ("2022-06-01", "2026-06-01", ["2023-01-01", "2024-01-01", "2025-01-01", "2026-01-01"]),
        ("2026-03-03", "2026-03-20", ["2026-03-03"]),
        ("2026-03-03", "2026-03-03", ["2026-03-01"]),
    ],
)
def test_months_begin_on_the_axis(first, last, ticks):
    days = Days([dt.date.fromisoformat(last), dt.date.fromisoformat(first)])
    assert [str(day) for day in days.ticks()] == ticks


def test_one_day_stands_in_the_middle():
    day = dt.date(2026, 3, 3)
    assert Days([day]).place(day) == 0.5
