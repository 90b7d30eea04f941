"""Reading what people upload: every kind of file they have, and files made to hurt."""

import datetime as dt
import resource
import time

import pytest

from kapstok.register import reading, sheet
from kapstok.register.delimited import MixedEncodings
from kapstok.register.sheet import Empty, OldOrLocked, TooManyRows, TooMuch, Unreadable
from tests.spreadsheets import FIRST_SHEET, MAIN, excel, with_part, with_sheet, without_part

LIST = [["Naam", "Telefoon"], ["Zoë Vos", "0591 000 000"]]


def cells(data: bytes) -> list[list[tuple[str, ...]]]:
    return [[row.cells for row in read.rows] for read in reading.sheets(data)]


def test_values_become_text():
    rows = [["a", 1, 2.0, 2.5, dt.datetime(2026, 3, 3), True, None]]
    assert cells(excel(rows)) == [[("a", "1", "2", "2.5", "2026-03-03", "True", "", *[""] * 43)]]


def test_empty_rows_are_skipped_and_keep_the_count():
    (read,) = reading.sheets(excel([["Naam"], [], [" "], ["Jet"]]))
    assert [(row.number, row.cells[0]) for row in read.rows] == [(1, "Naam"), (4, "Jet")]


def test_formulas_and_error_values_are_marked():
    (read,) = reading.sheets(excel([["Jet", "=A1", "#N/A"]]))
    assert read.rows[0].formulas == {1, 2}


def test_sheets_come_in_order_without_the_empty_and_the_hidden():
    from io import BytesIO

    from openpyxl import load_workbook

    workbook = load_workbook(BytesIO(excel([], Geheim=[["a"]], Mensen=[["b"]])))
    workbook["Geheim"].sheet_state = "hidden"
    content = BytesIO()
    workbook.save(content)
    assert [read.name for read in reading.sheets(content.getvalue())] == ["Mensen"]


@pytest.mark.parametrize("delimiter", ";,\t|")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_in_every_guise(delimiter, encoding):
    text = "\r\n".join(delimiter.join(row) for row in LIST)
    assert cells(text.encode(encoding)) == [[tuple(row) for row in LIST]]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("sep=,\nNaam,Functie\nVos; Jet,POH", [(2, ("Naam", "Functie")), (3, ("Vos; Jet", "POH"))]),
        ("Lijst\nNaam;Adres\nJet;Kade 1, Veenmeer, Nl\nJan;Dorp 2", None),
        ('Naam;Mail\n"Vos,\nJet";a\nJan;b', [(1, ("Naam", "Mail")), (2, ("Vos,\nJet", "a")), (3, ("Jan", "b"))]),
    ],
)
def test_csv_oddities(text, rows):
    (read,) = reading.sheets(text.encode())
    if rows is None:
        rows = [(1, ("Lijst",)), (2, ("Naam", "Adres")), (3, ("Jet", "Kade 1, Veenmeer, Nl")), (4, ("Jan", "Dorp 2"))]
    assert [(row.number, row.cells) for row in read.rows] == rows


def test_csv_formulas_are_marked():
    (read,) = reading.sheets(b"Naam;Telefoon\nJet;=1+1")
    assert [row.formulas for row in read.rows] == [frozenset(), {1}]


MIXED = {
    "utf-8, then Windows": ("Naam\nZoë\n".encode() + "Noël".encode("cp1252"), 3),
    "Windows, then utf-8": ("Naam\nZoë\n".encode("cp1252") + "Jet\nNoël".encode(), 4),
    "a mark, then Windows": ("Naam\nJet\n".encode("utf-8-sig") + "Noël".encode("cp1252"), 3),
    "both in one row": (b"Naam\n" + "Zoë ".encode("cp1252") + "Noël".encode(), 2),
    "a sign that neither has": (b"Naam\nJet\n" + b"No\x81l", 3),
    "after a text of three lines": ('Naam;Tekst\n"Zoë";"a\nb\nc"\n'.encode() + "Noël;d".encode("cp1252"), 3),
    "within a text of three lines": ('Naam;Tekst\nZoë;"a\nb\n'.encode() + 'ë"\nJet;d'.encode("cp1252"), 2),
}


@pytest.mark.parametrize("name", MIXED)
def test_two_encodings_in_one_file_are_refused_by_row(name):
    data, row = MIXED[name]
    with pytest.raises(MixedEncodings) as refused:
        list(reading.sheets(data))
    assert refused.value.params == {"row": row}


