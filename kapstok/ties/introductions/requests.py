"""Asking to be introduced, and what becomes of it until somebody does it.

Who asked never learns that the middle person declined. Declined and unanswered look the same for sixty days ("if it
works out you get a mail"), and the same after that ("it did not work out now"), until the request is forgotten. It is
kind to both, and true in both cases.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, delete, or_
from sqlalchemy.orm import joinedload

from kapstok.accounts import audit
from kapstok.extensions import db
from kapstok.freetext import check_free_text
from kapstok.mail import service as mail
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import BadAddress
from kapstok.projects.models import Project
from kapstok.register.letters import Letterhead, mark_asked, post, sender_of
from kapstok.register.models import Person
from kapstok.register.rules import may_be_asked
from kapstok.scope import in_project
from kapstok.ties import visible
from kapstok.ties.introductions import messages
from kapstok.ties.introductions.messages import Asked
from kapstok.ties.introductions.rules import (
    ASKED_TO_INTRODUCE,
    KEPT_FOR,
    LONGEST_WHY,
    MOST_WAITING,
    WAITS_FOR,
    AskedEnough,
    NotOpenYourself,
    NoWay,
)
from kapstok.ties.known import known_by
from kapstok.ties.leaving.introducing import can_be_mailed
from kapstok.ties.measuring import WITH_BACKGROUND
from kapstok.ties.models import Introduction
from kapstok.ties.rules import SHORT_LINE

WITH_PEOPLE = (joinedload(Introduction.middle), joinedload(Introduction.one), joinedload(Introduction.other))


@dataclass(frozen=True)
class Wish:
    """A way that somebody can go: whom they would ask, and whom they want to meet."""

    middle: Person
    other: Person


# Asking


def find_wish(one: Person, middle_id: int, other_id: int, now: dt.datetime) -> Wish:
    """Whom ``one`` would ask, and whom they would meet. Raises ``NotOpenYourself``, ``NoWay``.

    The first step is a short line in one's own words, or one that may be shown; the second one always the latter.
    """
    if one.id not in visible.open_people(one.project_id, now):
        raise NotOpenYourself()
    lines = visible.visible_lines(one.project_id, now)
    known = middle_id in lines.get(one.id, ()) or known_by(one, now).get(middle_id, 0) >= SHORT_LINE
    if other_id == one.id or not known or other_id not in lines.get(middle_id, ()):
        raise NoWay()
    people = {person.id: person for person in people_of(one.project_id, (middle_id, other_id))}
    return Wish(people[middle_id], people[other_id])


def ask(one: Person, middle_id: int, other_id: int, why: str, letterhead: Letterhead, now: dt.datetime) -> Introduction:
    """Ask the middle person for an introduction; the request that waits already, when there is one.

    They see it on their own page, and get a mail when they may be mailed a question this month. Raises what
    ``find_wish`` and ``check_free_text`` refuse, and ``AskedEnough``.
    """
    check_free_text(why, now)
    take_turns(one.project_id, (one.id, middle_id))
    wish = find_wish(one, middle_id, other_id, now)
    mine = [row for row in list_asked_by(one, now) if row.sent_at is None and row.asked_at > now - WAITS_FOR]
    for row in mine:
        if (row.middle_id, row.other_id) == (middle_id, other_id):
            return row
    if len(mine) >= MOST_WAITING:
        raise AskedEnough()
    row = Introduction(project_id=one.project_id, middle=wish.middle, one=one, other=wish.other, asked_at=now)
    row.note = why[:LONGEST_WHY]
    db.session.add(row)
    db.session.flush()
    if can_be_mailed(wish.middle) and may_be_asked(wish.middle.asked_at, now):
        _mail_middle(row, letterhead, now)
    note("introduction asked", by=one, about=wish.middle)
    return row


def list_asked_by(one: Person, now: dt.datetime) -> list[Introduction]:
    """What ``one`` asked, the newest first; nothing in which somebody's lines may no longer be seen."""
    rows = rows_of(one.project_id).where(Introduction.one_id == one.id, Introduction.asked_at > now - KEPT_FOR)
    return still_open(one.project_id, rows, now)


# Being asked


def list_asked_of(middle: Person, now: dt.datetime) -> list[Introduction]:
    """The requests that wait for ``middle``, the newest first."""
    rows = rows_of(middle.project_id).where(Introduction.middle_id == middle.id, *_waiting(now))
    return still_open(middle.project_id, rows, now)


def decline(middle: Person, one_id: int, other_id: int, now: dt.datetime) -> None:
    """Do not do what was asked. Saying it twice, or of what nobody asked, is harmless."""
    take_turns(middle.project_id, (middle.id, one_id, other_id))  # as who introduces them meanwhile, and meets this
    for row in requests_to(middle, one_id, other_id, now):
        row.declined_at = now
        withdraw_request(row)
    db.session.flush()


