"""Single referrals on pages: followed, closed by link and on one's own page, taken back, and looked over."""

import io
from urllib.parse import urlsplit

import pytest
from openpyxl import load_workbook

from kapstok.accounts.models import AuditEvent
from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.projects import service as projects
from kapstok.projects.rules import Module
from kapstok.referrals.models import Referral
from kapstok.scope import in_project
from kapstok.web.links import personal_link, referral_link
from tests.browsing import Visitor
from tests.factories import make_organisation, make_person, make_service
from tests.mails import plain


@pytest.fixture
def project(project):
    projects.switch_modules(project, {Module.FOLLOWING}, actor="test")
    return project


@pytest.fixture
def practice(project):
    return make_organisation(project, "Praktijk Oost", "eerstelijnszorg")


@pytest.fixture
def respite(project):
    return make_service(make_organisation(project, "Steunpunt"), "Respijtzorg", email="respijt@example.org")


@pytest.fixture
def an(project, practice):
    return make_person(project, practice, "An de Boer", "poh")


@pytest.fixture
def kees(project, respite):
    return make_person(project, respite.organisation, "Kees Bos", "sociaal-werker")


def own(person):
    return urlsplit(personal_link(person)).path


def only(project):
    db.session.expire_all()
    (row,) = db.session.scalars(in_project(Referral, project))
    return row


def follow(visitor, person, service, **fields):
    page = visitor.get(f"{own(person)}/gevolgd/nieuw")
    return page.submit(receiver=f"{service.organisation_id}.{service.id}", **fields)


def badges(page):
    return [" ".join("".join(badge.itertext()).split()) for badge in page.all("span", class_="status")]


def test_from_following_to_what_became_of_it(visitor, project, an, kees, respite, practice):
    page = visitor.get(own(an)).follow("Bekijken of toevoegen: Verwijzingen die u volgt").follow("Volg een verwijzing")
    page = page.submit(receiver="", status=400)
    assert "Kies naar wie u verwees." in page.text
    page = page.submit(receiver=f"{respite.organisation_id}.{respite.id}", note="7811 AB 12", status=400)
    assert "een postcode met een huisnummer" in page.text
    page = page.submit(note="Bellen na 16.00 uur")
    row = only(project)
    assert page.h1 == f"Verwijzing {row.reference}"
    assert f"De ontvanger krijgt een mail met kenmerk {row.reference}." in page.text
    (mail,) = db.session.scalars(db.select(OutboxMessage))
    door = urlsplit(referral_link(row)).path
    assert door in plain(mail)
    page = Visitor(visitor.client.application).get(door)
    assert "An de Boer" not in page.text
    page = page.submit(status=400)
    assert "Kies wat ervan werd." in page.text
    page = page.submit(outcome="forwarded", forwarded_to=str(respite.organisation_id), status=400)  # was not offered
    page = page.submit(outcome="forwarded", forwarded_to=str(practice.id), feedback="ja")
    assert "Dank u wel. De uitkomst is bewaard." in page.text
    assert "doorgestuurd naar Praktijk Oost" in page.text
    assert (only(project).closed_by, only(project).feedback) == ("link", True)
    assert badges(visitor.get(f"{own(an)}/gevolgd")) == ["doorgestuurd naar Praktijk Oost"]
    page = page.submit(f"{door}/verder")  # the next step is offered, not forced
    further = db.session.scalars(in_project(Referral, project).where(Referral.id != row.id)).one()
    assert f"Ook de volgende stap wordt gevolgd, met kenmerk {further.reference}." in page.text
    assert (further.from_organisation_id, further.to_organisation_id) == (respite.organisation_id, practice.id)
    assert further.from_person_id is None
    page = Visitor(visitor.client.application).get(door)  # opened again: it is followed, and counts once
    assert f"kenmerk {further.reference}." in page.text
    assert "Volg de volgende stap" not in page.text


