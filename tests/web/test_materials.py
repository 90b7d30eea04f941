"""Materials of a meeting: the projectleider keeps them, guests find them."""

import datetime as dt
import io

import pytest

from kapstok import clock
from kapstok.meetings import materials
from kapstok.meetings.material_rules import MOST_BYTES, Upload
from kapstok.meetings.rules import Shown
from tests.factories import make_meeting, make_project

PDF = b"%PDF-1.7\nagenda"


@pytest.fixture
def meeting(project):
    return make_meeting(project, starts_at=clock.now() + dt.timedelta(days=7))


@pytest.fixture
def base(project, meeting):
    return f"/p/{project.id}/bijeenkomsten/{meeting.id}"


def chosen(name: str, content: bytes):
    return (io.BytesIO(content), name)


def titles(meeting) -> list[str]:
    return [material.title for material in materials.list_materials(meeting)]


def test_a_file_is_kept_changed_and_taken_away(projectleider, meeting, base):
    page = projectleider.get(f"{base}/programma").follow("Bestand toevoegen")
    page = page.submit(file=chosen("Agenda maart.pdf", PDF))
    assert "“Agenda maart” is toegevoegd." in page.text
    answer = projectleider.fetch(page.link("Agenda maart"))
    assert answer.get_data() == PDF
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Agenda maart.pdf"'
    assert (answer.mimetype, answer.headers["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert answer.headers["Cache-Control"] == "no-store"
    page = page.follow("Wijzigen: Agenda maart").submit(title="De agenda", file=chosen("nieuw.txt", b"Om 14 uur"))
    assert "“De agenda” is gewijzigd." in page.text
    assert projectleider.fetch(page.link("De agenda")).get_data() == b"Om 14 uur"
    page = page.follow("Wijzigen: De agenda").submit(title="Agenda", shown="after")
    assert projectleider.fetch(page.link("Agenda")).get_data() == b"Om 14 uur"
    page = page.follow("Wijzigen: Agenda").follow("Materiaal weghalen")
    assert titles(meeting) == ["Agenda"]
    page = page.submit()
    assert "“Agenda” is weggehaald." in page.text
    assert titles(meeting) == []


def test_a_link_a_product_and_their_order(projectleider, meeting, base):
    page = projectleider.get(f"{base}/programma").follow("Link toevoegen")
    page = page.submit(title="Folder", url="https://example.org/folder")
    assert page.link("Folder") == "https://example.org/folder"
    page = page.follow("Uitgedeeld product toevoegen").submit(title="Waaier")
    page = page.submit(f"{base}/materiaal/{materials.list_materials(meeting)[1].id}/omhoog")
    assert titles(meeting) == ["Waaier", "Folder"]
    page.follow("Wijzigen: Waaier").submit(url="https://example.org/waaier")
    assert [material.url for material in materials.list_materials(meeting)] == [
        "https://example.org/waaier",
        "https://example.org/folder",
    ]


@pytest.mark.parametrize(
    ("kind", "typed", "field", "sentence"),
    [
        ("bestand", {}, "file", "Kies eerst een bestand."),
        ("bestand", {"file": ("a.html", b"<p>")}, "file", "Dit soort bestand kan hier niet."),
        ("bestand", {"file": ("a.pdf", b"<p>")}, "file", "Open het en bewaar het opnieuw als pdf."),
        ("bestand", {"file": ("a.pdf", PDF.ljust(MOST_BYTES + 1))}, "file", "groter dan 10 MB"),
        ("bestand", {"file": ("BSN 123456782.pdf", PDF)}, "title", "burgerservicenummer"),
        ("link", {"title": "Folder", "url": "javascript:alert(1)"}, "url", "Een link begint met https://."),
        ("link", {"title": "Folder"}, "url", "Een link begint met https://."),
        ("product", {"title": " "}, "title", "Kies een product, of vul in wat u uitdeelt."),
        ("product", {"title": "Waaier", "copies": "0"}, "copies", "Vul een heel getal in van 1"),
        ("product", {"title": "Waaier", "shown": "ooit"}, "shown", ""),
    ],
)
def test_what_is_refused_stays_in_the_form(projectleider, meeting, base, kind, typed, field, sentence):
    fields = typed | ({"file": chosen(*typed["file"])} if "file" in typed else {})
    page = projectleider.get(f"{base}/materiaal/{kind}").submit(status=400, **fields)
    assert sentence in page.text
    assert page.all("p", id=f"{field}-fout") != []
    assert titles(meeting) == []


def test_a_refused_change_leaves_the_file_that_was_there(projectleider, meeting, base):
    page = projectleider.get(f"{base}/materiaal/bestand").submit(file=chosen("Agenda.pdf", PDF))
    page = page.follow("Wijzigen: Agenda").submit(title="Nieuw", file=chosen("a.exe", b"MZ"), status=400)
    assert page.all("input", name="title")[0].get("value") == "Nieuw"
    (material,) = materials.list_materials(meeting)
    assert (material.title, materials.get_content(material)) == ("Agenda", PDF)


def test_far_too_large_is_told_before_it_is_read(projectleider, base):
    page = projectleider.get(f"{base}/materiaal/bestand")
    page = page.submit(file=chosen("a.pdf", PDF.ljust(MOST_BYTES + 100_000)), status=413)
    assert "Een bestand mag hier hooguit 10 MB zijn." in page.text


def test_what_is_off_takes_no_more(projectleider, meeting, base):
    meeting.cancelled_at = clock.now()
    assert "Deze bijeenkomst gaat niet door." in projectleider.get(f"{base}/materiaal/link", status=400).text
    assert projectleider.get(f"{base}/programma").all("a", href=f"{base}/materiaal/link") == []


def test_of_another_meeting_or_project_there_is_nothing(projectleider, project, meeting, base):
    for elsewhere in (make_meeting(project), make_meeting(make_project("Elders"))):
        upload = Upload("Geheim.pdf", "application/pdf", PDF)
        hidden = materials.add_file(elsewhere, upload, "", Shown.BEFORE, clock.now(), actor="test")
        for page in ("", "/bestand", "/weg"):
            projectleider.get(f"{base}/materiaal/{hidden.id}{page}", status=404)
        answer = projectleider.request("POST", f"{base}/materiaal/{hidden.id}/omhoog")
        assert answer.status_code in (400, 404)
