"""Wie is wie: what people of the network see of one another, by consent, and nothing that tells of a mantelzorger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Select, func, or_
from sqlalchemy.orm.attributes import flag_modified

from kapstok import clock
from kapstok.accounts import audit, history
from kapstok.extensions import db
from kapstok.projects.models import Project, Term
from kapstok.projects.rules import Vocabulary
from kapstok.register import consent
from kapstok.register.consent import Answer, NothingToAsk, Purpose
from kapstok.register.models import Consent, Person, PersonPhoto
from kapstok.register.service import WITH_BACKGROUND
from kapstok.scope import in_project

NEUTRAL_SECTOR = "overig"  # key of the sector that tells nothing


class Item(StrEnum):
    """What people may show on their card beside name, function and organisation."""

    EMAIL = "email"
    PHONE = "phone"
    PHOTO = "photo"
    AREA = "area"
    CALL_ME_FOR = "call_me_for"
    REACHABLE = "reachable"


@dataclass(frozen=True)
class Card:
    """Somebody as others may see them. What they keep to themselves is "" or False here, never just left undrawn."""

    person_id: int
    name: str
    function: str
    organisation: str
    sector: Term | None
    area: str = ""
    email: str = ""
    phone: str = ""
    call_me_for: str = ""
    reachable: str = ""
    has_photo: bool = False

    @property
    def initials(self) -> str:
        """Stand where no photo is: of the first and the last part of the name."""
        parts = self.name.split()
        return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()


# Seeing


def list_cards(project: Project, *, paper: bool = False, among: Collection[int] | None = None) -> list[Card]:
    """The cards that the network may see, or with ``paper`` those that may be printed, by name.

    ``among``: only of the people with these ids.
    """
    allowed = who_says_yes(project, Purpose.PAPER if paper else Purpose.CARD)
    query = _present(project).where(Person.on_map, Person.id.in_(allowed))
    if among is not None:
        query = query.where(Person.id.in_(among))
    return _cards(project, list(db.session.scalars(query)))


def find_card(person: Person) -> Card | None:
    """The card of one person, or None when others may not see it."""
    query = _present(person.project_id).where(
        Person.id == person.id, Person.on_map, Person.id.in_(who_says_yes(person.project_id, Purpose.CARD))
    )
    return next(iter(_cards(person.project_id, list(db.session.scalars(query)))), None)


def preview(person: Person) -> Card:
    """How others would see this person's card, whether or not it may be seen now."""
    return _cards(person.project_id, [person])[0]


def list_present(project: Project) -> list[Person]:
    """Everybody who takes part today, by name, with or without a card."""
    return list(db.session.scalars(_present(project)))


def cards_of_known(project: Project, people: Collection[Person]) -> dict[int, Card]:
    """By id, how somebody who said to know these people may see them: their card, or name, function and organisation.

    Who does not want to be in view, or is a mantelzorger without a card in wie is wie, is not there.
    """
    found = {card.person_id: card for card in list_cards(project, among=[person.id for person in people])}
    others = [each for each in people if each.id not in found and each.on_map and not each.is_mantelzorger]
    return found | {card.person_id: card for card in bare_cards(project, others)}


def bare_cards(project: Project | int, people: Collection[Person]) -> list[Card]:
    """Name, function and organisation only: of people whom the viewer said to know. Keeps their order."""
    open_ones, neutral = _open_mantelzorgers(project, people), _neutral_sector(project)
    return [_bare(person, open_ones, neutral) for person in people]


def cards_or_names(project: Project, people: Collection[Person], listed: Collection[int]) -> dict[int, Card]:
    """By id, how people who may be named are seen: who is ``listed`` (``list_listed``) with what their card shows.

    The others with name, function and organisation. Nobody's photo.
    """
    bare = {card.person_id: card for card in bare_cards(project, people)}
    return {
        person.id: _card(person, bare[person.id], has_photo=False) if person.id in listed else bare[person.id]
        for person in people
    }


def list_listed(project: Project) -> set[int]:
    """Ids of who said that their card may be seen; whether they still take part is not looked at."""
    in_view = in_project(Person, project).where(Person.on_map).with_only_columns(Person.id)
    return set(db.session.scalars(in_view.where(Person.id.in_(who_says_yes(project, Purpose.CARD)))))


def who_says_yes(project: Project | int, purpose: Purpose) -> Select[int]:
    """The query for the ids of the people whose last word about ``purpose`` is yes."""
    last = (
        in_project(Consent, project)
        .where(Consent.purpose == purpose)
        .with_only_columns(func.max(Consent.id))
        .group_by(Consent.person_id)
    )
    return in_project(Consent, project).where(Consent.id.in_(last), Consent.given).with_only_columns(Consent.person_id)


# Saying


def answers_of(person: Person) -> dict[Purpose, Answer]:
    """What somebody says now, by purpose."""
    return consent.answers(history_of(person))


