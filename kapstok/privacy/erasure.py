"""Erasure: what makes somebody somebody goes from every table, and what counted goes on counting."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, func, select, update

from kapstok.accounts import audit
from kapstok.database import new_uid
from kapstok.directory.desks import take_down
from kapstok.extensions import db
from kapstok.meetings.models import Invitation, Meeting
from kapstok.meetings.rules import Partstat
from kapstok.privacy.holdings import HOLDINGS, Fate
from kapstok.privacy.models import Merge, Tombstone
from kapstok.privacy.references import Kind
from kapstok.privacy.rules import WHO_THEY_WERE, AlreadyErased, Reason
from kapstok.privacy.whom import LEFT, Whom, whom
from kapstok.referrals.settling import settle_own
from kapstok.register.models import Organisation, Person
from kapstok.scope import in_project

# What is left of a person. The opaque uid stays too: by it a restored backup is made to forget again.
EMPTY = WHO_THEY_WERE | {"name": LEFT, "joined_on": None, "left_on": None, "on_map": False}


def erase(person: Person, now: dt.datetime, *, actor: str, reason: Reason) -> list[Meeting]:
    """Erase one person and all records merged with theirs, in the caller's transaction.

    Returns the meetings ahead in which a place came free. Raises ``AlreadyErased``.
    """
    db.session.flush()
    db.session.refresh(person, with_for_update=True)  # of two who erase at once, the second finds a shell
    if person.erased_at is not None:
        raise AlreadyErased()
    erased = whom(person)
    freed = _leave_meetings_ahead(erased, now)
    _remember(erased, now)
    take_down(erased.project_id, erased.names, _addresses_of_nobody_else(erased))
    settle_own(erased.project_id, erased.ids, now)
    _empty_out(erased)
    _empty_what_was_laid_aside(erased)
    _make_shells(erased, now)
    db.session.expire_all()
    subject = f"person:{person.id}"
    audit.record(f"person erased: {reason}", actor=actor, project_id=erased.project_id, subject=subject)
    return freed


def _addresses_of_nobody_else(erased: Whom) -> set[str]:
    others = in_project(Person, erased.project_id).where(Person.id.not_in(erased.ids))
    shared = others.where(Person.email.in_(erased.addresses)).with_only_columns(Person.email)
    return set(erased.addresses) - set(db.session.scalars(shared))


def _leave_meetings_ahead(erased: Whom, now: dt.datetime) -> list[Meeting]:
    """Take the person off the lists of guests of what is still to come; who had a place leaves it."""
    ahead = in_project(Invitation, erased.project_id).join(Meeting).where(Meeting.ends_at > now)
    theirs = Invitation.person_id.in_(erased.ids), Invitation.attendance.is_(None)
    freed = []
    for invitation in db.session.scalars(ahead.where(*theirs)).all():
        if invitation.partstat == Partstat.ACCEPTED and invitation.waitlisted_at is None:
            freed.append(invitation.meeting)
        db.session.delete(invitation)
    db.session.flush()
    return freed


def _remember(erased: Whom, now: dt.datetime) -> None:
    """A tombstone for each record, in the same transaction: no erasure without one."""
    mine = in_project(Person, erased.project_id).where(Person.id.in_(erased.ids)).with_only_columns(Person.uid)
    known = set(db.session.scalars(select(Tombstone.gone)))
    new = [uid for uid in db.session.scalars(mine) if uid not in known]
    db.session.add_all(Tombstone(gone=uid, erased_at=now) for uid in new)
    db.session.flush()


def _empty_out(erased: Whom) -> None:
    """Do with the rows of every holding what was declared. Not through the classes: history would remember."""
    connection = db.session.connection()
    for holding in HOLDINGS:
        if holding.fate is Fate.GOES:
            connection.execute(delete(holding.rows).where(holding.of(erased)))
        elif holding.emptied:
            connection.execute(update(holding.rows).where(holding.of(erased)).values(holding.emptied))


def _empty_what_was_laid_aside(erased: Whom) -> None:
    """Rows of theirs that a merge of two organisations laid aside: undoing it must not put their words back.

    Merges of the person's own records are gone already.
    """
    merges = in_project(Merge, erased.project_id).where(Merge.kind == Kind.ORGANISATION)
    for merge in db.session.scalars(merges).all():
        aside = {table: _without(erased, table, rows) for table, rows in merge.moved["aside"].items()}
        if aside != merge.moved["aside"]:  # a new dictionary: the session does not notice what changes inside JSON
            merge.moved = merge.moved | {"aside": aside}
    db.session.flush()


def _without(erased: Whom, table: str, rows: list[dict]) -> list[dict]:
    """These laid-aside rows of one table as erasure leaves rows in the table itself."""
    theirs = {*erased.ids, *erased.actors}
    for holding in HOLDINGS:
        if holding.table != table:
            continue
        if holding.fate is Fate.GOES:
            rows = [row for row in rows if row.get(holding.key) not in theirs]
        elif holding.emptied:
            rows = [row | holding.emptied if row.get(holding.key) in theirs else row for row in rows]
    return rows


def _make_shells(erased: Whom, now: dt.datetime) -> None:
    table = Person.__table__
    sector = select(Organisation.sector_id).where(Organisation.id == table.c.organisation_id).scalar_subquery()
    db.session.connection().execute(
        update(table)
        .where(table.c.project_id == erased.project_id, table.c.id.in_(erased.ids))
        .values(
            EMPTY
            | {
                "sector_id": func.coalesce(sector, table.c.sector_id),
                "erased_at": now,
                "archived_at": func.coalesce(table.c.archived_at, now),
                "link_version": table.c.link_version + 1,
                "feed_version": table.c.feed_version + 1,
                "version": table.c.version + 1,
            }
        )
    )
    invitations = Invitation.__table__
    theirs = invitations.c.project_id == erased.project_id, invitations.c.person_id.in_(erased.ids)
    for id in db.session.connection().scalars(select(invitations.c.id).where(*theirs)).all():
        # The uid stands in calendars and mails outside: a new one, so that nothing leads back from there.
        changed = {"uid": new_uid(), "link_version": invitations.c.link_version + 1}
        db.session.connection().execute(update(invitations).where(invitations.c.id == id).values(changed))
