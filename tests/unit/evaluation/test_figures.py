"""Referrals and indicators in pictures, titles and tables."""

import json

from kapstok.evaluation.figures import indicator_range, referral_flow, referrals_per_month
from tests.unit.network.builders import VOICE


def as_json(figure):
    return json.dumps([figure.data, figure.layout, figure.rows], allow_nan=False)


def test_referrals_per_month():
    found = referrals_per_month(["2026-01-01", "2026-02-01"], {"geslaagd": [3, 4], "niet": [1, 0]}, "bron", VOICE)
    assert found.title == "Verwijzingen in deze periode: 8"
    assert found.columns == ("Maand", "geslaagd", "niet", "Totaal")
    assert found.rows == [("2026-01-01", 3, 1, 4), ("2026-02-01", 4, 0, 4)]
    assert [bars["y"] for bars in found.data] == [[3, 4], [1, 0]]
    as_json(found)


def test_referrals_without_any():
    found = referrals_per_month([], {}, "bron", VOICE)
    assert (found.title, found.rows, found.data) == ("Verwijzingen in deze periode: 0", [], [])


def test_flow_names_the_widest_stream():
    marks = {"Praktijk <b>": 0, "Thuiszorg": 1, "Loket": 3}
    flows = [("Thuiszorg", "Loket", 2), ("Praktijk <b>", "Loket", 5), ("Loket", "Thuiszorg", 1), ("Loket", "Loket", 0)]
    found = referral_flow(flows, marks, "bron", VOICE)
    assert found.title == "De meeste verwijzingen gaan van Praktijk <b> naar Loket: 5 van 8"
    (sankey,) = found.data
    assert sankey["node"]["label"] == ["Praktijk &lt;b&gt;", "Thuiszorg", "Loket", "Loket", "Thuiszorg"]
    assert sankey["link"]["source"] == [0, 1, 2]
    assert sankey["link"]["target"] == [3, 3, 4]
    assert found.rows == [("Praktijk <b>", "Loket", 5), ("Thuiszorg", "Loket", 2), ("Loket", "Thuiszorg", 1)]
    as_json(found)


def test_flow_of_nothing():
    found = referral_flow([], {}, "bron", VOICE)
    assert (found.title, found.data, found.rows) == ("Er zijn nog geen verwijzingen geteld", [], [])


def test_indicator_is_a_range_and_never_a_sum():
    found = indicator_range(
        "Mantelzorgers in beeld", ["2026-01-01", "2026-04-01"], {"A": [40, 50], "B": [30, None]}, "bron", VOICE
    )
    assert found.title == "Mantelzorgers in beeld: ten minste 50 en ten hoogste 50"
    assert found.columns == ("Datum", "A", "B", "Ten minste", "Ten hoogste")
    assert found.rows == [("2026-01-01", 40, 30, 40, 70), ("2026-04-01", 50, None, 50, 50)]
    assert [note["text"] for note in found.layout["annotations"]] == ["A"]
    as_json(found)


def test_indicator_without_counts():
    assert indicator_range("In beeld", [], {}, "bron", VOICE).title == "In beeld: nog geen gegevens"
    found = indicator_range("In beeld", ["2026-01-01"], {"A": [None]}, "bron", VOICE)
    assert (found.title, found.rows) == ("In beeld: nog geen gegevens", [("2026-01-01", None, None, None)])


def test_plotly_knows_every_word():
    import plotly.graph_objects as go

    for figure in (
        referrals_per_month(["2026-01-01"], {"geslaagd": [3]}, "bron", VOICE),
        referral_flow([("A", "B", 2)], {"A": 0, "B": 1}, "bron", VOICE),
        indicator_range("In beeld", ["2026-01-01"], {"A": [4]}, "bron", VOICE),
    ):
        go.Figure(figure.data, figure.layout)  # raises on a property that plotly.js does not have
