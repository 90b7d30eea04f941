"""Whether the objects of a package hold what HSDS says they hold, and fit in our columns. Pure.

Only what Kapstok reads is held against HSDS; a missing description of an organisation, say, is no reason to refuse one.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from kapstok.directory.flattening import Row, Tables
from kapstok.directory.shapes import DAYS, SHAPES, Field
from kapstok.errors import N_, Refused
from kapstok.freetext import check_free_text
from kapstok.mail.rules import BadAddress, address

MISSING = N_("%(object)s %(id)s: het veld %(field)s ontbreekt.")
NO_ID = N_("Een %(object)s heeft geen id.")
NO_OBJECT = N_("Op de plaats van een %(object)s staat iets anders.")
TOO_DEEP = N_("Een %(object)s staat te diep in andere objecten.")
NO_VALUE = N_("%(object)s %(id)s: in het veld %(field)s hoort één waarde.")
TWICE = N_("%(object)s %(id)s staat er meer dan één keer.")
DIFFERS = N_("%(object)s %(id)s staat er meer dan één keer, met een verschillend veld %(field)s.")
DANGLING = N_("%(object)s %(id)s: het veld %(field)s verwijst naar %(value)s, en dat staat niet in het pakket.")
WRONG = {
    "text": N_("%(object)s %(id)s: het veld %(field)s is geen tekst."),
    "uuid": N_("%(object)s %(id)s: het veld %(field)s is geen UUID, maar “%(value)s”."),
    "email": N_("%(object)s %(id)s: het veld %(field)s is geen mailadres, maar “%(value)s”."),
    "uri": N_("%(object)s %(id)s: het veld %(field)s is geen webadres, maar “%(value)s”."),
    "number": N_("%(object)s %(id)s: het veld %(field)s is geen getal dat hier kan, maar “%(value)s”."),
    "date": N_("%(object)s %(id)s: het veld %(field)s is geen datum, maar “%(value)s”."),
    "time": N_("%(object)s %(id)s: het veld %(field)s is geen tijd, maar “%(value)s”."),
    "datetime": N_("%(object)s %(id)s: het veld %(field)s is geen datum met tijd, maar “%(value)s”."),
    "choice": N_("%(object)s %(id)s: het veld %(field)s kan niet “%(value)s” zijn."),
}
NO_DAYS = N_("%(object)s %(id)s: het veld %(field)s bestaat niet uit dagen zoals MO,TU, maar is “%(value)s”.")
TOO_LONG = N_("%(object)s %(id)s: het veld %(field)s is langer dan %(most)s tekens.")
CLIENT = N_("%(object)s %(id)s, veld %(field)s: %(why)s")

MOST_PROBLEMS = 200  # that are looked for; nobody reads more
# What Kapstok reads of each object, with the most characters it can keep (0: no text).
CARRIED: dict[str, dict[str, int]] = {
    "organization": {"name": 160, "email": 254, "website": 300},
    "service": {
        "organization_id": 0,
        "name": 160,
        "description": 10_000,
        "url": 300,
        "email": 254,
        "status": 0,
        "application_process": 10_000,
        "fees_description": 10_000,
        "fees": 10_000,
        "wait_time": 300,
        "eligibility_description": 10_000,
        "assured_date": 0,
        "last_modified": 0,
    },
    "taxonomy_term": {"name": 120, "code": 60},
    "attribute": {"link_id": 0, "link_entity": 60, "taxonomy_term_id": 0},
    "location": {
        "location_type": 0,
        "url": 300,
        "organization_id": 0,
        "name": 160,
        "transportation": 300,
        "latitude": 0,
        "longitude": 0,
    },
    "service_at_location": {"service_id": 0, "location_id": 0, "description": 300},
    "address": {"location_id": 0, "address_1": 200, "city": 120, "region": 120, "postal_code": 10},
    "accessibility": {"location_id": 0, "description": 300},
    "contact": {"organization_id": 0, "service_id": 0, "name": 160, "title": 160, "department": 160, "email": 254},
    "phone": {
        "location_id": 0,
        "service_id": 0,
        "organization_id": 0,
        "contact_id": 0,
        "number": 40,
        "description": 160,
    },
    "schedule": {
        "service_id": 0,
        "service_at_location_id": 0,
        "valid_from": 0,
        "valid_to": 0,
        "freq": 0,
        "byday": 60,
        "description": 300,
        "opens_at": 0,
        "closes_at": 0,
    },
    "service_area": {"service_id": 0, "service_at_location_id": 0, "name": 120},
    "unit": {},
    "service_capacity": {"service_id": 0, "available": 0, "updated": 0},
    "taxonomy": {},
}
_NEEDED = {
    "organization": ("name",),
    "service": ("name", "status", "organization_id"),
    "taxonomy_term": ("name",),
    "location": ("location_type",),
    "service_at_location": ("service_id", "location_id"),
    "phone": ("number",),
    "service_capacity": ("available",),
}
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_BYDAY = re.compile(rf"[+-]?\d{{0,2}}({'|'.join(DAYS)})(,\s*[+-]?\d{{0,2}}({'|'.join(DAYS)}))*")
_RANGE = {"latitude": 90.0, "longitude": 180.0}
_DAMAGE = {
    "missing": NO_ID,
    "no object": NO_OBJECT,
    "deep": TOO_DEEP,
    "no value": NO_VALUE,
    "twice": TWICE,
    "differs": DIFFERS,
}


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field of one object, as a sentence with its ``params``."""

    sentence: str
    params: dict[str, object] = field(default_factory=dict)

    def text(self, translate: Callable[..., str]) -> str:
        return translate(self.sentence, **self.params)


