"""Rules of indicators: plain values in, plain values out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from kapstok.errors import N_, ChangedMeanwhile, Refused

MOST_PEOPLE = 1_000_000


class Period(StrEnum):
    """How often an indicator is counted: on the first day of each."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"


MONTHS_OF = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF_YEAR: 6}
DATES_BACK = {Period.MONTH: 12, Period.QUARTER: 6, Period.HALF_YEAR: 4}  # reference dates that can still be filled in


class Instrument(StrEnum):
    """A belastingmeting of which only counts are kept: how many were taken, and how many scored above the cut-off."""

    EDIZ = "ediz"
    EDIZ_PLUS = "ediz-plus"
    CSI = "csi"


@dataclass(frozen=True)
class Scale:
    """Scores run from 0 to ``highest``; ``cut_off`` and higher is overburdened, None where no cut-off is accepted."""

    highest: int
    cut_off: int | None


SCALES = {
    # Pot, Van Dyck & Deeg 1995 (Tijdschr Gerontol Geriatr 26, 214-219): higher is heavier, without a cut-off. So each
    # organisation counts by its own.
    Instrument.EDIZ: Scale(9, None),
    # De Boer, Oudijk, Timmermans & Pot 2012 (Tijdschr Gerontol Geriatr 43, 77-88): overburdened from nine.
    Instrument.EDIZ_PLUS: Scale(15, 9),
    # Robinson 1983 (J Gerontol 38, 344-348): seven or more of the thirteen.
    Instrument.CSI: Scale(13, 7),
}


class NumberOutOfRange(Refused):
    """Not a count of people."""

    sentence = N_("Vul een heel getal in van 0 tot en met %(most)s.")


class MoreThanAll(Refused):
    """A part that is larger than the whole."""

    sentence = N_("%(organisation)s: %(value)s mantelzorgers van de %(denominator)s kan niet. Pas een van beide aan.")


class NotAReferenceDate(Refused):
    """Counts are compared between organisations, so all are of the same few dates."""

    sentence = N_("Kies een peildatum uit de lijst.")


class HowManyTaken(Refused):
    """Of a belastingmeting the part above the cut-off says nothing without how many were taken."""

    sentence = N_("%(organisation)s: vul ook in bij hoeveel mantelzorgers de meting is afgenomen.")


class ReportedMeanwhile(ChangedMeanwhile):
    """A colleague reported for the same organisation and date after this form was opened."""

    sentence = N_(
        "%(organisation)s: iemand anders gaf intussen %(theirs)s op, u vulde %(mine)s in. "
        "Klopt uw aantal? Bewaar het dan nog een keer."
    )


class IndicatorChanged(ChangedMeanwhile):
    """Somebody else saved this indicator first."""

    sentence = N_("Iemand anders heeft de telling “%(name)s” intussen gewijzigd.")


class NameTaken(Refused):
    """Two indicators of one name would be one indicator twice."""

    sentence = N_("“%(name)s” telt dit project al. Kies een andere naam.")


def reference_dates(today: dt.date, period: str = Period.HALF_YEAR) -> list[dt.date]:
    """The first days of the last months, quarters or half-years up to and including today, the latest first."""
    length, back = MONTHS_OF[Period(period)], DATES_BACK[Period(period)]
    latest = today.year * 12 + (today.month - 1) // length * length
    return [_first_of(latest - number * length) for number in range(back)]


def span(on_date: dt.date, period: str) -> tuple[dt.date, dt.date]:
    """The first and the last day of the period that ended before a reference date: what happened is counted in it."""
    months = on_date.year * 12 + on_date.month - 1
    return _first_of(months - MONTHS_OF[Period(period)]), on_date - dt.timedelta(days=1)


def _first_of(months: int) -> dt.date:
    """The first day of a month, counted in months since the year 0."""
    return dt.date(months // 12, months % 12 + 1, 1)


def is_asked_of(audience: str, sector: str) -> bool:
    """Whether organisations of this sector count it. ``audience``: sector keys, comma separated; empty: all."""
    return not audience or sector in audience.split(",")


def check_observation(value: int, denominator: int | None, organisation: str, instrument: str = "") -> None:
    """Refuse counts that cannot be. ``organisation`` is named in the sentence."""
    for number in (value, denominator):
        if number is not None and not 0 <= number <= MOST_PEOPLE:
            raise NumberOutOfRange(most=MOST_PEOPLE)
    if denominator is not None and value > denominator:
        raise MoreThanAll(organisation=organisation, value=value, denominator=denominator)
    if denominator is None and instrument:
        raise HowManyTaken(organisation=organisation)


# What a new project starts with: its own data, not interface text.


@dataclass(frozen=True)
class Suggestion:
    """An indicator as a project may take it over, and then change it."""

    key: str
    name: str
    definition: str
    denominator: str = ""
    instrument: str = ""
    period: str = Period.HALF_YEAR
    audience: str = ""


IN_VIEW = Suggestion(
    "in-view",
    "Mantelzorgers in beeld",
    "Unieke mantelzorgers die uw organisatie op de peildatum heeft vastgelegd: met een code in het dossier of op "
    "de lijst van een steunpunt. Alleen het aantal, geen namen.",
    "Patiënten, cliënten of inwoners voor wie uw organisatie werkt",
    audience="eerstelijnszorg,thuiszorg,welzijn",
)
_TAKEN = "Mantelzorgers bij wie de meting is afgenomen"
_MEASURING = "eerstelijnszorg,thuiszorg,welzijn,gemeente"
# What a project switches on when it wants it; ``IN_VIEW`` is what every project starts with.
SUGGESTIONS = (
    IN_VIEW,
    Suggestion(
        "ediz",
        "EDIZ boven de grens",
        "Mantelzorgers bij wie u in de periode de EDIZ afnam en die boven de grens scoorden. De EDIZ loopt van 0 tot "
        "en met 9 en heeft geen vaste grens: houd steeds de grens aan die uw organisatie zelf koos.",
        _TAKEN,
        Instrument.EDIZ,
        audience=_MEASURING,
    ),
    Suggestion(
        "ediz-plus",
        "EDIZ-plus boven de grens",
        "Mantelzorgers bij wie u in de periode de EDIZ-plus afnam en die 9 of hoger scoorden, op een schaal van 0 tot "
        "en met 15.",
        _TAKEN,
        Instrument.EDIZ_PLUS,
        audience=_MEASURING,
    ),
    Suggestion(
        "csi",
        "CSI boven de grens",
        "Mantelzorgers bij wie u in de periode de CSI afnam en die 7 of hoger scoorden, op een schaal van 0 tot en "
        "met 13.",
        _TAKEN,
        Instrument.CSI,
        audience=_MEASURING,
    ),
    Suggestion(
        "talks",
        "Gesprekken met mantelzorgers",
        "Mantelzorgers met wie uw organisatie in de periode een gesprek voerde over wat zij nodig hebben. Iedere "
        "mantelzorger telt één keer.",
        audience=_MEASURING,
    ),
)
