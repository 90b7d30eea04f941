"""A list of organisations: its columns, and what it would do to the register as it is. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from kapstok.errors import N_
from kapstok.register import planned
from kapstok.register.columns import Kind, Layout, tidy_contact
from kapstok.register.people_list import ORGANISATION_ARCHIVED
from kapstok.register.planned import Plan, PlannedRow, Problem
from kapstok.register.rules import match_key


class Column(StrEnum):
    """What Kapstok reads of a list of organisations."""

    NAME = "name"
    SECTOR = "sector"
    AREA = "area"
    EMAIL = "email"
    PHONE = "phone"
    WEBSITE = "website"
    ARCHIVED = "archived"


TITLES: dict[str, str] = {
    Column.NAME: N_("Naam"),
    Column.SECTOR: N_("Sector"),
    Column.AREA: N_("Wijk of kern"),
    Column.EMAIL: N_("E-mailadres"),
    Column.PHONE: N_("Telefoon"),
    Column.WEBSITE: N_("Website"),
    Column.ARCHIVED: N_("In archief"),  # only in a list of what is there
}

_HEADINGS: dict[str, str] = {
    Column.NAME: "naam name organisatie organisatienaam naamorganisatie organisation organization organizationname "
    "instelling bedrijf bedrijfsnaam praktijk company",
    Column.SECTOR: "sector branche domein",
    Column.AREA: "wijk kern wijkofkern gebied werkgebied plaats vestigingsplaats dorp area town city",
    Column.EMAIL: "email emailadres mail mailadres emailaddress",
    Column.PHONE: "telefoon telefoonnummer telefoonnr tel telnr phone phonenumber telephone",
    Column.WEBSITE: "website web webadres webpagina site url homepage",
    Column.ARCHIVED: "inarchief",
}

_LONGEST: dict[str, int] = {"name": 160, "area": 120, "email": 254, "phone": 40, "website": 300}
_FIELDS = [column for column in Column if column is not Column.ARCHIVED]
_COMPARED = [column for column in _FIELDS if column is not Column.NAME]

LAYOUT = Layout(Kind.ORGANISATIONS, titles=TITLES, headings=_HEADINGS, needed=[{Column.NAME}], tidy=tidy_contact)

NO_SECTOR = N_("Deze organisatie is nieuw. Vul de sector in. Kies uit: %(known)s.")
TWICE = N_("Dezelfde organisatie staat ook op rij %(row)s. Haal een van beide rijen weg.")


@dataclass(frozen=True)
class Entry:
    """One row of a list of organisations."""

    number: int
    name: str = ""
    sector: str = ""
    area: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    archived: str = ""
    formulas: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """An organisation in the register."""

    id: int
    name: str
    sector: str
    area: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    archived: bool = False
    formerly: tuple[str, ...] = ()  # names of those that were merged into it: an older list still has these


def plan(entries: Iterable[Entry], known: Iterable[Known], sectors: Iterable[tuple[str, str]]) -> Plan:
    """What would happen with each entry, in their order. ``sectors``: (key, name) of those in use."""
    planner = _Planner(known, tuple(sectors))
    return Plan(Kind.ORGANISATIONS, tuple(planner.row(entry) for entry in entries))


class _Planner:
    """One comparison: the organisations by the key of their name, and which rows named them."""

    def __init__(self, known: Iterable[Known], sectors: tuple[tuple[str, str], ...]):
        self.sectors = planned.words(sectors)
        self.sector_list = "; ".join(name for _, name in sectors)
        self.by_name = planned.by_names(known)
        self.row_of: dict[str, int] = {}

    def row(self, entry: Entry) -> PlannedRow:
        entry = replace(entry, sector=self.sectors.get(match_key(entry.sector), entry.sector))
        known = self.by_name.get(match_key(entry.name))
        if planned.says_yes(entry.archived):
            return planned.archived_row(entry, known)
        changes = planned.changes(known, entry, _COMPARED, _differs) if known else ()
        asked = [change.column for change in changes] if known else _FIELDS
        problems = [
            *planned.shape_problems(entry, asked, _LONGEST),
            *self._name_problems(entry, known),
            *self._sector_problems(entry, asked),
        ]
        return planned.row(entry, known, changes, problems, Column)

    def _name_problems(self, entry: Entry, known: Known | None) -> Iterable[Problem]:
        key = match_key(known.name if known else entry.name)
        if not key:
            if Column.NAME not in entry.formulas:
                yield Problem(Column.NAME, planned.NO_NAME)
            return
        if known is not None and known.archived:
            yield Problem(Column.NAME, ORGANISATION_ARCHIVED, {"organisation": known.name})
        earlier = self.row_of.setdefault(key, entry.number)
        if earlier != entry.number:
            yield Problem(Column.NAME, TWICE, {"row": earlier})

    def _sector_problems(self, entry: Entry, asked: Iterable[str]) -> Iterable[Problem]:
        if Column.SECTOR not in asked or Column.SECTOR in entry.formulas:
            return
        if not entry.sector:
            yield Problem(Column.SECTOR, NO_SECTOR, {"known": self.sector_list})
        elif match_key(entry.sector) not in self.sectors:
            yield Problem(Column.SECTOR, planned.UNKNOWN_SECTOR, {"sector": entry.sector, "known": self.sector_list})


def _differs(column: str, old: str, new: str) -> bool:
    if column == Column.PHONE:
        return planned.other_number(old, new)
    if column in (Column.EMAIL, Column.WEBSITE):
        return old.lower() != new.lower()
    return match_key(old) != match_key(new)
