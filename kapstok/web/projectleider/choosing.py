"""What pages on which people are chosen for a list have alike: a meeting's guests, who is asked for dates."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask import g, request

from kapstok import clock
from kapstok.meetings import choosing
from kapstok.meetings.choosing import Groups, Held
from kapstok.projects import service as projects
from kapstok.projects.models import Term
from kapstok.projects.rules import Vocabulary
from kapstok.register.models import Organisation, Person
from kapstok.web.typed import row_id

MOST_SHOWN = 300  # people to tick on one page; searching finds the others


@dataclass(frozen=True)
class Offered:
    """What ``templates/projectleider/_choosing.html`` shows: groups with their sizes, and people per organisation."""

    search: str
    sector: Term | None  # only people of this sector are shown
    organisations: list[tuple[Organisation | None, list[Person]]]
    sectors: list[tuple[Term, int]]
    functions: list[tuple[Term, int]]
    held: list[Held]
    left_out: int


def offer(found: list[Person], search: str = "", sector_id: int | None = None) -> Offered:
    """Candidates as the page offers them; ``sector_id`` narrows them to one sector."""
    sectors = _sizes(Vocabulary.SECTOR, [person.sector for person in found])
    sector = next((term for term, _count in sectors if term.id == sector_id), None)
    if sector is not None:
        found = [person for person in found if person.sector is sector]
    people = found[:MOST_SHOWN]
    organisations: dict[Organisation | None, list[Person]] = {}
    for person in people:
        organisations.setdefault(person.organisation, []).append(person)
    whole = not search and sector is None
    return Offered(
        search=search,
        sector=sector,
        organisations=sorted(
            organisations.items(), key=lambda row: (row[0] is None, row[0].name.lower() if row[0] else "")
        ),
        sectors=sectors if whole else [],
        functions=_sizes(Vocabulary.FUNCTION, [person.function for person in found]) if whole else [],
        held=choosing.earlier_meetings(g.project, found, clock.now()) if whole else [],
        left_out=len(found) - len(people),
    )


def chosen() -> Groups:
    """What was ticked on the page."""
    form = request.form
    return Groups(
        people=form.getlist("person", int),
        organisations=form.getlist("organisation", int),
        sectors=form.getlist("sector", int),
        functions=form.getlist("function", int),
        came_to=form.getlist("came_to", row_id) if form.get("came") else [],
    )


def _sizes(kind: Vocabulary, terms: list[Term | None]) -> list[tuple[Term, int]]:
    counts = Counter(terms)
    return [(term, counts[term]) for term in projects.terms(g.project, kind, archived=True) if counts[term]]
