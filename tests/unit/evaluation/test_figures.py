"""Referrals and indicators in pictures, titles and tables."""

import datetime as dt
import json

from kapstok.evaluation.figures import indicator_range, opinion_shares
from kapstok.evaluation.inview import in_view
from kapstok.evaluation.opinions import opinion
from kapstok.evaluation.referral_figures import outcomes_per_month, referral_flow, sent_and_arrived
from tests.unit.network.builders import VOICE

JANUARY, APRIL = dt.date(2026, 1, 1), dt.date(2026, 4, 1)


def as_json(figure):
    return json.dumps([figure.data, figure.layout, figure.rows], allow_nan=False)


def test_outcomes_per_month():
    found = outcomes_per_month(["2026-01-01", "2026-02-01"], {"geslaagd": [3, 4], "niet": [1, 0]}, "bron", VOICE)
    assert found.title == "Wat ervan werd: 8 verwijzingen"
    assert found.columns == ("Maand", "geslaagd", "niet", "Totaal")
    assert found.rows == [("2026-01-01", 3, 1, 4), ("2026-02-01", 4, 0, 4)]
    assert [bars["y"] for bars in found.data] == [[3, 4], [1, 0]]
    assert found.plain == ""  # of fewer than ten no part is named
    found = outcomes_per_month(["2026-01-01"], {"geslaagd": [15], "niet": [5]}, "bron", VOICE)
    assert found.plain == "Het meest kwam voor: geslaagd, bij 75 van elke 100 verwijzingen."
    as_json(found)


def test_sent_and_arrived():
    found = sent_and_arrived(["2026-01-01", "2026-02-01"], [(12, 9), (4, None)], "bron", VOICE)
    assert found.title == "Verwijzers telden er 16, ontvangers 9"
    assert found.rows == [("2026-01-01", 12, 9, -3), ("2026-02-01", 4, None, None)]
    assert sent_and_arrived([], [], "bron", VOICE).rows == []


def test_referrals_without_any():
    found = outcomes_per_month([], {}, "bron", VOICE)
    assert (found.title, found.rows, found.data) == ("Wat ervan werd: 0 verwijzingen", [], [])


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
    rows = [("A", JANUARY, 40, 400), ("B", JANUARY, 30, 200), ("A", APRIL, 50, 400)]
    found = indicator_range("Mantelzorgers in beeld", in_view(rows), "bron", VOICE)
    assert found.title == "Mantelzorgers in beeld: ten minste 50 en ten hoogste 50"
    assert found.columns == ("Datum", "A", "B", "Ten minste", "Ten hoogste")
    assert found.rows == [("2026-01-01", 40, 30, 40, 70), ("2026-04-01", 50, "geen opgave", 50, 50)]
    assert [note["text"] for note in found.layout["annotations"]] == ["A"]
    assert found.plain == "Op de eerste peildatum ten minste 40 (opgaven: 2), op de laatste ten minste 50 (opgaven: 1)."
    as_json(found)


def test_names_at_the_ends_of_lines_do_not_touch():
    rows = [(name, JANUARY, count, None) for name, count in (("A", 100), ("B", 95), ("C", 90), ("D", 85))]
    found = indicator_range("In beeld", in_view(rows), "bron", VOICE)
    assert [note["text"] for note in found.layout["annotations"]] == ["A", "C"]


def test_indicator_with_hidden_counts():
    found = indicator_range("In beeld", in_view([("A", JANUARY, 40, None), ("B", JANUARY, 3, None)]), "bron", VOICE)
    assert (found.title, found.rows) == ("In beeld: ten hoogste 43", [("2026-01-01", None, None, None, 43)])
    found = indicator_range("In beeld", in_view([("A", JANUARY, 3, None)]), "bron", VOICE)
    assert (found.title, found.rows) == (
        "In beeld: te weinig gegevens om te tonen",
        [("2026-01-01", None, None, None)],
    )


def test_indicator_without_counts():
    found = indicator_range("In beeld", in_view([]), "bron", VOICE)
    assert (found.title, found.rows) == ("In beeld: te weinig gegevens om te tonen", [])


def test_opinions_then_and_now():
    then, now = opinion([4] * 5 + [2] * 15), opinion([5] * 15 + [1] * 5)
    found = opinion_shares("Ik weet de weg.", ["Nulmeting", "T1"], [then, now], "bron", VOICE)
    assert found.title == "Ik weet de weg. Eerst was 25 % het eens, nu 75 %."
    assert found.rows == [("Nulmeting", "25 %", "11 %–47 %", "20"), ("T1", "75 %", "53 %–89 %", "20")]
    assert found.data[0]["x"] == [25, 75]
    assert found.plain == "Van elke 100 mensen die antwoordden, zijn 75 het nu eens; de eerste keer 25."
    as_json(found)


def test_opinions_of_too_few():
    few, most = opinion([4] * 9), opinion([5] * 19 + [1])
    found = opinion_shares("Ik weet de weg.", ["Nulmeting", "T1"], [few, most], "bron", VOICE)
    assert (found.title, found.plain) == ("Ik weet de weg.", "")
    assert found.rows == [
        ("Nulmeting", "te weinig antwoorden", None, "9"),
        ("T1", "iedereen, op minder dan 5 mensen na", None, "20"),
    ]
    assert found.data[0]["x"] == []
    assert [note["text"] for note in found.layout["annotations"]] == [row[1] for row in found.rows]


def test_plotly_knows_every_word():
    import plotly.graph_objects as go

    for figure in (
        outcomes_per_month(["2026-01-01"], {"geslaagd": [3]}, "bron", VOICE),
        referral_flow([("A", "B", 2)], {"A": 0, "B": 1}, "bron", VOICE),
        indicator_range("In beeld", in_view([("A", JANUARY, 40, 400)]), "bron", VOICE),
        opinion_shares("Ik weet de weg.", ["T1"], [opinion([4] * 10 + [1] * 10)], "bron", VOICE),
    ):
        go.Figure(figure.data, figure.layout)  # raises on a property that plotly.js does not have
