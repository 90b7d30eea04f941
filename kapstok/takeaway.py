"""Tables for people to take away, as CSV or Excel, in which no cell can run as a formula. Pure."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

CSV = "text/csv; charset=utf-8"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_STARTS_FORMULA = set("=+-@\t\r\n")
_MARK = "'"  # what spreadsheets themselves put before a text that looks like a formula


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, its headings, its rows."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[object]]


def safe_cell(value: object) -> object:
    """``value`` as it may stand in a spreadsheet: a text that begins like a formula gets a mark."""
    if not isinstance(value, str):
        return value
    text = "".join(sign for sign in value if _printable(sign))
    first = unicodedata.normalize("NFKC", text[:1])  # programs read the full-width ＝ like =
    return _MARK + text if first in _STARTS_FORMULA and first else text


def _printable(sign: str) -> bool:
    """XML, and so Excel, cannot hold control characters, halves of pairs, and the two non-characters."""
    return sign in "\t\r\n" or (unicodedata.category(sign) not in ("Cc", "Cs") and sign not in "\ufffe\uffff")


def unmark(text: str) -> str:
    """A cell of one of our own files as it was before ``safe_cell``."""
    return text[1:] if text.startswith(_MARK) and safe_cell(text[1:]) == text else text


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
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    workbook = Workbook()
    workbook.remove(workbook.active)
    for sheet in sheets:
        worksheet = workbook.create_sheet(sheet.name)
        worksheet.freeze_panes = "A2"
        rows = [[safe_cell(cell) for cell in row] for row in [sheet.headings, *sheet.rows]]
        for number, row in enumerate(rows, 1):
            for place, value in enumerate(row, 1):
                cell = worksheet.cell(number, place, value)
                if number == 1:
                    cell.font = Font(bold=True)
        for place, column in enumerate(zip(*rows, strict=True), 1):
            widest = max(len(str(value or "")) for value in column)
            worksheet.column_dimensions[get_column_letter(place)].width = min(max(widest + 2, 12), 60)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()
