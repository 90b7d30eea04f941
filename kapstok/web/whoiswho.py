"""Wie is wie as a page: which cards are asked for, and what can be chosen from. Counts only what cards show."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from flask import request

from kapstok.projects.models import Term
from kapstok.register import cards, consent
from kapstok.register.cards import Card
from kapstok.register.consent import Purpose
from kapstok.register.models import Person
from kapstok.register.rules import match_key
from kapstok.web.typed import row_id

PAGE_SIZE = 48


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; what is empty does not matter."""

    search: str = ""
    organisation: str = ""
    area: str = ""
    sector_id: int | None = None

    @property
    def chosen(self) -> bool:
        """Whether something was chosen besides what was typed."""
        return bool(self.organisation or self.area or self.sector_id)

    @property
    def query(self) -> dict[str, str | int]:
        """The same as an address asks it."""
        asked = {
            "zoek": self.search,
            "organisatie": self.organisation,
            "wijk": self.area,
            "sector": self.sector_id,
        }
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True)
class Shelf:
    """One page of the cards that were asked for, and the choices that all cards together give."""

    cards: Sequence[Card]
    found: int
    total: int
    page: int
    pages: int
    wanted: Wanted
    organisations: list[str]
    areas: list[str]
    sectors: list[Term]


def wanted() -> Wanted:
    """What the address asks for."""
    return Wanted(
        search=" ".join(request.args.get("zoek", "")[:100].split()),
        organisation=request.args.get("organisatie", "")[:160],
        area=request.args.get("wijk", "")[:120],
        sector_id=request.args.get("sector", None, row_id),
    )


def shelf(everybody: list[Card], asked: Wanted, page: int) -> Shelf:
    """The part of ``everybody`` that was asked for."""
    found = [card for card in everybody if _fits(card, asked)]
    pages = max(math.ceil(len(found) / PAGE_SIZE), 1)
    page = min(max(page, 1), pages)
    sectors = {card.sector.id: card.sector for card in everybody if card.sector}
    return Shelf(
        cards=found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
        found=len(found),
        total=len(everybody),
        page=page,
        pages=pages,
        wanted=asked,
        organisations=_choices(card.organisation for card in everybody),
        areas=_choices(card.area for card in everybody),
        sectors=sorted(sectors.values(), key=lambda term: term.position),
    )


def _fits(card: Card, asked: Wanted) -> bool:
    if asked.organisation and card.organisation != asked.organisation:
        return False
    if asked.area and card.area != asked.area:
        return False
    if asked.sector_id and (card.sector is None or card.sector.id != asked.sector_id):
        return False
    text = match_key(" ".join((card.name, card.function, card.organisation, card.area, card.call_me_for)))
    return all(word in text for word in match_key(asked.search).split())


def _choices(words) -> list[str]:
    return sorted({word for word in words if word}, key=match_key)


def own_of(person: Person) -> dict:
    """What a person's page tells of their card: how others see it, what they said, and what they can be asked."""
    purposes = [purpose for purpose in Purpose if purpose is not Purpose.MANTELZORGER or person.is_mantelzorger]
    return {
        "seen": cards.find_card(person),
        "answers": cards.answers_of(person),
        "texts": {purpose: consent.newest(purpose) for purpose in purposes},
    }
