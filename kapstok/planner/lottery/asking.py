"""Verbs of asking, eight weeks after a bijeenkomst with a draw: one list of names each, won and lost alike."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from kapstok.extensions import db
from kapstok.mail import service as mail
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import BadAddress
from kapstok.meetings.letters import Stationery
from kapstok.meetings.models import Invitation, Meeting
from kapstok.planner.lottery import asking_rules, letters, rules
from kapstok.planner.lottery.asking_rules import Mail
from kapstok.planner.lottery.letters import ListLink
from kapstok.planner.models import Lottery, LotteryPair, LotteryPlace
from kapstok.projects import service as projects
from kapstok.projects.models import Project
from kapstok.projects.rules import Module
from kapstok.register.letters import mark_asked
from kapstok.register.models import Person
from kapstok.register.rules import may_be_asked
from kapstok.scope import in_project, take_turns
from kapstok.ties import service as ties
from kapstok.ties.asking import is_gone
from kapstok.ties.ledger import that_count
from kapstok.ties.measuring import active
from kapstok.ties.models import Tie
from kapstok.ties.rules import Answers, Source


def ask_due(project: Project, now: dt.datetime, stationery: Stationery, link: ListLink) -> int:
    """Send the lists that are due, and remind once who is silent; how many mails. Once a day is enough."""
    if not projects.has_module(project, Module.LOTTERY):
        return 0
    held = in_project(Lottery, project).join(Meeting).where(Meeting.cancelled_at.is_(None))
    due = held.where(Meeting.ends_at <= now - rules.ASK_AFTER).options(joinedload(Lottery.meeting))
    return sum(
        _ask(lottery, now, stationery, link)
        for lottery in db.session.scalars(due.order_by(Lottery.id)).all()
        if not rules.is_closed(lottery.asked_at, now)
    )


def find_place(place_id: int, link_version: int) -> LotteryPlace | None:
    """Whose list a link opens; None when they are gone or the link was withdrawn."""
    query = select(LotteryPlace).where(LotteryPlace.id == place_id, LotteryPlace.link_version == link_version)
    return db.session.scalar(query.execution_options(across_projects="the link says which guest"))


def asked_of(person: Person, now: dt.datetime) -> list[LotteryPlace]:
    """The lists that somebody can answer now, the oldest bijeenkomst first."""
    if not _is_on(person.project_id):
        return []
    query = in_project(LotteryPlace, person.project_id).join(Lottery).join(Meeting)
    mine = query.where(LotteryPlace.person_id == person.id, Lottery.asked_at > now - rules.ANSWER_WITHIN)
    loaded = mine.options(joinedload(LotteryPlace.lottery).joinedload(Lottery.meeting))
    return [place for place in db.session.scalars(loaded.order_by(Meeting.starts_at)) if names_for(place, now)]


def names_for(place: LotteryPlace, now: dt.datetime) -> list[Person]:
    """Whom a guest is asked about: coin-won and coin-lost in one shuffled list, as far as they stand on lists today.

    Nobody for who said no to the draw.
    """
    lottery, person = place.lottery, place.person
    declined = _declined(lottery)
    if person.id in declined:
        return []
    partners = _partners(lottery)[person.id] - declined
    named = {each.id: each for each in ties.list_named(person, None, now) if each.id in partners}
    return [named[each] for each in asking_rules.shuffled(named, lottery.seed, place.id)]


def said_on(place: LotteryPlace) -> dict[int, int | None]:
    """What a guest answered on the list, by person: 0–4, or None for "weet ik niet"."""
    query = answers_of(place.project_id).where(LotteryPlace.id == place.id)
    return {named: strength for _lottery, _respondent, named, strength in db.session.execute(query)}


def answers_of(project: Project | int) -> Select:
    """The query for what was said on lists: (lottery_id, respondent_id, named_id, strength).

    A guest's answers are the statements of the moment at which the list was last sent in, and no others: who sat at
    one table is also asked on other pages.
    """
    query = that_count(project).where(Tie.source == Source.PULSE)
    on_list = (LotteryPlace.person_id == Tie.respondent_id) & (LotteryPlace.answered_at == Tie.stated_at)
    joined = query.join(LotteryPlace, on_list).join(Lottery, Lottery.id == LotteryPlace.lottery_id)
    same = joined.where(Lottery.meeting_id == Tie.meeting_id)
    columns = LotteryPlace.lottery_id, Tie.respondent_id, Tie.named_id, Tie.strength
    return same.with_only_columns(*columns).order_by(Tie.id)


def record_answers(place: LotteryPlace, answers: Answers, now: dt.datetime) -> None:
    """Keep what a guest says of the names on the list; sent in again it replaces what was said.

    Who left the list since the page was made is passed over. Raises ``TooEarlyToAsk``, ``AnswersClosed``, and what
    ``ties.record_list`` refuses.
    """
    lottery, person = place.lottery, place.person
    check_open(place, now)
    listed = {each.id for each in names_for(place, now)}
    gone = _partners(lottery)[person.id] - listed
    said = {named: strength for named, strength in answers.strengths.items() if named not in gone}
    ties.record_list(person, said, listed, now, meeting_id=lottery.meeting_id)
    place.answered_at = now
    mail.withdraw(place.mail_key)
    db.session.flush()


def check_open(place: LotteryPlace, now: dt.datetime) -> None:
    """Raise ``TooEarlyToAsk`` or ``AnswersClosed``."""
    if place.lottery.asked_at is None:
        raise rules.TooEarlyToAsk()
    rules.check_answer(place.lottery.asked_at, now)


# Inside


def _is_on(project_id: int) -> bool:
    project = projects.find_project(project_id)
    return project is not None and projects.has_module(project, Module.LOTTERY)


def _ask(lottery: Lottery, now: dt.datetime, stationery: Stationery, link: ListLink) -> int:
    """The mails of one draw."""
    lottery = take_turns(lottery)  # two jobs, one mail
    lottery.asked_at = lottery.asked_at or now
    invitations, partners, listed = _invitations(lottery), _partners(lottery), _on_lists(lottery, now)
    places = _silent_places(lottery)
    mailed, written, asked = _mailed(places), 0, []
    for place in places:
        invitation = invitations.get(place.person_id)
        names = len(partners[place.person_id] & listed)
        if invitation is None or invitation.no_lottery or not names or not _reaches(place, now):
            continue
        may_ask = may_be_asked(place.person.asked_at, now)
        kind = asking_rules.mail_due(mailed[place.id], now, may_ask=may_ask)
        if kind is None:
            continue
        try:
            letters.queue(kind, place, names, invitation, stationery, link, now)
        except BadAddress:
            continue
        written += 1
        if kind is Mail.LIST:
            asked.append(place.person_id)
    mark_asked(lottery.project_id, asked, now)
    db.session.flush()
    return written


def _reaches(place: LotteryPlace, now: dt.datetime) -> bool:
    person = place.person
    return bool(person.email) and person.address_refused_at is None and not is_gone(person, now)


def _silent_places(lottery: Lottery) -> list[LotteryPlace]:
    query = in_project(LotteryPlace, lottery.project_id).where(
        LotteryPlace.lottery_id == lottery.id, LotteryPlace.answered_at.is_(None)
    )
    return list(db.session.scalars(query.options(selectinload(LotteryPlace.person)).order_by(LotteryPlace.id)))


def _invitations(lottery: Lottery) -> dict[int, Invitation]:
    """The invitation of each guest, by person."""
    query = in_project(Invitation, lottery.project_id).where(Invitation.meeting_id == lottery.meeting_id)
    return {guest.person_id: guest for guest in db.session.scalars(query)}


def _declined(lottery: Lottery) -> set[int]:
    """Who said no to the draw, before it or since."""
    query = in_project(Invitation, lottery.project_id).where(
        Invitation.meeting_id == lottery.meeting_id, Invitation.no_lottery
    )
    return set(db.session.scalars(query.with_only_columns(Invitation.person_id)))


def _partners(lottery: Lottery) -> Mapping[int, set[int]]:
    """With whom each guest is in a pair that coins decided about."""
    query = in_project(LotteryPair, lottery.project_id).where(LotteryPair.lottery_id == lottery.id)
    found: dict[int, set[int]] = defaultdict(set)
    for one, other in db.session.execute(query.with_only_columns(LotteryPair.one_id, LotteryPair.other_id)):
        found[one].add(other)
        found[other].add(one)
    return found


def _on_lists(lottery: Lottery, now: dt.datetime) -> set[int]:
    """Who may be asked about: who takes part today, stands on lists, and did not say no to the draw."""
    listed = active(lottery.project_id, now).where(Person.on_rosters).with_only_columns(Person.id)
    return set(db.session.scalars(listed)) - _declined(lottery)


def _mailed(places: list[LotteryPlace]) -> Mapping[int, dict[Mail, dt.datetime]]:
    """When each of these guests was sent which mail, by id of the place."""
    by_key = {place.mail_key: place.id for place in places}
    columns = OutboxMessage.supersede_key, OutboxMessage.kind, OutboxMessage.created_at
    query = select(*columns).where(OutboxMessage.supersede_key.in_(by_key), OutboxMessage.kind.in_(list(Mail)))
    found: dict[int, dict[Mail, dt.datetime]] = defaultdict(dict)
    for key, kind, at in db.session.execute(query):
        found[by_key[str(key)]][Mail(kind)] = at
    return found
