"""A list on its way into the register: all of it, once, or nothing."""

import datetime as dt

import pytest

from kapstok.directory import lists
from kapstok.errors import NotFound
from kapstok.projects import service as projects
from kapstok.projects.rules import Vocabulary
from kapstok.register import drafts
from kapstok.register import service as register
from kapstok.register.drafts import NotReady, RegisterChanged
from kapstok.register.planned import FilePlan, Status
from tests.factories import NOW, make_organisation, make_person, make_project, make_user
from tests.spreadsheets import excel

HEADINGS = ["Naam", "Organisatie", "Sector", "Functie", "Mail", "Telefoon", "Wijk"]
ROWS = [
    HEADINGS,
    ["Jet Vos", "De Kom", "Welzijn", "Sociaal werker", "praktijk@example.org", "0591 000 001", "Noord"],
    ["Eva Bos", "De Kom", None, "Ergotherapeut", "praktijk@example.org", None, None],
    ["Piet Mol", None, "Mantelzorgers", "Mantelzorger", None, 612345678, None],
]


@pytest.fixture
def project(app):
    return make_project()


@pytest.fixture
def user(project):
    return make_user(project)


def receive(project, user, rows=ROWS, now: dt.datetime = NOW):
    return lists.receive(project, user.id, "lijst.xlsx", excel(rows), now)


def land(project, draft) -> FilePlan:
    return lists.land(project, draft.id, lists.plan(draft, NOW).fingerprint, NOW, actor="test")


def statuses(draft) -> list[Status]:
    return [row.status for part in lists.plan(draft, NOW).lists for row in part.rows]


def test_a_list_lands(project, user):
    land(project, receive(project, user))
    jet, eva, piet = (
        next(p for p in register.list_people(project) if p.name.startswith(n)) for n in ("Jet", "Eva", "Piet")
    )
    assert (jet.organisation.name, jet.sector.key, jet.function.key, jet.area) == (
        "De Kom",
        "welzijn",
        "sociaal-werker",
        "Noord",
    )
    assert (eva.organisation_id, eva.email, eva.function.name) == (jet.organisation_id, jet.email, "Ergotherapeut")
    assert (piet.organisation, piet.sector.key, piet.phone, piet.on_rosters) == (
        None,
        "mantelzorgers",
        "0612345678",
        False,
    )
    assert "Ergotherapeut" in [term.name for term in projects.terms(project, Vocabulary.FUNCTION)]


def test_before_it_lands_nothing_has_happened(project, user):
    draft = receive(project, user)
    assert statuses(draft) == [Status.NEW, Status.NEW, Status.NEW]
    assert (register.list_people(project), register.list_organisations(project)) == ([], [])


def test_the_same_list_again_has_nothing_to_do(project, user):
    land(project, receive(project, user))
    again = receive(project, user)
    assert statuses(again) == [Status.UNCHANGED] * 3
    with pytest.raises(NotReady):
        land(project, again)


def test_what_changed_is_changed_and_empty_cells_change_nothing(project, user):
    kom = make_organisation(project, "De Kom")
    jet = make_person(project, kom, "Jet Vos", "huisarts", email="jet@example.org", phone="0591 000 001")
    land(
        project, receive(project, user, [HEADINGS, ["Jet Vos", "De Kom", None, None, "vos@example.org", None, "Zuid"]])
    )
    assert (jet.email, jet.phone, jet.area, jet.function.key) == ("vos@example.org", "0591 000 001", "Zuid", "huisarts")
    assert [person.id for person in register.list_people(project)] == [jet.id]


def test_one_refused_row_and_none_lands(project, user):
    draft = receive(project, user, [*ROWS, ["Jan", "De Brug", "Onbekend", None, None, None, None]])
    with pytest.raises(NotReady):
        land(project, draft)
    assert register.list_people(project) == []


def test_landing_twice_lands_once(project, user):
    draft = receive(project, user)
    draft_id, fingerprint = draft.id, lists.plan(draft, NOW).fingerprint
    lists.land(project, draft_id, fingerprint, NOW, actor="test")
    with pytest.raises(NotFound):
        lists.land(project, draft_id, fingerprint, NOW, actor="test")
    assert len(register.list_people(project)) == 3


def test_a_register_that_changed_is_looked_at_again(project, user):
    draft = receive(project, user)
    seen = lists.plan(draft, NOW).fingerprint
    make_person(project, make_organisation(project, "De Kom"), "Jet Vos", email=None)
    with pytest.raises(RegisterChanged):
        lists.land(project, draft.id, seen, NOW, actor="test")
    assert statuses(draft) == [Status.CHANGED, Status.NEW, Status.NEW]


def test_another_project_sees_neither_draft_nor_people(project, user):
    draft = receive(project, user)
    other = make_project("Ander project")
    make_person(other, make_organisation(other, "De Kom"), "Jet Vos", email="praktijk@example.org")
    assert statuses(draft) == [Status.NEW] * 3
    with pytest.raises(NotFound):
        drafts.get_draft(other, draft.id)


def test_what_nobody_landed_is_forgotten_after_a_day(project, user):
    old = receive(project, user).id
    drafts.remove_old(NOW + dt.timedelta(hours=24))
    assert drafts.get_draft(project, old).id == old
    drafts.remove_old(NOW + dt.timedelta(hours=25))
    with pytest.raises(NotFound):
        drafts.get_draft(project, old)


def test_the_name_of_a_file_is_only_shown(project, user):
    draft = lists.receive(project, user.id, "../../etc/\0passwd\n.xlsx", excel(ROWS), NOW)
    assert draft.file_name == "../../etc/ passwd .xlsx"


def test_a_list_of_five_thousand(project, user):
    rows = [
        [f"Naam {n}", f"Organisatie {n // 20}", "Welzijn", "Huisarts", f"n{n}@example.org", None, None]
        for n in range(4999)
    ]
    land(project, receive(project, user, [HEADINGS, *rows]))
    assert register.page_of_people(project, register.Filter(), 1, 1)[1] == 4999
