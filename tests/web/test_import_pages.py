"""Importing a list: choose, look, land."""

import io

import pytest
from openpyxl import load_workbook
from werkzeug.datastructures import FileStorage

from kapstok.register import service as register
from tests.browsing import text
from tests.factories import make_organisation, make_person, make_project
from tests.spreadsheets import excel, with_sheet

HEADINGS = ["Naam", "Organisatie", "Sector", "Functie", "Mail", "Telefoon"]
JET = ["Jet Vos", "De Kom", "Welzijn", "Ergotherapeut", "praktijk@example.org", "0591 000 001"]
EVA = ["Eva Bos", "De Kom", None, None, "praktijk@example.org", None]


def network(project, rest: str = "") -> str:
    return f"/p/{project.id}/netwerk{rest}"


def upload(projectleider, project, data: bytes, name: str = "lijst.xlsx", status: int = 200):
    page = projectleider.get(network(project, "/importeren"))
    return page.submit(file=FileStorage(io.BytesIO(data), name), status=status)


def rows(page) -> list[list[str]]:
    return [[text(cell) for cell in row] for row in page.one(".//tbody")]


def names(project) -> list[str]:
    return [person.name for person in register.list_people(project)]


def test_from_file_to_network(project, projectleider):
    preview = upload(projectleider, project, excel([HEADINGS, JET, EVA]))
    assert names(project) == []
    assert "lijst.xlsx, werkblad Lijst. Er is nog niets veranderd." in preview.text
    assert "2 mensen nieuw, 1 organisatie nieuw" in preview.text
    assert ("De Kom (Welzijn)" in preview.text, "Ergotherapeut" in preview.text) == (True, True)
    assert rows(preview)[1] == ["3", "Eva Bos", "De Kom", "praktijk@example.org"]
    landed = preview.submit(preview.url)
    assert "De lijst is verwerkt: 2 mensen nieuw, 1 organisatie nieuw." in text(landed.tree)
    assert names(project) == ["Eva Bos", "Jet Vos"]


def test_the_same_list_again(project, projectleider):
    data = excel([HEADINGS, JET, EVA])
    preview = upload(projectleider, project, data)
    preview.submit(preview.url)
    again = upload(projectleider, project, data)
    assert "Alles is al bekend. Er is niets te doen." in again.text
    assert [text(button) for button in again.all("button") if text(button) == "Deze lijst verwerken"] == []


def test_one_refused_row_and_nothing_can_land(project, projectleider):
    preview = upload(projectleider, project, excel([HEADINGS, JET, ["", "De Kom", "Onbekend", None, "x", None]]))
    assert "Eén rij kan zo niet worden verwerkt." in preview.text
    (refused,) = rows(preview)
    assert refused[:3] == ["3", "(geen naam)", "De Kom"]
    assert refused[3].startswith("Naam: De naam ontbreekt. Sector: ")
    assert "E-mailadres: “x” is geen geldig mailadres." in refused[3]
    page = projectleider.post(preview.url, token(preview) | {"fingerprint": "x"}, status=400)
    assert "Deze lijst kan zo niet worden verwerkt." in page.text
    assert names(project) == []


def test_changes_are_shown_from_old_to_new(project, projectleider):
    make_person(project, make_organisation(project, "De Kom"), "Jet Vos", email=None, phone="0591 999 999")
    preview = upload(projectleider, project, excel([HEADINGS, JET]))
    assert rows(preview) == [
        [
            "2",
            "Jet Vos",
            "De Kom",
            "Functie: Ergotherapeut E-mailadres: praktijk@example.org Telefoon: 0591 999 999 0591 000 001",
        ]
    ]
    preview.submit(preview.url)
    assert [(person.phone, person.email) for person in register.list_people(project)] == [
        ("0591 000 001", "praktijk@example.org")
    ]


