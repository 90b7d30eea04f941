"""Read UCINET's DL files (Borgatti, Everett & Freeman, UCINET 6 help, "DL language"). Pure.

One matrix of people by people: ``fullmatrix``, ``edgelist1`` or ``nodelist1``, with labels in a section of their own or
embedded in the data, and with or without a diagonal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from kapstok.errors import N_, Refused
from kapstok.ties.imports.matrix import counts_for_oneself
from kapstok.ties.imports.shapes import MOST_PEOPLE, Gathering, Lines, NoLines, Place, Shape, TooBig

IS_DL = re.compile(r"\s*dl[\s,].*?\bdata\s*:", re.IGNORECASE | re.DOTALL)
_NUMBER = re.compile(r"\b(n|nr|nc|nm)\s*=?\s*(\d{1,9})\b", re.IGNORECASE)
_FORMAT = re.compile(r"\bformat\s*=?\s*(\w+)", re.IGNORECASE)
_LABELS = re.compile(r"\b(?:(row|col|column)\s+)?labels\s*:(?!\s*data\b)", re.IGNORECASE)
_EMBEDDED = re.compile(r"\blabels\s+embedded\b\s*:?", re.IGNORECASE)
_NO_DIAGONAL = re.compile(r"\bdiagonal\s*=?\s*absent\b", re.IGNORECASE)
_TOKEN = re.compile(r'"([^"\n]*)"|([^\s,"]+)')
_FULL, _EDGES, _NODES = "fullmatrix", "edgelist1", "nodelist1"
_WRITTEN_OUT = "1"

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
    rows = [list(_tokens(line, number)) for number, line in enumerate(text[split.end() :].split("\n"), first_line)]
    gathering = Gathering()
    names = [gathering.once(token.text, Place(token.line)) for token in header.labels]
    if header.form == _FULL:
        _read_matrix(gathering, header, names, [token for row in rows for token in row])
    else:
        read_row = _read_edge if header.form == _EDGES else _read_node
        for row in filter(None, rows):
            read_row(gathering, header, row)
    return gathering.lines(Shape.DL)


def _header(text: str) -> _Header:
    bare = re.sub(r'"[^"\n]*"', "", text[: _labels_start(text)])
    sizes = {name.lower(): int(size) for name, size in _NUMBER.findall(bare)}
    number = sizes.get("n", sizes.get("nr", 0))
    form = _FORMAT.search(bare)
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


def _labels_start(text: str) -> int:
    found = _LABELS.search(text)
    return found.start() if found else len(text)


def _labels(text: str, number: int) -> list[_Token]:
    """The section of labels: apart by spaces, commas or lines; names with spaces in quotes, or one on each line."""
    sections = list(_LABELS.finditer(text))
    if not sections:
        return []
    end = sections[1].start() if len(sections) > 1 else len(text)
    section = _NO_DIAGONAL.sub("", text[sections[0].end() : end])
    first_line = text.count("\n", 0, sections[0].end()) + 1
    lines = list(enumerate(section.split("\n"), first_line))
    apart = [token for place, line in lines for token in _tokens(line, place)]
    whole = [_Token(part.strip(' "\r'), place) for place, line in lines for part in line.split(",") if part.strip()]
    for labels in (apart, whole):
        if len(labels) == number or not number:
            return labels
    raise DlDoesNotFit(number=number)


def _tokens(line: str, number: int) -> Iterator[_Token]:
    for quoted, bare in _TOKEN.findall(line):
        yield _Token(quoted or bare, number)


def _read_matrix(gathering: Gathering, header: _Header, names: list[int], tokens: list[_Token]) -> None:
    number, width = header.number, header.number if header.diagonal else header.number - 1
    if len(tokens) != number * width + (2 * number if header.embedded else 0):
        raise DlDoesNotFit(number=number)
    cells = iter(tokens)
    if header.embedded:
        names = [gathering.once(*_named(next(cells))) for _ in range(number)]
    for place in range(number):
        sayer = names[place]
        if header.embedded and gathering.name(*_named(label := next(cells))) != sayer:
            expected = gathering.names[sayer].text
            gathering.wrong(Place(label.line), _OTHER_ROW, said=label.text[:80], expected=expected)
        # Without a diagonal a row has no cell for the person who stands at its own place.
        others = names if header.diagonal else names[:place] + names[place + 1 :]
        for about in others:
            cell = next(cells)
            if about != sayer or counts_for_oneself(cell.text):
                gathering.value(sayer, about, cell.text, Place(cell.line))


def _read_edge(gathering: Gathering, header: _Header, row: list[_Token]) -> None:
    place = Place(row[0].line)
    if len(row) not in (2, 3):
        gathering.wrong(place, _NOT_TWO)
        return
    sayer, about = (_person(gathering, header, token) for token in row[:2])
    if sayer is not None and about is not None:
        gathering.value(sayer, about, row[2].text if len(row) == 3 else _WRITTEN_OUT, place)


def _read_node(gathering: Gathering, header: _Header, row: list[_Token]) -> None:
    people = [_person(gathering, header, token) for token in row]
    for about in people[1:]:
        if people[0] is not None and about is not None:
            gathering.value(people[0], about, _WRITTEN_OUT, Place(row[0].line))


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
