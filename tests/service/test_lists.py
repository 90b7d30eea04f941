"""Lists of several kinds on their way into the register and the sociale kaart."""

import pytest
from sqlalchemy import select

from kapstok.accounts.models import Change
from kapstok.directory import finding, lists
from kapstok.directory import service as directory
from kapstok.directory.finding import Wanted
from kapstok.directory.rules import Number
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.register import drafts
from kapstok.register import service as register
from kapstok.register.columns import Kind
from kapstok.register.drafts import NotReady
from kapstok.register.planned import Status
from tests.factories import NOW, make_organisation, make_person, make_project, make_user
from tests.spreadsheets import excel

PEOPLE = [["Naam", "Organisatie", "E-mail"], ["Jet Vos", "De Kom", "jet@example.org"]]
ORGANISATIONS = [["Naam", "Sector", "Website"], ["De Kom", "Welzijn", "www.kom.example.org"]]
SERVICES = [
    ["Organisatie", "Aanbod", "Voor wie", "Plek", "Wachttijd (weken)", "Hulpthema's", "Wijken/kernen", "Eigenaar"],
    ["De Kom", "Logeren", "Wie zorgt.\nWie zorgde.", "wachtlijst", 4, "Respijtzorg; Vervoer", "Noord; Zuid", "Jet Vos"],
]


@pytest.fixture
def project(app):
    return make_project()


@pytest.fixture
def user(project):
    return make_user(project)


def receive(project, user, *sheets, **more):
    return lists.receive(project, user.id, "lijst.xlsx", excel(*sheets, **more), NOW)


def land(project, draft):
    return lists.land(project, draft.id, lists.plan(draft, NOW).fingerprint, NOW, actor="test")


def services(project):
    return finding.find_services(project, Wanted())


def test_a_workbook_lands_as_a_whole(project, user):
    """Each list refers to what another one makes."""
    land(project, receive(project, user, SERVICES, Mensen=PEOPLE, Organisaties=ORGANISATIONS))
    (service,), (jet,) = services(project), register.list_people(project)
    assert (service.organisation.name, service.organisation.website) == ("De Kom", "https://www.kom.example.org")
    assert (service.keeper_id, jet.organisation_id) == (jet.id, service.organisation_id)
    assert (service.eligibility, service.capacity, service.waiting_weeks) == ("Wie zorgt.\nWie zorgde.", "waiting", 4)
    assert [term.key for term in service.support] == ["respijtzorg", "vervoer"]
    assert [area.name for area in service.areas] == ["Noord", "Zuid"]
    assert (service.is_public, service.capacity_at) == (True, NOW)


def test_one_refused_row_in_any_list_and_none_lands(project, user):
    draft = receive(project, user, SERVICES, Mensen=[*PEOPLE, ["", "De Kom", ""]], Organisaties=ORGANISATIONS)
    with pytest.raises(NotReady):
        land(project, draft)
    assert (register.list_people(project), register.list_organisations(project), services(project)) == ([], [], [])


def test_a_sector_that_changes_in_the_same_file_holds_for_its_people(project, user):
    make_organisation(project, "De Kom", "thuiszorg")
    people = [["Naam", "Organisatie", "Sector"], ["Jet Vos", "De Kom", "Welzijn"]]
    land(project, receive(project, user, people, Organisaties=ORGANISATIONS))
    assert [person.sector.key for person in register.list_people(project)] == ["welzijn"]


def test_what_changes_in_a_service_and_what_stays(project, user):
    kom = make_organisation(project, "De Kom")
    made = directory.add_service(
        kom, NOW, name="Logeren", fees="€ 5", phones=[Number("0591 1", "balie"), Number("0591 2", "nacht")]
    )
    headings = ["Organisatie", "Aanbod", "Telefoon", "Kosten", "Openbaar"]
    land(project, receive(project, user, [headings, ["De Kom", "Logeren", "0591 1; 0591 3", None, "nee"]]))
    assert [(phone.number, phone.description) for phone in made.phones] == [("0591 1", "balie"), ("0591 3", "")]
    assert (made.fees, made.is_public, made.capacity) == ("€ 5", False, "unknown")


def test_what_stays_as_it_is_leaves_no_trace(project, user):
    land(project, receive(project, user, SERVICES, Mensen=PEOPLE, Organisaties=ORGANISATIONS))
    before = db.session.scalars(select(Change.id).where(Change.project_id == project.id)).all()
    (service,) = services(project)
    version = service.version
    changed = [["Naam", "Organisatie", "Telefoon"], ["Jet Vos", "De Kom", "06 1"]]
    land(project, receive(project, user, changed, Organisaties=ORGANISATIONS, Aanbod=SERVICES))
    new = select(Change.field).where(Change.project_id == project.id, Change.id.not_in(before))
    assert (db.session.scalars(new).all(), service.version) == (["phone"], version)


def test_a_list_of_which_nobody_knows_what_it_is_about_is_asked(project, user):
    draft = receive(project, user, [["Naam", "Sector"], ["De Kom", "Welzijn"]])
    assert lists.kinds(draft, unclear=True) == [Kind.ORGANISATIONS, Kind.PEOPLE]
    with pytest.raises(NotReady):
        lists.land(project, draft.id, "", NOW, actor="test")
    lists.choose(draft, Kind.ORGANISATIONS)
    land(project, draft)
    assert [row.name for row in register.list_organisations(project)] == ["De Kom"]
    assert register.list_people(project) == []


def test_the_receipt_knows_ids_only(project, user):
    people = [*PEOPLE, ["Piet Mol", "Welzijnshuis", ""]]
    people[0] = [*people[0], "Sector"]
    people[1], people[2] = [*people[1], ""], [*people[2], "Welzijn"]
    kom = make_organisation(project, "De Kom")
    jet = make_person(project, kom, "Jet Vos", email=None)
    draft = receive(project, user, people)
    land(project, draft)
    receipt = drafts.get_receipt(project, draft.id)
    (piet,) = [person for person in register.list_people(project) if person.name == "Piet Mol"]
    assert lists.made(receipt) == {
        (Kind.ORGANISATIONS, Status.NEW): [piet.organisation_id],
        (Kind.PEOPLE, Status.NEW): [piet.id],
        (Kind.PEOPLE, Status.CHANGED): [jet.id],
    }
    assert {type(value) for row in receipt.entries for value in row.values()} == {str, int}
    assert lists.names(project, Kind.PEOPLE, [piet.id, jet.id, 99]) == [(piet.id, "Piet Mol"), (jet.id, "Jet Vos")]
    with pytest.raises(NotFound):
        drafts.get_draft(project, draft.id)


def test_what_somebody_was_busy_with(project, user):
    first = lists.receive(project, user.id, "mensen.xlsx", excel(PEOPLE), NOW)
    receive(project, user, PEOPLE)
    second = receive(project, user, ORGANISATIONS)  # the improved file, under the same name
    receive(project, make_user(project), PEOPLE)
    assert drafts.list_unfinished(project, user.id) == [second, first]
    land(project, second)
    drafts.drop(first)
    db.session.flush()
    assert drafts.list_unfinished(project, user.id) == []


def test_who_was_erased_is_nobody_we_know(project, user):
    gone = make_person(project, make_organisation(project, "De Kom"), "Jet Vos", erased_at=NOW, archived_at=NOW)
    draft = receive(project, user, PEOPLE)
    ((row,),) = [part.rows for part in lists.plan(draft, NOW).lists]
    assert (row.status, row.row_id, gone.id > 0) == (Status.NEW, None, True)
