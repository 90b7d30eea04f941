"""Verbs of the casuskaart. Who is on a card sees it and may change it; for everybody else it does not exist."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, or_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import flag_modified

from kapstok import clock
from kapstok.errors import ChangedMeanwhile, NotFound
from kapstok.extensions import db
from kapstok.freetext import check_no_client
from kapstok.projects.models import Project
from kapstok.referrals.cases import names, rules
from kapstok.referrals.models import CaseCard, CaseMember
from kapstok.register.cards import list_listed
from kapstok.register.models import Person
from kapstok.register.service import WITH_BACKGROUND
from kapstok.scope import in_project, take_turns

_WITH_PEOPLE = selectinload(CaseCard.members).joinedload(CaseMember.person).options(*WITH_BACKGROUND)
_ATTEMPTS = 3  # somebody else may draw the same name at the same moment


# Seeing


def list_own(person: Person, now: dt.datetime) -> list[CaseCard]:
    """The cards that somebody is on: open ones by their next moment, then closed ones; none that is past its time."""
    if not _may_see(person, now):
        return []
    cards = list(db.session.scalars(_seen_by(person, now)))
    return sorted(cards, key=lambda card: (card.closed_at is not None, card.next_at is None, card.next_at, card.name))


def get_own(person: Person, card_id: int, now: dt.datetime) -> CaseCard:
    """One card that ``person`` is on, or ``NotFound``: also when it exists, and they are not on it."""
    card = db.session.scalar(_seen_by(person, now).where(CaseCard.id == card_id)) if _may_see(person, now) else None
    if card is None:
        raise NotFound()
    return card


def members_of(card: CaseCard, now: dt.datetime) -> list[CaseMember]:
    """Who is on a card and still takes part, in the order in which they came."""
    return [member for member in card.members if _may_see(member.person, now)]


def lead_of(card: CaseCard, now: dt.datetime) -> CaseMember | None:
    """Who has the regie; None when nobody has, or who had it left."""
    return next((member for member in members_of(card, now) if member.person_id == card.lead_id), None)


def who_can_be_added(card: CaseCard, known: Collection[int], now: dt.datetime) -> list[Person]:
    """Whom somebody may put on a card, by name: who may be seen by others, or is among those that they ``known``.

    Never a mantelzorger: their name on a card could tell whose situation it is.
    """
    reachable = (list_listed(card.project_id) | set(known)) - {member.person_id for member in card.members}
    people = in_project(Person, card.project_id).where(_takes_part(now), Person.on_map, Person.id.in_(reachable))
    found = db.session.scalars(people.options(*WITH_BACKGROUND).order_by(Person.name, Person.id))
    return [each for each in found if not each.is_mantelzorger]


def count_open(project: Project) -> int | None:
    """How many cards are open, for who sees none of them; None while that would tell too much."""
    query = in_project(CaseCard, project).where(CaseCard.closed_at.is_(None)).with_only_columns(func.count())
    return rules.countable(db.session.scalar(query) or 0)


# Making and changing


def open_card(
    person: Person,
    now: dt.datetime,
    *,
    role: str = "",
    leads: bool = False,
    next_at: dt.datetime | None = None,
    what: str = "",
) -> CaseCard:
    """A new card with a made-up name, and ``person`` on it. Raises ``AboutClient``, ``NamesUsedUp``."""
    if not _may_see(person, now):
        raise NotFound()
    for text in (role, what):
        check_no_client(text, now)
    for _attempt in range(_ATTEMPTS):
        card = CaseCard(project_id=person.project_id, name=_free_name(person.project_id), opened_at=now, touched_at=now)
        card.lead_id, card.next_at, card.next_what = person.id if leads else None, next_at, what
        card.members = [CaseMember(project_id=person.project_id, person=person, role=role, added_at=now)]
        try:
            with db.session.begin_nested():
                db.session.add(card)
            return card
        except IntegrityError:
            continue
    raise rules.NamesUsedUp()


def add_member(card: CaseCard, added: Person, role: str, now: dt.datetime) -> None:
    """Put somebody on a card; who is on it already stays as they are. Raises ``CardClosed``, ``CardFull``.

    Whom the adder may choose is ``who_can_be_added``. Nobody is mailed: it stands on their own page.
    """
    check_no_client(role, now)
    card = _open(card)
    if any(member.person_id == added.id for member in card.members):
        return
    if len(members_of(card, now)) >= rules.MOST_MEMBERS:
        raise rules.CardFull()
    card.members.append(CaseMember(project_id=card.project_id, person=added, role=role, added_at=now))
    _touch(card, now)


def say_role(card: CaseCard, person_id: int, role: str, now: dt.datetime, *, seen_version: int) -> None:
    """In which role somebody is involved. Raises ``AboutClient``, ``NotOnCard``, ``ChangedMeanwhile``."""
    check_no_client(role, now)
    card = _open(card, seen_version)
    _member(card, person_id, now).role = role
    _touch(card, now)


def remove_member(card: CaseCard, person_id: int, now: dt.datetime) -> None:
    """Take somebody off an open card. Saying it twice is harmless. Raises ``CardClosed``."""
    _take_off(_open(card), person_id, now)


def leave(card: CaseCard, person: Person, now: dt.datetime) -> None:
    """``person`` goes off a card themselves, also a closed one."""
    _take_off(take_turns(card), person.id, now)


def give_regie(card: CaseCard, person_id: int | None, now: dt.datetime, *, seen_version: int) -> None:
    """The regie to somebody on the card, or to nobody. Raises ``NotOnCard``, ``CardClosed``, ``ChangedMeanwhile``."""
    card = _open(card, seen_version)
    if person_id is not None:
        _member(card, person_id, now)
    card.lead_id = person_id
    _touch(card, now)


def agree_moment(card: CaseCard, at: dt.datetime | None, what: str, now: dt.datetime, *, seen_version: int) -> None:
    """The next agreed moment (of ``rules.next_moment``), or none. Raises ``AboutClient``, ``ChangedMeanwhile``."""
    check_no_client(what, now)
    card = _open(card, seen_version)
    card.next_at, card.next_what = at, what
    _touch(card, now)


def close(card: CaseCard, now: dt.datetime) -> None:
    """Close a card: from now on its days are counted. Saying it twice is harmless."""
    card = take_turns(card)
    if card.closed_at is None:
        card.closed_at = now
        _touch(card, now)


def reopen(card: CaseCard, now: dt.datetime) -> None:
    """Open a closed card again, while it is there. Saying it twice is harmless."""
    card = take_turns(card)
    if card.closed_at is not None:
        card.closed_at = None
        _touch(card, now)


# Forgetting


def tidy(now: dt.datetime) -> int:
    """Close what nobody touched for a year; forget what was closed long ago, or has nobody left. How many went."""
    every = {"across_projects": "every project forgets", "synchronize_session": False}
    untouched = CaseCard.closed_at.is_(None) & (CaseCard.touched_at <= now - rules.UNTOUCHED_FOR)
    db.session.execute(
        update(CaseCard).where(untouched).values(closed_at=now, version=CaseCard.version + 1).execution_options(**every)
    )
    someone = exists().where(CaseMember.card_id == CaseCard.id, CaseMember.person_id == Person.id, _takes_part(now))
    gone = delete(CaseCard).where(or_(CaseCard.closed_at <= now - rules.KEPT_FOR, ~someone)).returning(CaseCard.id)
    return len(db.session.scalars(gone.execution_options(**every)).all())


# Inside


def _seen_by(person: Person, now: dt.datetime) -> Select:
    on_it = in_project(CaseMember, person.project_id).where(CaseMember.person_id == person.id)
    return (
        in_project(CaseCard, person.project_id)
        .where(CaseCard.id.in_(on_it.with_only_columns(CaseMember.card_id)))
        .where(or_(CaseCard.closed_at.is_(None), CaseCard.closed_at > now - rules.KEPT_FOR))
        .options(_WITH_PEOPLE)
    )


def _takes_part(now: dt.datetime) -> ColumnElement[bool]:
    """Who is still there, as a condition of a query."""
    there = and_(Person.archived_at.is_(None), Person.erased_at.is_(None), Person.merged_into_id.is_(None))
    stays = or_(Person.left_on.is_(None), Person.left_on > clock.local_date(now))
    return and_(there, stays)


def _may_see(person: Person, now: dt.datetime) -> bool:
    """Who is still there, and no mantelzorger: see ``who_can_be_added``."""
    there = person.archived_at is None and person.erased_at is None and person.merged_into_id is None
    stays = person.left_on is None or person.left_on > clock.local_date(now)
    return there and stays and not person.is_mantelzorger


def _open(card: CaseCard, seen_version: int | None = None) -> CaseCard:
    """The card, for who changes it now; of two at once the second finds what the first did."""
    card = take_turns(card)
    if card.closed_at is not None:
        raise rules.CardClosed()
    if seen_version is not None and card.version != seen_version:
        raise ChangedMeanwhile()
    return card


def _member(card: CaseCard, person_id: int, now: dt.datetime) -> CaseMember:
    found = next((member for member in members_of(card, now) if member.person_id == person_id), None)
    if found is None:
        raise rules.NotOnCard()
    return found


def _take_off(card: CaseCard, person_id: int, now: dt.datetime) -> None:
    """With them goes the regie, if it was theirs; with the last one goes the card."""
    gone = next((member for member in card.members if member.person_id == person_id), None)
    if gone is None:
        return
    card.members.remove(gone)
    if card.lead_id == person_id:
        card.lead_id = None
    if not members_of(card, now):
        db.session.delete(card)
        db.session.flush()
    elif card.closed_at is None:
        _touch(card, now)
    else:
        db.session.flush()  # a closed card does not stay longer because somebody leaves it


def _touch(card: CaseCard, now: dt.datetime) -> None:
    card.touched_at = now
    flag_modified(card, "touched_at")  # raises the version, also within one tick of the clock
    db.session.flush()


def _free_name(project_id: int) -> str:
    taken = db.session.scalars(in_project(CaseCard, project_id).with_only_columns(CaseCard.name))
    try:
        return names.new_name(set(taken))
    except names.NoNameLeft:
        raise rules.NamesUsedUp() from None
