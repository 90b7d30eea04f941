"""What is taken away and brought back changes nothing, whatever stands in it and in whatever kind of file."""

import pytest

from kapstok import takeaway
from kapstok.directory import finding, lists
from kapstok.directory import service as directory
from kapstok.directory.finding import Wanted
from kapstok.directory.rows import services_sheet
from kapstok.directory.rules import Capacity, Number
from kapstok.extensions import db
from kapstok.projects import service as projects
from kapstok.projects.rules import Vocabulary
from kapstok.register import service as register
from kapstok.register.planned import Status
from kapstok.register.rows import organisations_sheet, people_sheet
from kapstok.takeaway import Sheet
from tests.factories import NOW, make_organisation, make_person, make_project, make_user

FIVE_LINES = "Voor wie thuis zorgt.\n=geen formule\n'tussen' \"haken\"; met, leestekens\n\nBel +31 591 000 001"
NASTY = ["=1+1", "'=1+1", "+31 591 000 001", "0591000001", "007", "-", "'t Hof", "Zoë & Ñuñez <b>", "@home", "n.v.t."]


@pytest.fixture
def project(app):
    return make_project()


def fill(project) -> None:
    """Names, texts and numbers that spreadsheets like to change, and everything that is not quite in use."""
    hof = make_organisation(
        project, '\'t Hof; "Zorg"', area="=Noord", email="hof@example.org", phone="0591000001", website="https://a.nl"
    )
    gone = make_organisation(project, "+Plus", archived_at=NOW)
    make_organisation(project, "007")
    keeper = make_person(project, hof, "Jet Vos", "huisarts", email="jet@example.org")
    make_person(project, hof, "Jet Vos", "poh", email="tweede@example.org")  # a namesake
    make_person(project, gone, "Eva Bos", email=None)  # still works at what is archived
    make_person(project, None, "Piet Mol", email=None, sector_id=hof.sector_id, phone="000", area="Zuid\u00a0oost")
    make_person(project, hof, "Jan Weg", archived_at=NOW)
    retired = make_person(project, hof, "=Ien", "casemanager", area="'-", phone="+31 (0)591-000 002").function
    projects.retire_term(retired, NOW)
    themes = projects.terms(project, Vocabulary.SUPPORT)
    for number, text in enumerate(NASTY):
        directory.add_service(
            hof,
            NOW,
            name=f"{text} {number}",
            description=text,
            eligibility=FIVE_LINES,
            how_to_refer=f"{text}\r\n{text}",
            fees=text,
            capacity=Capacity.WAITING,
            waiting_weeks=number,
            support=themes[: number % 3],
            areas=["Noord", "=Zuid"][: number % 3],
            phones=[Number("+31 591 000 001", "balie"), Number("0591000002")][: number % 3],
            keeper_id=keeper.id,
            is_public=number % 2 == 0,
        )
    twin = directory.add_service(hof, NOW, name="Respijt", fees="gratis")
    directory.add_service(hof, NOW, name="Respijt", fees="€ 5")
    directory.add_service(gone, NOW, name="Van wie weg is")
    directory.retire_service(directory.add_service(hof, NOW, name="Gestopt"), NOW)
    projects.retire_term(themes[0], NOW)
    assert twin.version
    db.session.flush()


def people(project) -> Sheet:
    return people_sheet(register.list_people(project))


def organisations(project) -> Sheet:
    return organisations_sheet(register.list_organisations(project))


def services(project) -> Sheet:
    return services_sheet(project, finding.find_services(project, Wanted(), most=100))


def archive(project) -> Sheet:
    return people_sheet(register.list_people(project, register.Filter(archived=True)))


def archived_organisations(project) -> Sheet:
    return organisations_sheet(register.list_organisations(project, archived=True))


FORMATS = {
    "xlsx": takeaway.as_excel,
    "ods": takeaway.as_ods,
    "csv": lambda sheet: takeaway.as_csv(sheet.headings, sheet.rows),
}


def outcomes(project, content: bytes) -> tuple[int, list]:
    """How many rows were read, and what is said of those that are not as they were."""
    draft = lists.receive(project, make_user(project).id, "lijst", content, NOW)
    assert draft.kind == "list"
    rows = [row for part in lists.plan(draft, NOW).lists for row in part.rows]
    return len(rows), [(row.entry, row.problems, row.changes) for row in rows if row.status is not Status.UNCHANGED]


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(
    ("sheet", "count"), [(people, 5), (organisations, 2), (services, 12), (archive, 1), (archived_organisations, 1)]
)
def test_a_list(project, kind, sheet, count):
    fill(project)
    assert outcomes(project, FORMATS[kind](sheet(project))) == (count, [])


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_everything_in_one_workbook(project, kind):
    fill(project)
    book = FORMATS[kind](people(project), organisations(project), services(project))
    assert outcomes(project, book) == (19, [])


@pytest.mark.parametrize("kind", FORMATS)
def test_into_an_empty_project_and_out_again(project, kind):
    """What one project takes away, another can begin with: everything that a list tells is the same afterwards."""
    there = make_project("Ander project")
    kom = make_organisation(there, "De Kom", area="Noord", email="kom@example.org", phone="0591000001")
    make_person(there, kom, "Zoë 't Hof", "huisarts", phone="+31 6 00000000", area="=Zuid")
    directory.add_service(
        kom, NOW, name="=Respijt", eligibility=FIVE_LINES, capacity=Capacity.FULL, phones=[Number("000")], areas=["A"]
    )
    user = make_user(project)
    for sheet in (organisations, people, services):
        draft = lists.receive(project, user.id, "lijst", FORMATS[kind](sheet(there)), NOW)
        lists.land(project, draft.id, lists.plan(draft, NOW).fingerprint, NOW, actor="test")
        assert sheet(project).rows == sheet(there).rows
