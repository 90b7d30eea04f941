"""Verbs of indicators: what organisations count, of whom it is asked, and what they reported."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Row, func
from sqlalchemy.orm import joinedload

from kapstok import clock
from kapstok.extensions import db
from kapstok.progress.models import Indicator, Observation
from kapstok.progress.rules import (
    SUGGESTIONS,
    IndicatorChanged,
    NameTaken,
    NotAReferenceDate,
    ReportedMeanwhile,
    Suggestion,
    check_observation,
    is_asked_of,
    reference_dates,
)
from kapstok.projects.models import Project
from kapstok.register.models import Organisation, Person
from kapstok.register.reporters import counts_for
from kapstok.scope import get_in_project, in_project, take_turns


@dataclass(frozen=True)
class Reported:
    """One organisation beside one reference date: what it reported for that date, and the last time before it."""

    organisation: Organisation
    now: Observation | None
    before: Observation | None


@dataclass(frozen=True)
class Question(Reported):
    """What somebody is asked to count for an organisation, at the latest reference date."""

    indicator: Indicator
    on_date: dt.date


# What is counted


def list_indicators(project: Project | int, *, archived: bool = False) -> list[Indicator]:
    """In their order; those that are no longer counted only when asked."""
    query = in_project(Indicator, project).order_by(Indicator.position, Indicator.id)
    if not archived:
        query = query.where(Indicator.archived_at.is_(None))
    return list(db.session.scalars(query))


def get_indicator(project: Project, indicator_id: int) -> Indicator:
    return get_in_project(Indicator, project, indicator_id)


def list_suggestions(project: Project) -> list[Suggestion]:
    """What a project does not count yet and can take over."""
    known = {indicator.key for indicator in list_indicators(project, archived=True)}
    return [suggestion for suggestion in SUGGESTIONS if suggestion.key not in known]


def take_over(project: Project, suggestion: Suggestion, defined_on: dt.date | None) -> Indicator:
    """Count from here on what was suggested. Twice is harmless. Raises ``NameTaken``."""
    _wait_for(project)
    taken = (row for row in list_indicators(project, archived=True) if row.key == suggestion.key)
    if made := next(taken, None):
        return made
    return _added(
        project,
        suggestion.key,
        defined_on,
        name=suggestion.name,
        definition=suggestion.definition,
        denominator_name=suggestion.denominator,
        instrument=suggestion.instrument,
        period=suggestion.period,
        audience=suggestion.audience,
    )


def add_indicator(project: Project, now: dt.datetime, **fields: str) -> Indicator:
    """Count something of one's own. ``fields``: name, definition, denominator_name, period, audience, instrument.

    Raises ``NameTaken``.
    """
    _wait_for(project)
    return _added(project, f"own-{secrets.token_hex(8)}", clock.local_date(now), **fields)


def edit_indicator(indicator: Indicator, version: int, now: dt.datetime, **fields: str) -> None:
    """Change what is counted. A new definition has a date of its own: counts of before it follow the old words.

    Raises ``IndicatorChanged`` when ``version`` is not the one that was edited, ``NameTaken``.
    """
    indicator = take_turns(indicator)
    if indicator.version != version:
        raise IndicatorChanged(name=indicator.name)
    _check_name(indicator.project_id, fields["name"], indicator.id)
    defining = ("definition", "denominator_name", "instrument")
    if any(fields[name] != getattr(indicator, name) for name in defining):
        indicator.defined_on = clock.local_date(now)
    for name, value in fields.items():
        setattr(indicator, name, value)
    db.session.flush()


def archive_indicator(indicator: Indicator, now: dt.datetime) -> None:
    """Nobody is asked any more; what was counted stays. Twice is harmless."""
    indicator.archived_at = indicator.archived_at or now
    db.session.flush()


def restore_indicator(indicator: Indicator) -> None:
    """Ask again. Raises ``NameTaken`` when something else got the name."""
    _check_name(indicator.project_id, indicator.name, indicator.id)
    indicator.archived_at = None
    db.session.flush()


def follows_old_words(project: Project) -> set[int]:
    """Ids of the indicators of which some counts were reported before the definition became what it is."""
    first = in_project(Observation, project).with_only_columns(
        Observation.indicator_id, func.min(Observation.reported_at)
    )
    reported = {row[0]: row[1] for row in db.session.execute(first.group_by(Observation.indicator_id))}
    return {
        row.id
        for row in list_indicators(project, archived=True)
        if row.id in reported and row.defined_on and clock.local_date(reported[row.id]) < row.defined_on
    }


def has_counts(indicator: Indicator) -> bool:
    query = in_project(Observation, indicator.project_id).where(Observation.indicator_id == indicator.id)
    return db.session.scalar(query.limit(1)) is not None


# What organisations report


def list_reported(indicator: Indicator, on_date: dt.date) -> list[Reported]:
    """Every organisation that is asked, and any other that ever reported, by name; with its counts for ``on_date`` and
    last before it. Without those in the archive."""
    now, before, told = {}, {}, set()
    counted = in_project(Observation, indicator.project_id).where(Observation.indicator_id == indicator.id)
    for observation in db.session.scalars(counted.order_by(Observation.on_date)):
        told.add(observation.organisation_id)
        if observation.on_date <= on_date:
            (now if observation.on_date == on_date else before)[observation.organisation_id] = observation
    query = in_project(Organisation, indicator.project_id).where(Organisation.archived_at.is_(None))
    organisations = db.session.scalars(query.order_by(Organisation.name).options(joinedload(Organisation.sector)))
    return [
        Reported(row, now.get(row.id), before.get(row.id))
        for row in organisations
        if row.id in told or is_asked_of(indicator.audience, row.sector.key)
    ]


def list_missing(indicator: Indicator, on_date: dt.date) -> list[Organisation]:
    """The organisations that are asked and have not reported for ``on_date``, by name."""
    return [
        row.organisation
        for row in list_reported(indicator, on_date)
        if row.now is None and is_asked_of(indicator.audience, row.organisation.sector.key)
    ]


def asked_of(person: Person, now: dt.datetime) -> list[Question]:
    """What this person is asked to count, for each organisation they count for, by the order of the indicators."""
    organisations = counts_for(person)
    indicators = list_indicators(person.project_id) if organisations else []
    counted = _counted(indicators, organisations)
    found, today = [], clock.local_date(now)
    for indicator in indicators:
        latest = reference_dates(today, indicator.period)[0]
        for organisation in organisations:
            if not is_asked_of(indicator.audience, organisation.sector.key):
                continue
            told = [row for row in counted.get((indicator.id, organisation.id), ()) if row.on_date <= latest]
            current = told.pop() if told and told[-1].on_date == latest else None
            found.append(Question(organisation, current, told[-1] if told else None, indicator, latest))
    return found


def mark(observation: Observation | None) -> str:
    """What stands there, in short: a form gives it back, so that nobody overwrites what they never saw."""
    if observation is None:
        return ""
    return f"{observation.value}/{'' if observation.denominator is None else observation.denominator}"


def report(
    indicator: Indicator,
    organisation: Organisation,
    on_date: dt.date,
    value: int,
    denominator: int | None,
    now: dt.datetime,
    *,
    by: Person | None = None,
    seen: str | None = None,
) -> None:
    """Keep what an organisation counts on a reference date; a later report for the same date corrects it.

    ``by``: who of the organisation says so; None: the projectleider. ``seen``: the ``mark`` of what they saw standing
    there. Raises ``ReportedMeanwhile``, ``NotAReferenceDate`` and what ``check_observation`` refuses.
    """
    check_observation(value, denominator, organisation.name, indicator.instrument)
    observation = _standing(indicator, organisation, on_date)
    same = observation is not None and (observation.value, observation.denominator) == (value, denominator)
    if same:
        return
    if observation is not None and seen is not None and seen != mark(observation):
        raise ReportedMeanwhile(organisation=organisation.name, theirs=observation.value, mine=value)
    if observation is None:
        if on_date not in reference_dates(clock.local_date(now), indicator.period):
            raise NotAReferenceDate()
        observation = Observation(
            project_id=indicator.project_id,
            indicator_id=indicator.id,
            organisation_id=organisation.id,
            on_date=on_date,
        )
        db.session.add(observation)
    observation.value, observation.denominator, observation.reported_at = value, denominator, now
    observation.reported_by_id = by.id if by else None
    db.session.flush()


def withdraw(indicator: Indicator, organisation: Organisation, on_date: dt.date, seen: str) -> None:
    """Take back a count that should not have been there: then nothing was said. Twice is harmless.

    Raises ``ReportedMeanwhile`` when it is no longer what was ``seen``.
    """
    observation = _standing(indicator, organisation, on_date)
    if observation is None:
        return
    if seen != mark(observation):
        raise ReportedMeanwhile(organisation=organisation.name, theirs=observation.value, mine="–")
    db.session.delete(observation)
    db.session.flush()


def observations(project: Project) -> list[Row]:
    """Every count, for the evaluation: (indicator_id, organisation_id, on_date, value, denominator), oldest first."""
    columns = (
        Observation.indicator_id,
        Observation.organisation_id,
        Observation.on_date,
        Observation.value,
        Observation.denominator,
    )
    query = in_project(Observation, project).with_only_columns(*columns)
    return list(db.session.execute(query.order_by(Observation.on_date, Observation.organisation_id)))


def _standing(indicator: Indicator, organisation: Organisation, on_date: dt.date) -> Observation | None:
    """What was reported. Of two who report at once, the second waits here, and sees the first."""
    indicator = take_turns(indicator)
    return db.session.scalar(
        in_project(Observation, indicator.project_id).where(
            Observation.indicator_id == indicator.id,
            Observation.organisation_id == organisation.id,
            Observation.on_date == on_date,
        )
    )


def _wait_for(project: Project) -> None:
    """Of a form sent twice, the second sees the first."""
    db.session.refresh(project, ["version"], with_for_update={"key_share": True})


def _added(project: Project, key: str, defined_on: dt.date | None, **fields: str) -> Indicator:
    _check_name(project.id, fields["name"])
    last = db.session.scalar(in_project(Indicator, project).with_only_columns(func.max(Indicator.position)))
    indicator = Indicator(
        project_id=project.id, key=key, defined_on=defined_on, position=0 if last is None else last + 1, **fields
    )
    db.session.add(indicator)
    db.session.flush()
    return indicator


def _check_name(project_id: int, name: str, but: int | None = None) -> None:
    others = [row.name.casefold() for row in list_indicators(project_id) if row.id != but]
    if name.casefold() in others:
        raise NameTaken(name=name)


def _counted(
    indicators: Sequence[Indicator], organisations: Sequence[Organisation]
) -> dict[tuple[int, int], list[Observation]]:
    """Reports by (indicator, organisation), the oldest first."""
    if not indicators:
        return {}
    query = in_project(Observation, indicators[0].project_id).where(
        Observation.indicator_id.in_([row.id for row in indicators]),
        Observation.organisation_id.in_([row.id for row in organisations]),
    )
    found: dict[tuple[int, int], list[Observation]] = {}
    for row in db.session.scalars(query.order_by(Observation.on_date)):
        found.setdefault((row.indicator_id, row.organisation_id), []).append(row)
    return found
