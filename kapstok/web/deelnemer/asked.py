"""One thing asked on the personal page, as a card; and the card of "Wie kent u?", which has a page of its own."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _

from kapstok.web import filters
from kapstok.web.lines import Occasion, answered, is_finished, said_before


class Card(NamedTuple):
    """One thing asked: ``sentence`` and a button while it is open, a line when it is ``done``."""

    title: str
    sentence: str
    button: str
    url: str
    done: bool


def lines_card(occasion: Occasion, token: str, now: dt.datetime) -> Card | None:
    """Whom somebody knows, in the open measurement or after their last meeting; None when neither asks them."""
    if not occasion.names or (occasion.wave is None and occasion.meeting is None):
        return None
    said = said_before(occasion, now)
    count = len(answered(occasion.names, said))
    done = bool(said) and (occasion.wave is None or count == len(occasion.names) or is_finished(occasion))
    if done:
        sentence = _("U hebt ingevuld wie u kent.")
    elif said:
        sentence = _(
            "U gaf bij %(count)s van de %(total)s namen antwoord. Vul aan wie u nog kent, of zeg dat u klaar bent.",
            count=count,
            total=len(occasion.names),
        )
    elif occasion.wave is None and occasion.meeting is not None:
        sentence = _(
            "U was op %(day)s bij “%(meeting)s”. Wie kent u nu?",
            day=filters.day(occasion.meeting.starts_at),
            meeting=occasion.meeting.title,
        )
    elif occasion.person.is_mantelzorger:
        sentence = _("Vertel ons bij wie u terechtkunt. Een paar tikken per organisatie is genoeg.")
    else:
        sentence = _("Vertel ons wie u in het netwerk kent. Een paar tikken per organisatie is genoeg.")
    label = _("Bekijken of wijzigen") if done else _("Verder invullen") if said else _("Invullen")
    title = _("Bij wie kunt u terecht?") if occasion.person.is_mantelzorger else _("Wie kent u?")
    return Card(title, sentence, label, url_for("deelnemer.ties", token=token), done)
