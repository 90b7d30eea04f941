"""Wie is wie on paper: which cards go on the sheet, in which groups. Only people who said yes to paper."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from kapstok.directory.staffroom import Printed, list_faces, list_printed
from kapstok.projects import service as projects
from kapstok.projects.models import Project, Term
from kapstok.projects.rules import Vocabulary
from kapstok.register.cards import Card
from kapstok.register.models import Person
from kapstok.register.rules import match_key
from kapstok.web.paper import initials, sector_mark, sheet

EVERYBODY = "alles"
PAPERS = ("a4", "a3")
GROUPINGS = ("sector", "wijk", "organisatie", "naam")


@dataclass(frozen=True)
class Choice:
    """What somebody wants on paper: about whom (``Option.value``), in which groups, on which sheet."""

    about: str = EVERYBODY
    grouping: str = GROUPINGS[0]
    paper: str = PAPERS[0]


@dataclass(frozen=True)
class Option:
    """One sheet that can be made: its value in a form, how it is called, and how many people would be on it."""

    kind: str  # wijk, sector, organisatie, hulpthema; "" for everybody
    value: str
    name: str
    people: int


def read_choice(args: Mapping[str, str], about: str = EVERYBODY) -> Choice:
    """The choice in an address; what is not among the choices counts as not chosen."""
    grouping, paper = args.get("groep"), args.get("vel")
    return Choice(
        args.get("wie") or about,
        grouping if grouping in GROUPINGS else GROUPINGS[0],
        paper if paper in PAPERS else PAPERS[0],
    )


def list_options(project: Project, printed: list[Printed]) -> list[Option]:
    """Every sheet that would have somebody on it: everybody, then wijken, sectors, organisations, hulpthema's."""
    on_sheet: dict[str, int] = {}
    for entry in printed:
        for value in _belongs_to(entry):
            on_sheet[value] = on_sheet.get(value, 0) + 1
    named = [("", EVERYBODY, _("Iedereen"))]
    named += [("wijk", f"wijk-{match_key(area)}", area) for area in _names(entry.area for entry in printed)]
    named += [("sector", f"sector-{term.id}", term.name) for term in _sectors(printed)]
    organisations = _names(entry.card.organisation for entry in printed)
    named += [("organisatie", f"organisatie-{match_key(name)}", name) for name in organisations]
    supports = projects.terms(project, Vocabulary.SUPPORT)
    named += [("hulpthema", f"hulpthema-{term.id}", term.name) for term in supports]
    return [Option(kind, value, name, on_sheet[value]) for kind, value, name in named if value in on_sheet]


def chosen(printed: list[Printed], choice: Choice) -> list[Printed]:
    """Whom the sheet of this choice shows; nobody when the choice is about something that is not there (any more)."""
    return [entry for entry in printed if choice.about in _belongs_to(entry)]


def own_area(person: Person) -> str:
    """The option of somebody's own wijk or kern: where they live or, if they did not say, where they work."""
    area = person.area or (person.organisation.area if person.organisation else "")
    return f"wijk-{match_key(area)}" if area else EVERYBODY


def staff_room_sheet(project: Project, choice: Choice) -> dict | None:
    """The data of ``whoiswho.typ``; None when nobody would be on the sheet."""
    printed = list_printed(project)
    shown = chosen(printed, choice)
    if not shown:
        return None
    faces = list_faces(project, [entry.card.person_id for entry in shown if entry.card.has_photo])
    option = next(option for option in list_options(project, printed) if option.value == choice.about)
    code = {"words": _("De nieuwste lijst vindt u op"), "alt": _("QR-code naar wie is wie van dit moment")}
    live = url_for("public.live_who_is_who", slug=project.slug)
    data = sheet(project, _("Wie is wie"), _about(option), live, code)
    data["foot"]["note"] = _(
        "Voor de mensen van het netwerk. Hang deze lijst op waar cliënten en bezoekers niet komen."
    )
    return data | {
        "paper": choice.paper,
        "words": {"call_me_for": _("Bel mij voor:")},
        "legend": [{"mark": sector_mark(sector), "name": sector.name} for sector in _sectors(shown)],
        "groups": [
            {"title": title, "cards": [_on_paper(entry.card, faces) for entry in entries]}
            for title, entries in _grouped(shown, choice.grouping)
        ],
    }


def _belongs_to(entry: Printed) -> set[str]:
    """The values of the options an entry is on."""
    card, values = entry.card, {EVERYBODY} | {f"hulpthema-{theme}" for theme in entry.themes}
    values |= {f"wijk-{match_key(entry.area)}"} if entry.area else set()
    values |= {f"sector-{card.sector.id}"} if card.sector else set()
    return values | ({f"organisatie-{match_key(card.organisation)}"} if card.organisation else set())


def _about(option: Option) -> str:
    return {
        "wijk": _("Wijk of kern: %(name)s", name=option.name),
        "sector": _("Sector: %(name)s", name=option.name),
        "organisatie": option.name,
        "hulpthema": _("Hulp bij: %(name)s", name=option.name),
    }.get(option.kind, _("Iedereen uit het netwerk"))


def _grouped(shown: list[Printed], grouping: str) -> list[tuple[str, list[Printed]]]:
    """(title, entries) of each group; those without a place of their own come last."""
    groups: dict[tuple, tuple[str, list[Printed]]] = {}
    for entry in shown:
        rank, title = _place(entry, grouping)
        groups.setdefault(rank, (title, []))[1].append(entry)
    return [groups[rank] for rank in sorted(groups)]


def _place(entry: Printed, grouping: str) -> tuple[tuple, str]:
    """The rank and the title of the group of an entry."""
    if grouping == "naam":
        return (), ""
    sector = entry.card.sector
    if grouping == "sector" and sector is not None:
        return (0, sector.position, sector.name), sector.name
    name = {"wijk": entry.area, "organisatie": entry.card.organisation}.get(grouping, "")
    return ((0, 0, match_key(name)), name) if name else ((1, 0, ""), _("Overige mensen"))


def _on_paper(card: Card, faces: dict[int, bytes]) -> dict:
    return {
        "name": card.name,
        "initials": initials(card.name),
        "photo": base64.b64encode(faces.get(card.person_id, b"")).decode(),
        "photo_alt": _("Foto van %(name)s", name=card.name),
        "function": card.function,
        "organisation": card.organisation,
        "sector": card.sector.name if card.sector else "",
        "mark": sector_mark(card.sector),
        "call_me_for": card.call_me_for,
        "phone": card.phone,
        "email": card.email,
        "reachable": card.reachable,
    }


def _names(names: Iterable[str]) -> list[str]:
    """One spelling of each name, by alphabet, without the empty one."""
    return [name for key, name in sorted({match_key(name): name for name in names}.items()) if key]


def _sectors(shown: list[Printed]) -> list[Term]:
    by_id = {entry.card.sector.id: entry.card.sector for entry in shown if entry.card.sector}
    return sorted(by_id.values(), key=lambda sector: (sector.position, sector.name))
