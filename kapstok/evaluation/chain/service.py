"""Reads who was where, what was said and what was counted, and keeps what the ledger makes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Row

from kapstok import clock
from kapstok.evaluation import service as evaluation
from kapstok.evaluation.kept import Kept
from kapstok.extensions import db
from kapstok.meetings import attendance
from kapstok.meetings.models import Invitation
from kapstok.meetings.rules import Answer, Attendance, answer_of
from kapstok.projects.models import Project
from kapstok.register.models import Person
from kapstok.scope import in_project
from kapstok.ties import measuring

if TYPE_CHECKING:
    from kapstok.evaluation.chain.beside import Beside
    from kapstok.evaluation.chain.ledger import Entry
    from kapstok.evaluation.chain.pairs import Gathered
    from kapstok.evaluation.chain.reach import Guest, Reach
    from kapstok.evaluation.chain.spill_over import SpillOver
    from kapstok.evaluation.chain.telling import Steps, Told
    from kapstok.meetings.models import Meeting
    from kapstok.network.graph import Mode
    from kapstok.network.measured import Measurement, Network

_chains = Kept(most=32)


@dataclass(frozen=True)
class Held:
    """One bijeenkomst as the page shows it; ``told_on``: the first day on which it is known what followed."""

    meeting_id: int
    title: str
    day: dt.date
    told_on: dt.date
    reach: Reach
    steps: Steps | None
    nobody_ticked_off: bool
    nothing_before: bool  # nobody was asked in time whom they knew already


@dataclass(frozen=True)
class Chain:
    """Everything about all bijeenkomsten of a project. ``people``: how many of the network came to one at least."""

    held: tuple[Held, ...]
    told: Told
    tables: tuple[Steps, Steps] | None
    lines: Beside
    referrals: Beside
    spill_over: SpillOver
    people: int
    waves: tuple[Measurement, ...]


def find_chain(project: Project, threshold: int, mode: Mode, now: dt.datetime) -> Chain | None:
    """What went together with the bijeenkomsten that took place; None when none did."""
    from kapstok.network import load

    meetings = evaluation.past_meetings(project, now)
    if not meetings:
        return None
    guests, seats = tuple(map(tuple, _guests(project))), tuple(attendance.seated_groups(project))
    counts = evaluation.referral_counts(project)
    about = tuple((row.id, row.version, row.starts_at) for row in meetings)
    today = clock.local_date(now)
    key: Hashable = load.version(project), about, guests, seats, frozenset(counts.items()), threshold, mode, today
    return _chains.get(key, lambda: _Reading(project, meetings, guests, seats, today).chain(counts, threshold, mode))


class _Reading:
    """The rows of one project as arrays."""

    def __init__(self, project: Project, meetings: list[Meeting], guests: tuple, seats: tuple, today: dt.date):
        self.project, self.meetings, self.today = project, meetings, today
        self.network = evaluation.network(project)
        self.guests: dict[int, list[tuple]] = {row.id: [] for row in meetings}
        for meeting_id, *guest in guests:
            if meeting_id in self.guests:
                self.guests[meeting_id].append(tuple(guest))
        self.tables: dict[int, list[tuple[int, ...]]] = {}
        for meeting_id, _at, people in seats:
            self.tables.setdefault(meeting_id, []).append(people)
        self.sector = {person.id: person.sector for person in _everybody(project)}

    def chain(self, counts: dict, threshold: int, mode: Mode) -> Chain:
        from kapstok.evaluation.chain.beside import lines_beside, referrals_beside
        from kapstok.evaluation.chain.ledger import ledger
        from kapstok.evaluation.chain.telling import tables, telling
        from kapstok.evaluation.traffic import traffic

        network, homes = self.network, _organisations(self.project, self.network)
        going = traffic(counts, {home for home in homes if home is not None})
        entries = ledger(
            [self._gathered(row, network) for row in self.meetings],
            network.statements,
            network.measurements,
            going.places(homes),
            going,
            self.today,
            threshold,
            mode,
        )
        told = telling(entries)
        waves = tuple(wave for wave in network.measurements if wave.closed_at is not None)
        return Chain(
            held=tuple(self._held(*each) for each in zip(self.meetings, entries, told.each, strict=True)),
            told=told,
            tables=tables(entries),
            lines=lines_beside(entries, len(network.people)),
            referrals=referrals_beside(entries),
            spill_over=self._spill_over(waves, entries, threshold),
            people=_came(entries),
            waves=waves,
        )

    def _gathered(self, meeting: Meeting, network: Network) -> Gathered:
        import numpy as np

        from kapstok.evaluation.chain.pairs import Gathered
        from kapstok.network.graph import NA

        ids, guests = network.people.ids, self.guests[meeting.id]
        table = np.full(len(ids), NA, dtype=np.int64)
        for number, seated in enumerate(self.tables.get(meeting.id, ())):
            table[np.isin(ids, seated)] = number
        return Gathered(
            day=clock.local_date(meeting.starts_at),
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            invited=np.isin(ids, [person for person, _partstat, _waits, _came, walk_in in guests if not walk_in]),
            present=np.isin(ids, [person for person, _partstat, _waits, came, _walk_in in guests if _is_there(came)]),
            table=table,
        )

    def _held(self, meeting: Meeting, entry: Entry, steps: Steps | None) -> Held:
        from kapstok.evaluation.chain.ledger import told_on
        from kapstok.evaluation.chain.reach import reach

        guests = [self._guest(*guest) for guest in self.guests[meeting.id]]
        words = self.network.sectors
        return Held(
            meeting_id=meeting.id,
            title=meeting.title,
            day=entry.meeting.day,
            told_on=told_on(entry.meeting.day),
            reach=reach(guests, words.names[words.rest]),
            steps=steps,
            nobody_ticked_off=not any(guest.present for guest in guests),
            nothing_before=_nothing_before(entry),
        )

    def _guest(
        self, person_id: int, partstat: str, waits: dt.datetime | None, came: str | None, walk_in: bool
    ) -> Guest:
        from kapstok.evaluation.chain.reach import Guest

        sector = self.sector.get(person_id)
        rest = self.network.sectors.names[self.network.sectors.rest]
        return Guest(
            invited=not walk_in,
            accepted=answer_of(partstat, waits) is Answer.YES,
            present=_is_there(came),
            sector=sector.name if sector else rest,
        )

    def _spill_over(self, waves: tuple[Measurement, ...], entries: list[Entry], threshold: int) -> SpillOver:
        import numpy as np

        from kapstok.evaluation.chain.spill_over import SpillOver, Unknown, spill_over

        if len(waves) < 2:
            return SpillOver(0, None, None, Unknown.NO_TWO)
        last = waves[-1]
        attended = np.zeros(len(self.network.people), dtype=bool)
        for entry in entries:
            if last.closed_at is not None and entry.meeting.starts_at <= last.closed_at:
                attended |= entry.meeting.present
        return spill_over(waves[0], last, attended, threshold)


def _nothing_before(entry: Entry) -> bool:
    """Whether nobody knows which of those present knew one another: they were asked nothing yet."""
    asked = int(entry.meeting.present.sum())
    return asked < 2 or 0 < len(entry.together) == len(entry.untold)


def _came(entries: list[Entry]) -> int:
    import numpy as np

    return int(np.count_nonzero(np.logical_or.reduce([entry.meeting.present for entry in entries])))


def _is_there(came: str | None) -> bool:
    return came == Attendance.PRESENT


def _guests(project: Project) -> list[Row]:
    """Everybody on the list of every bijeenkomst: (meeting, person, answer, waits since, attendance, walked in)."""
    query = in_project(Invitation, project).with_only_columns(
        Invitation.meeting_id,
        Invitation.person_id,
        Invitation.partstat,
        Invitation.waitlisted_at,
        Invitation.attendance,
        Invitation.walk_in,
    )
    return list(db.session.execute(query.order_by(Invitation.meeting_id, Invitation.person_id)))


def _everybody(project: Project) -> list[Person]:
    return list(db.session.scalars(in_project(Person, project).options(*measuring.WITH_BACKGROUND)))


def _organisations(project: Project, network: Network) -> list[int | None]:
    """The organisation of each of the network's people, of their latest roster."""
    latest = {entry.person_id: entry.organisation_id for entry in measuring.rosters(project)}
    return [latest[int(person)] for person in network.people.ids]
