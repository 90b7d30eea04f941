"""Graphs over time and matrices, counted by hand and read by the programs' own rules."""

import datetime as dt
import io
from dataclasses import replace

import networkx
import numpy as np

from kapstok.evaluation.files import siena
from kapstok.evaluation.files.graphs import gexf
from tests.unit.evaluation.test_scenes import YES, made, only

UNTIL = dt.date(2024, 6, 15)


def spells(network, until: dt.date = UNTIL) -> dict:
    graph = networkx.read_gexf(io.BytesIO(gexf(network, until)))
    return {(one, other): told["spells"] for one, other, told in graph.edges(data=True)}


def test_a_line_stands_from_the_month_in_which_it_was_stated_to_the_month_in_which_it_was_denied():
    network = made([(0, 1, 2, 1), (0, 1, 0, 40), (0, 1, 3, 70), (0, 2, 2, 1), (3, 4, 1, 1)])
    assert spells(network) == {
        ("P0", "P1"): [("2024-03-01", "2024-04-01"), ("2024-05-01", "2024-07-01")],
        ("P0", "P2"): [("2024-03-01", "2024-07-01")],
    }


def test_what_nobody_said_again_ends_after_two_years():
    found = spells(made([(0, 1, 2, 1)]), dt.date(2026, 6, 1))
    assert found == {("P0", "P1"): [("2024-03-01", "2026-03-01")]}


def test_who_may_not_be_seen_is_not_there_and_people_without_lines_are():
    graph = networkx.read_gexf(io.BytesIO(gexf(made(on_map=~only(1)), UNTIL)))
    assert sorted(graph) == ["P0", "P2", "P3", "P4", "P5", "P6", "P7"]
    assert graph.nodes["P7"] == {"sector": "S0", "functie": "Huisarts", "label": "P7"}


def test_an_open_measurement_and_nothing_said():
    network = made()
    (wave,) = network.measurements
    running = replace(network, measurements=(replace(wave, closed_at=None),))
    assert spells(running) == spells(made([])) == {}


def test_a_matrix_tells_what_is_not_known_from_who_was_not_asked():
    network = made([(0, 1, 2, 1), (0, 2, 1, 1), (2, 0, -1, 1)])
    (wave,) = network.measurements
    partly = replace(wave, asked=YES & ~only(3), named=YES & ~only(4))
    rows = siena.matrix(network, partly)
    assert rows[0].tolist() == [0, 1, 0, -1, 10, -1, -1, -1]
    assert rows[2].tolist() == [-1, -1, 0, -1, 10, -1, -1, -1]
    assert rows[3].tolist() == [10, 10, 10, 0, 10, 10, 10, 10]
    found = siena.files(network)
    assert [*found] == ["meting-0.txt", "deelnemers.csv"]
    assert found["meting-0.txt"].splitlines()[0] == b"0 1 0 NA NA NA NA NA"
    assert found["deelnemers.csv"].splitlines()[:2] == [b"rij;deelnemer;sector;sectornummer", b"1;P0;S0;1"]
    assert not np.any(np.diag(rows))
    named = siena.files(replace(network, people=replace(network.people, sectors=["=1+1", "S1"])))
    assert named["deelnemers.csv"].splitlines()[1] == b"1;P0;'=1+1;1"
