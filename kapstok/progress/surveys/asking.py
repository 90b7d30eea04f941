"""Verbs of asking: which statements a measurement or a meeting asks, of whom, and what people answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import joinedload

from kapstok.errors import Refused
from kapstok.extensions import db
from kapstok.meetings import own
from kapstok.meetings.models import Invitation, Meeting
from kapstok.meetings.opinion_rules import OPEN_AFTER_MEETING, NotThere, TooLate, check_in_time
from kapstok.meetings.rules import Attendance, MeetingCancelled
from kapstok.progress.models import AskedItem, SurveyAnswer, SurveyItem
from kapstok.progress.surveys import service
from kapstok.progress.surveys.rules import (
    OPINIONS,
    NoOpinions,
    NothingChosen,
    NotOffered,
    NotYourItem,
    OpinionOutOfRange,
    fits_wave,
    is_for,
    is_open,
)
from kapstok.projects.models import Project, Term
from kapstok.register.models import Person
from kapstok.scope import get_in_project, in_project, take_turns
from kapstok.ties.models import Wave
from kapstok.ties.rules import NotAsked, WaveClosed
from kapstok.ties.service import find_entry

Occasion = Wave | Meeting  # on which statements are asked


# What is asked


def asked_on(occasion: Occasion) -> list[SurveyItem]:
    """What a measurement or a meeting asks, in the order of the list. A measurement without a choice asks all."""
    chosen = in_project(AskedItem, occasion.project_id).where(_of(AskedItem, occasion))
    items = service.list_items(occasion.project_id)
    ids = set(db.session.scalars(chosen.with_only_columns(AskedItem.item_id)))
    if not ids and isinstance(occasion, Wave):
        return service.usual_items(occasion) if occasion.asks_items else []
    return [item for item in items if item.id in ids]


def offered_for(occasion: Occasion | None, project: Project, wave_number: int | None) -> list[SurveyItem]:
    """What can be chosen: everything that was not put away and fits, and what was chosen before."""
    before = {item.id for item in asked_on(occasion)} if occasion is not None else set()
    return [
        item
        for item in service.list_items(project)
        if item.id in before or (item.archived_at is None and fits_wave(item.kind, wave_number))
    ]


def answered_on(occasion: Occasion) -> set[int]:
    """The statements that somebody answered on this occasion: these stay."""
    query = in_project(SurveyAnswer, occasion.project_id).where(_of(SurveyAnswer, occasion))
    return set(db.session.scalars(query.with_only_columns(SurveyAnswer.item_id).distinct()))


def choose(occasion: Occasion, item_ids: Collection[int], now: dt.datetime) -> None:
    """Ask these statements on this occasion. What was answered stays, ticked or not.

    Raises ``WaveClosed``, ``MeetingCancelled``, ``TooLate``, ``NothingChosen`` (a measurement) and ``NotOffered``.
    """
    occasion = take_turns(occasion)
    _check_open(occasion, now)
    number = occasion.number if isinstance(occasion, Wave) else None
    offered = {item.id for item in offered_for(occasion, occasion.project, number)}
    wanted = set(item_ids) | answered_on(occasion)
    if not wanted <= offered:
        raise NotOffered()
    if not wanted and isinstance(occasion, Wave):
        raise NothingChosen()
    query = in_project(AskedItem, occasion.project_id).where(_of(AskedItem, occasion))
    before = {row.item_id: row for row in db.session.scalars(query)}
    for item_id in before.keys() - wanted:
        db.session.delete(before[item_id])
    for item_id in sorted(wanted - before.keys()):
        db.session.add(AskedItem(project_id=occasion.project_id, item_id=item_id, **_key(occasion)))
    db.session.flush()


def can_choose(occasion: Occasion, now: dt.datetime) -> bool:
    """Whether ``choose`` would still listen."""
    try:
        _check_open(occasion, now)
    except Refused:
        return False
    return True


def items_for(person: Person, wave: Wave) -> list[SurveyItem]:
    """What this person is asked in this measurement: the statements of the sector they had when it opened."""
    if not wave.asks_items:
        return []
    entry = find_entry(person, wave)
    sector_id = entry.sector_id if entry else None
    sector = get_in_project(Term, person.project_id, sector_id).key if sector_id else None
    return [item for item in asked_on(wave) if is_for(item.audience, item.kind, sector, wave.number)]


def items_after(person: Person, meeting: Meeting) -> list[SurveyItem]:
    """What this person is asked about a meeting: the statements of the sector they have."""
    sector = person.sector.key if person.sector else None
    return [item for item in asked_on(meeting) if is_for(item.audience, item.kind, sector, None)]


def meetings_asking(person: Person, now: dt.datetime) -> list[Meeting]:
    """The meetings at which somebody was and about which they can answer now, the latest first."""
    query = (
        in_project(Invitation, person.project_id)
        .where(Invitation.person_id == person.id, Invitation.attendance == Attendance.PRESENT)
        .join(Meeting)
        .where(
            asks_now(now),
            exists().where(AskedItem.meeting_id == Meeting.id, AskedItem.project_id == person.project_id),
        )
        .order_by(Meeting.starts_at.desc(), Meeting.id)
        .options(joinedload(Invitation.meeting))
    )
    return [invitation.meeting for invitation in db.session.scalars(query)]


# What was answered


def opinions_of(person: Person, occasion: Occasion) -> dict[int, int | None]:
    """What this person answered on this occasion, by item id."""
    return {answer.item_id: answer.value for answer in _answers(person, occasion)}


def record_opinions(person: Person, wave: Wave, opinions: Mapping[int, int | None], now: dt.datetime) -> None:
    """Keep answers by item id: 1–5, or None for n.v.t. A later answer in the same measurement replaces the earlier.

    Raises ``WaveClosed``, ``NotAsked``, ``NoOpinions``, ``NotYourItem``, ``OpinionOutOfRange``.
    """
    # Of a form sent twice, the second sees the first.
    db.session.refresh(person, ["version"], with_for_update={"key_share": True})
    if wave.closed_at is not None:
        raise WaveClosed()
    if find_entry(person, wave) is None:
        raise NotAsked()
    _record(person, wave, items_for(person, wave), opinions, now)


def record_after(person: Person, meeting: Meeting, opinions: Mapping[int, int | None], now: dt.datetime) -> None:
    """Keep what somebody who was there answers about a meeting, until 60 days after it.

    Raises ``NotFound``, ``NotThere``, ``MeetingCancelled``, ``TooLate``, ``NoOpinions``, ``NotYourItem``,
    ``OpinionOutOfRange``.
    """
    db.session.refresh(person, ["version"], with_for_update={"key_share": True})
    check_asked_after(person, meeting, now)
    _record(person, meeting, items_after(person, meeting), opinions, now)


def check_asked_after(person: Person, meeting: Meeting, now: dt.datetime) -> None:
    """Raise ``NotFound``, ``NotThere``, ``MeetingCancelled`` or ``TooLate`` for who cannot answer about a meeting."""
    invitation = own.get_own(person, meeting.id)
    if meeting.cancelled_at is not None:
        raise MeetingCancelled()
    if invitation.attendance != Attendance.PRESENT:
        raise NotThere()
    if not is_open(meeting.ends_at, now):
        raise TooLate()


def _record(
    person: Person, occasion: Occasion, items: list[SurveyItem], opinions: Mapping[int, int | None], now: dt.datetime
) -> None:
    if not opinions:
        raise NoOpinions()
    if not opinions.keys() <= {item.id for item in items}:
        raise NotYourItem()
    if any(value is not None and value not in OPINIONS for value in opinions.values()):
        raise OpinionOutOfRange()
    held = in_project(SurveyItem, person.project_id).where(SurveyItem.id.in_(opinions)).order_by(SurveyItem.id)
    db.session.scalars(held.with_for_update(read=True)).all()  # nobody rewords what is being answered
    kept = {answer.item_id: answer for answer in _answers(person, occasion)}
    for item_id, value in opinions.items():
        answer = kept.get(item_id)
        if answer is None:
            answer = SurveyAnswer(
                project_id=person.project_id, item_id=item_id, person_id=person.id, answered_at=now, **_key(occasion)
            )
            db.session.add(answer)
        answer.value, answer.answered_at = value, now
    db.session.flush()


def _check_open(occasion: Occasion, now: dt.datetime) -> None:
    if isinstance(occasion, Wave):
        if occasion.closed_at is not None:
            raise WaveClosed()
        return
    if occasion.cancelled_at is not None:
        raise MeetingCancelled()
    check_in_time(occasion.ends_at, now)


def asks_now(now: dt.datetime) -> ColumnElement[bool]:
    """Whether people can answer about a meeting now: ``rules.is_open``, in SQL."""
    over = Meeting.ends_at <= now, Meeting.ends_at > now - OPEN_AFTER_MEETING
    return Meeting.cancelled_at.is_(None) & over[0] & over[1]


def _key(occasion: Occasion) -> dict[str, int]:
    return {"wave_id" if isinstance(occasion, Wave) else "meeting_id": occasion.id}


def _of(model: type[AskedItem] | type[SurveyAnswer], occasion: Occasion) -> ColumnElement[bool]:
    return model.wave_id == occasion.id if isinstance(occasion, Wave) else model.meeting_id == occasion.id


def _answers(person: Person, occasion: Occasion) -> list[SurveyAnswer]:
    query = in_project(SurveyAnswer, person.project_id)
    return list(db.session.scalars(query.where(SurveyAnswer.person_id == person.id, _of(SurveyAnswer, occasion))))
