"""Settings → Onderdelen: what is switched on is there for everybody, what is off does not exist."""

import datetime as dt

import pytest
from sqlalchemy import select

from kapstok import clock
from kapstok.accounts.models import AuditEvent
from kapstok.extensions import db
from kapstok.projects import service as projects
from kapstok.projects.rules import Module
from tests.browsing import text


def parts(project) -> str:
    return f"/p/{project.id}/instellingen/onderdelen"


def modules(project) -> list[str]:
    return projects.find_project(project.id).modules


def test_every_module_can_be_switched(project, projectleider):
    page = projectleider.get(f"/p/{project.id}/instellingen").follow("Onderdelen aan- of uitzetten")
    assert [form.get("action") for form in page.all("main")[0].iter("form")] == [
        f"{parts(project)}/{module}" for module in Module
    ]
    for module in set(Module) - {Module.CASES}:
        page = page.submit(f"{parts(project)}/{module}")
    assert modules(project) == ["wijzer", "hsds-api", "agenda", "following", "lottery"]
    page.submit(f"{parts(project)}/wijzer")
    assert modules(project) == ["hsds-api", "agenda", "following", "lottery"]


def test_the_casuskaart_waits_for_the_dpia(project, projectleider):
    page = projectleider.get(parts(project))
    today = clock.local_date(clock.now())
    ahead = {"covers": "y", "dpia_on": f"{today + dt.timedelta(days=1)}"}
    for fields, sentence in (
        ({}, "Vink aan dat uw DPIA de casuskaart dekt."),
        ({"covers": "y"}, "Vul de datum van de DPIA in."),
        (ahead, "De datum van de DPIA ligt in de toekomst."),
    ):
        assert sentence in page.submit(f"{parts(project)}/cases", **fields, status=400).text
    assert modules(project) == []
    page = page.submit(f"{parts(project)}/cases", covers="y", dpia_on=f"{today}")
    assert "De casuskaart staat aan." in page.text
    assert "Hoeveel kaarten er open zijn, ziet u vanaf vijf." in page.text
    page = page.submit(f"{parts(project)}/cases")
    assert modules(project) == []
    page = page.submit(f"{parts(project)}/cases")  # the statement stands: no new one is asked
    assert modules(project) == ["cases"]
    page = page.submit(f"{parts(project)}/casuskaart/dpia-terug")
    assert (modules(project), "Onze DPIA dekt de casuskaart" in page.text) == ([], True)
    events = db.session.scalars(select(AuditEvent.event).where(AuditEvent.event.like("dpia%")).order_by(AuditEvent.id))
    assert list(events) == ["dpia for case cards stated", "dpia for case cards withdrawn"]


def test_the_address_stands_there_once_it_is_on(project, projectleider):
    page = projectleider.get(parts(project))
    address = "http://127.0.0.1:5000/wijzer/samen-rond-mantelzorg"
    assert address not in page.text
    page = page.submit(f"{parts(project)}/wijzer")
    assert [text(link) for link in page.all("a", href=address)] == [address]
    assert "Wijzer staat aan. Iedereen die het adres kent, kan er nu bij." in page.text


def test_switching_twice_is_harmless(project, projectleider):
    page = projectleider.get(parts(project))
    page.submit(f"{parts(project)}/wijzer")
    page.submit(f"{parts(project)}/wijzer")  # the same old page once more
    assert modules(project) == ["wijzer"]


@pytest.mark.parametrize("name", ["casuskaart", "WIJZER", "wijzer%00"])
def test_what_is_no_module_does_not_exist(project, projectleider, name):
    page = projectleider.get(parts(project))
    token = page.all("input", name="csrf_token")[0].get("value")
    projectleider.post(f"{parts(project)}/{name}", {"csrf_token": token, "aan": "ja"}, status=404)
    assert modules(project) == []
