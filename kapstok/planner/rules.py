"""What a kennismakingsplan may be: plain values in, plain values out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from kapstok.errors import N_, ChangedMeanwhile, Refused
from kapstok.planner.instance import even_sizes

MOST_ROUNDS = 12
MOST_TABLES = 60
MOST_AT_TABLE = 40
FEWEST_GUESTS = 4
MOST_GUESTS = 300
MOST_WISHES = 300
SLIDER = range(0, 11)

USUAL_ROUNDS = 3
USUAL_AT_TABLE = 6

PREVIEW = 2.0  # seconds that a projectleider waits for
SMALL_PARTY = 24  # guests: fewer ask for less
FINAL = 10.0  # seconds in the background
MENDING = 1.0  # seconds, for who cancelled or walked in


class Wish(StrEnum):
    """What must hold of two people in every round."""

    TOGETHER = "together"
    APART = "apart"


class Spread(StrEnum):
    """How mantelzorgers are spread over the tables."""

    EVEN = "even"  # as evenly as any other sector, and worth more points
    EACH_TABLE = "each_table"  # at every table a mantelzorger or a host: hard when there are enough of them
    FREE = "free"  # no matter


class PlanChanged(ChangedMeanwhile):
    """Two people work on one plan: the second is told, and sees what the first made of it."""

    sentence = N_("Iemand anders heeft de tafelindeling intussen gewijzigd. U ziet nu de nieuwste.")


class PlanOver(Refused):
    """After the bijeenkomst a plan is what was meant; where people sat is taken down on its own page."""

    sentence = N_("Deze bijeenkomst is voorbij of afgezegd. De tafelindeling verandert niet meer.")


class NotMadeYet(Refused):
    """Nobody sits anywhere yet."""

    sentence = N_("Er is nog geen tafelindeling. Maak die eerst.")


class TooFewGuests(Refused):
    sentence = N_("Een tafelindeling kan vanaf %(fewest)s gasten. U hebt er nu %(guests)s.")


class TooManyGuests(Refused):
    sentence = N_("Een tafelindeling kan tot en met %(most)s gasten. U hebt er nu %(guests)s.")


class OutOfRange(Refused):
    """A number of rounds, tables or places, or a slider, that no form offers."""

    sentence = N_("Kies tussen %(fewest)s en %(most)s. U koos %(chosen)s.")


class FewestOverMost(Refused):
    sentence = N_("Aan tafel %(table)s zitten minstens %(fewest)s en hoogstens %(most)s mensen. Dat kan niet allebei.")


class TableTwice(Refused):
    sentence = N_("Er zijn twee tafels met nummer %(table)s.")


class FewerGuestsThanTables(Refused):
    sentence = N_("Ronde %(round)s heeft minder gasten (%(guests)s) dan tafels (%(tables)s). Kies minder tafels.")


class TooFewPlaces(Refused):
    sentence = N_(
        "In ronde %(round)s komen %(guests)s gasten, en aan de tafels is plaats voor %(places)s: %(short)s te weinig. "
        "Kies meer tafels of meer plaatsen per tafel."
    )


class TooManyNeeded(Refused):
    """The least that the tables want is more than come."""

    sentence = N_(
        "De tafels vragen samen minstens %(needed)s gasten. In ronde %(round)s zijn het er %(guests)s. "
        "Kies minder tafels of een lager minimum."
    )


class HostTwice(Refused):
    sentence = N_("Iemand is gastheer of gastvrouw van tafel %(one)s én van tafel %(other)s. Kies één tafel.")


class HostNotInvited(Refused):
    sentence = N_("De gastheer of gastvrouw van tafel %(table)s staat niet op de gastenlijst.")


class WishOfOne(Refused):
    """A wish, or an exchange, needs two people."""

    sentence = N_("Kies twee verschillende mensen.")


class NotAGuest(Refused):
    sentence = N_("Deze persoon staat niet op de gastenlijst.")


class TooManyWishes(Refused):
    """More than that a projectleider cannot oversee, and whether they clash takes long to say."""

    sentence = N_("Een tafelindeling kan hoogstens %(most)s wensen hebben. Haal eerst een wens weg.")


class NoSuchRounds(Refused):
    """Comes after she left, or after the last round."""

    sentence = N_("Er zijn %(rounds)s rondes. Kies een eerste en een laatste ronde die daarbinnen vallen.")


class NotAtATable(Refused):
    """Somebody who has no seat in this round, or a table that is not there."""

    sentence = N_("Deze persoon zit in ronde %(round)s niet aan een tafel, of deze tafel is er niet (meer).")
    status = 409


class OfferVoid(Refused):
    """The guest list or the plan changed since it was worked out."""

    sentence = N_("De gastenlijst of de indeling is intussen gewijzigd. Dit voorstel past niet meer.")
    status = 409


@dataclass(frozen=True)
class TableChoice:
    """One table as somebody set it."""

    number: int
    fewest: int
    most: int
    name: str = ""
    accessible: bool = True
    host_id: int | None = None


@dataclass(frozen=True)
class Settings:
    """All that a plan is asked to look for; sliders 0–10."""

    rounds: int
    tables: tuple[TableChoice, ...]
    sector: int = 4
    need: int = 6
    strengthen: int = 0
    bridge: int = 4
    spread: Spread = Spread.EVEN


class Ends(Protocol):
    """What these rules need to know of a meeting."""

    @property
    def ends_at(self) -> dt.datetime: ...

    @property
    def cancelled_at(self) -> dt.datetime | None: ...


def is_over(meeting: Ends, now: dt.datetime) -> bool:
    """Whether nobody will sit at these tables any more."""
    return meeting.cancelled_at is not None or now >= meeting.ends_at


def check_not_over(meeting: Ends, now: dt.datetime) -> None:
    """Raise ``PlanOver`` when a plan does not change any more."""
    if is_over(meeting, now):
        raise PlanOver()


def check_guests(guests: int) -> None:
    """Raise ``TooFewGuests`` or ``TooManyGuests`` where there is nothing to plan, or too much."""
    if guests < FEWEST_GUESTS:
        raise TooFewGuests(guests=guests, fewest=FEWEST_GUESTS)
    if guests > MOST_GUESTS:
        raise TooManyGuests(guests=guests, most=MOST_GUESTS)


def suggested(guests: int) -> Settings:
    """What suits so many guests: tables of about six."""
    count = max(2, min(MOST_TABLES, (guests + USUAL_AT_TABLE // 2) // USUAL_AT_TABLE))
    fewest, most = roomy_sizes(guests, count)
    return Settings(USUAL_ROUNDS, tuple(TableChoice(number, fewest, most) for number in range(1, count + 1)))


def preview_seconds(guests: int) -> float:
    """How long somebody waits for a first plan: a small party is soon seated as well as can be."""
    return PREVIEW * min(1.0, guests / SMALL_PARTY)


def roomy_sizes(guests: int, tables: int) -> tuple[int, int]:
    """Fewest and most at a table: with a place to spare for who comes all the same, and room to move somebody."""
    each, fullest = even_sizes(guests, tables)
    return min(each, max(2, each // 2)), fullest + 1


def check_settings(settings: Settings) -> None:
    """Refuse what no plan can be made of, whoever comes."""
    _check_between(1, settings.rounds, MOST_ROUNDS)
    _check_between(1, len(settings.tables), MOST_TABLES)
    for slider in (settings.sector, settings.need, settings.strengthen, settings.bridge):
        _check_between(SLIDER[0], slider, SLIDER[-1])
    host_of: dict[int, int] = {}
    seen: set[int] = set()
    for table in settings.tables:
        _check_between(1, table.most, MOST_AT_TABLE)
        _check_between(0, table.fewest, MOST_AT_TABLE)
        if table.fewest > table.most:
            raise FewestOverMost(table=table.number, fewest=table.fewest, most=table.most)
        if table.number in seen:
            raise TableTwice(table=table.number)
        seen.add(table.number)
        if table.host_id is not None and host_of.setdefault(table.host_id, table.number) != table.number:
            raise HostTwice(one=host_of[table.host_id], other=table.number)


def check_room(settings: Settings, here: Sequence[int]) -> None:
    """Refuse tables that do not suit the guests. ``here``: how many there are in each round."""
    check_guests(max(here))
    places = sum(table.most for table in settings.tables)
    needed = sum(table.fewest for table in settings.tables)
    for number, guests in enumerate(here, 1):
        if guests < len(settings.tables):
            raise FewerGuestsThanTables(round=number, guests=guests, tables=len(settings.tables))
        if guests > places:
            raise TooFewPlaces(round=number, guests=guests, places=places, short=guests - places)
        if guests < needed:
            raise TooManyNeeded(round=number, guests=guests, needed=needed)


def check_rounds(first: int, last: int | None, rounds: int) -> None:
    """Raise ``NoSuchRounds`` unless somebody is there from ``first`` to ``last`` (None: to the end)."""
    if not 1 <= first <= (rounds if last is None else last) <= rounds:
        raise NoSuchRounds(rounds=rounds)


def _check_between(fewest: int, chosen: int, most: int) -> None:
    if not fewest <= chosen <= most:
        raise OutOfRange(fewest=fewest, most=most, chosen=chosen)
