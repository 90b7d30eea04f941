"""Wie bel ik nu? One search over the people of the network and the sociale kaart, whom one knows already first.

What the asker said of whom they know comes in as plain numbers (``known``: strength by the id of the person). It
decides about order and about whom they may see.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func

from kapstok import clock
from kapstok.directory import finding
from kapstok.directory.models import Service, service_support
from kapstok.extensions import db
from kapstok.projects.models import Project, Term
from kapstok.projects.rules import Vocabulary
from kapstok.register import cards
from kapstok.register.cards import Card
from kapstok.register.models import Consent, Organisation, Person
from kapstok.register.service import WITH_BACKGROUND
from kapstok.scope import in_project

if TYPE_CHECKING:
    from kapstok.directory.search import Hit, Index

MOST_PEOPLE, MOST_SERVICES = 20, 12  # on one page: who sees more than this should type another word
NEAR_THE_BEST = 0.35
CLOSE = 2  # from this strength on one can call somebody just like that


@dataclass(frozen=True)
class Somebody:
    """A person as the asker may see them. ``strength``: how well the asker knows them, 0 for not.

    ``instead_of``: the name of somebody the asker knew, who left and whom this person follows. ``desk``: the telephone
    of their organisation, for who shows no number of their own.
    """

    card: Card
    strength: int = 0
    instead_of: str = ""
    desk: str = ""


@dataclass(frozen=True)
class Offer:
    """A service that was found, and whom the asker knows at the organisation that offers it."""

    service: Service
    known: tuple[Somebody, ...]


@dataclass(frozen=True)
class Answer:
    """What was found. ``by_name``: some of ``others`` are called what was asked for, so they go before the services."""

    known: list[Somebody]
    others: list[Somebody]
    offers: list[Offer]
    by_name: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.known or self.others or self.offers)


def acquaintances(asker: Person, project: Project, known: Mapping[int, int], now: dt.datetime) -> list[Somebody]:
    """Everybody the asker knows and may see, the closest first, then by name."""
    people = _known_people(asker, project, known, _book(project), now)
    return sorted(people.values(), key=lambda found: (-min(found.strength, CLOSE), found.card.name.casefold()))


def search(asker: Person, project: Project, known: Mapping[int, int], words: str, now: dt.datetime) -> Answer:
    """The people and services that fit ``words``, best first; whom the asker knows apart and in front.

    As many queries for much as for little.
    """
    book = _book(project)
    acquainted = _known_people(asker, project, known, book, now)
    hits = _clear(
        hit
        for hit in book.index.find(words, most=len(book.index))
        if hit.key != asker.id and (hit.key in acquainted or hit.key in book.open_ids)
    )
    close = [acquainted[person_id] for person_id in hits if person_id in acquainted]
    strangers = [person_id for person_id in hits if person_id not in acquainted][:MOST_PEOPLE]
    shown = {card.person_id: card for card in cards.list_cards(project, among=strangers)} if strangers else {}
    others = [Somebody(card, desk=_desk(card, book)) for card in map(shown.get, strangers) if card is not None]
    services = finding.find_services(project, finding.Wanted(words=words), MOST_SERVICES)
    return Answer(
        known=sorted(close, key=lambda found: -min(found.strength, CLOSE))[:MOST_PEOPLE],
        others=others,
        offers=_offers(services, acquainted, book),
        by_name=bool(others) and _is_called(others[0].card, words),
    )


def offers(
    asker: Person, project: Project, known: Mapping[int, int], services: Iterable[Service], now: dt.datetime
) -> list[Offer]:
    """These services in this order, each with whom the asker knows there and may see."""
    book = _book(project)
    return _offers(services, _known_people(asker, project, known, book, now), book)


def themes_on_offer(project: Project) -> list[Term]:
    """The kinds of support for which something is offered now, in the order of the vocabulary."""
    offered = (
        in_project(Service, project)
        .join(Organisation)
        .join(service_support, service_support.c.service_id == Service.id)
        .where(Service.archived_at.is_(None), Organisation.archived_at.is_(None))
        .with_only_columns(service_support.c.term_id)
    )
    terms = in_project(Term, project).where(Term.kind == Vocabulary.SUPPORT, Term.archived_at.is_(None))
    return list(db.session.scalars(terms.where(Term.id.in_(offered)).order_by(Term.position, Term.name)))


def organisations_by_theme(project: Project) -> dict[Term, set[int]]:
    """The same themes, each with the ids of the organisations that offer something for it."""
    query = (
        in_project(Term, project)
        .join(service_support, service_support.c.term_id == Term.id)
        .join(Service, Service.id == service_support.c.service_id)
        .join(Organisation)
        .where(Term.kind == Vocabulary.SUPPORT, Term.archived_at.is_(None))
        .where(Service.archived_at.is_(None), Organisation.archived_at.is_(None))
        .add_columns(Organisation.id)
        .order_by(Term.position, Term.name)
    )
    found: dict[Term, set[int]] = {}
    for theme, organisation_id in db.session.execute(query):
        found.setdefault(theme, set()).add(organisation_id)
    return found


def _clear(hits: Iterable[Hit]) -> list[int]:
    """The ids of the hits that are near the best one: a colleague who only shares the word "Emmen" is no answer."""
    found = list(hits)
    return [hit.key for hit in found if hit.score >= found[0].score * NEAR_THE_BEST]


# Whom one knows


def _known_people(
    asker: Person, project: Project, known: Mapping[int, int], book: _Book, now: dt.datetime
) -> dict[int, Somebody]:
    """By id: whom the asker knows and may see; in the place of who left, whoever follows them."""
    today = clock.local_date(now)
    people = _people(project, known)
    here = [person for person in people if _takes_part(person, today)]
    follows = {
        person.successor_id: person
        for person in people
        if person.successor_id not in (None, asker.id) and person not in here and person.erased_at is None
    }
    successors = [person for person in _people(project, follows) if _takes_part(person, today)]
    shown = cards.cards_of_known(project, here) if here else {}
    if successors:  # whom the asker never said to know: only who shows a card
        own_cards = cards.list_cards(project, among=[person.id for person in successors])
        shown |= {card.person_id: card for card in own_cards}
    found = {}
    for person in successors:
        before = follows[person.id]
        found[person.id] = known[before.id], before.name if before.on_map else ""
    for person in here:
        found[person.id] = known[person.id], ""
    return {
        person_id: Somebody(shown[person_id], strength, instead_of, _desk(shown[person_id], book))
        for person_id, (strength, instead_of) in found.items()
        if person_id in shown
    }


def _desk(card: Card, book: _Book) -> str:
    """Not of a mantelzorger's organisation, which their card does not tell."""
    return book.desks.get(card.person_id, "") if card.organisation and not card.phone else ""


