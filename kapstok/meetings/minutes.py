"""Verbs of het verslag: notes of a meeting, what it decided, and who does what by when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import flag_modified

from kapstok.accounts import audit, history
from kapstok.errors import ChangedMeanwhile, NotFound
from kapstok.extensions import db
from kapstok.freetext import check_free_text
from kapstok.meetings import answering, plan_rules, service
from kapstok.meetings.models import Agreement, Meeting
from kapstok.meetings.rules import AgreementKind, MeetingCancelled
from kapstok.projects.models import Project
from kapstok.register.models import Person
from kapstok.scope import get_in_project, in_project


@dataclass(frozen=True)
class Line:
    """One decision or agreement as it was typed. ``agreement_id``: the one it changes; None for a new one."""

    text: str
    kind: AgreementKind = AgreementKind.ACTION
    owner: Person | None = None
    due_on: dt.date | None = None
    done: bool = False
    agreement_id: int | None = None


def write_minutes(
    meeting: Meeting, seen_version: int, notes: str, lines: Sequence[Line], now: dt.datetime, *, actor: str
) -> None:
    """Keep the notes and, in this order, the agreements of a meeting that looked like ``seen_version``.

    What is not among ``lines`` any more goes. Raises ``ChangedMeanwhile``, ``MeetingCancelled``, ``NotOnTheList`` and
    the refusals of ``check_free_text`` and ``plan_rules.check_due``.
    """
    for text in (notes, *(line.text for line in lines)):
        check_free_text(text, now)
    answering.lock(meeting)
    if meeting.version != seen_version:
        raise ChangedMeanwhile()
    if meeting.cancelled_at is not None:
        raise MeetingCancelled()
    before = agreements_of(meeting)
    _check_lines(meeting, lines, before)
    said = _in_words(before)
    meeting.notes = notes
    flag_modified(meeting, "created_at")  # the version rises for agreements too; a column of which no history is kept
    after = _keep(meeting, lines, {agreement.id: agreement for agreement in before}, now)
    if _in_words(after) != said:
        history.note(meeting, "agreements", said, _in_words(after), at=now)
    db.session.flush()
    audit.record("minutes written", actor=actor, project_id=meeting.project_id, subject=f"meeting:{meeting.id}")


def tick(agreement: Agreement, done: bool, now: dt.datetime) -> None:
    """Say whether an agreement was kept. Saying it twice is harmless."""
    if done != (agreement.done_at is not None):
        agreement.done_at = now if done else None
        db.session.flush()


def get_agreement(project: Project, agreement_id: int) -> Agreement:
    return get_in_project(Agreement, project, agreement_id)


def agreements_of(meeting: Meeting) -> list[Agreement]:
    """What one meeting decided and agreed, in the order of its minutes."""
    query = in_project(Agreement, meeting.project_id).where(Agreement.meeting_id == meeting.id)
    return list(
        db.session.scalars(query.options(joinedload(Agreement.owner)).order_by(Agreement.position, Agreement.id))
    )


def open_agreements(project: Project, *, without: Meeting | None = None) -> list[Agreement]:
    """Agreements of the project that nobody kept yet, the earliest day first; ``without`` those of one meeting."""
    query = _open(project.id)
    if without is not None:
        query = query.where(Agreement.meeting_id != without.id)
    return list(db.session.scalars(query))


def agreements_owned_by(person: Person) -> list[Agreement]:
    """What one person took on and did not do yet, the earliest day first."""
    return list(db.session.scalars(_open(person.project_id).where(Agreement.owner_id == person.id)))


def _open(project_id: int) -> Select[tuple[Agreement]]:
    return (
        in_project(Agreement, project_id)
        .join(Agreement.meeting)
        .where(Agreement.kind == AgreementKind.ACTION, Agreement.done_at.is_(None), Meeting.cancelled_at.is_(None))
        .options(joinedload(Agreement.owner), joinedload(Agreement.meeting))
        .order_by(Agreement.due_on.is_(None), Agreement.due_on, Meeting.starts_at, Agreement.position, Agreement.id)
    )


def _check_lines(meeting: Meeting, lines: Sequence[Line], before: list[Agreement]) -> None:
    """An owner is on the list, or was the owner already; a day that stood there already may stay."""
    listed = {guest.person_id for guest in service.list_guests(meeting)} | {old.owner_id for old in before}
    days = {old.due_on for old in before}
    for line in lines:
        if line.owner is not None and line.owner.id not in listed:
            raise plan_rules.NotOnTheList(name=line.owner.name)
        if line.due_on not in days:
            plan_rules.check_due(line.due_on, meeting.starts_at)


def _keep(meeting: Meeting, lines: Sequence[Line], known: dict[int, Agreement], now: dt.datetime) -> list[Agreement]:
    kept = []
    for position, line in enumerate(lines):
        if line.agreement_id is None:
            agreement = Agreement(project_id=meeting.project_id, meeting=meeting)
            db.session.add(agreement)
        elif (agreement := known.pop(line.agreement_id, None)) is None:
            raise NotFound()
        agreement.position, agreement.kind, agreement.text = position, line.kind, line.text
        agreement.owner, agreement.due_on = line.owner, line.due_on
        tick(agreement, line.done, now)
        kept.append(agreement)
    for gone in known.values():
        db.session.delete(gone)
    return kept


def _in_words(agreements: list[Agreement]) -> str:
    """For the history; without names: those stand with the agreement, and are erased there."""
    return "; ".join(agreement.text for agreement in agreements)
