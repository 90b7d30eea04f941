"""Loting: announced, declined, drawn, asked and told, each on its own page."""

import datetime as dt
from dataclasses import replace

import pytest

from kapstok import clock
from kapstok.extensions import db
from kapstok.meetings.rules import Attendance
from kapstok.planner.lottery import asking, service
from kapstok.planner.models import Lottery
from kapstok.projects import service as projects
from kapstok.scope import in_project
from kapstok.ties.plans import service as planning
from kapstok.ties.rules import Answers
from kapstok.web.links import lottery_link, no_lottery_link, personal_link, rsvp_link
from tests.browsing import text
from tests.drawn import DAY, SEED, draw, make_strangers, seated_plan, with_lottery
from tests.factories import make_invitation, make_meeting, make_person, make_user


@pytest.fixture
def people(project):
    with_lottery(project)
    return make_strangers(project)


@pytest.fixture
def now():
    return clock.now()


@pytest.fixture
def plan(project, people, now):
    return seated_plan(project, people, now + DAY)


def drawn(project, people, starts_at) -> Lottery:
    return draw(seated_plan(project, people, starts_at), starts_at - DAY)


def asked(project, people, days) -> Lottery:
    """A draw of which the lists were sent so many days ago."""
    now = clock.now()
    made = drawn(project, people, now - dt.timedelta(days=days + 57))
    made.asked_at = now - dt.timedelta(days=days)
    return made


def page_of(lottery_or_plan):
    return f"/p/{lottery_or_plan.project_id}/bijeenkomsten/{lottery_or_plan.meeting_id}/loting"


def path(url):
    return url.removeprefix(url.split("/", 3)[0] + "//" + url.split("/", 3)[2])


# The projectleider


def test_what_is_off_does_not_exist(project, people, plan, projectleider, evaluator, visitor):
    projects.switch_modules(project, set(), actor="test")
    projectleider.get(page_of(plan), status=404)
    evaluator.get(f"/e/{project.id}/loting", status=404)
    visitor.get(path(no_lottery_link(plan.meeting.invitations[0])), status=404)
    assert "Werkte het?" not in [text(link) for link in evaluator.get(f"/e/{project.id}/").all("a")]


def test_it_is_announced_from_the_tab_of_the_guests(project, people, projectleider):
    meeting = make_meeting(project, starts_at=clock.now() + 9 * DAY)
    page = projectleider.get(f"/p/{project.id}/bijeenkomsten/{meeting.id}")
    assert "Kondig dat dan aan voordat u uitnodigt." in page.text
    page = page.follow("Loting")
    address = page_of(service.Lottery(project_id=project.id, meeting_id=meeting.id))
    page = page.submit(f"{address}/aankondigen")
    assert "De loting staat in de uitnodiging." in page.text
    preview = projectleider.get(f"/p/{project.id}/bijeenkomsten/{meeting.id}/voorbeeld")
    assert "loten wij een deel van de tafelplaatsen" in preview.text
    page = page.submit(f"{address}/aankondigen")
    assert "De loting staat niet meer in de uitnodiging." in page.text
    make_invitation(meeting, people[0], sent_sequence=0)
    assert "Bij deze bijeenkomst kan loten niet meer." in projectleider.get(address).text


def test_drawn_once_with_its_proof(project, plan, projectleider):
    page = projectleider.get(page_of(plan))
    assert "0 van de 24" in page.text
    page = page.submit(page_of(plan))
    made = db.session.scalar(in_project(Lottery, project))
    assert "Er is geloot." in page.text and made.seed_hash in page.text and made.seed not in page.text
    assert "Deze tafels zijn geloot." in page.follow("Tafels").text
    again = projectleider.post(page_of(plan), {"csrf_token": page.all("input", name="csrf_token")[0].get("value")}, 409)
    assert "De tafels zijn al geloot." in again.text


def test_what_is_still_to_be_done(project, plan, projectleider):
    registered = planning.find_plan(project)
    registered.draws = False
    page = projectleider.get(page_of(plan))
    assert page.link("Naar het meetplan") == f"/p/{project.id}/meetplan"
    assert "Loot nu" not in page.text
    registered.draws = True
    late = make_person(project)
    make_invitation(plan.meeting, late, partstat="ACCEPTED")
    assert "Niet iedere gast heeft in elke ronde een plek." in projectleider.get(page_of(plan)).text