def forget_unanswered(now: dt.datetime) -> int:
    """Forget requests that came to nothing ninety days after they were made, in every project. How many."""
    gone = delete(Introduction).where(Introduction.sent_at.is_(None), Introduction.asked_at <= now - KEPT_FOR)
    options = {"across_projects": "every project forgets", "synchronize_session": False}
    return len(db.session.scalars(gone.returning(Introduction.id).execution_options(**options)).all())


# For introducing too


def take_turns(project_id: int, ids: Collection[int]) -> None:
    """Let whoever writes about these people at the same time wait; always in one order, so that nobody waits for ever.

    What is known of them is read anew. Not a lock on the key: rows that name them go on being written.
    """
    query = in_project(Person, project_id).where(Person.id.in_(ids)).order_by(Person.id)
    db.session.scalars(query.with_for_update(key_share=True).execution_options(populate_existing=True)).all()


def people_of(project_id: int, ids: Collection[int]) -> list[Person]:
    """People of the project by name, with what a card tells."""
    query = in_project(Person, project_id).where(Person.id.in_(ids)).options(*WITH_BACKGROUND)
    return list(db.session.scalars(query.order_by(Person.name, Person.id)))


def rows_of(project_id: int) -> Select[Introduction]:
    """The query for introductions, the newest request first."""
    order = Introduction.asked_at.desc(), Introduction.id.desc()
    return in_project(Introduction, project_id).options(*WITH_PEOPLE).order_by(*order)


def of_pair(one_id: int, other_id: int) -> ColumnElement[bool]:
    """Of these two people, whoever asked."""
    straight = and_(Introduction.one_id == one_id, Introduction.other_id == other_id)
    return or_(straight, and_(Introduction.one_id == other_id, Introduction.other_id == one_id))


def requests_to(middle: Person, one_id: int, other_id: int, now: dt.datetime) -> Sequence[Introduction]:
    """What waits for ``middle`` about these two, the newest first: mostly one, two when both asked."""
    rows = rows_of(middle.project_id).where(Introduction.middle_id == middle.id, of_pair(one_id, other_id))
    return db.session.scalars(rows.where(*_waiting(now)).execution_options(populate_existing=True)).all()


def still_open(project_id: int, query: Select[Introduction], now: dt.datetime) -> list[Introduction]:
    """Of these introductions those in which everybody's lines may be seen today."""
    rows = db.session.scalars(query).all()
    open_ones = visible.open_people(project_id, now) if rows else set()
    return [row for row in rows if {row.middle_id, row.one_id, row.other_id} <= open_ones]


def withdraw_request(row: Introduction) -> None:
    """Keep the mail that asks the middle person at home, if it did not leave yet."""
    mail.withdraw(_request_key(row))


def file_away(message: OutboxMessage, receiver: Person, about: Person, letterhead: Letterhead) -> None:
    """Who meets whom stands in the mail alone: lists of mail are read by others, and kept when its content is gone."""
    message.about_id = about.id
    with letterhead.speaking(receiver.language) as speech:
        message.subject = messages.plain_subject(speech.translate)


def note(event: str, *, by: Person, about: Person) -> None:
    """In the audit trail: what somebody did to somebody else."""
    audit.record(event, actor=f"person:{by.id}", project_id=by.project_id, subject=f"person:{about.id}")


# Inside


def _waiting(now: dt.datetime) -> tuple:
    undecided = Introduction.sent_at.is_(None), Introduction.declined_at.is_(None)
    return (*undecided, Introduction.asked_at > now - WAITS_FOR)


def _mail_middle(row: Introduction, letterhead: Letterhead, now: dt.datetime) -> None:
    project, middle = db.session.get_one(Project, row.project_id), row.middle
    page = f"{letterhead.personal_link(middle)}/voorstellen/{row.one_id}/{row.other_id}"
    with letterhead.speaking(middle.language) as speech:
        letter = messages.request(
            speech.translate,
            middle.name,
            sender_of(project, letterhead),
            Asked(row.one.name, row.other.name, row.note),
            page,
            letterhead.personal_link_days,
        )
    try:
        message = post(
            letter, middle, project, letterhead, now, kind=ASKED_TO_INTRODUCE, supersede_key=_request_key(row)
        )
    except BadAddress:
        return  # they find it on their own page
    file_away(message, middle, row.other, letterhead)
    mark_asked(row.project_id, [middle.id], now)


def _request_key(row: Introduction) -> str:
    return f"introduction asked:{row.id}"
