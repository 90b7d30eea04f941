"""People, organisations and what they offer."""

import pytest

from kapstok.accounts import history
from kapstok.directory import service as directory
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.freetext import HoldsBsn
from kapstok.projects.rules import Vocabulary
from kapstok.register import service as register
from kapstok.register.rules import NameTaken, NoSector, OrganisationChanged, PersonChanged, PersonKnown
from kapstok.register.service import Filter
from tests.factories import NOW, make_organisation, make_person, make_project, make_service, term


@pytest.fixture
def project(app):
    return make_project()


def names(rows) -> list[str]:
    return [row.name for row in rows]


def sector(project, key: str) -> int:
    return term(project, Vocabulary.SECTOR, key).id


def function(project, key: str) -> int:
    return term(project, Vocabulary.FUNCTION, key).id


# People


def test_a_new_person_is_tidied_and_dated(project):
    kom = make_organisation(project)
    jet = register.create_person(
        project, NOW, name=" Jet Vos ", email=" Jet@Example.org ", organisation_id=kom.id, sector_id=kom.sector_id
    )
    assert (jet.name, jet.email, jet.sector_id, str(jet.joined_on)) == (
        "Jet Vos",
        "jet@example.org",
        None,
        "2026-03-03",
    )
    assert jet.on_rosters


@pytest.mark.parametrize(
    ("function_key", "sector_key", "listed"),
    [("huisarts", "eerstelijnszorg", True), ("mantelzorger", "overig", False), ("anders", "mantelzorgers", False)],
)
def test_mantelzorgers_start_on_no_list(project, function_key, sector_key, listed):
    about = {"function_id": function(project, function_key), "sector_id": sector(project, sector_key)}
    assert register.create_person(project, NOW, name="Jet Vos", **about).on_rosters is listed
    assert names(register.roster_candidates(project)) == ["Jet Vos"] * listed


def test_without_organisation_a_sector_is_needed(project):
    with pytest.raises(NoSector):
        register.create_person(project, NOW, name="Jet Vos")


@pytest.mark.parametrize(
    ("name", "email", "elsewhere", "refused"),
    [
        ("jet vós", None, False, True),
        ("Jet Vos", "jet@example.org", True, True),
        ("Jet Vos", "other@example.org", False, False),  # a namesake with an address of her own
        ("Jet Vos", None, True, False),  # a namesake at another organisation
        ("Eva Bos", "jet@example.org", False, False),  # a shared address
    ],
)
def test_nobody_is_doubled(project, name, email, elsewhere, refused):
    kom, brug = make_organisation(project), make_organisation(project)
    make_person(project, kom, "Jet Vos", email="jet@example.org")
    about = {"name": name, "email": email, "organisation_id": (brug if elsewhere else kom).id}
    if refused:
        with pytest.raises(PersonKnown):
            register.create_person(project, NOW, **about)
    else:
        register.create_person(project, NOW, **about)


def test_an_edit_of_what_has_changed_meanwhile_is_refused(project):
    jet = make_person(project, make_organisation(project), "Jet Vos")
    seen = jet.version
    register.edit_person(jet, seen, phone="0591 000 001")
    with pytest.raises(PersonChanged):
        register.edit_person(jet, seen, phone="0591 000 002")
    assert jet.phone == "0591 000 001"


def test_a_refused_edit_changes_nothing(project):
    kom = make_organisation(project)
    make_person(project, kom, "Jet Vos", email=None)
    eva = make_person(project, kom, "Eva Bos")
    with pytest.raises(PersonKnown):
        register.edit_person(eva, eva.version, name="Jet Vos")
    assert eva.name == "Eva Bos"


def test_who_becomes_a_mantelzorger_leaves_the_lists_until_they_say_yes(project):
    jet = make_person(project, make_organisation(project))
    register.edit_person(jet, jet.version, function_id=function(project, "mantelzorger"), on_rosters=True)
    assert not jet.on_rosters
    register.edit_person(jet, jet.version, on_rosters=True)
    assert jet.on_rosters


