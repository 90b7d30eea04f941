"""What HSDS 3.1 says of its objects, in short: fields with their kinds, what is required, what refers to what. Pure.

One line per object. A field without a kind is a text; ``!`` asks for it in JSON and in tables, ``~`` in tables only.
``>organization`` is the id of another object. The published schemas say more (titles, examples); this is what a reader
and a writer need.
"""

from __future__ import annotations

from dataclasses import dataclass

STATUSES = ("active", "inactive", "defunct", "temporarily closed")
PLACES = ("physical", "postal", "virtual")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
CHOICES = {
    "status": STATUSES,
    "location_type": PLACES,
    "address_type": PLACES,
    "freq": ("WEEKLY", "MONTHLY"),
    "wkst": DAYS,
}

_FIELDS = {
    "organization": "id!:uuid name! alternate_name description! email:email website:uri tax_status tax_id "
    "year_incorporated:number legal_status logo uri:uri parent_organization_id:uuid",
    "service": "id!:uuid organization_id~>organization program_id:uuid name! alternate_name description url:uri "
    "email:email status!:choice interpretation_services application_process fees_description wait_time fees "
    "accreditations eligibility_description minimum_age:number maximum_age:number assured_date:date "
    "assurer_email:email licenses alert last_modified:datetime",
    "taxonomy": "id!:uuid name! description! uri:uri version",
    "taxonomy_term": "id!:uuid code name! description! parent_id:uuid taxonomy language taxonomy_id>taxonomy "
    "term_uri:uri",
    "attribute": "id!:uuid link_id~:uuid taxonomy_term_id~>taxonomy_term link_type link_entity~ value label",
    "location": "id!:uuid location_type!:choice url:uri organization_id>organization name alternate_name description "
    "transportation latitude:number longitude:number external_identifier external_identifier_type",
    "service_at_location": "id!:uuid service_id~>service location_id~>location description",
    "address": "id!:uuid location_id>location attention address_1! address_2 city! region state_province! "
    "postal_code! country! address_type!:choice",
    "accessibility": "id!:uuid location_id>location description details url:uri",
    "contact": "id!:uuid organization_id>organization service_id>service "
    "service_at_location_id>service_at_location location_id>location name title department email:email",
    "phone": "id!:uuid location_id>location service_id>service organization_id>organization contact_id>contact "
    "service_at_location_id>service_at_location number! extension:number type description",
    "schedule": "id!:uuid service_id>service location_id>location service_at_location_id>service_at_location "
    "valid_from:date valid_to:date dtstart:date timezone:number until:date count:number wkst:choice freq:choice "
    "interval:number byday byweekno bymonthday byyearday description opens_at:time closes_at:time schedule_link:uri "
    "attending_type notes",
    "service_area": "id!:uuid service_id>service service_at_location_id>service_at_location name description extent "
    "extent_type uri",
    "unit": "id!:uuid name! scheme identifier uri:uri",
    "service_capacity": "id!:uuid service_id~>service unit_id~>unit available!:number maximum:number description "
    "updated!:datetime",
}
_PATHS = {
    "organization": "organizations.csv",
    "service": "services.csv",
    "taxonomy": "taxonomies.csv",
    "taxonomy_term": "taxonomy_terms.csv",
    "attribute": "attributes.csv",
    "location": "locations.csv",
    "service_at_location": "service_at_location.csv",
    "address": "addresses.csv",
    "accessibility": "accessibility.csv",
    "contact": "contacts.csv",
    "phone": "phones.csv",
    "schedule": "schedules.csv",
    "service_area": "service_areas.csv",
    "unit": "units.csv",
    "service_capacity": "service_capacity.csv",
}
# What HSDS has and Kapstok has no place for; by the property or the file that holds it.
FOREIGN = {
    "program": "programs.csv",
    "funding": "funding.csv",
    "cost_option": "cost_options.csv",
    "language": "languages.csv",
    "required_document": "required_documents.csv",
    "organization_identifier": "organization_identifiers.csv",
    "url": "url.csv",
    "metadata": "metadata.csv",
    "meta_table_description": "meta_table_descriptions.csv",
}
_FOREIGN_PROPERTIES = {
    "programs": "program",
    "program": "program",
    "funding": "funding",
    "cost_options": "cost_option",
    "languages": "language",
    "required_documents": "required_document",
    "organization_identifiers": "organization_identifier",
    "additional_urls": "url",
    "additional_websites": "url",
    "metadata": "metadata",
}
# Objects inside others in the JSON form: property → what it holds. Lists first, then single objects.
LISTS = {
    "services": "service",
    "locations": "location",
    "contacts": "contact",
    "phones": "phone",
    "schedules": "schedule",
    "service_areas": "service_area",
    "service_at_locations": "service_at_location",
    "capacities": "service_capacity",
    "attributes": "attribute",
    "addresses": "address",
    "accessibility": "accessibility",
}
SINGLES = {
    "organization": "organization",
    "service": "service",
    "location": "location",
    "unit": "unit",
    "taxonomy_term": "taxonomy_term",
    "taxonomy_detail": "taxonomy",
}


@dataclass(frozen=True)
class Field:
    """One field. ``kind``: text, uuid, uri, email, number, date, time, datetime or choice."""

    name: str
    kind: str = "text"
    required: bool = False
    required_in_tables: bool = False
    refers_to: str = ""

    @property
    def choices(self) -> tuple[str, ...]:
        return CHOICES[self.name] if self.kind == "choice" else ()


@dataclass(frozen=True)
class Shape:
    """One kind of object: its file in the tabular form, and its fields by name."""

    name: str
    path: str
    fields: dict[str, Field]


def _field(words: str) -> Field:
    named, _, refers_to = words.partition(">")
    named, _, kind = named.partition(":")
    name = named.rstrip("!~")
    return Field(
        name,
        kind="uuid" if refers_to else kind or "text",
        required=named.endswith("!"),
        required_in_tables=named.endswith(("!", "~")),
        refers_to=refers_to,
    )


SHAPES: dict[str, Shape] = {
    name: Shape(name, _PATHS[name], {field.name: field for field in map(_field, words.split())})
    for name, words in _FIELDS.items()
}
BY_PATH = {shape.path: name for name, shape in SHAPES.items()}
FOREIGN_PATHS = {path: name for name, path in FOREIGN.items()}


def held_by(property: str) -> str:
    """Which foreign object stands under a property ("cost_options" holds "cost_option"); "" when it is not foreign."""
    return _FOREIGN_PROPERTIES.get(property, "")
