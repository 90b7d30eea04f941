"""What is printed for a measurement, read back: the poster, the slips, and the form that is typed over row by row."""

import datetime as dt
import io
from urllib.parse import urlsplit

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from kapstok import clock
from kapstok.accounts.models import AuditEvent
from kapstok.extensions import db
from kapstok.meetings.rules import Partstat
from kapstok.ties import measuring
from kapstok.ties import service as ties
from kapstok.ties.rules import Answers
from kapstok.web.projectleider import wave_papers
from tests.browsing import text
from tests.factories import make_invitation, make_meeting, make_organisation, make_person, make_project


@pytest.fixture
def people(project):
    zorg, kom = make_organisation(project, "Thuiszorg", "thuiszorg"), make_organisation(project, "De Kom")
    return [
        make_person(project, kom, "An de Boer"),
        make_person(project, zorg, "Bo Kuiper", "wijkverpleegkundige", language="en"),
        make_person(project, zorg, "Cas Smit"),
        make_person(project, None, "Truus Vos", "mantelzorger", on_rosters=False, phone="0591 000 001"),
    ]


@pytest.fixture
def wave(project, people):
    return measuring.open_wave(project, "Nulmeting", clock.now(), actor="test")


@pytest.fixture
def papers(project, wave):
    return f"/p/{project.id}/metingen/{wave.id}/papier"


def read(answer) -> PdfReader:
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    pdf = PdfReader(io.BytesIO(answer.data))
    assert b"pdfuaid" in pdf.trailer["/Root"]["/Metadata"].get_data()
    return pdf


def words(page) -> str:
    return " ".join(page.extract_text().replace("\u200b", "").split())


def links(pdf: PdfReader) -> list[str]:
    """Where the codes lead to, as paths."""
    notes = [note.get_object() for page in pdf.pages for note in page.get("/Annots", [])]
    return [urlsplit(note["/A"]["/URI"]).path for note in notes]


def test_the_poster_leads_to_the_door(projectleider, papers, visitor):
    page = projectleider.get(papers)
    assert page.h1 == "Papier en QR"
    pdf = read(projectleider.fetch(page.link("Affiche")))
    found = words(pdf.pages[0])
    assert found.startswith("Samen rond mantelzorg Wie kent u?")
    assert "Of ga naar 127.0.0.1:5000/mijn" in found
    assert "vul in. Ongeveer 4 minuten." in found
    (door,) = links(pdf)
    assert visitor.get(door).h1 == "Wie kent u?"
    assert urlsplit(page.link("Bekijk wat mensen dan zien")).path == door


def test_a_slip_for_each_by_name_or_for_who_comes(projectleider, project, wave, papers, people, visitor):
    an, bo, cas, _truus = people
    ahead = make_meeting(project, "Netwerkborrel", clock.now() + dt.timedelta(days=7))
    for person in (an, cas):
        make_invitation(ahead, person, partstat=Partstat.ACCEPTED)
    make_invitation(ahead, bo)
    ties.record_statements(an, Answers({bo.id: 2}), clock.now(), wave=wave)
    slips = f"{papers}/strookjes.pdf"
    pdf = read(projectleider.fetch(slips))
    found = words(pdf.pages[0])
    assert [found.index(person.name) for person in people] == sorted(found.index(person.name) for person in people)
    assert ("antelzorg" in found.replace(project.name, ""), "Thuiszorg" in found) == (False, True)
    assert visitor.get(links(pdf)[1]).one(".").get("lang") == "en"
    form = projectleider.get(papers).form(slips)
    assert [text(label) for label in form.iter("label")][1].endswith("(2 zeiden ja)")
    printed = select(AuditEvent.subject).where(AuditEvent.event == "slips of a measurement printed")
    assert list(db.session.scalars(printed)) == [f"wave:{wave.id}"]  # every slip opens somebody's own page
    some = words(read(projectleider.fetch(slips, query_string={"voor": ahead.id, "stil": "ja"})).pages[0])
    assert [person.name in some for person in people] == [False, False, True, False]
    people[3].left_on = clock.local_date(clock.now())
    assert "Truus Vos" not in words(read(projectleider.fetch(slips)).pages[0])
    picked = words(read(projectleider.fetch(slips, query_string={"persoon": [bo.id], "stil": "ja"})).pages[0])
    assert [person.name in picked for person in people] == [False, True, False, False]


def test_the_rows_on_paper_are_the_rows_on_the_page(projectleider, project, papers, people):
    pdf = read(projectleider.fetch(f"{papers}/formulieren.pdf"))
    assert len(pdf.pages) == 4
    for paper, person in zip(pdf.pages, people, strict=True):
        found = words(paper)
        assert person.name in found
        code = found.split("Code ")[1].split()[0]
        page = projectleider.get(papers.replace("papier", f"invoeren?wie={code}"))
        assert page.h1 == f"Invullen namens {person.name}"
        rows = [text(label) for label in page.form().iter("label") if text(label)[0].isdigit()]
        places = [found.index(row.replace(". ", " ").replace(",", "")) for row in rows]
        assert (len(rows), places) == (3 if person is people[3] else 2, sorted(places))
        assert "Truus" not in found or person is people[3]
    assert "Who do you know?" in words(pdf.pages[1])  # Bo reads English


def test_too_many_for_one_file_come_in_parts(projectleider, papers, people, monkeypatch):
    monkeypatch.setattr(wave_papers, "MOST_ROWS", 9)
    page = projectleider.get(f"{papers}/formulieren.pdf?stil=ja&wave_id=0&endpoint=x")  # typed: means nothing
    assert [text(link) for link in page.all("a") if "deel=" in link.get("href")] == [
        "3 formulieren: An de Boer tot en met Cas Smit",
        "Eén formulier: Truus Vos",
    ]
    assert len(read(projectleider.fetch(page.link("Eén formulier: Truus Vos"))).pages) == 1


def test_nobody_to_print_for_and_what_is_not_there(projectleider, project, wave, papers, people):
    page = projectleider.get(f"{papers}/strookjes.pdf?persoon=999", status=400)
    assert "Er is niemand om iets voor te drukken." in page.text
    projectleider.get(f"{papers}/formulieren.pdf?voor=999", status=404)
    other = make_project("Elders")
    make_person(other), make_person(other)
    strange = measuring.open_wave(other, "Nulmeting", clock.now(), actor="test")
    projectleider.get(papers.replace(f"/{wave.id}/", f"/{strange.id}/"), status=404)
    measuring.close_wave(wave, clock.now(), actor="test")
    for path in ("", "/affiche.pdf", "/strookjes.pdf", "/formulieren.pdf"):
        projectleider.get(papers + path, status=409)
