"""Tables to take away: no cell runs as a formula, and what was safe stays as it is."""

import io

import pytest
from openpyxl import load_workbook

from kapstok.takeaway import Sheet, as_csv, as_excel, safe_cell, unmark


@pytest.mark.parametrize(
    ("value", "safe"),
    [
        ("Jet Jansen", "Jet Jansen"),
        ("", ""),
        (7, 7),
        (-1, -1),
        (None, None),
        ("=1+1", "'=1+1"),
        ("+31 6 12345678", "'+31 6 12345678"),
        ("-", "'-"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1+1", "'\t=1+1"),
        ("\r=1+1", "'\r=1+1"),
        ("＝1+1", "'＝1+1"),  # full-width
        ("＋31", "'＋31"),
        ("\0=1+1", "'=1+1"),
        ("bel\x07\ufffe", "bel"),
    ],
)
def test_safe_cell(value, safe):
    assert safe_cell(value) == safe


@pytest.mark.parametrize("text", ["Jet", "+31 6", "=1", "'t Hof", "'", ""])
def test_unmark_undoes_it(text):
    assert unmark(safe_cell(text)) == text


def test_csv_opens_in_a_dutch_excel():
    assert as_csv(["Naam", "Aantal"], [["Zoë; Vos", 2], ["=1", None]]) == (
        '\ufeffNaam;Aantal\r\n"Zoë; Vos";2\r\n\'=1;\r\n'.encode()
    )


def test_excel_keeps_texts_as_texts():
    content = as_excel(Sheet("Mensen", ["Naam", "Telefoon"], [["=1+1", "0591 000 000"]]), Sheet("Uitleg", ["Wat"], []))
    workbook = load_workbook(io.BytesIO(content))
    assert workbook.sheetnames == ["Mensen", "Uitleg"]
    cells = [[(cell.value, cell.data_type) for cell in row] for row in workbook["Mensen"].iter_rows()]
    assert cells == [[("Naam", "s"), ("Telefoon", "s")], [("'=1+1", "s"), ("0591 000 000", "s")]]
