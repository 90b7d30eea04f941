"""What a file with lines holds, before anybody judges it: names, and what is written between two of them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from kapstok.errors import N_, Refused
from kapstok.register.rules import match_key
from kapstok.register.sheet import clean

MOST_BYTES = 2 * 1024 * 1024
MOST_PEOPLE = 2_000
MOST_LINES = 100_000
LONGEST_NAME = 200
LONGEST_VALUE = 40  # characters of what stands where a number belongs: enough to find it back


WITHOUT_STRENGTH = "1"  # what a line comes to of which nothing else is written: it is there

FORMULA = N_("Hier staat een formule. Plak in Excel alleen de waarden, en kies het bestand opnieuw.")
TWICE = N_("%(name)s staat al in %(place)s. Elke naam staat één keer in de lijst met namen.")


class Shape(StrEnum):
    """How the lines are written down."""

    EDGES = "edges"  # a table with one line on each row
    MATRIX = "matrix"  # a table with one person on each row, who says something of the person above each column
    GRAPHML = "graphml"
    DL = "dl"


class TooBig(Refused):
    """More than is read at once: of bytes, of people, or of lines."""

    sentence = N_(
        "Dit bestand is te groot. Wij lezen hoogstens 2 MB, 2.000 mensen en 100.000 lijnen tegelijk. "
        "Een groot Excel-bestand past vaak wel als u het opslaat als .csv."
    )


class NoLines(Refused):
    """A file in which we do not recognise who says something of whom."""

    sentence = N_(
        "In dit bestand herkennen wij geen lijnen. Kies een lijst met de koppen Van, Naar en Sterkte, of een matrix "
        "met dezelfde namen in de eerste rij en de eerste kolom. De voorbeeldbestanden laten zien hoe dat eruitziet."
    )


class Place(NamedTuple):
    """Where something stands, both counted from 1. Without a column: a line of a text file."""

    row: int
    column: int | None = None

    def text(self, translate: Callable[..., str]) -> str:
        """``C7``, or ``regel 7``."""
        if self.column is None:
            return translate(N_("regel %(row)d"), row=self.row)
        return f"{_letters(self.column)}{self.row}"


def _letters(column: int) -> str:
    """1 → A, 27 → AA: as spreadsheets call their columns."""
    letters = ""
    while column:
        column, last = divmod(column - 1, 26)
        letters = chr(ord("A") + last) + letters
    return letters


class Name(NamedTuple):
    """Somebody as written, and where that stands first."""

    text: str
    place: Place


class Value(NamedTuple):
    """What is written between two names (their places in ``Lines.names``); nothing when the cell is empty."""

    sayer: int
    about: int
    text: str
    place: Place


@dataclass(frozen=True)
class Problem:
    """Something that cannot land: where it stands, and a Dutch sentence with its ``params``.

    A param that is a ``Place`` is written as ``place`` is.
    """

    place: Place
    sentence: str
    params: Mapping[str, object] = field(default_factory=dict)

    def text(self, translate: Callable[..., str]) -> str:
        said = {
            name: value.text(translate) if isinstance(value, Place) else value for name, value in self.params.items()
        }
        return translate(self.sentence, **said)


@dataclass(frozen=True)
class Lines:
    """A file as read. Nobody stands twice in ``names``.

    ``gaps``: pairs of ``names`` without a value were left empty, as in a matrix; otherwise nobody was asked of them.
    ``both_ways``: the file says that its lines have no direction.
    """

    shape: Shape
    names: tuple[Name, ...]
    values: tuple[Value, ...]
    problems: tuple[Problem, ...] = ()
    gaps: bool = False
    both_ways: bool = False
    sheet: str = ""
    unread: tuple[str, ...] = ()  # headings of columns that mean nothing to us


class Gathering:
    """Names and values, counted while they are read. Raises ``TooBig``."""

    def __init__(self) -> None:
        self.names: list[Name] = []
        self.values: list[Value] = []
        self.problems: list[Problem] = []
        self._known: dict[str, int] = {}  # by ``name_key``
        self._as_written: dict[str, int] = {}

    def name(self, text: str, place: Place) -> int:
        """The index of this name; two spellings that differ in capitals and accents only are one."""
        if text not in self._as_written:
            self._as_written[text] = self._index(clean(text)[:LONGEST_NAME], place)
        return self._as_written[text]

    def _index(self, text: str, place: Place) -> int:
        index = self._known.setdefault(name_key(text), len(self.names))
        if index == len(self.names):
            if index == MOST_PEOPLE:
                raise TooBig()
            self.names.append(Name(text, place))
        return index

    def once(self, text: str, place: Place) -> int:
        """The same, of a list on which each name may stand only once."""
        known = len(self.names)
        index = self.name(text, place)
        if index < known:
            self.wrong(place, TWICE, name=self.names[index].text, place=self.names[index].place)
        return index

    def value(self, sayer: int, about: int, text: str, place: Place) -> None:
        if len(self.values) == MOST_LINES:
            raise TooBig()
        self.values.append(Value(sayer, about, text.strip()[:LONGEST_VALUE], place))

    def wrong(self, place: Place, sentence: str, /, **params: object) -> None:
        self.problems.append(Problem(place, sentence, params))

    def lines(self, shape: Shape, **more) -> Lines:
        """Raises ``NoLines`` when there is nobody to tell of."""
        if not self.names and not self.problems:
            raise NoLines()
        return Lines(shape, tuple(self.names), tuple(self.values), tuple(self.problems), **more)


def name_key(text: str) -> str:
    """What is compared to see whether two cells name one person. A mail address is more than its letters."""
    return text.casefold() if "@" in text else match_key(text) or text
