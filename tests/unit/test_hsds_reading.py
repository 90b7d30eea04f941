"""What comes in as an HSDS package: hostile files are refused by name, wrong objects by id and field."""

from __future__ import annotations

import io
import json
import time
import zipfile

import pytest

from kapstok.directory import checking, unpacking
from kapstok.directory.package import as_json, descriptor
from kapstok.directory.reading import read, trim
from kapstok.directory.unpacking import unpack
from kapstok.errors import Refused
from tests.factories import NOW

SERVICE, ORGANISATION, OTHER = (f"{n * 8}-{n * 4}-4{n * 3}-8{n * 3}-{n * 12}" for n in "123")
PATIENCE = 5.0  # seconds


def service(**fields) -> dict:
    organization = {"id": ORGANISATION, "name": "Samen Sterk", "description": "Welzijn"}
    return {"id": SERVICE, "name": "Maatjes", "status": "active", "organization": organization} | fields


def zipped(**parts: bytes | str) -> bytes:
    """A zip of these parts; ``services_csv`` is the part services.csv."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name.replace("_csv", ".csv").replace("_json", ".json"), part)
    return content.getvalue()


def named(name: str, part: bytes = b"[]") -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, part)
    return content.getvalue()


def said(*objects, **parts) -> list[str]:
    """What is wrong with these services, or with this zip."""
    tables = unpack(zipped(**parts) if parts else as_json(list(objects)))
    return [problem.text(lambda sentence, **params: sentence % params) for problem in checking.problems(tables, NOW)]


DESCRIBED = {"datapackage_json": as_json(descriptor("x"))}
SERVICES_CSV = f"id,name,status,organization_id\n{SERVICE},Maatjes,active,{ORGANISATION}\n"
ORGANIZATIONS_CSV = f"id,name,description\n{ORGANISATION},Samen Sterk,Welzijn\n"


# Sound


@pytest.mark.parametrize(
    "data",
    [
        as_json([service()]),
        b"\xef\xbb\xbf" + as_json([service()]),
        as_json(service()),
        as_json({"total_items": 1, "contents": [service()]}),
        as_json({"version": "3.0", "contents": [service()]}),
        as_json(
            [{"id": ORGANISATION, "name": "Samen Sterk", "services": [service(organization={"id": ORGANISATION})]}]
        ),
        zipped(services_json=as_json([service()])),
        named("map/services.json", as_json([service()])),
        zipped(services_csv=SERVICES_CSV, organizations_csv=ORGANIZATIONS_CSV, **DESCRIBED),
    ],
)
def test_the_forms_that_a_package_may_have(data):
    tables = unpack(data)
    assert list(tables.rows["service"]) == [SERVICE]
    assert tables.rows["service"][SERVICE]["organization_id"] == ORGANISATION
    assert tables.rows["organization"][ORGANISATION]["name"] == "Samen Sterk"
    assert [problem.params for problem in checking.problems(tables, NOW)] == []


@pytest.mark.parametrize("version", ["3", "3.0", "3.1", "3.0.1", "3.2", "HSDS-3.0", "hsds 3.1-uk"])
def test_versions_that_are_read(version):
    assert unpack(as_json({"version": version, "contents": [service()]})).size == 2


def test_objects_that_are_repeated_word_for_word_are_one():
    organization = {"id": ORGANISATION.upper(), "name": "Samen Sterk"}
    tables = unpack(as_json([service(), service(id=OTHER, organization=organization)]))
    assert {kind: len(rows) for kind, rows in tables.rows.items() if rows} == {"service": 2, "organization": 1}
    assert tables.damage == []


def test_texts_are_tidied_and_marks_of_spreadsheets_go():
    rows = SERVICES_CSV.replace("Maatjes", '"\'=Maatjes  op\tstap"')
    tables = unpack(zipped(services_csv=rows, organizations_csv=ORGANIZATIONS_CSV, **DESCRIBED))
    assert read(trim(tables)).kaart.services[SERVICE].name == "=Maatjes op stap"


# Hostile or broken files


def bomb() -> bytes:
    return named("services.json", b" " * 80_000_000)


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", unpacking.NoPackage),
        (b"PK\x03\x04", unpacking.NoPackage),
        (b"\xff\xfe\x00", unpacking.NoPackage),
        (b"[1, 2", unpacking.NoPackage),
        (b'[{"id": NaN}]', unpacking.NoPackage),
        (b"[" * 100_000 + b"]" * 100_000, unpacking.NoPackage),
        (b'{"a":' * 20_000 + b"1" + b"}" * 20_000, unpacking.NoPackage),
        (b"[" + b"9" * 5000 + b"]", unpacking.NoPackage),
        (b"[" + b"[]," * 500_000 + b"[]]", unpacking.PackageTooBig),
        (b"[" + b"1," * 3_000_000 + b"1]", unpacking.PackageTooBig),
        (bomb(), unpacking.PackageTooBig),
        (zipped(**{f"part{n}.csv": b"" for n in range(150)}), unpacking.PackageTooBig),
        (named("../services.json"), unpacking.StrangeParts),
        (named("/services.json"), unpacking.StrangeParts),
        (named("a\\services.json"), unpacking.StrangeParts),
        (zipped(services_json=b"{"), unpacking.NotJson),
        (zipped(services_csv="id\n\xe9".encode("latin-1"), **DESCRIBED), unpacking.NotCsv),
        (zipped(services_csv='id\n"1', **DESCRIBED), unpacking.NotCsv),
        (zipped(services_csv=SERVICES_CSV), unpacking.NoVersion),
        (zipped(services_csv=SERVICES_CSV, datapackage_json=b"{}"), unpacking.NoVersion),
        (zipped(services_csv=SERVICES_CSV, datapackage_json=b'{"version": "2.0.1"}'), unpacking.WrongVersion),
        (b'{"version": "4.0", "contents": []}', unpacking.WrongVersion),
        (b'{"version": 31, "contents": []}', unpacking.WrongVersion),
        (b"[]", unpacking.NothingInIt),
        (b"12", unpacking.NothingInIt),
        (b'"PK"', unpacking.NothingInIt),
        (b'{"contents": {}}', unpacking.NothingInIt),
        (zipped(readme="tekst", **DESCRIBED), unpacking.NothingInIt),
        (as_json([service(id=f"{n:08}-1111-4111-8111-111111111111") for n in range(20_001)]), unpacking.TooManyObjects),
        (zipped(services_csv="id\n" + "1\n" * 20_002, **DESCRIBED), unpacking.TooManyObjects),
    ],
)
def test_a_file_that_is_no_sound_package_is_refused_soon(data, refusal):
    started = time.monotonic()
    with pytest.raises(Refused) as refused:
        unpack(data)
    assert type(refused.value) is refusal
    assert time.monotonic() - started < PATIENCE


def test_a_zip_with_a_password_is_refused():
    data = bytearray(zipped(services_json=b"[]"))
    data[6] |= 1  # the flag in the part's own heading
    data[data.index(b"PK\x01\x02") + 8] |= 1  # and in the list of parts
    with pytest.raises(unpacking.Locked):
        unpack(bytes(data))


def test_a_damaged_part_is_refused():
    data = zipped(services_json=as_json([service()] * 3))
    with pytest.raises(unpacking.NoPackage):
        unpack(data[:60] + b"\0\0\0" + data[63:])


# Wrong objects


PHONE = {"id": OTHER, "number": "0591 000 001"}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (service(id="1"), "service 1: het veld id is geen UUID, maar “1”."),
        ({"name": "x", "status": "active"}, "Een service heeft geen id."),
        ("x", "Op de plaats van een service staat iets anders."),
        (service(name=""), f"service {SERVICE}: het veld name ontbreekt."),
        (service(status="soms"), f"service {SERVICE}: het veld status kan niet “soms” zijn."),
        (service(email="a@b@c"), f"service {SERVICE}: het veld email is geen mailadres, maar “a@b@c”."),
        (
            service(url="javascript:alert(1)"),
            f"service {SERVICE}: het veld url is geen webadres, maar “javascript:alert(1)”.",
        ),
        (
            service(assured_date="2026-02-30"),
            f"service {SERVICE}: het veld assured_date is geen datum, maar “2026-02-30”.",
        ),
        (
            service(last_modified="gisteren"),
            f"service {SERVICE}: het veld last_modified is geen datum met tijd, maar “gisteren”.",
        ),
        (service(description=["x"]), f"service {SERVICE}: in het veld description hoort één waarde."),
        (service(name="a" * 161), f"service {SERVICE}: het veld name is langer dan 160 tekens."),
        (service(phones=[{"id": OTHER}]), f"phone {OTHER}: het veld number ontbreekt."),
        (
            service(schedules=[{"id": OTHER, "opens_at": "25:00"}]),
            f"schedule {OTHER}: het veld opens_at is geen tijd, maar “25:00”.",
        ),
        (
            service(schedules=[{"id": OTHER, "byday": "XX"}]),
            f"schedule {OTHER}: het veld byday bestaat niet uit dagen zoals MO,TU, maar is “XX”.",
        ),
        (
            service(schedules=[{"id": OTHER, "freq": "DAILY"}]),
            f"schedule {OTHER}: het veld freq kan niet “DAILY” zijn.",
        ),
        (
            service(schedules=[{"id": OTHER, "service_at_location_id": ORGANISATION}]),
            f"schedule {OTHER}: het veld service_at_location_id verwijst naar {ORGANISATION}, "
            "en dat staat niet in het pakket.",
        ),
        (
            service(service_at_locations=[{"id": OTHER, "location": {"id": SERVICE, "location_type": "maan"}}]),
            f"location {SERVICE}: het veld location_type kan niet “maan” zijn.",
        ),
        (
            service(
                capacities=[{"id": OTHER, "available": True, "updated": "2026-01-01", "unit": {"id": ORGANISATION}}]
            ),
            f"service_capacity {OTHER}: het veld available is geen getal dat hier kan, maar “True”.",
        ),
        (
            service(description="Bel 111222333"),
            f"service {SERVICE}, veld description: In deze tekst staat een nummer dat een burgerservicenummer (BSN) "
            "kan zijn. Kapstok bewaart geen gegevens van cliënten. Haal het nummer weg.",
        ),
        (service(organization=None), f"service {SERVICE}: het veld organization_id ontbreekt."),
    ],
)
def test_a_wrong_field_is_told_by_object_id_and_field(given, sentence):
    assert said(given) == [sentence]


@pytest.mark.parametrize("latitude", [91, -91, "1e999", "noord", "nan"])
def test_places_are_on_earth(latitude):
    place = {"id": SERVICE, "location_type": "physical", "latitude": latitude}
    (sentence,) = said(service(service_at_locations=[{"id": OTHER, "location": place}]))
    assert sentence.startswith(f"location {SERVICE}: het veld latitude is geen getal dat hier kan")


def test_the_same_service_twice_is_told():
    assert said(service(), service()) == [f"service {SERVICE} staat er meer dan één keer."]


def test_one_id_for_two_things_is_told():
    other = service(id=OTHER, organization={"id": ORGANISATION, "name": "Anders"})
    assert said(service(), other) == [
        f"organization {ORGANISATION} staat er meer dan één keer, met een verschillend veld name."
    ]


def test_one_phone_of_two_services_is_told():
    assert said(service(phones=[PHONE]), service(id=ORGANISATION, phones=[PHONE])) == [
        f"phone {OTHER} staat er meer dan één keer, met een verschillend veld service_id."
    ]


def test_objects_within_objects_without_end_are_told():
    given: dict = {"id": OTHER, "name": "x"}
    for _ in range(20):
        given = {"id": OTHER, "name": "x", "services": [service(organization=given)]}
    assert "Een organization staat te diep in andere objecten." in said(service(organization=given))


def test_a_table_that_refers_to_nothing_is_told():
    assert said(services_csv=SERVICES_CSV, **DESCRIBED) == [
        f"service {SERVICE}: het veld organization_id verwijst naar {ORGANISATION}, en dat staat niet in het pakket."
    ]


def test_a_row_that_stands_twice_in_a_table_is_told():
    rows = SERVICES_CSV + SERVICES_CSV.splitlines()[1] + "\n"
    assert said(services_csv=rows, organizations_csv=ORGANIZATIONS_CSV, **DESCRIBED) == [
        f"service {SERVICE} staat er meer dan één keer."
    ]


def test_an_attribute_of_something_that_is_not_there_is_told():
    rows = f"id,link_id,link_entity,taxonomy_term_id\n{OTHER},{OTHER},service,{OTHER}\n"
    told = said(services_csv=SERVICES_CSV, organizations_csv=ORGANIZATIONS_CSV, attributes_csv=rows, **DESCRIBED)
    assert told == [
        f"attribute {OTHER}: het veld {name} verwijst naar {OTHER}, en dat staat niet in het pakket."
        for name in ("link_id", "taxonomy_term_id")
    ]


def test_many_mistakes_are_not_all_told():
    assert len(said(*(service(id=str(number)) for number in range(5_000)))) == checking.MOST_PROBLEMS


def test_twenty_thousand_objects_are_checked_within_patience():
    objects = [
        service(
            id=f"{number:08}-1111-4111-8111-111111111111",
            phones=[{"id": f"{number:08}-2222-4111-8111-111111111111", "number": "1"}],
            service_areas=[{"id": f"{number:08}-3333-4111-8111-111111111111", "name": "Oost"}],
            email=f"dienst{number}@example.org",
            description="Een dienst. " * 20,
        )
        for number in range(6_600)
    ]
    data = json.dumps(objects).encode()
    started = time.monotonic()
    tables = unpack(data)
    assert checking.problems(tables, NOW) == []
    assert len(read(trim(tables)).kaart.services) == 6_600
    assert time.monotonic() - started < PATIENCE