def _people(project: Project, ids: Collection[int]) -> list[Person]:
    if not ids:
        return []
    query = in_project(Person, project).where(Person.id.in_(ids), Person.merged_into_id.is_(None))
    return list(db.session.scalars(query.options(*WITH_BACKGROUND)))


def _takes_part(person: Person, today: dt.date) -> bool:
    stays = person.left_on is None or person.left_on > today
    return stays and person.archived_at is None and person.erased_at is None


def _offers(services: Iterable[Service], acquainted: Mapping[int, Somebody], book: _Book) -> list[Offer]:
    return [Offer(service, _known_at(service.organisation_id, acquainted, book)) for service in services]


def _known_at(organisation_id: int, acquainted: Mapping[int, Somebody], book: _Book) -> tuple[Somebody, ...]:
    there = [
        found
        for person_id, found in acquainted.items()
        if found.card.organisation and book.organisations.get(person_id) == organisation_id
    ]
    return tuple(sorted(there, key=lambda found: (not found.card.phone, not found.card.email, -found.strength)))


def _is_called(card: Card, words: str) -> bool:
    """Whether every word that says something begins a word of the name, function or organisation."""
    from kapstok.directory.search import asked_words, words_of

    told = words_of(f"{card.name} {card.function} {card.organisation}")
    return all(any(part.startswith(word) for part in told) for word in asked_words(words))


# In memory: the texts of people, as each may be found by who may see them


@dataclass(frozen=True)
class _Book:
    """One project's people as they were at one stamp."""

    stamp: tuple
    index: Index
    open_ids: frozenset[int]  # whose card everybody may see
    organisations: dict[int, int | None]  # by id of the person
    desks: dict[int, str]  # by id of the person, the telephone of their organisation


_MOST_PROJECTS = 20
_kept: OrderedDict[int, _Book] = OrderedDict()


def _book(project: Project) -> _Book:
    """Looked up per process; whatever another process changed shows in the stamp."""
    stamp = _stamp(project)
    book = _kept.get(project.id)
    if book is None or book.stamp != stamp:
        book = _kept[project.id] = _read(project, stamp)
        while len(_kept) > _MOST_PROJECTS:
            _kept.popitem(last=False)
    return book


def _stamp(project: Project) -> tuple:
    """What changes whenever a text or a consent does. (A version rises at every change of its row.)"""
    people = in_project(Person, project).with_only_columns(
        func.count(Person.id), func.sum(Person.version), func.max(Person.uid)
    )
    consents = in_project(Consent, project).with_only_columns(func.count(Consent.id), func.max(Consent.id))
    organisations = in_project(Organisation, project).with_only_columns(
        func.count(Organisation.id), func.sum(Organisation.version)
    )
    words = in_project(Term, project).where(Term.kind.in_((Vocabulary.FUNCTION, Vocabulary.SECTOR)))
    return (
        clock.local_date(clock.now()),
        *(tuple(db.session.execute(query).one()) for query in (people, consents, organisations)),
        tuple(map(tuple, db.session.execute(words.with_only_columns(Term.id, Term.name).order_by(Term.id)))),
    )


def _read(project: Project, stamp: tuple) -> _Book:
    from kapstok.directory.search import Index

    query = in_project(Person, project).where(Person.archived_at.is_(None), Person.erased_at.is_(None))
    people = list(db.session.scalars(query.order_by(func.lower(Person.name), Person.id).options(*WITH_BACKGROUND)))
    open_cards = {card.person_id: card for card in cards.list_cards(project)}
    bare = {card.person_id: card for card in cards.bare_cards(project, people)}
    return _Book(
        stamp,
        Index(_document(person, open_cards.get(person.id, bare[person.id])) for person in people),
        frozenset(open_cards),
        {person.id: person.organisation_id for person in people},
        {person.id: person.organisation.phone for person in people if person.organisation},
    )


def _document(person: Person, card: Card):
    """What somebody may be found by: what their card shows, and where their organisation works when it is told."""
    from kapstok.directory.search import Document

    works_in = person.organisation.area if card.organisation and person.organisation else ""
    fields = (
        (10.0, card.name),
        (8.0, card.function),
        (6.0, card.organisation),
        (7.0, card.call_me_for),
        (5.0, f"{card.area} {works_in}"),
        (2.0, card.sector.name if card.organisation and card.sector else ""),
    )
    return Document(card.person_id, tuple((weight, text) for weight, text in fields if text))
