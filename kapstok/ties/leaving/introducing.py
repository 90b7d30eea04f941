"""Introducing a successor: by the leaver, who chooses from their own short lines, or without them and without names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes, policy

from sqlalchemy import func, select

from kapstok import clock
from kapstok.accounts import audit
from kapstok.extensions import db
from kapstok.mail import service as mail
from kapstok.mail.letter import Letter, Sender
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import BadAddress, Status
from kapstok.mail.text import one_line
from kapstok.projects.models import Project
from kapstok.register import cards
from kapstok.register.cards import Card
from kapstok.register.letters import Letterhead, Words, post, sender_of
from kapstok.register.models import Person
from kapstok.scope import in_project
from kapstok.ties.introductions.rules import ASKED_TO_INTRODUCE
from kapstok.ties.known import known_by
from kapstok.ties.leaving import messages as farewell
from kapstok.ties.leaving.messages import Introduced, Leaving
from kapstok.ties.measuring import WITH_BACKGROUND
from kapstok.ties.models import Handover
from kapstok.ties.rules import HAND_OVER_WITHIN, SHORT_LINE, HandedOver, NobodyChosen, NobodyToIntroduce, may_hand_over

NEVER_READ = (Status.FAILED, Status.SUPERSEDED)
REQUEST, INTRODUCTION = "handover", "introduction"  # kinds of the mails


@dataclass(frozen=True)
class LineCount:
    """How many short lines somebody leaves, and to how many sectors: never to whom."""

    lines: int
    sectors: int


def list_lines(leaver: Person, now: dt.datetime) -> list[Card]:
    """The people with whom ``leaver`` has a short line, by name, as far as they may be named: for the leaver only.

    Who does not want to be in view, or is a mantelzorger without a card in wie is wie, is not there.
    """
    people, project = _short_lines(leaver, now), db.session.get_one(Project, leaver.project_id)
    found = cards.cards_of_known(project, people)
    return [found[person.id] for person in people if person.id in found]


def count_lines(leaver: Person, now: dt.datetime) -> LineCount:
    """How many short lines there are to hand over, and to how many sectors."""
    people = _short_lines(leaver, now)
    return LineCount(len(people), len({person.sector for person in people}))


def is_open(handover: Handover, now: dt.datetime) -> bool:
    """Whether the leaver's page about it still opens: until thirty days after the last day."""
    last_day = handover.leaver.left_on
    return last_day is not None and may_hand_over(last_day, clock.local_date(now))


def can_choose(handover: Handover, now: dt.datetime) -> bool:
    """Whether the leaver can still say whom they introduce."""
    return handover.introduced == 0 and can_be_mailed(handover.successor) and is_open(handover, now)


def hand_over(handover: Handover, chosen: Collection[int], letterhead: Letterhead, now: dt.datetime) -> int:
    """Introduce the successor to the people (by id) whom the leaver chose of their lines. The number of people.

    Raises ``HandedOver`` the second time, ``NobodyChosen``; ids that are not among the lines are passed over.
    """
    db.session.refresh(handover, with_for_update=True)  # of a form sent twice, the second sees the first
    if not can_choose(handover, now):
        raise HandedOver()
    people = tuple(card for card in list_lines(handover.leaver, now) if card.person_id in chosen)
    if not people:
        raise NobodyChosen()
    told = tuple(introduced(card) for card in people)

    def write(words: Words, sender: Sender, page: str) -> Letter:
        leaving = _leaving(handover, words, now)
        return farewell.introduction(words.translate, sender, leaving, told, f"{page}/wie-bel-ik")

    _mail_successor(handover, write, letterhead, now)
    handover.introduced_at, handover.introduced = now, len(people)
    db.session.flush()
    actor, subject = f"person:{handover.leaver_id}", f"person:{handover.successor_id}"
    audit.record("lines handed over", actor=actor, project_id=handover.project_id, subject=subject)
    return len(people)


def introduce(handover: Handover, letterhead: Letterhead, now: dt.datetime, *, actor: str) -> None:
    """Introduce the successor without the leaver, and without a name of their lines. Saying it twice is harmless.

    Raises ``NobodyToIntroduce``.
    """
    db.session.refresh(handover, with_for_update=True)
    if handover.introduced_at is not None:
        return
    if not can_be_mailed(handover.successor):
        raise NobodyToIntroduce()
    organisation = handover.leaver.organisation
    name = organisation.name if organisation and not handover.leaver.is_mantelzorger else ""

    def write(words: Words, sender: Sender, page: str) -> Letter:
        leaving = _leaving(handover, words, now)
        return farewell.plain_introduction(words.translate, sender, leaving, name, f"{page}/wie-is-wie")

    _mail_successor(handover, write, letterhead, now)
    handover.introduced_at = now
    db.session.flush()
    subject = f"person:{handover.successor_id}"
    audit.record("successor introduced", actor=actor, project_id=handover.project_id, subject=subject)


