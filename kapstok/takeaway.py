"""Tables for people to take away, as CSV, Excel or OpenDocument, in which no cell can run as a formula. Pure."""

from __future__ import annotations

import csv
import io
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

CSV = "text/csv; charset=utf-8"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"

_XML = '<?xml version="1.0" encoding="UTF-8"?>'
_QUOTE = '"'
_NAMESPACES = (
    "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in [
            ("office", "office"),
            ("table", "table"),
            ("text", "text"),
            ("style", "style"),
            ("fo", "xsl-fo-compatible"),
        ]
    )
    + ' office:version="1.3"'
)
_MANIFEST = (
    f'{_XML}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    f' manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)

_STARTS_FORMULA = set("=+-@\t\r\n")
_MARK = "'"  # what spreadsheets themselves put before a text that looks like a formula


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, its headings, its rows."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[object]]


def safe_cell(value: object) -> object:
    """``value`` as it may stand in a spreadsheet: a text that begins like a formula gets a mark.

    So does a marked one, or nobody could tell afterwards whose mark it is.
    """
    if not isinstance(value, str):
        return value
    text = value if value.isprintable() else "".join(sign for sign in value if _printable(sign))
    return _MARK + text if _begins_like_formula(text) else text


def unmark(text: str) -> str:
    """A cell of one of our own files as it was before ``safe_cell``."""
    return text[1:] if text.startswith(_MARK) and _begins_like_formula(text) else text


def _begins_like_formula(text: str) -> bool:
    first = text.lstrip(_MARK)[:1]
    return unicodedata.normalize("NFKC", first) in _STARTS_FORMULA  # programs read the full-width ＝ like =


def _printable(sign: str) -> bool:
    """XML, and so Excel, cannot hold control characters, halves of pairs, and the two non-characters."""
    return sign in "\t\r\n" or (unicodedata.category(sign) not in ("Cc", "Cs") and sign not in "\ufffe\uffff")


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """With semicolons and a UTF-8 mark: how a Dutch Excel opens it in columns and with its accents."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for row in [headings, *rows]:
        writer.writerow(["" if cell is None else safe_cell(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def as_excel(*sheets: Sheet) -> bytes:
    """An xlsx file with a bold, frozen row of headings on each sheet and columns as wide as what stands in them."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    bold, wrapped = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    workbook = Workbook()
    workbook.remove(workbook.active)
    for sheet in sheets:
        worksheet = workbook.create_sheet(sheet.name)
        worksheet.freeze_panes = "A2"
        rows = _safe_rows(sheet)
        for number, row in enumerate(rows, 1):
            for place, value in enumerate(row, 1):
                cell = worksheet.cell(number, place, value)
                if number == 1:
                    cell.font = bold
                elif isinstance(value, str) and "\n" in value:
                    cell.alignment = wrapped
        for place, width in enumerate(_widths(rows), 1):
            worksheet.column_dimensions[get_column_letter(place)].width = width
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def as_ods(*sheets: Sheet) -> bytes:
    """An OpenDocument spreadsheet (ODF 1.3) with bold headings; each line of a text is a paragraph.

    Written directly: the packages that write ODF build an object for each cell, which takes seconds for a big list.
    """
    tables = [(sheet.name, _safe_rows(sheet)) for sheet in sheets]
    widths = {width for _, rows in tables for width in _widths(rows)}
    content = (
        f"{_XML}<office:document-content{_NAMESPACES}><office:automatic-styles>"
        + "".join(
            f'<style:style style:name="w{width}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width * 0.2:.1f}cm"/></style:style>'
            for width in sorted(widths)
        )
        + '<style:style style:name="bold" style:family="table-cell"><style:text-properties fo:font-weight="bold"/>'
        "</style:style></office:automatic-styles><office:body><office:spreadsheet>"
        + "".join(_ods_table(name, rows) for name, rows in tables)
        + "</office:spreadsheet></office:body></office:document-content>"
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", ODS, zipfile.ZIP_STORED)  # first and as it is: by this a file is recognised
        package.writestr("META-INF/manifest.xml", _MANIFEST)
        package.writestr("content.xml", content)
    return packed.getvalue()


def _ods_table(name: str, rows: list[list[object]]) -> str:
    columns = "".join(f'<table:table-column table:style-name="w{width}"/>' for width in _widths(rows))
    lines = (
        "<table:table-row>" + "".join(_ods_cell(cell, bold=not number) for cell in row) + "</table:table-row>"
        for number, row in enumerate(rows)
    )
    return f'<table:table table:name="{escape(name, {_QUOTE: "&quot;"})}">{columns}{"".join(lines)}</table:table>'


def _ods_cell(value: object, *, bold: bool) -> str:
    style = ' table:style-name="bold"' if bold else ""
    if value is None or value == "":
        return f"<table:table-cell{style}/>"
    is_number = isinstance(value, int | float)
    kind = f'"float" office:value="{value}"' if is_number else '"string"'
    text = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).splitlines())
    return f"<table:table-cell{style} office:value-type={kind}>{text}</table:table-cell>"


def _safe_rows(sheet: Sheet) -> list[list[object]]:
    return [[safe_cell(cell) for cell in row] for row in [sheet.headings, *sheet.rows]]


def _widths(rows: list[list[object]]) -> list[int]:
    """How wide each column is, in characters: as its longest line, within reason."""
    return [min(max(max(_longest_line(cell) for cell in column) + 2, 12), 60) for column in zip(*rows, strict=True)]


def _longest_line(cell: object) -> int:
    return max((len(line) for line in str("" if cell is None else cell).splitlines()), default=0)
