"""Introductions: somebody brings two people together whom they know; asked to, or by an idea of their own.

All three let their lines be seen, at the moment of asking and again when it is sent. What a mail tells of somebody is
what their card shows. The mails go out in the name of the project; an answer goes straight to the other one where their
card shows an address, else to the middle person where theirs does, else to the project's contact. Its receivers agreed
to such mail, so it counts for no monthly question; who did not ask for it gets one in thirty days at most. Nothing here
is a line: the next form simply asks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kapstok.extensions import db
from kapstok.freetext import check_free_text
from kapstok.mail.letter import Letter
from kapstok.mail.mime import Mailbox
from kapstok.mail.rules import BadAddress
from kapstok.projects.models import Project
from kapstok.register import cards
from kapstok.register.cards import Card
from kapstok.register.letters import Letterhead, post, sender_of
from kapstok.register.models import Person
from kapstok.scope import in_project
from kapstok.ties import visible
from kapstok.ties.introductions import messages
from kapstok.ties.introductions.messages import Bringing
from kapstok.ties.introductions.requests import (
    file_away,
    list_asked_of,
    note,
    of_pair,
    people_of,
    requests_to,
    rows_of,
    still_open,
    take_turns,
    withdraw_request,
)
from kapstok.ties.introductions.rules import (
    LONGEST_WORDS,
    ONCE_PER,
    Acquaintance,
    IntroducedAlready,
    IntroducedLately,
    NotOpen,
    NotOpenYourself,
    NotReachable,
    NotYourLine,
    best_pairs,
)
from kapstok.ties.known import known_by
from kapstok.ties.leaving.introducing import INTRODUCTION, can_be_mailed, introduced
from kapstok.ties.models import Introduction
from kapstok.ties.rules import SHORT_LINE


@dataclass(frozen=True)
class Case:
    """Two people whom the middle person can introduce now, and the request for it when there is one."""

    middle: Person
    people: tuple[Person, Person]
    cards: dict[int, Card]  # of all three, by id: what others see of them
    asked: Introduction | None


def pairs_for(person: Person, now: dt.datetime) -> list[tuple[Card, Card]]:
    """Two by two, whom ``person`` knows and could introduce to one another: ``best_pairs``; none while not open."""
    open_ones = visible.open_people(person.project_id, now)
    if person.id not in open_ones:
        return []
    known = {id: strength for id, strength in known_by(person, now).items() if strength >= SHORT_LINE}
    people = people_of(person.project_id, known.keys() & open_ones)
    too_often = _introduced_lately(person.project_id, now)
    shown = _cards(person.project_id, [each for each in people if can_be_mailed(each) and each.id not in too_often])
    pairs = best_pairs(
        [_acquaintance(card, known[card.person_id]) for card in shown.values()],
        visible.visible_lines(person.project_id, now),
        _introduced_before(person.project_id) | _asked_for(person, now),
    )
    return [(shown[one], shown[other]) for one, other in pairs]


def prepare(middle: Person, one_id: int, other_id: int, now: dt.datetime) -> Case:
    """What ``middle`` would do, checked as it will be when it is sent; who asked for it stands first.

    Raises ``NotOpenYourself``, ``NotOpen``, ``IntroducedAlready``, ``NotYourLine``, ``IntroducedLately``,
    ``NotReachable``.
    """
    open_ones = visible.open_people(middle.project_id, now)
    if middle.id not in open_ones:
        raise NotOpenYourself()
    if len({middle.id, one_id, other_id}) < 3 or not {one_id, other_id} <= open_ones:
        raise NotOpen()
    if (done := _done_lately(middle, one_id, other_id, now)) is not None:
        raise IntroducedAlready(one=done.one.name, other=done.other.name)
    requests = requests_to(middle, one_id, other_id, now)
    ids = (requests[0].one_id, requests[0].other_id) if requests else (one_id, other_id)
    found = {each.id: each for each in people_of(middle.project_id, ids)}
    people = (found[ids[0]], found[ids[1]])
    _check_lines(middle, people, bool(requests), now)
    askers = {row.one_id for row in requests}
    _check_not_too_often(middle.project_id, [each for each in people if each.id not in askers], now)
    for each in people:
        if not can_be_mailed(each):
            raise NotReachable(name=each.name)
    return Case(middle, people, _cards(middle.project_id, (middle, *people)), next(iter(requests), None))


def write(case: Case, words: str, letterhead: Letterhead) -> tuple[Letter, Letter]:
    """The two mails, each in the language of who gets it, in the order of ``case.people``."""
    one, other = case.people
    return _letter(case, one, other, words, letterhead), _letter(case, other, one, words, letterhead)


def send(middle: Person, one_id: int, other_id: int, words: str, letterhead: Letterhead, now: dt.datetime) -> None:
    """Put the two mails in the outbox; within a month a second time is harmless. Every other request for it is met.

    Raises what ``prepare`` and ``check_free_text`` refuse; nothing is sent then.
    """
    check_free_text(words, now)
    take_turns(middle.project_id, (middle.id, one_id, other_id))
    try:
        case = prepare(middle, one_id, other_id, now)
    except IntroducedAlready:
        return
    row = case.asked or _own_idea(case)
    unmet = rows_of(middle.project_id).where(of_pair(one_id, other_id), Introduction.sent_at.is_(None))
    for met in db.session.scalars(unmet):
        withdraw_request(met)
        if met is not row:
            db.session.delete(met)
    row.sent_at, row.note = now, words[:LONGEST_WORDS]
    db.session.flush()
    for (receiver, about), letter in zip(
        (case.people, case.people[::-1]), write(case, row.note, letterhead), strict=True
    ):
        _mail(case, receiver, about, letter, f"introduced:{row.id}:{receiver.id}", letterhead, now)
        note("introduced by somebody", by=middle, about=receiver)


def answers_go_to(case: Case, about: Person) -> Mailbox:
    """Who gets the answer to the mail that tells of ``about``."""
    for person in (about, case.middle):
        card = case.cards[person.id]
        if card.email and can_be_mailed(person):
            return Mailbox(card.name, card.email)
    project = db.session.get_one(Project, about.project_id)
    return Mailbox(project.contact_name, project.contact_email)


def list_done_by(middle: Person, now: dt.datetime) -> list[Introduction]:
    """Whom ``middle`` introduced, the last one first."""
    rows = rows_of(middle.project_id).where(Introduction.middle_id == middle.id, Introduction.sent_at.is_not(None))
    rows = rows.order_by(None).order_by(Introduction.sent_at.desc(), Introduction.id.desc())
    return still_open(middle.project_id, rows, now)


# Inside


def _done_lately(middle: Person, one_id: int, other_id: int, now: dt.datetime) -> Introduction | None:
    mine = rows_of(middle.project_id).where(Introduction.middle_id == middle.id, of_pair(one_id, other_id))
    return db.session.scalar(mine.where(Introduction.sent_at > now - ONCE_PER).limit(1))


def _check_lines(middle: Person, people: Sequence[Person], asked: bool, now: dt.datetime) -> None:
    """Whoever nobody asked about is not named: an address that was made up must not tell who they are."""
    known = known_by(middle, now)
    for each in people:
        if known.get(each.id, 0) < SHORT_LINE:
            raise NotYourLine(name=each.name) if asked else NotOpen()


def _check_not_too_often(project_id: int, unasked: Collection[Person], now: dt.datetime) -> None:
    lately = _introduced_lately(project_id, now)
    for each in unasked:
        if each.id in lately:
            raise IntroducedLately(name=each.name)


def _introduced_lately(project_id: int, now: dt.datetime) -> set[int]:
    """Ids of who got an introduction this month without having asked for it."""
    sent = in_project(Introduction, project_id).where(Introduction.sent_at > now - ONCE_PER)
    columns = Introduction.one_id, Introduction.other_id, Introduction.asked_at
    rows = db.session.execute(sent.with_only_columns(*columns)).all()
    return {other for _one, other, _asked in rows} | {one for one, _other, asked_at in rows if asked_at is None}


def _asked_for(middle: Person, now: dt.datetime) -> set[frozenset[int]]:
    """The pairs of which one asked for it: no idea of our own."""
    return {frozenset((row.one_id, row.other_id)) for row in list_asked_of(middle, now)}


def _introduced_before(project_id: int) -> set[frozenset[int]]:
    sent = in_project(Introduction, project_id).where(Introduction.sent_at.is_not(None))
    pairs = db.session.execute(sent.with_only_columns(Introduction.one_id, Introduction.other_id))
    return {frozenset(pair) for pair in pairs}


def _cards(project_id: int, people: Sequence[Person]) -> dict[int, Card]:
    """Everybody's card; of who has none, the name, function and organisation that an introduction cannot do without."""
    project = db.session.get_one(Project, project_id)
    found = {card.person_id: card for card in cards.list_cards(project, among=[each.id for each in people])}
    bare = cards.bare_cards(project, [each for each in people if each.id not in found])
    return found | {card.person_id: card for card in bare}


