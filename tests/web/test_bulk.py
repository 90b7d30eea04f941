"""One change to many people: ticked, confirmed, and taken back as a whole."""

import datetime as dt

import pytest
from sqlalchemy import select

from kapstok import clock
from kapstok.accounts.models import Change
from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.projects.rules import Vocabulary
from kapstok.register import service as register
from kapstok.register.service import Filter
from kapstok.scope import in_project
from tests.browsing import Visitor, text
from tests.factories import make_organisation, make_person, make_project, make_user, term


@pytest.fixture
def kom(project):
    return make_organisation(project, "De Kom")


@pytest.fixture
def three(project, kom):
    return [make_person(project, kom, name, "huisarts", area="Oost") for name in ("Anna Mol", "Bo Vos", "Cor Pen")]


def network(project, rest: str = "") -> str:
    return f"/p/{project.id}/netwerk{rest}"


def tick(page, project, act: str, *people, **more):
    """From the list to the page that asks whether it is meant."""
    return page.submit(network(project, "/samen"), doe=act, wie=[str(person.id) for person in people], **more)


def functions(project, **wanted) -> dict[str, str]:
    return {row.name: row.function.key for row in register.list_people(project, Filter(**wanted))}


def test_another_function_and_back(project, projectleider, three):
    poh = term(project, Vocabulary.FUNCTION, "poh")
    page = tick(projectleider.get(network(project)), project, "functie", *three[:2])
    assert (page.h1, "Voor 2 mensen." in page.text) == ("Functie wijzigen", True)
    page = page.submit(value=str(poh.id))
    assert page.h1 == "Bij 2 mensen gewijzigd"
    assert f"Functie: was Huisarts → is nu {poh.name}" in page.text
    assert functions(project) == {"Anna Mol": "poh", "Bo Vos": "poh", "Cor Pen": "huisarts"}
    page.submit(network(project, "/samen/ongedaan"))
    assert set(functions(project).values()) == {"huisarts"}


def test_everybody_on_the_page_without_javascript(project, projectleider, three):
    page = projectleider.get(network(project)).submit(network(project, "/samen"), doe="wijk", alles="1")
    assert "Voor 3 mensen." in page.text
    page.submit(value="West")
    assert {person.area for person in register.list_people(project)} == {"West"}


def test_to_the_archive_and_back_again(project, projectleider, three):
    page = tick(projectleider.get(network(project)), project, "archiveren", *three).submit()
    assert page.h1 == "Bij 3 mensen gewijzigd"
    assert functions(project) == {}
    page.submit(network(project, "/samen/ongedaan"))
    assert len(functions(project)) == 3
    assert {person.left_on for person in register.list_people(project)} == {None}


def test_out_of_the_archive(project, projectleider, three):
    register.archive_person(three[0], clock.now())
    page = projectleider.get(network(project, "?archief=1"))
    (acts,) = page.all("select", id="doe")
    offered = [option.get("value") for option in acts.iter("option")]
    assert offered == ["functie", "organisatie", "wijk", "taal", "terugzetten"]
    tick(page, project, "terugzetten", three[0]).submit()
    assert len(functions(project)) == 3


def test_who_would_become_somebody_elses_double_is_left(project, projectleider, kom, three):
    brug = make_organisation(project, "De Brug")
    make_person(project, brug, "Anna Mol", email=None)
    page = tick(projectleider.get(network(project)), project, "organisatie", *three[:2]).submit(value=str(brug.id))
    assert "Anna Mol is niet gewijzigd." in text(page.tree)
    assert [row.name for row in register.list_people(project, Filter(organisation_id=brug.id))] == [
        "Anna Mol",
        "Bo Vos",
    ]


def test_what_was_changed_again_since_then_stays(project, projectleider, three):
    page = tick(projectleider.get(network(project)), project, "wijk", *three[:2]).submit(value="West")
    register.edit_person(three[0], three[0].version, area="Zuid")
    page = page.submit(network(project, "/samen/ongedaan"))
    assert "Eén persoon is daarna nog gewijzigd. Dat is zo gebleven." in text(page.tree)
    assert [row.area for row in register.list_people(project)] == ["Zuid", "Oost", "Oost"]


def test_somebody_elses_act_is_not_undone(app, project, projectleider, three):
    page = tick(projectleider.get(network(project)), project, "wijk", *three).submit(value="West")
    at = page.all("input", name="op")[0].get("value")
    other = Visitor(app).log_in(make_user(project))
    other.get(network(project, f"/samen/gewijzigd?op={at.replace('+', '%2B')}"), status=404)
    token = other.get(f"/p/{project.id}/instellingen").all("input", name="csrf_token")
    other.post(network(project, "/samen/ongedaan"), {"op": at, "csrf_token": token[0].get("value")})
    assert {person.area for person in register.list_people(project)} == {"West"}


