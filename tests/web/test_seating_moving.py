"""Guests moved by hand: why somebody sits here, what another place costs, and what is held."""

import datetime as dt

import pytest

from kapstok import clock
from kapstok.extensions import db
from kapstok.meetings.rules import Partstat
from kapstok.planner import moving, reading, wishing
from kapstok.planner.rules import Wish
from tests.browsing import text
from tests.factories import make_invitation, make_meeting, make_organisation, make_person, make_plan
from tests.seated import at, plan_of_six, six_guests


@pytest.fixture
def plan(project):
    meeting = make_meeting(project, starts_at=clock.now() + dt.timedelta(days=3))
    return plan_of_six(meeting, six_guests(meeting))


@pytest.fixture
def guests(plan):
    return reading.expected(plan.meeting)


@pytest.fixture
def tab(plan):
    return f"/p/{plan.project_id}/bijeenkomsten/{plan.meeting_id}/tafels"


def options(page, name: str) -> list[str]:
    (select,) = page.all("select", name=name)
    return [text(option) for option in select.iter("option")]


def buttons(page) -> list[str]:
    return [text(button) for button in page.all("main")[0].iter("button")]


def test_why_here_and_what_elsewhere_costs(projectleider, guests, tab):
    page = projectleider.get(f"{tab}/1/{guests[0].id}")
    assert "Ronde 1, tafel 1 Waarom hier? Hier zit één ander. Eén van hen is uit een ander domein." in page.text
    assert "Aan deze tafel: Cas." in page.text
    untold = "kan; over zo weinig mensen zegt Kapstok geen punten"
    assert options(page, "tafel") == [f"Tafel 2: {untold}", f"Tafel 3: {untold}"]
    assert sorted(option.split(":")[0] for option in options(page, "met")) == [
        "Bo (tafel 2)",
        "Din (tafel 3)",
        "Eva (tafel 2)",
        "Fos (tafel 3)",
    ]
    assert page.follow("Ronde 2").url == f"{tab}/2/{guests[0].id}"


def test_points_are_told_between_tables_of_five(projectleider, project):
    meeting = make_meeting(project, starts_at=clock.now() + dt.timedelta(days=3))
    seats = {}
    for table, sector in ((1, "welzijn"), (2, "thuiszorg")):
        for _ in range(5):
            person = make_person(project, make_organisation(project, sector=sector))
            make_invitation(meeting, person, partstat=Partstat.ACCEPTED)
            seats[person] = table
    make_plan(meeting, [seats])
    page = projectleider.get(f"/p/{project.id}/bijeenkomsten/{meeting.id}/tafels/1/{next(iter(seats)).id}")
    # Four strangers of her own sector −16, five of the other +40; her sector is one nearer to even at both tables: +6.
    assert options(page, "tafel") == ["Tafel 2: ongeveer +30 punten"]


def test_who_is_at_no_table_has_no_page(projectleider, plan, guests, tab):
    wishing.set_guest(plan, guests[0].id, plan.version, clock.now(), until_round=1, actor="test")
    for address in (f"2/{guests[0].id}", f"3/{guests[0].id}", f"0/{guests[0].id}", "1/99999"):
        projectleider.get(f"{tab}/{address}", status=404)


def test_a_guest_is_moved_and_put_back(projectleider, plan, guests, tab):
    page = projectleider.get(f"{tab}/1/{guests[0].id}").submit(f"{tab}/verplaatsen", tafel="3")
    assert at(plan, 1)["Ann"] == 3
    assert "Ann zit in ronde 1 nu aan tafel 3." in page.text
    page = page.submit(f"{tab}/verplaatsen")
    assert at(plan, 1)["Ann"] == 1
    assert at(plan, 2)["Ann"] == 1


def test_two_guests_change_places_and_back(projectleider, plan, guests, tab):
    page = projectleider.get(f"{tab}/2/{guests[0].id}").submit(f"{tab}/ruilen", met=str(guests[2].id))
    assert (at(plan, 2)["Ann"], at(plan, 2)["Cas"]) == (3, 1)
    assert "Ann en Cas hebben in ronde 2 van plaats geruild." in page.text
    page.submit(f"{tab}/ruilen")
    assert (at(plan, 2)["Ann"], at(plan, 2)["Cas"]) == (1, 3)


