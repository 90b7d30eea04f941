"""The projectleider's month of referrals."""

import pytest

from kapstok import clock
from kapstok.referrals import service as referrals
from kapstok.web.tallies import months_before
from tests.factories import make_organisation, make_project, make_service


@pytest.fixture
def month(project):
    return f"/p/{project.id}/verwijzingen"


@pytest.fixture
def practice(project):
    return make_organisation(project, "Praktijk Oost", "eerstelijnszorg")


@pytest.fixture
def steunpunt(project):
    return make_organisation(project, "Steunpunt", "welzijn")


def this_month():
    return clock.month_of(clock.local_date(clock.now()))


def test_an_empty_project_is_told_what_comes_first(projectleider, month):
    assert "Voeg eerst organisaties toe" in projectleider.get(month).text


def test_adding_and_withdrawing(projectleider, project, month, practice, steunpunt):
    service = make_service(steunpunt, "Respijtzorg")
    page = projectleider.get(month)
    page = page.submit(
        month, sender=str(practice.id), receiver=f"{steunpunt.id}.{service.id}", count="4", outcome="helped"
    )
    row = (this_month(), practice.id, steunpunt.id, service.id, None, "helped", 4)
    assert [tuple(row) for row in referrals.tallies(project)] == [row]
    cells = [" ".join("".join(cell.itertext()).split()) for cell in page.all("td")]
    assert cells == ["SteunpuntRespijtzorg", "–", "geslaagd", "4", "Haal weg"]
    (tally,) = referrals.list_tallies(project, this_month())
    page = page.submit(f"{month}/{tally.id}/weg")
    assert "is nog niets geteld." in page.text
    assert referrals.tallies(project) == []


def test_an_earlier_month_by_its_link(projectleider, project, month, practice, steunpunt):
    page = projectleider.get(month)
    (earlier,) = page.all("a", rel="prev")
    page = projectleider.get(earlier.get("href"))
    page.submit(month, sender=str(practice.id), receiver=f"{steunpunt.id}.", count="1")
    (row,) = referrals.tallies(project)
    assert row.month == months_before(this_month(), 1)
    assert "is nog niets geteld." in projectleider.get(month).text


def test_lopend_becomes_onbekend_after_sixty_days(projectleider, project, month, practice, steunpunt):
    long_ago = months_before(this_month(), 4)
    page = projectleider.get(f"{month}?maand={long_ago:%Y-%m}")
    page = page.submit(month, sender=str(practice.id), receiver=f"{steunpunt.id}.", count="1")
    assert "onbekend" in ["".join(cell.itertext()).strip() for cell in page.all("td")]


def test_what_is_refused_stays_on_the_page(projectleider, project, month, practice, steunpunt):
    page = projectleider.get(month)
    page = page.submit(month, status=400, sender=str(practice.id), receiver=f"{practice.id}.", count="7")
    assert "De organisatie verwijst naar zichzelf." in page.text
    (count,) = page.all("input", name="count")
    assert count.get("value") == "7"
    assert referrals.tallies(project) == []


def test_nothing_of_another_project(projectleider, project, month, practice):
    elsewhere = make_organisation(make_project("Ander project"), "Elders")
    page = projectleider.get(month)
    assert "Elders" not in page.text
    page.submit(month, status=400, sender=str(practice.id), receiver=f"{elsewhere.id}.", count="1")
    page.submit(month, status=400, sender=str(elsewhere.id), receiver=f"{practice.id}.", count="1")
    assert referrals.tallies(project) == []


def test_nobody_is_the_sender_by_default(projectleider, project, month, practice, steunpunt):
    page = projectleider.get(month).submit(month, status=400, receiver=f"{steunpunt.id}.", count="7")
    assert "Kies wie er heeft verwezen." in page.text
    assert referrals.tallies(project) == []