def test_who_becomes_a_mantelzorger_leaves_the_lists(project, projectleider, three):
    mantelzorger = term(project, Vocabulary.FUNCTION, "mantelzorger")
    tick(projectleider.get(network(project)), project, "functie", three[0]).submit(value=str(mantelzorger.id))
    assert [row.on_rosters for row in register.list_people(project)] == [False, True, True]


def test_asking_to_look_at_the_card(project, projectleider, three):
    three[1].asked_at, three[2].email = clock.now() - dt.timedelta(days=3), None
    page = tick(projectleider.get(network(project)), project, "nakijken", *three)
    assert "Eén persoon krijgt een mail met een link naar de eigen kaart." in page.text
    page.submit()
    tick(projectleider.get(network(project)), project, "nakijken", *three).submit()
    mails = db.session.scalars(select(OutboxMessage).where(OutboxMessage.project_id == project.id)).all()
    assert [(mail.to_name, mail.subject) for mail in mails] == [
        ("Anna Mol", "Kloppen uw gegevens nog voor Samen rond mantelzorg?")
    ]


def test_nothing_to_change(project, projectleider, three):
    page = tick(projectleider.get(network(project)), project, "wijk", three[0]).submit(value="Oost")
    assert (page.h1, "Er was niets te wijzigen." in text(page.tree)) == ("Netwerk", True)


def test_the_list_one_came_from_is_the_list_one_goes_back_to(project, projectleider, three):
    page = projectleider.get(network(project, "?zoek=mol&volgorde=functie"))
    page = tick(page, project, "wijk", three[0]).submit(value="West").follow("Terug naar de lijst")
    assert [text(cell) for cell in page.all("th", scope="row")] == ["Anna Mol"]
    assert page.all("option", value="functie", selected="")[0] is not None


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("naam", ["Anna Mol", "Bo Vos", "Cor Pen", "Dirk Bos"]),
        ("organisatie", ["Dirk Bos", "Anna Mol", "Bo Vos", "Cor Pen"]),
        ("nieuwste", ["Dirk Bos", "Cor Pen", "Bo Vos", "Anna Mol"]),
        ("functie", ["Anna Mol", "Bo Vos", "Cor Pen", "Dirk Bos"]),
        ("onzin", ["Anna Mol", "Bo Vos", "Cor Pen", "Dirk Bos"]),
    ],
)
def test_the_order_of_the_list(project, projectleider, three, order, names):
    make_person(project, make_organisation(project, "Achterland"), "Dirk Bos")
    page = projectleider.get(network(project, f"?volgorde={order}"))
    assert [text(cell) for cell in page.all("th", scope="row")] == names


@pytest.mark.parametrize("query", ["doe=functie", "doe=functie&wie=x&wie=99999999999999", "doe=functie&wie={stranger}"])
def test_nobody_was_chosen(project, projectleider, three, query):
    stranger = make_person(make_project("Ander project"))
    page = projectleider.get(network(project, f"/samen?{query.format(stranger=stranger.id)}"), status=400)
    assert "U koos nog niemand" in page.text


def test_what_no_act_changes_is_not_taken_back(project, projectleider, three):
    """Somebody hands in another act's moment: what history notes beside the columns is not undone."""
    page = tick(projectleider.get(network(project)), project, "wijk", *three[:2]).submit(value="West")
    at = dt.datetime.fromisoformat(page.all("input", name="op")[0].get("value"))
    rows = db.session.scalars(in_project(Change, project).where(Change.at == at)).all()
    for field in ("merged", "consent_card"):
        db.session.add(Change(project_id=project.id, at=at, actor=rows[0].actor, record=rows[0].record, field=field))
    db.session.commit()
    page.submit(network(project, "/samen/ongedaan"))
    assert {person.area for person in register.list_people(project)} == {"Oost"}


BEFORE_THE_CALENDAR = "0001-01-01T00:00:00+14:00"


def test_a_moment_outside_the_calendar_undoes_nothing(project, projectleider, three):
    page = tick(projectleider.get(network(project)), project, "wijk", *three).submit(value="West")
    page.submit(network(project, "/samen/ongedaan"), op=BEFORE_THE_CALENDAR, status=404)
    assert {person.area for person in register.list_people(project)} == {"West"}


@pytest.mark.parametrize(
    "rest",
    [
        "?doe=onzin",
        "/gewijzigd",
        "/gewijzigd?op=x",
        "/gewijzigd?op=2026-01-01T00:00:00",
        f"/gewijzigd?op={BEFORE_THE_CALENDAR.replace('+', '%2B')}",
    ],
)
def test_addresses_that_mean_nothing(project, projectleider, three, rest):
    projectleider.get(network(project, f"/samen{rest}"), status=404)


def test_a_choice_of_another_project_is_refused(project, projectleider, three):
    other = make_organisation(make_project("Ander project"), "Kanarie")
    page = tick(projectleider.get(network(project)), project, "organisatie", *three)
    page.submit(value=str(other.id), status=400)
    assert {person.organisation.name for person in register.list_people(project)} == {"De Kom"}
