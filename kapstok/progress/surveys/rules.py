"""Rules of the vragenlijst: what a statement is, whom it is for, and how long answering takes. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from enum import StrEnum

from kapstok.errors import N_, ChangedMeanwhile, Refused
from kapstok.meetings.opinion_rules import OPEN_AFTER_MEETING

OPINIONS = range(1, 6)  # "helemaal niet mee eens" to "helemaal mee eens"
LONGEST = 300  # characters of a statement
SECONDS_PER_ITEM = 7  # reading one sentence and one tap
UNDER_A_MINUTE = 60


class ItemKind(StrEnum):
    """Level items are asked at every wave and paired; experienced-change items come later only."""

    LEVEL = "level"
    EXPERIENCED = "experienced"


class OpinionOutOfRange(Refused):
    """Not one of the five answers, nor "n.v.t."."""

    sentence = N_("Kies bij elke uitspraak een van de antwoorden die er staan.")


class NoOpinions(Refused):
    """A vragenlijst that came back untouched."""

    sentence = N_("U hebt nog niets ingevuld. Kies bij ten minste één uitspraak een antwoord.")


class NotYourItem(Refused):
    """The statement is for another audience, or for a later measurement."""

    sentence = N_("Een van deze uitspraken is niet voor u. Laad de pagina opnieuw.")


class ItemChanged(ChangedMeanwhile):
    """Somebody else saved this statement in between, or somebody answered it."""

    sentence = N_("Deze uitspraak is intussen gewijzigd of beantwoord. Kijk wat er nu staat en kies opnieuw.")


class SameItem(Refused):
    """The same words, for the same people: two rows of results that nobody could tell apart."""

    sentence = N_("Deze uitspraak staat al op de lijst, voor dezelfde mensen.")


class NothingChosen(Refused):
    """A measurement with the vragenlijst asks something."""

    sentence = N_("Kies ten minste één uitspraak. Zonder uitspraken is er geen vragenlijst.")


class NotOffered(Refused):
    """A statement that this measurement or meeting cannot ask: archived, or about change before there was any."""

    sentence = N_("Een van deze uitspraken kunt u hier niet meer kiezen. Kijk de lijst na en kies opnieuw.")


def is_for(audience: str, kind: str, sector: str | None, wave_number: int | None) -> bool:
    """Whether an item is asked of somebody of this sector. ``audience``: sector keys, comma separated; empty: all.

    ``wave_number``: None after a meeting. What people experienced as change is not asked in the first measurement.
    """
    for_sector = not audience or sector in audience.split(",")
    return for_sector and fits_wave(kind, wave_number)


def fits_wave(kind: str, wave_number: int | None) -> bool:
    return kind == ItemKind.LEVEL or wave_number != 0


def audience_of(sectors: Collection[str], known: Sequence[str]) -> str:
    """How an audience is kept: the keys of its sectors in the order of the vocabulary; empty when it is all of them."""
    chosen = [key for key in known if key in sectors]
    return "" if len(chosen) == len(known) else ",".join(chosen)


def seconds_to_answer(items: int) -> int:
    return items * SECONDS_PER_ITEM


def takes_long(items: int) -> bool:
    """Whether so many statements take more than a minute."""
    return seconds_to_answer(items) > UNDER_A_MINUTE


def is_open(ended_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether people can still answer about a meeting that ended then."""
    return ended_at <= now < ended_at + OPEN_AFTER_MEETING


# What a new project starts with. A project's data and not interface text: a respondent's answer belongs to the wording.
_CARE = "eerstelijnszorg,thuiszorg"
_PROFESSIONALS = "eerstelijnszorg,thuiszorg,welzijn,gemeente,vrijwilligers,overig"
_CARERS = "mantelzorgers"

# text, kind, audience
DEFAULT_ITEMS = (
    ("Ik heb genoeg aandacht voor mantelzorgers.", ItemKind.LEVEL, _CARE),
    ("Ik bespreek draaglast en draagkracht met mantelzorgers.", ItemKind.LEVEL, _CARE),
    ("Ik verwijs naar welzijn of het Zorgloket wanneer dat past.", ItemKind.LEVEL, _CARE),
    ("Ik weet bij wie ik terechtkan voor hulp aan een mantelzorger.", ItemKind.LEVEL, _PROFESSIONALS),
    ("De ondersteuning van mantelzorgers is hier goed.", ItemKind.LEVEL, _PROFESSIONALS),
    ("Ik krijg de hulp die ik nodig heb.", ItemKind.LEVEL, _CARERS),
    ("Ik word gezien.", ItemKind.LEVEL, _CARERS),
    ("Ik weet waar ik terechtkan.", ItemKind.LEVEL, _CARERS),
    ("De ondersteuning van mantelzorgers is verbeterd.", ItemKind.EXPERIENCED, _PROFESSIONALS),
    ("Ik heb meer aandacht voor mantelzorgers dan eerst.", ItemKind.EXPERIENCED, _CARE),
    ("Ik verwijs vaker naar welzijn of het Zorgloket dan eerst.", ItemKind.EXPERIENCED, _CARE),
    ("De hulp die ik krijg, is verbeterd.", ItemKind.EXPERIENCED, _CARERS),
    ("Er is meer aandacht voor mij dan eerst.", ItemKind.EXPERIENCED, _CARERS),
)
