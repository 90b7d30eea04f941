"""Verbs of picking a date: candidate dates, who is asked, and what they answer. See ``poll_asking`` for the mail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import joinedload, selectinload

from kapstok import clock
from kapstok.accounts import audit, history
from kapstok.errors import ChangedMeanwhile, NotFound
from kapstok.extensions import db
from kapstok.freetext import check_free_text
from kapstok.meetings import choosing, poll_rules, rules
from kapstok.meetings.choosing import Groups
from kapstok.meetings.models import DatePoll, PollAnswer, PollGuest, PollOption
from kapstok.meetings.poll_rules import AlreadyAsked, Moment, NotTheOnlyDate, UnknownAnswer
from kapstok.meetings.rules import Choice
from kapstok.projects.models import Project
from kapstok.register.models import Organisation, Person
from kapstok.scope import get_in_project, in_project

_BY_LINK = (
    select(PollGuest)
    .where(PollGuest.id == bindparam("id"), PollGuest.link_version == bindparam("link_version"))
    .options(joinedload(PollGuest.person, innerjoin=True), joinedload(PollGuest.poll, innerjoin=True))
    .execution_options(across_projects="the link says who is asked")
)


@dataclass(frozen=True)
class PollPlan:
    """What a projectleider fills in about a poll, but for its dates. ``answer_by``: see ``poll_rules.deadline``."""

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
    poll_rules.check_options(options)
    poll = DatePoll(project=project, created_at=now)
    with db.session.no_autoflush:
        _fill(poll, plan)
        poll.options = [_option(project.id, moment) for moment in sorted(options)]
    db.session.add(poll)
    db.session.flush()
    _record(poll, "date poll made", actor)
    return poll


def edit_poll(poll: DatePoll, seen_version: int, plan: PollPlan, now: dt.datetime, *, actor: str) -> None:
    """Change a poll that looked like ``seen_version``, its deadline too. Nobody is mailed: their pages show it.

    Raises ``ChangedMeanwhile``, ``PollClosed`` and the refusals of ``check_free_text``.
    """
    _check_words(plan, now)
    poll = lock(poll)
    if poll.version != seen_version:
        raise ChangedMeanwhile()
    poll_rules.check_not_closed(poll)
    _fill(poll, plan)
    db.session.flush()
    _record(poll, "date poll changed", actor)


def add_options(poll: DatePoll, options: Sequence[Moment], now: dt.datetime, *, actor: str) -> None:
    """More dates. Who answered before has said nothing of them yet, and is not mailed.

    Raises ``PollClosed``, ``DateBeforeDeadline`` and the refusals of ``check_options``.
    """
    poll = lock(poll)
    poll_rules.check_not_closed(poll)
    poll_rules.check_options(options, _moments(poll))
    for starts_at, _ends_at in options:
        poll_rules.check_after_deadline(starts_at, poll.answer_by)
    before = _in_history(poll)
    poll.options = sorted(
        [*poll.options, *(_option(poll.project_id, moment) for moment in options)], key=lambda option: option.starts_at
    )
    db.session.flush()
    history.note(poll, "options", before, _in_history(poll), at=now)
    _record(poll, "date poll changed", actor)


def remove_option(poll: DatePoll, option_id: int, now: dt.datetime, *, actor: str) -> None:
    """Take a date away, with what was said of it. Raises ``PollClosed``, ``NotTheOnlyDate`` and ``NotFound``."""
    poll = lock(poll)
    poll_rules.check_not_closed(poll)
    option = get_option(poll, option_id)
    if len(poll.options) <= poll_rules.FEWEST_OPTIONS:
        raise NotTheOnlyDate()
    before = _in_history(poll)
    poll.options.remove(option)
    db.session.flush()
    history.note(poll, "options", before, _in_history(poll), at=now)
    _record(poll, "date poll changed", actor)


# Who is asked


def candidates(poll: DatePoll, search: str = "") -> list[Person]:
    """Active people who are not asked yet, by name."""
    listed = select(PollGuest.person_id).where(PollGuest.project_id == poll.project_id, PollGuest.poll_id == poll.id)
    return choosing.candidates(poll.project, db.session.scalars(listed).all(), search)


def add_guests(poll: DatePoll, groups: Groups, now: dt.datetime) -> list[PollGuest]:
    """Put people on the list; who is on it already is not doubled. Sends nothing. Raises ``PollClosed``."""
    poll = lock(poll)
    poll_rules.check_not_closed(poll)
    added = [
        PollGuest(project_id=poll.project_id, poll=poll, person=person, created_at=now)
        for person in choosing.pick(poll.project, candidates(poll), groups)
    ]
    db.session.add_all(added)
    db.session.flush()
    return added


def take_off_list(guest: PollGuest) -> None:
    """Undo a choice. Raises ``PollClosed``, and ``AlreadyAsked`` when they were mailed or answered."""
    lock(guest.poll)
    poll_rules.check_not_closed(guest.poll)
    if guest.sent_at is not None or guest.answered_at is not None:
        raise AlreadyAsked(name=guest.person.name)
    db.session.delete(guest)
    db.session.flush()


# Answering


def answer_poll(
    guest: PollGuest,
    choices: Mapping[int, Choice],
    comment: str,
    now: dt.datetime,
    *,
    actor: str,
    late: bool = False,
) -> None:
    """Keep what somebody says of each date; saying it again replaces it. ``late``: the projectleider notes it.

    A date added while they were choosing stays unanswered. Raises ``PollClosed``, ``PollOver`` (unless ``late``),
    ``UnknownAnswer`` for a date that is not in the poll or a poll without an answer, and those of ``check_free_text``.
    """
    check_free_text(comment, now)
    poll = lock(guest.poll)
    if late:
        poll_rules.check_not_closed(poll)
    else:
        poll_rules.check_open(poll, now)
    if not choices or not choices.keys() <= {option.id for option in poll.options}:
        raise UnknownAnswer()
    given = {answer.option_id: answer for answer in guest.answers}
    for option_id, choice in choices.items():
        if option_id in given:
            given[option_id].choice = choice
        else:
            guest.answers.append(PollAnswer(project_id=guest.project_id, option_id=option_id, choice=choice))
    guest.comment = comment[: rules.LONGEST_COMMENT]
    guest.answered_at = now
    db.session.flush()
    audit.record("dates answered", actor=actor, project_id=guest.project_id, subject=f"poll_guest:{guest.id}")


def stop_reminders(guest: PollGuest, *, actor: str) -> None:
    """No reminders about this poll any more; it says nothing about coming. Twice is harmless."""
    if not guest.no_reminders:
        guest.no_reminders = True
        _record(guest.poll, "reminders about dates stopped", actor)
    db.session.flush()


# Finding


def get_poll(project: Project, poll_id: int) -> DatePoll:
    return get_in_project(DatePoll, project, poll_id)


def get_option(poll: DatePoll, option_id: int) -> PollOption:
    """One date of this poll, or ``NotFound``."""
    for option in poll.options:
        if option.id == option_id:
            return option
    raise NotFound()


def get_guest(poll: DatePoll, guest_id: int) -> PollGuest:
    """One person on this poll's list, or ``NotFound``."""
    guest = get_in_project(PollGuest, poll.project_id, guest_id)
    if guest.poll_id != poll.id:
        raise NotFound()
    return guest


