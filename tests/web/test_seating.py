"""Tab Tafels of a bijeenkomst: made, seen a round at a time, set, shared, and mended when the guest list changes."""

import datetime as dt

import pytest
from sqlalchemy import select

from kapstok import clock
from kapstok.evaluation.calculations import Kind
from kapstok.evaluation.models import Calculation
from kapstok.extensions import db
from kapstok.meetings.rules import Partstat
from kapstok.planner import making, reading, service, wishing
from kapstok.planner.instance import ABSENT
from kapstok.planner.rules import Wish
from tests.browsing import text
from tests.factories import make_invitation, make_meeting, make_person
from tests.seated import NAMES, plan_of_six, six_guests

DAY = dt.timedelta(days=1)
NOTED = {"actor": "test"}


@pytest.fixture
def meeting(project):
    return make_meeting(project, starts_at=clock.now() + 3 * DAY)


@pytest.fixture
def guests(meeting):
    return six_guests(meeting)


@pytest.fixture
def plan(meeting, guests):
    return plan_of_six(meeting, guests)


@pytest.fixture
def tab(meeting):
    return f"/p/{meeting.project_id}/bijeenkomsten/{meeting.id}/tafels"


def tables(page) -> list[str]:
    return [text(card) for card in page.all("section", class_="seating-table")]


def buttons(page) -> list[str]:
    return [text(button) for button in page.all("main")[0].iter("button")]


# Before there is a plan


def test_too_few_said_yes(projectleider, meeting, tab):
    page = projectleider.get(tab)
    assert "Dat kan zodra 4 gasten ja zeiden. Nu zeiden 0 gasten ja." in page.text
    assert page.follow("Bekijk de antwoorden").h1 == meeting.title


def test_a_proposal_becomes_a_plan_and_a_longer_search(projectleider, meeting, guests, tab):
    page = projectleider.get(tab)
    assert "6 gasten zeiden ja." in page.text
    assert "Nog niemand vertelde wie hij of zij kent." in page.text
    page = page.submit(f"{tab}/maken", count="3", rounds="2")
    plan = service.get_plan(meeting)
    assert (len(plan.tables), plan.rounds) == (3, 2)
    assert [len(reading.problem(plan, clock.now()).seats[number]) for number in (0, 1)] == [6, 6]
    assert sorted(name for card in tables(page) for name in NAMES if name in card) == list(NAMES)
    assert "Dit is een eerste indeling." in page.text
    asked = db.session.scalar(select(Calculation).where(Calculation.project_id == meeting.project_id))
    assert (asked.kind, asked.asked["plan"]) == (Kind.SEATING, plan.id)


def test_more_tables_than_guests_are_refused_with_what_was_typed(projectleider, meeting, guests, tab):
    page = projectleider.get(tab).submit(f"{tab}/maken", status=400, count="9", rounds="2")
    assert "Ronde 1 heeft minder gasten (6) dan tafels (9). Kies minder tafels." in page.text
    assert page.all("input", name="count")[0].get("value") == "9"
    assert service.find_plan(meeting) is None


def test_no_number_at_all(projectleider, guests, tab):
    page = projectleider.get(tab).submit(f"{tab}/maken", status=400, count="veel", rounds="")
    assert "Vul een heel getal in." in page.text and "Vul in hoeveel rondes er zijn." in page.text


# The plan


def test_one_round_at_a_time(projectleider, plan, tab):
    plan.tables[1].name = "Raam"
    page = projectleider.get(f"{tab}?ronde=2")
    assert [card.split(" plaatsen")[0] for card in tables(page)] == [
        "Tafel 1 Vastzetten 2 van de 3",
        "Tafel 2 Raam Vastzetten 2 van de 3",
        "Tafel 3 Vastzetten 2 van de 3",
    ]
    assert ["Bo" in card for card in tables(page)] == [False, True, False]
    assert text(page.all("a", aria_current="page")[-1]) == "Ronde 2"
    for odd in ("0", "99", "x", "9" * 5000):
        projectleider.get(f"{tab}?ronde={odd}")


def test_what_it_brings_beside_counting_off(projectleider, plan, tab):
    rows = [[text(cell) for cell in row] for row in projectleider.get(tab).all("tr")[1:]]
    assert [row[1] for row in rows] == ["5", "5", "0", "0", "0"]  # six pairs, told in steps of five
    page = projectleider.get(tab).follow("Hoe veel beter kan het, en wie heeft er het minst aan?")
    assert "Geen enkele indeling haalt meer dan" in page.text
    assert text(page.all("caption")[-1]) == "Wie er het minst aan heeft"
    assert page.follow("Ann").h1 == "Ann"


