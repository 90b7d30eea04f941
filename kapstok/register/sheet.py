"""Read an uploaded Excel or CSV file into plain rows. Pure; the file is trusted in nothing that it says of itself."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kapstok.errors import N_, Refused

MOST_ROWS = 5_000  # filled rows of one sheet, headings included
_MOST_ROWS_SAID = "5.000"
MOST_COLUMNS = 50  # what stands further to the right is not read
LONGEST_CELL = 500  # characters; longer than any field takes, so that such a cell is refused by its field
LAST_EXCEL_ROW = 1_048_576

# An xlsx file is a zip of XML. A list of MOST_ROWS people is far below all of these; a file above can cost minutes.
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


class Unreadable(Refused):
    """Neither a sound xlsx file nor text."""

    sentence = N_("Dit bestand is niet te lezen. Sla de lijst in Excel op als .xlsx of .csv, en kies dat bestand.")


class OldOrLocked(Refused):
    """An .xls file from before 2007, or one with a password: both come in the same wrapping."""

    sentence = N_(
        "Dit is een oud Excel-bestand (.xls) of er zit een wachtwoord op. "
        "Sla de lijst zonder wachtwoord op als .xlsx, en kies dat bestand."
    )


class TooMuch(Refused):
    """It unpacks to more than any list of people does."""

    sentence = N_(
        "Dit bestand is uitgepakt te groot voor een lijst van %(most)s rijen. Kopieer alleen de lijst naar een nieuw "
        "Excel-bestand, of verdeel de lijst over meer bestanden."
    )


class TooManyRows(Refused):
    """More rows than are read at once."""

    sentence = N_(
        "Deze lijst heeft meer dan %(most)s rijen. Verdeel de lijst over meer bestanden, en kies ze na elkaar."
    )


class Empty(Refused):
    """No sheet, or nothing on it."""

    sentence = N_("In dit bestand staat geen werkblad met gegevens. Kies het bestand met uw lijst.")


@dataclass(frozen=True)
class Row:
    """One filled row: its number as Excel shows it, its cells as text, and the positions of cells that are formulas."""

    number: int
    cells: tuple[str, ...]
    formulas: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Sheet:
    name: str
    rows: tuple[Row, ...]


def sheets(data: bytes) -> Iterator[Sheet]:
    """The filled sheets of a file one by one, so that what stands behind the wanted one is not read.

    Raises ``Unreadable``, ``OldOrLocked``, ``TooMuch``, ``TooManyRows`` or ``Empty``.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise OldOrLocked()
    found = False
    for sheet in _excel(data) if data.startswith(b"PK") else _text(data):
        if sheet.rows:
            found = True
            yield sheet
    if not found:
        raise Empty()


def clean(text: str) -> str:
    """One line of printable text in composed form: control characters and odd spaces become single spaces."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(" " if unicodedata.category(sign) in _UNSEEN else sign for sign in composed).split())


_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"}


def _gather(name: str, lines: Iterator[tuple[int, list[str], set[int]]]) -> Sheet:
    """A sheet of the filled rows among (number, cells, positions of formulas)."""
    rows: list[Row] = []
    for number, cells, formulas in lines:
        cleaned = tuple(clean(cell[:LONGEST_CELL]) for cell in cells[:MOST_COLUMNS])
        if not any(cleaned):
            continue
        if len(rows) == MOST_ROWS:
            raise TooManyRows(most=_MOST_ROWS_SAID)
        rows.append(Row(number, cleaned, frozenset(formulas)))
    return Sheet(clean(name), tuple(rows))


# Excel


def _excel(data: bytes) -> Iterator[Sheet]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_package(package)
        workbook = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        read = set()
        for worksheet in workbook.worksheets:
            if worksheet.sheet_state == "visible" and worksheet._worksheet_path not in read:
                read.add(worksheet._worksheet_path)  # many sheets can point to one big part
                yield _gather(worksheet.title, _excel_lines(worksheet))
    except Refused:
        raise
    except Exception as damage:  # openpyxl has no error of its own for a damaged file: it may raise anything
        raise Unreadable() from damage


def _check_package(package: zipfile.ZipFile) -> None:
    """Raise ``TooMuch`` or ``Unreadable`` for a file that could take long or much memory, before it is parsed.

    The sizes that a zip declares can be believed here: Python stops reading a part at its declared size.
    """
    parts = package.infolist()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise TooMuch(most=_MOST_ROWS_SAID)
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
            raise TooMuch(most=_MOST_ROWS_SAID)


def _opened(xml: bytes) -> int:
    """How many elements begin, counted without parsing."""
    return xml.count(b"<") - xml.count(b"</")


def _times(pattern: re.Pattern[bytes], xml: bytes) -> int:
    return sum(1 for _ in pattern.finditer(xml))


def _excel_lines(worksheet) -> Iterator[tuple[int, list[str], set[int]]]:
    worksheet.reset_dimensions()  # what a sheet says of its own size is often wrong
    rows = worksheet.iter_rows(max_row=LAST_EXCEL_ROW, max_col=MOST_COLUMNS)
    for number, cells in enumerate(rows, 1):
        if any(cell.value is not None for cell in cells):
            formulas = {place for place, cell in enumerate(cells) if cell.data_type in ("f", "e")}
            yield number, [_as_text(cell.value) for cell in cells], formulas


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value)


# CSV


def _text(data: bytes) -> Iterator[Sheet]:
    text = _decoded(data)
    if "\0" in text:
        raise Unreadable()
    try:
        first, _, rest = text.partition("\n")
        if re.fullmatch(r"sep=.\s*", first, re.IGNORECASE):
            delimiter, text = first[4], "\n" + rest  # Excel's own hint; the empty line keeps the numbers right
        else:
            delimiter = _delimiter(text)
        yield _gather("", _text_lines(text, delimiter))
    except csv.Error as damage:
        raise Unreadable() from damage


def _decoded(data: bytes) -> str:
    """Excel saves CSV as UTF-8 with a mark, as UTF-16 ("Unicode-tekst"), or in the old Windows code page."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """The sign that cuts most lines in the same number of cells, as far as the first lines tell."""
    sample = "\n".join(text.splitlines()[:20])

    def evenness(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(cells) for cells in csv.reader(io.StringIO(sample), delimiter=delimiter))
        return max(((times, width) for width, times in widths.items() if width > 1), default=(0, 0))

    return max(";,\t|", key=evenness)


def _text_lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str], set[int]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 1
    for cells in reader:
        yield number, cells, {place for place, cell in enumerate(cells) if cell.startswith("=")}
        number = reader.line_num + 1  # a quoted cell may span lines
