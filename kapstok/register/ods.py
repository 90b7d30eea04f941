"""Read an OpenDocument spreadsheet (ODF 1.3, part 3) without building its tree. Pure.

Ready-made readers either expand what a cell says of its own repetition, or do not tell a formula from a value.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from xml.etree.ElementTree import XMLParser

from kapstok.register.sheet import (
    A_LIST,
    LAST_ROW,
    LONGEST_CELL,
    Limits,
    Line,
    OldOrLocked,
    Sheet,
    TooManyRows,
    TooMuch,
    Unreadable,
    gather,
)

# A list is far below all of these.
_MOST_PARTS = 500
_MOST_UNPACKED = 24_000_000  # bytes of the content
_MOST_ELEMENTS = 400_000
_MOST_SHEETS = 20

_NAMESPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TABLE, _OFFICE, _TEXT, _STYLE = (_NAMESPACE % part for part in ("table", "office", "text", "style"))
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_ASIDE = {  # what hangs on a cell or a sheet without being its content
    f"{_OFFICE}annotation",
    f"{_TABLE}shapes",
    f"{_TABLE}tracked-changes",
    f"{_NAMESPACE % 'drawing'}frame",
}
_KEPT_IN = {  # the attribute in which a value of this type stands; other types are their text
    "float": "value",
    "percentage": "value",
    "currency": "value",
    "date": "date-value",
    "boolean": "boolean-value",
}


def sheets(package: zipfile.ZipFile, limits: Limits = A_LIST) -> list[Sheet]:
    """The visible sheets. Raises ``OldOrLocked``, ``TooMuch``, ``TooManyRows``, ``Unreadable``, and parse errors."""
    reader = _Reader(limits)
    parser = XMLParser(target=reader)
    parser.feed(_content(package))
    parser.close()
    return [gather(table.name, table.lines, limits) for table in reader.tables if not table.hidden]


def _content(package: zipfile.ZipFile) -> bytes:
    if len(package.infolist()) > _MOST_PARTS:
        raise TooMuch()
    if b"encryption-data" in _part(package, "META-INF/manifest.xml"):
        raise OldOrLocked()
    xml = _part(package, "content.xml")
    if b"\0" in xml or b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise Unreadable()  # not in UTF-8, or with entities: no program writes either
    if xml.count(b"<") - xml.count(b"</") > _MOST_ELEMENTS:
        raise TooMuch()
    return xml


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    """A part; nothing when it is missing. Its declared size can be believed: Python stops reading there."""
    if name not in package.namelist():
        return b""
    if package.getinfo(name).file_size > _MOST_UNPACKED:
        raise TooMuch()
    return package.read(name)


@dataclass
class _Table:
    name: str
    hidden: bool
    lines: list[Line] = field(default_factory=list)
    next_row: int = 1


@dataclass
class _Cell:
    repeated: int
    value: str | None  # where it stands in an attribute
    is_formula: bool
    paragraphs: list[str] = field(default_factory=list)

    def written(self) -> str:
        return "\n".join(self.paragraphs) if self.value is None else self.value


class _Reader:
    """What the XML parser tells, gathered in tables. Only what is read is kept."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.tables: list[_Table] = []
        self.hiding: set[str] = set()  # styles of sheets that are not shown
        self.style = ""
        self.aside = 0  # how deep in something that is no content
        self.depth = 0  # of tables: a cell may hold another
        self.row: list[_Cell] = []
        self.row_repeated = 1
        self.cell: _Cell | None = None
        self.in_paragraph = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self.aside or tag in _ASIDE:
            self.aside += 1
        elif tag == f"{_TABLE}table":
            self._start_table(attributes)
        elif self.depth == 1:
            self._start_inside(tag, attributes)
        elif tag == f"{_STYLE}style":
            self.style = attributes.get(f"{_STYLE}name", "")
        elif tag == f"{_STYLE}table-properties" and attributes.get(f"{_TABLE}display") == "false":
            self.hiding.add(self.style)

    def _start_table(self, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth == 1:
            if len(self.tables) == _MOST_SHEETS:
                raise TooMuch()
            hidden = attributes.get(f"{_TABLE}style-name") in self.hiding
            self.tables.append(_Table(attributes.get(f"{_TABLE}name", ""), hidden))

    def _start_inside(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == f"{_TABLE}table-row":
            self.row, self.row_repeated = [], _count(attributes, "number-rows-repeated")
        elif tag in _CELLS:
            self.cell = _cell(attributes)
        elif tag == f"{_TEXT}p" and self.cell is not None:
            self.cell.paragraphs.append("")
            self.in_paragraph = True
        elif tag == f"{_TEXT}line-break":
            self.data("\n")
        elif tag in (f"{_TEXT}s", f"{_TEXT}tab"):
            self.data(" ")

    def data(self, text: str) -> None:
        if self.cell is None or not self.in_paragraph or self.aside or self.depth > 1:
            return
        if len(self.cell.paragraphs[-1]) < LONGEST_CELL:
            self.cell.paragraphs[-1] += text

    def end(self, tag: str) -> None:
        if self.aside:
            self.aside -= 1
        elif tag == f"{_TABLE}table":
            self.depth -= 1
        elif self.depth == 1:
            self._end_inside(tag)

    def _end_inside(self, tag: str) -> None:
        if tag == f"{_TEXT}p":
            self.in_paragraph = False
        elif tag in _CELLS and self.cell is not None:
            self.row += [self.cell] * min(self.cell.repeated, self.limits.columns - len(self.row))
            self.cell = None
        elif tag == f"{_TABLE}table-row":
            self._end_row()

    def _end_row(self) -> None:
        table, cells = self.tables[-1], [cell.written() for cell in self.row]
        repeated = min(self.row_repeated, LAST_ROW - table.next_row + 1)
        if any(cells):
            if len(table.lines) + repeated > self.limits.rows:
                raise TooManyRows()
            formulas = frozenset(place for place, cell in enumerate(self.row) if cell.is_formula)
            table.lines += [Line(table.next_row + step, cells, formulas) for step in range(repeated)]
        table.next_row += repeated

    def close(self) -> None:
        """The parser asks for it."""


def _cell(attributes: dict[str, str]) -> _Cell:
    kind = attributes.get(f"{_OFFICE}value-type", "")
    value = attributes.get(_OFFICE + _KEPT_IN[kind]) if kind in _KEPT_IN else None
    if kind == "date" and value is not None:
        value = value[:10]
    elif kind == "float" and value is not None:
        value = _number(value)
    return _Cell(_count(attributes, "number-columns-repeated"), value, f"{_TABLE}formula" in attributes)


def _number(value: str) -> str:
    """``591000001.0`` → ``591000001``."""
    number = float(value)
    return str(int(number)) if number.is_integer() else value


def _count(attributes: dict[str, str], name: str) -> int:
    said = attributes.get(_TABLE + name, "1")
    if not said.isdecimal() or len(said) > 8 or int(said) < 1:
        raise Unreadable()
    return int(said)
