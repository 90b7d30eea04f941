"""What must hold at the tables, what of it clashes, and what is given up."""

import datetime as dt

import pytest

from kapstok import clock
from kapstok.planner import reading, wishing
from kapstok.planner.rules import Wish
from tests.browsing import text
from tests.factories import make_meeting
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


@pytest.fixture
def wishes(tab):
    return f"{tab}/wensen"


def kept(plan) -> list[tuple[str, int, int]]:
    return [(row.kind, row.one_id, row.other_id) for row in reading.wishes_of(plan)]


def press(page, action: str, words: str):
    """Press the one button with these words."""
    (form,) = (form for form in page.all("form", action=action) if text(form) == words)
    return page.visitor.post(action, {field.get("name"): field.get("value") for field in form.iter("input")})


def test_a_wish_is_kept_and_taken_back(projectleider, plan, guests, wishes):
    ann, bo, *_rest = guests
    page = projectleider.get(wishes).submit(wishes, kind="apart", one="ann", other=" Bo ")
    assert kept(plan) == [("apart", ann.id, bo.id)]
    assert "Ann en Bo zitten nooit samen." in page.text
    press(page, f"{wishes}/1/weghalen", "Weghalen")
    assert kept(plan) == []


def test_a_wish_that_cannot_be_comes_back_as_it_was_typed(projectleider, plan, wishes):
    page = projectleider.get(wishes)
    page = page.submit(wishes, status=400, kind="together", one="Ann", other="Ann")
    assert "Kies twee verschillende mensen." in page.text
    assert page.all("input", name="other")[0].get("value") == "Ann"
    page = page.submit(wishes, status=400, one="Zus", other="")
    assert "“Zus” staat niet in de lijst." in page.text and "Kies een gast." in page.text
    assert kept(plan) == []


def test_who_leaves_early_and_who_needs_room(projectleider, plan, guests, wishes):
    page = projectleider.get(wishes)
    page = page.submit(f"{wishes}/gast", guest="Ann", until_round="1", needs_access="y")
    assert "Ann: is er van ronde 1 tot en met 1; heeft een plaats voor een rolstoel nodig." in page.text
    assert "Ann" not in at(plan, 2)
    press(page, f"{wishes}/gast", "Weghalen")
    assert reading.guests_of(plan) == {}


def test_who_does_not_sit_at_a_table(projectleider, plan, wishes):
    page = projectleider.get(wishes)
    page = page.submit(f"{wishes}/gast", guest="Ann", joins=[])
    assert "Ann: zit niet aan een tafel." in page.text
    assert [sorted(at(plan, number)) for number in (1, 2)] == [["Bo", "Cas", "Din", "Eva", "Fos"]] * 2


def test_rounds_that_are_not_there(projectleider, plan, wishes):
    page = projectleider.get(wishes).submit(f"{wishes}/gast", status=400, guest="Ann", until_round="3")
    assert "Er zijn 2 rondes. Kies een eerste en een laatste ronde die daarbinnen vallen." in page.text


def test_of_two_the_second_sees_the_newest(projectleider, plan, guests, wishes):
    page = projectleider.get(wishes)
    page.submit(wishes, kind="apart", one="Ann", other="Bo")
    page = page.submit(wishes, status=409, kind="apart", one="Cas", other="Eva")
    assert "Iemand anders heeft de tafelindeling intussen gewijzigd." in page.text
    assert "Ann en Bo zitten nooit samen." in page.text
    page.submit(wishes)
    assert len(kept(plan)) == 2


def test_what_clashes_is_told_with_a_button_for_each_way_out(projectleider, plan, guests, tab, wishes):
    ann, bo, *_rest = guests
    for table, host in zip(plan.tables, (ann, bo), strict=False):
        table.host = host
    wishing.add_wish(plan, Wish.TOGETHER, ann.id, bo.id, plan.version, clock.now(), actor="test")
    page = projectleider.get(tab)
    assert "Eén wens kan niet." in page.text and "Ann en Bo zitten altijd samen" not in page.text
    page = page.follow("Bekijk wat niet samengaat")
    assert "In alle rondes: Ann en Bo zitten altijd samen, maar horen bij verschillende tafels." in page.text
    assert [text(form) for form in page.all("form", action=f"{wishes}/uitweg")] == [
        "Ann en Bo hoeven niet samen te zitten",
        "Ann ontvangt niet aan tafel 1",
        "Bo ontvangt niet aan tafel 2",
    ]
    page = press(page, f"{wishes}/uitweg", "Ann ontvangt niet aan tafel 1")
    assert "Dit gaat niet samen" not in page.text
    assert [table.host for table in plan.tables] == [None, bo, None]


def test_making_a_plan_that_cannot_be_leads_to_what_clashes(projectleider, plan, guests, tab, wishes):
    for kind, one, other in ((Wish.TOGETHER, 0, 1), (Wish.TOGETHER, 1, 2), (Wish.APART, 0, 2)):
        wishing.add_wish(plan, kind, guests[one].id, guests[other].id, plan.version, clock.now(), actor="test")
    page = press(projectleider.get(tab), f"{tab}/maken", "Deel opnieuw in")
    assert page.url == wishes
    assert "Ann en Cas mogen niet samen zitten, maar zitten via Bo altijd aan één tafel." in page.text
