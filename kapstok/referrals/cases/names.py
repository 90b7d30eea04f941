"""Made-up names of case cards: an adjective and a bird, a plant, a stone … that say nothing of anybody.

No word hints at illness, age, a body, a person, a place or an order: who reads "Koperen specht" knows nothing more.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection

# Only nouns with "de", so that every adjective fits every one of them.
_ADJECTIVES = """
    Blauwe Groene Paarse Oranje Zilveren Gouden Koperen Bronzen Houten Stenen Glazen Zijden Linnen Wollen Rieten
    Gestreepte Geruite Gevlochten Gedraaide Glanzende Geschilderde Getekende Ronde Vierkante Ovale Bolle Effen Bonte
    Zonnige Winderige Mistige Zomerse Winterse Frisse Hoge Verre Vliegende Drijvende Zwevende Rollende
    Zingende Fluitende Dansende Twinkelende Wuivende Ruisende
"""
_NOUNS = """
    specht reiger spreeuw lijster kievit grutto wulp zwaluw vink koolmees ijsvogel ooievaar lepelaar fuut gans zwaan
    eik beuk berk populier wilg iep hazelaar vlier esdoorn kastanje varen klaproos korenbloem boterbloem zonnebloem
    dotterbloem klaver lavendel tulp munt kei agaat schelp barnsteen opaal kwarts leisteen otter egel eekhoorn
    libel vlinder hommel
"""
ALL_NAMES = tuple(f"{adjective} {noun}" for adjective in _ADJECTIVES.split() for noun in _NOUNS.split())


class NoNameLeft(Exception):
    """Every name is taken."""


def new_name(taken: Collection[str]) -> str:
    """A name that is not ``taken``, drawn by chance: it tells neither when it was made nor how many there are.

    Raises ``NoNameLeft``.
    """
    free = sorted(set(ALL_NAMES).difference(taken))
    if not free:
        raise NoNameLeft()
    return secrets.choice(free)