def test_a_network_that_changed_meanwhile_is_shown_again(project, projectleider):
    preview = upload(projectleider, project, excel([HEADINGS, JET, EVA]))
    make_person(project, make_organisation(project, "De Kom"), "Jet Vos", email=None)
    again = preview.submit(preview.url, status=409)
    assert "Het netwerk is intussen gewijzigd." in again.text
    assert "1 persoon nieuw, 1 persoon gewijzigd" in again.text
    again.submit(preview.url)
    assert names(project) == ["Eva Bos", "Jet Vos"]


def test_landing_twice_is_harmless(project, projectleider):
    preview = upload(projectleider, project, excel([HEADINGS, JET]))
    preview.submit(preview.url)
    page = preview.submit(preview.url)
    assert "Deze lijst is al verwerkt." in text(page.tree)
    assert names(project) == ["Jet Vos"]


def test_a_list_is_put_away(project, projectleider):
    preview = upload(projectleider, project, excel([HEADINGS, JET]))
    preview.submit(f"{preview.url}/weg")
    projectleider.get(preview.url, status=404)
    assert names(project) == []


def test_a_list_of_another_project_does_not_exist(app, project, projectleider):
    preview = upload(projectleider, project, excel([HEADINGS, JET]))
    elsewhere = preview.url.replace(f"/p/{project.id}/", f"/p/{make_project('Ander project').id}/")
    projectleider.get(elsewhere, status=404)


def test_every_row_can_be_looked_at(project, projectleider):
    many = [[f"Naam {number:02}", "De Kom", "Welzijn"] for number in range(60)]
    make_person(project, make_organisation(project, "De Kom"), "Naam 00", email=None)
    preview = upload(projectleider, project, excel([HEADINGS[:3], *many]))
    assert len(rows(preview)) == 50
    assert len(rows(preview.follow("Volgende"))) == 9
    assert rows(preview.follow("Al bekend 1")) == [["2", "Naam 00", "De Kom", "niets nieuws"]]
    projectleider.get(f"{preview.url}?toon=onzin&pagina=99")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (excel([]), "In dit bestand staat geen werkblad met gegevens."),
        (excel([["Jet", "De Kom"]]), "In dit bestand staat geen rij met koppen die wij kennen."),
        (excel([HEADINGS]), "Onder de koppen staat nog niets."),
        (b"Naam;Organisatie\n" + b"Jet;De Kom\n" * 20_000, "Deze lijst heeft meer dan 5.000 rijen."),
        (
            with_sheet(b"<sheetData><row>" + b"<c/>" * 450_000 + b"</row></sheetData>"),
            "Dit bestand is uitgepakt te groot",
        ),
        (b"PK\x03\x04", "Dit bestand is niet te lezen."),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 20, "Dit is een oud Excel-bestand (.xls) of er zit een wachtwoord op."),
    ],
)
def test_a_file_that_cannot_be_read(project, projectleider, data, sentence):
    assert sentence in upload(projectleider, project, data, status=400).text


def test_no_file(project, projectleider):
    page = projectleider.get(network(project, "/importeren")).submit(status=400)
    assert "Kies eerst een bestand." in page.text


def test_a_file_that_is_too_big_to_send(project, projectleider):
    page = projectleider.get(network(project, "/importeren"))
    big = FileStorage(io.BytesIO(b"x" * 7_000_000), "lijst.csv")
    projectleider.post(page.url, token(page) | {"file": big}, status=413)


def test_the_name_of_a_file_is_only_text(project, projectleider):
    preview = upload(projectleider, project, excel([HEADINGS, JET]), "../../<b>lijst</b>.xlsx")
    assert "<b>lijst</b>.xlsx, werkblad Lijst." in preview.text


def test_the_template_can_be_filled_in(project, projectleider):
    workbook = load_workbook(
        io.BytesIO(projectleider.fetch(network(project, "/importeren/voorbeeld-mensen.xlsx")).data)
    )
    assert workbook.sheetnames == ["Mensen", "Voorbeeld", "Uitleg"]
    unchanged = io.BytesIO()
    workbook.save(unchanged)
    assert "Onder de koppen staat nog niets." in upload(projectleider, project, unchanged.getvalue(), status=400).text
    for row in list(workbook["Voorbeeld"].iter_rows(min_row=2, values_only=True)):
        workbook["Mensen"].append(row)
    filled = io.BytesIO()
    workbook.save(filled)
    preview = upload(projectleider, project, filled.getvalue())
    assert "3 mensen nieuw, 1 organisatie nieuw" in preview.text