def find_guest(guest_id: int, link_version: int) -> PollGuest | None:
    """Whose link it is; None when they are gone or the link was withdrawn."""
    return db.session.scalar(_BY_LINK, {"id": guest_id, "link_version": link_version})


def list_polls(project: Project) -> list[DatePoll]:
    """All polls with their dates, the newest first."""
    query = in_project(DatePoll, project).options(selectinload(DatePoll.options))
    return list(db.session.scalars(query.order_by(DatePoll.created_at.desc(), DatePoll.id.desc())))


def list_guests(poll: DatePoll) -> list[PollGuest]:
    """Everybody on a poll's list, by name, with their answers and what pages show of them."""
    query = in_project(PollGuest, poll.project_id).where(PollGuest.poll_id == poll.id)
    person = selectinload(PollGuest.person)
    return list(
        db.session.scalars(
            query.join(Person)
            .order_by(func.lower(Person.name), Person.id)
            .options(
                selectinload(PollGuest.answers),
                person.selectinload(Person.organisation).selectinload(Organisation.sector),
                person.selectinload(Person.own_sector),
                person.selectinload(Person.function),
            )
        )
    )


def asked_of(person: Person, now: dt.datetime) -> list[PollGuest]:
    """The open polls in which this person was asked or answered, the nearest deadline first."""
    query = (
        in_project(PollGuest, person.project_id)
        .join(DatePoll)
        .where(
            PollGuest.person_id == person.id,
            PollGuest.sent_at.is_not(None) | PollGuest.answered_at.is_not(None),
            DatePoll.closed_at.is_(None),
            DatePoll.answer_by >= now,
        )
        .options(selectinload(PollGuest.poll))
    )
    return list(db.session.scalars(query.order_by(DatePoll.answer_by, PollGuest.id)))


def counts(project: Project) -> dict[int, PollCounts]:
    """Who is asked in each poll in numbers, by poll id; a poll with nobody on its list is not in it."""
    query = select(
        PollGuest.poll_id, func.count(), func.count(PollGuest.sent_at), func.count(PollGuest.answered_at)
    ).where(PollGuest.project_id == project.id)
    return {
        poll_id: PollCounts(*numbers) for poll_id, *numbers in db.session.execute(query.group_by(PollGuest.poll_id))
    }


def lock(poll: DatePoll) -> DatePoll:
    """Take turns, as ``answering.lock`` does for a meeting: whoever changes a poll or its answers holds its row."""
    if db.engine.dialect.name == "sqlite":
        return poll
    query = in_project(DatePoll, poll.project_id).where(DatePoll.id == poll.id).with_for_update()
    db.session.flush()
    db.session.expire_all()
    locked = db.session.scalar(query)
    if locked is None:
        raise NotFound()
    return locked


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


def _record(poll: DatePoll, event: str, actor: str) -> None:
    audit.record(event, actor=actor, project_id=poll.project_id, subject=f"date_poll:{poll.id}")
