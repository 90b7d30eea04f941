"""Read a CSV file in any of the ways in which programs save one. Pure."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from kapstok.errors import N_, Refused
from kapstok.register.sheet import A_LIST, Limits, Line, Sheet, Unreadable, gather

_LINE_END = re.compile(rb"\r\n|\r|\n")
# "Ã©" and "â€™": what UTF-8 looks like in the Windows code page, and nothing that anybody types.
_UTF8_INSIDE = re.compile(rb"\xc3[\x80-\xbf]|\xe2\x80[\x80-\xbf]")
# What people do type. "É’" in the Windows code page is one rare sign in UTF-8: such a line does not say which it is.
_TYPED = re.compile("[\u00a0-\u017f\u2010-\u203a\u20ac]")


class MixedEncodings(Refused):
    """Some rows are UTF-8 and others in the Windows code page: two files pasted together, or a damaged one."""

    sentence = N_(
        "De letters met accenten zijn in dit bestand niet overal op dezelfde manier bewaard: op rij %(row)s anders "
        "dan daarvoor. Wij raden er niet naar. Open het bestand in Excel, kijk rij %(row)s na, en sla de lijst op "
        "als .xlsx."
    )


def sheets(data: bytes, limits: Limits = A_LIST) -> Iterator[Sheet]:
    """The one sheet of a CSV file, without a name. Raises ``Unreadable``, ``MixedEncodings``, ``TooManyRows``."""
    yield gather("", _lines(decoded(data)), limits)


def decoded(data: bytes) -> str:
    """Text as programs save it: UTF-8 with or without a mark, UTF-16 ("Unicode-tekst"), the old Windows code page.

    Raises ``Unreadable`` or ``MixedEncodings``.
    """
    text = _decoded(data)
    if "\0" in text:
        raise Unreadable()
    return text


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        odd_line = _first_odd_line(data)
        if odd_line is None:
            return data.decode("cp1252")
        raise MixedEncodings(row=_row_at(data, odd_line)) from None


def _first_odd_line(data: bytes) -> int | None:
    """The first line (from 1) that is encoded otherwise than the lines before it, or as nothing that we know."""
    encoding = "utf-8" if data.startswith(codecs.BOM_UTF8) else None
    for number, line in enumerate(_LINE_END.split(data.removeprefix(codecs.BOM_UTF8)), 1):
        if line.isascii():
            continue
        found = _encoding(line)
        encoding = encoding or found
        if found is None or found != encoding:
            return number
    return None


def _encoding(line: bytes) -> str | None:
    """``utf-8`` or ``cp1252``; None for what is neither, or partly both."""
    try:
        if _TYPED.search(line.decode("utf-8")):
            return "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        line.decode("cp1252")
    except UnicodeDecodeError:
        return None
    return None if _UTF8_INSIDE.search(line) else "cp1252"


def _row_at(data: bytes, line: int) -> int:
    """The row that a line of the file belongs to: a cell may hold several lines."""
    reader = _reader(data.removeprefix(codecs.BOM_UTF8).decode("latin-1"))
    return next((number for number, _ in enumerate(reader, 1) if reader.line_num >= line), line)


def _lines(text: str) -> Iterator[Line]:
    for number, cells in enumerate(_reader(text), 1):
        yield Line(number, cells, frozenset(place for place, cell in enumerate(cells) if cell.startswith("=")))


def _reader(text: str):
    first, _, rest = text.partition("\n")
    if re.fullmatch(r"sep=.\s*", first, re.IGNORECASE):
        delimiter, text = first[4], "\n" + rest  # Excel's own hint; the empty line keeps the numbers right
    else:
        delimiter = _delimiter(text)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _delimiter(text: str) -> str:
    """The sign that cuts most lines in the same number of cells, as far as the first lines tell."""
    sample = "\n".join(text[:100_000].splitlines()[:20])

    def evenness(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(cells) for cells in csv.reader(io.StringIO(sample), delimiter=delimiter))
        return max(((times, width) for width, times in widths.items() if width > 1), default=(0, 0))

    return max(";,\t|", key=evenness)
