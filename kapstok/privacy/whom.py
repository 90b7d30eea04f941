"""Who somebody is in the tables: their records, names and addresses, and the rows that no foreign key leads to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, false, func, or_, select

from kapstok.extensions import db
from kapstok.meetings.models import Invitation, PollGuest
from kapstok.register.models import ImportDraft, Person
from kapstok.register.rules import match_key
from kapstok.scope import in_project
from kapstok.ties.leaving.introducing import introductions_naming

LEFT = "Een vertrokken deelnemer"  # the name of what is left; a word of the data, not of the interface

_PAIR = {"merge": ("kept_id", "gone_id"), "not_same": ("first_id", "second_id")}


@dataclass(frozen=True)
class Whom:
    """One person: every record that was merged into one counts as theirs."""

    project_id: int
    ids: tuple[int, ...]
    names: tuple[str, ...]
    addresses: tuple[str, ...]

    @property
    def actors(self) -> list[str]:
        """As history and the audit trail call them: "person:12"."""
        return [f"person:{id}" for id in self.ids]


def whom(person: Person) -> Whom:
    """The person with all records that were merged into theirs, or that theirs was merged into."""
    everybody = in_project(Person, person.project_id).where(
        or_(Person.merged_into_id.is_not(None), Person.id == person.id)
    )
    into = {row.id: row.merged_into_id for row in db.session.scalars(everybody)}
    found, before = {person.id}, 0
    while len(found) > before:
        before = len(found)
        found |= {into[id] for id in found if into.get(id)}
        found |= {id for id, target in into.items() if target in found}
    rows = db.session.scalars(in_project(Person, person.project_id).where(Person.id.in_(found)).order_by(Person.id))
    records = list(rows)
    return Whom(
        project_id=person.project_id,
        ids=tuple(row.id for row in records),
        names=tuple(dict.fromkeys(row.name for row in records if row.name != LEFT)),
        addresses=tuple(dict.fromkeys(one for row in records for one in (row.email, row.new_email) if one)),
    )


def by_record(table: Table, whom: Whom) -> ColumnElement[bool]:
    """The history of their records."""
    return table.c.record.in_(whom.actors)


def by_double(table: Table, whom: Whom) -> ColumnElement[bool]:
    """What was said of two records being one, or not."""
    return and_(table.c.kind == "person", or_(*(table.c[key].in_(whom.ids) for key in _PAIR[table.name])))


def by_closed(table: Table, whom: Whom) -> ColumnElement[bool]:
    """What they closed for somebody else: "person:12"."""
    return table.c.closed_by.in_(whom.actors)


def by_actor(table: Table, whom: Whom) -> ColumnElement[bool]:
    """The trail of what they did and what was done to them."""
    return or_(table.c.subject.in_(whom.actors), table.c.actor.in_(whom.actors))


def by_address(table: Table, whom: Whom) -> ColumnElement[bool]:
    """Mail that names no person. A shared address is not enough: the name must be theirs too."""
    if not whom.addresses:
        return false()
    theirs = and_(table.c.to_address.in_(whom.addresses), table.c.to_name.in_(whom.names))
    return and_(table.c.person_id.is_(None), theirs)


def by_sender(table: Table, whom: Whom) -> ColumnElement[bool]:
    """Mail that came from one of their addresses and was not known to be theirs."""
    if not whom.addresses:
        return false()
    return and_(table.c.person_id.is_(None), table.c.from_address.in_(whom.addresses))


def by_invitation(table: Table, whom: Whom) -> ColumnElement[bool]:
    """What hangs on one of their invitations."""
    theirs = select(Invitation.id).where(Invitation.project_id == whom.project_id, Invitation.person_id.in_(whom.ids))
    return table.c.invitation_id.in_(theirs)


def by_poll_guest(table: Table, whom: Whom) -> ColumnElement[bool]:
    """What they said of the dates of a poll."""
    theirs = select(PollGuest.id).where(PollGuest.project_id == whom.project_id, PollGuest.person_id.in_(whom.ids))
    return table.c.poll_guest_id.in_(theirs)


def by_name_at_the_door(table: Table, whom: Whom) -> ColumnElement[bool]:
    """A name that was typed at the door: theirs, or settled as them."""
    return or_(by_invitation(table, whom), func.lower(table.c.name).in_([name.lower() for name in whom.names]))


def by_introduction(table: Table, whom: Whom) -> ColumnElement[bool]:
    """The mail by which somebody else's successor was told of them."""
    return table.c.id.in_(introductions_naming(whom.project_id, whom.names))


def own_entries(entries: Any, whom: Whom) -> list:
    """The rows of an uploaded list that may be told to the person: theirs by name, and by address if there is one.

    An address alone is not enough, since two people may share it; a name with another address is a namesake.
    """
    return [entry for entry in entries if _is_own(_cells(entry), whom)]


def names_or_reaches(entries: Any, whom: Whom) -> bool:
    """Whether some cell of an uploaded list is the person's name or address: reason enough to erase it."""
    words = {match_key(word) for word in (*whom.names, *whom.addresses)}
    return any(match_key(cell) in words for cell in _cells(entries))


def by_entries(table: Table, whom: Whom) -> ColumnElement[bool]:
    """Uploaded lists in which they stand. Broad, for erasing; what is told of them is ``own_entries``."""
    drafts = db.session.execute(
        select(ImportDraft.id, ImportDraft.entries).where(ImportDraft.project_id == whom.project_id)
    )
    return table.c.id.in_([id for id, entries in drafts if names_or_reaches(entries, whom)])


def _is_own(cells: list[str], whom: Whom) -> bool:
    if not {match_key(name) for name in whom.names} & {match_key(cell) for cell in cells}:
        return False
    addresses = {cell.strip().lower() for cell in cells if "@" in cell and len(cell.split()) == 1}
    return not addresses or not addresses.isdisjoint(whom.addresses)


def _cells(value: Any) -> list[str]:
    """Every text in what JSON holds."""
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [cell for part in parts for cell in _cells(part)]
