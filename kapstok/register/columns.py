"""Recognise what kind of list somebody uploads, and its columns: any order, Dutch or English headings. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from kapstok.errors import N_, Refused
from kapstok.register.rules import match_key
from kapstok.register.sheet import Row, Sheet, clean
from kapstok.takeaway import unmark

DEEPEST_HEADING = 10  # filled rows above which the headings must stand: titles and dates come before them
_NOTHING = {"", "-", "–", "—", "n.v.t.", "nvt"}  # how people fill in that there is nothing


class Kind(StrEnum):
    """What a list is about, in the order in which lists land: people and services refer to organisations."""

    ORGANISATIONS = "organisations"
    PEOPLE = "people"
    SERVICES = "services"


class NoHeadings(Refused):
    """No row that names enough columns of one kind of list."""

    sentence = N_(
        "In dit bestand staat geen rij met koppen die wij kennen. Zet boven de lijst bijvoorbeeld de koppen Naam en "
        "Organisatie, of gebruik een voorbeeldbestand."
    )


class NothingListed(Refused):
    """Headings with nothing beneath them."""

    sentence = N_("Onder de koppen staat nog niets. Vul de lijst in en kies het bestand opnieuw.")


@dataclass(frozen=True)
class Layout:
    """How one kind of list looks. ``kind``: a ``Kind``, or what a list is called that lands elsewhere.

    ``titles``: each column and the heading that we write above it. ``headings``: what others write there, as
    ``_heading_key`` makes it, apart by spaces. ``needed``: of each group one column must be there. ``texts``: columns
    that keep their lines. ``part_of``: columns that together make one of ``titles``; ``tidy`` puts them together.
    """

    kind: str
    titles: Mapping[str, str]
    headings: Mapping[str, str]
    needed: Sequence[set[str]]
    texts: frozenset[str] = frozenset()
    part_of: Mapping[str, str] = field(default_factory=dict)
    tidy: Callable[[dict[str, str]], dict[str, str]] = dict


@dataclass(frozen=True)
class Part:
    """One list as read. An entry holds its ``number``, the filled columns, and ``formulas`` where these stand."""

    kind: str
    sheet: str
    entries: tuple[dict, ...]
    unread: tuple[str, ...]  # headings that mean nothing to us


@dataclass(frozen=True)
class _Headings:
    layout: Layout
    columns: dict[int, str]
    unread: tuple[str, ...]
    end: int  # index of the first row below

    @property
    def named(self) -> int:
        return len(set(self.columns.values()))


def read(sheets: Iterable[Sheet], layouts: Sequence[Layout]) -> list[list[Part]]:
    """The lists in a file: of each kind the first sheet. Several parts in one place: the list can be any of them.

    Raises ``NoHeadings``, ``NothingListed``, and what ``reading.sheets`` refuses.
    """
    found: list[list[Part]] = []
    taken: set[str] = set()
    recognised = [(sheet, _kinds(sheet, layouts)) for sheet in sheets]
    for sheet, kinds in sorted(recognised, key=lambda pair: len(pair[1])):  # the clear ones first
        if len(kinds) > 1:
            kinds = [headings for headings in kinds if headings.layout.kind not in taken]
        # The examples behind our own headings, or a second list: of each kind the first counts.
        if kinds and not taken & {headings.layout.kind for headings in kinds}:
            taken |= {headings.layout.kind for headings in kinds}
            found.append([_part(sheet, headings) for headings in kinds])
    if not found:
        raise NoHeadings()
    filled = [parts for parts in found if any(part.entries for part in parts)]
    if not filled:
        raise NothingListed()
    return filled


def _kinds(sheet: Sheet, layouts: Sequence[Layout]) -> list[_Headings]:
    """What the list on ``sheet`` can be: the kind with most of its columns; several when they have as many."""
    found = [headings for layout in layouts if (headings := _find_headings(sheet, layout)) is not None]
    most = max((headings.named for headings in found), default=0)
    return [headings for headings in found if headings.named == most]


def _find_headings(sheet: Sheet, layout: Layout) -> _Headings | None:
    """The row that names most columns, or two: "Contact" may stand merged over "Mail" and "Telefoon"."""
    meaning = {heading: column for column, headings in layout.headings.items() for heading in headings.split()}
    best: _Headings | None = None
    for start in range(min(DEEPEST_HEADING, len(sheet.rows))):
        for depth in (1, 2):
            found = _headings(sheet.rows[start : start + depth], start + depth, layout, meaning)
            if found and (best is None or found.named > best.named):
                best = found
    return best


def _headings(rows: tuple[Row, ...], end: int, layout: Layout, meaning: dict[str, str]) -> _Headings | None:
    columns: dict[int, str] = {}
    labels: dict[int, str] = {}
    for row in rows:
        for place, label in enumerate(row.cells):
            if label:
                labels[place] = clean(label)
            if column := meaning.get(_heading_key(label)):
                columns[place] = column
    found = set(columns.values())
    if len(found) < 2 or not all(found & group for group in layout.needed):
        return None
    unread = tuple(labels[place] for place in sorted(labels.keys() - columns.keys()))
    return _Headings(layout, columns, unread, end)


def _heading_key(label: str) -> str:
    """``E-mail (werk)*`` → ``email``."""
    return match_key(re.sub(r"\(.*?\)", "", label)).replace(" ", "")


def _part(sheet: Sheet, headings: _Headings) -> Part:
    read = (_entry(row, headings) for row in sheet.rows[headings.end :])
    entries = tuple(entry for entry in read if len(entry) > 1)
    return Part(headings.layout.kind, sheet.name, entries, headings.unread)


def _entry(row: Row, headings: _Headings) -> dict:
    """A row as ``{"number": 2, "name": "Jet", …}``: only what is filled in."""
    layout = headings.layout
    values: dict[str, str] = {}
    formulas: set[str] = set()
    for place, column in sorted(headings.columns.items()):
        cell = row.cells[place] if place < len(row.cells) else ""
        if place in row.formulas:
            formulas.add(layout.part_of.get(column, column))
        elif cell.lower() not in _NOTHING:
            text = unmark(cell)
            # Of two telephone columns the first that is filled in.
            values.setdefault(column, text if column in layout.texts else " ".join(text.split("\n")))
    entry: dict = {"number": row.number}
    entry |= {str(column): value for column, value in layout.tidy(values).items() if value}
    if formulas:
        entry["formulas"] = [str(column) for column in layout.titles if column in formulas]
    return entry


# What several kinds of lists have in common


def tidy_contact(values: dict[str, str]) -> dict[str, str]:
    """Mail address, telephone number and website as we keep them."""
    phone, website = values.get("phone", ""), values.get("website", "")
    values["email"] = values.get("email", "").removeprefix("mailto:").lower()
    # Excel keeps 0591 123 456 as the number 591123456: nine digits lost their zero.
    values["phone"] = f"0{phone}" if phone.isdecimal() and len(phone) == 9 else phone
    values["website"] = f"https://{website}" if website.lower().startswith("www.") else website
    return values
