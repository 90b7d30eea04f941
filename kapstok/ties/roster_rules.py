"""Rules of a measurement's roster and its last day: plain values in, plain values out."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import NamedTuple

from kapstok.errors import N_, Refused
from kapstok.ties.rules import check_last_day

NAMES_A_MINUTE = 20  # sixty names take three minutes
SHORTEST = 3  # minutes, whoever is on the list
MINUTES_FOR_ITEMS = 1


class NobodyAsks(Refused):
    """A roster on which nobody is asked anything."""

    sentence = N_("Er is niemand die invult. Vink bij ten minste één persoon “vult in” aan.")


class NobodyListed(Refused):
    """A roster on which nobody can be named."""

    sentence = N_("Er staat niemand op de lijst. Vink bij ten minste één persoon “staat op de lijst” aan.")


class TooFewOnRoster(Refused):
    """Somebody alone has no lines."""

    sentence = N_("Er doet maar één persoon mee. Een meting heeft ten minste twee mensen nodig.")


class RosterChanged(Refused):
    """Somebody on it left, or is not of this project: which of the two is not told."""

    sentence = N_("Iemand die u aanvinkte, doet niet meer mee. De lijst hieronder is bijgewerkt: kijk die nog eens na.")
    status = 409


class StandsOnNoList(Refused):
    """Somebody who did not choose to be on lists, such as a mantelzorger who was not asked yet."""

    sentence = N_("%(name)s koos er niet voor om op lijsten te staan. Haal het vinkje bij de lijst weg.")


class LastDayPast(Refused):
    """A measurement nobody could answer."""

    sentence = N_("De laatste dag is al geweest. Kies een dag vanaf vandaag.")


class Part(NamedTuple):
    """What one person does in a measurement: says whom they know, stands on the others' lists, or both."""

    asks: bool
    named: bool


EVERYTHING = Part(asks=True, named=True)


class Stage(StrEnum):
    """How far somebody is who is asked."""

    SILENT = "nog-niet"
    BEGUN = "begonnen"
    DONE = "klaar"


def check_roster(roster: Mapping[int, Part], active: Collection[int]) -> None:
    """Refuse a roster that measures nothing. ``active``: who takes part today."""
    if not roster.keys() <= set(active):
        raise RosterChanged()
    if not any(part.asks for part in roster.values()):
        raise NobodyAsks()
    if not any(part.named for part in roster.values()):
        raise NobodyListed()
    if len(roster) < 2:
        raise TooFewOnRoster()


def check_closes_on(day: dt.date | None, today: dt.date) -> None:
    """Refuse a last day to answer that is past (``LastDayPast``) or a year away (``UnlikelyLastDay``)."""
    if day is None:
        return
    if day < today:
        raise LastDayPast()
    check_last_day(day, today)


def stage_of(answered_at: dt.datetime | None, finished_at: dt.datetime | None) -> Stage:
    """From the first answer to the moment that they said to be done."""
    if answered_at is None:
        return Stage.SILENT
    return Stage.BEGUN if finished_at is None else Stage.DONE


def minutes_to_answer(names: int, *, items: bool) -> int:
    """How long the form takes, as people are told beforehand."""
    return max(SHORTEST, math.ceil(names / NAMES_A_MINUTE)) + (MINUTES_FOR_ITEMS if items else 0)
