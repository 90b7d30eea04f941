"""Measurements: rosters that are frozen, waves that open and close, and who has answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import joinedload

from kapstok import clock
from kapstok.accounts import audit
from kapstok.disclosure import SMALLEST_GROUP
from kapstok.extensions import db
from kapstok.freetext import check_free_text
from kapstok.mail import service as mail
from kapstok.projects.models import Project, Term
from kapstok.register.models import Organisation, Person
from kapstok.scope import get_in_project, in_project
from kapstok.ties.models import RosterEntry, Wave
from kapstok.ties.roster_rules import EVERYTHING, Part, StandsOnNoList, check_closes_on, check_roster
from kapstok.ties.rules import AnotherWaveOpen, NobodyToAsk, WaveNameTaken

WITH_BACKGROUND = (
    joinedload(Person.function),
    joinedload(Person.own_sector),
    joinedload(Person.organisation).joinedload(Organisation.sector),
)


@dataclass(frozen=True)
class SectorResponse:
    """How many of those asked in one sector answered; ``sector`` is None for people without one."""

    sector: Term | None
    answered: int
    asked: int


def open_wave(
    project: Project,
    name: str,
    now: dt.datetime,
    *,
    actor: str,
    roster: Mapping[int, Part] | None = None,
    boundary: str = "",
    closes_on: dt.date | None = None,
    asks_items: bool = True,
) -> Wave:
    """Start a measurement: who takes part in it is frozen, and what they are today is written down.

    ``roster``: what each person does, by id; None: everybody who is active is asked, and named where they may be.
    ``boundary``: who belongs on it, in words. The second measurement locks the measurement plan.
    Raises ``AnotherWaveOpen``, ``WaveNameTaken``, ``NobodyToAsk``, ``StandsOnNoList``, and what ``check_roster``,
    ``check_closes_on`` and ``check_free_text`` refuse.
    """
    from kapstok.ties.plans import service as planning  # which reads measurements itself

    # Two tabs, one measurement.
    db.session.execute(select(Project.id).where(Project.id == project.id).with_for_update())
    waves = list_waves(project)
    if (still_open := find_open_wave(project)) is not None:
        raise AnotherWaveOpen(name=still_open.name)
    if any(wave.name.casefold() == name.strip().casefold() for wave in waves):
        raise WaveNameTaken(name=name.strip())
    check_closes_on(closes_on, clock.local_date(now))
    for text in (name, boundary):
        check_free_text(text, now)
    entries = _entries(active_people(project, now), roster)
    wave = Wave(project_id=project.id, number=len(waves), name=name.strip(), opened_at=now, roster=entries)
    wave.boundary, wave.closes_on, wave.asks_items = boundary.strip(), closes_on, asks_items
    plan = planning.lock_for(project, now) if len(waves) == 1 else planning.find_plan(project)
    wave.offers_previous = plan is not None and plan.offers_previous
    db.session.add(wave)
    db.session.flush()
    audit.record("measurement opened", actor=actor, project_id=project.id, subject=f"wave:{wave.id}")
    return wave


def usual_roster(project: Project, people: Sequence[Person]) -> dict[int, Part]:
    """What each of ``people`` is proposed to do in a new measurement: as in the last one.

    Who came since takes part in everything; who was left out last time, or may not be listed, is left out again.
    """
    waves = list_waves(project)
    if not waves:
        return {person.id: Part(asks=True, named=person.on_rosters) for person in people}
    last = waves[-1]
    before = {entry.person_id: Part(entry.asks, entry.named) for entry in db.session.scalars(entries_of(last))}
    opened = clock.local_date(last.opened_at)
    usual = {}
    for person in people:
        left_out = person.joined_on is not None and person.joined_on < opened
        part = before.get(person.id, Part(asks=False, named=False) if left_out else EVERYTHING)
        usual[person.id] = Part(part.asks, part.named and person.on_rosters)
    return usual


def close_wave(wave: Wave, now: dt.datetime, *, actor: str) -> None:
    """End a measurement; mail that asks for it and did not leave yet stays behind. Saying it twice is harmless."""
    db.session.refresh(wave, ["closed_at"], with_for_update=True)  # an answer comes before it, or is too late
    if wave.closed_at is not None:
        return
    wave.closed_at = now
    for entry in db.session.scalars(entries_of(wave).where(RosterEntry.answered_at.is_(None))):
        mail.withdraw(entry.mail_key)
    db.session.flush()
    audit.record("measurement closed", actor=actor, project_id=wave.project_id, subject=f"wave:{wave.id}")


def get_wave(project: Project | int, wave_id: int) -> Wave:
    return get_in_project(Wave, project, wave_id)


def list_waves(project: Project | int) -> list[Wave]:
    """Every measurement, the first one first."""
    return list(db.session.scalars(in_project(Wave, project).order_by(Wave.number)))


def find_open_wave(project: Project | int) -> Wave | None:
    return db.session.scalar(in_project(Wave, project).where(Wave.closed_at.is_(None)))


def find_wave_for(person: Person) -> Wave | None:
    """The open measurement in which ``person`` is asked, or None."""
    asked = RosterEntry.person_id == person.id, RosterEntry.asks
    return db.session.scalar(
        in_project(Wave, person.project_id).where(Wave.closed_at.is_(None)).join(Wave.roster).where(*asked)
    )


def list_asked(wave: Wave) -> list[RosterEntry]:
    """Who is asked in this measurement, by name; ``answered_at`` tells who has answered, nothing tells what."""
    return [entry for entry in list_roster(wave) if entry.asks]


def list_roster(wave: Wave) -> list[RosterEntry]:
    """Everybody on the roster, asked or only named, by name."""
    query = entries_of(wave).join(Person).order_by(Person.name, Person.id)
    return list(db.session.scalars(query.options(joinedload(RosterEntry.person).options(*WITH_BACKGROUND))))


def response(wave: Wave) -> list[SectorResponse]:
    """Answered and asked per sector as it was on the roster's day, in the order of the vocabulary.

    A percentage of a handful of people says nothing, so small sectors stand together.
    """
    counted = (
        in_project(RosterEntry, wave.project_id)
        .where(RosterEntry.wave_id == wave.id, RosterEntry.asks)
        .with_only_columns(RosterEntry.sector_id, func.count(RosterEntry.answered_at), func.count())
        .group_by(RosterEntry.sector_id)
    )
    counts = {sector_id: (answered, asked) for sector_id, answered, asked in db.session.execute(counted)}
    large = {sector_id for sector_id, (_, asked) in counts.items() if sector_id and asked >= SMALLEST_GROUP}
    sectors = db.session.scalars(in_project(Term, wave.project_id).where(Term.id.in_(large)).order_by(Term.position))
    per_sector = [SectorResponse(sector, *counts[sector.id]) for sector in sectors]
    rest = [count for sector_id, count in counts.items() if sector_id not in large]
    together = [SectorResponse(None, *map(sum, zip(*rest, strict=True)))] if rest else []
    return per_sector + together


def responses(project: Project) -> dict[int, tuple[int, int]]:
    """How many answered and how many are asked, by id of the measurement."""
    counted = (
        in_project(RosterEntry, project)
        .where(RosterEntry.asks)
        .with_only_columns(RosterEntry.wave_id, func.count(RosterEntry.answered_at), func.count())
        .group_by(RosterEntry.wave_id)
    )
    return {wave_id: (answered, asked) for wave_id, answered, asked in db.session.execute(counted)}


def active_people(project: Project, now: dt.datetime) -> list[Person]:
    """Everybody who takes part today, by name."""
    return list(db.session.scalars(active(project.id, now).order_by(Person.name).options(*WITH_BACKGROUND)))


def active(project_id: int, now: dt.datetime) -> Select[Person]:
    """The query for everybody who takes part today."""
    today = clock.local_date(now)
    stays = or_(Person.left_on.is_(None), Person.left_on > today)
    began = or_(Person.joined_on.is_(None), Person.joined_on <= today)
    return in_project(Person, project_id).where(Person.archived_at.is_(None), stays, began)


def rosters(project: Project) -> list[Row]:
    """Every roster entry: (wave_id, person_id, asks, named, sector_id, function_id, organisation_id, answered_at)."""
    columns = (
        RosterEntry.wave_id,
        RosterEntry.person_id,
        RosterEntry.asks,
        RosterEntry.named,
        RosterEntry.sector_id,
        RosterEntry.function_id,
        RosterEntry.organisation_id,
        RosterEntry.answered_at,
    )
    query = in_project(RosterEntry, project).with_only_columns(*columns)
    return list(db.session.execute(query.order_by(RosterEntry.wave_id, RosterEntry.person_id)))


def entries_of(wave: Wave) -> Select[RosterEntry]:
    """The query for the roster of a measurement."""
    return in_project(RosterEntry, wave.project_id).where(RosterEntry.wave_id == wave.id)


def _entries(people: Sequence[Person], roster: Mapping[int, Part] | None) -> list[RosterEntry]:
    if roster is None:
        if len(people) < 2:
            raise NobodyToAsk()
        return [new_entry(person) for person in people]
    check_roster(roster, {person.id for person in people})
    for person in people:
        if person.id in roster and roster[person.id].named and not person.on_rosters:
            raise StandsOnNoList(name=person.name)
    return [new_entry(person, roster[person.id]) for person in people if person.id in roster]


def new_entry(person: Person, part: Part = EVERYTHING) -> RosterEntry:
    """Somebody on a roster with what they are today; who may not be listed is not."""
    return RosterEntry(
        project_id=person.project_id,
        person_id=person.id,
        asks=part.asks,
        named=part.named and person.on_rosters,
        sector_id=person.sector.id if person.sector else None,
        function_id=person.function_id,
        organisation_id=person.organisation_id,
    )
