"""What is open for everybody at once: sets out of the database, a fixed number of queries for any number of people.

The page asks each part anew for one person; a test holds the two together.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy.orm import joinedload

from kapstok import clock
from kapstok.directory.models import Service
from kapstok.extensions import db
from kapstok.meetings.models import Invitation, Meeting
from kapstok.meetings.own import RECENT
from kapstok.meetings.rules import Attendance
from kapstok.progress.indicators import list_indicators
from kapstok.progress.minute.rules import Asked, Part, is_card_stale
from kapstok.progress.models import Observation
from kapstok.progress.rules import is_asked_of, reference_dates
from kapstok.progress.steps.service import list_plans
from kapstok.progress.surveys.answers import people_with_open_items
from kapstok.projects.models import Project
from kapstok.referrals.rules import Kind
from kapstok.referrals.service import said
from kapstok.register.models import Organisation, Person
from kapstok.register.reporters import reporters
from kapstok.scope import in_project
from kapstok.ties.ledger import that_count
from kapstok.ties.measuring import find_open_wave
from kapstok.ties.models import RosterEntry, Tie
from kapstok.ties.rules import PULSE_LASTS, Source

Counters = Mapping[Organisation, Sequence[Person]]
Found = Iterator[tuple[int, Asked]]  # (id of the person, what is open)


def open_for(project: Project, people: Sequence[Person], now: dt.datetime) -> dict[int, list[Asked]]:
    """What is open for each of ``people``, by their id; without those who are done.

    Of mantelzorgers only answers are asked: their own data alone are no reason to write.
    """
    counters, ids = counters_of(project, people), {person.id for person in people}
    found: dict[int, list[Asked]] = defaultdict(list)
    for part in (
        _sent(project, counters, now),
        _arrived(project, counters, now),
        _counts(project, counters, now),
        _steps(project, counters, now),
        ((person_id, Asked(Part.QUESTIONS)) for person_id in people_with_open_items(project, now)),
        _cards(people, now),
        ((person_id, Asked(Part.LINES)) for person_id in _asked_whom_they_know(project, now)),
    ):
        for person_id, asked in part:
            if person_id in ids:
                found[person_id].append(asked)
    return dict(found)


def counters_of(project: Project, people: Iterable[Person]) -> dict[Organisation, list[Person]]:
    """Who counts for each organisation, by its name: the one who was named, or all of ``people`` who work there."""
    named = reporters(project)
    theirs: dict[int | None, list[Person]] = defaultdict(list)
    for person in people:
        if not person.is_mantelzorger:
            theirs[person.organisation_id].append(person)
    query = in_project(Organisation, project).where(Organisation.archived_at.is_(None)).order_by(Organisation.name)
    return {
        each: [named[each.id]] if each.id in named else theirs[each.id]
        for each in db.session.scalars(query.options(joinedload(Organisation.sector)))
    }


def _sent(project: Project, counters: Counters, now: dt.datetime) -> Found:
    month = clock.month_before(clock.local_date(now))
    counts = said(project, months=[month], kinds=[Kind.SENT])
    whole = {each.of.sender for each in counts if each.is_whole}
    own = {(each.of.sender, each.person) for each in counts if not each.is_whole}
    for organisation, people in counters.items():
        for person in people:
            if organisation.id not in whole and (organisation.id, person.id) not in own:
                yield person.id, Asked(Part.SENT, month)


def _arrived(project: Project, counters: Counters, now: dt.datetime) -> Found:
    month = clock.month_before(clock.local_date(now))
    done = {each.of.receiver for each in said(project, months=[month], kinds=set(Kind) - {Kind.SENT})}
    offers = in_project(Service, project).where(Service.archived_at.is_(None))
    offering = set(db.session.scalars(offers.with_only_columns(Service.organisation_id).distinct()))
    for organisation, people in counters.items():
        if organisation.id in offering - done:
            for person in people:
                yield person.id, Asked(Part.ARRIVED, month)


def _counts(project: Project, counters: Counters, now: dt.datetime) -> Found:
    today = clock.local_date(now)
    days = {each: reference_dates(today, each.period)[0] for each in list_indicators(project)}
    reported = in_project(Observation, project).where(Observation.on_date.in_(set(days.values())))
    columns = Observation.indicator_id, Observation.organisation_id, Observation.on_date
    done = {tuple(row) for row in db.session.execute(reported.with_only_columns(*columns))}
    for indicator, day in days.items():
        for organisation, people in counters.items():
            asked = is_asked_of(indicator.audience, organisation.sector.key)
            if asked and (indicator.id, organisation.id, day) not in done:
                for person in people:
                    yield person.id, Asked(Part.COUNTS, day, indicator.name)


def _steps(project: Project, counters: Counters, now: dt.datetime) -> Found:
    for plan in list_plans(project, now):
        if plan.is_asked(now):
            for person in counters.get(plan.organisation, ()):
                yield person.id, Asked(Part.STEPS)


def _cards(people: Iterable[Person], now: dt.datetime) -> Found:
    today = clock.local_date(now)
    for person in people:
        if not person.is_mantelzorger and is_card_stale(person.confirmed_on, person.joined_on, today):
            yield person.id, Asked(Part.CARD)


def _asked_whom_they_know(project: Project, now: dt.datetime) -> set[int]:
    """Who has not answered the open measurement; and who has not said after the last meeting whom they know now."""
    wave, after_meeting = find_open_wave(project), _silent_after_meeting(project, now)
    if wave is None:
        return after_meeting
    entries = in_project(RosterEntry, project).where(RosterEntry.wave_id == wave.id, RosterEntry.asks)
    answered = dict(db.session.execute(entries.with_only_columns(RosterEntry.person_id, RosterEntry.answered_at)).all())
    return {person_id for person_id, at in answered.items() if at is None} | (after_meeting - answered.keys())


def _silent_after_meeting(project: Project, now: dt.datetime) -> set[int]:
    present = (
        in_project(Invitation, project)
        .join(Meeting)
        .where(Invitation.attendance == Attendance.PRESENT, Meeting.ends_at > now - RECENT)
        .with_only_columns(Invitation.person_id, Invitation.meeting_id)
        .order_by(Meeting.starts_at)
    )
    last = dict(db.session.execute(present).all())
    pulses = that_count(project.id).where(Tie.source == Source.PULSE, Tie.stated_at > now - PULSE_LASTS)
    said_after = pulses.with_only_columns(Tie.respondent_id, Tie.meeting_id).distinct()
    done = {tuple(row) for row in db.session.execute(said_after)}
    return {person_id for person_id, meeting_id in last.items() if (person_id, meeting_id) not in done}
