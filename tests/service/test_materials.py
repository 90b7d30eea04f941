"""What goes with a meeting: kept in order, shown when it may be, gone with its bytes."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.freetext import HoldsBirthDate, HoldsBsn
from kapstok.meetings import materials
from kapstok.meetings.material_rules import BadLink, NoTitle, TooManyMaterials, Upload
from kapstok.meetings.models import MaterialFile
from kapstok.meetings.rules import MaterialKind, MeetingCancelled, Shown
from tests.factories import NOW, make_meeting, make_project

AGENDA = Upload("Agenda.pdf", "application/pdf", b"%PDF-1.7 een")
AFTER = NOW + dt.timedelta(days=8)


@pytest.fixture
def meeting(app):
    return make_meeting(make_project())


def add(meeting, title: str = "", upload: Upload = AGENDA, shown: Shown = Shown.BEFORE):
    return materials.add_file(meeting, upload, title, shown, NOW, actor="test")


def link(meeting, title: str = "Folder", url: str = "https://example.org", kind=MaterialKind.LINK, shown=Shown.BEFORE):
    return materials.add_link(meeting, kind, title, url, shown, NOW, actor="test")


def files(project_id: int) -> int:
    return db.session.scalar(select(func.count()).where(MaterialFile.project_id == project_id))


def test_a_file_goes_by_its_name_until_it_has_a_title(meeting):
    named, titled = add(meeting), add(meeting, "Wie doet wat")
    assert [named.title, titled.title] == ["Agenda", "Wie doet wat"]
    assert (named.file_name, named.content_type, named.size) == ("Agenda.pdf", "application/pdf", 12)
    assert materials.get_content(named) == b"%PDF-1.7 een"


def test_another_file_takes_the_place_of_the_first(meeting):
    material = add(meeting, "Agenda")
    materials.replace_file(material, Upload("Agenda 2.pdf", "application/pdf", b"%PDF-1.7 twee"), AFTER)
    assert materials.get_content(material) == b"%PDF-1.7 twee"
    assert (material.title, material.file_name, material.size, material.added_at) == (
        "Agenda",
        "Agenda 2.pdf",
        13,
        AFTER,
    )
    assert files(meeting.project_id) == 1


def test_taken_away_with_its_bytes(meeting):
    material = add(meeting)
    materials.remove_material(meeting, material, actor="test")
    assert (materials.list_materials(meeting), files(meeting.project_id)) == ([], 0)


def test_order_is_the_projectleiders(meeting):
    first, second, third = (link(meeting, title) for title in ("een", "twee", "drie"))
    materials.move_up(meeting, third)
    materials.move_up(meeting, first)
    assert materials.list_materials(meeting) == [first, third, second]
    last = link(meeting)
    assert materials.list_materials(meeting) == [first, third, second, last]


def test_when_guests_see_what(meeting):
    before, after = link(meeting, "vooraf"), link(meeting, "achteraf", shown=Shown.AFTER)
    assert materials.shown_materials(meeting, NOW) == [before]
    assert materials.shown_materials(meeting, meeting.ends_at) == [before, after]
    assert materials.shown_before(meeting) == [before]
    meeting.cancelled_at = NOW
    assert materials.shown_materials(meeting, AFTER) == materials.shown_before(meeting) == []


@pytest.mark.parametrize(
    ("refused", "fields"),
    [
        (NoTitle, {"title": ""}),
        (BadLink, {"url": ""}),
        (BadLink, {"url": "javascript:alert(1)"}),
        (BadLink, {"url": "javascript:alert(1)", "kind": MaterialKind.PRODUCT}),
        (HoldsBsn, {"title": "Casus 123456782"}),
    ],
)
def test_what_is_refused(meeting, refused, fields):
    with pytest.raises(refused):
        link(meeting, **fields)
    material = link(meeting, kind=fields.get("kind", MaterialKind.LINK))
    changed = {"title": material.title, "url": material.url, "shown": Shown.BEFORE, "now": NOW} | fields
    changed.pop("kind", None)
    with pytest.raises(refused):
        materials.edit_material(material, **changed)


def test_a_name_tells_nothing_about_a_client(meeting):
    born = Upload("Casus 12-03-1950.pdf", "application/pdf", b"%PDF-")
    with pytest.raises(HoldsBirthDate):
        add(meeting, "Casus", born)
    material = add(meeting)
    with pytest.raises(HoldsBirthDate):
        materials.replace_file(material, born, NOW)
    assert materials.list_materials(meeting) == [material]


def test_a_product_needs_no_link(meeting):
    assert link(meeting, "Waaier", "", kind=MaterialKind.PRODUCT).url == ""


def test_ten_and_no_more(meeting):
    for number in range(10):
        link(meeting, f"{number}")
    with pytest.raises(TooManyMaterials):
        add(meeting)


def test_what_is_off_gets_nothing_more(meeting):
    meeting.cancelled_at = NOW
    with pytest.raises(MeetingCancelled):
        link(meeting)


def test_a_material_belongs_to_one_meeting(meeting):
    material = link(meeting)
    for elsewhere in (make_meeting(meeting.project), make_meeting(make_project("Elders"))):
        with pytest.raises(NotFound):
            materials.get_material(elsewhere, material.id)
    with pytest.raises(NotFound):
        materials.get_content(material)
