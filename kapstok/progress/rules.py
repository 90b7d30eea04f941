"""Rules of indicators and surveys: plain values in, plain values out."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from kapstok.errors import N_, Refused

MOST_PEOPLE = 1_000_000
DATES_BACK = 4  # reference dates that can still be filled in
MOST_AGREED = 5
OPINIONS = range(1, MOST_AGREED + 1)


class ItemKind(StrEnum):
    """Level items are asked at every wave and paired; experienced-change items come later only."""

    LEVEL = "level"
    EXPERIENCED = "experienced"


class NumberOutOfRange(Refused):
    """Not a count of people."""

    sentence = N_("Vul een heel getal in van 0 tot en met %(most)s.")


class MoreThanAll(Refused):
    """A part that is larger than the whole."""

    sentence = N_("%(organisation)s: %(value)s mantelzorgers van de %(denominator)s kan niet. Pas een van beide aan.")


class NotAReferenceDate(Refused):
    """Counts are compared between organisations, so all are of the same few dates."""

    sentence = N_("Kies een peildatum uit de lijst.")


class OpinionOutOfRange(Refused):
    """Not one of the five answers, nor "n.v.t."."""

    sentence = N_("Kies bij elke uitspraak een van de antwoorden die er staan.")


class NoOpinions(Refused):
    """A vragenlijst that came back untouched."""

    sentence = N_("U hebt nog niets ingevuld. Kies bij ten minste één uitspraak een antwoord.")


class NotYourItem(Refused):
    """The statement is for another audience, or for a later measurement."""

    sentence = N_("Een van deze uitspraken is niet voor u. Laad de pagina opnieuw.")


def reference_dates(today: dt.date) -> list[dt.date]:
    """The last 1 Januarys and 1 Julys up to and including today, the latest first."""
    dates = [dt.date(year, month, 1) for year in range(today.year - DATES_BACK, today.year + 1) for month in (1, 7)]
    return [date for date in reversed(dates) if date <= today][:DATES_BACK]


def check_observation(value: int, denominator: int | None, organisation: str) -> None:
    """Refuse counts that cannot be. ``organisation`` is named in the sentence."""
    for number in (value, denominator):
        if number is not None and not 0 <= number <= MOST_PEOPLE:
            raise NumberOutOfRange(most=MOST_PEOPLE)
    if denominator is not None and value > denominator:
        raise MoreThanAll(organisation=organisation, value=value, denominator=denominator)


def is_for(audience: str, kind: str, sector: str | None, wave_number: int) -> bool:
    """Whether an item is asked of somebody of this sector. ``audience``: sector keys, comma separated; empty: all."""
    for_sector = not audience or sector in audience.split(",")
    return for_sector and (kind == ItemKind.LEVEL or wave_number > 0)


# What a new project starts with. A project's data and not interface text: a respondent's answer belongs to the wording.
_CARE = "eerstelijnszorg,thuiszorg"
_PROFESSIONALS = "eerstelijnszorg,thuiszorg,welzijn,gemeente,vrijwilligers,overig"

# key, name, definition, denominator
DEFAULT_INDICATORS = (
    (
        "in-view",
        "Mantelzorgers in beeld",
        "Unieke mantelzorgers die uw organisatie op de peildatum heeft vastgelegd: met een code in het dossier of op "
        "de lijst van een steunpunt. Alleen het aantal, geen namen.",
        "Patiënten, cliënten of inwoners voor wie uw organisatie werkt",
    ),
)
# text, audience; all of them level items
DEFAULT_ITEMS = (
    ("Ik heb genoeg aandacht voor mantelzorgers.", _CARE),
    ("Ik bespreek draaglast en draagkracht met mantelzorgers.", _CARE),
    ("Ik verwijs naar welzijn of het Zorgloket wanneer dat past.", _CARE),
    ("Ik weet bij wie ik terechtkan voor hulp aan een mantelzorger.", _PROFESSIONALS),
    ("De ondersteuning van mantelzorgers is hier goed.", _PROFESSIONALS),
    ("Ik krijg de hulp die ik nodig heb.", "mantelzorgers"),
    ("Ik word gezien.", "mantelzorgers"),
    ("Ik weet waar ik terechtkan.", "mantelzorgers"),
)
