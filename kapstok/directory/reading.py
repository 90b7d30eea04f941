"""The tables of a checked package as plain values, and what of them we have no place for. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from kapstok.directory import hsds
from kapstok.directory.checking import CARRIED, read_date, read_moment, read_number, read_time
from kapstok.directory.flattening import Row, Tables
from kapstok.directory.rules import Capacity
from kapstok.directory.values import (
    Area,
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
from kapstok.mail.text import lines, one_line

ACTIVE = "active"
_WEEKS = re.compile(r"(\d{1,3})\s*(?:weken|week|weeks)\b", re.IGNORECASE)
_OWNERS = {
    "contact": ("organization_id", "service_id"),
    "phone": ("organization_id", "service_id", "contact_id", "location_id"),
    "schedule": ("service_id", "service_at_location_id"),
    "service_area": ("service_id", "service_at_location_id"),
}
# What every package has and nobody misses: where an address is as a rule, and what counts or sorts other things.
_SAYS_NOTHING = {
    *("address.address_type", "address.country", "address.state_province"),
    *("service_capacity.unit_id", "service_capacity.description", "unit.name"),
    *("taxonomy.name", "taxonomy.description"),
    *("taxonomy_term.language", "taxonomy_term.taxonomy", "taxonomy_term.taxonomy_id"),
}


@dataclass(frozen=True)
class Given:
    """What others give: a kaart, the statuses of services that are not active (by uid), and what was not read:
    how many of each object or field."""

    kaart: Kaart
    inactive: dict[str, str] = field(default_factory=dict)
    unread: Counter[str] = field(default_factory=Counter)


def trim(tables: Tables) -> Tables:
    """The tables without fields that nobody reads; those that somebody may miss are counted as foreign."""
    for kind, rows in tables.rows.items():
        for row in rows.values():
            for name in [name for name in row if name != "id" and name not in CARRIED[kind]]:
                del row[name]
                if f"{kind}.{name}" not in _SAYS_NOTHING:
                    tables.foreign[f"{kind}.{name}"] += 1
    return tables


def read(tables: Tables) -> Given:
    """The values of tables in which ``checking.problems`` found nothing."""
    return _Reading(tables).read()


class _Reading:
    """One package on its way: its rows by what they belong to."""

    def __init__(self, tables: Tables):
        self.rows = tables.rows
        self.unread = Counter(tables.foreign)
        self.groups: dict[tuple[str, str], dict[str, list[Row]]] = {}

    def read(self) -> Given:
        services = {id: self._service(row) for id, row in self.rows["service"].items()}
        given = Kaart(
            taxonomy=Taxonomy("", "", ""),
            region="",
            organisations={id: self._organisation(row) for id, row in self.rows["organization"].items()},
            services=services,
            locations={id: self._location(row) for id, row in self.rows["location"].items()},
            terms={id: Term(id, _line(row, "name"), _line(row, "code")) for id, row in self._terms_used(services)},
        )
        inactive = {id: row["status"] for id, row in self.rows["service"].items() if row["status"].strip() != ACTIVE}
        self._count_what_hangs_elsewhere()
        return Given(given, inactive, +self.unread)

    def _count_what_hangs_elsewhere(self) -> None:
        """Kapstok has desks of services and organisations, say, but none of a place."""
        for kind, keys in _OWNERS.items():
            self.unread[kind] += sum(not any(row.get(key) for key in keys) for row in self.rows[kind].values())
        services = self.rows["service"]
        self.unread["attribute"] += sum(row.get("link_id") not in services for row in self.rows["attribute"].values())

    def _organisation(self, row: Row) -> Organisation:
        numbers = [each for each in self._of("phone", "organization_id", row["id"]) if "contact_id" not in each]
        self.unread["phone"] += max(len(numbers) - 1, 0)
        return Organisation(
            uid=row["id"],
            name=_line(row, "name"),
            email=_line(row, "email").lower(),
            phone=_line(numbers[0], "number") if numbers else "",
            website=_line(row, "website"),
            contacts=self._contacts("organization_id", row["id"]),
        )

    def _service(self, row: Row) -> Service:
        capacity, weeks, said_at = self._capacity(row)
        uid = row["id"]
        return Service(
            uid=uid,
            organisation=row["organization_id"],
            name=_line(row, "name"),
            description=_lines(row, "description"),
            eligibility=_lines(row, "eligibility_description"),
            how_to_refer=_lines(row, "application_process"),
            fees=_lines(row, "fees_description") or _lines(row, "fees"),
            url=_line(row, "url"),
            email=_line(row, "email").lower(),
            capacity=capacity,
            waiting_weeks=weeks,
            capacity_at=said_at,
            confirmed_on=read_date(row["assured_date"]) if row.get("assured_date") else None,
            changed_at=read_moment(row["last_modified"]) if row.get("last_modified") else None,
            terms=self._terms_of(uid),
            areas=tuple(Area(each["id"], _line(each, "name")) for each in self._at("service_area", uid)),
            schedules=tuple(map(self._schedule, self._at("schedule", uid))),
            phones=self._phones("service_id", uid),
            contacts=self._contacts("service_id", uid),
            at_locations=tuple(
                AtLocation(each["id"], each["location_id"], _line(each, "description"))
                for each in self._of("service_at_location", "service_id", uid)
            ),
        )

    def _location(self, row: Row) -> Location:
        addresses = self._of("address", "location_id", row["id"])
        access = self._of("accessibility", "location_id", row["id"])
        self.unread["address"] += max(len(addresses) - 1, 0)
        self.unread["accessibility"] += max(len(access) - 1, 0)
        address = addresses[0] if addresses else {}
        return Location(
            uid=row["id"],
            organisation=row.get("organization_id", ""),
            kind=row["location_type"].strip(),
            name=_line(row, "name") or _line(address, "address_1") or _line(address, "city"),
            address=_line(address, "address_1"),
            postal_code=_line(address, "postal_code"),
            city=_line(address, "city"),
            area=_line(address, "region"),
            url=_line(row, "url"),
            latitude=_number(row, "latitude"),
            longitude=_number(row, "longitude"),
            transportation=_line(row, "transportation"),
            accessibility=_line(access[0], "description") if access else "",
            phones=self._phones("location_id", row["id"]),
        )

    def _schedule(self, row: Row) -> Schedule:
        byday = "".join(_line(row, "byday").split())
        return Schedule(
            uid=row["id"],
            byday=byday,
            freq=(row.get("freq", "").strip() or "WEEKLY") if byday else "",
            opens_at=read_time(row["opens_at"]) if row.get("opens_at") else None,
            closes_at=read_time(row["closes_at"]) if row.get("closes_at") else None,
            valid_from=read_date(row["valid_from"]) if row.get("valid_from") else None,
            valid_to=read_date(row["valid_to"]) if row.get("valid_to") else None,
            description=_line(row, "description"),
            at_location=row.get("service_at_location_id", ""),
        )

    def _contacts(self, key: str, uid: str) -> tuple[Contact, ...]:
        return tuple(
            Contact(
                row["id"],
                _line(row, "name"),
                _line(row, "title"),
                _line(row, "department"),
                _line(row, "email").lower(),
                self._phones("contact_id", row["id"]),
            )
            for row in self._of("contact", key, uid)
        )

    def _phones(self, key: str, uid: str) -> tuple[Phone, ...]:
        return tuple(
            Phone(row["id"], _line(row, "number"), _line(row, "description")) for row in self._of("phone", key, uid)
        )

    def _capacity(self, row: Row) -> tuple[Capacity, int | None, dt.datetime | None]:
        """A place of any unit is a place; the rest of what is said is a waiting list when there is a waiting time."""
        said = self._of("service_capacity", "service_id", row["id"])
        waiting = _line(row, "wait_time")
        if not said:
            self.unread["service.wait_time"] += bool(waiting)
            return Capacity.UNKNOWN, None, None
        moments = [read_moment(each["updated"]) for each in said if each.get("updated")]
        said_at = max(moments, default=None)
        if any(read_number(each["available"]) > 0 for each in said):
            return Capacity.YES, None, said_at
        if not waiting:
            return Capacity.FULL, None, said_at
        weeks = _WEEKS.search(waiting)
        if weeks is None and waiting != hsds.NO_DATE_YET:
            self.unread["service.wait_time"] += 1
        return Capacity.WAITING, int(weeks[1]) if weeks else None, said_at

    def _terms_of(self, uid: str) -> tuple[str, ...]:
        used = self._of("attribute", "link_id", uid)
        terms = [row["taxonomy_term_id"] for row in used if row.get("taxonomy_term_id")]
        self.unread["attribute"] += len(used) - len(terms)
        return tuple(dict.fromkeys(terms))

    def _terms_used(self, services: dict[str, Service]) -> list[tuple[str, Row]]:
        used = {uid for service in services.values() for uid in service.terms}
        rows = self.rows["taxonomy_term"]
        self.unread["taxonomy_term"] += len(rows.keys() - used)
        return [(id, row) for id, row in rows.items() if id in used]

    def _at(self, kind: str, uid: str) -> list[Row]:
        """What belongs to a service itself, or to one of its places."""
        own = self._of(kind, "service_id", uid)
        known = {row["id"] for row in own}
        there = [
            row
            for place in self._of("service_at_location", "service_id", uid)
            for row in self._of(kind, "service_at_location_id", place["id"])
        ]
        return own + [row for row in there if row["id"] not in known]

    def _of(self, kind: str, key: str, uid: str) -> list[Row]:
        return self._grouped(kind, key).get(uid, [])

    def _grouped(self, kind: str, key: str) -> dict[str, list[Row]]:
        if (kind, key) not in self.groups:
            groups: dict[str, list[Row]] = defaultdict(list)
            for row in self.rows[kind].values():
                if row.get(key):
                    groups[row[key]].append(row)
            self.groups[kind, key] = groups
        return self.groups[kind, key]


def _line(row: Row, name: str) -> str:
    value = row.get(name)
    return one_line(str(value)) if value is not None else ""


def _lines(row: Row, name: str) -> str:
    value = row.get(name)
    return "\n".join(lines(str(value))) if value is not None else ""


def _number(row: Row, name: str) -> float | None:
    return read_number(row[name]) if row.get(name) not in (None, "") else None
