"""The sociale kaart as HSDS 3.1 objects, nested as the JSON form has them. Pure.

Fields that are empty are left out: HSDS knows no null. Ids are our own uids; what HSDS calls an object and we keep as a
column (an address, a capacity, the use of a term) has an id derived from the row's, so that the same kaart gives the
same file. https://docs.openreferral.org/en/latest/hsds/schema_reference.html; docs/hsds.md holds the mapping.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from kapstok.directory.rules import Capacity
from kapstok.directory.values import (
    AtLocation,
    Contact,
    Kaart,
    Location,
    Organisation,
    Phone,
    Schedule,
    Service,
    Taxonomy,
    Term,
)

VERSION = "3.1"
NAMESPACE = uuid.UUID("6f1c3c52-7f5e-5c0a-9d0e-3f4f0a6f2a11")  # of every derived id; changing it changes them all
COUNTRY = "NL"
LANGUAGE = "nl"
WEEKS = "%d weken"  # wait_time
NO_DATE_YET = "wachtlijst"  # wait_time when nobody knows how long

Hsds = dict[str, Any]


def derived(kind: str, *uids: str) -> str:
    """The id of an object that is no row of its own: always the same for the same ``kind`` and rows."""
    return str(uuid.uuid5(NAMESPACE, ":".join((kind, *uids))))


PLACE_UNIT = {  # our "plek" is a yes or a no, not a number of beds
    "id": derived("unit", "plek"),
    "name": "plek (1 = er is plek, 0 = er is nu geen plek)",
}
_SAID = {
    Capacity.YES: "Er is nu plek.",
    Capacity.WAITING: "Er is een wachtlijst.",
    Capacity.FULL: "Er is nu geen plek.",
}


def service_list_item(kaart: Kaart, service: Service) -> Hsds:
    """A service with its own fields and its organisation's, without lists (HSDS ``service_list``)."""
    waiting = service.capacity is Capacity.WAITING
    return _filled(
        id=service.uid,
        name=service.name,
        description=service.description,
        url=service.url,
        email=service.email,
        status="active",
        application_process=service.how_to_refer,
        fees_description=service.fees,
        wait_time=_wait_time(service.waiting_weeks) if waiting else "",
        eligibility_description=service.eligibility,
        assured_date=_date(service.confirmed_on),
        last_modified=moment(service.changed_at),
        organization=organization_list_item(kaart.organisations[service.organisation]),
    )


def service_full(kaart: Kaart, service: Service) -> Hsds:
    """A service with all that belongs to it (HSDS ``service``)."""
    places = {place.uid for place in service.at_locations}
    return service_list_item(kaart, service) | _filled(
        organization=_organization(kaart.organisations[service.organisation]),
        phones=_phones(service.phones),
        schedules=[_schedule(row) for row in service.schedules if row.at_location not in places],
        service_areas=[_filled(id=area.uid, name=area.name) for area in service.areas],
        service_at_locations=[_at_location(kaart, service, place) for place in service.at_locations],
        contacts=_contacts(service.contacts),
        capacities=_capacities(service),
        attributes=[
            {"id": derived("attribute", service.uid, uid), "taxonomy_term": term(kaart.taxonomy, kaart.terms[uid])}
            for uid in service.terms
        ],
    )


def organization_list_item(organisation: Organisation) -> Hsds:
    return _filled(
        id=organisation.uid,
        name=organisation.name,
        description=organisation.sector or organisation.name,
        email=organisation.email,
        website=organisation.website,
    )


def organization_full(kaart: Kaart, organisation: Organisation, *, full_service: bool = False) -> Hsds:
    """An organisation with its places and desks, and its services: in full, or only their ids and names."""
    own = [service for service in kaart.services.values() if service.organisation == organisation.uid]
    places = [location for location in kaart.locations.values() if location.organisation == organisation.uid]
    return _organization(organisation) | _filled(
        locations=[_location(location, kaart.region) for location in places],
        services=[
            service_full(kaart, service)
            if full_service
            else {"id": service.uid, "name": service.name, "status": "active"}
            for service in own
        ],
    )


def service_at_location(kaart: Kaart, service: Service, place: AtLocation, *, full: bool) -> Hsds:
    """One service at one place, seen from the place: with the service inside it."""
    location = kaart.locations[place.location]
    if full:
        inner = service_full(kaart, service)
        inner.pop("service_at_locations", None)
        return _at_location(kaart, service, place) | {"service": inner}
    return _filled(
        id=place.uid,
        description=place.description,
        location=_location_item(location),
        service=service_list_item(kaart, service),
    )


