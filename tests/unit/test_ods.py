"""Reading OpenDocument spreadsheets: what LibreOffice writes, and files made to hurt."""

import io
import resource
import time
import zipfile

import pytest
from python_calamine import load_workbook

from kapstok.register import reading
from kapstok.register.sheet import Empty, OldOrLocked, TooManyRows, TooMuch, Unreadable
from kapstok.takeaway import Sheet, as_ods
from tests.spreadsheets import ods, ods_package


def cells(data: bytes) -> list[list[tuple[int, tuple[str, ...]]]]:
    return [[(row.number, row.cells) for row in sheet.rows] for sheet in reading.sheets(data)]


def cell(kind: str, inside: str) -> str:
    return f"<table:table-cell {kind}>{inside}</table:table-cell>"


def row(*texts: str, repeated: int = 1) -> str:
    inside = "".join(cell("", f"<text:p>{text}</text:p>") for text in texts)
    return f'<table:table-row table:number-rows-repeated="{repeated}">{inside}</table:table-row>'


@pytest.mark.parametrize(
    ("kind", "inside", "text"),
    [
        ('office:value-type="float" office:value="591000001"', "<text:p>6E8</text:p>", "591000001"),
        ('office:value-type="float" office:value="2.5"', "", "2.5"),
        ('office:value-type="date" office:date-value="2026-03-03T10:00:00"', "", "2026-03-03"),
        ('office:value-type="boolean" office:boolean-value="true"', "", "true"),
        ("", "<text:p>een<text:line-break/>twee</text:p><text:p>drie</text:p>", "een\ntwee\ndrie"),
        ("", "<text:p>a<text:s text:c='3'/>b<text:tab/><text:span>c</text:span></text:p>", "a b c"),
        ("", "<office:annotation><text:p>zeg</text:p></office:annotation><text:p>ja</text:p>", "ja"),
        ("", "<text:p>Zoë &amp; &lt;Vos&gt;</text:p>", "Zoë & <Vos>"),
    ],
)
def test_what_stands_in_a_cell(kind, inside, text):
    assert cells(ods(f"<table:table-row>{cell(kind, inside)}</table:table-row>")) == [[(1, (text,))]]


def test_repeated_cells_and_rows_count():
    empty = '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
    twice = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2"/>'
        "<table:covered-table-cell/><table:table-cell><text:p>Jet</text:p></table:table-cell></table:table-row>"
    )
    rest = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell/></table:table-row>'
    jet = ("", "", "", "Jet")
    assert cells(ods(row("Naam") + empty + twice + rest)) == [[(1, ("Naam",)), (5, jet), (6, jet)]]


def test_formulas_are_marked():
    formula = '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/>'
    (read,) = reading.sheets(ods(f"<table:table-row><table:table-cell/>{formula}</table:table-row>"))
    assert read.rows[0].formulas == {1}


def test_hidden_sheets_are_not_read():
    data = ods(
        row("Naam"),
        styles='<style:style style:name="weg"><style:table-properties table:display="false"/></style:style>',
        before=f'<table:table table:name="Geheim" table:style-name="weg">{row("a")}</table:table>',
    )
    assert [sheet.name for sheet in reading.sheets(data)] == ["Lijst"]


def test_what_we_write_others_read_too():
    rows = [["Zoë & <Vos>", "een\ntwee", 7, None], ["=1", "'", 2.5, ""]]
    data = as_ods(Sheet('A "1"', ["a", "b", "c", "d"], rows), Sheet("B", ["x"], []))
    book = load_workbook(io.BytesIO(data))
    assert book.sheet_names == ['A "1"', "B"]
    assert book.get_sheet_by_index(0).to_python()[1:] == [["Zoë & <Vos>", "een\ntwee", 7.0, ""], ["'=1", "'", 2.5, ""]]
    assert cells(data)[0][1:] == [(2, ("Zoë & <Vos>", "een\ntwee", "7", "")), (3, ("'=1", "'", "2.5", ""))]


REFUSED = {
    "20,000 rows": (ods(row("Jet", "De Kom", "Welzijn") * 20_000), TooManyRows),
    "20,000 wide rows": (ods(row(*["Jet"] * 20) * 20_000), TooMuch),
    "a row said to be repeated": (ods(row("Jet", repeated=1_000_000)), TooManyRows),
    "a cell said to be repeated": (
        ods("<table:table-row><table:table-cell table:number-columns-repeated='999999999'/></table:table-row>"),
        Unreadable,
    ),
    "long texts many times": (
        ods(
            '<table:table-row table:number-rows-repeated="4000"><table:table-cell table:number-columns-repeated="50">'
            f"<text:p>{'a' * 30_000}</text:p></table:table-cell></table:table-row>"
        ),
        TooMuch,
    ),
    "a bomb": (ods(" " * 30_000_000), TooMuch),
    "deep nesting": (ods("<a>" * 300_000 + "</a>" * 300_000), Empty),
    "sheets": (ods("", before=f'<table:table table:name="a">{row("a")}</table:table>' * 1000), TooMuch),
    "entities": (
        ods_package(b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><x>&b;</x>'),
        Unreadable,
    ),
    "outside entity": (
        ods_package(b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'),
        Unreadable,
    ),
    "in UTF-16": (ods_package("<x/>".encode("utf-16")), Unreadable),
    "broken off": (ods_package(b"<x><y>"), Unreadable),
    "no content": (ods_package(b""), Unreadable),
    "nothing on it": (ods(""), Empty),
    "with a password": (ods_package(b"\x00\x01", manifest=b"<x><manifest:encryption-data/></x>"), OldOrLocked),
    "cut off": (ods(row("Naam"))[:-40], Unreadable),
}


@pytest.mark.parametrize("name", REFUSED)
def test_files_made_to_hurt_are_refused_in_time(name):
    data, refusal = REFUSED[name]
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(refusal):
        list(reading.sheets(data))
    assert time.process_time() - started < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # kB


def test_of_an_endless_text_only_the_beginning_is_kept():
    started = time.process_time()
    ((read,),) = cells(ods(row("&amp;" * 4_000_000)))
    assert (len(read[1][0]), time.process_time() - started < 5) == (32_767, True)


def test_a_lying_size_reads_no_further():
    data = bytearray(ods_package(b"<x>" + b"<y/>" * 1_000_000 + b"</x>"))
    place = data.rfind(b"content.xml") - 46
    assert data[place : place + 4] == b"PK\x01\x02"
    data[place + 24 : place + 28] = (100).to_bytes(4, "little")
    with pytest.raises(Unreadable):
        list(reading.sheets(bytes(data)))


def test_many_parts():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for number in range(1000):
            package.writestr(f"Pictures/{number}", b"")
        package.writestr("content.xml", b"<x/>")
    with pytest.raises(TooMuch):
        list(reading.sheets(made.getvalue()))
