"""The quality page: aggregates, what they mean, and the one thing to do."""

import pytest

from kapstok.extensions import db
from kapstok.ties import service as ties
from kapstok.ties.rules import Answers
from tests.browsing import Visitor, text
from tests.factories import NOW, make_project, make_user
from tests.measured import DAY, FIRST, SECOND, everybody_says, make_people, measure, open_wave


def figures(page) -> dict[str, str]:
    """What stands under each figure's name."""
    return {text(one.find("dt")): text(one.find("dd")) for one in page.all("div", class_="stat")}


def address(wave) -> str:
    return f"/p/{wave.project_id}/metingen/{wave.id}/kwaliteit"


@pytest.fixture
def people(project):
    return make_people(project, "welzijn", "thuiszorg", each=6)


def test_a_measurement_in_which_everybody_said_the_same(project, people, projectleider):
    """Twelve people who each say 2 of the eleven others, at one moment; nobody says to be done."""
    wave = measure(project, people, "Nulmeting", SECOND, everybody_says(12, 2))
    page = projectleider.get(address(wave))
    assert "U kunt deze meting voor alle cijfers gebruiken." in page.text
    assert "U hoeft nu niets te doen." in page.text
    assert figures(page) == {
        "Begonnen, maar niet klaar": "nog niet bekend",
        "Ingevoerd van papier": "niemand",
        "Inmiddels vertrokken": "niemand",
        "Namen zonder antwoord": "geen",
        "Antwoorden voor een hele organisatie tegelijk": "geen",
        "Overgenomen van de vorige meting": "geen",
        "Tegenspraak": "geen",
        "Waarvan vaste afspraken tegenover “ken ik niet”": "geen",
        "Lijnen die de ander ook noemt": "100 %",
        "Steeds hetzelfde antwoord let op": "100 %",
        "Heel snel ingevuld": "nog niet bekend",
        "Door niemand gekend": "niemand",
        "Kent zelf niemand": "niemand",
    }


def test_who_is_missed_and_small_numbers_stay_hidden(project, people, projectleider):
    """In the second measurement six more people, of whom nobody knows anybody and nobody is known; two said 4 of 0."""
    measure(project, people, "Nulmeting", FIRST, everybody_says(12, 1))
    everybody = people + make_people(project, "gemeente", each=6)
    rows = [["-" if i == j else "2" if max(i, j) < 12 else "0" for j in range(18)] for i in range(18)]
    rows[0][1], rows[1][0] = "4", "0"
    page = projectleider.get(address(measure(project, everybody, "T1", SECOND, [" ".join(row) for row in rows])))
    found = figures(page)
    assert found["Tegenspraak"] == "heel weinig"
    assert found["Door niemand gekend let op"] == "33 %"
    assert "6 van de 18. Niemand die antwoordde kent hen, ook niet van naam." in page.text
    assert found["Waarvan nieuw op de lijst"] == "6 van de 6"
    assert found["Waarvan zonder functie"] == "6 van de 6"
    assert found["Kent zelf niemand let op"] == "33 %"
    assert "Vul de functie in van wie nu niet wordt herkend." in page.text
    assert [person.name for person in everybody if person.name in page.text] == []


def test_four_answers_say_nothing(project, people, projectleider):
    wave = measure(project, people, "Nulmeting", SECOND, everybody_says(12, 2)[:4] + [""] * 8)
    page = projectleider.get(address(wave))
    assert "U kunt met deze meting nog niets zeggen." in page.text
    assert "Laat mensen de volgende keer op een bijeenkomst invullen." in page.text
    assert figures(page) == {"Inmiddels vertrokken": "niemand"}


def test_a_running_measurement_counts_people_by_five(project, people, projectleider):
    wave = open_wave(project, people, "Nulmeting", NOW - DAY, everybody_says(12, 2)[:3] + [""] * 9)
    few = projectleider.get(address(wave))
    assert "U kunt met deze meting nog niets zeggen." in few.text
    assert figures(few) == {"Inmiddels vertrokken": "niemand"}
    for person, row in zip(people[3:11], everybody_says(12, 2)[3:11], strict=True):
        answers = {other.id: 2 for other, cell in zip(people, row.split(), strict=True) if cell == "2"}
        ties.record_statements(person, Answers(answers), NOW, wave=wave)
    db.session.commit()
    page = projectleider.get(address(wave))
    assert "U kunt deze meting voor alle cijfers gebruiken." in page.text
    assert "Nu tellen 5 van de 11 mensen mee die antwoordden." in page.text
    assert figures(page)["Steeds hetzelfde antwoord let op"] == "5 van de 5"
    assert "Steeds hetzelfde antwoord: 5 van de 5. Kijk of de vraag duidelijk was." in page.text


def test_not_for_others(app, project, people, evaluator):
    wave = measure(project, people, "Nulmeting", SECOND, everybody_says(12, 2))
    db.session.commit()
    evaluator.get(address(wave), status=403)
    other = make_project("Elders")
    stranger = Visitor(app).log_in(make_user(other))
    stranger.get(f"/p/{other.id}/metingen/{wave.id}/kwaliteit", status=404)
