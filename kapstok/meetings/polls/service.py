"""Verbs of picking a date: a poll and its dates. See ``poll_guests`` for who is asked, ``poll_asking`` for the mail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from kapstok import clock
from kapstok.accounts import audit, history
from kapstok.errors import ChangedMeanwhile, NotFound
from kapstok.extensions import db
from kapstok.freetext import check_free_text
from kapstok.meetings.models import DatePoll, PollGuest, PollOption
from kapstok.meetings.polls import rules
from kapstok.meetings.polls.rules import Moment, NotTheOnlyDate
from kapstok.projects.models import Project
from kapstok.scope import get_in_project, in_project, take_turns


@dataclass(frozen=True)
class PollPlan:
    """What a projectleider fills in about a poll, but for its dates. ``answer_by``: see ``rules.deadline``."""

    title: str
    answer_by: dt.datetime
    words: str = ""
    place: str = ""


@dataclass(frozen=True)
class PollCounts:
    """Who is asked in one poll, in numbers."""

    asked: int = 0  # on the list
    mailed: int = 0
    answered: int = 0

    @property
    def begun(self) -> bool:
        """Whether anybody knows of the poll."""
        return bool(self.mailed or self.answered)


# Making and changing


def create_poll(
    project: Project, plan: PollPlan, options: Sequence[Moment], now: dt.datetime, *, actor: str
) -> DatePoll:
    """A new poll; nobody hears of it yet. Raises the refusals of ``check_free_text`` and ``check_options``."""
    _check_words(plan, now)
    rules.check_options(options)
    poll = DatePoll(project=project, created_at=now)
    with db.session.no_autoflush:
        _fill(poll, plan)
        poll.options = [_option(project.id, moment) for moment in sorted(options)]
    db.session.add(poll)
    db.session.flush()
    record(poll, "date poll made", actor)
    return poll


def edit_poll(poll: DatePoll, seen_version: int, plan: PollPlan, now: dt.datetime, *, actor: str) -> None:
    """Change a poll that looked like ``seen_version``, its deadline too. Nobody is mailed: their pages show it.

    Raises ``ChangedMeanwhile``, ``PollClosed`` and the refusals of ``check_free_text``.
    """
    _check_words(plan, now)
    poll = lock(poll)
    if poll.version != seen_version:
        raise ChangedMeanwhile()
    rules.check_not_closed(poll)
    _fill(poll, plan)
    db.session.flush()
    record(poll, "date poll changed", actor)


def add_options(poll: DatePoll, options: Sequence[Moment], now: dt.datetime, *, actor: str) -> None:
    """More dates. Who answered before has said nothing of them yet, and is not mailed.

    Raises ``PollClosed``, ``DateBeforeDeadline`` and the refusals of ``check_options``.
    """
    poll = lock(poll)
    rules.check_not_closed(poll)
    rules.check_options(options, _moments(poll))
    for starts_at, _ends_at in options:
        rules.check_after_deadline(starts_at, poll.answer_by)
    before = _in_history(poll)
    poll.options = sorted(
        [*poll.options, *(_option(poll.project_id, moment) for moment in options)], key=lambda option: option.starts_at
    )
    db.session.flush()
    history.note(poll, "options", before, _in_history(poll), at=now)
    record(poll, "date poll changed", actor)


def remove_option(poll: DatePoll, option_id: int, now: dt.datetime, *, actor: str) -> None:
    """Take a date away, with what was said of it. Raises ``PollClosed``, ``NotTheOnlyDate`` and ``NotFound``."""
    poll = lock(poll)
    rules.check_not_closed(poll)
    option = get_option(poll, option_id)
    if len(poll.options) <= rules.FEWEST_OPTIONS:
        raise NotTheOnlyDate()
    before = _in_history(poll)
    poll.options.remove(option)
    db.session.flush()
    history.note(poll, "options", before, _in_history(poll), at=now)
    record(poll, "date poll changed", actor)


# Finding, and taking turns


def get_poll(project: Project, poll_id: int) -> DatePoll:
    return get_in_project(DatePoll, project, poll_id)


def get_option(poll: DatePoll, option_id: int) -> PollOption:
    """One date of this poll, or ``NotFound``."""
    for option in poll.options:
        if option.id == option_id:
            return option
    raise NotFound()


def list_polls(project: Project) -> list[DatePoll]:
    """All polls with their dates, the newest first."""
    query = in_project(DatePoll, project).options(selectinload(DatePoll.options))
    return list(db.session.scalars(query.order_by(DatePoll.created_at.desc(), DatePoll.id.desc())))


def counts(project: Project) -> dict[int, PollCounts]:
    """Who is asked in each poll in numbers, by poll id; a poll with nobody on its list is not in it."""
    query = select(
        PollGuest.poll_id, func.count(), func.count(PollGuest.sent_at), func.count(PollGuest.answered_at)
    ).where(PollGuest.project_id == project.id)
    return {
        poll_id: PollCounts(*numbers) for poll_id, *numbers in db.session.execute(query.group_by(PollGuest.poll_id))
    }


def lock(poll: DatePoll) -> DatePoll:
    """Whoever changes a poll or its answers holds its row until the commit. See ``take_turns``."""
    return take_turns(poll)


def record(poll: DatePoll, event: str, actor: str) -> None:
    """Write down in the audit trail what was done to a poll."""
    audit.record(event, actor=actor, project_id=poll.project_id, subject=f"date_poll:{poll.id}")


# Inside


def _check_words(plan: PollPlan, now: dt.datetime) -> None:
    for text in (plan.title, plan.words, plan.place):
        check_free_text(text, now)


def _fill(poll: DatePoll, plan: PollPlan) -> None:
    for name in ("title", "answer_by", "words", "place"):
        setattr(poll, name, getattr(plan, name))


def _option(project_id: int, moment: Moment) -> PollOption:
    return PollOption(project_id=project_id, starts_at=moment[0], ends_at=moment[1])


def _moments(poll: DatePoll) -> Collection[Moment]:
    return [(option.starts_at, option.ends_at) for option in poll.options]


def _in_history(poll: DatePoll) -> str:
    return "; ".join(
        f"{clock.local(option.starts_at):%d-%m-%Y %H.%M}–{clock.local(option.ends_at):%H.%M}" for option in poll.options
    )
