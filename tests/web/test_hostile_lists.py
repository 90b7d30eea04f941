"""Lists with a defect, through the page where they are uploaded: a clear sentence, in time, in bounded memory."""

import io
import resource
import time
import zipfile

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from kapstok.extensions import db
from kapstok.register import service as register
from kapstok.register.models import ImportDraft
from tests.browsing import text
from tests.spreadsheets import MAIN, excel, with_sheet, without_part

HEADINGS = ["Naam", "Organisatie", "Sector", "Mail"]
JET = ["Jet Vos", "De Kom", "Welzijn", "jet@example.org"]
PATIENCE = 5.0  # seconds
MEMORY = 200 * 1024  # kilobytes that the process may grow by


def upload(projectleider, project, data: bytes, name: str = "lijst.xlsx", status: int = 200):
    page = projectleider.get(f"/p/{project.id}/netwerk/importeren")
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    page = page.submit(file=FileStorage(io.BytesIO(data), name), status=status)
    assert time.monotonic() - started < PATIENCE
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MEMORY
    assert register.list_people(project) == []
    return page


def bomb() -> bytes:
    """Some hundred kilobytes that unpack to a hundred megabytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as parts:
        with zipfile.ZipFile(io.BytesIO(excel([HEADINGS]))) as sound:
            for name in sound.namelist():
                if name != "xl/worksheets/sheet1.xml":
                    parts.writestr(name, sound.read(name))
        row = b'<row><c t="inlineStr"><is><t>' + b"a" * 1_000_000 + b"</t></is></c></row>"
        parts.writestr("xl/worksheets/sheet1.xml", b"<worksheet %s><sheetData>%s" % (MAIN, row * 100))
    return made.getvalue()


def lying_size() -> bytes:
    """A part that says it is small when unpacked, and is not."""
    data = bytearray(with_sheet(b"<sheetData>" + b"<row/>" * 2_000_000 + b"</sheetData>"))
    place = data.find(b"PK\x01\x02")
    while place != -1:
        if b"worksheets/sheet1" in data[place + 46 : place + 90]:
            data[place + 24 : place + 28] = (100).to_bytes(4, "little")
        place = data.find(b"PK\x01\x02", place + 4)
    return bytes(data)


MANY = excel([HEADINGS, *([f"Naam {number}", "De Kom", "Welzijn"] for number in range(20_000))])
WIDE = b'<dimension ref="A1:XFD1048576"/><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (without_part("xl/worksheets/sheet1.xml"), "In dit bestand staat geen werkblad met gegevens."),
        (without_part("xl/workbook.xml"), "Dit bestand is niet te lezen."),
        (MANY, "Deze lijst heeft meer dan 5.000 rijen."),
        (bomb(), "Dit bestand is uitgepakt te groot"),
        (lying_size(), "Dit bestand is niet te lezen."),
        (with_sheet(WIDE), "In dit bestand staat geen werkblad met gegevens."),
        (excel([HEADINGS, JET])[:-400], "Dit bestand is niet te lezen."),
        (b"\x00" * 1000, "Dit bestand is niet te lezen."),
        (b"", "In dit bestand staat geen werkblad met gegevens."),
    ],
)
def test_a_file_that_is_refused(projectleider, project, data, sentence):
    page = upload(projectleider, project, data, status=400)
    assert sentence in page.text
    assert db.session.scalars(select(ImportDraft).where(ImportDraft.project_id == project.id)).all() == []


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([HEADINGS, JET, ["Jet Vos", "De Kom", None, "jet@example.org"]], "rij 2"),
        ([HEADINGS, ["=A1", "De Kom", "Welzijn", "jet@example.org"]], "Naam: "),
        ([HEADINGS, ["Jet Vos", "De Kom", "Welzijn", "jet@example.org, piet@example.org"]], "E-mailadres: "),
        ([HEADINGS, ["Jet Vos", "De Kom", "Welzijn", "jet@"]], "E-mailadres: "),
        ([HEADINGS, ["J" * 121, "De Kom", "Welzijn", None]], "Naam: "),
        ([HEADINGS, ["Jet Vos", "De Kom", "Bestaat niet", None]], "Sector: "),
    ],
)
def test_a_row_that_is_refused(projectleider, project, rows, sentence):
    page = upload(projectleider, project, excel(rows))
    refused = [text(row) for row in page.one(".//tbody")]
    assert [sentence in row for row in refused] == [True]


def test_headings_under_a_merged_title_are_found(projectleider, project):
    titled = excel([["Deelnemers 2026", None, None, None], HEADINGS, JET], merged=["A1:D1"])
    assert "1 persoon nieuw, 1 organisatie nieuw" in upload(projectleider, project, titled).text


def test_text_of_all_kinds_is_shown_as_text(projectleider, project):
    odd = ["<script>kanarie()</script>{{ 7*7 }}", "'><b>", "Welzijn", None]
    page = upload(projectleider, project, excel([HEADINGS, odd]))
    assert page.all("b") == [] and "<script>kanarie" not in page.response.text
    assert "{{ 7*7 }}" in page.text