def test_how_little_is_known_is_said(projectleider, plan, tab):
    assert "Nog niemand van deze gasten vertelde wie hij of zij kent." in projectleider.get(tab).text


def test_another_plan_as_good(projectleider, meeting, plan, tab):
    page = projectleider.get(tab)
    forms = [form for form in page.all("form", action=f"{tab}/maken") if "ander" in text(form)]
    fields = {field.get("name"): field.get("value") for field in forms[0].iter("input")}
    projectleider.post(f"{tab}/maken", fields)
    assert service.get_plan(meeting).seed == 2


def test_wishes_are_seen_nowhere_but_on_their_own_page(projectleider, plan, guests, tab):
    ann, bo, *_rest = guests
    wishing.add_wish(plan, Wish.APART, ann.id, bo.id, plan.version, clock.now(), **NOTED)
    wishing.set_guest(plan, ann.id, plan.version, clock.now(), needs_access=True, **NOTED)
    for address in (tab, f"{tab}/1/{ann.id}", f"{tab}/opbrengst"):
        words = projectleider.get(address).text
        assert "rolstoel" not in words and "nooit samen" not in words
    assert "Ann en Bo zitten nooit samen." in projectleider.get(f"{tab}/wensen").text


def test_nobody_else_sees_it(evaluator, visitor, plan, tab):
    evaluator.get(tab, status=403)
    assert visitor.get(tab).h1 == "Inloggen"


def test_participants_see_their_rounds_once_it_is_shared(projectleider, plan, tab):
    page = projectleider.get(tab)
    assert "Deelnemers zien nog niets." in page.text
    page = page.submit(f"{tab}/delen")
    assert plan.shared_at is not None
    assert "Deelnemers zien nu op hun eigen pagina aan welke tafel zij elke ronde zitten." in page.text
    page.submit(f"{tab}/delen")
    assert plan.shared_at is None


def test_after_the_meeting_it_is_only_read(projectleider, meeting, plan, guests, tab):
    meeting.starts_at, meeting.ends_at = clock.now() - DAY, clock.now() - DAY / 2
    page = projectleider.get(tab)
    assert [label for label in buttons(page) if "ast" in label or "opnieuw" in label] == []
    assert "Verplaats" not in projectleider.get(f"{tab}/1/{guests[0].id}").text
    assert list(projectleider.get(f"{tab}/wensen").all("main")[0].iter("form")) == []
    fields = {"ronde": "1", "gast": guests[0].id, "tafel": "2", "version": plan.version}
    token = projectleider.get(tab).all("input", name="csrf_token")[0].get("value")
    page = projectleider.post(f"{tab}/verplaatsen", fields | {"csrf_token": token}, status=400)
    assert "Deze bijeenkomst is voorbij of afgezegd. De tafelindeling verandert niet meer." in page.text


# Tables and rounds


def test_other_tables_and_what_counts(projectleider, meeting, plan, guests, tab):
    page = projectleider.get(f"{tab}/instellingen")
    page = page.submit(
        f"{tab}/instellingen", need="10", spread="free", **{"tables-0-host": "Ann", "tables-2-most": "4"}
    )
    assert "Bewaard. Wie nu aan tafel zit, blijft zitten tot u opnieuw indeelt." in text(page.all("body")[0])
    kept = service.settings_of(plan)
    assert (kept.need, kept.spread, [table.most for table in kept.tables]) == (10, "free", [3, 3, 4])
    assert kept.tables[0].host_id == guests[0].id


def test_another_number_of_tables_deals_the_places_anew(projectleider, plan, tab):
    projectleider.get(f"{tab}/instellingen").submit(f"{tab}/instellingen", count="2")
    assert [(table.number, table.fewest, table.most) for table in plan.tables] == [(1, 2, 4), (2, 2, 4)]


def test_a_table_that_is_emptied_goes_and_the_others_keep_their_numbers(projectleider, plan, tab):
    fields = {"tables-1-most": "", "tables-1-fewest": ""}
    projectleider.get(f"{tab}/instellingen").submit(f"{tab}/instellingen", **fields)
    assert [table.number for table in plan.tables] == [1, 3]


