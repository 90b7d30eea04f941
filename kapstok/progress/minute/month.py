"""One month as the projectleider looks at it: who answered, who did not, and what stands out. Read only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kapstok import clock
from kapstok.directory.models import Service
from kapstok.extensions import db
from kapstok.progress.minute import outliers
from kapstok.progress.minute.open import counters_of
from kapstok.progress.minute.outliers import Jump, Place, TwoNumbers
from kapstok.projects.models import Project
from kapstok.referrals.rules import Kind, Of, Reconciled, both_sides, counted
from kapstok.referrals.service import followed, said
from kapstok.register.models import Organisation, Person
from kapstok.register.reporters import reporters
from kapstok.scope import in_project
from kapstok.ties.measuring import active_people


@dataclass(frozen=True)
class Answered:
    """One organisation: whether it counted what it sent and, when it offers anything, what arrived. None: not asked.

    ``counters``: who is asked; ``named``: that is one person who was named for it.
    """

    organisation: Organisation
    counters: Sequence[Person]
    named: bool
    sent: bool
    arrived: bool | None

    @property
    def is_complete(self) -> bool:
        return self.sent and self.arrived is not False


@dataclass(frozen=True)
class Month:
    """Everything that was counted of one month. Names by id, also of organisations and services that stopped."""

    month: dt.date
    counts: dict[Of, int]
    answered: list[Answered]
    sides: dict[Place, Reconciled]
    jumps: list[Jump]
    two_numbers: list[TwoNumbers]
    stopped: list[Service]  # counted in or after the month in which they stopped
    organisations: dict[int, Organisation]
    services: dict[int, Service]

    @property
    def asked(self) -> list[Answered]:
        """Organisations that somebody counts for."""
        return [each for each in self.answered if each.counters]

    @property
    def silent(self) -> list[Answered]:
        """Who has not answered everything."""
        return [each for each in self.asked if not each.is_complete]

    @property
    def different(self) -> dict[Place, Reconciled]:
        return {place: sides for place, sides in self.sides.items() if outliers.differs(sides)}

    @property
    def unknown(self) -> dict[Place, Reconciled]:
        """Where it was never told what became of referrals."""
        return {place: sides for place, sides in self.sides.items() if sides.unknown}

    def total(self, kind: Kind) -> int | None:
        """How many there were of this kind; None when nobody counted any."""
        found = [count for of, count in self.counts.items() if of.kind == kind]
        return sum(found) if found else None

    def name(self, place: Place) -> str:
        """A receiver as people call it, with the service that was meant."""
        organisation, service = place
        name = self.organisations[organisation].name
        return name if service is None else f"{name}: {self.services[service].name}"


def look_at(project: Project, month: dt.date, now: dt.datetime) -> Month:
    """``month``: its first day."""
    before = clock.month_before(month)
    spoken, singles = said(project, months=[before, month]), followed(project)
    counts = {of: count for of, count in counted(spoken, singles).items() if of.month in (before, month)}
    ours = {of: count for of, count in counts.items() if of.month == month}
    services = {each.id: each for each in db.session.scalars(in_project(Service, project))}
    organisations = {each.id: each for each in db.session.scalars(in_project(Organisation, project))}
    counted_services = sorted({of.service for of in ours if of.service is not None})
    return Month(
        month,
        ours,
        _answered(project, ours, services.values(), now),
        {(key[1], key[2]): sides for key, sides in both_sides(ours, clock.local_date(now)).items()},
        outliers.jumps(ours, {of: count for of, count in counts.items() if of.month == before}),
        outliers.two_numbers(each for each in spoken if each.of.month == month),
        [services[each] for each in counted_services if _stopped(services[each], month)],
        organisations,
        services,
    )


def _answered(project: Project, counts: Iterable[Of], services: Iterable[Service], now: dt.datetime) -> list[Answered]:
    named = reporters(project)
    offering = {each.organisation_id for each in services if each.archived_at is None}
    sent = {of.sender for of in counts if of.kind == Kind.SENT}
    arrived = {of.receiver for of in counts if of.kind != Kind.SENT}
    return [
        Answered(
            organisation,
            counters,
            organisation.id in named,
            organisation.id in sent,
            organisation.id in arrived if organisation.id in offering else None,
        )
        for organisation, counters in counters_of(project, active_people(project, now)).items()
    ]


def _stopped(service: Service, month: dt.date) -> bool:
    return service.archived_at is not None and clock.month_of(clock.local_date(service.archived_at)) <= month
