"""Settings → Onderdelen: what is switched on is there for everybody, what is off does not exist."""

import pytest

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
    for module in Module:
        page = page.submit(f"{parts(project)}/{module}")
    assert modules(project) == ["wijzer", "hsds-api", "agenda"]
    page.submit(f"{parts(project)}/wijzer")
    assert modules(project) == ["hsds-api", "agenda"]


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
