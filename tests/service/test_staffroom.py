"""Which cards go on the sheet for the staff room, and in which groups."""

import pytest

from kapstok.projects.rules import Vocabulary
from kapstok.register import cards
from kapstok.register.consent import Purpose
from kapstok.web import staffroom
from kapstok.web.staffroom import Choice
from tests.factories import NOW, make_organisation, make_person, make_project, make_service, term


@pytest.fixture
def project(app):
    return make_project()


def on_paper(person):
    cards.say(person, Purpose.PAPER, True, NOW, f"person:{person.id}")
    return person


@pytest.fixture
def people(project):
    """Three people on paper, of two organisations and none; a fourth is on the screen only."""
    kom = make_organisation(project, "De Kom", "welzijn", area="Oost")
    praktijk = make_organisation(project, "Praktijk West", "eerstelijnszorg", area="West")
    make_service(kom, "Logeerhuis").support = [term(project, Vocabulary.SUPPORT, "respijtzorg")]
    make_service(praktijk, "Gestopt", archived_at=NOW).support = [term(project, Vocabulary.SUPPORT, "vervoer")]
    loose = term(project, Vocabulary.SECTOR, "vrijwilligers")
    cards.say(make_person(project, kom, "Dik Dop"), Purpose.CARD, True, NOW, "test")
    return [
        on_paper(make_person(project, kom, "Anna de Vries", "sociaal-werker")),
        on_paper(make_person(project, praktijk, "Bo Bos", "huisarts", area="Oost", shown=["area"])),
        on_paper(make_person(project, None, "Cor Cats", sector_id=loose.id)),
    ]


def names(entries) -> list[str]:
    return [entry.card.name for entry in entries]


def options(project) -> list[tuple[str, str, int]]:
    found = staffroom.list_options(project, staffroom.list_printed(project))
    return [(option.kind, option.name, option.people) for option in found]


def groups(project, choice: Choice) -> list[tuple[str, list[str]]]:
    sheet = staffroom.staff_room_sheet(project, choice)
    return [(group["title"], [card["name"] for card in group["cards"]]) for group in sheet["groups"]]


def test_only_who_said_yes_to_paper(app, project, people):
    assert names(staffroom.list_printed(project)) == ["Anna de Vries", "Bo Bos", "Cor Cats"]


def test_what_sheets_there_are(app, project, people):
    """Bo works in West but says Oost on the card; what is no longer offered makes no sheet."""
    with app.test_request_context():
        assert options(project) == [
            ("", "Iedereen", 3),
            ("wijk", "Oost", 2),
            ("sector", "Eerstelijnszorg", 1),
            ("sector", "Welzijn", 1),
            ("sector", "Vrijwilligers", 1),
            ("organisatie", "De Kom", 1),
            ("organisatie", "Praktijk West", 1),
            ("hulpthema", "Respijtzorg", 1),
        ]


@pytest.mark.parametrize(
    ("grouping", "wanted"),
    [
        (
            "sector",
            [("Eerstelijnszorg", ["Bo Bos"]), ("Welzijn", ["Anna de Vries"]), ("Vrijwilligers", ["Cor Cats"])],
        ),
        ("wijk", [("Oost", ["Anna de Vries", "Bo Bos"]), ("Overige mensen", ["Cor Cats"])]),
        (
            "organisatie",
            [("De Kom", ["Anna de Vries"]), ("Praktijk West", ["Bo Bos"]), ("Overige mensen", ["Cor Cats"])],
        ),
        ("naam", [("", ["Anna de Vries", "Bo Bos", "Cor Cats"])]),
    ],
)
def test_groups(app, project, people, grouping, wanted):
    with app.test_request_context():
        assert groups(project, Choice(grouping=grouping)) == wanted


def test_a_mantelzorger_who_did_not_say_so_cannot_be_told_from_the_sheet(app, project, people):
    """No organisation, no function, the neutral sector; and not on the sheet of the organisation or its hulpthema."""
    steunpunt = make_organisation(project, "Mantelzorgers Oost", "mantelzorgers", area="Oost")
    make_service(steunpunt).support = [term(project, Vocabulary.SUPPORT, "lotgenoten")]
    on_paper(make_person(project, steunpunt, "Mia Maas", "mantelzorger"))
    with app.test_request_context():
        assert {name for _kind, name, _people in options(project)} & {
            "Mantelzorgers Oost",
            "Lotgenotencontact",
        } == set()
        assert groups(project, Choice(grouping="organisatie"))[-1] == ("Overige mensen", ["Cor Cats", "Mia Maas"])
        (mia,) = staffroom.staff_room_sheet(project, Choice(grouping="naam"))["groups"][0]["cards"][-1:]
    assert (mia["function"], mia["organisation"], mia["sector"]) == ("", "", "Overig")


def test_nobody_on_the_sheet(app, project, people):
    with app.test_request_context():
        assert staffroom.staff_room_sheet(project, Choice("wijk-nergens")) is None
        assert staffroom.staff_room_sheet(make_project("Leeg"), Choice()) is None


def test_ones_own_wijk(app, project, people):
    anna, bo, cor = people
    assert [staffroom.own_area(person) for person in (anna, bo, cor)] == ["wijk-oost", "wijk-oost", "alles"]