def taxonomy(words: Taxonomy) -> Hsds:
    return _filled(id=words.uid, name=words.name, description=words.description)


def term(words: Taxonomy, word: Term) -> Hsds:
    return _filled(
        id=word.uid,
        code=word.code,
        name=word.name,
        description=word.synonyms or word.name,
        taxonomy=words.name,
        language=LANGUAGE,
        taxonomy_detail=taxonomy(words),
    )


def moment(at: dt.datetime | None) -> str:
    """UTC with milliseconds, as HSDS asks; "" for None."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03}Z" if at else ""


def _organization(organisation: Organisation) -> Hsds:
    number = Phone(derived("organisation-phone", organisation.uid), organisation.phone)
    return organization_list_item(organisation) | _filled(
        contacts=_contacts(organisation.contacts), phones=_phones((number,) if organisation.phone else ())
    )


def _at_location(kaart: Kaart, service: Service, place: AtLocation) -> Hsds:
    return _filled(
        id=place.uid,
        description=place.description,
        schedules=[_schedule(row) for row in service.schedules if row.at_location == place.uid],
        location=_location(kaart.locations[place.location], kaart.region),
    )


def _location_item(location: Location) -> Hsds:
    whereabouts = ", ".join(part for part in (location.address, location.postal_code, location.city) if part)
    return _filled(
        id=location.uid,
        location_type=location.kind,
        organization_id=location.organisation,
        url=location.url,
        name=location.name,
        description="" if location.has_address else whereabouts,
        transportation=location.transportation,
        latitude=location.latitude,
        longitude=location.longitude,
    )


def _location(location: Location, region: str) -> Hsds:
    return _location_item(location) | _filled(
        addresses=[_address(location, region)] if location.has_address else [],
        accessibility=[{"id": derived("accessibility", location.uid), "description": location.accessibility}]
        if location.accessibility
        else [],
        phones=_phones(location.phones),
    )


def _address(location: Location, region: str) -> Hsds:
    return _filled(
        id=derived("address", location.uid),
        address_1=location.address,
        city=location.city,
        region=location.area,
        state_province=region or location.city,
        postal_code=location.postal_code,
        country=COUNTRY,
        address_type=location.kind,
    )


def _schedule(row: Schedule) -> Hsds:
    return _filled(
        id=row.uid,
        valid_from=_date(row.valid_from),
        valid_to=_date(row.valid_to),
        freq=row.freq if row.byday else "",
        byday=row.byday,
        description=row.description,
        opens_at=_time(row.opens_at),
        closes_at=_time(row.closes_at),
    )


def _contacts(rows: tuple[Contact, ...]) -> list[Hsds]:
    return [
        _filled(
            id=row.uid,
            name=row.name,
            title=row.title,
            department=row.department,
            email=row.email,
            phones=_phones(row.phones),
        )
        for row in rows
    ]


def _phones(rows: tuple[Phone, ...]) -> list[Hsds]:
    return [_filled(id=row.uid, number=row.number, description=row.description) for row in rows]


def _capacities(service: Service) -> list[Hsds]:
    said_at = service.capacity_at or service.changed_at
    if service.capacity is Capacity.UNKNOWN or said_at is None:
        return []
    return [
        {
            "id": derived("capacity", service.uid),
            "unit": PLACE_UNIT,
            "available": int(service.capacity is Capacity.YES),
            "description": _SAID[service.capacity],
            "updated": moment(said_at),
        }
    ]


def _wait_time(weeks: int | None) -> str:
    return NO_DATE_YET if weeks is None else WEEKS % weeks


def _date(date: dt.date | None) -> str:
    return date.isoformat() if date else ""


def _time(time: dt.time | None) -> str:
    return time.strftime("%H:%M:%S") if time else ""


def _filled(**fields: Any) -> Hsds:
    """What is there: no empty text, no empty list, no None. 0 and 0.0 are values."""
    return {name: value for name, value in fields.items() if value not in ("", None) and value != []}


def kaart_as_json(kaart: Kaart) -> list[Hsds]:
    """Every service in full: the JSON form of a whole kaart."""
    return [service_full(kaart, service) for service in kaart.services.values()]
