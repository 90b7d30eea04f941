"""What an uploaded list is made of, and why a file is refused; see ``reading`` for the kinds of files. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from kapstok.errors import N_, Refused

MOST_ROWS = 5_000  # filled rows of one sheet, headings included
_MOST_ROWS_SAID = "5.000"
MOST_COLUMNS = 50  # what stands further to the right is not read
LAST_ROW = 1_048_576  # of Excel and of LibreOffice
LONGEST_CELL = 32_767  # characters: what Excel holds; longer than any field takes, so its field refuses such a cell
MOST_CHARACTERS = 6_000_000  # of all cells of a sheet: a small file can name one long text many times


class Unreadable(Refused):
    """Neither a sound xlsx or ods file nor text."""

    sentence = N_("Dit bestand is niet te lezen. Sla de lijst op als .xlsx, .ods of .csv, en kies dat bestand.")


class OldOrLocked(Refused):
    """An .xls file from before 2007, or a file with a password: in Excel both come in the same wrapping."""

    sentence = N_(
        "Dit is een oud Excel-bestand (.xls) of er zit een wachtwoord op. "
        "Sla de lijst zonder wachtwoord op als .xlsx, en kies dat bestand."
    )


class TooMuch(Refused):
    """It unpacks to more than any list does."""

    sentence = N_(
        "Dit bestand is uitgepakt te groot voor een lijst van %(most)s rijen. Kopieer alleen de lijst naar een nieuw "
        "Excel-bestand, of verdeel de lijst over meer bestanden."
    )

    def __init__(self) -> None:
        super().__init__(most=_MOST_ROWS_SAID)


class TooManyRows(Refused):
    """More rows than are read at once."""

    sentence = N_(
        "Deze lijst heeft meer dan %(most)s rijen. Verdeel de lijst over meer bestanden, en kies ze na elkaar."
    )

    def __init__(self) -> None:
        super().__init__(most=_MOST_ROWS_SAID)


class Empty(Refused):
    """No sheet, or nothing on it."""

    sentence = N_("In dit bestand staat geen werkblad met gegevens. Kies het bestand met uw lijst.")


@dataclass(frozen=True)
class Line:
    """One row as a file holds it: its number as Excel shows it, its cells, and which of them are formulas."""

    number: int
    cells: list[str]
    formulas: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Row:
    """One filled row with clean cells. A cell keeps its lines."""

    number: int
    cells: tuple[str, ...]
    formulas: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Sheet:
    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Limits:
    """How much of a sheet is read."""

    rows: int  # a sheet with more filled rows is refused
    columns: int  # what stands further to the right is not read


A_LIST = Limits(MOST_ROWS, MOST_COLUMNS)


def gather(name: str, lines: Iterable[Line], limits: Limits = A_LIST) -> Sheet:
    """A sheet of the filled rows among ``lines``. Raises ``TooManyRows`` or ``TooMuch``."""
    rows: list[Row] = []
    characters = 0
    for line in lines:
        cells = tuple(clean_lines(cell[:LONGEST_CELL]) if cell else "" for cell in line.cells[: limits.columns])
        if not any(cells):
            continue
        characters += sum(map(len, cells))
        if len(rows) == limits.rows:
            raise TooManyRows()
        if characters > MOST_CHARACTERS:
            raise TooMuch()
        rows.append(Row(line.number, cells, line.formulas))
    return Sheet(clean(name), tuple(rows))


def clean(text: str) -> str:
    """One line of printable text in composed form: control characters and odd spaces become single spaces."""
    composed = unicodedata.normalize("NFC", text)
    if not composed.isprintable():
        composed = "".join(sign if sign.isprintable() else " " for sign in composed)
    return " ".join(composed.split())


def clean_lines(text: str) -> str:
    """The lines of ``text``, each as ``clean`` makes it; without empty ones before and after."""
    return "\n".join(clean(line) for line in text.splitlines()).strip("\n")
