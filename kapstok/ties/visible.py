"""Which lines people may see of one another: only between two who both said that it may. Never how strong."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Select

from kapstok.extensions import db
from kapstok.projects.models import Project
from kapstok.register.cards import who_says_yes
from kapstok.register.consent import Purpose
from kapstok.register.models import Person
from kapstok.ties.contacts import VALID_FOR
from kapstok.ties.known import OWN_WORDS
from kapstok.ties.ledger import that_count
from kapstok.ties.measuring import active
from kapstok.ties.models import Tie
from kapstok.ties.reaching import Lines, agreed_lines


def open_people(project: Project | int, now: dt.datetime) -> set[int]:
    """Ids of who takes part today and may be shown as an end of a line: their last word about it is yes.

    Never who wants to be out of view, nor who stands on no list: a mantelzorger without their own wish.
    """
    return set(db.session.scalars(_open(project, now)))


def visible_lines(project: Project | int, now: dt.datetime) -> Lines:
    """With whom each of the ``open_people`` has a line that may be shown; who has none is missing.

    From the newest own words of at most two years ago: at least one of the two calls it a short line, and the other
    does not call it less.
    """
    ends = _open(project, now)
    said = (
        that_count(project)
        .where(Tie.source.in_(OWN_WORDS), Tie.stated_at > now - VALID_FOR)
        .where(Tie.respondent_id.in_(ends), Tie.named_id.in_(ends))
        .with_only_columns(Tie.respondent_id, Tie.named_id, Tie.strength)
        .order_by(Tie.stated_at, Tie.id)
    )
    return agreed_lines({(one, other): strength for one, other, strength in db.session.execute(said)})


def _open(project: Project | int, now: dt.datetime) -> Select[int]:
    project_id = getattr(project, "id", project)
    return (
        active(project_id, now)
        .where(Person.erased_at.is_(None), Person.merged_into_id.is_(None), Person.on_map, Person.on_rosters)
        .where(Person.id.in_(who_says_yes(project_id, Purpose.LINES)))
        .with_only_columns(Person.id)
    )
