"""Read an xlsx file. Pure."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator

from kapstok.register.sheet import A_LIST, LAST_ROW, Limits, Line, Sheet, TooMuch, Unreadable, gather

# An xlsx file is a zip of XML. A list is far below all of these; a file above can cost minutes.
_MOST_PARTS = 500
_MOST_UNPACKED = 24_000_000  # bytes of all parts together
_LARGEST_OTHER_PART = 1_000_000  # bytes of what is neither a worksheet, the texts of the cells, nor a picture
_MOST_SHEETS = 20
_MOST_TEXTS = 200_000  # pieces of text
_MOST_ELEMENTS = 400_000  # of all worksheets
_MOST_OTHERS = 50_000  # of those, other than rows, cells and values: they cost more
_MOST_BEFORE_ROWS = 5_000  # elements of a worksheet before its rows begin
_PLAIN = re.compile(rb"<(?:\w+:)?(?:row|c|v|t|is|f)[\s/>]")
_TEXT = re.compile(rb"<(?:\w+:)?t[\s/>]")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s")


def sheets(data: bytes, package: zipfile.ZipFile, limits: Limits = A_LIST) -> list[Sheet]:
    """The visible sheets of ``data``, which is ``package``. Raises ``TooMuch``, ``TooManyRows``, ``Unreadable``."""
    from openpyxl import load_workbook

    _check(package)
    workbook = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    worksheets: dict = {}
    for worksheet in workbook.worksheets:
        if worksheet.sheet_state == "visible":
            worksheets.setdefault(worksheet._worksheet_path, worksheet)  # many sheets can point to one big part
    return [gather(worksheet.title, _lines(worksheet, limits), limits) for worksheet in worksheets.values()]


def _check(package: zipfile.ZipFile) -> None:
    """Raise ``TooMuch`` or ``Unreadable`` for a file that could take long or much memory, before it is parsed.

    The sizes that a zip declares can be believed here: Python stops reading a part at its declared size.
    """
    parts = package.infolist()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise TooMuch()
    elements = others = 0
    for part in parts:
        path = part.filename.lower().lstrip("/")
        if path.startswith("xl/media/"):
            continue
        xml = package.read(part)
        if path.startswith(("xl/worksheets/", "xl/sharedstrings")) and (b"\0" in xml or b"<!DOCTYPE" in xml):
            raise Unreadable()  # not in UTF-8, so that nothing could be counted; or with entities: Excel writes neither
        if path.startswith("xl/worksheets/"):
            opened = _opened(xml)
            elements += opened
            others += opened - _times(_PLAIN, xml)
            too_much = _opened(xml.partition(b"sheetData")[0]) > _MOST_BEFORE_ROWS
        elif path.startswith("xl/sharedstrings"):
            too_much = _times(_TEXT, xml) > _MOST_TEXTS
        else:
            too_much = len(xml) > _LARGEST_OTHER_PART or _times(_SHEET, xml) > _MOST_SHEETS
        if too_much or elements > _MOST_ELEMENTS or others > _MOST_OTHERS:
            raise TooMuch()


def _opened(xml: bytes) -> int:
    """How many elements begin, counted without parsing."""
    return xml.count(b"<") - xml.count(b"</")


def _times(pattern: re.Pattern[bytes], xml: bytes) -> int:
    return sum(1 for _ in pattern.finditer(xml))


def _lines(worksheet, limits: Limits) -> Iterator[Line]:
    worksheet.reset_dimensions()  # what a sheet says of its own size is often wrong
    rows = worksheet.iter_rows(max_row=LAST_ROW, max_col=limits.columns)
    empty = None  # the same object for each row that is missing: there may be a million
    for number, cells in enumerate(rows, 1):
        if cells is empty:
            continue
        if not any(cell.value is not None for cell in cells):
            empty = cells
        else:
            formulas = frozenset(place for place, cell in enumerate(cells) if cell.data_type in ("f", "e"))
            yield Line(number, [_as_text(cell.value) for cell in cells], formulas)


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value)
