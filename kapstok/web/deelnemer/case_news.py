"""What somebody should know of their case cards: at a glance in a list, and in a sentence on the personal page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import g, url_for
from flask_babel import gettext as _

from kapstok.projects import service as projects
from kapstok.projects.rules import Module
from kapstok.referrals.cases import rules, service
from kapstok.referrals.models import CaseCard, CaseMember
from kapstok.register.models import Person


@dataclass(frozen=True)
class Shown:
    """A card at a glance: who is there today, and who of them has the regie."""

    card: CaseCard
    members: list[CaseMember]
    lead: CaseMember | None


def has_cases(person: Person) -> bool:
    """Not for mantelzorgers: a name on a card could tell whose situation it is."""
    return projects.has_module(g.project, Module.CASES) and not person.is_mantelzorger


def shown_of(card: CaseCard, now: dt.datetime) -> Shown:
    return Shown(card, service.members_of(card, now), service.lead_of(card, now))


def cards_about_cases(person: Person, token: str, now: dt.datetime) -> list[tuple[str, str, str, str, bool]]:
    """(title, sentence, button, address, done): what cannot wait, or in a line which cards there are."""
    if not has_cases(person):
        return []
    shown = [shown_of(card, now) for card in service.list_own(person, now) if card.closed_at is None]
    asks = [
        (_("Casuskaart"), sentence, _("Bekijk de kaart"), _page(token, each.card), False)
        for each in shown
        if (sentence := _what_asks(each, person, now))
    ]
    page = url_for("deelnemer.case_cards", token=token)
    if not shown:
        sentence, label = _("U staat op geen open casuskaart."), _("Bekijken of een kaart maken")
    else:
        sentence, label = _in_short(shown, person), _("Bekijken")
    return [*asks, (_("Casuskaarten"), sentence, label, page, True)]


def _in_short(shown: list[Shown], person: Person) -> str:
    names = ", ".join(each.card.name for each in shown)
    mine = ", ".join(each.card.name for each in shown if each.lead is not None and each.lead.person_id == person.id)
    if mine:
        return _("Uw open casuskaarten: %(names)s. U hebt de regie bij: %(mine)s.", names=names, mine=mine)
    return _("Uw open casuskaarten: %(names)s.", names=names)


def _what_asks(shown: Shown, person: Person, now: dt.datetime) -> str | None:
    """What about one card cannot wait, in a sentence; None for nothing."""
    card, own = shown.card, [member for member in shown.members if member.person_id == person.id]
    if any(rules.is_new(member.added_at, card.opened_at, now) for member in own):
        return _("U bent op de casuskaart “%(name)s” gezet. Kijk wie er nog meer bij betrokken zijn.", name=card.name)
    if shown.lead is None:
        return _("Op de casuskaart “%(name)s” heeft niemand de regie. Wie neemt die?", name=card.name)
    if card.next_at is not None and card.next_at <= now:
        return _("Op de casuskaart “%(name)s” is het afgesproken moment voorbij. Wat is het volgende?", name=card.name)
    return None


def _page(token: str, card: CaseCard) -> str:
    return url_for("deelnemer.case_card", token=token, card_id=card.id)
