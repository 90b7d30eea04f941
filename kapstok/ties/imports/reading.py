"""Read a file of lines, whatever program wrote it: its content tells its kind, not its name. Pure."""

from __future__ import annotations

import codecs

from kapstok.register import delimited
from kapstok.register import reading as sheets
from kapstok.register.sheet import Limits, Sheet, TooManyRows, TooMuch
from kapstok.ties.imports import dl, edges, graphml, matrix
from kapstok.ties.imports.shapes import MOST_BYTES, MOST_LINES, MOST_PEOPLE, Lines, TooBig

_LIMITS = Limits(rows=MOST_LINES + 10, columns=MOST_PEOPLE + 2)  # room for titles and headings
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read(data: bytes) -> Lines:
    """What a file says of who knows whom.

    Raises ``TooBig``, ``NoLines``, what ``dl.read`` refuses, and what ``register.reading.sheets`` does.
    """
    if len(data) > MOST_BYTES:
        raise TooBig()
    if _begins_with_a_tag(data):
        return graphml.read(data)
    if data[:2] not in (b"PK", b"\xd0\xcf") and dl.IS_DL.match(text := delimited.decoded(data)):
        return dl.read(text.replace("\r\n", "\n").replace("\r", "\n"))
    try:
        return _table(list(sheets.sheets(data, _LIMITS)))
    except (TooMuch, TooManyRows) as more:
        raise TooBig() from more


def _begins_with_a_tag(data: bytes) -> bool:
    start = data[:100]
    for mark in _MARKS:
        start = start.removeprefix(mark)
    return start.replace(b"\0", b"").lstrip().startswith(b"<")


def _table(found: list[Sheet]) -> Lines:
    """Of the sheets the first one that we recognise; else the first, as columns without headings."""
    for sheet in found:
        lines = matrix.read(sheet) or edges.read(sheet)
        if lines is not None:
            return lines
    return edges.read_bare(found[0])
