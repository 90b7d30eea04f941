"""Lists to take away: what is in them, and who took them."""

import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from kapstok.accounts.models import AuditEvent
from kapstok.directory import service as directory
from kapstok.extensions import db
from kapstok.register import reading
from tests.factories import NOW, make_organisation, make_person


@pytest.fixture
def kom(project):
    kom = make_organisation(project, "De Kom", area="Noord")
    make_organisation(project, "De Es", archived_at=NOW)
    make_person(project, kom, "Jet Vos")
    make_person(project, kom, "Jan Weg", archived_at=NOW)
    directory.add_service(kom, NOW, name="Logeren", fees="=1+1")
    directory.add_service(kom, NOW, name="Eten")
    return kom


def fetch(projectleider, project, rest: str):
    return projectleider.fetch(f"/p/{project.id}/netwerk/{rest}")


def rows(projectleider, project, rest: str) -> list[list[tuple[str, ...]]]:
    return [[row.cells for row in sheet.rows] for sheet in reading.sheets(fetch(projectleider, project, rest).data)]


@pytest.mark.parametrize("kind", ["xlsx", "csv", "ods"])
@pytest.mark.parametrize(
    ("name", "first"),
    [("mensen", ["Jet Vos"]), ("organisaties", ["De Kom"]), ("aanbod", ["De Kom", "De Kom"])],
)
def test_each_list_in_each_kind_of_file(project, projectleider, kom, name, first, kind):
    ((headings, *found),) = rows(projectleider, project, f"{name}.{kind}")
    assert ([row[0] for row in found], "In archief" in headings) == (first, False)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("mensen.csv?zoek=niemand", []),
        ("mensen.csv?archief=1", ["Jan Weg"]),
        ("organisaties.csv?zoek=noord", ["De Kom"]),
        ("organisaties.csv?archief=1", ["De Es"]),
        ("aanbod.csv?zoek=logeren", ["De Kom"]),
    ],
)
def test_the_filter_of_the_list_holds(project, projectleider, kom, asked, names):
    ((headings, *found),) = rows(projectleider, project, asked)
    assert ([row[0] for row in found], "In archief" in headings) == (names, "archief" in asked)


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_everything_in_one_workbook(project, projectleider, kom, kind):
    assert [len(sheet) for sheet in rows(projectleider, project, f"alles.{kind}")] == [2, 2, 3]


def test_no_cell_is_a_formula(project, projectleider, kom):
    book = load_workbook(io.BytesIO(fetch(projectleider, project, "alles.xlsx").data))
    types = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert (book.sheetnames, types) == (["Mensen", "Organisaties", "Aanbod"], {"s"})


def test_who_took_what_is_written_down(project, projectleider, kom):
    for rest in ("mensen.ods", "organisaties.csv", "aanbod.xlsx", "alles.ods"):
        assert fetch(projectleider, project, rest).status_code == 200
    events = select(AuditEvent.event).where(AuditEvent.project_id == project.id, AuditEvent.event.like("% exported"))
    assert db.session.scalars(events.order_by(AuditEvent.id)).all() == [
        "people exported",
        "organisations exported",
        "services exported",
        "register exported",
    ]


def test_the_pages_lead_there(project, projectleider, kom):
    page = projectleider.get(f"/p/{project.id}/netwerk/sociale-kaart?zoek=eten")
    assert page.link("als ODS") == f"/p/{project.id}/netwerk/aanbod.ods?zoek=eten"
    assert page.follow("Alles meenemen").link("Alles als Excel") == f"/p/{project.id}/netwerk/alles.xlsx"
