"""Who lets the network see a card: after each bijeenkomst some more, most with what one may call them for."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

from kapstok.demo.cast import CARER
from kapstok.demo.shapes import Card, Person

_SAID_YES = 0.72
_CALL_ME_FOR = {
    "huisarts": ("Als een mantelzorger vastloopt.", "Medische vragen rond thuis blijven wonen."),
    "poh": ("Overbelasting, geheugen, ouderenzorg.", "Wie is de mantelzorger en hoe gaat het echt?"),
    "praktijkassistent": ("Een plek op het spreekuur.", "De juiste dokter of POH aan de lijn."),
    "wijkverpleegkundige": ("Zorg thuis, ook met spoed.", "Meekijken of het thuis nog gaat."),
    "verzorgende": ("Hoe gaat het thuis van dag tot dag?",),
    "casemanager": ("Alles rond dementie, ook bij een vermoeden.", "Een huisbezoek als niemand het meer weet."),
    "sociaal-werker": ("Vragen over geld, werk en wonen.", "Een goed gesprek aan de keukentafel."),
    "mantelzorgconsulent": ("Respijtzorg, compliment, cursus: alles voor mantelzorgers.", "Overbelaste mantelzorgers."),
    "wmo-consulent": ("Keukentafelgesprek, hulpmiddelen, huishoudelijke hulp.", "Wat kan er via de Wmo?"),
    "vrijwilliger": ("Een paar uur gezelschap.", "Even iemand die meerijdt."),
    "coordinator": ("Een vrijwilliger zoeken.", "Nieuwe vrijwilligers aanmelden."),
    "beleidsmedewerker": ("Regels en plannen van de gemeente.",),
    "fysiotherapeut": ("Tillen, vallen, bewegen.",),
    "apotheker": ("Medicijnen op orde.",),
}
_REACHABLE = ("Op werkdagen, liefst voor 10.00 uur.", "Maandag, dinsdag en donderdag.", "Bel gerust, ook ’s avonds.",
              "Mail werkt het snelst.", "Woensdag vrij.", "")  # fmt: skip


def cards(people: tuple[Person, ...], moments: Sequence[dt.date], seed: str) -> tuple[Card, ...]:
    """One card for everybody who said yes at one of ``moments``. Mantelzorgers decide for themselves: none here."""
    rng = random.Random(f"{seed}/cards")
    found = []
    for person in people:
        yes, moment, on_paper = rng.random() < _SAID_YES, rng.choice(moments), rng.random() < 0.85
        call_me_for = rng.choice(_CALL_ME_FOR.get(person.function, ("",)))
        reachable, shows_mail, shows_phone = rng.choice(_REACHABLE), rng.random() < 0.8, rng.random() < 0.75
        if not yes or person.function == CARER or person.left:
            continue
        shown = ["call_me_for", "reachable", "area"]
        shown += ["email"] if person.mail and shows_mail else []
        shown += ["phone"] if person.phone and shows_phone else []
        said_on = max(moment, person.joined)
        found.append(Card(person.number, call_me_for, reachable, tuple(shown), on_paper, said_on))
    return tuple(found)
