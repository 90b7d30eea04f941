"""Tab Daarna: the mail looked at and sent, who was there on paper, and what they thought."""

import csv
import datetime as dt
import io

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select

from kapstok import clock
from kapstok.accounts.models import AuditEvent
from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.meetings import opinions
from kapstok.meetings.rules import Attendance, Partstat
from kapstok.projects.rules import Vocabulary
from tests.factories import make_invitation, make_meeting, make_organisation, make_person, make_project, term

DAY = dt.timedelta(days=1)


@pytest.fixture
def held(project):
    method = term(project, Vocabulary.METHOD, "kennismaking")
    return make_meeting(project, "Verwijzen", starts_at=clock.now() - DAY, method=method)


@pytest.fixture
def here(project, held):
    return f"/p/{project.id}/bijeenkomsten/{held.id}"


@pytest.fixture
def welfare(project):
    return make_organisation(project, "Welzijn Veenmeer")


def there(meeting, name: str, organisation=None, **fields):
    person = make_person(meeting.project, organisation, name, **fields)
    return make_invitation(meeting, person, attendance=Attendance.PRESENT, sent_sequence=0)


def think(meeting, useful: list[int], remarks: tuple[str, ...] = ()):
    """So many people were there and found it so useful; the first wrote the remarks."""
    for number, points in enumerate(useful):
        remark = remarks[number] if number < len(remarks) else ""
        opinions.record_opinion(there(meeting, f"Gast {number}"), points, None, remark, clock.now())


def sent() -> list[str]:
    return [message.to_name for message in db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))]


def words_of(response) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf_of(response).pages).split())


def pdf_of(response) -> PdfReader:
    assert (response.status_code, response.mimetype) == (200, "application/pdf")
    return PdfReader(io.BytesIO(response.get_data()))


def test_it_is_looked_at_completed_and_sent(projectleider, held, here):
    there(held, "Ann")
    make_invitation(held, make_person(held.project, name="Bo"), sent_sequence=0, partstat=Partstat.DECLINED)
    page = projectleider.get(f"{here}/daarna")
    assert "Er staat nog niets in over de bijeenkomst zelf." in page.text
    assert page.all("input", name="ook") == []
    assert page.link("Toevoegen: Verslag") == f"{here}/verslag"
    held.notes = "Wij spraken af elkaar te bellen."
    page = projectleider.get(f"{here}/daarna")
    assert "Er staat nog niets in" not in page.text
    assert [frame.get("src") for frame in page.all("iframe")] == [
        f"{here}/daarna/{reader}/mail" for reader in ("aanwezig", "afwezig")
    ]
    page = page.submit(f"{here}/daarna", ook="ja")
    assert "Het bericht is klaargezet voor 2 deelnemers." in page.text
    assert sent() == ["Ann", "Bo"]
    assert page.all("form", action=f"{here}/daarna") == []


def test_the_tick_is_a_choice_and_later_is_not_too_late(projectleider, held, here):
    there(held, "Ann")
    make_invitation(held, make_person(held.project, name="Bo"), sent_sequence=0, partstat=Partstat.DECLINED)
    held.notes = "Wij spraken af elkaar te bellen."
    page = projectleider.get(f"{here}/daarna").submit(f"{here}/daarna")
    assert sent() == ["Ann"]
    page.submit(f"{here}/daarna")
    assert sent() == ["Ann", "Bo"]


def test_the_example_opens_nobodys_page(projectleider, held, here):
    held.notes = "Wij spraken af elkaar te bellen."
    for reader, is_asked in (("aanwezig", True), ("afwezig", False)):
        html = projectleider.fetch(f"{here}/daarna/{reader}/mail").get_data(as_text=True)
        assert "Wij spraken af elkaar te bellen." in html and "/d/voorbeeld/bijeenkomsten/" in html
        assert ("/d/voorbeeld/wie-kent-u" in html) is is_asked
    held.notes = ""
    assert projectleider.fetch(f"{here}/daarna/afwezig/mail").status_code == 404
    assert db.session.scalars(select(OutboxMessage)).all() == []


def test_who_was_there_as_a_file(projectleider, held, here, welfare):
    there(held, "Ann", welfare)
    there(held, "Mies", function="mantelzorger", organisation_id=welfare.id)
    make_invitation(held, make_person(held.project, name="=Bo"), sent_sequence=0, partstat=Partstat.DECLINED)
    make_invitation(held, make_person(held.project, name="Cas"), sent_sequence=0, partstat=Partstat.ACCEPTED)
    make_invitation(held, make_person(held.project, name="Dik"))
    rows = [
        ["Aanwezigheid", "Naam", "Organisatie"],
        ["Aanwezig", "Ann", "Welzijn Veenmeer"],
        ["Aanwezig", "Mies", ""],
        ["Afgemeld", "'=Bo", ""],
        ["Afwezig", "Cas", ""],
    ]
    text = projectleider.fetch(f"{here}/aanwezig.csv").get_data().decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text), delimiter=";")) == rows
    book = load_workbook(io.BytesIO(projectleider.fetch(f"{here}/aanwezig.xlsx").get_data()))
    assert [[cell or "" for cell in row] for row in book.active.iter_rows(values_only=True)] == rows
    assert projectleider.fetch(f"{here}/aanwezig.ods").get_data().startswith(b"PK")
    events = [event.event for event in db.session.scalars(select(AuditEvent).order_by(AuditEvent.id))]
    assert events[-3:] == ["attendance exported"] * 3


