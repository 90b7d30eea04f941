"""Who may hang in the staff room: the cards of people who said yes to paper, with where each of them belongs."""

from __future__ import annotations

import io
from dataclasses import dataclass

from kapstok.directory.models import Service, service_support
from kapstok.extensions import db
from kapstok.projects.models import Project
from kapstok.register import cards
from kapstok.register.cards import Card
from kapstok.register.models import Organisation, Person, PersonPhoto
from kapstok.scope import in_project

FACE = 256  # pixels: 19 mm at 300 dots an inch, and some


@dataclass(frozen=True)
class Printed:
    """A card, and what it belongs to by its organisation: only where the card itself shows that organisation."""

    card: Card
    area: str  # wijk or kern: the one on the card, else the organisation's
    themes: frozenset[int]  # ids of the hulpthema's that the organisation offers something for


def list_printed(project: Project) -> list[Printed]:
    """Everybody who may be printed, by name."""
    found = cards.list_cards(project, paper=True)
    homes = _homes(project, [card.person_id for card in found if card.organisation])
    themes = _themes(project)
    printed = []
    for card in found:
        organisation_id, area = homes.get(card.person_id, (0, ""))
        printed.append(Printed(card, card.area or area, frozenset(themes.get(organisation_id, ()))))
    return printed


def list_faces(project: Project, people: list[int]) -> dict[int, bytes]:
    """The photos of these people as JPEGs, no larger than paper can show."""
    query = in_project(PersonPhoto, project).where(PersonPhoto.person_id.in_(people))
    rows = db.session.execute(query.with_only_columns(PersonPhoto.person_id, PersonPhoto.jpeg))
    return {person_id: _small(jpeg) for person_id, jpeg in rows}


def _small(jpeg: bytes) -> bytes:
    from PIL import Image

    photo = Image.open(io.BytesIO(jpeg))
    photo.draft("RGB", (FACE, FACE))  # decoded at a half or a quarter of its size
    out = io.BytesIO()
    photo.convert("RGB").save(out, "JPEG", quality=82)
    return out.getvalue()


def _homes(project: Project, people: list[int]) -> dict[int, tuple[int, str]]:
    """The organisation of each of these people, and its wijk or kern."""
    query = in_project(Person, project).join(Organisation).where(Person.id.in_(people))
    rows = db.session.execute(query.with_only_columns(Person.id, Organisation.id, Organisation.area))
    return {person_id: (organisation_id, area) for person_id, organisation_id, area in rows}


def _themes(project: Project) -> dict[int, set[int]]:
    """The hulpthema's that each organisation offers something for now."""
    query = in_project(Service, project).where(Service.archived_at.is_(None)).join(service_support)
    columns = query.with_only_columns(Service.organisation_id, service_support.c.term_id)
    found: dict[int, set[int]] = {}
    for organisation_id, term_id in db.session.execute(columns):
        found.setdefault(organisation_id, set()).add(term_id)
    return found