def test_saved_and_worked_out_at_once(projectleider, meeting, plan, tab):
    page = projectleider.get(f"{tab}/instellingen").submit(f"{tab}/instellingen", button=("indelen", "1"), rounds="3")
    assert [text(link) for link in page.all("a") if text(link).startswith("Ronde ")] == [
        "Ronde 1",
        "Ronde 2",
        "Ronde 3",
    ]
    assert reading.problem(service.get_plan(meeting), clock.now()).is_seated


def test_what_cannot_be_is_told_beside_what_was_typed(projectleider, plan, tab):
    page = projectleider.get(f"{tab}/instellingen")
    page = page.submit(f"{tab}/instellingen", status=400, **{"tables-0-fewest": "3", "tables-0-most": "2", "need": "7"})
    assert "Aan tafel 1 zitten minstens 3 en hoogstens 2 mensen. Dat kan niet allebei." in page.text
    assert page.all("input", name="need")[0].get("value") == "7"
    page = page.submit(f"{tab}/instellingen", status=400, need="11", rounds="13", **{"tables-0-host": "Zus"})
    for sentence in (
        "Zet de schuif ergens op de lijn.",
        "Kies 1 tot en met 12 rondes.",
        "“Zus” staat niet in de lijst.",
    ):
        assert sentence in page.text


def test_two_set_it_at_once(projectleider, meeting, plan, tab):
    page = projectleider.get(f"{tab}/instellingen")
    page.submit(f"{tab}/instellingen", rounds="3")
    page = page.submit(f"{tab}/instellingen", status=409, rounds="4")
    assert "Iemand anders heeft de tafelindeling intussen gewijzigd." in page.text
    assert [text(cell) for cell in page.all("td")[:2]] == ["3", "4"]
    page.submit(f"{tab}/instellingen")
    assert service.get_plan(meeting).rounds == 4


# Who cancels and who walks in


def test_who_cancels_and_who_comes_is_offered_a_change(projectleider, meeting, plan, guests, tab):
    meeting.starts_at = clock.now() - dt.timedelta(minutes=30)
    fos = next(guest for guest in meeting.invitations if guest.person is guests[5])
    fos.partstat = Partstat.DECLINED
    gus = make_person(meeting.project, name="Gus")
    make_invitation(meeting, gus, partstat=Partstat.ACCEPTED)
    page = projectleider.get(f"{tab}?vanaf=2")
    assert "Fos komt niet meer." in page.text
    assert "Gus komt erbij en heeft nog geen tafel." in page.text
    assert "Niemand verplaatsen" in buttons(page)
    page = projectleider.post(f"{tab}/gasten", _fields(page, f"{tab}/gasten"))
    problem = reading.problem(plan, clock.now())
    assert [row[problem.index(gus.id)] == ABSENT for row in problem.seats] == [True, False]
    assert (problem.gone, problem.new) == ({}, {})
    assert "De gastenlijst is veranderd" not in page.text


def _fields(page, action: str) -> dict[str, str]:
    """What the first form with this action sends."""
    form = page.all("form", action=action)[0]
    return {field.get("name"): field.get("value") for field in form.iter("input")}


# What the long search finds


def found(plan, seats) -> Calculation:
    """What the worker would have found, when somebody moved a guest meanwhile."""
    problem = reading.problem(plan, clock.now())
    calculation = making.ask_final(plan, problem, clock.now(), user_id=1)
    calculation.result, calculation.finished_at = making.told(problem, seats), clock.now()
    return calculation


@pytest.fixture
def worse(plan, guests):
    """Ann sits with her colleague in both rounds: what was found before is better."""
    seats = reading.problem(plan, clock.now()).seats
    for seat in reading.seats_of(plan):
        if seat.person_id == guests[0].id:
            seat.table = 2
    db.session.flush()
    found(plan, seats)


def test_a_better_plan_is_offered_and_taken(projectleider, plan, worse, guests, tab):
    page = projectleider.get(tab)
    assert "Kapstok vond een betere indeling" in page.text
    page = projectleider.post(f"{tab}/beter", _fields(page, f"{tab}/beter"))
    assert "Ann" in tables(page)[0] and "Kapstok vond een betere indeling" not in page.text


def test_a_better_plan_is_left_alone(projectleider, plan, worse, tab):
    page = projectleider.get(tab)
    page = projectleider.post(f"{tab}/beter", _fields(page, f"{tab}/beter") | {"nee": "1"})
    assert "Ann" in tables(page)[1] and "Kapstok vond een betere indeling" not in page.text
