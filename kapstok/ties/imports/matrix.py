"""Read a table with the same names in its first row and first column. The row says something of the column. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kapstok.errors import N_
from kapstok.register.sheet import Row, Sheet
from kapstok.takeaway import unmark
from kapstok.ties.imports.shapes import FORMULA, Gathering, Lines, Place, Shape, name_key
from kapstok.ties.imports.values import is_number

_NO_NAME = N_("Bij deze rij of kolom ontbreekt de naam.")
_TWICE = N_("%(name)s staat al in %(place)s. In een matrix staat elke naam één keer in de rij en één keer in de kolom.")
_NO_COLUMN = N_("%(name)s staat wel als rij, maar niet als kolom. Rijen en kolommen hebben dezelfde namen.")
_NO_ROW = N_(
    "%(name)s staat wel als kolom, maar niet als rij. Rijen en kolommen hebben dezelfde namen: "
    "voeg een lege rij toe voor wie niets invulde."
)

_Headings = dict[int, Place]  # where the row or column of a name stands, by the name's index


def read(sheet: Sheet) -> Lines | None:
    """The lines of a matrix; None when the sheet is no matrix. Raises ``TooBig``."""
    rows = _without_titles(sheet.rows)
    if not _is_matrix(rows):
        return None
    gathering = Gathering()
    columns = _columns(gathering, rows[0])
    named = _rows(gathering, rows[1:])
    _compare(gathering, named, columns)
    by_place = {place.column: index for index, place in columns.items()}
    by_number = {row.number: row for row in rows}
    for index, place in named.items():
        _read_row(gathering, by_number[place.row], index, by_place)
    return gathering.lines(Shape.MATRIX, sheet=sheet.name, gaps=True)


def _without_titles(rows: Sequence[Row]) -> Sequence[Row]:
    """Without what stands above the matrix: rows with one filled cell."""
    start = next((place for place, row in enumerate(rows) if sum(map(bool, row.cells)) > 1), 0)
    return rows[start:]


def _is_matrix(rows: Sequence[Row]) -> bool:
    """Whether the names of the first row come back in the first column. (The first line of a list names one person.)"""
    if len(rows) < 3:
        return False
    across = {name_key(cell) for cell in rows[0].cells[1:] if cell}
    down = {name_key(row.cells[0]) for row in rows[1:] if row.cells[0]}
    both = len(across & down)
    return both > 1 and 2 * both >= min(len(across), len(down))


def _columns(gathering: Gathering, header: Row) -> _Headings:
    found: _Headings = {}
    for column, cell in enumerate(header.cells[1:], 2):
        if cell:
            _head(gathering, found, cell, Place(header.number, column), formula=column - 1 in header.formulas)
    return found


def _rows(gathering: Gathering, rows: Sequence[Row]) -> _Headings:
    found: _Headings = {}
    for row in rows:
        _head(gathering, found, row.cells[0], Place(row.number, 1), formula=0 in row.formulas)
    return found


def _head(gathering: Gathering, found: _Headings, cell: str, place: Place, *, formula: bool) -> None:
    if formula:
        gathering.wrong(place, FORMULA)
    elif not cell:
        gathering.wrong(place, _NO_NAME)
    else:
        index = gathering.name(unmark(cell), place)
        if index in found:
            gathering.wrong(place, _TWICE, name=gathering.names[index].text, place=found[index])
        else:
            found[index] = place


def _compare(gathering: Gathering, rows: _Headings, columns: _Headings) -> None:
    for one, other, sentence in ((rows, columns, _NO_COLUMN), (columns, rows, _NO_ROW)):
        for index, place in one.items():
            if index not in other:
                gathering.wrong(place, sentence, name=gathering.names[index].text)


def _read_row(gathering: Gathering, row: Row, sayer: int, by_place: dict[int | None, int]) -> None:
    for column, cell in enumerate(row.cells[1:], 2):
        place = Place(row.number, column)
        about = by_place.get(column)
        if not cell:
            continue
        if column - 1 in row.formulas:
            gathering.wrong(place, FORMULA)
        elif about is None:
            gathering.wrong(place, _NO_NAME)
        elif about != sayer or counts_for_oneself(cell):
            gathering.value(sayer, about, cell, place)


def counts_for_oneself(cell: str) -> bool:
    """Whether the diagonal holds more than a zero, a dash or a cross."""
    return is_number(cell) and not re.fullmatch(r"0+([.,]0+)?", cell)
