"""How many people can reach somebody: a count for one page, never who."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import or_

from kapstok.extensions import db
from kapstok.register.models import Person
from kapstok.scope import in_project
from kapstok.ties.ledger import that_count
from kapstok.ties.models import Tie, Wave
from kapstok.ties.rules import SHORT_LINE, Source

VALID_FOR = dt.timedelta(days=730)  # an older statement says nothing about now


def count_short_lines_to(person: Person, now: dt.datetime) -> int:
    """Of how many others the own newest words about ``person``, of at most two years ago, are a short line.

    Without what was said in a measurement that still runs: who sees people answer one by one would read from a number
    that goes up what the last of them said.
    """
    running = in_project(Wave, person.project_id).where(Wave.closed_at.is_(None)).with_only_columns(Wave.id)
    stated = (
        that_count(person.project_id)
        .where(or_(Tie.wave_id.is_(None), Tie.wave_id.not_in(running)))
        .where(Tie.named_id == person.id, Tie.source != Source.PROJECTLEIDER, Tie.stated_at > now - VALID_FOR)
        .with_only_columns(Tie.respondent_id, Tie.strength)
        .order_by(Tie.stated_at, Tie.id)
    )
    latest = dict(db.session.execute(stated).all())
    return sum(strength is not None and strength >= SHORT_LINE for strength in latest.values())
