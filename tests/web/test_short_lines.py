"""Korte lijnen: then and now, who bridges, what is left when somebody stops; and what is missing when it is missing."""

import csv
import io
import json

import pytest

from kapstok.accounts.models import AuditEvent
from kapstok.extensions import db
from tests.browsing import text
from tests.factories import NOW
from tests.measured import FIRST, SECOND, everybody_says, make_people, measure, open_wave

SECTORS = ("welzijn", "thuiszorg")


def two_crowds(size: int, strength: int = 2) -> list[str]:
    """Rows of two crowds in which all know one another; the first people of both know one another too."""

    def said(i: int, j: int) -> str:
        if i == j:
            return "-"
        return f"{strength}" if i // size == j // size or {i, j} == {0, size} else "0"

    return [" ".join(said(i, j) for j in range(2 * size)) for i in range(2 * size)]


@pytest.fixture
def address(project):
    return f"/e/{project.id}/korte-lijnen"


@pytest.fixture
def people(project):
    """Six people in each of two sectors, of whom two come to join them between two measurements."""
    people = make_people(project, *SECTORS, each=6)
    measure(project, people, "Nulmeting", FIRST, everybody_says(12, 0))
    measure(project, people, "T1", SECOND, two_crowds(6))
    return people


def drawn(page, name: str) -> dict:
    (found,) = page.all("script", data_figure_for=name)
    return json.loads(text(found))


def test_then_and_now(people, evaluator, address):
    page = evaluator.get(address)
    assert text(page.all("p", class_="lead")[0]) == (
        "Van elke 1.000 paren uit verschillende sectoren hebben er nu 28 een lijn; bij Nulmeting 0."  # 1 of 36
    )
    tiles = [text(tile.findall("dd")[0]) for tile in page.all("div", class_="stat")]
    # Of 66 pairs 31 know one another, 10 are two steps apart and 25 three: (31 + 10/2 + 25/3) / 66. Of the 36 between
    # sectors 1 + 10 are near. Stated are 2 lines between sectors and 60 within.
    assert tiles == ["was 0 % is nu 31 %", "was 0,00 is nu 0,67", "−0,94"]
    assert drawn(page, "sectoren")["data"][1]["z"] == [[100, 2.78], [2.78, 100]]
    assert drawn(page, "stappen")["data"][1]["y"] == [46.97, 15.15, 37.88, 0, 0]


def test_who_bridges_and_what_is_left(people, evaluator, address):
    page = evaluator.get(address)
    # The two who join: 5 × 6 of the 55 pairs of others meet through either. Five contacts know one another and one
    # does not: 5 · (1/6 + 4 · 1/6 · 1/5)² + (1/6)².
    cells = [[text(cell) for cell in row] for row in page.all("tr")]
    assert ["Groep 1", "6"] in cells and ["Groep 2", "6"] in cells
    bridges = sorted(row[1:] for row in cells if row[-1] == "0,48")
    assert bridges == [[sector, "–", "54,5 %", "0,48"] for sector in ("Thuiszorg en wijkverpleging", "Welzijn")]
    assert drawn(page, "stoppen")["data"][0]["y"] == [
        "Iedereen doet<br>mee",
        "Zonder de grootste<br>bruggenbouwer",
        "Zonder de tweede<br>bruggenbouwer",
    ]
    assert "De projectleider is niet te vinden onder de mensen van deze meting." in page.text


def test_when_the_projectleider_stops(project, people, projectleider, evaluator, address):
    people[0].email = "noor@example.org"
    page = evaluator.get(address)
    assert drawn(page, "stoppen")["data"][0]["y"][1:] == [
        "Zonder de<br>projectleider",
        "Zonder de grootste<br>bruggenbouwer",
    ]
    assert "De projectleider is niet te vinden" not in page.text


def test_a_figure_is_taken_away_with_the_filters_of_its_page(project, people, evaluator, address):
    page = evaluator.get(f"{address}?sterkte=1")
    (link,) = [a.get("href") for a in page.all("a") if a.get("href").endswith("csv=stappen")]
    assert link == f"{address}?sterkte=1&csv=stappen"
    answer = evaluator.fetch(link)
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Afstand", "Paren, Nulmeting", "Deel, Nulmeting", "Paren, T1", "Deel, T1"]
    assert rows[1] == ["1 stap", "0", "0 %", "31", "47 %"]
    assert rows[6:8] == [[], ["Hoogstens twee stappen van elkaar: eerst 0 % van de paren, nu 62 %"]]
    assert rows[9][0].startswith("n = 12 · respons 100 % (12 van 12) · lijn vanaf sterkte 1 · ")
    assert answer.headers["Content-Disposition"] == "attachment; filename=korte-lijnen-stappen-niet-voor-publicatie.csv"
    (event,) = db.session.query(AuditEvent).filter_by(event="download korte-lijnen-stappen.csv")
    assert event.subject == f"project:{project.id}"
    evaluator.get(f"{address}?csv=niets", status=404)
    assert page.all("input", id="weergave")[0].get("value").endswith(f"{address}?sterkte=1")


# What is missing


def test_one_measurement_that_still_runs_is_in_no_file(project, evaluator, address):
    open_wave(project, make_people(project, *SECTORS, each=6), "Nulmeting", FIRST, two_crowds(6))
    page = evaluator.get(address)
    assert "Er is één meting. Na de tweede ziet u hier wat er veranderde." in page.text
    assert page.text.count("Zolang de meting loopt, is deze figuur niet te bewaren.") == len(page.all("figure")) == 3
    evaluator.get(f"{address}?csv=stappen", status=404)


def test_everybody_of_one_sector(project, evaluator, address):
    measure(project, make_people(project, "welzijn", each=12), "Nulmeting", FIRST, two_crowds(6))
    page = evaluator.get(address)
    assert "Iedereen die meetelt is van één sector" in page.text
    assert page.all("script", data_figure_for="sectoren") == []
    assert [text(dd) for dd in page.all("div", class_="stat")[0].findall("dd")] == ["nog niet bekend"]
    page = evaluator.get(f"/e/{project.id}/")
    assert text(page.all("div", class_="stat")[4].find("dd")) == "nog niet bekend"


def test_five_people_and_nearly_nobody_who_answered(project, evaluator, address):
    people = make_people(project, "welzijn", each=5)
    measure(project, people, "Nulmeting", FIRST, everybody_says(5, 2))
    page = evaluator.get(address)
    assert "Vanaf 10 mensen ziet u dat hier." in page.text
    more = people + make_people(project, *SECTORS, each=8)
    measure(project, more, "T1", NOW, [everybody_says(21, 2)[0], *[""] * 20])
    page = evaluator.get(address)
    assert page.all("figure") == []
    assert page.link("Naar wat er is gezegd") == f"/e/{project.id}/"