@pytest.mark.parametrize("lines", ["Naam\nZoë van CAFÉ’s", "Naam\nZoë\nCAFÉ’s"])
def test_capitals_with_accents_before_a_quote_are_no_mixture(lines):
    (read,) = cells(lines.encode("cp1252"))
    assert list(read) == [(line,) for line in lines.splitlines()]


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  Jet\u00a0 de\nWit ", "Jet de Wit"),
        ("Zoe\u0308", "Zoë"),
        ("Jet\u200b\u0000\ud800\u202e!", "Jet !"),
        ("\ue000", ""),
    ],
)
def test_clean(text, clean):
    assert sheet.clean(text) == clean


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", Empty),
        (b"\n\n", Empty),
        (excel([]), Empty),
        (without_part(FIRST_SHEET), Empty),
        (without_part("xl/workbook.xml"), Unreadable),
        (excel(LIST)[:2000], Unreadable),
        (b"PK\x03\x04 not a zip", Unreadable),
        (b"%PDF-1.7\0\0", Unreadable),
        (b"a;" + b"b" * 200_000, Unreadable),  # longer than a cell can be
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, OldOrLocked),
        (b"Naam\n" + b"Jet\n" * 5000, TooManyRows),
    ],
)
def test_refusals(data, refusal):
    with pytest.raises(refusal):
        list(reading.sheets(data))


def test_as_many_rows_as_promised():
    assert len(cells(b"Naam\n" + b"Jet\n" * 4999)[0]) == 5000


INLINE = b'<c t="inlineStr"><is><t>Jet</t></is></c>'
BOMBS = {
    "20,000 rows": (
        with_sheet(b"<sheetData>" + (b"<row>" + INLINE * 3 + b"</row>") * 20_000 + b"</sheetData>"),
        TooManyRows,
    ),
    "20,000 wide rows": (
        with_sheet(b"<sheetData>" + (b"<row>" + INLINE * 9 + b"</row>") * 20_000 + b"</sheetData>"),
        TooMuch,
    ),
    "zeros": (with_part("xl/styles.xml", b" " * 30_000_000), TooMuch),
    "styles": (
        with_part("xl/styles.xml", b"<styleSheet %s><cellXfs>%s</cellXfs></styleSheet>" % (MAIN, b"<xf/>" * 300_000)),
        TooMuch,
    ),
    "texts": (with_part("xl/sharedStrings.xml", b"<sst %s>%s</sst>" % (MAIN, b"<si><t/></si>" * 300_000)), TooMuch),
    "texts in UTF-16": (
        with_part("xl/sharedStrings.xml", f"<sst {MAIN.decode()}>{'<si><t/></si>' * 800_000}</sst>".encode("utf-16")),
        Unreadable,
    ),
    "cells": (with_sheet(b"<sheetData><row>" + b"<c/>" * 500_000 + b"</row></sheetData>"), TooMuch),
    "merges": (
        with_sheet(b"<sheetData/><mergeCells>" + b'<mergeCell ref="A1:B2"/>' * 100_000 + b"</mergeCells>"),
        TooMuch,
    ),
    "columns": (with_sheet(b"<cols>" + b'<col min="1" max="2"/>' * 10_000 + b"</cols><sheetData/>"), TooMuch),
    "sheets": (
        with_part("xl/workbook.xml", b"<workbook><sheets>%s</sheets></workbook>" % (b'<sheet name="a"/>' * 1000)),
        TooMuch,
    ),
    "lying dimensions": (with_sheet(b'<dimension ref="A1:XFD1048576"/><sheetData/>'), Empty),
    "a row far away": (with_sheet(b'<sheetData><row r="999999999999">' + INLINE + b"</row></sheetData>"), Empty),
    "entities": (
        with_part(
            FIRST_SHEET, b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><worksheet %s>&b;</worksheet>' % MAIN
        ),
        Unreadable,
    ),
    "outside entity": (
        with_part(
            FIRST_SHEET, b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet %s>&a;</worksheet>' % MAIN
        ),
        Unreadable,
    ),
    "a long number": (
        with_sheet(b"<sheetData><row><c><v>" + b"9" * 5_000_000 + b"</v></c></row></sheetData>"),
        Unreadable,
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_files_made_to_hurt_are_refused_in_time(name):
    data, refusal = BOMBS[name]
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(refusal):
        list(reading.sheets(data))
    assert time.process_time() - started < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # kB


def test_many_sheets_on_one_big_part_are_read_once():
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    names = b"".join(b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (n, n) for n in range(1, 20))
    book = b'<workbook %s xmlns:r="%s"><sheets>%s</sheets></workbook>' % (MAIN, relations.encode(), names)
    assert len(cells(with_part("xl/workbook.xml", book))) == 1
