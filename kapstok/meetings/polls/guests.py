"""Verbs of who is asked for dates: on the list, off it, and what they answer. See ``polls`` for the dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import joinedload, selectinload

from kapstok.accounts import audit
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.freetext import check_free_text
from kapstok.meetings import choosing, rules
from kapstok.meetings.choosing import Groups
from kapstok.meetings.models import DatePoll, PollAnswer, PollGuest
from kapstok.meetings.polls import rules as poll_rules
from kapstok.meetings.polls.rules import AlreadyAsked, UnknownAnswer
from kapstok.meetings.polls.service import lock, record
from kapstok.meetings.rules import Choice
from kapstok.register.models import Organisation, Person
from kapstok.scope import get_in_project, in_project

_BY_LINK = (
    select(PollGuest)
    .where(PollGuest.id == bindparam("id"), PollGuest.link_version == bindparam("link_version"))
    .options(joinedload(PollGuest.person, innerjoin=True), joinedload(PollGuest.poll, innerjoin=True))
    .execution_options(across_projects="the link says who is asked")
)


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
        record(guest.poll, "reminders about dates stopped", actor)
    db.session.flush()


# Finding


def get_guest(poll: DatePoll, guest_id: int) -> PollGuest:
    """One person on this poll's list, or ``NotFound``."""
    guest = get_in_project(PollGuest, poll.project_id, guest_id)
    if guest.poll_id != poll.id:
        raise NotFound()
    return guest


def find_guest(guest_id: int, link_version: int) -> PollGuest | None:
    """Whose link it is; None when they are gone or the link was withdrawn."""
    return db.session.scalar(_BY_LINK, {"id": guest_id, "link_version": link_version})


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
