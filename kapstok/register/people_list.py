"""A list of people: its columns, and what it would do to the register as it is. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from kapstok.errors import N_
from kapstok.register import planned
from kapstok.register.columns import Kind, Layout, tidy_contact
from kapstok.register.planned import Plan, PlannedRow, Problem, Status
from kapstok.register.rules import match_key


class Column(StrEnum):
    """What Kapstok reads of a list of people."""

    NAME = "name"
    ORGANISATION = "organisation"
    SECTOR = "sector"
    FUNCTION = "function"
    EMAIL = "email"
    PHONE = "phone"
    AREA = "area"
    ARCHIVED = "archived"


TITLES: dict[str, str] = {
    Column.NAME: N_("Naam"),
    Column.ORGANISATION: N_("Organisatie"),
    Column.SECTOR: N_("Sector"),
    Column.FUNCTION: N_("Functie"),
    Column.EMAIL: N_("E-mailadres"),
    Column.PHONE: N_("Telefoon"),
    Column.AREA: N_("Wijk of kern"),
    Column.ARCHIVED: N_("In archief"),  # only in a list of what is there
}

_FIRST, _INFIX, _LAST = "first", "infix", "last"  # a name in three columns

_HEADINGS: dict[str, str] = {
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
    Column.ARCHIVED: "inarchief",
    _FIRST: "voornaam roepnaam firstname givenname",
    _INFIX: "tussenvoegsel tussenvoegsels voorvoegsel voorvoegsels",
    _LAST: "achternaam familienaam lastname surname familyname",
}

_LONGEST: dict[str, int] = {
    Column.NAME: 120,
    Column.ORGANISATION: 160,
    Column.FUNCTION: 120,
    Column.EMAIL: 254,
    Column.PHONE: 40,
    Column.AREA: 120,
}
_FIELDS = [column for column in Column if column is not Column.ARCHIVED]


def _tidy(values: dict[str, str]) -> dict[str, str]:
    parts = [values.pop(part, "") for part in (_FIRST, _INFIX, _LAST)]
    values.setdefault(Column.NAME, " ".join(part for part in parts if part))
    return tidy_contact(values)


LAYOUT = Layout(
    Kind.PEOPLE,
    titles=TITLES,
    headings=_HEADINGS,
    needed=[{Column.NAME, _LAST}],
    part_of=dict.fromkeys((_FIRST, _INFIX, _LAST), Column.NAME),
    tidy=_tidy,
)

NO_SECTOR = N_("Vul een organisatie in, of de sector van deze persoon. Kies uit: %(known)s.")
NEW_ORGANISATION_NO_SECTOR = N_("Deze organisatie is nieuw. Vul erbij in welke sector het is. Kies uit: %(known)s.")
OTHER_SECTOR = N_(
    "%(organisation)s hoort in dit project bij de sector %(sector)s. Pas het bestand aan, of de organisatie."
)
OTHER_SECTOR_IN_FILE = N_("Rij %(row)s geeft %(organisation)s de sector %(sector)s. Kies een van beide.")
ORGANISATION_ARCHIVED = N_(
    "%(organisation)s staat in het archief. Zet de organisatie eerst terug, of haal deze rij weg."
)
PERSON_ARCHIVED = N_("%(name)s staat in het archief. Zet deze persoon eerst terug, of haal deze rij weg.")
TWICE = N_("Dezelfde persoon staat ook op rij %(row)s. Haal een van beide rijen weg.")
SEVERAL = N_("Er staan al %(count)s mensen met deze naam bij deze organisatie. Vul het mailadres in dat wij al kennen.")


@dataclass(frozen=True)
class Entry:
    """One row of a list of people."""

    number: int
    name: str = ""
    organisation: str = ""
    sector: str = ""
    function: str = ""
    email: str = ""
    phone: str = ""
    area: str = ""
    archived: str = ""
    formulas: tuple[str, ...] = ()


@dataclass(frozen=True)
class KnownPerson:
    """Somebody in the register; ``sector`` is the person's own, or the organisation's."""

    id: int
    name: str
    organisation: str = ""
    sector: str = ""
    function: str = ""
    email: str = ""
    phone: str = ""
    area: str = ""
    archived: bool = False
    kept_id: int | None = None  # whom this one was merged into: an older list still has the old name


@dataclass(frozen=True)
class KnownOrganisation:
    name: str
    sector: str
    archived: bool = False
    formerly: tuple[str, ...] = ()  # names of those that were merged into it: an older list still has these


@dataclass(frozen=True)
class Known:
    """The register as it is. ``sectors`` and ``functions``: every word that means one, with the word in use."""

    people: tuple[KnownPerson, ...] = ()
    organisations: tuple[KnownOrganisation, ...] = ()
    sectors: tuple[tuple[str, str], ...] = ()  # (key, name)
    functions: tuple[tuple[str, str], ...] = ()


def plan(entries: Iterable[Entry], known: Known) -> Plan:
    """What would happen with each entry, in their order."""
    return _Planner(known, tuple(entries)).plan()


class _Planner:
    """One comparison: the register by the keys that entries are matched on, and what earlier rows said."""

    def __init__(self, known: Known, entries: tuple[Entry, ...]):
        self.sectors = planned.words(known.sectors)
        self.sector_list = "; ".join(name for _, name in known.sectors)
        self.functions = planned.words(known.functions)
        self.organisations = planned.by_names(known.organisations)
        self.by_mail: dict[tuple[str, str], list[KnownPerson]] = defaultdict(list)
        self.by_place: dict[tuple[str, str], list[KnownPerson]] = defaultdict(list)
        self.by_name: dict[str, list[KnownPerson]] = defaultdict(list)
        self._index(known.people)
        self.entries = [self._in_known_words(entry) for entry in entries]
        self.new_sector = self._sectors_of_new_organisations()
        self.row_of: dict[object, int] = {}  # whom earlier rows were about

    def _index(self, people: tuple[KnownPerson, ...]) -> None:
        by_id = {person.id: person for person in people}
        for written in people:
            person = by_id.get(written.kept_id or written.id, written)
            name = match_key(written.name)
            places = [self.by_name[name], self.by_place[name, match_key(written.organisation)]]
            if written.email:
                places.append(self.by_mail[name, written.email.lower()])
            for place in places:
                if person not in place:
                    place.append(person)

    def plan(self) -> Plan:
        rows = tuple(self._row(entry) for entry in self.entries)
        organisations: dict[str, tuple[str, str]] = {}
        functions: dict[str, str] = {}
        for row in rows:
            for column, value in _said(row):
                key = match_key(value)
                if column == Column.ORGANISATION and key not in self.organisations:
                    organisations.setdefault(key, (value, self.new_sector[key][0]))
                if column == Column.FUNCTION and key not in self.functions:
                    functions.setdefault(key, value)
        return Plan(Kind.PEOPLE, rows, tuple(organisations.values()), tuple(functions.values()))

    def _in_known_words(self, entry: Entry) -> Entry:
        """The entry with sector, function and organisation as this project writes them, where it knows them."""
        organisation = self.organisations.get(match_key(entry.organisation))
        return replace(
            entry,
            sector=self.sectors.get(match_key(entry.sector), entry.sector),
            function=self.functions.get(match_key(entry.function), entry.function),
            organisation=organisation.name if organisation else entry.organisation,
        )

    def _sectors_of_new_organisations(self) -> dict[str, tuple[str, int]]:
        """Per new organisation the first known sector that a row gives it, and that row; others may leave it out."""
        found: dict[str, tuple[str, int]] = {}
        for entry in self.entries:
            key = match_key(entry.organisation)
            if key and key not in self.organisations and match_key(entry.sector) in self.sectors:
                found.setdefault(key, (entry.sector, entry.number))
        return found

    def _row(self, entry: Entry) -> PlannedRow:
        people = self._matches(entry)
        person = people[0] if len(people) == 1 else None
        if planned.says_yes(entry.archived):
            return planned.archived_row(entry, person)
        changes = planned.changes(person, entry, self._compared(entry, person), _differs) if person else ()
        asked = [change.column for change in changes] if person else _FIELDS
        problems = [
            *planned.shape_problems(entry, asked, _LONGEST),
            *self._person_problems(entry, people),
            *self._place_problems(entry, person),
        ]
        row = planned.row(entry, person, changes, problems, Column)
        namesakes = self.by_name.get(match_key(entry.name))
        if row.status is Status.NEW and namesakes:
            return replace(row, namesake_at=namesakes[0].organisation or namesakes[0].sector)
        return row

    def _compared(self, entry: Entry, person: KnownPerson) -> list[Column]:
        """Not the name, and with an organisation not the sector, which is the organisation's."""
        placed = entry.organisation or person.organisation
        left_out = {Column.NAME, Column.SECTOR} if placed else {Column.NAME}
        return [column for column in _FIELDS if column not in left_out]

    def _matches(self, entry: Entry) -> list[KnownPerson]:
        """Who this may be: by mail and name, else by name and organisation."""
        name = match_key(entry.name)
        by_mail = self.by_mail.get((name, entry.email), []) if entry.email else []
        return by_mail or self.by_place.get((name, match_key(entry.organisation)), [])

    def _person_problems(self, entry: Entry, people: list[KnownPerson]) -> Iterable[Problem]:
        if not match_key(entry.name):
            if Column.NAME not in entry.formulas:
                yield Problem(Column.NAME, planned.NO_NAME)
            return
        if len(people) > 1:
            yield Problem(Column.NAME, SEVERAL, {"count": len(people)})
        elif people and people[0].archived:
            yield Problem(Column.NAME, PERSON_ARCHIVED, {"name": people[0].name})
        earlier = self._earlier_row(entry, people)
        if earlier is not None:
            yield Problem(Column.NAME, TWICE, {"row": earlier})

    def _earlier_row(self, entry: Entry, people: list[KnownPerson]) -> int | None:
        """The number of an earlier row about the same person, and remember this row for the later ones.

        Two namesakes at one organisation are told apart only when we know both, by their mail addresses.
        """
        name = match_key(entry.name)
        person = people[0] if len(people) == 1 else None
        keys: list[tuple] = [(name, match_key(entry.organisation))]
        if entry.email:
            keys.append((name, "@", entry.email))
        known_by_mail = person is not None and entry.email and person.email.lower() == entry.email
        compared = [] if known_by_mail else list(keys)
        if person is not None:
            keys.append(("known", person.id))
            compared.append(keys[-1])
        earlier = next((self.row_of[key] for key in compared if key in self.row_of), None)
        for key in keys:
            self.row_of.setdefault(key, entry.number)
        return earlier

    def _place_problems(self, entry: Entry, person: KnownPerson | None) -> Iterable[Problem]:
        """Whether organisation and sector can be what the entry says."""
        key = match_key(entry.organisation)
        known = self.organisations.get(key)
        if known is not None:
            stays = person is not None and match_key(person.organisation) == key
            if known.archived and not stays:
                yield Problem(Column.ORGANISATION, ORGANISATION_ARCHIVED, {"organisation": known.name})
            yield from _sector_problems(entry, known.name, known.sector)
        elif not key and person is not None and person.organisation:
            yield from _sector_problems(entry, person.organisation, person.sector)
        elif not key and person is not None and match_key(entry.sector) in ("", match_key(person.sector)):
            return
        elif entry.sector and match_key(entry.sector) not in self.sectors:
            yield Problem(Column.SECTOR, planned.UNKNOWN_SECTOR, {"sector": entry.sector, "known": self.sector_list})
        elif not key and not entry.sector:
            yield Problem(Column.SECTOR, NO_SECTOR, {"known": self.sector_list})
        elif key and key not in self.new_sector:
            yield Problem(Column.SECTOR, NEW_ORGANISATION_NO_SECTOR, {"known": self.sector_list})
        elif key and entry.sector not in ("", self.new_sector[key][0]):
            sector, row = self.new_sector[key]
            said = {"row": row, "organisation": entry.organisation, "sector": sector}
            yield Problem(Column.SECTOR, OTHER_SECTOR_IN_FILE, said)


def _said(row: PlannedRow) -> Iterable[tuple[str, str]]:
    """What a row adds or changes, as (column, text)."""
    if row.status is Status.NEW:
        return [(column, text) for column in _FIELDS if (text := getattr(row.entry, column))]
    return [(change.column, change.new) for change in row.changes]


def _sector_problems(entry: Entry, organisation: str, sector: str) -> Iterable[Problem]:
    """Nothing when the entry leaves the sector of a known organisation out, or has it right."""
    if match_key(entry.sector) not in ("", match_key(sector)):
        yield Problem(Column.SECTOR, OTHER_SECTOR, {"organisation": organisation, "sector": sector})


def _differs(column: str, old: str, new: str) -> bool:
    if column == Column.PHONE:
        return planned.other_number(old, new)
    if column == Column.EMAIL:
        return old.lower() != new
    return match_key(old) != match_key(new)
