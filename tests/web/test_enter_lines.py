"""Typing over what people filled in on paper: the next form, one key for each row, and what goes wrong with paper."""

import pytest
from sqlalchemy import select

from kapstok import clock
from kapstok.extensions import db
from kapstok.ties import ledger, measuring, room
from kapstok.ties import service as ties
from kapstok.ties.models import RosterEntry, Tie
from kapstok.ties.rules import Answers
from tests.browsing import text
from tests.factories import make_organisation, make_person


@pytest.fixture
def people(project):
    welzijn, zorg = make_organisation(project, "Welzijn"), make_organisation(project, "Thuiszorg", "thuiszorg")
    return [
        make_person(project, welzijn, "An de Boer"),
        make_person(project, zorg, "Bo Kuiper", "wijkverpleegkundige"),
        make_person(project, zorg, "Cas Smit"),
        make_person(project, zorg, "Dee Vos"),
    ]


@pytest.fixture
def wave(project, people):
    return measuring.open_wave(project, "Nulmeting", clock.now(), actor="test")


@pytest.fixture
def here(project, wave):
    return f"/p/{project.id}/metingen/{wave.id}"


def said(project) -> list[tuple]:
    return [(row.respondent_id, row.named_id, row.strength, row.by_block) for row in ledger.statements(project)]


def code_of(wave, person) -> str:
    entry = db.session.scalars(
        select(RosterEntry).where(RosterEntry.project_id == wave.project_id, RosterEntry.wave_id == wave.id)
    )
    own = next(one for one in entry if one.person_id == person.id)
    return room.roster_of(wave, clock.now()).code_of(own)


def labels(page) -> list[str]:
    """The rows as they stand on the page, between the headings."""
    rows = page.form().iter()
    return [text(element) for element in rows if element.tag == "legend" or element.tag == "label"]


def test_from_the_code_to_the_next_form(projectleider, project, wave, here, people):
    an, bo, cas, dee = people
    page = projectleider.get(f"{here}/invoeren")
    assert (page.h1, "Er is nog geen formulier ingevoerd." in page.text) == ("Formulieren invoeren", True)
    page = page.submit(f"{here}/invoeren", wie=code_of(wave, an).lower().replace("-", " "))
    assert page.h1 == "Invullen namens An de Boer"
    assert labels(page) == [
        "Thuiszorg",
        "1. Bo Kuiper, Wijkverpleegkundige",
        "2. Cas Smit",
        "3. Dee Vos",
        "Verder ken ik hier niemand",
    ]
    keys = {f"kent_{bo.id}": "3", f"kent_{cas.id}": "X", f"niemand_{bo.organisation_id}": "n"}
    page = page.submit(**keys)
    assert page.h1 == "Formulieren invoeren"
    assert ["De antwoorden van An de Boer zijn bewaard." in page.text, "Er is één formulier ingevoerd." in page.text]
    assert said(project) == [
        (an.id, bo.id, 3, False),
        (an.id, cas.id, None, False),
        (an.id, dee.id, 0, True),
    ]
    by = set(db.session.scalars(select(Tie.entered_by_id).where(Tie.project_id == project.id)))
    assert by == {1}
    assert [entry.person_id for entry in measuring.list_asked(wave) if entry.finished_at] == [an.id]
    page = page.submit(f"{here}/invoeren", wie="cas  smit, thuiszorg")
    assert page.h1 == "Invullen namens Cas Smit"
    page = page.submit(**{f"kent_{an.id}": "2"})
    assert "Er zijn 2 formulieren ingevoerd." in page.text


def test_what_was_answered_is_not_shown_but_that_it_was(projectleider, project, wave, here, people):
    an, bo, cas, _dee = people
    ties.record_statements(an, Answers({bo.id: 4, cas.id: 1}), clock.now(), wave=wave)
    page = projectleider.get(f"{here}/deelnemers/{an.id}")
    assert [box.get("value") for box in page.all("input") if box.get("name", "").startswith("kent_")] == ["", "", ""]
    assert "An de Boer antwoordde zelf al" in page.text
    page = page.submit(**{f"kent_{bo.id}": "0"})
    assert said(project)[2:] == [(an.id, bo.id, 0, False)]  # what was left empty stays as An said it
    page = projectleider.get(f"{here}/deelnemers/{an.id}")
    assert "Dit formulier is al ingevoerd door Noor de Wit" in page.text
    page = page.submit(**{f"kent_{bo.id}": "0"})
    assert "stonden er al" in page.text


