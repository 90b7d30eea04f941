"""Our short list of HSDS's fields against the specification's facts, and the schema of the tests against mistakes."""

import pytest

from kapstok.directory.shapes import FOREIGN, SHAPES
from tests import hsds_schema

SOUND = {"id": "11111111-1111-4111-8111-111111111111", "name": "Maatjes", "status": "active"}


@pytest.mark.parametrize("kind", hsds_schema.OBJECTS)
def test_each_table_has_the_columns_of_hsds(kind):
    shape = SHAPES[kind]
    assert shape.path == hsds_schema.TABLES[kind]
    assert set(shape.fields) == set(hsds_schema.columns(kind))
    required = {name for name, field in shape.fields.items() if field.required_in_tables}
    assert required == hsds_schema.asked_in_tables(kind)


def test_the_keys_between_tables_are_those_of_hsds():
    found = {
        (kind, field.name): field.refers_to
        for kind, shape in SHAPES.items()
        for field in shape.fields.values()
        if field.refers_to
    }
    assert found == hsds_schema.KEYS


def test_every_object_of_hsds_is_ours_or_known_as_foreign():
    assert set(SHAPES) == set(hsds_schema.OBJECTS)
    assert set(FOREIGN) == {*hsds_schema.FOREIGN, "required_document", "meta_table_description"}


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        (SOUND, []),
        (SOUND | {"status": "temporarily closed"}, []),
        (SOUND | {"id": "1"}, ["id: '1' is not a 'uuid'"]),
        (SOUND | {"email": "geen"}, ["email: 'geen' is not a 'email'"]),
        (SOUND | {"url": "geen"}, ["url: 'geen' is not a 'uri'"]),
        (SOUND | {"name": None}, ["name: None is not of type 'string'"]),
        (SOUND | {"assured_date": "2026-02-30"}, ["assured_date: '2026-02-30' is not a 'date'"]),
        (SOUND | {"last_modified": "2026-02-03"}, ["last_modified: '2026-02-03' is not a 'date-time'"]),
        (SOUND | {"phones": [{"id": SOUND["id"]}]}, ["phones/0: 'number' is a required property"]),
        ({"id": SOUND["id"]}, [": 'name' is a required property", ": 'status' is a required property"]),
    ],
)
def test_the_schema_of_the_tests_finds_faults(given, faults):
    assert hsds_schema.faults("service", given) == faults
