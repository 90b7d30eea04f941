"""The sociale kaart as plain values: what is given to others and what others give, apart from tables and from HSDS."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kapstok.directory.rules import Capacity


@dataclass(frozen=True)
class Phone:
    uid: str
    number: str
    description: str = ""


@dataclass(frozen=True)
class Contact:
    """A public desk, never somebody of the network."""

    uid: str
    name: str = ""
    title: str = ""
    department: str = ""
    email: str = ""
    phones: tuple[Phone, ...] = ()


@dataclass(frozen=True)
class Area:
    uid: str
    name: str


@dataclass(frozen=True)
class Schedule:
    """Days and local hours (Europe/Amsterdam); ``at_location``: the uid of an ``AtLocation`` of the same service."""

    uid: str
    byday: str = ""
    freq: str = ""
    opens_at: dt.time | None = None
    closes_at: dt.time | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    description: str = ""
    at_location: str = ""


@dataclass(frozen=True)
class Location:
    """A place. ``organisation``: the uid of whose place it is, or ""."""

    uid: str
    organisation: str = ""
    kind: str = "physical"
    name: str = ""
    address: str = ""
    postal_code: str = ""
    city: str = ""
    area: str = ""
    url: str = ""
    latitude: float | None = None
    longitude: float | None = None
    transportation: str = ""
    accessibility: str = ""
    phones: tuple[Phone, ...] = ()

    @property
    def has_address(self) -> bool:
        """Whether there is enough for an HSDS ``address``, which asks for all of it."""
        return bool(self.address and self.postal_code and self.city)


@dataclass(frozen=True)
class AtLocation:
    """One service at one place; ``location`` is the uid of the place."""

    uid: str
    location: str
    description: str = ""


@dataclass(frozen=True)
class Term:
    """A hulpthema. ``code`` is its stable key, "" when others did not say."""

    uid: str
    name: str
    code: str = ""
    synonyms: str = ""


@dataclass(frozen=True)
class Service:
    """What one organisation (``organisation``: its uid) offers. ``terms``: uids."""

    uid: str
    organisation: str
    name: str
    description: str = ""
    eligibility: str = ""
    how_to_refer: str = ""
    fees: str = ""
    url: str = ""
    email: str = ""
    capacity: Capacity = Capacity.UNKNOWN
    waiting_weeks: int | None = None
    capacity_at: dt.datetime | None = None
    confirmed_on: dt.date | None = None
    changed_at: dt.datetime | None = None
    terms: tuple[str, ...] = ()
    areas: tuple[Area, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    phones: tuple[Phone, ...] = ()
    contacts: tuple[Contact, ...] = ()
    at_locations: tuple[AtLocation, ...] = ()


@dataclass(frozen=True)
class Organisation:
    uid: str
    name: str
    sector: str = ""  # its word in this project; HSDS asks for a description, and this is ours
    email: str = ""
    phone: str = ""
    website: str = ""
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True)
class Taxonomy:
    """The list of words that the terms come from."""

    uid: str
    name: str
    description: str


@dataclass(frozen=True)
class Kaart:
    """A sociale kaart, or a piece of it: by uid, in the order in which it is shown. ``region``: province or region."""

    taxonomy: Taxonomy
    region: str
    organisations: dict[str, Organisation]
    services: dict[str, Service]
    locations: dict[str, Location]
    terms: dict[str, Term]
