"""Which lines people may see of one another: only between two who both said that it may. Never how strong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import Select, or_, true

from kapstok.extensions import db
from kapstok.projects.models import Project
from kapstok.register.cards import who_says_yes
from kapstok.register.consent import Purpose
from kapstok.register.models import Person
from kapstok.ties.contacts import VALID_FOR
from kapstok.ties.known import OWN_WORDS
from kapstok.ties.ledger import that_count
from kapstok.ties.measuring import WITH_BACKGROUND, active
from kapstok.ties.models import Tie
from kapstok.ties.reaching import Lines, agreed_lines


def open_people(project: Project | int, now: dt.datetime) -> set[int]:
    """Ids of who takes part today and may be shown as an end of a line: their last word about it is yes.

    Never who wants to be out of view, nor who stands on no list: a mantelzorger without their own wish.
    """
    return set(db.session.scalars(_open(project, now)))


def visible_lines(project: Project | int, now: dt.datetime, *, of: Collection[int] | None = None) -> Lines:
    """With whom each of the ``open_people`` has a line that may be shown; who has none is missing.

    From the newest own words of at most two years ago: at least one of the two calls it a short line, and the other
    does not call it less. With ``of`` only the lines that these people have.
    """
    ends = _open(project, now)
    theirs = true() if of is None else or_(Tie.respondent_id.in_(of), Tie.named_id.in_(of))
    said = (
        that_count(project)
        .where(Tie.source.in_(OWN_WORDS), Tie.stated_at > now - VALID_FOR)
        .where(Tie.respondent_id.in_(ends), Tie.named_id.in_(ends), theirs)
        .with_only_columns(Tie.respondent_id, Tie.named_id, Tie.strength)
        .order_by(Tie.stated_at, Tie.id)
    )
    return agreed_lines({(one, other): strength for one, other, strength in db.session.execute(said)})


def people_here(project: Project | int, ids: Collection[int], now: dt.datetime) -> set[int]:
    """Which of these people take part today."""
    return set(db.session.scalars(_here(project, now).where(Person.id.in_(ids)).with_only_columns(Person.id)))


def list_around(person: Person, known: Collection[int], now: dt.datetime) -> tuple[dict[int, Person], set[int]]:
    """By id, everybody else who takes part today and is one of ``known`` or of the ``open_people``; and who is open."""
    is_open = Person.id.in_(_open(person.project_id, now))
    query = (
        _here(person.project_id, now)
        .where(or_(is_open, Person.id.in_({*known, person.id})))  # oneself too: what belongs to them is read along
        .add_columns(is_open)
        .options(*WITH_BACKGROUND)
    )
    others = [(found, is_open) for found, is_open in db.session.execute(query) if found is not person]
    return {found.id: found for found, _is_open in others}, {found.id for found, is_open in others if is_open}


def _open(project: Project | int, now: dt.datetime) -> Select[int]:
    return (
        _here(project, now)
        .where(Person.on_map, Person.on_rosters)
        .where(Person.id.in_(who_says_yes(project, Purpose.LINES)))
        .with_only_columns(Person.id)
    )


def _here(project: Project | int, now: dt.datetime) -> Select[Person]:
    taking_part = active(getattr(project, "id", project), now)
    return taking_part.where(Person.erased_at.is_(None), Person.merged_into_id.is_(None))
