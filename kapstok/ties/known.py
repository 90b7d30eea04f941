"""Whom somebody said to know. Only ever shown to that person themselves."""

from __future__ import annotations

import datetime as dt

from kapstok.extensions import db
from kapstok.register.models import Person
from kapstok.ties.contacts import VALID_FOR
from kapstok.ties.ledger import that_count
from kapstok.ties.models import Tie
from kapstok.ties.rules import Source

OWN_WORDS = (Source.WAVE, Source.PULSE, Source.IMPORT)  # what a projectleider observed, nobody said themselves


def known_by(person: Person, now: dt.datetime) -> dict[int, int]:
    """Strength (1–4) by the id of everybody whom ``person`` knows, by their own newest words of at most two years ago.

    Who was last called a stranger (0), or about whom they last said nothing (NA), is not there.
    """
    said = (
        that_count(person.project_id)
        .where(Tie.respondent_id == person.id, Tie.source.in_(OWN_WORDS), Tie.stated_at > now - VALID_FOR)
        .with_only_columns(Tie.named_id, Tie.strength)
        .order_by(Tie.stated_at, Tie.id)
    )
    return {named: strength for named, strength in dict(db.session.execute(said).all()).items() if strength}
