"""Verbs of the Kapstok-minuut: one round of mail a month, and when that was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from kapstok import clock
from kapstok.accounts import audit
from kapstok.accounts.models import User
from kapstok.extensions import db
from kapstok.mail.letter import Letter
from kapstok.mail.rules import BadAddress
from kapstok.progress.minute import messages
from kapstok.progress.minute.open import open_for
from kapstok.progress.minute.rules import AlreadySent, Asked, NobodyToAsk, Round, who_gets_mail
from kapstok.progress.models import MinuteRound
from kapstok.projects.models import Project
from kapstok.register.letters import Letterhead, mark_asked, post, sender_of
from kapstok.register.models import Person
from kapstok.scope import in_project
from kapstok.ties.measuring import active_people

QUESTION = "minute"  # kind of the mail


def find_round(project: Project, month: dt.date) -> MinuteRound | None:
    """The round that was sent in this month (its first day), or None."""
    return db.session.scalar(in_project(MinuteRound, project).where(MinuteRound.month == month))


def find_last_round(project: Project) -> MinuteRound | None:
    return db.session.scalar(in_project(MinuteRound, project).order_by(MinuteRound.month.desc()).limit(1))


def sender_name(sent: MinuteRound) -> str:
    """Who sent a round, or "" when that account is gone."""
    user = db.session.get(User, sent.sent_by_id) if sent.sent_by_id is not None else None
    return user.name if user else ""


def prepare(project: Project, now: dt.datetime) -> tuple[Round[Person], dict[int, list[Asked]]]:
    """Everybody who takes part, by what a round now means for them; and what is open for whom."""
    people = active_people(project, now)
    open_ = open_for(project, people, now)
    return who_gets_mail(people, open_, now), open_


def send(project: Project, letterhead: Letterhead, now: dt.datetime, *, user: User, actor: str) -> MinuteRound:
    """Mail who can be asked what is open for them, once a month. Raises ``AlreadySent`` or ``NobodyToAsk``."""
    db.session.refresh(project, ["version"], with_for_update={"key_share": True})  # two tabs, one round
    month = clock.month_of(clock.local_date(now))
    sent = find_round(project, month)
    if sent is not None:
        raise AlreadySent(day=f"{clock.local_date(sent.sent_at):%d-%m-%Y}", name=sender_name(sent) or project.name)
    found, open_ = prepare(project, now)
    written = []
    for person in found.to_ask:
        page = f"{letterhead.personal_link(person)}/minuut"
        letter = write(person.name, person.language, page, project, open_[person.id], letterhead)
        key = f"{QUESTION}:{person.id}:{month:%Y-%m}"
        try:
            post(letter, person, project, letterhead, now, kind=QUESTION, supersede_key=key)
        except BadAddress:
            continue
        written.append(person)
    if not written:
        raise NobodyToAsk()
    mark_asked(project.id, [person.id for person in written], now)
    made = MinuteRound(project_id=project.id, month=month, sent_at=now, sent_by_id=user.id, mailed=len(written))
    db.session.add(made)
    db.session.flush()
    audit.record("kapstok minute sent", actor=actor, project_id=project.id)
    return made


def write(
    name: str, language: str, page_url: str, project: Project, asked: Collection[Asked], letterhead: Letterhead
) -> Letter:
    """The letter to one person, in their language. ``page_url``: their own page of the month."""
    with letterhead.speaking(language) as words:
        return messages.minute(
            words.translate,
            name,
            sender_of(project, letterhead),
            asked,
            page_url,
            letterhead.personal_link_days,
            month=words.month,
            day=words.day,
        )
