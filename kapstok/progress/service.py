"""Verbs of indicators and the vragenlijst."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Row
from sqlalchemy.orm import joinedload

from kapstok import clock
from kapstok.extensions import db
from kapstok.progress.models import Indicator, Observation, SurveyAnswer, SurveyItem
from kapstok.progress.rules import (
    DEFAULT_INDICATORS,
    DEFAULT_ITEMS,
    OPINIONS,
    ItemKind,
    NoOpinions,
    NotAReferenceDate,
    NotYourItem,
    OpinionOutOfRange,
    check_observation,
    is_for,
    reference_dates,
)
from kapstok.projects.models import Project, Term
from kapstok.register.models import Organisation, Person
from kapstok.scope import get_in_project, in_project
from kapstok.ties.models import Wave
from kapstok.ties.rules import NotAsked, WaveClosed
from kapstok.ties.service import find_entry


@dataclass(frozen=True)
class Reported:
    """One organisation beside one reference date: what it reported for that date, and the last time before it."""

    organisation: Organisation
    now: Observation | None
    before: Observation | None


def ensure_defaults(project: Project) -> None:
    """Give a project its first indicator and items. A project that has any keeps what it has."""
    if not list_indicators(project):
        for key, name, definition, denominator in DEFAULT_INDICATORS:
            db.session.add(
                Indicator(
                    project_id=project.id, key=key, name=name, definition=definition, denominator_name=denominator
                )
            )
    if not list_items(project):
        for position, (text, audience) in enumerate(DEFAULT_ITEMS):
            db.session.add(
                SurveyItem(project_id=project.id, text=text, kind=ItemKind.LEVEL, audience=audience, position=position)
            )
    db.session.flush()


# Indicators


def list_indicators(project: Project) -> list[Indicator]:
    return list(db.session.scalars(in_project(Indicator, project).order_by(Indicator.id)))


def get_indicator(project: Project, indicator_id: int) -> Indicator:
    return get_in_project(Indicator, project, indicator_id)


def list_reported(indicator: Indicator, on_date: dt.date) -> list[Reported]:
    """Every organisation that is not archived, by name, with its counts for ``on_date`` and last before it."""
    organisations = in_project(Organisation, indicator.project_id).where(Organisation.archived_at.is_(None))
    earlier = (
        in_project(Observation, indicator.project_id)
        .where(Observation.indicator_id == indicator.id, Observation.on_date <= on_date)
        .order_by(Observation.on_date)
    )
    now: dict[int, Observation] = {}
    before: dict[int, Observation] = {}
    for observation in db.session.scalars(earlier):
        (now if observation.on_date == on_date else before)[observation.organisation_id] = observation
    query = organisations.order_by(Organisation.name).options(joinedload(Organisation.sector))
    return [Reported(row, now.get(row.id), before.get(row.id)) for row in db.session.scalars(query)]


def report(
    indicator: Indicator,
    organisation: Organisation,
    on_date: dt.date,
    value: int,
    denominator: int | None,
    now: dt.datetime,
) -> None:
    """Keep what an organisation counts on a reference date; a later report for the same date corrects it.

    Raises ``NotAReferenceDate`` and what ``check_observation`` refuses.
    """
    check_observation(value, denominator, organisation.name)
    db.session.refresh(indicator, ["version"], with_for_update=True)  # of two who report at once, the second corrects
    observation = db.session.scalar(
        in_project(Observation, indicator.project_id).where(
            Observation.indicator_id == indicator.id,
            Observation.organisation_id == organisation.id,
            Observation.on_date == on_date,
        )
    )
    if observation is None:
        if on_date not in reference_dates(clock.local_date(now)):
            raise NotAReferenceDate()
        observation = Observation(
            project_id=indicator.project_id,
            indicator_id=indicator.id,
            organisation_id=organisation.id,
            on_date=on_date,
        )
        db.session.add(observation)
    if (observation.value, observation.denominator) != (value, denominator):
        observation.value, observation.denominator, observation.reported_at = value, denominator, now
    db.session.flush()


# Vragenlijst


def list_items(project: Project | int) -> list[SurveyItem]:
    return list(db.session.scalars(in_project(SurveyItem, project).order_by(SurveyItem.position, SurveyItem.id)))


def items_for(person: Person, wave: Wave) -> list[SurveyItem]:
    """What this person is asked in this measurement: the items of the sector they had when it opened."""
    if not wave.asks_items:
        return []
    entry = find_entry(person, wave)
    sector_id = entry.sector_id if entry else None
    sector = get_in_project(Term, person.project_id, sector_id).key if sector_id else None
    return [item for item in list_items(person.project_id) if is_for(item.audience, item.kind, sector, wave.number)]


def opinions_of(person: Person, wave: Wave) -> dict[int, int | None]:
    """What this person answered in this measurement, by item id."""
    return {answer.item_id: answer.value for answer in _answers(person, wave)}


def record_opinions(person: Person, wave: Wave, opinions: Mapping[int, int | None], now: dt.datetime) -> None:
    """Keep answers by item id: 1–5, or None for n.v.t. A later answer in the same measurement replaces the earlier.

    Raises ``WaveClosed``, ``NotAsked``, ``NoOpinions``, ``NotYourItem``, ``OpinionOutOfRange``.
    """
    db.session.refresh(person, ["version"], with_for_update=True)  # of a form sent twice, the second sees the first
    if wave.closed_at is not None:
        raise WaveClosed()
    if find_entry(person, wave) is None:
        raise NotAsked()
    if not opinions:
        raise NoOpinions()
    if not opinions.keys() <= {item.id for item in items_for(person, wave)}:
        raise NotYourItem()
    if any(value is not None and value not in OPINIONS for value in opinions.values()):
        raise OpinionOutOfRange()
    kept = {answer.item_id: answer for answer in _answers(person, wave)}
    for item_id, value in opinions.items():
        answer = kept.get(item_id)
        if answer is None:
            answer = SurveyAnswer(
                project_id=person.project_id, item_id=item_id, wave_id=wave.id, person_id=person.id, answered_at=now
            )
            db.session.add(answer)
        answer.value, answer.answered_at = value, now
    db.session.flush()


# For the evaluation: plain rows, no logic


def observations(project: Project) -> list[Row]:
    """Every count: (indicator_id, organisation_id, on_date, value, denominator), oldest first."""
    columns = (
        Observation.indicator_id,
        Observation.organisation_id,
        Observation.on_date,
        Observation.value,
        Observation.denominator,
    )
    query = in_project(Observation, project).with_only_columns(*columns)
    return list(db.session.execute(query.order_by(Observation.on_date, Observation.organisation_id)))


def survey_answers(project: Project) -> list[Row]:
    """Every answer: (item_id, wave_id, person_id, value)."""
    columns = (SurveyAnswer.item_id, SurveyAnswer.wave_id, SurveyAnswer.person_id, SurveyAnswer.value)
    query = in_project(SurveyAnswer, project).with_only_columns(*columns)
    return list(db.session.execute(query.order_by(SurveyAnswer.item_id, SurveyAnswer.wave_id, SurveyAnswer.person_id)))


def _answers(person: Person, wave: Wave) -> list[SurveyAnswer]:
    query = in_project(SurveyAnswer, person.project_id)
    return list(db.session.scalars(query.where(SurveyAnswer.wave_id == wave.id, SurveyAnswer.person_id == person.id)))
