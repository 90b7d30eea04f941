"""What is offered, in words for citizens: the same on the pages of the wijzer and on paper. Nothing about persons."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from flask_babel import gettext as _

from kapstok import clock
from kapstok.directory.models import Location, Service
from kapstok.directory.rules import Capacity, Freshness, freshness
from kapstok.projects.models import Project, Term
from kapstok.web import filters, kaart
from kapstok.web.paper import sheet


@dataclass(frozen=True)
class Fact:
    """One line about what is offered; ``text`` may have several lines."""

    label: str
    text: str


@dataclass(frozen=True)
class Number:
    """A telephone number, and what or when it is for."""

    number: str
    about: str = ""


@dataclass(frozen=True)
class Offer:
    """One service as a citizen sees it."""

    uid: str
    name: str
    organisation: str
    what: str
    way_in: str  # "Hoe komt u hier terecht?"
    phones: tuple[Number, ...]
    email: str
    website: str
    facts: tuple[Fact, ...]  # for whom, when, where, at what price, whether there is a place
    fresh: str  # "Nagekeken in maart 2026"
    old: bool  # nobody looked for over a year


def offer(service: Service) -> Offer:
    organisation = service.organisation
    numbers = tuple(Number(phone.number, phone.description) for phone in service.phones)
    return Offer(
        uid=service.uid,
        name=service.name,
        organisation=organisation.name,
        what=service.description,
        way_in=service.how_to_refer,
        phones=numbers or ((Number(organisation.phone),) if organisation.phone else ()),
        email=service.email or organisation.email or "",
        website=service.url or organisation.website,
        facts=tuple(Fact(label, text) for label, text in _facts(service) if text),
        fresh=_fresh(service),
        old=freshness(service.confirmed_on, clock.local_date(clock.now())) is Freshness.RED,
    )


def warning() -> str:
    """What is said of an ``old`` offer."""
    return _("Dit is langer dan een jaar niet nagekeken. Bel of mail eerst: misschien klopt het niet meer.")


def theme_leaflet(project: Project, theme: Term, area: str, services: list[Service], live: str) -> dict:
    """The data of ``wijzer.typ``. ``live``: the path of the page that this was printed from."""
    where = area or project.region
    subtitle = _("Hulp en steun in %(place)s", place=where) if where else _("Hulp en steun")
    code = {"words": _("Kijk of dit nog klopt op"), "alt": _("QR-code naar deze bladzijde op internet")}
    data = sheet(project, theme.name, subtitle, live, code)
    data["foot"]["note"] = _("Bel bij twijfel eerst: aanbod verandert.")
    words = {"way_in": _("Hoe komt u hier terecht?"), "old": warning()}
    return data | {"words": words, "offers": [asdict(offer(service)) for service in services]}


def _facts(service: Service) -> list[tuple[str, str]]:
    return [
        (_("Voor wie?"), service.eligibility),
        (_("Wanneer?"), "\n".join(kaart.opening(schedule) for schedule in service.schedules)),
        (_("Waar?"), "\n".join(_place(at.location) for at in service.at_locations)),
        (_("In welke wijken en kernen?"), ", ".join(area.name for area in service.areas)),
        (_("Wat kost het?"), service.fees),
        (_("Is er plek?"), _plek(service)),
    ]


def _place(place: Location) -> str:
    town = " ".join(part for part in (place.postal_code, place.city) if part)
    address = ", ".join(part for part in (place.name, place.address, town) if part)
    return "\n".join(part for part in (address, place.transportation, place.accessibility) if part)


def _plek(service: Service) -> str:
    if service.capacity == Capacity.UNKNOWN:
        return _("Vraag het bij %(organisation)s.", organisation=service.organisation.name)
    words = _("Nu is er geen plek") if service.capacity == Capacity.FULL else kaart.plek(service)
    if service.capacity_at is None:
        return words
    return _("%(plek)s (gezegd op %(day)s)", plek=words, day=filters.day_short(service.capacity_at))


def _fresh(service: Service) -> str:
    if service.confirmed_on is None:
        return _("Nog niet nagekeken")
    return _("Nagekeken in %(month)s", month=filters.month(service.confirmed_on))
