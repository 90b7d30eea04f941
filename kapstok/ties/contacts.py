"""How many people can reach somebody: a count for one page, never who."""

from __future__ import annotations

import datetime as dt

from kapstok.extensions import db
from kapstok.register.models import Person
from kapstok.ties.ledger import that_count
from kapstok.ties.models import Tie
from kapstok.ties.rules import SHORT_LINE, Source

VALID_FOR = dt.timedelta(days=730)  # an older statement says nothing about now


def count_short_lines_to(person: Person, now: dt.datetime) -> int:
    """Of how many others the own newest words about ``person``, of at most two years ago, are a short line."""
    stated = (
        that_count(person.project_id)
        .where(Tie.named_id == person.id, Tie.source != Source.PROJECTLEIDER, Tie.stated_at > now - VALID_FOR)
        .with_only_columns(Tie.respondent_id, Tie.strength)
        .order_by(Tie.stated_at, Tie.id)
    )
    latest = dict(db.session.execute(stated).all())
    return sum(strength is not None and strength >= SHORT_LINE for strength in latest.values())
