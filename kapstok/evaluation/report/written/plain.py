"""What all forms of a report share: text without signs that steer, the date, and how wide columns are. Pure."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from typing import Any

from babel.dates import format_date

from kapstok import clock
from kapstok.evaluation.report.document import Document, Grid

NARROWEST, WIDEST, WIDEST_HEAD = 6, 36, 12  # signs of a column, as far as they count for its width


_PERCENTAGE = re.compile(r"(?<=\d) %")


def cleaned(document: Document) -> Document:
    """The same document without signs that steer how text is read or shown, which XML and fonts refuse.

    And a number stays on one line with its "%".
    """
    return _cleaned(document)


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        kept = "".join(sign for sign in value.replace("\r\n", "\n") if _is_text(sign))
        return _PERCENTAGE.sub("\N{NO-BREAK SPACE}%", kept)
    if isinstance(value, tuple):
        return tuple(_cleaned(one) for one in value)
    if isinstance(value, dict):
        return {key: _cleaned(one) for key, one in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return dataclasses.replace(value, **{name: _cleaned(one) for name, one in fields.items()})
    return value


def _is_text(sign: str) -> bool:
    return sign in "\n\t" or unicodedata.category(sign)[0] != "C"


def paragraphs(text: str) -> list[str]:
    """What an empty line parts; lines inside a paragraph stay lines."""
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]


def made_on(document: Document) -> str:
    """The day it was made, in the reader's language."""
    return format_date(clock.local_date(document.made_at), "d MMMM y", locale=document.language)


def widths(grid: Grid) -> list[int]:
    """How wide each column is beside the others: as its longest cell or word of its head, within limits."""
    heads = [max(map(len, head.split()), default=0) for head in grid.columns]
    cells = [max((len(row[column]) for row in grid.rows), default=0) for column in range(len(heads))]
    return [max(NARROWEST, min(head, WIDEST_HEAD), min(cell, WIDEST)) for head, cell in zip(heads, cells, strict=True)]