@pytest.mark.parametrize("kind", ["xlsx", "csv", "ods"])
def test_what_is_taken_away_can_be_brought_back(project, projectleider, kind):
    kom = make_organisation(project, "De Kom")
    make_person(project, kom, "Jet Vos", "huisarts", phone="+31 591 000 001", area="=Noord")
    make_person(project, kom, "Jet Vos", email="tweede@example.org")  # a namesake
    make_person(project, None, "Piet Mol", email=None, sector_id=kom.sector_id)
    data = projectleider.fetch(network(project, f"/mensen.{kind}")).data
    assert "Alles is al bekend." in upload(projectleider, project, data, f"mensen.{kind}").text


def test_the_receipt_leads_to_what_was_made_and_changed(project, projectleider):
    make_person(project, make_organisation(project, "De Kom"), "Jet Vos", email=None)
    preview = upload(projectleider, project, excel([HEADINGS, JET, EVA]))
    receipt = preview.submit(preview.url)
    assert receipt.h1 == "De lijst is verwerkt"
    assert receipt.follow("Eva Bos").h1 == "Eva Bos"
    assert receipt.follow("Gewijzigd 1").follow("Jet Vos").h1 == "Jet Vos"
    assert projectleider.get(preview.url).h1 == "De lijst is verwerkt"  # for who goes back


def test_an_unclear_list_is_asked_about(project, projectleider):
    page = upload(projectleider, project, excel([["Naam", "Sector"], ["De Kom", "Welzijn"]]))
    assert (page.h1, "De lijst begint met: De Kom." in page.text) == ("Waar gaat de lijst over?", True)
    wrong = projectleider.post(f"{page.url}/soort", token(page) | {"kind": "services"}, status=400)
    assert "Kies waar de lijst over gaat." in wrong.text
    preview = projectleider.post(f"{page.url}/soort", token(page) | {"kind": "organisations"})
    preview = projectleider.get(page.url)
    assert "1 organisatie nieuw" in preview.text
    preview.submit(preview.url)
    assert [row.name for row in register.list_organisations(project)] == ["De Kom"]


def test_a_preview_that_was_left_is_found_back(project, projectleider):
    preview = upload(projectleider, project, excel([HEADINGS, JET]))
    page = projectleider.get(network(project, "/importeren"))
    assert "U was bezig met lijst.xlsx" in page.text
    assert page.follow("Verdergaan met lijst.xlsx").url == preview.url
    page.submit(f"{preview.url}/weg")
    assert "U was bezig met" not in projectleider.get(network(project, "/importeren")).text


def test_a_row_in_another_encoding_is_named(project, projectleider):
    data = "Naam;Organisatie\nZoë;De Kom\n".encode() + "Noël;De Kom".encode("cp1252")
    assert "op rij 3 anders dan daarvoor" in upload(projectleider, project, data, "lijst.csv", status=400).text


@pytest.mark.parametrize("kind", ["mensen", "organisaties", "aanbod"])
def test_the_examples_of_each_kind_can_be_read(project, projectleider, kind):
    workbook = load_workbook(
        io.BytesIO(projectleider.fetch(network(project, f"/importeren/voorbeeld-{kind}.xlsx")).data)
    )
    headings, *examples = workbook["Voorbeeld"].iter_rows(values_only=True)
    assert [cell.value for cell in workbook[kind.capitalize()][1]] == list(headings)
    if kind == "aanbod":
        make_organisation(project, "Buurthuis De Es")
    preview = upload(projectleider, project, excel([headings, *examples]))
    assert "kunnen zo niet worden verwerkt" not in preview.text
    assert [text(button) for button in preview.all("button") if text(button) == "Deze lijst verwerken"] != []


def token(page) -> dict[str, str]:
    return {"csrf_token": page.all("input", name="csrf_token")[0].get("value")}
