"""Somebody leaves: who takes over, what moves along, and whom the leaver introduces. What was said stays said."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Select
from sqlalchemy.orm import joinedload

from kapstok import clock
from kapstok.accounts import audit
from kapstok.accounts.history import record_of
from kapstok.accounts.models import Change
from kapstok.directory.models import Service
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.projects.models import Project
from kapstok.register import service as register
from kapstok.register.letters import Letterhead
from kapstok.register.models import Person
from kapstok.scope import in_project
from kapstok.ties.leaving.introducing import ask_leaver, takes_part, withdraw_mail
from kapstok.ties.models import Handover
from kapstok.ties.rules import NoSuccessor, check_last_day


def find_handover(leaver: Person) -> Handover | None:
    """The leaving of this person that was planned or carried out, and not taken back."""
    if leaver.left_on is None:
        return None
    return db.session.scalar(in_project(Handover, leaver.project_id).where(Handover.leaver_id == leaver.id))


def waiting(project: Project) -> dict[int, Handover]:
    """By the id of the leaver: everybody who leaves or has left, and whose lines are still to be handed over."""
    return {row.leaver_id: row for row in db.session.scalars(_waiting(project))}


def plan(
    leaver: Person, last_day: dt.date, successor: Person | None, letterhead: Letterhead, now: dt.datetime, *, actor: str
) -> Handover:
    """Write down that ``leaver`` goes after ``last_day``, or change what was planned. Repeating it is harmless.

    With a successor who can be mailed, the leaver gets a mail with the link to choose whom to introduce. A last day
    that is past is carried out at once. Raises ``UnlikelyLastDay``, ``NoSuccessor``, and ``NotFound`` for who is gone.
    """
    _check_still_there(leaver)
    today = clock.local_date(now)
    check_last_day(last_day, today)
    if successor is not None and not _can_follow(successor, leaver, today):
        raise NoSuccessor(name=leaver.name)
    handover = _row_of(leaver, now)
    follows = handover.successor_id if leaver.left_on is not None else None
    begun = leaver.left_on is None
    leaver.left_on, leaver.successor = last_day, successor
    handover.successor = successor
    db.session.flush()
    if begun or follows != handover.successor_id:
        handover.introduced_at, handover.introduced = None, 0
        _move_left_behind(handover, to=successor)
        ask_leaver(handover, letterhead, now)
    if last_day < today:
        _carry_out(handover, now)
    elif leaver.archived_at is not None:
        _come_back(handover)
    db.session.flush()
    audit.record("leaving planned", actor=actor, project_id=leaver.project_id, subject=f"person:{leaver.id}")
    return handover


def stay(leaver: Person, *, actor: str) -> None:
    """They don't go after all: what moved to the successor comes back, mail that did not leave stays here.

    An introduction that was mailed cannot be unsaid. Saying it twice is harmless. Raises ``NotFound`` for who is gone.
    """
    _check_still_there(leaver)
    handover = find_handover(leaver)
    if handover is None:
        return
    withdraw_mail(leaver)
    _come_back(handover)
    leaver.left_on = leaver.successor = None
    db.session.delete(handover)
    db.session.flush()
    audit.record("leaving taken back", actor=actor, project_id=leaver.project_id, subject=f"person:{leaver.id}")


def carry_out_due(project: Project, now: dt.datetime) -> int:
    """After their last day: leavers go to the archive, and what they kept goes to who takes over. How many went."""
    due = (
        in_project(Handover, project)
        .join(Handover.leaver)
        .where(Person.left_on < clock.local_date(now), Person.archived_at.is_(None), Person.erased_at.is_(None))
        .options(joinedload(Handover.leaver), joinedload(Handover.successor))
    )
    found = list(db.session.scalars(due))
    for handover in found:
        _carry_out(handover, now)
    db.session.flush()
    return len(found)


# Inside


def _check_still_there(leaver: Person) -> None:
    """Raise ``NotFound`` for who was erased or merged into somebody else: leaving or staying would revive them."""
    if leaver.erased_at is not None or leaver.merged_into_id is not None:
        raise NotFound()


def _waiting(project: Project) -> Select[Handover]:
    return (
        in_project(Handover, project)
        .join(Handover.leaver)
        .where(Handover.introduced_at.is_(None), Person.left_on.is_not(None), Person.erased_at.is_(None))
        .options(joinedload(Handover.leaver), joinedload(Handover.successor))
        .order_by(Person.left_on, Person.id)
    )


def _row_of(leaver: Person, now: dt.datetime) -> Handover:
    """The row of this person's leaving: a new one, or the one there is (also of a leaving that was taken back)."""
    row = db.session.scalar(in_project(Handover, leaver.project_id).where(Handover.leaver_id == leaver.id))
    if row is None:
        row = Handover(project_id=leaver.project_id, leaver=leaver, started_at=now, introduced=0)
        db.session.add(row)
    elif leaver.left_on is None:
        row.started_at = now
    return row


def _carry_out(handover: Handover, now: dt.datetime) -> None:
    register.archive_person(handover.leaver, now)
    successor = handover.successor
    keeper = successor if successor is not None and successor.archived_at is None else None
    for service in db.session.scalars(_services(handover).where(Service.keeper_id == handover.leaver_id)):
        _give(service, keeper)


def _come_back(handover: Handover) -> None:
    handover.leaver.archived_at = None
    _move_left_behind(handover, to=handover.leaver)


def _move_left_behind(handover: Handover, *, to: Person | None) -> None:
    """Give ``to`` what the leaver kept until they left, except what somebody else took up since."""
    given_up = in_project(Change, handover.project_id).where(
        Change.field == "keeper_id", Change.old == record_of(handover.leaver), Change.at >= handover.started_at
    )
    new_keeper = {int(change.record.partition(":")[2]): change.new for change in db.session.scalars(given_up)}
    for service in db.session.scalars(_services(handover).where(Service.id.in_(new_keeper))):
        now_kept_by = "" if service.keeper_id is None else f"person:{service.keeper_id}"
        if now_kept_by == new_keeper[service.id]:
            _give(service, to)


def _give(service: Service, keeper: Person | None) -> None:
    service.keeper, service.asked_at = keeper, None


def _services(handover: Handover) -> Select[Service]:
    return in_project(Service, handover.project_id).order_by(Service.id)


def _can_follow(successor: Person, leaver: Person, today: dt.date) -> bool:
    return successor.project_id == leaver.project_id and successor.id != leaver.id and takes_part(successor, today)
