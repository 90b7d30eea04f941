"""Via wie: what one may ask for on Mijn lijnen, and the ways that were found to it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kapstok.projects.models import Term
from kapstok.register.cards import Card
from kapstok.ties.reaching import shortest_ways
from kapstok.web.own_lines import Around


@dataclass(frozen=True)
class Goal:
    """Somebody of one function, one organisation, or an organisation that offers something for one theme."""

    key: str  # as the address names it
    name: str
    people: frozenset[int]


@dataclass(frozen=True)
class Goals:
    """What may be asked for, each by name: only what the cards of those who may be named show."""

    functions: list[Goal]
    organisations: list[Goal]
    themes: list[Goal]

    def find(self, key: str) -> Goal | None:
        """None for what is not there (any more)."""
        return next((goal for goal in (*self.functions, *self.organisations, *self.themes) if goal.key == key), None)


@dataclass(frozen=True)
class Found:
    """The answer to one question. ``known``: whom one knows there oneself; else ``ways``, the nearest first.

    A way is the cards of who stands between and, last, of whom one looked for.
    """

    goal: Goal
    known: list[Card]
    ways: list[tuple[Card, ...]]


def goals(seen: Around, offers: Mapping[Term, Collection[int]]) -> Goals:
    """``offers``: by theme the organisations that offer something for it."""
    functions: dict[tuple[int, str], set[int]] = {}
    organisations: dict[tuple[int, str], set[int]] = {}
    for id, card in seen.cards.items():
        person = seen.people[id]
        if card.function and person.function_id is not None:
            functions.setdefault((person.function_id, card.function), set()).add(id)
        if card.organisation and person.organisation_id not in (None, seen.me.organisation_id):
            organisations.setdefault((person.organisation_id or 0, card.organisation), set()).add(id)
    at = {organisation: people for (organisation, _name), people in organisations.items()}
    themes = {
        (theme.id, theme.name): {person for organisation in offering for person in at.get(organisation, ())}
        for theme, offering in offers.items()
    }
    return Goals(_goals("functie", functions), _goals("organisatie", organisations), _goals("thema", themes))


def find_ways(seen: Around, goal: Goal, most: int = 3) -> Found:
    """Whom one knows there, or else via whom one gets there. Never more than ``most``."""
    ways = shortest_ways(seen.me.id, seen.short, seen.lines, goal.people, most)
    shown = [tuple(seen.cards[id] for id in way) for way in ways]
    return Found(goal, [way[0] for way in shown if len(way) == 1], [way for way in shown if len(way) > 1])


def _goals(kind: str, people: Mapping[tuple[int, str], Collection[int]]) -> list[Goal]:
    found = [Goal(f"{kind}-{id}", name, frozenset(ids)) for (id, name), ids in people.items()]
    return sorted(found, key=lambda goal: (goal.name.casefold(), goal.key))
