"""Who may do what, as one readable table, and the words a project starts with."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from kapstok.errors import N_, Refused


class Role(StrEnum):
    """What a user is in one project."""

    PROJECTLEIDER = "projectleider"
    EVALUATOR = "evaluator"


class Audience(StrEnum):
    """For whom a route is. Every route states one; a test walks the URL map."""

    PUBLIC = "public"  # anybody
    ACCOUNT = "account"  # anybody who is logged in
    BEHEERDER = "beheerder"
    PROJECTLEIDER = "projectleider"  # of the project in the address
    EVALUATOR = "evaluator"  # of the project in the address
    PARTICIPANT = "participant"  # holds the signed link in the address
    PROGRAM = "program"  # shows a token of the project in the address


class Vocabulary(StrEnum):
    """The lists of words a project can change."""

    SECTOR = "sector"
    FUNCTION = "function"
    THEME = "theme"  # of meetings
    METHOD = "method"  # of meetings: what kind of gathering, to compare later
    SUPPORT = "support"  # of the sociale kaart
    REASON = "reason"
    SITUATION = "situation"  # what a carer is in, from which a service is found


class Module(StrEnum):
    """What a project may switch on; off until wanted, and what is off is in no menu."""

    WIJZER = "wijzer"  # public pages about the sociale kaart, for citizens
    HSDS_API = "hsds-api"  # the sociale kaart for other programs
    AGENDA = "agenda"  # a public calendar feed of the meetings that are marked so
    FOLLOWING = "following"  # single referrals that people follow, without any client
    LOTTERY = "lottery"  # a draw among equal seatings, to learn what sitting at one table does
    CASES = "cases"  # the casuskaart; only once the project states that its DPIA covers it


class DpiaMissing(Refused):
    """The casuskaart is switched on by a project that did not state that its DPIA covers it."""

    sentence = N_(
        "De casuskaart kan pas aan als uw DPIA de kaart dekt. "
        "Vink dat aan, vul de datum van die DPIA in en probeer het opnieuw."
    )


class DpiaAhead(Refused):
    """What is still to be written covers nothing yet."""

    sentence = N_("De datum van de DPIA ligt in de toekomst. Vul de dag in waarop zij is vastgesteld.")


def check_dpia_date(on_date: dt.date, today: dt.date) -> None:
    """Raise ``DpiaAhead`` for a day that is still to come."""
    if on_date > today:
        raise DpiaAhead()


def check_modules(on: set[Module], dpia_on: dt.date | None) -> None:
    """Raise ``DpiaMissing`` when the casuskaart would be on without the statement that it needs."""
    if Module.CASES in on and dpia_on is None:
        raise DpiaMissing()


def may_enter(audience: Audience, *, logged_in: bool, is_admin: bool, roles: set[Role]) -> bool:
    """Whether somebody may use a route for ``audience``. ``roles`` are those in the project of the address.

    PARTICIPANT and PROGRAM answer True: there the link or the token itself is the key, and the route reads it.
    """
    return {
        Audience.PUBLIC: True,
        Audience.PARTICIPANT: True,
        Audience.PROGRAM: True,
        Audience.ACCOUNT: logged_in,
        Audience.BEHEERDER: logged_in and is_admin,
        Audience.PROJECTLEIDER: logged_in and Role.PROJECTLEIDER in roles,
        Audience.EVALUATOR: logged_in and bool(roles & {Role.EVALUATOR, Role.PROJECTLEIDER}),
    }[audience]


def split_words(text: str) -> list[str]:
    """What stands between commas, each once whatever its capitals: ``"Oppas, even  vrij,oppas"`` → Oppas, even vrij."""
    found: dict[str, str] = {}
    for part in text.split(","):
        word = " ".join(part.split())
        if word:
            found.setdefault(word.casefold(), word)
    return list(found.values())


# (key, name): the words of mantelzorg networks. A project may rename, add and retire them.
DEFAULT_TERMS: dict[Vocabulary, tuple[tuple[str, str], ...]] = {
    Vocabulary.SECTOR: (
        ("eerstelijnszorg", "Eerstelijnszorg"),
        ("thuiszorg", "Thuiszorg en wijkverpleging"),
        ("welzijn", "Welzijn"),
        ("gemeente", "Gemeente, Wmo en Zorgloket"),
        ("vrijwilligers", "Vrijwilligers"),
        ("mantelzorgers", "Mantelzorgers"),
        ("overig", "Overig"),
    ),
    Vocabulary.FUNCTION: (
        ("huisarts", "Huisarts"),
        ("poh", "Praktijkondersteuner (POH)"),
        ("praktijkassistent", "Praktijkassistent"),
        ("wijkverpleegkundige", "Wijkverpleegkundige"),
        ("verzorgende", "Verzorgende"),
        ("casemanager", "Casemanager dementie"),
        ("sociaal-werker", "Sociaal werker"),
        ("mantelzorgconsulent", "Mantelzorgconsulent"),
        ("wmo-consulent", "Wmo-consulent"),
        ("vrijwilliger", "Vrijwilliger"),
        ("coordinator", "Coördinator vrijwilligers"),
        ("mantelzorger", "Mantelzorger"),
        ("beleidsmedewerker", "Beleidsmedewerker"),
        ("anders", "Anders"),
    ),
    Vocabulary.THEME: (
        ("wat-is-mantelzorg", "Wat is mantelzorg"),
        ("opsporen", "Mantelzorgers opsporen"),
        ("draaglast", "Draaglast en draagkracht"),
        ("wat-doen-anderen", "Wat doen anderen"),
        ("verwijzen", "Naar elkaar verwijzen"),
    ),
    Vocabulary.METHOD: (
        ("kennismaking", "Kennismaking"),
        ("casuistiek", "Casuïstiek bespreken"),
        ("training", "Training"),
        ("intervisie", "Intervisie"),
        ("markt", "Markt van organisaties"),
        ("werkbezoek", "Werkbezoek"),
        ("overleg", "Overleg"),
    ),
    Vocabulary.SUPPORT: (
        ("respijtzorg", "Respijtzorg"),
        ("dagbesteding", "Dagbesteding en ontmoeting"),
        ("praktische-hulp", "Praktische hulp thuis"),
        ("vervoer", "Vervoer"),
        ("luisterend-oor", "Luisterend oor en begeleiding"),
        ("lotgenoten", "Lotgenotencontact"),
        ("informatie", "Informatie en advies"),
        ("geld", "Geld en regelingen"),
        ("hulpmiddelen", "Hulpmiddelen en wonen"),
        ("dementie", "Dementie"),
        ("jonge-mantelzorgers", "Jonge mantelzorgers"),
        ("werk", "Werk en mantelzorg"),
        ("cursus", "Cursus en training"),
        ("waardering", "Mantelzorgwaardering"),
    ),
    Vocabulary.REASON: (
        ("overbelasting", "Overbelasting"),
        ("respijtzorg", "Respijtzorg"),
        ("emotionele-steun", "Emotionele steun"),
        ("praktische-hulp", "Praktische hulp"),
        ("informatie", "Informatie en advies"),
        ("lotgenoten", "Contact met lotgenoten"),
        ("financien", "Geldzaken en regelingen"),
        ("anders", "Anders"),
    ),
    Vocabulary.SITUATION: (
        ("respijt-weekend", "Respijt dit weekend: even iemand anders die zorgt"),
        ("overbelast-werkt", "Overbelast, en werkt ook nog"),
        ("alles-alleen", "Doet alles alleen, kan er met niemand over praten"),
        ("vergeet", "De naaste vergeet steeds meer"),
        ("komt-niet-rond", "Komt niet rond, of ziet op tegen alle papieren"),
        ("hulp-in-huis", "Het huishouden loopt vast"),
        ("kind-dat-zorgt", "Een kind of jongere die zorgt"),
        ("net-begonnen", "Net begonnen met zorgen, weet de weg niet"),
    ),
}

# Other words that people search the sociale kaart with, by the key of a kind of support.
DEFAULT_SYNONYMS: dict[str, str] = {
    "respijtzorg": "respijt, logeren, logeeropvang, oppas, even vrij, vervangende zorg, weekend weg, overnemen",
    "dagbesteding": "dagopvang, ontmoetingscentrum, inloop, dagje uit, huiskamer",
    "praktische-hulp": "klussen, boodschappen, huishoudelijke hulp, schoonmaken, tuin, administratie",
    "vervoer": "rijden, taxi, meerijden, ziekenhuisbezoek, rolstoelvervoer",
    "luisterend-oor": "praten, overbelast, maatje, gesprek, coach, steun, huisbezoek",
    "lotgenoten": "mantelzorgcafé, ontmoeten, praatgroep, alzheimercafé",
    "informatie": "wegwijs, vragen, loket, cliëntondersteuning, onafhankelijke cliëntondersteuning",
    "geld": "vergoeding, toeslag, schulden, pgb, kosten, verzekering",
    "hulpmiddelen": "rolstoel, traplift, woningaanpassing, alarm, mantelzorgwoning",
    "dementie": "vergeten, alzheimer, geheugen, casemanager",
    "jonge-mantelzorgers": "kind, jongere, school, broer, zus, jong",
    "werk": "werkgever, verlof, zorgverlof, baan",
    "cursus": "training, leren, workshop, tillen",
    "waardering": "compliment, bedankje, cadeaubon, dag van de mantelzorg",
}
