"""The eindverslag on its pages: what it would tell, making one, taking it along, and the projectleider's own text."""

from __future__ import annotations

import pytest

from kapstok import jobs
from kapstok.accounts.models import AuditEvent
from kapstok.evaluation.models import Calculation
from kapstok.evaluation.report import texts
from kapstok.extensions import db
from kapstok.scope import in_project
from tests.browsing import text
from tests.measured import FIRST, SECOND, everybody_says, make_people, measure

TEXTS = "eindverslag/reach"


@pytest.fixture
def people(project):
    people = make_people(project, "welzijn", "thuiszorg", each=10)
    measure(project, people, "Nulmeting", FIRST, everybody_says(20, 1))
    return people


@pytest.fixture
def address(project):
    return f"/e/{project.id}/eindverslag"


def work_out(app) -> None:
    db.session.commit()
    jobs.work_out(app)


def rows(page, caption: str) -> list[list[str]]:
    (table,) = [table for table in page.all("table") if text(table.find("caption")) == caption]
    return [[text(cell) for cell in row] for row in table.find("tbody")]


def asked(project) -> list[Calculation]:
    db.session.expire_all()
    return list(db.session.scalars(in_project(Calculation, project)))


def test_from_nothing_to_a_report_that_is_taken_along_and_removed(app, project, people, evaluator, address):
    page = evaluator.get(f"/e/{project.id}/").follow("Eindverslag")
    assert "Er is één gesloten meting. Het verslag kan nog niet vertellen wat er is veranderd." in page.text
    assert "Dichtheid bij Nulmeting: 0,0 % (n = 20, respons 100 %)." in page.text
    left_out = dict(rows(page, "Wat er niet in staat, en waarom"))
    assert left_out["De looptijd van het project"] == "Hierover is niets bekend."

    page = page.submit(address)
    (found,) = asked(project)
    assert found.asked == {"purpose": "publication", "language": "nl"}
    assert "Het verslag wacht op zijn beurt." in page.text

    work_out(app)
    page = evaluator.get(f"{address}/{found.id}")
    assert "Het verslag is klaar" in page.text
    files = {name: evaluator.fetch(f"{address}/{found.id}/eindverslag.{name}") for name in ("pdf", "docx", "html")}
    assert {name: answer.headers["Content-Disposition"] for name, answer in files.items()} == {
        name: f"attachment; filename=eindverslag.{name}" for name in files
    }
    assert [files["pdf"].data[:5], files["docx"].data[:2]] == [b"%PDF-", b"PK"]
    assert "Dichtheid bij Nulmeting" in files["html"].get_data(as_text=True)
    taken = [
        event.event
        for event in db.session.scalars(in_project(AuditEvent, project).order_by(AuditEvent.id))
        if event.event.startswith("download")
    ]
    assert taken == ["download eindverslag.pdf", "download eindverslag.docx", "download eindverslag.html"]

    page = evaluator.get(address)
    assert [row[2] for row in rows(page, "Verslagen die er zijn")] == ["Bijgewerkt"]
    again = page.submit(address)
    assert "Er is niets veranderd: dit verslag staat er al." in again.response.get_data(as_text=True)
    assert [each.id for each in asked(project)] == [found.id]

    measure(project, people, "T1", SECOND, everybody_says(20, 2))
    page = evaluator.get(address)
    assert [row[2] for row in rows(page, "Verslagen die er zijn")] == ["De gegevens zijn sindsdien veranderd"]

    report = f"{address}/{found.id}"
    evaluator.get(report).follow("Verslag weghalen").submit(f"{report}/weghalen")
    assert asked(project) == []
    evaluator.get(report, status=404)


def test_progress_trouble_and_trying_again(app, project, evaluator, address):
    page = evaluator.get(address).submit(address, purpose="inside", language="en")
    (found,) = asked(project)
    found.begun_at, found.done, found.total = found.asked_at, 1, 10
    page = evaluator.get(page.url)
    assert "Stap 2 van 10: bijeenkomsten" in page.text
    assert [one.get("data-progress") for one in page.all("div") if one.get("data-progress")] == ["more"]

    found.finished_at, found.trouble = found.asked_at, "OSError: schijf vol"
    page = evaluator.get(page.url)
    assert "Het verslag is niet gelukt." in page.text
    assert "schijf vol" not in page.text
    page = page.submit(address)
    assert "Het verslag wacht op zijn beurt." in page.text
    assert [(each.id, each.trouble) for each in asked(project)] == [(found.id, "")]


def test_a_report_for_inside_is_called_so_in_its_name(app, project, evaluator, address):
    evaluator.get(address).submit(address, purpose="inside", language="en")
    work_out(app)
    (found,) = asked(project)
    answer = evaluator.fetch(f"{address}/{found.id}/eindverslag.html")
    assert answer.headers["Content-Disposition"] == "attachment; filename=eindverslag-niet-voor-publicatie.html"
    evaluator.get(f"{address}/{found.id}/eindverslag.exe", status=404)


def test_what_cannot_be_chosen_is_refused(project, evaluator, address):
    page = evaluator.get(address)
    page.submit(address, status=400, language="fr")
    assert asked(project) == []


def test_own_text_of_the_projectleider(project, projectleider, evaluator, address):
    page = projectleider.get(address).follow("Eigen tekst schrijven")
    page = page.follow("Tekst schrijven: Wie er meededen")
    refused = page.submit(status=400, text="Het gaat om BSN 123456782.")
    assert "Haal het nummer weg." in refused.text
    assert "BSN 123456782" in text(refused.all("textarea")[0])
    page.submit(status=400, text="a" * 5001)

    page.submit(text="Ook de kerk deed mee.")
    assert texts.own_texts(project) == {"reach": "Ook de kerk deed mee."}
    conflict = page.submit(status=409, text="Ook de moskee deed mee.")
    assert "Iemand anders heeft de tekst van dit hoofdstuk intussen gewijzigd." in conflict.text
    conflict.submit(text="Ook de moskee deed mee.")
    assert texts.own_texts(project) == {"reach": "Ook de moskee deed mee."}

    evaluator.get(f"/p/{project.id}/eindverslag", status=403)
    projectleider.get(f"/p/{project.id}/eindverslag/omitted", status=404)
    assert "Eigen tekst schrijven" not in evaluator.get(address).text
