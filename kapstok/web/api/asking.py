"""What can be asked of the API, read from the address; what cannot be answered is refused in a sentence."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import g, request

from kapstok import clock
from kapstok.directory.publishing import Asked
from kapstok.errors import N_, NotFound, Refused
from kapstok.projects import service as projects
from kapstok.projects.rules import Module

PER_PAGE, MOST_PER_PAGE = 50, 500
MOST_MINIMAL = 20_000  # ids only: HSDS wants them on one page
LONGEST = 200  # characters of what somebody searches for
FARTHEST = 1_000_000


class NoNumber(Refused):
    sentence = N_("“%(name)s” is een heel getal van %(least)s tot en met %(most)s.")


class NoYesOrNo(Refused):
    sentence = N_("“%(name)s” is true of false.")


class NoMoment(Refused):
    sentence = N_("“%(name)s” is een datum, of een datum en tijd, zoals 2026-03-01 of 2026-03-01T09:00:00Z.")


class NoFormat(Refused):
    sentence = N_("“format” is hier json of ndjson. Als CSV staat alles in het pakket dat de projectleider geeft.")


class TooLong(Refused):
    sentence = N_("“%(name)s” is langer dan %(most)s tekens.")


class NoWhereabouts(Refused):
    sentence = N_("Zoeken op “postcode” of “proximity” kan niet: wij weten van plaatsen geen afstanden. Laat het weg.")


@dataclass(frozen=True)
class Paging:
    """Which page; ``lines``: no pages but everything, one object a line."""

    number: int
    size: int
    lines: bool


def enter(slug: str) -> None:
    """Set ``g.project``. Raises ``NotFound`` for an unknown project, and for one that keeps its kaart to itself."""
    project = projects.find_by_slug(slug)
    if project is None or not projects.has_module(project, Module.HSDS_API):
        raise NotFound()
    g.project = project


def asked() -> Asked:
    return Asked(
        words=text("search"),
        term_id=text("taxonomy_term_id").lower(),
        taxonomy_id=text("taxonomy_id").lower(),
        organisation_id=text("organization_id").lower(),
        modified_after=moment("modified_after"),
    )


def paging(most: int = MOST_PER_PAGE, usual: int = PER_PAGE) -> Paging:
    form = request.args.get("format", "json").lower()
    if form not in ("json", "ndjson"):
        raise NoFormat()
    return Paging(number("page", 1, FARTHEST), number("per_page", usual, most), form == "ndjson")


def text(name: str) -> str:
    said = request.args.get(name, "").strip()
    if len(said) > LONGEST:
        raise TooLong(name=name, most=LONGEST)
    return said


def number(name: str, usual: int, most: int) -> int:
    said = request.args.get(name, "").strip()
    if not said:
        return usual
    if not (said.isascii() and said.isdigit() and len(said) < 10 and 1 <= int(said) <= most):
        raise NoNumber(name=name, least=1, most=most)
    return int(said)


def flag(name: str) -> bool:
    said = request.args.get(name, "").strip().lower()
    if said not in ("", "true", "false", "1", "0"):
        raise NoYesOrNo(name=name)
    return said in ("true", "1")


def moment(name: str) -> dt.datetime | None:
    """An ISO date or moment; without a zone it is ours."""
    said = text(name)
    if not said:
        return None
    try:
        found = dt.datetime.fromisoformat(said.replace(" ", "+"))  # a plus in an address means a space
        if found.tzinfo is None:
            found = clock.from_local(found.date(), found.time())
        return found.astimezone(dt.UTC)
    except (ValueError, OverflowError, Refused):
        raise NoMoment(name=name) from None


def refuse_whereabouts() -> None:
    if request.args.get("postcode") or request.args.get("proximity"):
        raise NoWhereabouts()