def _acquaintance(card: Card, strength: int) -> Acquaintance:
    return Acquaintance(card.person_id, strength, card.organisation, card.sector.id if card.sector else None)


def _own_idea(case: Case) -> Introduction:
    one, other = case.people
    row = Introduction(project_id=case.middle.project_id, middle=case.middle, one=one, other=other)
    db.session.add(row)
    db.session.flush()
    return row


def _letter(case: Case, receiver: Person, about: Person, words: str, letterhead: Letterhead) -> Letter:
    project = db.session.get_one(Project, receiver.project_id)
    shown, answers = case.cards[about.id], answers_go_to(case, about)
    bringing = Bringing(case.middle.name, words, answers.name, bool(shown.email))
    with letterhead.speaking(receiver.language) as speech:
        return messages.introduction(
            speech.translate, receiver.name, sender_of(project, letterhead), introduced(shown), bringing
        )


def _mail(
    case: Case, receiver: Person, about: Person, letter: Letter, key: str, letterhead: Letterhead, now: dt.datetime
) -> None:
    project, answers = db.session.get_one(Project, receiver.project_id), answers_go_to(case, about)
    try:
        message = post(
            letter, receiver, project, letterhead, now, kind=INTRODUCTION, supersede_key=key, reply_to=answers
        )
    except BadAddress:
        raise NotReachable(name=receiver.name) from None
    file_away(message, receiver, about, letterhead)