def answers_in(project: Project) -> dict[int, dict[Purpose, Answer]]:
    """What everybody says now, by the id of the person; who never answered is missing."""
    found: dict[int, list[Consent]] = {}
    for row in db.session.scalars(in_project(Consent, project)):
        found.setdefault(row.person_id, []).append(row)
    return {person_id: consent.answers(rows) for person_id, rows in found.items()}


def history_of(person: Person) -> list[Consent]:
    """Everything somebody ever said, the oldest first."""
    query = in_project(Consent, person.project_id).where(Consent.person_id == person.id)
    return list(db.session.scalars(query.order_by(Consent.id)))


def say(person: Person, purpose: Purpose, given: bool, now: dt.datetime, actor: str) -> None:
    """Keep what ``person`` says to the newest text of ``purpose``. Repeating it is harmless.

    ``actor``: "person:12" for themselves, "user:3" for a projectleider who has it on paper.
    Raises ``NothingToAsk`` when a mantelzorger's question is answered for somebody who is none.
    """
    if purpose is Purpose.MANTELZORGER and not person.is_mantelzorger:
        raise NothingToAsk()
    text, before = consent.newest(purpose), answers_of(person).get(purpose)
    if not consent.adds_something(before, given, text.version, actor):
        return
    row = Consent(
        project_id=person.project_id,
        person_id=person.id,
        purpose=purpose,
        text_version=text.version,
        given=given,
        said_at=now,
        recorded_by=actor,
    )
    db.session.add(row)
    flag_modified(person, "shown")  # raises the version: a page that was opened before this answer must not undo it
    history.note(person, f"consent_{purpose}", _in_history(before), _YES if given else _NO, at=now)
    audit.record("consent said", actor=actor, project_id=person.project_id, subject=f"person:{person.id}")
    db.session.flush()


_YES, _NO = "ja", "nee"


def _in_history(answer: Answer | None) -> str:
    return "" if answer is None else _YES if answer.given else _NO


# Inside


def _present(project: Project | int) -> Select[Person]:
    """Who takes part today, by name, with what a card tells."""
    today = clock.local_date(clock.now())
    return (
        in_project(Person, project)
        .where(Person.archived_at.is_(None), Person.erased_at.is_(None), Person.merged_into_id.is_(None))
        .where(or_(Person.left_on.is_(None), Person.left_on > today))
        .options(*WITH_BACKGROUND)
        .order_by(func.lower(Person.name), Person.id)
    )


def _cards(project: Project | int, people: list[Person]) -> list[Card]:
    open_ones, neutral = _open_mantelzorgers(project, people), _neutral_sector(project)
    faces = _with_photo(project, people)
    return [_card(person, _bare(person, open_ones, neutral), person.id in faces) for person in people]


def _card(person: Person, bare: Card, has_photo: bool) -> Card:
    """``bare`` with what its owner shows."""
    shown = set(person.shown)
    return Card(
        **{name: getattr(bare, name) for name in ("person_id", "name", "function", "organisation", "sector")},
        area=person.area if Item.AREA in shown else "",
        email=person.email or "" if Item.EMAIL in shown else "",
        phone=person.phone if Item.PHONE in shown else "",
        call_me_for=person.call_me_for if Item.CALL_ME_FOR in shown else "",
        reachable=person.reachable if Item.REACHABLE in shown else "",
        has_photo=has_photo and Item.PHOTO in shown,
    )


def _bare(person: Person, open_ones: set[int], neutral: Term | None) -> Card:
    """Nothing here may tell of a mantelzorger who did not say that it may: no function, no organisation, no colour."""
    if person.is_mantelzorger and person.id not in open_ones:
        return Card(person.id, person.name, "", "", neutral)
    function, organisation = person.function, person.organisation
    return Card(
        person.id,
        person.name,
        function.name if function else "",
        organisation.name if organisation else "",
        person.sector,
    )


def _open_mantelzorgers(project: Project | int, people: Iterable[Person]) -> set[int]:
    """Ids of the mantelzorgers among ``people`` who said that others may see that they are."""
    asked = [person.id for person in people if person.is_mantelzorger]
    if not asked:
        return set()
    query = who_says_yes(project, Purpose.MANTELZORGER).where(Consent.person_id.in_(asked))
    return set(db.session.scalars(query))


def _neutral_sector(project: Project | int) -> Term | None:
    of_sectors = in_project(Term, project).where(Term.kind == Vocabulary.SECTOR)
    return db.session.scalar(of_sectors.where(Term.key == NEUTRAL_SECTOR))


def _with_photo(project: Project | int, people: Iterable[Person]) -> set[int]:
    ids = [person.id for person in people]
    query = in_project(PersonPhoto, project).where(PersonPhoto.person_id.in_(ids))
    return set(db.session.scalars(query.with_only_columns(PersonPhoto.person_id)))