def test_afterwards_the_page_tells_how_far_it_is(project, people, projectleider, now):
    made = drawn(project, people, now - 9 * DAY)
    assert "krijgt elke gast over wie de munten beslisten één mail" in projectleider.get(page_of(made)).text
    made = asked(project, people, 3)
    assert "0 van de 24 gasten antwoordden. Dat kan tot en met" in projectleider.get(page_of(made)).text
    made.asked_at = now - 29 * DAY
    assert projectleider.get(page_of(made)).link("Werkte het?") == f"/e/{project.id}/loting"
    made.meeting.cancelled_at = now
    assert "Er wordt niets gevraagd" in projectleider.get(page_of(made)).text


# A guest


def test_a_guest_says_no_and_takes_it_back_until_the_draw(plan, visitor, now):
    invitation = plan.meeting.invitations[0]
    page = visitor.get(path(rsvp_link(invitation))).follow("Niet meedoen aan de loting")
    page = page.submit()
    assert "U doet niet mee aan de loting." in page.text and "Toch meedoen" in page.text
    assert "U doet niet mee aan de loting." in visitor.get(path(rsvp_link(invitation))).text
    page = page.submit()
    assert "Ik doe niet mee" in page.text
    draw(plan, now)
    page = page.submit()
    assert "U doet niet mee aan de loting." in page.text and "Toch meedoen" not in page.text


def test_a_mail_program_can_say_no(plan, visitor):
    invitation = plan.meeting.invitations[0]
    visitor.client.post(path(no_lottery_link(invitation)), data={"List-Unsubscribe": "One-Click"})
    db.session.refresh(invitation)
    assert invitation.no_lottery


def test_a_meeting_without_a_draw_has_no_such_page(project, people, visitor, now):
    meeting = make_meeting(project, starts_at=now + DAY)
    visitor.get(path(no_lottery_link(make_invitation(meeting, people[0]))), status=404)


def test_the_list_from_the_own_page_to_thanks(project, people, visitor):
    made = asked(project, people, 3)
    place = made.places[0]
    page = visitor.get(path(personal_link(people[0]))).follow("Zeg wie u kent")
    listed = [text(line.find("legend/span/strong")) for line in page.all("fieldset")]
    assert listed == [person.name for person in asking.names_for(place, clock.now())]
    first = asking.names_for(place, clock.now())[0]
    assert "Wat u hier openlaat, telt niet mee." in page.text
    page = page.submit(**{f"kent_{first.id}": "3"})
    assert "Dank u wel. Uw antwoorden zijn bewaard." in page.text
    assert [field.get("value") for field in page.all("input", type="radio") if "checked" in field.attrib] == ["3"]
    assert asking.said_on(place) == {first.id: 3}
    assert "U zei wie u kent" in visitor.get(path(personal_link(people[0]))).text


def test_what_the_list_refuses(project, people, visitor):
    made = asked(project, people, 3)
    place = made.places[0]
    page = visitor.get(path(lottery_link(place)))
    assert "U hebt nog niets ingevuld." in page.submit(status=400).text
    first = asking.names_for(place, clock.now())[0]
    refused = page.submit(**{f"kent_{first.id}": "9"}, status=400)
    assert "Kies bij elke naam een van de antwoorden die er staan." in refused.text
    made.asked_at = clock.now() - 29 * DAY
    assert "Deze vraag is gesloten." in page.submit(**{f"kent_{first.id}": "2"}).text
    assert asking.said_on(place) == {}
    place.link_version = 2
    visitor.get(page.url, status=404)


def test_who_said_no_or_waits_has_no_list(project, people, visitor, now):
    made = drawn(project, people, now - 9 * DAY)
    assert "Deze vraag is nog niet open." in visitor.get(path(lottery_link(made.places[0]))).text
    made.asked_at = now
    invitation = next(one for one in made.meeting.invitations if one.person_id == made.places[0].person_id)
    service.say_no(invitation, actor="test")
    assert "Er is niemand over wie wij u iets vragen." in visitor.get(path(lottery_link(made.places[0]))).text


# The evaluator


