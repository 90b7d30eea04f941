""" "Kloppen uw gegevens nog?": one tap, as a part of the Kapstok-minuut."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from flask_babel import gettext as _

from kapstok import clock
from kapstok.progress.minute.rules import is_card_stale
from kapstok.register import own_card
from kapstok.register.models import Person
from kapstok.register.rules import PersonChanged
from kapstok.web.sections import Section, SectionRefused

KEY = "card_"
RIGHT, VERSION = "card_right", "card_version"


def find_section(person: Person, now: dt.datetime, sent: Mapping[str, str] | None = None) -> Section:
    """Everybody has data of their own; they are asked about them twice a year."""
    done = not is_card_stale(person.confirmed_on, person.joined_on, clock.local_date(now))
    values = {"person": person, "right": bool(sent and RIGHT in sent)}
    return Section(KEY, _("Kloppen uw gegevens nog?"), "deelnemer/_own_check.html", done, values)


def keep_section(person: Person, sent: Mapping[str, str], now: dt.datetime) -> None:
    """Nothing when the box is not ticked. Raises ``SectionRefused`` when the data are no longer what was seen."""
    if RIGHT not in sent:
        return
    if sent.get(VERSION) != str(person.version):
        raise SectionRefused({RIGHT: PersonChanged(name=person.name).text(_)})
    own_card.confirm(person, now)
