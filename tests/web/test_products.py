"""Producten: the library, handing out, and how far organisations are."""

import datetime as dt

import pytest

from kapstok import clock
from kapstok.evaluation import adoption
from kapstok.meetings.rules import Attendance
from kapstok.progress.products import handouts, service
from kapstok.progress.products.rules import ProductKind, Stage
from kapstok.progress.steps import service as steps
from kapstok.progress.steps.rules import State, Step
from tests.factories import make_invitation, make_meeting, make_organisation, make_person

LONG_AGO = dt.timedelta(days=61)


@pytest.fixture
def library(project):
    return f"/p/{project.id}/producten"


def cells(page, table: int = 0) -> list[str]:
    """The words of each row of a table."""
    rows = page.all("tbody")[table].findall("tr")
    return [" | ".join(" ".join("".join(cell.itertext()).split()) for cell in row) for row in rows]


def test_a_library_is_filled_changed_and_archived(projectleider, project, library):
    page = projectleider.get(library)
    assert "De bibliotheek is leeg" in page.text
    page = page.submit(f"{library}/bekend")
    assert len(cells(page)) == 9
    assert page.follow("Film van het project Kapstok").link("https://www.youtube.com/watch?v=AAAypHQaAIE")
    page = page.follow("Product toevoegen")
    page.submit(title="richtlijn MANTELZORGONDERSTEUNING", kind="guideline", status=400)
    wrong = page.submit(title="Waaier", kind="other", url="ftp://example.org", status=400)
    assert "Een link begint met https://." in wrong.text
    page = wrong.submit(url="https://example.org/waaier")
    assert page.h1 == "Waaier"
    stale = page.follow("Wijzigen")
    page = stale.submit(kept_by="Steunpunt De Kom")
    assert "Steunpunt De Kom" in page.text
    assert "intussen gewijzigd" in stale.submit(kept_by="De Brug", status=409).text
    page = page.submit(page.url + "/archiveren")
    projectleider.get(page.url + "/uitdelen", status=400)
    assert len(cells(projectleider.get(library))) == 9
    page = projectleider.get(library).follow("Toon het archief").follow("Waaier")
    assert "Uitdelen aan een organisatie" in page.submit(page.url + "/terugzetten").text


def test_an_organisation_goes_further_and_back(projectleider, project, library):
    today = clock.local_date(clock.now())
    practice = make_organisation(project, "Praktijk Oost", "eerstelijnszorg")
    product = service.add_product(project, ProductKind.TOOLKIT, "Toolkit", clock.now())
    at = f"{library}/{product.id}"
    page = projectleider.get(at).follow("Uitdelen aan een organisatie")
    chosen = {"organisation": str(practice.id), "day": f"{today - LONG_AGO}"}
    assert "Vul een heel getal in van 1" in page.submit(**chosen, copies="0", status=400).text
    assert "moet nog komen" in page.submit(**chosen | {"day": "2999-01-01"}, status=400).text
    page = page.submit(**chosen, copies="3")
    assert "al meer dan 60 dagen geïntroduceerd" in page.text
    assert cells(projectleider.get(library), 1)[0].startswith("Praktijk Oost | Toolkit al meer dan 60 dagen")
    page = page.follow("Wijzigen: Praktijk Oost")
    refused = page.submit(stage="in_use", day=f"{today - 2 * LONG_AGO}", status=400)
    assert "Dit kan niet vóór de stap ervoor" in refused.text
    page = refused.submit(day=f"{today}")
    assert service.since_when(product) == {practice.id: {"introduced": today - LONG_AGO, "in_use": today}}
    page = page.follow("Wijzigen: Praktijk Oost").submit(stage="none")
    assert service.since_when(product) == {}
    (handout,) = handouts.list_handouts(product)
    page = page.submit(f"{at}/uitgedeeld/{handout.id}/weg")
    assert handouts.list_handouts(product) == []


def test_who_was_there_when_it_went_round(projectleider, project, library):
    practice = make_organisation(project, "Praktijk Oost", "eerstelijnszorg")
    held = clock.from_local(clock.local_date(clock.now()) - LONG_AGO, dt.time(14))
    meeting = make_meeting(project, starts_at=held)
    make_invitation(meeting, make_person(project, practice), attendance=Attendance.PRESENT)
    make_invitation(meeting, make_person(project, make_organisation(project)), attendance=Attendance.ABSENT)
    here = f"/p/{project.id}/bijeenkomsten/{meeting.id}"
    service.add_product(project, ProductKind.FILM, "Film", clock.now())
    page = projectleider.get(f"{here}/materiaal/product").submit(title="Waaier", kind="other")
    page = page.follow("Uitgedeeld product toevoegen").submit(product=str(service.list_products(project)[0].id))
    assert [product.title for product in service.list_products(project)] == ["Film", "Waaier"]
    why = "was erbij toen het werd uitgedeeld, daarna onbekend"
    assert cells(projectleider.get(library), 1) == [f"Praktijk Oost | Film {why}Waaier {why}"]
    film = service.list_products(project)[0]
    copy = f"{here}/kopie"
    projectleider.get(copy).submit(copy, date=f"{clock.local_date(clock.now()) + LONG_AGO}")
    assert [handout.meeting.title for handout in handouts.list_handouts(film)] == [meeting.title] * 2
    assert handouts.times_handed_out(project, clock.now())[film.id] == 1
    page.follow("Wijzigen: Film").follow("Materiaal weghalen").submit()
    assert cells(projectleider.get(library), 1) == [f"Praktijk Oost | Waaier {why}"]


def test_an_evaluator_sees_how_products_and_steps_spread(evaluator, project):
    now, today = clock.now(), clock.local_date(clock.now())
    page = f"/e/{project.id}/producten"
    assert "Nog geen organisatie heeft een product" in evaluator.get(page).text
    practice, gone = (
        make_organisation(project, "Praktijk Oost", "eerstelijnszorg"),
        make_organisation(project, "De Kom"),
    )
    film = service.add_product(project, ProductKind.FILM, "Film", now)
    waaier = service.add_product(project, ProductKind.OTHER, "Waaier", now)
    service.set_stage(film, practice, Stage.EMBEDDED, today, now)
    service.set_stage(waaier, gone, Stage.IN_USE, today - LONG_AGO, now)
    gone.archived_at = now
    steps.set_step(practice, Step.EMBEDDED, State.DONE, today, "Werkafspraak", now)
    found = evaluator.get(page)
    assert "Film: in gebruik bij 1, waarvan geborgd bij 1" in found.text
    assert "Geborgd bij 1 van de 1 organisaties" in found.text
    assert "Werkafspraak" not in found.text
    found = found.submit(page, product=str(waaier.id))
    assert "Waaier: in gebruik bij 0, waarvan geborgd bij 0" in found.text
    sector = practice.sector.name
    assert adoption.product_rows(project)[1] == ("Praktijk Oost", sector, "Film", "film", "embedded", today)
    assert adoption.step_rows(project) == [("Praktijk Oost", sector, "embedded", "done", today)]
