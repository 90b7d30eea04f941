"""Mijn lijnen: what one person may see of the lines round them, put together for their page. No strengths, no zeros."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

from kapstok import clock
from kapstok.disclosure import SMALL_INSIDE
from kapstok.projects.models import Project, Term
from kapstok.referrals import service as referrals
from kapstok.register import cards
from kapstok.register.cards import Card
from kapstok.register.models import Person
from kapstok.ties.known import known_by
from kapstok.ties.reaching import Lines
from kapstok.ties.rules import SHORT_LINE
from kapstok.ties.since import Change, Told, change_between, told_by
from kapstok.ties.visible import list_around, people_here, visible_lines
from kapstok.ties.worth_meeting import Somebody, Suggestion, worth_meeting
from kapstok.web.drawn_lines import MOST_MARKS, Dot, Drawing, draw

A_YEAR = dt.timedelta(days=365)
NO_SECTOR = 6  # the position of the grey cross: tells nothing


@dataclass(frozen=True)
class Around:
    """Somebody in the middle. ``people``: by id, whom they know or who is open, taking part today.

    ``cards``: how each of those may be seen; who may not be named at all is not there.
    """

    me: Person
    known: dict[int, int]  # strength 1–4 by id, by their own words
    lines: Lines  # that may be shown, among those who are open
    people: dict[int, Person]
    open_ids: set[int]
    listed: set[int]  # whose card may be seen
    cards: dict[int, Card] = field(repr=False)

    @cached_property
    def short(self) -> set[int]:
        """To whom this person has a short line, by their own words."""
        return {id for id, strength in self.known.items() if strength >= SHORT_LINE and id in self.people}

    @cached_property
    def drawn(self) -> list[Card]:
        """Of those, who may be drawn by name: everybody who is open."""
        found = [self.cards[id] for id in self.short & self.open_ids]
        return sorted(found, key=lambda card: (card.name.casefold(), card.person_id))

    @property
    def not_drawn(self) -> int:
        return len(self.short) - len(self.drawn)

    @property
    def few_not_drawn(self) -> bool:
        """Whether so few are left out that their number is not told."""
        return 0 < self.not_drawn < SMALL_INSIDE

    def also_knows(self, card: Card) -> list[Card]:
        """Whom else in the picture this person has a line with."""
        return [other for other in self.drawn if other.person_id in self.lines.get(card.person_id, ())]


def around(person: Person, project: Project, now: dt.datetime) -> Around:
    """Everything that the parts of the page are made of, in as many queries for many people as for few."""
    known = known_by(person, now)
    people, open_ids = list_around(person, known, now)
    listed = cards.list_listed(project)
    named = [each for each in people.values() if each.id in open_ids or _may_be_named(each, listed)]
    shown = cards.cards_or_names(project, named, listed)
    return Around(person, known, visible_lines(project, now), people, open_ids, listed, shown)


def in_short(person: Person, project: Project, now: dt.datetime) -> tuple[int, int]:
    """To how many people somebody has a short line, and of how many of those they can see whom they know."""
    known = known_by(person, now)
    short = people_here(project, [id for id, strength in known.items() if strength >= SHORT_LINE], now)
    lines = visible_lines(project, now, of=short) if short else {}
    return len(short), sum(bool(lines.get(id, set()) - {person.id}) for id in short)


def _may_be_named(known: Person, listed: set[int]) -> bool:
    """To somebody who said to know them. Of a mantelzorger only when their card may be seen."""
    return known.on_map and (not known.is_mantelzorger or known.id in listed)


# The picture


@dataclass(frozen=True)
class Picture:
    """The drawing, its sectors in their order, and whether its marks are organisations instead of people.

    ``left_out``: how many organisations found no place any more.
    """

    drawing: Drawing
    sectors: list[Term]
    by_organisation: bool
    left_out: int = 0


def picture(seen: Around) -> Picture:
    """Everybody who may be drawn, or their organisations when there are too many for a phone."""
    sectors = {card.sector.id: card.sector for card in seen.drawn if card.sector}
    in_order = sorted(sectors.values(), key=lambda sector: (sector.position, sector.id))
    if len(seen.drawn) > MOST_MARKS:
        dots = _organisations(seen)
        return Picture(draw(dots[:MOST_MARKS], ()), in_order, True, len(dots[MOST_MARKS:]))
    ids = {card.person_id for card in seen.drawn}
    between = [(one, other) for one in ids for other in seen.lines.get(one, ()) if other in ids]
    dots = [Dot(card.person_id, card.name, _position(card)) for card in seen.drawn]
    return Picture(draw(dots, between), in_order, False)


def _organisations(seen: Around) -> list[Dot]:
    """The organisations at which somebody is known, most people first. Who shows none is in none of them."""
    at = [card for card in seen.drawn if card.organisation]
    sizes = Counter(seen.people[card.person_id].organisation_id for card in at)
    dots = {
        id: Dot(id, card.organisation, _position(card), sizes[id])
        for card in at
        if (id := seen.people[card.person_id].organisation_id) is not None
    }
    return sorted(dots.values(), key=lambda dot: (-dot.count, dot.name.casefold(), dot.id))


def _position(card: Card) -> int:
    return card.sector.position if card.sector else NO_SECTOR


# Worth meeting


def suggestions(seen: Around, themes: Collection[str], now: dt.datetime) -> list[Suggestion]:
    """Three people whom this person did not say to know, from wie is wie."""
    strangers = [
        _as_shown(seen.people[id], seen.cards[id], themes)
        for id in sorted(seen.open_ids & seen.listed)
        if id not in seen.known
    ]
    common = {other.id: seen.lines.get(other.id, set()) & seen.short for other in strangers}
    return worth_meeting(_oneself(seen.me, themes), strangers, common, _unknown_receivers(seen, now))


def _unknown_receivers(seen: Around, now: dt.datetime) -> set[int]:
    """Where one's organisation referred to lately, and one has no short line."""
    organisation = seen.me.organisation
    if organisation is None or seen.me.is_mantelzorger:
        return set()
    receivers = referrals.receivers_since(organisation, clock.month_of(clock.local_date(now - A_YEAR)))
    return receivers - {seen.people[id].organisation_id for id in seen.short}