def test_two_receivers_at_once(visitor, project, an, kees, respite):
    follow(visitor, an, respite)
    row = only(project)
    page = visitor.get(f"{own(kees)}/gevolgd?kenmerk={row.reference.lower()}")
    assert page.h1 == f"Verwijzing {row.reference}"
    door = visitor.get(urlsplit(referral_link(row)).path)
    page.submit(outcome="helped")
    door = door.submit(outcome="no_place", status=409)
    assert "Een collega heeft intussen iets anders over deze verwijzing gezegd." in door.text
    assert "hulp ontvangen" in door.text
    assert (only(project).status, only(project).closed_by) == ("helped", f"person:{kees.id}")
    door.submit(outcome="no_place")  # they have seen it, and correct it
    assert (only(project).status, only(project).closed_by) == ("no_place", "link")


def test_taking_it_back(visitor, project, an, kees, respite):
    page = follow(visitor, an, respite)
    row = only(project)
    mine, door = f"{own(an)}/gevolgd/{row.id}", visitor.get(urlsplit(referral_link(row)).path)
    theirs = visitor.get(f"{own(kees)}/gevolgd/{row.id}")
    token = theirs.all("input", name="form_token")[0].get("value")
    visitor.post(f"{own(kees)}/gevolgd/{row.id}/intrekken", {"form_token": token}, status=404)
    page = page.submit(f"{mine}/intrekken")
    assert "De verwijzing is ingetrokken." in page.text
    for stale in (door, theirs):
        assert "Deze verwijzing is ingetrokken." in stale.submit(outcome="helped", status=409).text
    assert "Deze verwijzing is ingetrokken." in visitor.get(door.url).text
    assert badges(visitor.get(f"{own(an)}/gevolgd")) == ["ingetrokken"]
    assert badges(visitor.get(f"{own(kees)}/gevolgd")) == []


def test_who_may_not(visitor, project, an, practice, respite):
    page = follow(visitor, an, respite)
    row = only(project)
    carer = make_person(project, practice, "Miep Mantel", "mantelzorger")
    other = make_person(project, make_organisation(project, "Ver weg"))
    visitor.get(f"{own(carer)}/gevolgd", status=404)
    visitor.get(f"{own(other)}/gevolgd/{row.id}", status=404)
    visitor.get(f"{urlsplit(referral_link(row)).path}x", status=404)
    row.link_version = 2
    visitor.get(urlsplit(personal_link(an)).path.replace("/d/", "/v/"), status=404)
    assert "staat geen verwijzing met kenmerk" in visitor.get(f"{own(other)}/gevolgd?kenmerk={row.reference}").text
    door, form = urlsplit(referral_link(row)).path, page.url
    projects.switch_modules(project, set(), actor="test")
    for address in (door, form, f"{own(an)}/gevolgd", f"{own(an)}/gevolgd/nieuw"):
        visitor.get(address, status=404)
    assert "volgt" not in visitor.get(own(an)).text


def test_the_projectleider_looks_it_over(projectleider, project, an, respite):
    page = f"/p/{project.id}/gevolgd"
    assert "Nog geen verwijzing gevolgd" in projectleider.get(page).text
    follow(projectleider, an, respite)
    row = only(project)
    assert badges(projectleider.get(page)) == ["verstuurd"]
    shown = projectleider.get(page).follow("Gevolgd").follow(row.reference)
    assert "An de Boer" not in shown.text
    shown = shown.submit(outcome="no_place", feedback="nee")
    assert only(project).closed_by.startswith("user:")
    ended = projectleider.get(f"{page}?stand=afgerond")
    assert badges(ended) == ["geen plek"]
    assert "0 van de 1 waarvan dit bekend is" in ended.text
    assert [cell.text for cell in ended.all("td", class_="numeric")][:4] == ["0", "0", "1", "0"]
    csv = projectleider.fetch(f"{page}.csv").get_data(as_text=True).splitlines()
    assert csv[1].split(";")[6:8] == ["Afgerond", "geen plek"]
    assert csv[1].split(";")[-3:] == ["revoked", "rejected", "No place"]
    sheet = load_workbook(io.BytesIO(projectleider.fetch(f"{page}.xlsx").data)).active
    assert sheet.cell(2, 1).value == row.reference
    events = db.session.scalars(db.select(AuditEvent.event).where(AuditEvent.project_id == project.id)).all()
    assert events.count("followed referrals exported") == 2
    projects.switch_modules(project, set(), actor="test")
    projectleider.get(page, status=404)
    assert page not in [link.get("href") for link in projectleider.get(f"/p/{project.id}/in-beeld").all("a")]