def problems(tables: Tables, now: dt.datetime) -> list[Problem]:
    """What is wrong, at most ``MOST_PROBLEMS``; none when the package can be read."""
    damage = list(dict.fromkeys(tables.damage))[:MOST_PROBLEMS]  # something that stands there ten times is told once
    found = [_problem(_DAMAGE[what], kind, id, name) for kind, id, name, what in damage]
    for kind, rows in tables.rows.items():
        for row in rows.values():
            found += _of_row(tables, kind, row, now)
            if len(found) >= MOST_PROBLEMS:
                return found[:MOST_PROBLEMS]
    return found


def read_date(text: Any) -> dt.date:
    """An ISO date, also of a moment. Raises ``ValueError``."""
    return dt.date.fromisoformat(str(text).strip()[:10])


def read_time(text: Any) -> dt.time:
    """The hour on the clock, whatever the zone. Raises ``ValueError``."""
    return dt.time.fromisoformat(str(text).strip()).replace(tzinfo=None, microsecond=0)


def read_moment(text: Any) -> dt.datetime:
    """An ISO moment; without a zone it is UTC. Raises ``ValueError`` or ``OverflowError``."""
    moment = dt.datetime.fromisoformat(str(text).strip())
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)


def read_number(value: Any) -> float:
    """A finite number. Raises ``ValueError`` or ``OverflowError``."""
    if isinstance(value, bool):
        raise ValueError(value)
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(value)
    return number


def _of_row(tables: Tables, kind: str, row: Row, now: dt.datetime) -> Iterator[Problem]:
    id = row["id"]
    if not _UUID.fullmatch(id):
        yield _problem(WRONG["uuid"], kind, id, "id", id)
    for name in _NEEDED.get(kind, ()):
        if row.get(name) in (None, ""):
            yield _problem(MISSING, kind, id, name)
    for name, most in CARRIED[kind].items():
        value = row.get(name)
        if value not in (None, ""):
            yield from _of_value(tables, kind, row, SHAPES[kind].fields[name], value, most, now)


def _of_value(
    tables: Tables, kind: str, row: Row, about: Field, value: Any, most: int, now: dt.datetime
) -> Iterator[Problem]:
    id, name = row["id"], about.name
    if not _is(about, value):
        yield _problem(WRONG[about.kind], kind, id, name, value)
    elif name == "byday" and not _BYDAY.fullmatch(str(value).strip()):
        yield _problem(NO_DAYS, kind, id, name, value)
    elif most and len(str(value)) > most:
        yield _problem(TOO_LONG, kind, id, name, most=most)
    elif about.refers_to or name == "link_id":
        wanted = about.refers_to or str(row.get("link_entity", "")).strip()
        if wanted in SHAPES and str(value).strip().lower() not in tables.rows[wanted]:
            yield _problem(DANGLING, kind, id, name, value)
    elif most and about.kind == "text":
        try:
            check_free_text(str(value), now)
        except Refused as refusal:
            yield _problem(CLIENT, kind, id, name, why=str(refusal))


def _is(about: Field, value: Any) -> bool:
    """Whether ``value`` is of the kind that the field asks for."""
    if about.kind == "number":
        return _reads(read_number, value) and abs(float(value)) <= _RANGE.get(about.name, math.inf)
    if not isinstance(value, str):
        return about.kind == "text" and isinstance(value, int | float)
    if about.kind == "uuid":
        return bool(_UUID.fullmatch(value.strip()))
    if about.kind == "choice":
        return value.strip() in about.choices
    if about.kind == "uri":
        return _is_web_address(value.strip())
    if about.kind == "email":
        return _reads(address, value.strip())
    reader = {"date": read_date, "time": read_time, "datetime": read_moment}.get(about.kind)
    return reader is None or _reads(reader, value)


def _reads(reader: Callable[[Any], Any], value: Any) -> bool:
    try:
        reader(value)
    except (ValueError, TypeError, OverflowError, BadAddress):
        return False
    return True


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s<>\"]", text)
    except ValueError:
        return False


def _problem(sentence: str, kind: str, id: str, name: str, value: Any = "", **more: object) -> Problem:
    said = str(value)
    shown = said if len(said) <= 60 else f"{said[:57]}…"
    return Problem(sentence, {"object": kind, "id": id[:40], "field": name, "value": shown} | more)
