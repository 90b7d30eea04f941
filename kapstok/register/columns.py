"""Recognise the columns of somebody's list, in any order, under Dutch or English headings. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kapstok.errors import N_, Refused
from kapstok.register.rules import match_key
from kapstok.register.sheet import Row, Sheet
from kapstok.takeaway import unmark

DEEPEST_HEADING = 10  # filled rows above which the headings must stand: titles and dates come before them


class Column(StrEnum):
    """What Kapstok reads of a list."""

    NAME = "name"
    ORGANISATION = "organisation"
    SECTOR = "sector"
    FUNCTION = "function"
    EMAIL = "email"
    PHONE = "phone"
    AREA = "area"


TITLES = {
    Column.NAME: N_("Naam"),
    Column.ORGANISATION: N_("Organisatie"),
    Column.SECTOR: N_("Sector"),
    Column.FUNCTION: N_("Functie"),
    Column.EMAIL: N_("E-mailadres"),
    Column.PHONE: N_("Telefoon"),
    Column.AREA: N_("Wijk of kern"),
}

FIRST, INFIX, LAST = "first", "infix", "last"  # a name in three columns

_HEADINGS = {
    Column.NAME: "naam name volledigenaam fullname naamdeelnemer deelnemer persoon contactpersoon naamcontactpersoon "
    "medewerker person contactname",
    Column.ORGANISATION: "organisatie organisatienaam naamorganisatie organisation organization organizationname "
    "instelling bedrijf bedrijfsnaam werkgever praktijk company employer",
    Column.SECTOR: "sector branche domein",
    Column.FUNCTION: "functie functienaam functietitel function beroep rol role job jobtitle",
    Column.EMAIL: "email emailadres mail mailadres emailaddress",
    Column.PHONE: "telefoon telefoonnummer telefoonnr tel telnr mobiel mobielnummer gsm phone phonenumber telephone "
    "mobile",
    Column.AREA: "wijk kern wijkofkern gebied werkgebied plaats woonplaats dorp area town",
    FIRST: "voornaam roepnaam firstname givenname",
    INFIX: "tussenvoegsel tussenvoegsels voorvoegsel voorvoegsels",
    LAST: "achternaam familienaam lastname surname familyname",
}
_MEANING = {heading: column for column, headings in _HEADINGS.items() for heading in headings.split()}
_NOTHING = {"", "-", "–", "—", "n.v.t.", "nvt"}  # how people fill in that there is nothing


class NoHeadings(Refused):
    """No row that names at least a name and one more column."""

    sentence = N_(
        "In dit bestand staat geen rij met koppen. Zet boven de lijst in elk geval de koppen Naam en Organisatie, "
        "of gebruik het voorbeeldbestand."
    )


class NobodyListed(Refused):
    """Headings with nothing beneath them."""

    sentence = N_("Onder de koppen staat nog niemand. Vul de lijst in en kies het bestand opnieuw.")


@dataclass(frozen=True)
class Entry:
    """One row of a list. ``formulas``: the columns in which a formula stands instead of a value."""

    number: int
    name: str = ""
    organisation: str = ""
    sector: str = ""
    function: str = ""
    email: str = ""
    phone: str = ""
    area: str = ""
    formulas: tuple[str, ...] = ()


@dataclass(frozen=True)
class Listing:
    """A list as read: the sheet it came from, its entries, and the headings that meant nothing to us."""

    sheet: str
    entries: tuple[Entry, ...]
    unread: tuple[str, ...]


@dataclass(frozen=True)
class _Headings:
    columns: dict[int, str]
    unread: tuple[str, ...]
    end: int  # index of the first row below


def read(sheets: Iterable[Sheet]) -> Listing:
    """The list on the first of ``sheets`` that has headings; the sheets behind it are not read.

    Raises ``NoHeadings``, ``NobodyListed``, and what ``sheet.sheets`` refuses.
    """
    for sheet in sheets:
        headings = _find_headings(sheet)
        if headings is not None:
            entries = (_entry(row, headings.columns) for row in sheet.rows[headings.end :])
            filled = tuple(entry for entry in entries if _is_filled(entry))
            if not filled:
                raise NobodyListed()
            return Listing(sheet.name, filled, headings.unread)
    raise NoHeadings()


def _find_headings(sheet: Sheet) -> _Headings | None:
    """The row that names most columns, or two: "Contact" may stand merged over "Mail" and "Telefoon"."""
    best: _Headings | None = None
    for start in range(min(DEEPEST_HEADING, len(sheet.rows))):
        for depth in (1, 2):
            found = _headings(sheet.rows[start : start + depth], start + depth)
            if found and (best is None or _named(found) > _named(best)):
                best = found
    return best


def _named(headings: _Headings) -> int:
    return len(set(headings.columns.values()))


def _headings(rows: tuple[Row, ...], end: int) -> _Headings | None:
    columns: dict[int, str] = {}
    labels: dict[int, str] = {}
    for row in rows:
        for place, label in enumerate(row.cells):
            if label:
                labels[place] = label
            if meaning := _MEANING.get(_heading_key(label)):
                columns[place] = meaning
    found = set(columns.values())
    if len(found) < 2 or not found & {Column.NAME, LAST}:
        return None
    return _Headings(columns, tuple(labels[place] for place in sorted(labels.keys() - columns.keys())), end)


def _heading_key(label: str) -> str:
    """``E-mail (werk)*`` → ``email``."""
    return match_key(re.sub(r"\(.*?\)", "", label)).replace(" ", "")


def _entry(row: Row, columns: dict[int, str]) -> Entry:
    values: dict[str, str] = {}
    formulas = []
    for place, column in sorted(columns.items()):
        cell = row.cells[place] if place < len(row.cells) else ""
        if place in row.formulas:
            formulas.append(str(Column.NAME if column in (FIRST, INFIX, LAST) else column))
        elif cell.lower() not in _NOTHING:
            values.setdefault(column, unmark(cell))  # of two telephone columns the first that is filled in
    parts = [values.pop(part, "") for part in (FIRST, INFIX, LAST)]
    values.setdefault(Column.NAME, " ".join(part for part in parts if part))
    values[Column.EMAIL] = values.get(Column.EMAIL, "").removeprefix("mailto:").lower()
    values[Column.PHONE] = _phone(values.get(Column.PHONE, ""))
    return Entry(row.number, formulas=tuple(formulas), **{str(column): value for column, value in values.items()})


def _phone(text: str) -> str:
    """Excel keeps 0591 123 456 as the number 591123456: nine digits lost their zero."""
    return f"0{text}" if text.isdecimal() and len(text) == 9 else text


def _is_filled(entry: Entry) -> bool:
    return bool(entry.formulas) or any(getattr(entry, column) for column in Column)
