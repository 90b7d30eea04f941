"""Rules of introductions: who may be brought together, how often, and which two first. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from itertools import combinations
from typing import NamedTuple

from kapstok.errors import N_, Refused

WAITS_FOR = dt.timedelta(days=60)  # afterwards a request has come to nothing
KEPT_FOR = dt.timedelta(days=90)  # since the request: so long who asked reads that it came to nothing
ONCE_PER = dt.timedelta(days=30)  # nobody is introduced more often without having asked for it
MOST_WAITING = 3  # requests of one person at a time: every one of them asks something of somebody
MOST_PAIRS = 3
LONGEST_WHY, LONGEST_WORDS = 200, 500  # characters
ASKED_TO_INTRODUCE = "introduction asked"  # kind of the mail to the middle person


class NoWay(Refused):
    """No line that may be shown leads there (any more). Which end is missing is not told."""

    sentence = N_("Via deze persoon kan dit nu niet. Zoek op uw pagina een andere weg, of vraag de projectleider.")
    status = 404


class NotOpenYourself(Refused):
    """Who keeps their own lines to themselves can neither introduce nor be introduced."""

    sentence = N_(
        "U kunt mensen pas aan elkaar voorstellen, of voorgesteld worden, als uw eigen korte lijnen zichtbaar mogen "
        "zijn. Dat kiest u zelf."
    )
    status = 409


class NotOpen(Refused):
    """One of the two may not be introduced now, or is not somebody whom the middle person knows. Who is not told."""

    sentence = N_("U kunt deze twee mensen nu niet aan elkaar voorstellen. Er is niets verstuurd.")
    status = 409


class NotYourLine(Refused):
    """Asked to introduce somebody whom the middle person did not call a short line."""

    sentence = N_(
        "U hebt bij “Wie kent u?” niet gezegd dat u %(name)s direct kunt bellen of mailen. Daarom versturen wij niets. "
        "Klopt dat niet meer? Pas het daar aan."
    )
    status = 409


class IntroducedLately(Refused):
    """Nobody gets more than one introduction a month that they did not ask for."""

    sentence = N_("%(name)s is kort geleden al aan iemand voorgesteld. Probeer het over een paar weken opnieuw.")
    status = 409


class IntroducedAlready(Refused):
    """The same two by the same middle person, this month."""

    sentence = N_("U hebt %(one)s en %(other)s al aan elkaar voorgesteld. U hoeft niets meer te doen.")
    status = 409


class NotReachable(Refused):
    """No address that works."""

    sentence = N_("Wij kunnen %(name)s niet mailen. Stel deze twee mensen zelf aan elkaar voor, met een telefoontje.")
    status = 409


class AskedEnough(Refused):
    """Too many requests of one person wait."""

    sentence = N_("U hebt al drie keer gevraagd om een introductie. Wacht tot daar iets van is gekomen.")
    status = 409


class Acquaintance(NamedTuple):
    """Somebody whom the middle person can bring into contact; organisation and sector as others may see them."""

    person_id: int
    strength: int
    organisation: str
    sector_id: int | None


def best_pairs(
    known: Collection[Acquaintance], lines: Mapping[int, Collection[int]], introduced: Collection[frozenset[int]]
) -> list[tuple[int, int]]:
    """At most ``MOST_PAIRS`` pairs (by id) of whom somebody knows that are worth introducing, the best first.

    Two of different organisations without a line between them that may be shown, who were not ``introduced`` before.
    Of two sectors comes first, then whom the middle person knows best (the weaker of the two lines counts, then the
    other), then the lowest ids. Nobody stands in two pairs.
    """
    strangers = (
        (one, other)
        for one, other in combinations(sorted(known), 2)
        if other.person_id not in lines.get(one.person_id, ())
        and not (one.organisation and one.organisation == other.organisation)
        and frozenset((one.person_id, other.person_id)) not in introduced
    )
    found: list[tuple[int, int]] = []
    for one, other in sorted(strangers, key=_order):
        pair = (one.person_id, other.person_id)
        if len(found) < MOST_PAIRS and not any(set(pair) & set(earlier) for earlier in found):
            found.append(pair)
    return found


def _order(pair: tuple[Acquaintance, Acquaintance]) -> tuple:
    one, other = pair
    same_sector = None in (one.sector_id, other.sector_id) or one.sector_id == other.sector_id
    weaker, stronger = sorted((one.strength, other.strength))
    return same_sector, -weaker, -stronger, one.person_id, other.person_id
