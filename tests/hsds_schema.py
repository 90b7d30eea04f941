"""HSDS 3.1 objects as JSON Schema, written from the facts of the specification: fields, formats, enums, what is asked.

Compact: ``!`` asks for a field in JSON, ``~`` in tables only; ``[x]`` is a list of x, ``x()`` one x. Facts after Open
Referral's HSDS 3.1 (https://docs.openreferral.org).
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

COMMON = "attributes[attribute] metadata[metadata]"
OBJECTS = {
    "organization": "id!uuid name! alternate_name description! email=email website=uri additional_websites[url] "
    "tax_status tax_id year_incorporated# legal_status logo uri=uri parent_organization_id=uuid funding[funding] "
    "contacts[contact] phones[phone] locations[location] programs[program] "
    "organization_identifiers[organization_identifier]",
    "service": "id!uuid organization_id~uuid program_id=uuid name! alternate_name description url=uri "
    "additional_urls[url] email=email status!(active|inactive|defunct|temporarily_closed) interpretation_services "
    "application_process fees_description wait_time fees accreditations eligibility_description minimum_age# "
    "maximum_age# assured_date assurer_email=email licenses alert last_modified=date-time phones[phone] "
    "schedules[schedule] service_areas[service_area] service_at_locations[service_at_location] languages[language] "
    "organization() funding[funding] cost_options[cost_option] program() required_documents[required_document] "
    "contacts[contact] capacities[service_capacity]",
    "location": "id!uuid location_type!(physical|postal|virtual) url=uri organization_id=uuid name alternate_name "
    "description transportation latitude# longitude# external_identifier external_identifier_type "
    "languages[language] addresses[address] contacts[contact] accessibility[accessibility] phones[phone] "
    "schedules[schedule]",
    "service_at_location": "id!uuid service_id~uuid location_id~uuid description service_areas[service_area] "
    "contacts[contact] phones[phone] schedules[schedule] location()",
    "address": "id!uuid location_id=uuid attention address_1! address_2 city! region state_province! postal_code! "
    "country! address_type!(physical|postal|virtual)",
    "accessibility": "id!uuid location_id=uuid description details url=uri",
    "contact": "id!uuid organization_id=uuid service_id=uuid service_at_location_id=uuid location_id=uuid name title "
    "department email=email phones[phone]",
    "phone": "id!uuid location_id=uuid service_id=uuid organization_id=uuid contact_id=uuid "
    "service_at_location_id=uuid number! extension# type description languages[language]",
    "schedule": "id!uuid service_id=uuid location_id=uuid service_at_location_id=uuid valid_from valid_to dtstart "
    "timezone# until count# wkst(MO|TU|WE|TH|FR|SA|SU) freq(WEEKLY|MONTHLY) interval# byday byweekno bymonthday "
    "byyearday description opens_at closes_at schedule_link=uri attending_type notes",
    "service_area": "id!uuid service_id=uuid service_at_location_id=uuid name description extent extent_type uri",
    "service_capacity": "id!uuid service_id~uuid unit!unit() unit_id~uuid available!# maximum# description "
    "updated!date-time",
    "unit": "id!uuid name! scheme identifier uri=uri",
    "attribute": "id!uuid link_id~uuid taxonomy_term_id~uuid link_type link_entity~ value taxonomy_term() label",
    "taxonomy": "id!uuid name! description! uri=uri version",
    "taxonomy_term": "id!uuid code name! description! parent_id=uuid taxonomy taxonomy_detail=taxonomy() language "
    "taxonomy_id=uuid term_uri=uri",
}
TABLES = {
    "organization": "organizations.csv",
    "service": "services.csv",
    "location": "locations.csv",
    "service_at_location": "service_at_location.csv",
    "address": "addresses.csv",
    "accessibility": "accessibility.csv",
    "contact": "contacts.csv",
    "phone": "phones.csv",
    "schedule": "schedules.csv",
    "service_area": "service_areas.csv",
    "service_capacity": "service_capacity.csv",
    "unit": "units.csv",
    "attribute": "attributes.csv",
    "taxonomy": "taxonomies.csv",
    "taxonomy_term": "taxonomy_terms.csv",
}
# (table, column) → the table whose id it holds
KEYS = {
    **dict.fromkeys([("service", "organization_id"), ("location", "organization_id")], "organization"),
    **dict.fromkeys([("contact", "organization_id"), ("phone", "organization_id")], "organization"),
    **{(table, "service_id"): "service" for table in ("contact", "phone", "schedule", "service_area")},
    **{(table, "service_id"): "service" for table in ("service_at_location", "service_capacity")},
    **{(table, "location_id"): "location" for table in ("address", "accessibility", "contact", "phone", "schedule")},
    ("service_at_location", "location_id"): "location",
    **{
        (table, "service_at_location_id"): "service_at_location"
        for table in ("contact", "phone", "schedule", "service_area")
    },
    ("phone", "contact_id"): "contact",
    ("service_capacity", "unit_id"): "unit",
    ("attribute", "taxonomy_term_id"): "taxonomy_term",
    ("taxonomy_term", "taxonomy_id"): "taxonomy",
}
_FIELD = re.compile(r"(?P<name>\w+)(?P<asked>[!~]?)=?(?P<rest>.*)")
_DATES = {"assured_date", "valid_from", "valid_to", "dtstart", "until"}
_formats = FormatChecker(formats=())


@_formats.checks("uuid")
def _uuid(value: Any) -> bool:
    return not isinstance(value, str) or bool(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", value))


@_formats.checks("uri")
def _uri(value: Any) -> bool:
    return not isinstance(value, str) or bool(re.fullmatch(r"[a-z][a-z0-9+.-]*://[^\s<>\"]+", value))


@_formats.checks("email")
def _email(value: Any) -> bool:
    return not isinstance(value, str) or bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.[a-z]+", value))


@_formats.checks("date", raises=ValueError)
def _date(value: Any) -> bool:
    return not isinstance(value, str) or bool(dt.date.fromisoformat(value))


@_formats.checks("date-time", raises=ValueError)
def _moment(value: Any) -> bool:
    return not isinstance(value, str) or dt.datetime.fromisoformat(value).tzinfo is not None


def fields(kind: str) -> dict[str, tuple[str, str]]:
    """(how it is asked for, what it is) of each field."""
    found = {}
    for words in f"{OBJECTS[kind]} {COMMON}".split():
        match = _FIELD.fullmatch(words)
        assert match, words
        found[match["name"]] = (match["asked"], match["rest"])
    return found


def columns(kind: str) -> list[str]:
    """The columns of the table: every field that is a value."""
    return [name for name, (_asked, what) in fields(kind).items() if not what.endswith("()") and what[:1] != "["]


def asked_in_tables(kind: str) -> set[str]:
    return {name for name in columns(kind) if fields(kind)[name][0]}


def _schema(kind: str) -> dict[str, Any]:
    properties = {name: _property(name, what) for name, (_asked, what) in fields(kind).items()}
    asked = [name for name, (asked, _what) in fields(kind).items() if asked == "!"]
    return {"type": "object", "properties": properties, "required": asked}


def _property(name: str, what: str) -> dict[str, Any]:
    if what[:1] == "[":
        return {"type": "array", "items": {"$ref": f"#/$defs/{what[1:-1]}"}}
    if what.endswith("()"):
        return {"$ref": f"#/$defs/{what[:-2] or name}"}
    if what == "#":
        return {"type": "number"}
    if what[:1] == "(":
        return {"enum": what[1:-1].replace("_", " ").split("|")}
    form = "date" if name in _DATES else what
    return {"type": "string", "format": form} if form else {"type": "string"}


FOREIGN = ("metadata", "url", "funding", "program", "organization_identifier", "language", "cost_option")
DEFINITIONS = {name: {"type": "object"} for name in (*FOREIGN, "required_document")}
DEFINITIONS |= {kind: _schema(kind) for kind in OBJECTS}


def faults(kind: str, given: Any) -> list[str]:
    """What is wrong with an object of ``kind`` and all that is in it; none when it is sound."""
    validator = Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": DEFINITIONS}, format_checker=_formats)
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in validator.iter_errors(given)]