def test_who_was_there_on_paper(projectleider, held, here, welfare):
    there(held, "Ann", welfare)
    make_invitation(held, make_person(held.project, name="Bo"), sent_sequence=0, partstat=Partstat.DECLINED)
    response = projectleider.fetch(f"{here}/aanwezig.pdf")
    assert pdf_of(response).trailer["/Root"]["/MarkInfo"]["/Marked"]
    said = words_of(response)
    assert "Aanwezig (1) Naam Organisatie Ann Welzijn Veenmeer Afgemeld (1) Naam Organisatie Bo" in said
    assert "Afwezig (0) Niemand." in said


def test_a_certificate_for_each(projectleider, held, here, welfare):
    projectleider.get(f"{here}/bewijzen.pdf", status=404)
    there(held, "Ann", welfare, function="sociaal-werker")
    there(held, "Mies", function="mantelzorger", organisation_id=welfare.id)
    there(held, "Een vertrokken deelnemer", erased_at=clock.now())
    pages = [
        " ".join(page.extract_text().split()) for page in pdf_of(projectleider.fetch(f"{here}/bewijzen.pdf")).pages
    ]
    assert len(pages) == 2
    assert "Ann Sociaal werker, Welzijn Veenmeer heeft deelgenomen aan de bijeenkomst Verwijzen" in pages[0]
    assert "Mies heeft deelgenomen" in pages[1] and "antelzorger" not in pages[1]
    assert "Duur: 2 uur" in pages[0] and "Noor de Wit" in pages[0]
    held.ends_at = clock.now() + DAY
    projectleider.get(f"{here}/bewijzen.pdf", status=404)


def test_opinions_show_from_five_up_without_names(projectleider, held, here):
    think(held, [5, 4, 4, 2], ("Te druk", "Fijn"))
    page = projectleider.get(f"{here}/daarna").follow("Bekijk de meningen")
    assert "Nog te weinig antwoorden" in page.text and "Fijn" not in page.text
    think(held, [5])
    page = projectleider.get(page.url)
    assert [" ".join(item.itertext()) for item in page.all("main")[0].iter("li")] == ["Fijn", "Te druk"]
    assert "Gast" not in page.text and "te weinig antwoorden" in page.text
    think(held, [5, 4, 4, 4, 4])
    assert "iedereen, op minder dan 5 mensen na" in projectleider.get(page.url).text
    think(held, [1, 1, 2, 3, 3])
    page = projectleider.get(page.url)
    assert "60 %" in page.text and "n = 15" in page.text and "15 van de 15" in page.text


def test_the_evaluator_compares_by_method(evaluator, project, held):
    think(held, [5] * 6 + [2] * 6, ("Te druk",))
    later = make_meeting(project, "Oefenen", starts_at=clock.now() - 2 * DAY)
    think(later, [5, 5, 5])
    shown = evaluator.get(f"/e/{project.id}/bijeenkomsten").text
    assert "Mensen kunnen nog antwoorden" in shown and "50 %" not in shown
    for meeting in (held, later):  # two months later nobody is asked any more
        meeting.starts_at, meeting.ends_at = meeting.starts_at - 61 * DAY, meeting.ends_at - 61 * DAY
        for said in opinions.opinions_of(meeting):
            said.given_at -= 61 * DAY
    page = evaluator.get(f"/e/{project.id}/bijeenkomsten")
    rows = [[(cell.text or "").strip() for cell in row] for row in page.all("tr")]  # without day and interval
    assert rows[3:] == [
        ["Werkvorm", "Bijeenkomsten", "Zinvol", "Antwoorden", "Wegwijs", "Antwoorden"],
        ["Kennismaking", "1", "50 %", "12", "te weinig antwoorden", "–"],
        ["Zonder werkvorm", "1", "te weinig antwoorden", "–", "te weinig antwoorden", "–"],
        ["Bijeenkomst", "Werkvorm", "Geantwoord", "Zinvol", "Wegwijs"],
        ["Oefenen", "–", "verborgen", "te weinig antwoorden", "te weinig antwoorden"],
        ["Verwijzen", "Kennismaking", "12", "50 %", "te weinig antwoorden"],
    ]
    assert page.text.count("(25 %–75 %)") == 2
    assert "Te druk" not in page.text and "Gast" not in page.text


def test_another_projects_meeting_is_nowhere(projectleider, project):
    elsewhere = make_meeting(make_project("Elders"), "Kanarie", starts_at=clock.now() - DAY)
    for tab in ("daarna", "daarna/aanwezig/mail", "meningen", "aanwezig.pdf", "aanwezig.csv", "bewijzen.pdf"):
        projectleider.get(f"/p/{project.id}/bijeenkomsten/{elsewhere.id}/{tab}", status=404)
