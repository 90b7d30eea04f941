"""Read a list of monthly counts, and what its cells say: a month, a number, and what was counted. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kapstok.errors import N_, Refused
from kapstok.referrals.rules import Kind
from kapstok.register import columns, reading
from kapstok.register.columns import Layout, NoHeadings, Part
from kapstok.register.rules import match_key
from kapstok.register.sheet import Limits, TooManyRows, TooMuch

MOST_BYTES = 2 * 1024 * 1024
MOST_COUNTS = 20_000
_LIMITS = Limits(rows=MOST_COUNTS + 10, columns=50)  # room for titles and headings


class Column(StrEnum):
    """What is read of each row."""

    SENDER = "sender"
    RECEIVER = "receiver"
    SERVICE = "service"
    MONTH = "month"
    COUNT = "count"
    WHAT = "what"


TITLES: dict[str, str] = {
    Column.SENDER: N_("Van"),
    Column.RECEIVER: N_("Naar"),
    Column.SERVICE: N_("Aanbod"),
    Column.MONTH: N_("Maand"),
    Column.COUNT: N_("Aantal"),
    Column.WHAT: N_("Wat"),
}

_HEADINGS: dict[str, str] = {
    Column.SENDER: "van verwijzer verwezendoor afzender from sender referrer",
    Column.RECEIVER: "naar ontvanger verwezennaar to receiver",
    Column.SERVICE: "aanbod dienst voorziening service",
    Column.MONTH: "maand periode datum month period date",
    Column.COUNT: "aantal aantalverwijzingen verwijzingen getal count number",
    Column.WHAT: "wat soort uitkomst what kind outcome",
}

_LAYOUT = Layout(
    "tallies", titles=TITLES, headings=_HEADINGS, needed=[{Column.RECEIVER}, {Column.MONTH}, {Column.COUNT}]
)

# As people call what they count; with capitals, accents and signs as ``match_key`` leaves them.
_KINDS: dict[str, Kind] = {
    word: kind
    for kind, words in {
        Kind.SENT: ("verwezen", "verwijzing", "verwijzingen", "verstuurd", "sent", "referred"),
        Kind.ARRIVED: ("aangekomen", "aangemeld", "aanmelding", "aanmeldingen", "arrived"),
        Kind.HELPED: ("geholpen", "hulp ontvangen", "helped", "help received"),
        Kind.NOT_REACHED: ("niet bereikt", "not reached"),
        Kind.NO_FIT: ("past niet", "paste niet", "no fit", "does not fit"),
        Kind.NO_PLACE: ("geen plek", "no place"),
        Kind.FORWARDED: ("doorgestuurd", "doorverwezen", "forwarded"),
        Kind.DECLINED: ("ziet ervan af", "zag ervan af", "zagen ervan af", "declined", "decided against it"),
        Kind.OTHER: ("anders", "other"),
    }.items()
    for word in words
}

_MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january",
            "februari feb february",
            "maart mrt mar march",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "augustus aug august",
            "september sep sept",
            "oktober okt oct october",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})(?:[-/.]\d{1,2})?(?:[ T][\d:.]+)?")
_YEAR_LAST = re.compile(r"(?:\d{1,2}[-/.])?(?P<month>\d{1,2})[-/.](?P<year>\d{4})")
_IN_WORDS = re.compile(r"(?:\d{1,2}[ -])?(?P<name>[a-z]+)\.?[ -](?P<year>\d{4}|\d{2})")  # Excel writes okt-26
_WHOLE = re.compile(r"(?P<sign>[+-]?)(?P<number>\d{1,9})(?:[.,]0{1,2})?")


class TooBig(Refused):
    """More than is read at once: of bytes or of rows."""

    sentence = N_(
        "Dit bestand is te groot. Wij lezen hoogstens 2 MB en 20.000 rijen tegelijk. Verdeel het over meer bestanden."
    )


class NoTallies(Refused):
    """No row of headings that names where to, the month and the number."""

    sentence = N_(
        "In dit bestand herkennen wij geen tellingen. Zet boven de kolommen de koppen Van, Naar, Maand en Aantal. "
        "Het voorbeeldbestand laat zien hoe dat eruitziet."
    )


class NoWholeNumber(Refused):
    """Something else than a number, or half a referral."""

    sentence = N_("“%(said)s” is geen heel getal.")


class NoMonth(Refused):
    """What cannot be read as a month."""

    sentence = N_("“%(said)s” is geen maand die wij kennen. Schrijf bijvoorbeeld 2026-10 of oktober 2026.")


class NoKind(Refused):
    """A word for what was counted that we do not know."""

    sentence = N_(
        "“%(said)s” kennen wij niet. Kies uit: verwezen, aangekomen, geholpen, niet bereikt, past niet, geen plek, "
        "doorgestuurd, ziet ervan af, anders."
    )


@dataclass(frozen=True)
class Entry:
    """One row as it was written: ``number`` as Excel shows it, and its cells."""

    number: int
    sender: str = ""
    receiver: str = ""
    service: str = ""
    month: str = ""
    count: str = ""
    what: str = ""
    formulas: tuple[str, ...] = ()


def read(data: bytes) -> Part:
    """The list in a file: the first sheet with our headings.

    Raises ``TooBig``, ``NoTallies``, ``columns.NothingListed``, and what ``register.reading.sheets`` refuses.
    """
    if len(data) > MOST_BYTES:
        raise TooBig()
    try:
        return columns.read(reading.sheets(data, _LIMITS), [_LAYOUT])[0][0]
    except (TooMuch, TooManyRows) as more:
        raise TooBig() from more
    except NoHeadings as other:
        raise NoTallies() from other


def entry(kept: Mapping) -> Entry:
    """An entry of ``Part`` as it came out of the draft."""
    values = {**kept, "formulas": tuple(kept.get("formulas", ()))}
    return Entry(**values)


def month_of(text: str) -> dt.date:
    """The first day of the month that a cell names, or of the day in it. Raises ``NoMonth``."""
    said = " ".join(text.lower().split())
    found = _YEAR_FIRST.fullmatch(said) or _YEAR_LAST.fullmatch(said)
    if found is not None:
        year, month = int(found["year"]), int(found["month"])
    elif (found := _IN_WORDS.fullmatch(said)) is not None:
        year, month = int(found["year"]), _MONTHS.get(found["name"], 0)
        year += 2000 if len(found["year"]) == 2 else 0
    else:
        raise NoMonth(said=text[:40])
    if not (1 <= month <= 12 and year > 0):
        raise NoMonth(said=text[:40])
    return dt.date(year, month, 1)


def number_of(text: str) -> int:
    """``4``, ``4,0`` and ``4.00`` → 4; below zero too. Raises ``NoWholeNumber``, also for ``1.000``."""
    found = _WHOLE.fullmatch(text.replace(" ", ""))
    if found is None:
        raise NoWholeNumber(said=text[:40])
    return int(found["sign"] + found["number"])


def kind_of(text: str) -> Kind:
    """What was counted; nothing said is what was sent. Raises ``NoKind``."""
    if not text:
        return Kind.SENT
    try:
        return _KINDS[match_key(text)]
    except KeyError:
        raise NoKind(said=text[:40]) from None