def _oneself(me: Person, themes: Collection[str]) -> Somebody:
    sector = None if me.is_mantelzorger else me.sector
    area = (me.organisation.area if me.organisation else "") or me.area
    return Somebody(me.id, me.organisation_id, sector.id if sector else None, area, _themes(me.call_me_for, themes))


def _as_shown(person: Person, card: Card, themes: Collection[str]) -> Somebody:
    """As the others may see them: what the card keeps back counts for nothing."""
    organisation = person.organisation if card.organisation else None
    return Somebody(
        id=person.id,
        organisation=organisation.id if organisation else None,
        sector=organisation.sector_id if organisation else None,
        area=(organisation.area if organisation else "") or card.area,
        themes=_themes(card.call_me_for, themes),
    )


def _themes(said: str, themes: Collection[str]) -> frozenset[str]:
    """The kinds of support that somebody's own words name."""
    words = said.casefold()
    return frozenset(theme for theme in themes if theme.casefold() in words)


# Since the nulmeting


@dataclass(frozen=True)
class Since:
    """The first and the last measurement that somebody answered, and what changed between them, in names."""

    then: Told
    now: Told
    change: Change | None  # None when there is one measurement only
    names: dict[int, str]  # of whom this person named themselves

    def called(self, ids: Collection[int]) -> list[str]:
        """Their names in order; whose data were erased is not there."""
        return sorted((self.names[id] for id in ids if id in self.names), key=str.casefold)

    def nameless(self, ids: Collection[int]) -> int:
        return len(ids) - len(self.called(ids))


def since(person: Person) -> Since | None:
    """None for who never answered a measurement to the end."""
    told, names = told_by(person)
    if not told:
        return None
    return Since(told[0], told[-1], change_between(told[0], told[-1]) if len(told) > 1 else None, names)