def test_two_who_type_over_the_same_form(projectleider, project, wave, here, people):
    an, bo, cas, _dee = people
    one, other = (projectleider.get(f"{here}/deelnemers/{an.id}") for _ in range(2))
    one.submit(**{f"kent_{bo.id}": "3"})
    page = other.submit(status=409, **{f"kent_{bo.id}": "2", f"kent_{cas.id}": "1"})
    assert "Terwijl u typte, kwamen er van deze persoon ook andere antwoorden binnen" in page.text
    assert said(project) == [(an.id, bo.id, 3, False)]
    page = page.submit(status=400, **{f"kent_{cas.id}": "7"})
    page.submit(**{f"kent_{cas.id}": ""})
    assert said(project)[1:] == [(an.id, bo.id, 2, False)]


def test_a_wrong_key_is_refused_at_its_row(projectleider, project, here, people):
    an, bo, cas, _dee = people
    page = projectleider.get(f"{here}/deelnemers/{an.id}")
    end = f"niemand_{bo.organisation_id}"
    page = page.submit(status=400, **{f"kent_{bo.id}": "5", f"kent_{cas.id}": "2", end: "j"})
    values = {field.get("name"): field.get("value") for field in page.form().iter("input")}
    assert (values[f"kent_{bo.id}"], values[f"kent_{cas.id}"], values[end]) == ("5", "2", "j")
    assert [text(error) for error in page.all("p", class_="field-error")] == [
        "Fout: Typ 0, 1, 2, 3, 4 of x, of laat leeg.",
        "Fout: Typ n, of laat leeg.",
    ]
    assert said(project) == []
    page.submit(status=400, **{f"kent_{bo.id}": "", f"kent_{cas.id}": "", end: ""})  # an empty form says nothing


def test_who_left_keeps_the_number_and_does_not_count(projectleider, project, wave, here, people):
    an, bo, cas, dee = people
    page = projectleider.get(f"{here}/deelnemers/{an.id}")
    bo.left_on = cas.left_on = clock.local_date(clock.now())
    later = make_person(project, dee.organisation, "Aad Later")
    db.session.add(
        RosterEntry(project_id=project.id, wave_id=wave.id, person_id=later.id, added_at=clock.now(), asks=True)
    )
    assert labels(projectleider.get(f"{here}/deelnemers/{an.id}"))[1:] == [
        "1. Staat niet meer op de lijst: telt niet mee",
        "2. Staat niet meer op de lijst: telt niet mee",
        "3. Dee Vos",
        "Verder ken ik hier niemand",
        "Thuiszorg",
        "4. Aad Later",
    ]
    page = page.submit(**{f"kent_{bo.id}": "3", f"kent_{dee.id}": "2"})
    assert "Eén antwoord is niet bewaard." in page.text
    assert said(project) == [(an.id, dee.id, 2, False)]


def test_a_measurement_that_closes_while_somebody_types(projectleider, project, wave, here, people):
    an, bo, *_others = people
    page = projectleider.get(f"{here}/deelnemers/{an.id}")
    measuring.close_wave(wave, clock.now(), actor="test")
    page = page.submit(status=409, **{f"kent_{bo.id}": "3"})
    assert "Deze meting is gesloten." in page.text
    assert page.all("input", name=f"kent_{bo.id}")[0].get("value") == "3"
    for path in (f"/deelnemers/{an.id}", "/invoeren"):
        projectleider.get(here + path, status=409)


def test_a_form_whose_list_changed(projectleider, wave, here, people):
    code = code_of(wave, people[0])
    opened = f"{here}/invoeren?wie={code}"
    assert "De lijst is veranderd sinds dit formulier is gedrukt." not in projectleider.get(opened).text
    people[1].name = "Zus Kuiper"
    assert "De lijst is veranderd sinds dit formulier is gedrukt." in projectleider.get(opened).text


def test_codes_and_names_that_lead_nowhere(projectleider, project, wave, here, people):
    code = code_of(wave, people[0])
    measuring.close_wave(wave, clock.now(), actor="test")
    people[2].archived_at = clock.now()
    people[1].name = people[3].name
    later = measuring.open_wave(project, "T1", clock.now(), actor="test")
    db.session.add(RosterEntry(project_id=project.id, wave_id=later.id, person_id=people[2].id))
    page = projectleider.get(f"/p/{project.id}/metingen/{later.id}/invoeren")
    for typed, status, sentence in (
        (code, 409, "Dit formulier hoort bij de meting “Nulmeting”. U kunt het hier niet invoeren."),
        ("Niemand", 404, "“Niemand” is geen code en geen naam uit deze meting. Kijk in de hoek van het formulier."),
        ("Cas Smit", 410, "Deze persoon doet niet meer mee aan het project. U kunt dit formulier niet meer invoeren."),
        ("dee vos", 409, "Er is meer dan één dee vos. Typ de code van het formulier, of kies hieronder."),
    ):
        answer = page.submit(page.url, status=status, wie=typed)
        (error,) = answer.all("p", class_="field-error")
        assert text(error) == f"Fout: {sentence}"
        assert answer.all("input", name="wie")[0].get("value") == typed
