"""A list of what organisations offer: its columns, and what it would do to the sociale kaart. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from kapstok.directory.rules import LONGEST_WAIT, Capacity, area_names
from kapstok.errors import N_, Refused
from kapstok.freetext import check_free_text
from kapstok.register import planned
from kapstok.register.columns import Kind, Layout, tidy_contact
from kapstok.register.planned import NO, YES, Plan, PlannedRow, Problem
from kapstok.register.rules import match_key
from kapstok.register.sheet import clean_lines


class Column(StrEnum):
    """What Kapstok reads of a list of services."""

    ORGANISATION = "organisation"
    NAME = "name"
    ELIGIBILITY = "eligibility"
    DESCRIPTION = "description"
    HOW_TO_REFER = "how_to_refer"
    FEES = "fees"
    CAPACITY = "capacity"
    WEEKS = "weeks"
    SUPPORT = "support"
    AREAS = "areas"
    PHONE = "phone"
    EMAIL = "email"
    WEBSITE = "website"
    KEEPER = "keeper"
    PUBLIC = "public"


TITLES: dict[str, str] = {
    Column.ORGANISATION: N_("Organisatie"),
    Column.NAME: N_("Aanbod"),
    Column.ELIGIBILITY: N_("Voor wie"),
    Column.DESCRIPTION: N_("Omschrijving"),
    Column.HOW_TO_REFER: N_("Verwijsroute"),
    Column.FEES: N_("Kosten"),
    Column.CAPACITY: N_("Plek"),
    Column.WEEKS: N_("Wachttijd (weken)"),
    Column.SUPPORT: N_("Hulpthema's"),
    Column.AREAS: N_("Wijken/kernen"),
    Column.PHONE: N_("Telefoon"),
    Column.EMAIL: N_("E-mailadres"),
    Column.WEBSITE: N_("Website"),
    Column.KEEPER: N_("Eigenaar"),
    Column.PUBLIC: N_("Openbaar"),
}

_HEADINGS: dict[str, str] = {
    Column.ORGANISATION: "organisatie organisatienaam naamorganisatie organisation organization instelling aanbieder "
    "provider",
    Column.NAME: "aanbod naamaanbod dienst naamdienst dienstverlening voorziening service servicename",
    Column.ELIGIBILITY: "voorwie doelgroep eligibility",
    Column.DESCRIPTION: "omschrijving beschrijving toelichting description",
    Column.HOW_TO_REFER: "verwijsroute verwijzen aanmelden aanmelding hoeverwijzen howtorefer",
    Column.FEES: "kosten eigenbijdrage prijs fees costs",
    Column.CAPACITY: "plek capaciteit beschikbaar capacity",
    Column.WEEKS: "wachttijd wachttijdweken wekenwachttijd waitingweeks",
    Column.SUPPORT: "hulpthemas hulpthema themas thema support",
    Column.AREAS: "wijkenkernen wijken kernen wijk kern wijkofkern wijkenofkernen gebied werkgebied areas",
    Column.PHONE: "telefoon telefoonnummer telefoonnr tel telnr phone phonenumber",
    Column.EMAIL: "email emailadres mail mailadres emailaddress",
    Column.WEBSITE: "website web webadres url",
    Column.KEEPER: "eigenaar houdthetbij beheerder keeper owner",
    Column.PUBLIC: "openbaar public",
}

_TEXTS = (Column.ELIGIBILITY, Column.DESCRIPTION, Column.HOW_TO_REFER, Column.FEES)
_LISTS = (Column.SUPPORT, Column.AREAS, Column.PHONE)
_LONGEST: dict[str, int] = {Column.NAME: 160, Column.EMAIL: 254, Column.WEBSITE: 300, **dict.fromkeys(_TEXTS, 10_000)}
_LONGEST_PART = {Column.AREAS: 120, Column.PHONE: 40}
_COMPARED = [column for column in Column if column not in (Column.ORGANISATION, Column.NAME)]

_YES_OR_NO = dict.fromkeys(["ja", "yes", "j", "y", "true", "waar", "1", "x"], YES)
_YES_OR_NO |= dict.fromkeys(["nee", "no", "n", "false", "onwaar", "0"], NO)
CAPACITY_WORDS = {
    Capacity.YES: "ja",
    Capacity.WAITING: "wachtlijst",
    Capacity.FULL: "vol",
    Capacity.UNKNOWN: "onbekend",
}
CAPACITY_OF = {word: capacity for capacity, word in CAPACITY_WORDS.items()} | {"nee": Capacity.FULL}
_CHOICES = "; ".join(CAPACITY_WORDS.values())

NO_ORGANISATION = N_("De organisatie ontbreekt.")
UNKNOWN_ORGANISATION = N_(
    "%(organisation)s staat nog niet in het netwerk. Voeg de organisatie eerst toe, of zet haar in hetzelfde bestand "
    "op een werkblad met organisaties."
)
ORGANISATION_ARCHIVED = N_(
    "%(organisation)s staat in het archief. Zet de organisatie eerst terug, of haal deze rij weg."
)
SERVICE_ARCHIVED = N_("%(name)s wordt niet meer aangeboden. Hervat het aanbod eerst, of haal deze rij weg.")
TWICE = N_("Hetzelfde aanbod staat ook op rij %(row)s. Haal een van beide rijen weg.")
SEVERAL = N_(
    "Deze organisatie heeft %(count)s keer aanbod met deze naam. Geef het op de bladzijde zelf een eigen naam."
)
UNKNOWN_CAPACITY = N_("“%(capacity)s” kennen wij hier niet. Kies uit: %(known)s.")
BAD_WEEKS = N_("“%(weeks)s” is geen aantal weken. Vul een heel getal in, van 0 tot en met %(most)s.")
WEEKS_ALONE = N_("Een wachttijd hoort bij een wachtlijst. Zet “wachtlijst” bij Plek, of haal de weken weg.")
UNKNOWN_SUPPORT = N_("Het hulpthema “%(support)s” kent dit project niet. Kies uit: %(known)s.")
UNKNOWN_KEEPER = N_("Wij kennen niemand met de naam “%(keeper)s”. Voeg deze persoon eerst toe, of laat de cel leeg.")
SEVERAL_KEEPERS = N_("Er zijn %(count)s mensen met deze naam. Zet het mailadres erachter: naam (naam@example.org).")
NOT_YES_OR_NO = N_("Vul hier ja of nee in.")


def _tidy(values: dict[str, str]) -> dict[str, str]:
    values = tidy_contact(values)
    values[Column.WEEKS] = values.get(Column.WEEKS, "").removesuffix(" weken").removesuffix(" week")
    return values


LAYOUT = Layout(
    Kind.SERVICES,
    titles=TITLES,
    headings=_HEADINGS,
    needed=[{Column.ORGANISATION}, {Column.NAME}],
    texts=frozenset((*_TEXTS, *_LISTS)),
    tidy=_tidy,
)


@dataclass(frozen=True)
class Entry:
    """One row of a list of services. Several areas, numbers or themes stand in one cell, with semicolons between."""

    number: int
    organisation: str = ""
    name: str = ""
    eligibility: str = ""
    description: str = ""
    how_to_refer: str = ""
    fees: str = ""
    capacity: str = ""
    weeks: str = ""
    support: str = ""
    areas: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    keeper: str = ""
    public: str = ""
    formulas: tuple[str, ...] = ()


@dataclass(frozen=True)
class KnownService(Entry):
    """A service of the sociale kaart as a row would say it; ``number`` is its id."""

    archived: bool = False

    @property
    def id(self) -> int:
        return self.number


@dataclass(frozen=True)
class Keeper:
    """Somebody who may keep services right. ``id`` is None for who stands in the same file and is new."""

    id: int | None
    name: str
    email: str = ""


@dataclass(frozen=True)
class KnownOrganisation:
    name: str
    archived: bool = False
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """The sociale kaart as it is. ``support``: (key, name) of the themes in use."""

    services: tuple[KnownService, ...] = ()
    organisations: tuple[KnownOrganisation, ...] = ()
    support: tuple[tuple[str, str], ...] = ()
    keepers: tuple[Keeper, ...] = ()


def plan(entries: Iterable[Entry], known: Known, now: dt.datetime) -> Plan:
    """What would happen with each entry, in their order."""
    planner = _Planner(known, now)
    return Plan(Kind.SERVICES, tuple(planner.row(entry) for entry in entries))


def items(cell: str) -> list[str]:
    """What stands in a cell that holds several things: between semicolons or on lines."""
    parts = (" ".join(part.split()) for part in re.split(r"[;\n]", cell))
    return list(dict.fromkeys(part for part in parts if part))


class Keepers:
    """Who may keep services right, by the words that people write for them."""

    def __init__(self, keepers: Iterable[Keeper]):
        self.by_word: dict[str, list[Keeper]] = defaultdict(list)
        for keeper in keepers:
            words = {match_key(keeper.name)} | ({keeper.email.lower()} if keeper.email else set())
            for word in words:
                self.by_word[word].append(keeper)

    def find(self, text: str) -> list[Keeper]:
        """Who is meant by a name, a mail address, or both: ``Jet Vos (jet@example.org)``."""
        if not match_key(text):
            return []
        if found := self.by_word.get(text.lower()) or self.by_word.get(match_key(text)):
            return found
        name, _, address = text.removesuffix(")").rpartition("(")
        both = self.by_word.get(match_key(name), []) if match_key(name) else []
        return [keeper for keeper in both if keeper.email.lower() == address.strip().lower()]

    def word(self, keeper: Keeper) -> str:
        """The name; with the address when several bear it."""
        if keeper.email and len(self.find(keeper.name)) > 1:
            return f"{keeper.name} ({keeper.email})"
        return keeper.name


class _Planner:
    """One comparison: the sociale kaart by organisation and name, and which rows named what."""

    def __init__(self, known: Known, now: dt.datetime):
        self.now = now
        self.organisations = planned.by_names(known.organisations)
        self.support = planned.words(known.support)
        self.support_list = "; ".join(name for _, name in known.support)
        self.by_name: dict[tuple[str, str], list[KnownService]] = defaultdict(list)
        for service in known.services:
            self.by_name[match_key(service.organisation), match_key(service.name)].append(service)
        self.keepers = Keepers(known.keepers)
        self.row_of: dict[object, int] = {}  # what earlier rows were about

    def row(self, entry: Entry) -> PlannedRow:
        entry = self._in_known_words(entry)
        services = self._matches(entry)
        service = services[0] if len(services) == 1 else None
        changes = planned.changes(service, entry, _COMPARED, _differs) if service else ()
        asked: list[str] = [change.column for change in changes] if service else list(Column)
        problems = [
            *planned.shape_problems(entry, asked, _LONGEST),
            *self._name_problems(entry, services),
            *self._value_problems(entry, asked, service),
            *self._text_problems(entry, asked),
        ]
        return planned.row(entry, service, changes, problems, Column)

    def _in_known_words(self, entry: Entry) -> Entry:
        organisation = self.organisations.get(match_key(entry.organisation))
        keepers = self.keepers.find(entry.keeper)
        capacity = CAPACITY_OF.get(entry.capacity.lower())
        return replace(
            entry,
            organisation=organisation.name if organisation else entry.organisation,
            support="; ".join(self.support.get(match_key(word), word) for word in items(entry.support)),
            capacity=CAPACITY_WORDS[capacity] if capacity else entry.capacity,
            public=_YES_OR_NO.get(entry.public.lower(), entry.public),
            keeper=self.keepers.word(keepers[0]) if len(keepers) == 1 else entry.keeper,
        )

    def _matches(self, entry: Entry) -> list[KnownService]:
        """What is offered under this name; of several the one that is as the row says, once."""
        services = self.by_name.get((match_key(entry.organisation), match_key(entry.name)), [])
        offered = [service for service in services if not service.archived] or services
        if len(offered) < 2:
            return offered
        same = [service for service in offered if not planned.changes(service, entry, _COMPARED, _differs)]
        left = [service for service in same if ("known", service.id) not in self.row_of]
        return (left or same)[:1] or offered

    def _name_problems(self, entry: Entry, services: list[KnownService]) -> Iterable[Problem]:
        organisation = self.organisations.get(match_key(entry.organisation))
        named = {"organisation": entry.organisation}
        if not match_key(entry.organisation):
            if Column.ORGANISATION not in entry.formulas:
                yield Problem(Column.ORGANISATION, NO_ORGANISATION)
        elif organisation is None:
            yield Problem(Column.ORGANISATION, UNKNOWN_ORGANISATION, named)
        elif organisation.archived and not services:
            yield Problem(Column.ORGANISATION, ORGANISATION_ARCHIVED, named)
        if not match_key(entry.name):
            if Column.NAME not in entry.formulas:
                yield Problem(Column.NAME, planned.NO_NAME)
            return
        if len(services) > 1:
            yield Problem(Column.NAME, SEVERAL, {"count": len(services)})
            return
        if services and services[0].archived:
            yield Problem(Column.NAME, SERVICE_ARCHIVED, {"name": services[0].name})
        key = ("known", services[0].id) if services else (match_key(entry.organisation), match_key(entry.name))
        earlier = self.row_of.setdefault(key, entry.number)
        if earlier != entry.number:
            yield Problem(Column.NAME, TWICE, {"row": earlier})

    def _value_problems(self, entry: Entry, asked: list[str], service: KnownService | None) -> Iterable[Problem]:
        """Words that must be one of a few."""
        filled = {column for column in asked if getattr(entry, column)}
        if Column.CAPACITY in filled and entry.capacity not in CAPACITY_OF:
            yield Problem(Column.CAPACITY, UNKNOWN_CAPACITY, {"capacity": entry.capacity, "known": _CHOICES})
        if Column.WEEKS in filled:
            capacity = entry.capacity or (service.capacity if service else "")
            if not (entry.weeks.isdecimal() and len(entry.weeks) < 5 and int(entry.weeks) <= LONGEST_WAIT):
                yield Problem(Column.WEEKS, BAD_WEEKS, {"weeks": entry.weeks, "most": LONGEST_WAIT})
            elif capacity != CAPACITY_WORDS[Capacity.WAITING]:
                yield Problem(Column.WEEKS, WEEKS_ALONE)
        if Column.SUPPORT in filled:
            for word in items(entry.support):
                if match_key(word) not in self.support:
                    yield Problem(Column.SUPPORT, UNKNOWN_SUPPORT, {"support": word, "known": self.support_list})
        if Column.KEEPER in filled:
            found = self.keepers.find(entry.keeper)
            if not found:
                yield Problem(Column.KEEPER, UNKNOWN_KEEPER, {"keeper": entry.keeper})
            elif len(found) > 1:
                yield Problem(Column.KEEPER, SEVERAL_KEEPERS, {"count": len(found)})
        if Column.PUBLIC in filled and entry.public not in (YES, NO):
            yield Problem(Column.PUBLIC, NOT_YES_OR_NO)
        for column, most in _LONGEST_PART.items():
            if column in filled and any(len(part) > most for part in parts(column, getattr(entry, column))):
                yield Problem(column, planned.TOO_LONG, {"most": most})

    def _text_problems(self, entry: Entry, asked: list[str]) -> Iterable[Problem]:
        for column in (Column.NAME, *_TEXTS, Column.AREAS):
            if column in asked:
                try:
                    check_free_text(getattr(entry, column), self.now)
                except Refused as refusal:
                    yield Problem(column, refusal.sentence, refusal.params)


def parts(column: str, cell: str) -> list[str]:
    """The several things in a cell; areas may also stand between commas."""
    return list(area_names(cell)) if column == Column.AREAS else items(cell)


def _differs(column: str, old: str, new: str) -> bool:
    if column in _LISTS:
        compared = _digits if column == Column.PHONE else match_key
        return {compared(part) for part in parts(column, old)} != {compared(part) for part in parts(column, new)}
    if column in _TEXTS:
        return clean_lines(old) != clean_lines(new)
    if column in (Column.EMAIL, Column.WEBSITE):
        return old.lower() != new.lower()
    return match_key(old) != match_key(new)


def _digits(number: str) -> str:
    return "".join(sign for sign in number if sign.isdigit())