def answer(lottery, at, won, lost):
    """Everybody says the same of who sat at their table, and the same of who did not."""
    seated = {place.person_id: place.path for place in lottery.places}
    twin = {}
    for place in lottery.places:
        twin.setdefault(place.twin, []).append(place)
    for one, other in twin.values():
        if one.exchanged:
            seated[one.person_id], seated[other.person_id] = other.path, one.path
    for place in lottery.places:
        said = {
            person.id: won
            if any(a == b for a, b in zip(seated[person.id], seated[place.person_id], strict=True))
            else lost
            for person in asking.names_for(place, at)
        }
        asking.record_answers(place, Answers(said), at)


def test_nothing_is_told_while_guests_can_answer(project, people, evaluator, now):
    address = f"/e/{project.id}/loting"
    assert "Er is nog niet geloot" in evaluator.get(address).text
    made = drawn(project, people, now - 9 * DAY)
    assert "De vraag gaat vanaf" in evaluator.get(address).text
    made = asked(project, people, 3)
    answer(made, now, won=3, lost=0)
    page = evaluator.get(address)
    assert "Gasten kunnen nog antwoorden tot en met" in page.text
    assert "Er is nog niets te zeggen" in page.text
    assert made.seed_hash in page.text and SEED not in page.text


def test_few_pairs_are_described_and_the_secret_is_told(project, people, evaluator, now):
    made = asked(project, people, 29)
    answer(made, now - 2 * DAY, won=3, lost=0)
    page = evaluator.get(f"/e/{project.id}/").follow("Werkte het?")
    assert "noemt tot nu toe 100 % een lijn, van wie hij uit elkaar hield 0 %." in page.text
    assert "n = 216 gelote paren die elkaar vooraf niet kenden, van één bijeenkomst" in page.text
    assert "Kans dat toeval alleen dit geeft" not in page.text
    assert SEED in page.text
    assert "Dit meet de tafel, niet de bijeenkomst." in page.text


def test_what_would_tell_of_one_guest_is_hidden_though_all_answered(project, people, evaluator, now):
    made, at = asked(project, people, 29), now - 2 * DAY
    for place in made.places:
        strength = 3 if place is made.places[0] else 0
        asking.record_answers(place, Answers({person.id: strength for person in asking.names_for(place, at)}), at)
    page = evaluator.get(f"/e/{project.id}/loting")
    assert "Een deel van de uitkomst zou over te weinig paren of mensen gaan." in page.text
    assert "Samen aan tafel geloot" not in page.text and "noemt een lijn" not in page.text


def test_two_bijeenkomsten_together_are_tested(project, people, evaluator, now):
    for days in (29, 40):
        made = asked(project, people, days)
        answer(made, now - 13 * DAY, won=2, lost=0)
        made.asked_at = min(made.asked_at, now - 29 * DAY)
        for invitation in made.meeting.invitations:
            invitation.attendance = Attendance.ABSENT  # whatever happened at the tables
    page = evaluator.get(f"/e/{project.id}/loting")
    assert "Samen aan tafel zitten leidde vaker tot een lijn: 100 %" in page.text
    assert "n = 432 gelote paren" in page.text and "van 2 bijeenkomsten" in page.text
    assert "Kans dat toeval alleen dit geeft ≤ 0,1 %" in page.text
    registered = planning.find_plan(project)
    user = make_user(project)
    choices = replace(planning.choices_of(registered), threshold=3)
    planning.save_plan(project, choices, registered.version, now, user_id=user.id, reason="Sterker.")
    page = evaluator.get(f"/e/{project.id}/loting")
    assert "Er is geen verschil gevonden dat groter is dan toeval: 0 %" in page.text
    assert "Reden: Sterker." in page.text


def test_the_plan_registers_it(project, people, projectleider, evaluator):
    page = projectleider.get(f"/p/{project.id}/meetplan")
    assert "Alle bijeenkomsten met loting tellen samen" in page.text
    assert "Alle bijeenkomsten met loting tellen samen" in evaluator.get(f"/e/{project.id}/meetplan").text
    registered = planning.find_plan(project)
    planning.fix(registered, clock.now())
    assert (
        "Het meetplan is gemaakt voordat er tafels werden geloot" in projectleider.get(f"/p/{project.id}/meetplan").text
    )
