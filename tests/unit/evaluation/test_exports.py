"""Files hold what pages may show: no more people, no finer groups, no days."""

import datetime as dt
import io
from dataclasses import replace

import networkx

from kapstok.evaluation.exports import indicators_table, lines_table, people_table, referrals_table
from kapstok.evaluation.files.graphs import graphml
from kapstok.evaluation.inview import in_view
from tests.unit.evaluation.test_scenes import SAID, made, only


def test_people_in_the_order_of_their_pseudonyms():
    network = made()
    mixed = replace(network, people=replace(network.people, labels=("Z", *network.people.labels[1:])))
    found = people_table(mixed)
    assert found.headings == ("deelnemer", "sector", "functie", "gevraagd_0", "geantwoord_0")
    assert found.rows[0] == ("P1", "S0", "Huisarts", 1, 1)
    assert [row[0] for row in found.rows] == ["P1", "P2", "P3", "P4", "P5", "P6", "P7", "Z"]


def test_people_who_may_not_be_seen_are_in_no_file():
    network = made(on_map=~only(1), in_group=only(2))
    assert [row[0] for row in people_table(network).rows] == ["P0", "P3", "P4", "P5", "P6", "P7"]
    assert {end for row in lines_table(network).rows for end in row[:2]} == {"P3", "P4", "P5", "P6"}
    assert "P1" not in networkx.read_graphml(io.BytesIO(graphml(network, network.measurements[0])))


def test_lines_with_their_month():
    """What was changed within a month stands there once, as it was last said."""
    network = made([(1, 0, 4, 1), (0, 1, 2, 1), (1, 0, 3, 2), (0, 1, -1, 2), (0, 1, 4, 40)])
    assert lines_table(network).rows == [
        ("P0", "P1", None, "meting", 0, "2024-03"),
        ("P0", "P1", 4, "meting", 0, "2024-04"),
        ("P1", "P0", 3, "meting", 0, "2024-03"),
    ]


def test_a_running_measurement_is_in_no_file():
    network = made()
    (wave,) = network.measurements
    running = replace(network, measurements=(replace(wave, closed_at=None),))
    assert (people_table(running).rows, lines_table(running).rows) == ([], [])


def test_a_graph_that_networkx_reads():
    network = made([*SAID, (0, 2, 0, 1), (0, 3, 1, 1)])
    graph = networkx.read_graphml(io.BytesIO(graphml(network, network.measurements[0])))
    assert (graph.is_directed(), len(graph), graph.number_of_edges()) == (True, 8, 7)
    assert graph.nodes["P7"] == {"sector": "S0", "functie": "Huisarts", "geantwoord": False}
    assert (graph.edges["P0", "P1"], graph.edges["P0", "P3"]) == ({"sterkte": 2}, {"sterkte": 1})
    assert graph.graph["bestemming"] == "niet voor publicatie"
    assert (graph.graph["bron"], graph.graph["vanaf_sterkte"]) == ("alleen deze meting", 1)


def test_referrals_and_indicators():
    month = dt.date(2026, 3, 1)
    row = (month, "Praktijk", "Eerstelijnszorg", "Loket", "Gemeente", "verwezen", 3)
    assert referrals_table([row]).rows == [("2026-03", *row[1:])]
    counted = [("A", month, 40, None), ("B", month, 3, None), ("C", month, 50, 400), ("D", dt.date(2026, 6, 1), 9, 20)]
    view = in_view(counted)
    assert indicators_table([("In beeld", view)]).rows == [
        ("In beeld", "A", "2026-03-01", None, None),
        ("In beeld", "B", "2026-03-01", None, None),
        ("In beeld", "C", "2026-03-01", 50, 400),
        ("In beeld", "D", "2026-06-01", 9, 20),
    ]


def test_nothing_measured():
    network = replace(made(), measurements=())
    assert people_table(network).rows == []
