"""The projectleider opens a measurement, follows it, fills in for somebody, closes it – and reads nobody's answers."""

import pytest

from kapstok import clock
from kapstok.ties import measuring
from kapstok.ties import service as ties
from kapstok.ties.rules import Answers
from tests.factories import make_organisation, make_person, make_project


@pytest.fixture
def people(project):
    welzijn, zorg = (
        make_organisation(project, "Welzijn", "welzijn"),
        make_organisation(project, "Thuiszorg", "thuiszorg"),
    )
    return [
        make_person(project, welzijn, "An de Boer"),
        make_person(project, zorg, "Bo Kuiper"),
        make_person(project, zorg, "Cas Smit"),
    ]


@pytest.fixture
def waves(project):
    return f"/p/{project.id}/metingen"


def test_without_people_the_page_says_what_comes_first(projectleider, waves):
    assert "Begin met de mensen" in projectleider.get(waves).text


def test_from_opening_to_closing(projectleider, project, waves, people):
    page = projectleider.get(waves).submit(waves)
    assert page.h1 == "Nulmeting"
    page = projectleider.get(waves)
    assert "0 van de 3" in page.text
    assert "Minder dan de helft" in page.text
    assert waves not in [form.get("action") for form in page.all("form")]
    wave = measuring.find_open_wave(project)
    page = projectleider.get(f"{waves}/{wave.id}/sluiten").submit(f"{waves}/{wave.id}/sluiten")
    assert page.h1 == "Metingen"
    assert measuring.find_open_wave(project) is None
    (suggested,) = page.all("input", name="name")
    assert suggested.get("value") == "Meting T1"
    page = page.submit(waves, status=400, name="nulmeting")
    assert "Er is al een meting met de naam “nulmeting”" in page.text


@pytest.mark.parametrize(
    ("answered", "sentence"),
    [(1, "Minder dan de helft"), (2, "Minder dan 7 van de 10"), (3, "Minstens 7 van de 10")],
)
def test_what_the_response_allows(projectleider, project, waves, people, answered, sentence):
    wave = measuring.open_wave(project, "Nulmeting", clock.now(), actor="test")
    for person, named in zip(people[:answered], people[1:] + people[:1], strict=False):
        ties.record_statements(person, Answers({named.id: 2}), clock.now(), wave=wave)
    page = projectleider.get(waves)
    assert f"{answered} van de 3" in page.text
    assert sentence in page.text


def test_who_answered_is_seen_and_what_is_not(projectleider, project, waves, people):
    an, bo, _ = people
    wave = measuring.open_wave(project, "Nulmeting", clock.now(), actor="test")
    ties.record_statements(an, Answers({bo.id: 4}), clock.now(), wave=wave)
    page = projectleider.get(f"{waves}/{wave.id}")
    rows = ["".join(badge.itertext()) for badge in page.all("span", class_="status")]
    assert rows == ["geantwoord", "nog niet", "nog niet"]
    form = projectleider.get(f"{waves}/{wave.id}/deelnemers/{an.id}")
    assert [box for box in form.all("input") if box.get("checked") is not None] == []


def test_a_closed_measurement_is_not_filled_in(projectleider, project, waves, people):
    wave = measuring.open_wave(project, "Nulmeting", clock.now(), actor="test")
    measuring.close_wave(wave, clock.now(), actor="test")
    assert "Invullen namens" not in projectleider.get(f"{waves}/{wave.id}").text
    projectleider.get(f"{waves}/{wave.id}/deelnemers/{people[0].id}", status=409)
    projectleider.get(f"{waves}/{wave.id}/sluiten", status=409)


def test_nothing_of_another_project(projectleider, waves, people):
    other = make_project("Ander project")
    stranger, _ = make_person(other), make_person(other)
    wave = measuring.open_wave(other, "Nulmeting", clock.now(), actor="test")
    projectleider.get(f"{waves}/{wave.id}", status=404)
    projectleider.get(f"{waves}/{wave.id}/deelnemers/{stranger.id}", status=404)


def test_an_evaluator_opens_nothing(evaluator, waves):
    evaluator.get(waves, status=403)
