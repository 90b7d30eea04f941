"""Reading in lines: choose, say what it means, look, land, withdraw."""

import io

import pytest
from openpyxl import load_workbook
from werkzeug.datastructures import FileStorage

from kapstok.ties import ledger
from tests.browsing import text
from tests.factories import make_organisation, make_person

LIST = "Van;Naar;Sterkte;Soort\nJet Vos;Bo Bos;2;bellen\nBo Bos;José Kok;0;\nJosé Kok;Wie Dat;4;\n".encode("cp1252")


def address(project, rest: str = "") -> str:
    return f"/p/{project.id}/netwerk/lijnen-inlezen{rest}"


def upload(projectleider, project, data: bytes, name: str = "nulmeting.csv", status: int = 200):
    page = projectleider.get(address(project))
    return page.submit(address(project), file=FileStorage(io.BytesIO(data), name), status=status)


def ask(preview, **meaning: str):
    """Send the form with the questions, which stands on the page beside the one that lets the lines land."""
    return preview.visitor.get_with(
        preview.url, {"said_on": "2025-03-03", "zeros": "nothing", "direction": "one", **meaning}
    )


def rows(page) -> list[list[str]]:
    return [[text(cell) for cell in row] for row in page.one(".//tbody")]


def strengths(project) -> list[int]:
    return [row.strength for row in ledger.statements(project)]


@pytest.fixture
def people(project):
    home = make_organisation(project, "De Kom")
    return [make_person(project, home, name) for name in ("Jet Vos", "Bo Bos", "José Kok")]


def test_from_file_to_lines_and_back(project, projectleider, people):
    preview = upload(projectleider, project, LIST)
    assert "nulmeting.csv is een lijst met lijnen met 4 namen. Er is nog niets ingelezen." in preview.text
    unknown = "“Wie Dat” staat niet in het netwerk. Controleer de naam, of voeg deze persoon eerst toe."
    assert rows(preview) == [["B4", unknown]]
    assert "Soort" in preview.text  # the column that is not read
    preview = ask(preview, zeros="zeros", leave_out="y")
    assert "Er komen 2 lijnen bij." in preview.text
    assert strengths(project) == []
    landed = preview.submit(preview.url)
    assert "Er zijn 2 lijnen ingelezen." in text(landed.tree)
    assert strengths(project) == [2, 0]
    assert [row[:3] for row in rows(landed)] == [["nulmeting.csv", "3 mrt 2025", "2"]]
    again = preview.submit(preview.url)  # clicked twice
    assert ("Dit bestand is al ingelezen." in text(again.tree), strengths(project)) == (True, [2, 0])
    assert "Een bestand met deze naam is al ingelezen" in upload(projectleider, project, LIST).text
    withdrawn = projectleider.get(address(project)).follow("Intrekken").submit()
    assert ("Zij tellen nergens meer mee." in text(withdrawn.tree), strengths(project)) == (True, [])
    action = next(form.get("action") for form in withdrawn.all("form") if "terugzetten" in form.get("action"))
    withdrawn.submit(action)
    assert strengths(project) == [2, 0]


def test_what_the_file_cannot_tell_is_asked(project, projectleider, people):
    """A file of zeros and ones, without direction, of which nobody said the day yet."""
    preview = upload(projectleider, project, b"Jet Vos;Bo Bos;1\nBo Bos;Jos\xc3\xa9 Kok;1\nJet Vos;Jos\xc3\xa9 Kok;0\n")
    assert [text(button) for button in preview.all("main")[0].iter("button")] == ["Bekijken wat er gebeurt"]
    assert "In dit bestand staat alleen 0 en 1." in preview.text
    assert "ligt in de toekomst" in ask(preview, said_on="2999-01-01").text
    assert "ligt vóór het jaar 2000" in ask(preview, said_on="0001-01-01").text
    preview = ask(preview, ones="3", direction="both")
    assert "Er komen 4 lijnen bij." in preview.text
    people[1].name = "Iemand anders"
    refused = preview.submit(preview.url, status=400)
    assert "“Bo Bos” staat niet in het netwerk." in refused.text
    people[1].name = "Bo Bos"
    misread = preview.submit(preview.url, said_on="volgende week", zeros="x", ones="9", status=400)
    assert "Er klopt nog iets niet" in misread.text
    preview.submit(preview.url, ones="2", status=409)  # not what was looked at
    preview.submit(preview.url)
    assert strengths(project) == [3, 3, 3, 3]


def test_a_file_that_only_another_file_can_put_right(project, projectleider, people):
    wrong = upload(projectleider, project, b";Jet Vos;Bo Bos\nJet Vos;;ja\nBo Bos;7;\n", status=400)
    assert rows(wrong) == [
        ["C2", "Hier staat “ja”. Dat moet een getal van 0 tot en met 4 zijn."],
        ["B3", "Hier staat 7. Een sterkte is een heel getal van 0 tot en met 4."],
    ]
    assert "herkennen wij geen lijnen" in upload(projectleider, project, b"<html>Hallo</html>", status=400).text
    assert "te groot" in upload(projectleider, project, b"x" * 3_000_000, status=400).text
    assert "Kies eerst een bestand." in projectleider.get(address(project)).submit(address(project), status=400).text


def test_unfinished_files_stand_apart_from_lists_of_people(project, projectleider, people):
    upload(projectleider, project, LIST)
    assert "U was bezig met" not in projectleider.get(f"/p/{project.id}/netwerk/importeren").text
    unfinished = projectleider.get(address(project))
    assert "U was bezig met nulmeting.csv" in unfinished.text
    action = next(form.get("action") for form in unfinished.all("form") if form.get("action").endswith("/weg"))
    assert "Er is niets ingelezen." in text(unfinished.submit(action).tree)


def test_examples_hold_the_names_and_can_be_read_in(project, projectleider, people):
    make_person(project, None, "Els Mantel", on_rosters=False)
    book = load_workbook(io.BytesIO(projectleider.fetch(address(project, "/voorbeeld-lijst.xlsx")).data))
    assert [list(row) for row in book["Lijnen"].values] == [["Van", "Naar", "Sterkte"]]
    assert [row[0] for row in book["Namen"].values] == ["Naam", "Bo Bos", "Jet Vos", "José Kok"]
    book = load_workbook(io.BytesIO(projectleider.fetch(address(project, "/voorbeeld-matrix.xlsx")).data))
    book["Matrix"]["C2"] = 4
    filled = io.BytesIO()
    book.save(filled)
    preview = ask(upload(projectleider, project, filled.getvalue(), "matrix.xlsx"))
    assert ("Er komt één lijn bij." in preview.text, rows(preview)[4][1]) == (True, "1")
