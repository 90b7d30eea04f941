"""Read UCINET's DL files (Borgatti, Everett & Freeman, UCINET 6 help, "DL language"). Pure.

One matrix of people by people: ``fullmatrix``, ``edgelist1`` or ``nodelist1``, with labels in a section of their own or
embedded in the data, and with or without a diagonal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple

from kapstok.errors import N_, Refused
from kapstok.ties.imports.matrix import counts_for_oneself
from kapstok.ties.imports.shapes import (
    MOST_PEOPLE,
    WITHOUT_STRENGTH,
    Gathering,
    Lines,
    NoLines,
    Place,
    Shape,
    TooBig,
    name_key,
)

IS_DL = re.compile(r"\s*dl[\s,].*?\bdata\s*:", re.IGNORECASE | re.DOTALL)
_NUMBER = re.compile(r"\b(n|nr|nc|nm)\s*(?:=\s*)?(\d{1,9})\b", re.IGNORECASE)
_FORMAT = re.compile(r"\bformat\s*=\s*(\w+)", re.IGNORECASE)
_LABELS = re.compile(r"\b(?:(?:row|col|column|level|matrix)\s+)?labels\s*:(?!\s*data\b)", re.IGNORECASE)
_EMBEDDED = re.compile(r"\blabels\s+embedded\b\s*:?", re.IGNORECASE)
_NO_DIAGONAL = re.compile(r"\bdiagonal\s*(?:=\s*)?absent\b", re.IGNORECASE)
_TOKEN = re.compile(r'"([^"\n]*)"|([^\s,"]+)')
_FULL, _EDGES, _NODES = "fullmatrix", "edgelist1", "nodelist1"

_NO_PERSON = N_("“%(said)s” is geen nummer uit de lijst met namen. Er zijn %(number)d namen.")
_OTHER_ROW = N_("Hier staat de rij van “%(said)s”, maar naar de kolommen hoort hier die van “%(expected)s”.")
_NOT_TWO = N_("Op een regel van edgelist1 staan twee namen, en daarachter hoogstens één getal.")


class OtherDl(Refused):
    """A DL file of a kind that holds no lines between the same people, or that we do not read."""

    sentence = N_(
        "Deze soort DL-bestand lezen wij niet. Exporteer in UCINET één matrix van mensen bij mensen als fullmatrix, "
        "edgelist1 of nodelist1."
    )


class DlWithoutNames(Refused):
    """Numbers only: nobody knows who they are."""

    sentence = N_("In dit DL-bestand staan geen namen. Exporteer het opnieuw, met de labels erbij.")


class DlDoesNotFit(Refused):
    """More or fewer labels or cells than the header says."""

    sentence = N_(
        "De kop van dit DL-bestand zegt dat er %(number)d mensen zijn, maar het aantal namen of getallen past daar "
        "niet bij. Exporteer het opnieuw."
    )


class _Token(NamedTuple):
    text: str
    line: int


@dataclass(frozen=True)
class _Header:
    number: int  # how many people; 0 when the header does not say
    form: str
    embedded: bool
    diagonal: bool
    labels: list[_Token]


def read(text: str) -> Lines:
    """The lines of a DL file. Raises ``NoLines``, ``TooBig``, ``OtherDl``, ``DlWithoutNames``, ``DlDoesNotFit``."""
    split = re.search(r"\bdata\s*:", text, re.IGNORECASE)
    if split is None:
        raise NoLines()
    header = _header(text[: split.start()])
    first_line = text.count("\n", 0, split.end()) + 1
    rows = (_tokens(line, number) for number, line in enumerate(text[split.end() :].split("\n"), first_line))
    gathering = Gathering()
    names = [gathering.once(token.text, Place(token.line)) for token in header.labels]
    if header.form == _FULL:
        _read_matrix(gathering, header, names, chain.from_iterable(rows))
    else:
        read_row = _read_edge if header.form == _EDGES else _read_node
        for row in rows:
            if tokens := list(islice(row, MOST_PEOPLE + 1)):
                read_row(gathering, header, tokens)
                if next(row, None) is not None:
                    raise TooBig()
    return gathering.lines(Shape.DL)


def _header(text: str) -> _Header:
    first = _LABELS.search(text)
    sizes = {name.lower(): int(size) for name, size in _NUMBER.findall(text[: first.start()] if first else text)}
    number = sizes.get("n", sizes.get("nr", 0))
    form = _FORMAT.search(text)
    kind = form[1].lower() if form else _FULL
    kind = {"edgelist": _EDGES, "nodelist": _NODES}.get(kind, kind)
    if kind not in (_FULL, _EDGES, _NODES) or sizes.get("nm", 1) != 1 or sizes.get("nc", number) != number:
        raise OtherDl()
    if number > MOST_PEOPLE:
        raise TooBig()
    embedded = _EMBEDDED.search(text) is not None
    labels = [] if embedded else _labels(text, number)
    if not labels and not embedded:
        raise DlWithoutNames()
    return _Header(number or len(labels), kind, embedded, _NO_DIAGONAL.search(text) is None, labels)


def _labels(text: str, number: int) -> list[_Token]:
    """The names of the people; rows and columns have the same. Raises ``OtherDl`` or ``DlDoesNotFit``."""
    heads = list(_LABELS.finditer(text))
    ends = [*(head.start() for head in heads[1:]), len(text)]
    sections = [
        _section(text[head.end() : end], text.count("\n", 0, head.end()) + 1, number)
        for head, end in zip(heads, ends, strict=False)
        if not head[0].lower().startswith(("level", "matrix"))
    ]
    if len({tuple(name_key(token.text) for token in section) for section in sections}) > 1:
        raise OtherDl()
    return sections[0] if sections else []


def _section(text: str, first_line: int, number: int) -> list[_Token]:
    """Labels apart by spaces, commas or lines; names with spaces are in quotes, or stand on a line of their own."""
    bare = _FORMAT.sub("", _NO_DIAGONAL.sub("", text))
    lines = list(enumerate(bare.split("\n"), first_line))
    apart = [token for place, line in lines for token in _tokens(line, place)]
    whole = [_Token(part.strip(' "\r'), place) for place, line in lines for part in line.split(",") if part.strip()]
    for labels in (apart, whole):
        if len(labels) == number or not number:
            return labels
    raise DlDoesNotFit(number=number)


def _tokens(line: str, number: int) -> Iterator[_Token]:
    for quoted, bare in _TOKEN.findall(line):
        yield _Token(quoted or bare, number)


def _read_matrix(gathering: Gathering, header: _Header, names: list[int], tokens: Iterator[_Token]) -> None:
    cells = _Cells(tokens, header.number)
    if header.embedded:
        names = [gathering.once(*_named(cells.next())) for _ in range(header.number)]
    for place, sayer in enumerate(names):
        if header.embedded and gathering.name(*_named(label := cells.next())) != sayer:
            expected = gathering.names[sayer].text
            gathering.wrong(Place(label.line), _OTHER_ROW, said=label.text[:80], expected=expected)
        # Without a diagonal a row has no cell for the person who stands at its own place.
        for about in names if header.diagonal else names[:place] + names[place + 1 :]:
            cell = cells.next()
            if about != sayer or counts_for_oneself(cell.text):
                gathering.value(sayer, about, cell.text, Place(cell.line))
    cells.end()


@dataclass
class _Cells:
    """The cells of a matrix, one by one. Raises ``DlDoesNotFit`` when there are too few or too many."""

    tokens: Iterator[_Token]
    number: int

    def next(self) -> _Token:
        token = next(self.tokens, None)
        if token is None:
            raise DlDoesNotFit(number=self.number)
        return token

    def end(self) -> None:
        if next(self.tokens, None) is not None:
            raise DlDoesNotFit(number=self.number)


def _read_edge(gathering: Gathering, header: _Header, row: list[_Token]) -> None:
    place = Place(row[0].line)
    if len(row) not in (2, 3):
        gathering.wrong(place, _NOT_TWO)
        return
    sayer, about = (_person(gathering, header, token) for token in row[:2])
    if sayer is not None and about is not None:
        gathering.value(sayer, about, row[2].text if len(row) == 3 else WITHOUT_STRENGTH, place)


def _read_node(gathering: Gathering, header: _Header, row: list[_Token]) -> None:
    people = [_person(gathering, header, token) for token in row]
    for about in people[1:]:
        if people[0] is not None and about is not None:
            gathering.value(people[0], about, WITHOUT_STRENGTH, Place(row[0].line))


def _person(gathering: Gathering, header: _Header, token: _Token) -> int | None:
    """The index of the name that a token stands for; None when it stands for nobody, which is noted."""
    if header.embedded:
        return gathering.name(*_named(token))
    if token.text.isdecimal() and 1 <= int(token.text[:9]) <= len(header.labels):
        return gathering.name(*_named(header.labels[int(token.text[:9]) - 1]))
    gathering.wrong(Place(token.line), _NO_PERSON, said=token.text[:80], number=len(header.labels))
    return None


def _named(token: _Token) -> tuple[str, Place]:
    return token.text, Place(token.line)
