"""What changed in somebody's own lines between two measurements, by their own words alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, or_

from kapstok.extensions import db
from kapstok.register.models import Person
from kapstok.ties.known import OWN_WORDS
from kapstok.ties.ledger import that_count
from kapstok.ties.models import RosterEntry, Tie, Wave
from kapstok.ties.rules import SHORT_LINE


@dataclass(frozen=True)
class Told:
    """What somebody said in one measurement: strength or None ("weet ik niet") by the id of who was named."""

    wave: str
    said: Mapping[int, int | None]

    @property
    def short(self) -> set[int]:
        """To whom they said to have a short line."""
        return {named for named, strength in self.said.items() if strength is not None and strength >= SHORT_LINE}

    @property
    def nothing(self) -> set[int]:
        """About whom "weet ik niet" was said. Who is not in ``said`` either was left open."""
        return {named for named, strength in self.said.items() if strength is None}


@dataclass(frozen=True)
class Change:
    """The short lines of two measurements, by the ids of who was named. What was not said is no zero."""

    kept: set[int]  # then and now
    new: set[int]  # now; then they said less
    newly_told: set[int]  # now; then they said nothing
    faded: set[int]  # then; now they say less
    not_told_again: set[int]  # then; now they said nothing


def change_between(then: Told, now: Told) -> Change:
    """Pure."""
    told_then, told_now = then.said.keys() - then.nothing, now.said.keys() - now.nothing
    return Change(
        kept=then.short & now.short,
        new=(now.short & told_then) - then.short,
        newly_told=now.short - told_then,
        faded=(then.short & told_now) - now.short,
        not_told_again=then.short - told_now,
    )


def told_by(person: Person) -> tuple[list[Told], dict[int, str]]:
    """What ``person`` said in each measurement that they answered, the first one first; and the names of who was named.

    Not in one that still runs, unless they said that they are done: half a form is no change. Whose data were erased
    has no name any more.
    """
    done = or_(Wave.closed_at.is_not(None), RosterEntry.finished_at.is_not(None))
    entry = and_(RosterEntry.wave_id == Wave.id, RosterEntry.person_id == person.id)
    query = (
        that_count(person.project_id)
        .join(Wave, Wave.id == Tie.wave_id)
        .join(RosterEntry, entry)
        .join(Person, Person.id == Tie.named_id)
        .where(Tie.respondent_id == person.id, Tie.source.in_(OWN_WORDS), done)
        .with_only_columns(Wave.number, Wave.name, Tie.named_id, Tie.strength, Person.name, Person.erased_at)
        .order_by(Wave.number, Tie.stated_at, Tie.id)
    )
    told: dict[tuple[int, str], dict[int, int | None]] = {}
    names = {}
    for number, wave, named, strength, name, erased_at in db.session.execute(query):
        told.setdefault((number, wave), {})[named] = strength
        if erased_at is None:
            names[named] = name
    return [Told(wave, said) for (_number, wave), said in told.items()], names
