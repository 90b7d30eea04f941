"""Compare a list with the register: what would be new, changed or refused, and why. Pure; nothing is written here."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from kapstok.errors import N_
from kapstok.mail.rules import BadAddress, address
from kapstok.register.columns import Column, Entry
from kapstok.register.rules import match_key

LONGEST = {
    Column.NAME: 120,
    Column.ORGANISATION: 160,
    Column.FUNCTION: 120,
    Column.EMAIL: 254,
    Column.PHONE: 40,
    Column.AREA: 120,
}

FORMULA = N_("Hier staat een formule. Zet de uitkomst neer: kopieer de cel, en plak alleen de waarde.")
NO_NAME = N_("De naam ontbreekt.")
TOO_LONG = N_("Dit is langer dan %(most)s tekens. Kort het in.")
UNKNOWN_SECTOR = N_("De sector “%(sector)s” kent dit project niet. Kies uit: %(known)s.")
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


@dataclass(frozen=True)
class KnownOrganisation:
    name: str
    sector: str
    archived: bool = False


@dataclass(frozen=True)
class Known:
    """The register as it is. ``sectors`` and ``functions``: every word that means one, with the word in use."""

    people: tuple[KnownPerson, ...] = ()
    organisations: tuple[KnownOrganisation, ...] = ()
    sectors: tuple[tuple[str, str], ...] = ()  # (key, name)
    functions: tuple[tuple[str, str], ...] = ()


class Status(StrEnum):
    """What would happen with a row."""

    REFUSED = "refused"
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Problem:
    """Why a row is refused, and in which column."""

    column: Column
    sentence: str
    params: dict[str, object] = field(default_factory=dict)

    def text(self, translate: Callable[..., str]) -> str:
        return translate(self.sentence, **self.params)


@dataclass(frozen=True)
class Change:
    column: Column
    old: str
    new: str


@dataclass(frozen=True)
class PlannedRow:
    """One row and what would become of it. ``entry`` holds the words in use: "poh" became "Praktijkondersteuner"."""

    entry: Entry
    status: Status
    person_id: int | None = None
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    namesake_at: str | None = None  # for a new person: where somebody with the same name is known


@dataclass(frozen=True)
class Plan:
    """What an import would do. ``organisations``: the new ones as (name, sector); ``functions``: new words."""

    rows: tuple[PlannedRow, ...]
    organisations: tuple[tuple[str, str], ...]
    functions: tuple[str, ...]

    def count(self, status: Status) -> int:
        return sum(row.status is status for row in self.rows)

    @property
    def can_land(self) -> bool:
        """All of it or nothing: no row is refused, and there is something to do."""
        return not self.count(Status.REFUSED) and bool(self.count(Status.NEW) + self.count(Status.CHANGED))

    @property
    def fingerprint(self) -> str:
        """Differs when the register changed in a way that makes the same list do something else."""
        said = [(row.entry, row.status, row.person_id, row.changes) for row in self.rows]
        return hashlib.sha256(repr((said, self.organisations, self.functions)).encode()).hexdigest()


def plan(entries: Iterable[Entry], known: Known) -> Plan:
    """What would happen with each entry, in their order."""
    return _Planner(known, tuple(entries)).plan()


class _Planner:
    """One comparison: the register by the keys that entries are matched on, and what earlier rows said."""

    def __init__(self, known: Known, entries: tuple[Entry, ...]):
        self.sectors = _words(known.sectors)
        self.sector_list = "; ".join(name for _, name in known.sectors)
        self.functions = _words(known.functions)
        self.organisations = {match_key(known_one.name): known_one for known_one in known.organisations}
        self.by_mail: dict[tuple[str, str], list[KnownPerson]] = defaultdict(list)
        self.by_place: dict[tuple[str, str], list[KnownPerson]] = defaultdict(list)
        self.by_name: dict[str, list[KnownPerson]] = defaultdict(list)
        for person in known.people:
            name = match_key(person.name)
            self.by_name[name].append(person)
            self.by_place[name, match_key(person.organisation)].append(person)
            if person.email:
                self.by_mail[name, person.email.lower()].append(person)
        self.entries = [self._in_known_words(entry) for entry in entries]
        self.new_sector = self._sectors_of_new_organisations()
        self.row_of: dict[object, int] = {}  # whom earlier rows were about

    def plan(self) -> Plan:
        rows = tuple(self._row(entry) for entry in self.entries)
        wanted = [row.entry for row in rows if row.status in (Status.NEW, Status.CHANGED)]
        organisations: dict[str, tuple[str, str]] = {}
        functions: dict[str, str] = {}
        for entry in wanted:
            key = match_key(entry.organisation)
            if key and key not in self.organisations:
                organisations.setdefault(key, (entry.organisation, self.new_sector[key][0]))
            if entry.function and match_key(entry.function) not in self.functions:
                functions.setdefault(match_key(entry.function), entry.function)
        return Plan(rows, tuple(organisations.values()), tuple(functions.values()))

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
        problems = [*_shape_problems(entry), *self._person_problems(entry, people)]
        person = people[0] if len(people) == 1 else None
        problems += self._place_problems(entry, person)
        if problems:
            in_order = sorted(problems, key=lambda problem: list(Column).index(problem.column))
            return PlannedRow(entry, Status.REFUSED, problems=tuple(in_order))
        if person is None:
            namesakes = self.by_name[match_key(entry.name)]
            elsewhere = (namesakes[0].organisation or namesakes[0].sector) if namesakes else None
            return PlannedRow(entry, Status.NEW, namesake_at=elsewhere)
        changes = _changes(person, entry)
        return PlannedRow(entry, Status.CHANGED if changes else Status.UNCHANGED, person.id, changes)

    def _matches(self, entry: Entry) -> list[KnownPerson]:
        """Who this may be: by mail and name, else by name and organisation."""
        name = match_key(entry.name)
        by_mail = self.by_mail.get((name, entry.email), []) if entry.email else []
        return by_mail or self.by_place.get((name, match_key(entry.organisation)), [])

    def _person_problems(self, entry: Entry, people: list[KnownPerson]) -> Iterable[Problem]:
        if not match_key(entry.name):
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
            if known.archived:
                yield Problem(Column.ORGANISATION, ORGANISATION_ARCHIVED, {"organisation": known.name})
            yield from _sector_problems(entry, known.name, known.sector)
        elif not key and person is not None and person.organisation:
            yield from _sector_problems(entry, person.organisation, person.sector)
        elif not key and person is not None and match_key(entry.sector) in ("", match_key(person.sector)):
            return
        elif entry.sector and match_key(entry.sector) not in self.sectors:
            yield Problem(Column.SECTOR, UNKNOWN_SECTOR, {"sector": entry.sector, "known": self.sector_list})
        elif not key and not entry.sector:
            yield Problem(Column.SECTOR, NO_SECTOR, {"known": self.sector_list})
        elif key and key not in self.new_sector:
            yield Problem(Column.SECTOR, NEW_ORGANISATION_NO_SECTOR, {"known": self.sector_list})
        elif key and entry.sector not in ("", self.new_sector[key][0]):
            sector, row = self.new_sector[key]
            said = {"row": row, "organisation": entry.organisation, "sector": sector}
            yield Problem(Column.SECTOR, OTHER_SECTOR_IN_FILE, said)


def _sector_problems(entry: Entry, organisation: str, sector: str) -> Iterable[Problem]:
    """Nothing when the entry leaves the sector of a known organisation out, or has it right."""
    if match_key(entry.sector) not in ("", match_key(sector)):
        yield Problem(Column.SECTOR, OTHER_SECTOR, {"organisation": organisation, "sector": sector})


def _words(terms: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """The name in use for each way to write it: its name, or its key."""
    return {match_key(word): name for key, name in terms for word in (key, name)}


def _shape_problems(entry: Entry) -> Iterable[Problem]:
    """What is wrong with an entry whatever the register holds."""
    for column in Column:
        value = getattr(entry, column)
        if column in entry.formulas:
            yield Problem(column, FORMULA)
        elif len(value) > LONGEST.get(column, len(value)):
            yield Problem(column, TOO_LONG, {"most": LONGEST[column]})
        elif column is Column.NAME and not match_key(value):
            yield Problem(column, NO_NAME)
        elif column is Column.EMAIL and value:
            try:
                address(value)
            except BadAddress as refusal:
                yield Problem(column, refusal.sentence, refusal.params)


def _changes(person: KnownPerson, entry: Entry) -> tuple[Change, ...]:
    """What the entry would change in what is known; an empty cell changes nothing."""
    asked = {
        column: getattr(entry, column) for column in Column if column is not Column.NAME and getattr(entry, column)
    }
    if entry.organisation or person.organisation:
        asked.pop(Column.SECTOR, None)  # it is the organisation's
    changed = ((column, getattr(person, column), new) for column, new in asked.items())
    return tuple(Change(column, old, new) for column, old, new in changed if _differs(column, old, new))


def _differs(column: Column, old: str, new: str) -> bool:
    if column is Column.PHONE:
        return [sign for sign in old if sign.isdigit()] != [sign for sign in new if sign.isdigit()]
    return match_key(old) != match_key(new) if column is not Column.EMAIL else old.lower() != new
