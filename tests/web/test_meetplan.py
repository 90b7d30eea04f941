"""The measurement plan on its page, and in every result that follows from it."""

import csv
import io

import pytest

from kapstok.extensions import db
from kapstok.meetings.rules import Attendance
from kapstok.ties.plans import rules as plan_rules
from kapstok.ties.plans import service as planning
from kapstok.ties.plans.rules import Choices, Headline
from tests.browsing import text
from tests.factories import make_invitation, make_meeting, make_user
from tests.measured import DAY, FIRST, SECOND, everybody_says, make_people, measure

DESCRIBE = plan_rules.Test.DESCRIBE
BOUNDARY = "Wie in Veenmeer met mantelzorgers werkt."
FILLED = {"boundary": BOUNDARY, "headline": "cross_sector", "threshold": "3", "test": "describe"}


@pytest.fixture
def address(project):
    return f"/p/{project.id}/meetplan"


@pytest.fixture
def people(project):
    return make_people(project, "welzijn", "thuiszorg", each=6)


def saved(project) -> Choices:
    db.session.expire_all()
    return planning.choices_of(planning.find_plan(project))


def warnings(page) -> list[str]:
    return [text(one) for one in page.all("div", class_="notice") if "Anders dan het meetplan" in text(one)]


def test_from_no_plan_to_a_change_with_a_reason(project, people, projectleider, address):
    page = projectleider.get(address)
    assert "Er is nog geen meetplan." in page.text
    assert "Dichtheid, voor lijnen vanaf sterkte 2: eerst 9,6 %, nu 14,5 %." in page.text
    assert "Wij verwachten ongeveer 12 mensen die antwoorden." in page.text
    page = page.submit(address, **FILLED)
    assert saved(project) == Choices(Headline.CROSS_SECTOR, 3, DESCRIBE, BOUNDARY)
    assert "eerst 31 %, nu 44 %. Verschil +13,0 procentpunt." in page.text
    measure(project, people, "Nulmeting", FIRST, everybody_says(12, 3))
    measure(project, people, "T1", SECOND, everybody_says(12, 3))
    page = projectleider.get(address)
    assert "Het meetplan is gemaakt nadat de tweede meting was geopend." in page.text  # today is after ``SECOND``
    refused = page.submit(address, status=400, threshold="2")
    assert "Schrijf op waarom u het toch wijzigt." in refused.text
    assert saved(project).threshold == 3
    page = refused.submit(address, threshold="2", why="Sterkte 3 is te zeldzaam.")
    assert saved(project).threshold == 2
    _heads, row = page.all("tr")
    assert [text(cell) for cell in row][1:] == [
        "Een lijn telt vanaf",
        "3: overlegt regelmatig",
        "2: korte lijn",
        "Sterkte 3 is te zeldzaam.",
    ]


def test_what_the_form_refuses(project, people, projectleider, address):
    page = projectleider.get(address)
    refused = page.submit(address, status=400, **FILLED | {"headline": "distance", "test": "interval"})
    assert "Voor dit hoofdcijfer is geen betrouwbaar interval te berekenen." in refused.text
    assert "Schrijf op wie bij het netwerk hoort." in page.submit(address, status=400, boundary="").text
    bsn = page.submit(address, status=400, **FILLED | {"boundary": "Ook 123456782"})
    assert "burgerservicenummer" in bsn.text
    assert planning.find_plan(project) is None


def test_two_people_edit_one_plan(project, people, projectleider, address):
    page = projectleider.get(address)
    page.submit(address, **FILLED)
    refused = page.submit(address, status=409, **FILLED | {"threshold": "4"})
    assert "Iemand anders heeft het meetplan intussen gewijzigd." in refused.text
    assert saved(project).threshold == 3
    refused.submit(address)
    assert saved(project).threshold == 4


def test_results_follow_the_plan_and_say_where_they_do_not(project, people, evaluator):
    user = make_user(project)
    home = f"/e/{project.id}/"
    chosen = Choices(Headline.CROSS_SECTOR, 3, DESCRIBE, BOUNDARY)
    plan = planning.save_plan(project, chosen, 0, FIRST - DAY, user_id=user.id)
    measure(project, people, "Nulmeting", FIRST, everybody_says(12, 3))
    measure(project, people, "T1", SECOND, everybody_says(12, 3))
    db.session.commit()
    page = evaluator.get(home)
    first = page.all("div", class_="stat")[0]
    assert text(first.find("dt")).startswith("Lijnen tussen sectoren")
    assert text(first.find("dt")).endswith("hoofdcijfer volgens het meetplan")
    assert "lijnen vanaf sterkte 3" in page.text
    assert "Deze cijfers volgen het meetplan." in page.text
    assert "Lijnen tussen sectoren: eerst 55 % en nu 55 %" in [
        text(one) for one in page.all("h2", class_="figure-title")
    ]
    assert "Volgens het meetplan worden verschillen alleen beschreven." in page.text
    assert warnings(page) == []
    assert "U kijkt naar lijnen vanaf sterkte 1." in warnings(evaluator.get(f"{home}?sterkte=1"))[0]
    other = Choices(Headline.DENSITY, 3, DESCRIBE, BOUNDARY)
    planning.save_plan(project, other, plan.version, SECOND + DAY, user_id=user.id, reason="Vergissing.")
    db.session.commit()
    sentence = (
        "is “Hoofdcijfer” in het meetplan gewijzigd van “Lijnen tussen sectoren” in “Dichtheid”. Reden: Vergissing."
    )
    for where in ("", "meetplan", "downloads"):
        found = evaluator.get(f"{home}{where}").text
        assert sentence in found if where != "meetplan" else "Vergissing." in found
    answer = evaluator.fetch(f"{home}downloads/codeboek.csv").get_data().decode("utf-8-sig")
    rows = [row for row in csv.reader(io.StringIO(answer), delimiter=";") if row[0] == "meetplan"]
    assert [row[1] for row in rows] == [
        *("Hoe vast het staat", "Hoofdcijfer", "Een lijn telt vanaf", "Oordeel over een verschil", "Wie erbij hoort"),
        *("Vorige antwoorden tonen", "Loting", "Gewijzigd"),
    ]


def test_without_a_plan_results_say_so(project, people, evaluator):
    measure(project, people, "Nulmeting", FIRST, everybody_says(12, 2))
    assert "Er is geen meetplan." in evaluator.get(f"/e/{project.id}/").text
    assert "Er is nog geen meetplan" in evaluator.get(f"/e/{project.id}/meetplan").text
    measure(project, people, "T1", SECOND, everybody_says(12, 2))
    (warning,) = warnings(evaluator.get(f"/e/{project.id}/"))
    assert "Er was geen meetplan toen de tweede meting opende." in warning


def test_who_were_together_is_a_picture_of_its_own(project, people, evaluator):
    measure(project, people, "Nulmeting", FIRST, everybody_says(12, 1))
    page = f"/e/{project.id}/netwerk"
    assert "Nog te weinig mensen waren samen" in evaluator.get(f"{page}?bron=aanwezig").text
    meeting = make_meeting(project, starts_at=FIRST + 20 * DAY)
    for person in people[:5]:
        make_invitation(meeting, person, attendance=Attendance.PRESENT)
    db.session.commit()
    found = evaluator.get(f"{page}?bron=aanwezig&sterkte=4&richting=confirmed")
    assert "10 paren zijn in de laatste twee jaar samen geweest" in found.text
    assert "samen aanwezig: dat is nog geen kennismaking · sterkte en richting gelden hier niet" in found.text
    assert "Samen geweest met" in found.text
    assert "er zijn 0 lijnen" in evaluator.get(page).text