def test_a_new_address_forgets_that_the_old_one_was_refused(project):
    jet = make_person(project, make_organisation(project), address_refused_at=NOW)
    register.edit_person(jet, jet.version, phone="0591 000 001")
    assert jet.address_refused_at == NOW
    register.edit_person(jet, jet.version, email="new@example.org")
    assert jet.address_refused_at is None


def test_another_address_withdraws_personal_links_unless_its_owner_gave_it(project):
    jet = make_person(project, make_organisation(project), email=None)
    seen = []
    for actor, email in (
        ("user:1", "jet@example.org"),  # the first one
        ("user:1", " Jet@example.org"),  # the same
        ("user:1", "vos@example.org"),
        (f"person:{jet.id}", "jet@example.org"),
        ("system", "vos@example.org"),
    ):
        history.act_as(actor)
        register.edit_person(jet, jet.version, email=email)
        seen.append(jet.link_version)
    assert seen == [1, 1, 2, 2, 3]


def test_links_of_merged_records_are_withdrawn_too(project):
    kom = make_organisation(project)
    jet, other = make_person(project, kom), make_person(project, kom)
    between = make_person(project, kom, merged_into_id=jet.id)
    double = make_person(project, kom, merged_into_id=between.id)
    register.edit_person(jet, jet.version, email="vos@example.org")
    db.session.expire_all()
    assert [row.link_version for row in (jet, between, double, other)] == [2, 2, 2, 1]


def test_the_archive_and_back(project):
    jet = make_person(project, make_organisation(project), "Jet Vos")
    register.archive_person(jet, NOW)
    register.archive_person(jet, NOW.replace(year=2027))
    db.session.flush()
    assert (jet.archived_at, str(jet.left_on)) == (NOW, "2026-03-03")
    assert (register.list_people(project), register.roster_candidates(project)) == ([], [])
    assert names(register.list_people(project, Filter(archived=True))) == ["Jet Vos"]
    register.restore_person(jet)
    db.session.flush()
    assert names(register.list_people(project)) == ["Jet Vos"]


@pytest.fixture
def three(project):
    """Jet (welzijn, De Kom), Zoë (thuiszorg, De Brug) and Piet, mantelzorger without organisation."""
    kom = make_organisation(project, "De Kom")
    brug = make_organisation(project, "De Brug", sector="thuiszorg")
    make_person(project, kom, "Jet Vos", "sociaal-werker", email="jet@example.org")
    make_person(project, brug, "Zoë Bos", "wijkverpleegkundige")
    make_person(project, None, "Piet Mol", "mantelzorger", sector_id=sector(project, "mantelzorgers"))
    make_person(make_project("Ander project"), name="Kanarie", email="jet@example.org")
    return kom


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", ["Jet Vos", "Piet Mol", "Zoë Bos"]),
        ("zoe", ["Zoë Bos"]),
        ("VOS kom", ["Jet Vos"]),
        ("wijkverpleeg", ["Zoë Bos"]),
        ("jet@example", ["Jet Vos"]),
        ("kanarie", []),
        ("%", ["Jet Vos", "Piet Mol", "Zoë Bos"]),  # no letters: no search
    ],
)
def test_search(project, three, search, found):
    assert names(register.list_people(project, Filter(search=search))) == found


def test_filters(project, three):
    def found(**wanted):
        return names(register.list_people(project, Filter(**wanted)))

    assert found(sector_id=sector(project, "welzijn")) == ["Jet Vos"]
    assert found(sector_id=sector(project, "mantelzorgers")) == ["Piet Mol"]
    assert found(function_id=function(project, "wijkverpleegkundige")) == ["Zoë Bos"]
    assert found(organisation_id=three.id) == ["Jet Vos"]
    assert found(organisation_id=three.id, search="bos") == []


