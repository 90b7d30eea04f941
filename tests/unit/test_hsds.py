"""Plain values as HSDS objects and as a package: golden values, and sound by the facts of the specification."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from dataclasses import replace

import pytest

from kapstok.directory import hsds, package
from kapstok.directory.flattening import flatten
from kapstok.directory.rules import Capacity
from kapstok.directory.shapes import SHAPES
from kapstok.directory.unpacking import unpack
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
from tests import hsds_schema


def uid(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012}"


SERVICE, KOM, HOUSE, AT, TERM, WORDS = map(uid, range(1, 7))
RESPIJT = Service(
    SERVICE,
    KOM,
    "Respijthuis",
    description="Logeren",
    eligibility="Mantelzorgers",
    how_to_refer="Bel de balie",
    fees="€ 12",
    url="https://example.org/r",
    email="respijt@example.org",
    capacity=Capacity.WAITING,
    waiting_weeks=3,
    capacity_at=dt.datetime(2026, 3, 1, 9, 0, tzinfo=dt.UTC),
    confirmed_on=dt.date(2026, 2, 1),
    changed_at=dt.datetime(2026, 3, 2, 10, 0, 0, 123456, tzinfo=dt.UTC),
    terms=(TERM,),
    areas=(Area(uid(10), "Oost"),),
    schedules=(
        Schedule(uid(11), "MO,TU", "WEEKLY", dt.time(9), dt.time(17, 30)),
        Schedule(uid(12), description="Op afspraak", freq="WEEKLY", at_location=AT),
    ),
    phones=(Phone(uid(13), "+31 591 000 001"),),
    contacts=(Contact(uid(14), "De balie", phones=(Phone(uid(15), "0591 000 002"),)),),
    at_locations=(AtLocation(AT, HOUSE, "Achterom"),),
)
PLACE = Location(
    HOUSE,
    KOM,
    "physical",
    "Het huis",
    "Dorpsstraat 1",
    "7811 AA",
    "Veenmeer",
    "Oost",
    latitude=0.0,
    accessibility="Lift",
)
KAART = Kaart(
    taxonomy=Taxonomy(WORDS, "Hulpthema’s", "De woorden"),
    region="Drenthe",
    organisations={KOM: Organisation(KOM, "De Kom", "Welzijn", phone="0591 000 003")},
    services={SERVICE: RESPIJT},
    locations={HOUSE: PLACE},
    terms={TERM: Term(TERM, "Respijtzorg", "respijtzorg", "logeren, oppas")},
)


def with_service(**fields) -> tuple[Kaart, Service]:
    service = replace(RESPIJT, **fields)
    return replace(KAART, services={SERVICE: service}), service


def test_a_service_in_full():
    full = hsds.service_full(KAART, RESPIJT)
    assert hsds_schema.faults("service", full) == []
    assert {name: value for name, value in full.items() if isinstance(value, str)} == {
        "id": SERVICE,
        "name": "Respijthuis",
        "description": "Logeren",
        "url": "https://example.org/r",
        "email": "respijt@example.org",
        "status": "active",
        "application_process": "Bel de balie",
        "fees_description": "€ 12",
        "wait_time": "3 weken",
        "eligibility_description": "Mantelzorgers",
        "assured_date": "2026-02-01",
        "last_modified": "2026-03-02T10:00:00.123Z",
    }
    assert full["schedules"] == [
        {"id": uid(11), "freq": "WEEKLY", "byday": "MO,TU", "opens_at": "09:00:00", "closes_at": "17:30:00"}
    ]
    assert full["service_areas"] == [{"id": uid(10), "name": "Oost"}]
    assert full["phones"] == [{"id": uid(13), "number": "+31 591 000 001"}]
    assert full["contacts"] == [
        {"id": uid(14), "name": "De balie", "phones": [{"id": uid(15), "number": "0591 000 002"}]}
    ]


def test_a_place_has_its_own_hours_and_an_address():
    (there,) = hsds.service_full(KAART, RESPIJT)["service_at_locations"]
    assert there["schedules"] == [{"id": uid(12), "description": "Op afspraak"}]
    assert there["location"] == {
        "id": HOUSE,
        "location_type": "physical",
        "organization_id": KOM,
        "name": "Het huis",
        "latitude": 0.0,
        "addresses": [
            {
                "id": hsds.derived("address", HOUSE),
                "address_1": "Dorpsstraat 1",
                "city": "Veenmeer",
                "region": "Oost",
                "state_province": "Drenthe",
                "postal_code": "7811 AA",
                "country": "NL",
                "address_type": "physical",
            }
        ],
        "accessibility": [{"id": hsds.derived("accessibility", HOUSE), "description": "Lift"}],
    }


def test_a_place_without_a_whole_address_tells_it_in_words():
    kaart = replace(KAART, locations={HOUSE: replace(PLACE, postal_code="")})
    (there,) = hsds.service_full(kaart, RESPIJT)["service_at_locations"]
    assert there["location"]["description"] == "Dorpsstraat 1, Veenmeer"
    assert "addresses" not in there["location"]


@pytest.mark.parametrize(
    ("capacity", "weeks", "available", "wait_time"),
    [
        (Capacity.YES, None, [1], None),
        (Capacity.WAITING, 3, [0], "3 weken"),
        (Capacity.WAITING, None, [0], "wachtlijst"),
        (Capacity.FULL, None, [0], None),
        (Capacity.UNKNOWN, None, [], None),
    ],
)
def test_plek_is_a_capacity(capacity, weeks, available, wait_time):
    kaart, service = with_service(capacity=capacity, waiting_weeks=weeks)
    full = hsds.service_full(kaart, service)
    assert [each["available"] for each in full.get("capacities", [])] == available
    assert full.get("wait_time") == wait_time
    assert hsds_schema.faults("service", full) == []


def test_a_hulpthema_is_a_term_of_our_taxonomy():
    (attribute,) = hsds.service_full(KAART, RESPIJT)["attributes"]
    assert attribute == {
        "id": hsds.derived("attribute", SERVICE, TERM),
        "taxonomy_term": {
            "id": TERM,
            "code": "respijtzorg",
            "name": "Respijtzorg",
            "description": "logeren, oppas",
            "taxonomy": "Hulpthema’s",
            "language": "nl",
            "taxonomy_detail": {"id": WORDS, "name": "Hulpthema’s", "description": "De woorden"},
        },
    }


def test_an_organisation_with_its_services():
    own = hsds.organization_full(KAART, KAART.organisations[KOM])
    assert own["description"] == "Welzijn"
    assert own["phones"] == [{"id": hsds.derived("organisation-phone", KOM), "number": "0591 000 003"}]
    assert own["services"] == [{"id": SERVICE, "name": "Respijthuis", "status": "active"}]
    assert hsds_schema.faults("organization", own) == []
    full = hsds.organization_full(KAART, KAART.organisations[KOM], full_service=True)
    assert full["services"] == [hsds.service_full(KAART, RESPIJT)]


def test_a_service_at_its_place_is_seen_from_the_place():
    place = RESPIJT.at_locations[0]
    short = hsds.service_at_location(KAART, RESPIJT, place, full=False)
    full = hsds.service_at_location(KAART, RESPIJT, place, full=True)
    assert list(short) == ["id", "description", "location", "service"]
    assert short["service"] == hsds.service_list_item(KAART, RESPIJT)
    assert "service_at_locations" not in full["service"]
    assert hsds_schema.faults("service_at_location", short) == []
    assert hsds_schema.faults("service_at_location", full) == []


# The package


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def tables(data: bytes) -> dict[str, list[dict]]:
    return {
        name: list(csv.DictReader(io.StringIO(content.decode())))
        for name, content in parts(data).items()
        if "csv" in name
    }


def test_the_same_kaart_gives_the_same_file():
    assert package.pack(hsds.kaart_as_json(KAART), "x") == package.pack(hsds.kaart_as_json(KAART), "x")


def test_the_package_holds_the_services_and_a_table_of_each_object():
    found = parts(package.pack(hsds.kaart_as_json(KAART), "Kaart"))
    assert set(found) == {"services.json", "datapackage.json", *hsds_schema.TABLES.values()}
    assert json.loads(found["services.json"]) == hsds.kaart_as_json(KAART)


def test_every_row_has_what_tables_ask_and_refers_to_a_row():
    found = tables(package.pack(hsds.kaart_as_json(KAART), "Kaart"))
    ids = {kind: {row["id"] for row in found[path]} for kind, path in hsds_schema.TABLES.items()}
    for kind, path in hsds_schema.TABLES.items():
        for row in found[path]:
            assert [name for name in hsds_schema.asked_in_tables(kind) if not row[name]] == []
        assert len(ids[kind]) == len(found[path]) > 0, kind
    for (kind, name), target in hsds_schema.KEYS.items():
        named = {row[name] for row in found[hsds_schema.TABLES[kind]] if row[name]}
        assert named <= ids[target], (kind, name)


def test_tables_say_in_which_object_a_row_stood():
    found = tables(package.pack(hsds.kaart_as_json(KAART), "Kaart"))
    (attribute,) = found["attributes.csv"]
    assert (attribute["link_entity"], attribute["link_id"]) == ("service", SERVICE)
    assert [(row["number"], row["service_id"], row["organization_id"]) for row in found["phones.csv"]] == [
        ("0591 000 003", "", KOM),
        ("'+31 591 000 001", SERVICE, ""),  # no cell can run as a formula
        ("0591 000 002", "", ""),
    ]
    assert found["services.csv"][0]["last_modified"] == "2026-03-02T10:00:00Z"


def test_the_descriptor_names_columns_and_keys():
    found = json.loads(parts(package.pack(hsds.kaart_as_json(KAART), "Kaart"))["datapackage.json"])
    assert (found["title"], found["version"]) == ("Kaart", "3.1")
    keys = {
        (resource["name"], key["fields"]): key["reference"]["resource"]
        for resource in found["resources"]
        for key in resource["schema"].get("foreignKeys", [])
    }
    assert keys == hsds_schema.KEYS
    for resource in found["resources"]:
        names = {column["name"] for column in resource["schema"]["fields"]}
        assert names == set(hsds_schema.columns(resource["name"]))


def test_json_and_tables_say_the_same():
    services = hsds.kaart_as_json(KAART)
    flat = flatten(services, "service")
    assert flat.damage == []
    data = package.pack(services, "Kaart")
    without_json = io.BytesIO()
    with zipfile.ZipFile(without_json, "w") as zipped:
        for name, content in parts(data).items():
            if name != "services.json":
                zipped.writestr(name, content)
    back = unpack(without_json.getvalue())
    for kind in SHAPES:
        assert {id: said(row) for id, row in back.rows[kind].items()} == {
            id: said(row) for id, row in flat.rows[kind].items()
        }


def said(row: dict) -> dict:
    """A row as texts, to whole seconds: what a table can hold."""
    return {name: str(value).replace(".123Z", "Z").replace(".000Z", "Z") for name, value in row.items()}
