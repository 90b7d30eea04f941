"""Asking by mail whether the network may see somebody's card: once, and once more; never after an answer."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select

from kapstok.accounts import audit
from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import BadAddress, Status
from kapstok.projects.models import Project
from kapstok.register import cards, messages
from kapstok.register.consent import Answer, Purpose
from kapstok.register.letters import Letterhead, mark_asked, post, sender_of
from kapstok.register.models import Person
from kapstok.register.rules import may_be_asked

QUESTION = "card"  # kind of the mail
MOST_OFTEN = 2  # mails to who does not answer: a question and one reminder
NEVER_READ = (Status.FAILED, Status.SUPERSEDED)


class Standing(StrEnum):
    """Where somebody is with their card."""

    SHOWN = "shown"  # in wie is wie
    HIDDEN = "hidden"  # said yes, and does not want to be in view
    NO = "no"
    WAITING = "waiting"  # was asked by mail, and is not asked again now
    TO_ASK = "to ask"
    TOO_SOON = "too soon"  # got another mail that asks something, less than a month ago
    UNREACHABLE = "unreachable"  # no address, or one that a mail server refused


@dataclass(frozen=True)
class Asked:
    """The mails with this question to one person."""

    times: int
    last_at: dt.datetime


@dataclass(frozen=True)
class Standpoint:
    """One person, and where they are."""

    person: Person
    standing: Standing
    answers: dict[Purpose, Answer]
    asked: Asked | None


def standpoints(project: Project, now: dt.datetime) -> list[Standpoint]:
    """Everybody who takes part, by name."""
    said, asked = cards.answers_in(project), _asked(project)
    found = []
    for person in cards.list_present(project):
        answers, mails = said.get(person.id, {}), asked.get(person.id)
        found.append(Standpoint(person, _standing(person, answers.get(Purpose.CARD), mails, now), answers, mails))
    return found


def by_standing(found: list[Standpoint]) -> dict[Standing, list[Standpoint]]:
    """The same, sorted out; everybody stands once."""
    sorted_out: dict[Standing, list[Standpoint]] = defaultdict(list)
    for each in found:
        sorted_out[each.standing].append(each)
    return sorted_out


def ask_for_cards(project: Project, letterhead: Letterhead, now: dt.datetime, *, actor: str) -> list[Person]:
    """Mail everybody who may be asked the link to their own choice; twice is harmless. Returns who was written to."""
    db.session.refresh(project, ["version"], with_for_update={"key_share": True})  # two tabs, one mail
    written = []
    for each in by_standing(standpoints(project, now))[Standing.TO_ASK]:
        try:
            _write(each, project, letterhead, now)
        except BadAddress:
            continue
        written.append(each.person)
    mark_asked(project.id, [person.id for person in written], now)
    audit.record("cards asked by mail", actor=actor, project_id=project.id)
    return written


def _write(each: Standpoint, project: Project, letterhead: Letterhead, now: dt.datetime) -> None:
    person = each.person
    with letterhead.speaking(person.language) as words:
        letter = messages.ask_for_card(
            words.translate,
            person.name,
            sender_of(project, letterhead),
            f"{letterhead.personal_link(person)}/gegevens/zichtbaar",
            letterhead.personal_link_days,
            reminder=each.asked is not None,
        )
    key = f"{QUESTION}:{person.id}:{each.asked.times + 1 if each.asked else 1}"
    post(letter, person, project, letterhead, now, kind=QUESTION, supersede_key=key)


def _standing(person: Person, answer: Answer | None, asked: Asked | None, now: dt.datetime) -> Standing:
    if answer is not None:
        shown = Standing.SHOWN if person.on_map else Standing.HIDDEN
        return shown if answer.given else Standing.NO
    if not person.email or person.address_refused_at is not None:
        return Standing.UNREACHABLE
    if asked is not None and asked.times >= MOST_OFTEN:
        return Standing.WAITING
    if not may_be_asked(person.asked_at, now):
        return Standing.TOO_SOON if asked is None else Standing.WAITING
    return Standing.TO_ASK


def _asked(project: Project) -> dict[int, Asked]:
    query = (
        select(OutboxMessage.person_id, func.count(), func.max(OutboxMessage.created_at))
        .where(
            OutboxMessage.project_id == project.id,
            OutboxMessage.kind == QUESTION,
            OutboxMessage.status.not_in(NEVER_READ),
        )
        .group_by(OutboxMessage.person_id)
    )
    return {person_id: Asked(times, last_at) for person_id, times, last_at in db.session.execute(query)}
