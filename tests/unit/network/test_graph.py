"""From what people said to lines: the last word counts, and NA is never 0."""

import datetime as dt

import numpy as np
import pytest

from kapstok.network.graph import NA, as_networkx, fresh_since, lines, state_at
from tests.unit.network.builders import day, lines_of, people, said, state

# Three people. 0 says 3 of 1 and 2 of 2; 1 says 1 of 0 and 0 of 2; 2 did not answer.
THREE = state([-1, 3, 2], [1, -1, 0], [-1, -1, -1])


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("directed", [[-1, 1, 1], [0, -1, 0], [-1, -1, -1]]),
        # 0–1: 1 says less. 0–2: 2 has said nothing. 1–2: 1 says less, which is enough.
        ("confirmed", [[-1, 0, -1], [0, -1, 0], [-1, 0, -1]]),
        # 0–1 and 0–2: 0 says so, which is enough. 1–2: 1 says less, 2 has said nothing.
        ("any", [[-1, 1, 1], [1, -1, -1], [1, -1, -1]]),
    ],
)
def test_one_side_unknown(mode, expected):
    assert lines(THREE, 2, mode).value.tolist() == expected


# What each of two people said of the other, and whether that is a line: from the one to the other, confirmed, any side.
SAID = [(3, 3), (3, 2), (2, 1), (3, 0), (1, 1), (0, 0), (3, NA), (2, NA), (1, NA), (0, NA), (NA, NA)]
READ = {
    1: {
        "directed": [1, 1, 1, 1, 1, 0, 1, 1, 1, 0, NA],
        "confirmed": [1, 1, 1, 0, 1, 0, NA, NA, NA, 0, NA],
        "any": [1, 1, 1, 1, 1, 0, 1, 1, 1, NA, NA],
    },
    2: {
        "directed": [1, 1, 1, 1, 0, 0, 1, 1, 0, 0, NA],
        "confirmed": [1, 1, 0, 0, 0, 0, NA, NA, 0, 0, NA],
        "any": [1, 1, 1, 1, 0, 0, 1, 1, NA, NA, NA],
    },
    3: {
        "directed": [1, 1, 0, 1, 0, 0, 1, 0, 0, 0, NA],
        "confirmed": [1, 0, 0, 0, 0, 0, NA, 0, 0, 0, NA],
        "any": [1, 1, 0, 1, 0, 0, 1, NA, NA, NA, NA],
    },
}


@pytest.mark.parametrize("threshold", READ)
def test_every_reading_of_every_pair_at_every_threshold(threshold):
    pairs = [state([NA, one], [other, NA]) for one, other in SAID]
    for mode, expected in READ[threshold].items():
        assert [int(lines(pair, threshold, mode).value[0, 1]) for pair in pairs] == expected
        if mode != "directed":
            assert [int(lines(pair, threshold, mode).value[1, 0]) for pair in pairs] == expected


def test_threshold_is_part_of_the_line():
    assert [lines(THREE, threshold).count(lines(THREE, threshold).known) for threshold in (1, 2, 3, 4)] == [3, 2, 1, 0]


def test_last_statement_at_or_before_the_moment_counts():
    statements = said((0, 1, 1, 0), (0, 1, 3, 10), (0, 1, 4, 20))
    assert [int(state_at(statements, 2, day(d)).strength[0, 1]) for d in (-1, 0, 9, 10, 19, 20)] == [-1, 1, 1, 3, 3, 4]


def test_of_two_statements_at_once_the_later_given_counts():
    assert state_at(said((0, 1, 1, 0), (0, 1, 3, 0)), 2, day(0)).strength[0, 1] == 3


def test_not_known_takes_back_what_was_known():
    assert state_at(said((0, 1, 3, 0), (0, 1, -1, 5)), 2, day(5)).strength[0, 1] == -1


def test_statement_lasts_24_months():
    statements = said((0, 1, 3, 0))  # 1 March 2024
    last = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
    assert state_at(statements, 2, last).strength[0, 1] == 3
    assert state_at(statements, 2, last + dt.timedelta(seconds=1)).strength[0, 1] == -1


def test_24_months_before_a_leap_day():
    assert fresh_since(dt.datetime(2024, 2, 29, tzinfo=dt.UTC)) == dt.datetime(2022, 2, 28, tzinfo=dt.UTC)


def test_sources_are_chosen():
    statements = said((0, 1, 3, 0), source=1)
    assert len(statements.from_sources({"wave"})) == 0
    assert len(statements.from_sources({"wave", "pulse"})) == 1


def test_what_one_says_of_oneself_is_nothing():
    assert state_at(said((0, 0, 4, 0)), 1, day(1)).strength.tolist() == [[-1]]


def test_only_keeps_rows_and_columns():
    kept = THREE.only(np.array([True, True, False]), np.array([True, False, True]))
    assert kept.strength.tolist() == [[-1, -1, 2], [1, -1, 0], [-1, -1, -1]]


def test_taking_people_out_keeps_the_others_in_order():
    left = lines(THREE).without([1])
    assert left.value.tolist() == [[-1, 1], [-1, -1]]
    assert people([0, 1, 2]).without([1]).labels == ("P0", "P2")


def test_networkx_graph_carries_what_exports_need():
    graph = as_networkx(lines(THREE, 2, "any"), people([0, 1, 1]))
    assert sorted(graph.edges) == [(0, 1), (0, 2)]
    assert graph.nodes[1] == {"label": "P1", "sector": "S1", "organisation": "", "function": "Huisarts"}
    assert not graph.is_directed()


def test_pairs_are_said_once():
    import networkx as nx

    assert lines_of(nx.path_graph(3)).pairs() == [(0, 1), (1, 2)]
    assert lines_of(nx.DiGraph([(0, 1), (1, 0)])).pairs() == [(0, 1), (1, 0)]
