"""A report as plain values: chapters of blocks. What it is written as (PDF, page, Word) is for who writes it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

Cell = str | int | float | None


@dataclass(frozen=True)
class Paragraph:
    """Running text; ``quiet`` for captions and asides. A claim's sentence carries the ``claim`` it was made of."""

    text: str
    quiet: bool = False
    claim: str = ""


@dataclass(frozen=True)
class Points:
    """A list of sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Heading:
    """A heading inside a chapter."""

    text: str


@dataclass(frozen=True)
class Grid:
    """A table; ``numeric`` columns (indexes) are set to the right. Cells are words already, as readers write them."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A drawing: the same in ``svg`` and ``png``. ``alt`` says in words what is to be seen; ``caption`` its basis."""

    title: str
    caption: str
    alt: str
    svg: bytes
    png: bytes


@dataclass(frozen=True)
class OwnText:
    """What the projectleider wrote, as written: paragraphs parted by an empty line."""

    text: str


Block = Paragraph | Points | Heading | Grid | Picture | OwnText


@dataclass(frozen=True)
class Chapter:
    """One chapter; ``key`` is that of ``rules.Chapter``."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """The whole report. ``language`` is "nl" or "en"; ``made_at`` stands on the title page and in the properties."""

    title: str
    subtitle: str
    author: str
    language: str
    made_at: dt.datetime
    summary: tuple[str, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    words: dict[str, str] = field(default_factory=dict)  # the document's own words: "contents", "page", "summary" …
