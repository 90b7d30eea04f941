"""Mantelzorgers in beeld, as the projectleider fills it in."""

import pytest

from kapstok import clock
from kapstok.progress import indicators
from kapstok.progress import service as progress
from kapstok.progress.rules import reference_dates
from tests.factories import make_organisation


@pytest.fixture
def practice(project):
    progress.ensure_defaults(project)
    return make_organisation(project, "Praktijk Oost", "eerstelijnszorg")


@pytest.fixture
def counts(project):
    return f"/p/{project.id}/in-beeld"


def test_a_project_that_counts_nothing(projectleider, counts):
    assert "Dit project telt nog niets" in projectleider.get(counts).text


def test_filling_in_and_correcting(projectleider, project, counts, practice):
    silent = make_organisation(project, "Steunpunt")
    (indicator,) = indicators.list_indicators(project)
    latest, before, *_ = reference_dates(clock.local_date(clock.now()))
    action = f"{counts}/{indicator.id}/{latest}"
    fields = {f"value_{practice.id}": "41", f"whole_{practice.id}": "2.100"}
    page = projectleider.get(counts).submit(action, **fields)
    page.submit(action, **{f"value_{practice.id}": "42"})
    row = (indicator.id, practice.id, latest, 42, 2100)
    assert [tuple(row) for row in indicators.observations(project)] == [row]
    assert indicators.list_reported(indicator, latest)[1].organisation == silent
    earlier = projectleider.get(f"{counts}?peildatum={before}")
    assert [field.get("value") for field in earlier.all("input", name=f"value_{practice.id}")] == [""]


@pytest.mark.parametrize(
    ("value", "whole", "sentence"),
    [
        ("12", "11", "Praktijk Oost: 12 mantelzorgers van de 11 kan niet."),
        ("veel", "", "Vul een heel getal in."),
        ("-1", "", "Vul een heel getal in van 0 tot en met 1000000."),
        ("", "500", "Praktijk Oost: vul ook het aantal in."),
    ],
)
def test_what_is_refused_stays_on_the_page(projectleider, project, counts, practice, value, whole, sentence):
    (indicator,) = indicators.list_indicators(project)
    latest = reference_dates(clock.local_date(clock.now()))[0]
    fields = {f"value_{practice.id}": value, f"whole_{practice.id}": whole}
    page = projectleider.get(counts).submit(f"{counts}/{indicator.id}/{latest}", status=400, **fields)
    assert sentence in page.text
    assert [field.get("value") for field in page.all("input", name=f"whole_{practice.id}")] == [whole]
    assert indicators.observations(project) == []


def test_only_reference_dates(projectleider, project, counts, practice):
    (indicator,) = indicators.list_indicators(project)
    page = projectleider.get(counts)
    token = page.all("input", name="csrf_token")[0].get("value")
    for date in ("2999-01-01", "x"):
        projectleider.post(f"{counts}/{indicator.id}/{date}", {"csrf_token": token}, status=404)