def test_pages(project, three):
    first, total = register.page_of_people(project, Filter(), 1, 2)
    second, _ = register.page_of_people(project, Filter(), 2, 2)
    assert (names(first), names(second), total) == (["Jet Vos", "Piet Mol"], ["Zoë Bos"], 3)


def test_people_of_one_address_in_every_project_that_goes_on(project, three):
    over = make_project("Voorbij", archived_at=NOW)
    make_person(over, name="Voorbij", email="jet@example.org")
    gone = make_person(project, name="Weg", email="jet@example.org")
    register.archive_person(gone, NOW)
    db.session.flush()
    assert names(register.find_people_by_email(" JET@example.org")) == ["Jet Vos", "Kanarie"]


def test_a_person_of_another_project_does_not_exist(project):
    stranger = make_person(make_project("Ander project"))
    with pytest.raises(NotFound):
        register.get_person(project, stranger.id)


# Organisations


def test_organisations_by_name_and_search(project):
    make_organisation(project, "De Kom", area="Noord")
    make_organisation(project, "café Welkom")
    assert names(register.list_organisations(project)) == ["café Welkom", "De Kom"]
    assert names(register.list_organisations(project, "CAFE")) == ["café Welkom"]
    assert names(register.list_organisations(project, "noord")) == ["De Kom"]


def test_a_name_is_taken_once(project):
    kom = register.create_organisation(project, name="De Kom", sector_id=sector(project, "welzijn"))
    brug = register.create_organisation(project, name="De Brug", sector_id=sector(project, "welzijn"))
    with pytest.raises(NameTaken):
        register.create_organisation(project, name="de  kóm", sector_id=sector(project, "welzijn"))
    with pytest.raises(NameTaken):
        register.edit_organisation(brug, brug.version, name="De Kom")
    register.edit_organisation(kom, kom.version, name="de kom")
    assert (kom.name, brug.name) == ("de kom", "De Brug")


def test_the_second_editor_of_an_organisation_is_refused(project):
    kom = make_organisation(project, "De Kom")
    seen = kom.version
    register.edit_organisation(kom, seen, area="Noord")
    with pytest.raises(OrganisationChanged):
        register.edit_organisation(kom, seen, area="Zuid")


def test_an_archived_organisation_keeps_its_people(project):
    kom = make_organisation(project, "De Kom")
    make_person(project, kom, "Jet Vos")
    assert register.people_counts(project) == {kom.id: 1}
    register.archive_organisation(kom, NOW)
    db.session.flush()
    assert register.list_organisations(project) == []
    assert names(register.list_organisations(project, archived=True)) == ["De Kom"]
    assert names(register.list_people(project)) == ["Jet Vos"]
    register.restore_organisation(kom)
    db.session.flush()
    assert names(register.list_organisations(project)) == ["De Kom"]


# What they offer


def test_services_of_active_organisations(project):
    kom, brug = make_organisation(project, "De Kom"), make_organisation(project, "De Brug")
    directory.add_service(kom, NOW, name=" Respijtzorg ", how_to_refer="Bel 0591 000 000.")
    old = make_service(kom, "Maatje")
    make_service(brug, "Logeeropvang")
    directory.retire_service(old, NOW)
    register.archive_organisation(brug, NOW)
    db.session.flush()
    assert names(directory.list_services(project)) == ["Respijtzorg"]
    directory.restore_service(old, NOW)
    directory.edit_service(old, old.version, NOW, name="Maatjes")
    assert names(directory.list_services(project)) == ["Maatjes", "Respijtzorg"]


def test_what_is_offered_names_no_client(project):
    kom = make_organisation(project, "De Kom")
    with pytest.raises(HoldsBsn):
        directory.add_service(kom, NOW, name="Respijtzorg", how_to_refer="Noem BSN 111222333.")
    assert directory.list_services(project) == []
