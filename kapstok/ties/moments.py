"""What was said up to a moment, and how a measurement was filled in: narrow rows, in order, for whoever counts them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Row, Select, func

from kapstok.extensions import db
from kapstok.projects.models import Project
from kapstok.ties.ledger import that_count
from kapstok.ties.models import Tie, Wave

UNSAID = -1  # "weet ik niet" in rows of numbers: no observation


def said_between(
    project: Project | int, since: dt.datetime, until: dt.datetime, sources: Collection[str]
) -> Iterable[Row]:
    """(respondent_id, named_id, strength or ``UNSAID``) of what was said from ``since`` up to and including ``until``.

    Oldest first, so that the last row of a pair is its last word; of two at the same moment the one that was kept later
    is later. The moment itself stays in the database: reading a date and time per row would cost more than all else.
    To be read once; a list of so many rows would be walked by the garbage collector while it is made.
    """
    columns = Tie.respondent_id, Tie.named_id, func.coalesce(Tie.strength, UNSAID)
    query = _said(project, since, until, sources).with_only_columns(*columns)
    return db.session.execute(query.order_by(Tie.stated_at, Tie.id))


def first_said(project: Project | int, sources: Collection[str]) -> dt.datetime | None:
    """When the first statement was made, or None."""
    query = that_count(project).where(Tie.source.in_(sources))
    return db.session.scalar(query.with_only_columns(func.min(Tie.stated_at)))


def answers_in(wave: Wave) -> Sequence[Row]:
    """(respondent_id, named_id, strength or ``UNSAID``, by_block, carried, on_paper) of a measurement, oldest first."""
    columns = (
        Tie.respondent_id,
        Tie.named_id,
        func.coalesce(Tie.strength, UNSAID),
        Tie.by_block,
        Tie.carried,
        Tie.entered_by_id.is_not(None),
    )
    query = that_count(wave.project_id).where(Tie.wave_id == wave.id).with_only_columns(*columns)
    return db.session.execute(query.order_by(Tie.stated_at, Tie.id)).all()


def saves_in(wave: Wave) -> Sequence[Row]:
    """(respondent_id, stated_at, answers): each time that somebody's own answers were saved in a measurement.

    Own answers are those to single names, given on a screen: not for a whole organisation at once, not taken over from
    the measurement before, and not typed in by the projectleider.
    """
    own = Tie.by_block.is_(False), Tie.carried.is_(False), Tie.entered_by_id.is_(None)
    query = that_count(wave.project_id).where(Tie.wave_id == wave.id, *own)
    columns = Tie.respondent_id, Tie.stated_at, func.count()
    saves = query.with_only_columns(*columns).group_by(Tie.respondent_id, Tie.stated_at)
    return db.session.execute(saves.order_by(Tie.respondent_id, Tie.stated_at)).all()


def _said(
    project: Project | int, since: dt.datetime, until: dt.datetime, sources: Collection[str]
) -> Select[tuple[Tie]]:
    return that_count(project).where(Tie.stated_at.between(since, until), Tie.source.in_(sources))