def test_what_a_rule_forbids_is_told_on_the_plan(projectleider, plan, guests, tab):
    plan.tables[1].most = 2
    page = projectleider.get(f"{tab}/1/{guests[0].id}")
    assert options(page, "tafel")[0] == "Tafel 2: kan niet, door het aantal plaatsen"
    page = page.submit(f"{tab}/verplaatsen", status=400, tafel="2")
    assert "Tafel 2 is in ronde 1 vol: daar is plaats voor 2. Ruil met iemand." in page.text
    assert page.h1 == plan.meeting.title


def test_who_comes_too_late_sees_the_newest_and_can_still_do_it(projectleider, plan, guests, tab):
    page = projectleider.get(f"{tab}/1/{guests[0].id}")
    moving.swap(plan, 1, guests[1].id, guests[3].id, plan.version, clock.now(), actor="somebody else")
    page = page.submit(f"{tab}/verplaatsen", status=409, tafel="3")
    assert "Iemand anders heeft de tafelindeling intussen gewijzigd. U ziet nu de nieuwste." in page.text
    assert (at(plan, 1)["Ann"], at(plan, 1)["Bo"]) == (1, 3)
    page.submit(f"{tab}/verplaatsen")
    assert (at(plan, 1)["Ann"], at(plan, 1)["Bo"]) == (3, 3)


def test_who_has_no_table_yet_gets_one_by_hand(projectleider, plan, tab):
    gus = make_person(plan.meeting.project, name="Gus")
    make_invitation(plan.meeting, gus, partstat=Partstat.ACCEPTED)
    page = projectleider.get(f"{tab}/1/{gus.id}")
    assert "Deze gast heeft in deze ronde nog geen tafel." in page.text
    page = page.submit(f"{tab}/verplaatsen", tafel="2")
    assert at(plan, 1)["Gus"] == 2
    assert "Zet terug" not in buttons(page)


def test_a_guest_a_table_and_a_round_are_held_and_let_go(projectleider, plan, guests, tab):
    def held() -> set[int]:
        db.session.expire_all()
        return {seat.person_id for seat in reading.seats_of(plan) if seat.held}

    ann, bo, cas, *_rest = guests
    page = projectleider.get(f"{tab}/1/{ann.id}").submit(f"{tab}/vastzetten")
    assert held() == {ann.id}
    page = projectleider.get(f"{tab}/1/{ann.id}")
    assert "Deze gast zit vast aan deze tafel." in page.text and "Losmaken" in buttons(page)
    page = projectleider.get(tab).submit(f"{tab}/vastzetten", button=("vast", "tafel-1"))
    assert held() == {ann.id, cas.id}
    page = page.submit(f"{tab}/vastzetten", button=("vast", "ronde"))
    assert held() == {guest.id for guest in guests}
    page = page.submit(f"{tab}/vastzetten", button=("los", f"gast-{bo.id}"))
    page.submit(f"{tab}/vastzetten", button=("los", "ronde"))
    assert held() == set()
    page.submit(f"{tab}/vastzetten", button=("vast", "tafel-9"), status=409)
    page.submit(f"{tab}/vastzetten", button=("vast", "iedereen"), status=404)


def test_a_wish_keeps_somebody_without_being_told(projectleider, plan, guests, tab):
    ann, _bo, cas, *_rest = guests
    wishing.add_wish(plan, Wish.TOGETHER, ann.id, cas.id, plan.version, clock.now(), actor="test")
    page = projectleider.get(f"{tab}/1/{ann.id}")
    assert "Een wens bepaalt mee waar deze gast zit." in page.text
    assert "Deze gast kan in deze ronde nergens anders zitten." in page.text
    assert {words.split(": ")[1] for words in options(page, "met")} == {"kan niet, door een wens"}
