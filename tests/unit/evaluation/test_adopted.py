"""Organisations per stage and per step, month by month; worked out by hand."""

import datetime as dt

from kapstok.evaluation.adopted import Monthly, each_per_month, furthest_per_month, products_table, steps_table
from kapstok.evaluation.adopted_figure import stages_over_time, steps_over_time
from kapstok.network.drawing import Voice
from kapstok.progress.products.rules import Stage
from kapstok.progress.steps.rules import Step

TODAY = dt.date(2026, 3, 10)
MONTHS = (dt.date(2025, 12, 1), dt.date(2026, 1, 1), dt.date(2026, 2, 1), dt.date(2026, 3, 1))


def translate(text: str, **params: object) -> str:
    return text % params if params else text


VOICE = Voice(translate, None, lambda value, _decimals: f"{value}", None)


def test_an_organisation_counts_once_at_its_furthest_stage():
    rows = [
        (1, "introduced", dt.date(2025, 12, 31)),
        (2, "introduced", dt.date(2026, 1, 1)),
        (1, "in_use", dt.date(2026, 1, 31)),
        (1, "embedded", dt.date(2026, 3, 10)),
        (3, "in_use", dt.date(2026, 2, 1)),
    ]
    found = furthest_per_month(rows, list(Stage), TODAY, stopped={3: dt.date(2026, 3, 1)})
    assert found == Monthly(MONTHS, {"introduced": (1, 1, 1, 1), "in_use": (0, 1, 2, 0), "embedded": (0, 0, 0, 1)})
    names = {"introduced": "Geïntroduceerd", "in_use": "In gebruik", "embedded": "Geborgd"}
    figure = stages_over_time("Toolkit", found, names, "", VOICE)
    assert figure.title == "Toolkit: in gebruik bij 1, waarvan geborgd bij 1"
    assert figure.rows[2] == ("2026-02-01", 1, 2, 0)
    assert figure.plain == "In de eerste maand werkten er 0 organisaties mee, nu 1."


def test_an_organisation_counts_at_every_step_it_finished():
    rows = [(1, "coding", dt.date(2025, 12, 5)), (2, "coding", dt.date(2026, 2, 5)), (1, "roles", TODAY)]
    found = each_per_month(rows, ["coding", "roles"], TODAY, stopped={})
    assert found == Monthly(MONTHS, {"coding": (1, 1, 2, 2), "roles": (0, 0, 0, 1)})
    everything = each_per_month(rows, list(Step), TODAY, stopped={})
    figure = steps_over_time(7, everything, {step: step.value for step in Step}, "", VOICE)
    assert (figure.title, len(figure.data)) == ("Geborgd bij 0 van de 7 organisaties", 5)
    assert figure.plain == "De stap waarmee de meeste organisaties klaar zijn: “coding”, bij 2."


def test_nothing_was_reached():
    found = furthest_per_month([], list(Stage), TODAY, stopped={})
    assert (found.months, found.now("in_use")) == ((), 0)


def test_tables_say_it_in_words_of_every_language():
    product = products_table([("De Kom", "Welzijn", "Waaier", "who-is-who", "in_use", TODAY)])
    assert product.rows == [("De Kom", "Welzijn", "Waaier", "wie is wie", "in gebruik", "2026-03-10")]
    step = steps_table([("De Kom", "Welzijn", "coding", "begun", TODAY)])
    assert step.rows == [("De Kom", "Welzijn", "coderen in het dossier", "begonnen", "2026-03-10")]
