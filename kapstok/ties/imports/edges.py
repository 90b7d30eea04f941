"""Read a table with one line on each row: who, of whom, how strong. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kapstok.errors import N_
from kapstok.register.columns import DEEPEST_HEADING
from kapstok.register.rules import match_key
from kapstok.register.sheet import Row, Sheet, clean
from kapstok.takeaway import unmark
from kapstok.ties.imports.shapes import FORMULA, WITHOUT_STRENGTH, Gathering, Lines, NoLines, Place, Shape

FROM, TO, STRENGTH = "Van", "Naar", "Sterkte"  # our own headings
_HEADINGS = {
    FROM: "van wie respondent invuller naam bron from source sender ego rater",
    TO: "naar aan kent kentwie wiekent over genoemde doel to target receiver alter",
    STRENGTH: "sterkte hoegoed antwoord score waarde gewicht strength weight value tie",
}
_MEANING = {word: column for column, words in _HEADINGS.items() for word in words.split()}
_LONGEST_HEADING = 60  # characters

_NO_NAME = N_("Hier ontbreekt een naam.")


def read(sheet: Sheet) -> Lines | None:
    """The lines of a sheet under headings that we know; None when there are none. Raises ``TooBig``."""
    found = _headings(sheet.rows)
    if found is None:
        return None
    columns, start = found
    headings = enumerate(sheet.rows[start - 1].cells)
    unread = tuple(clean(text) for place, text in headings if text and place not in columns.values())
    return _lines(sheet, sheet.rows[start:], columns, unread)


def read_bare(sheet: Sheet) -> Lines:
    """The lines of a sheet without headings: two or three columns in our own order. Raises ``NoLines``, ``TooBig``."""
    width = max(_width(row) for row in sheet.rows)
    if width not in (2, 3):
        raise NoLines()
    return _lines(sheet, sheet.rows, {FROM: 0, TO: 1, **({STRENGTH: 2} if width == 3 else {})}, ())


def _headings(rows: Sequence[Row]) -> tuple[dict[str, int], int] | None:
    """Each column's index, and the index of the first row below the headings."""
    for end, row in enumerate(rows[:DEEPEST_HEADING], 1):
        columns: dict[str, int] = {}
        for place, text in enumerate(row.cells):
            bare = re.sub(r"\(.*?\)", "", text[:_LONGEST_HEADING])
            meaning = _MEANING.get(match_key(bare).replace(" ", ""))
            if meaning:
                columns.setdefault(meaning, place)
        if FROM in columns and TO in columns:
            return columns, end
    return None


def _lines(sheet: Sheet, rows: Sequence[Row], columns: dict[str, int], unread: tuple[str, ...]) -> Lines:
    gathering = Gathering()
    for row in rows:
        _line(gathering, row, columns)
    return gathering.lines(Shape.EDGES, sheet=sheet.name, unread=unread)


def _line(gathering: Gathering, row: Row, columns: dict[str, int]) -> None:
    cells = {column: row.cells[place] if place < len(row.cells) else "" for column, place in columns.items()}
    if not any(cells.values()):
        return
    wrong = False
    for column, place in columns.items():
        if place in row.formulas:
            wrong = True
            gathering.wrong(Place(row.number, place + 1), FORMULA)
        elif column != STRENGTH and not cells[column]:
            wrong = True
            gathering.wrong(Place(row.number, place + 1), _NO_NAME)
    if not wrong:
        sayer, about = (
            gathering.name(unmark(cells[column]), Place(row.number, columns[column] + 1)) for column in (FROM, TO)
        )
        stands = Place(row.number, columns.get(STRENGTH, columns[TO]) + 1)
        gathering.value(sayer, about, cells.get(STRENGTH, WITHOUT_STRENGTH), stands)


def _width(row: Row) -> int:
    """How many columns there are up to the last filled one."""
    return max(place for place, cell in enumerate(row.cells, 1) if cell)
