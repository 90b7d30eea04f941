"""A small sociale kaart in which every column and every kind of part is filled somewhere."""

from __future__ import annotations

import datetime as dt

from kapstok.directory.models import Contact, Location, Phone, Schedule, Service, ServiceArea, ServiceAtLocation
from kapstok.directory.rules import Capacity
from kapstok.extensions import db
from kapstok.projects.models import Project
from kapstok.projects.rules import Vocabulary
from tests.factories import NOW, make_organisation, make_person, make_service, term


def make_kaart(project: Project) -> dict[str, Service]:
    """Respijthuis (everything), Inloop (little) and Buddy (waiting), of two organisations; by name."""
    kom = make_organisation(
        project, "De Kom", email="info@example.org", phone="0591 000 100", website="https://example.org/kom"
    )
    oost = make_organisation(project, "Praktijk Oost", "eerstelijnszorg")
    desk = _kept(Contact(project_id=project.id, organisation_id=kom.id, name="De balie", email="balie@example.org"))
    _kept(Phone(project_id=project.id, contact_id=desk.id, number="0591 000 101", description="’s ochtends"))
    return {
        "Respijthuis": _respijthuis(project, kom),
        "Inloop": make_service(kom, "Inloop", changed_at=NOW),
        "Buddy": make_service(
            oost, "Buddy", changed_at=NOW, capacity=Capacity.WAITING, waiting_weeks=6, capacity_at=NOW
        ),
    }


def make_hidden(project: Project) -> dict[str, Service]:
    """Services that nobody outside the project may see; by why."""
    kom, gone = make_organisation(project), make_organisation(project, archived_at=NOW)
    return {
        "not public": make_service(kom, "Geheim", is_public=False, changed_at=NOW),
        "archived": make_service(kom, "Gestopt", archived_at=NOW, changed_at=NOW),
        "of an archived organisation": make_service(gone, "Verdwenen", changed_at=NOW),
    }


def _respijthuis(project: Project, kom) -> Service:
    service = make_service(
        kom,
        "Respijthuis",
        description="Logeren, dichtbij huis.\nOok in het weekend.",
        eligibility="Voor wie voor een naaste zorgt.",
        how_to_refer="Bel, of mail de balie.",
        fees="Eigen bijdrage € 12",
        url="https://example.org/respijt",
        email="respijt@example.org",
        capacity=Capacity.YES,
        capacity_at=NOW - dt.timedelta(days=2),
        confirmed_on=dt.date(2026, 2, 1),
        changed_at=NOW,
        keeper=make_person(project, kom, "Kees Houder", email="kees@example.org"),
    )
    service.support = [term(project, Vocabulary.SUPPORT, key) for key in ("respijtzorg", "dementie")]
    own = {"project_id": project.id}
    house = Location(
        **own,
        organisation=kom,
        name="Het Logeerhuis",
        address="Dorpsstraat 1",
        postal_code="7811 AA",
        city="Veenmeer",
        area="Oost",
        latitude=52.75,
        longitude=-0.5,
        transportation="Bus 12",
        accessibility="Zonder drempels",
    )
    online = Location(**own, kind="virtual", name="Online", url="https://example.org/online")
    service.at_locations = [
        ServiceAtLocation(**own, location=house, description="Achterom"),
        ServiceAtLocation(**own, location=online),
    ]
    service.areas = [ServiceArea(**own, name="Oost"), ServiceArea(**own, name="Veenmeer")]
    service.contacts = [
        Contact(**own, name="Aanmelden", title="Team", department="Respijt", email="aanmelden@example.org")
    ]
    service.phones = [Phone(**own, number="+31 591 000 102", description="Op werkdagen")]
    db.session.flush()
    _kept(Phone(**own, location_id=house.id, number="0591 000 103"))
    service.schedules = [
        Schedule(**own, byday="MO,WE", opens_at=dt.time(9), closes_at=dt.time(17, 30), description="Intake"),
        Schedule(
            **own,
            byday="-1FR",
            freq="MONTHLY",
            at_location_id=service.at_locations[0].id,
            valid_from=dt.date(2026, 1, 1),
            valid_to=dt.date(2026, 12, 31),
        ),
    ]
    db.session.flush()
    return service


def _kept(row):
    db.session.add(row)
    db.session.flush()
    return row
