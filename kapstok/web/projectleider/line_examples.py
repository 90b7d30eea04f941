"""Files to fill in with lines, with the names of the project in them as they will be recognised."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from flask import Response, g
from flask_babel import gettext as _

from kapstok import clock, takeaway
from kapstok.register.models import Person
from kapstok.register.rules import match_key
from kapstok.ties import measuring
from kapstok.ties.imports.edges import FROM, STRENGTH, TO
from kapstok.ties.rules import SHORT_LINE, STRENGTHS
from kapstok.web.own_words import STRENGTHS as WORDS
from kapstok.web.projectleider import blueprint

MOST_NAMES = 60


@blueprint.get("/netwerk/lijnen-inlezen/voorbeeld-<any(lijst, matrix):shape>.xlsx")
def line_example(shape: str):
    """A list to fill in with the names beside it, or a matrix of them."""
    names = _names()
    sheets = _matrix(names) if shape == "matrix" else _list(names)
    content = takeaway.as_excel(*sheets, _explained())
    disposition = f'attachment; filename="lijnen-{shape}-voorbeeld.xlsx"'
    return Response(content, mimetype=takeaway.EXCEL, headers={"Content-Disposition": disposition})


def _names() -> list[str]:
    """Who stands on the lists of others, by name; of namesakes with the organisation."""
    people = [person for person in measuring.active_people(g.project, clock.now()) if person.on_rosters]
    times = Counter(match_key(person.name) for person in people)
    return [_written(person, times[match_key(person.name)]) for person in people[:MOST_NAMES]]


def _written(person: Person, times: int) -> str:
    return f"{person.name} ({person.organisation.name})" if times > 1 and person.organisation else person.name


def _list(names: list[str]) -> list[takeaway.Sheet]:
    headings = [FROM, TO, STRENGTH]
    example = [[one, other, SHORT_LINE] for one, other in pairwise(names[:3])]
    return [
        takeaway.Sheet(_("Lijnen"), headings, []),
        takeaway.Sheet(_("Voorbeeld"), headings, example),
        takeaway.Sheet(_("Namen"), [_("Naam")], [[name] for name in names]),
    ]


def _matrix(names: list[str]) -> list[takeaway.Sheet]:
    rows = [[name, *("–" if one == name else None for one in names)] for name in names]
    return [takeaway.Sheet(_("Matrix"), ["", *names], rows)]


def _explained() -> takeaway.Sheet:
    rows = [[strength, str(WORDS[strength])] for strength in STRENGTHS]
    return takeaway.Sheet(_("Uitleg"), [_("Sterkte"), _("Wat het betekent")], rows)