def introductions_naming(project_id: int, names: Collection[str]) -> list[int]:
    """The ids of the mails in the outbox by which somebody of one of these names was introduced, or was to be."""
    sent = select(OutboxMessage.id, OutboxMessage.mime).where(
        OutboxMessage.project_id == project_id,
        OutboxMessage.kind.in_((INTRODUCTION, ASKED_TO_INTRODUCE)),
        OutboxMessage.mime.is_not(None),
    )
    written = {id: _written(mime) for id, mime in db.session.execute(sent)}
    return [id for id, text in written.items() if any(one_line(name) in text for name in names)]


def ask_leaver(handover: Handover, letterhead: Letterhead, now: dt.datetime) -> None:
    """Mail the leaver, once per successor, when there is something to choose and an address to write to."""
    leaver, successor = handover.leaver, handover.successor
    mail.withdraw(_request_key(leaver))
    lines = len(list_lines(leaver, now)) if can_choose(handover, now) else 0
    if not lines or not leaver.email or leaver.address_refused_at is not None:
        return
    project = db.session.get_one(Project, handover.project_id)
    with letterhead.speaking(leaver.language) as words:
        letter = farewell.please_hand_over(
            words.translate,
            sender_of(project, letterhead),
            _leaving(handover, words, now),
            lines,
            f"{letterhead.personal_link(leaver)}/overdragen",
            HAND_OVER_WITHIN.days,
        )
    with suppress(BadAddress):
        key = _request_key(leaver)
        post(letter, leaver, project, letterhead, now, kind=REQUEST, supersede_key=key).about_id = successor.id


def withdraw_mail(leaver: Person) -> None:
    """Keep mail about this leaving at home if it did not leave yet."""
    for key in (_request_key(leaver), _introduction_key(leaver)):
        mail.withdraw(key)


def can_be_mailed(person: Person | None) -> bool:
    """Whether there is somebody, and an address at which they can be reached."""
    if person is None or person.archived_at is not None or person.erased_at is not None:
        return False
    return bool(person.email) and person.address_refused_at is None


def is_asked(handover: Handover) -> bool:
    """Whether the leaver was mailed whom to introduce."""
    query = select(OutboxMessage.id).where(
        OutboxMessage.supersede_key == _request_key(handover.leaver), OutboxMessage.status.not_in(NEVER_READ)
    )
    return db.session.scalar(query.limit(1)) is not None


def introduced(card: Card) -> Introduced:
    """What a mail tells of somebody: no more than their card shows."""
    return Introduced(
        card.name, card.function, card.organisation, card.call_me_for, card.phone, card.email, card.reachable
    )


def takes_part(person: Person, today: dt.date) -> bool:
    """Whether somebody is there now: not in the archive, and with a last day that is still ahead."""
    stays = person.left_on is None or person.left_on > today
    return stays and person.archived_at is None and person.erased_at is None


# Inside


def _mail_successor(
    handover: Handover, write: Callable[[Words, Sender, str], Letter], letterhead: Letterhead, now: dt.datetime
) -> None:
    """Post what ``write`` makes of words, sender and the address of the successor's page."""
    project = db.session.get_one(Project, handover.project_id)
    successor, key = handover.successor, _introduction_key(handover.leaver)
    with letterhead.speaking(successor.language) as words:
        letter = write(words, sender_of(project, letterhead), letterhead.personal_link(successor))
    try:
        message = post(letter, successor, project, letterhead, now, kind=INTRODUCTION, supersede_key=key)
    except BadAddress:
        raise NobodyToIntroduce() from None
    message.about_id = handover.leaver_id


def _written(mime: bytes) -> str:
    part = message_from_bytes(mime, policy=policy.default).get_body(("plain",))
    return "" if part is None else part.get_content()


def _leaving(handover: Handover, words: Words, now: dt.datetime) -> Leaving:
    leaver, last_day = handover.leaver, handover.leaver.left_on
    return Leaving(leaver.name, words.day(last_day), last_day < clock.local_date(now), handover.successor.name)


def _short_lines(leaver: Person, now: dt.datetime) -> list[Person]:
    """Who still takes part and is, in the leaver's own newest words, a short line; by name. Not the successor."""
    known = [person_id for person_id, strength in known_by(leaver, now).items() if strength >= SHORT_LINE]
    query = (
        in_project(Person, leaver.project_id)
        .where(Person.id.in_(known), Person.id != (leaver.successor_id or 0))
        .options(*WITH_BACKGROUND)
        .order_by(func.lower(Person.name), Person.id)
    )
    today = clock.local_date(now)
    return [person for person in db.session.scalars(query) if takes_part(person, today)]


def _request_key(leaver: Person) -> str:
    return f"handover:{leaver.id}"


def _introduction_key(leaver: Person) -> str:
    return f"introduction:{leaver.id}"
