"""Iemand vertrekt: what the projectleider does and sees, and what the leaver does."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from kapstok import clock
from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.ties import service as ties
from kapstok.ties.leaving import service as handover
from kapstok.ties.models import Handover
from kapstok.ties.rules import Answers
from kapstok.web.links import personal_link, stationery
from tests.browsing import text
from tests.factories import make_invitation, make_meeting, make_organisation, make_person, make_service

DAY = dt.timedelta(days=1)


@pytest.fixture
def loket(project):
    return make_organisation(project, "Zorgloket", "gemeente")


@pytest.fixture
def jan(project, loket):
    """Leaves, and has six short lines in two sectors."""
    jan = make_person(project, loket, "Jan Bos", "wmo-consulent")
    kom = make_organisation(project, "De Kom")
    others = [make_person(project, place, f"Lijn {n}") for n, place in enumerate([loket, kom] * 3)]
    ties.record_statements(jan, Answers({other.id: 2 for other in others}), clock.now())
    return jan


@pytest.fixture
def bo(project, loket):
    return make_person(project, loket, "Bo Dam")


def token(page) -> str:
    return page.all("input", name="csrf_token")[0].get("value")


def today() -> dt.date:
    return clock.local_date(clock.now())


def page_of(person, rest: str = "") -> str:
    return f"/p/{person.project_id}/netwerk/mensen/{person.id}{rest}"


def own_page(person) -> str:
    return urlsplit(personal_link(person)).path + "/overdragen"


def leaves(jan, bo=None, days: int = 14) -> Handover:
    return handover.plan(jan, today() + days * DAY, bo, stationery(), clock.now(), actor="test")


def kinds() -> list[str]:
    return list(db.session.scalars(select(OutboxMessage.kind).order_by(OutboxMessage.id)))


def test_from_the_person_page_to_a_planned_leave(projectleider, project, jan, bo, loket):
    make_service(loket, "Logeerhuis", keeper=jan)
    meeting = make_meeting(project, "Kennismaken", clock.now() + 20 * DAY)
    make_invitation(meeting, jan)
    form = projectleider.get(page_of(jan)).follow("Vertrek regelen")
    assert form.h1 == "Jan Bos vertrekt"
    assert "6 lijnen over te dragen, in 2 sectoren." in form.text
    assert "Na de laatste dag houdt de opvolger dit op de sociale kaart bij: Logeerhuis." in form.text
    assert "Jan Bos is uitgenodigd voor: Kennismaken." in form.text
    page = form.submit(last_day=str(today() + 14 * DAY), successor_id=str(bo.id))
    assert "over te dragen" in page.text
    assert "Opvolger: Bo Dam" in page.text
    assert "Jan Bos kreeg een mail om te kiezen welke namen de opvolger krijgt." in page.text
    assert [name for name in ("Lijn 0", "Lijn 1") if name in page.text] == []
    assert kinds() == ["handover"]


def test_who_follows_is_one_of_the_project_colleagues_first(projectleider, project, jan, bo):
    make_person(project, None, "Aat Elders", sector_id=jan.sector.id)
    make_person(project, jan.organisation, "Ook Weg", left_on=today())
    options = projectleider.get(page_of(jan, "/vertrek")).all("option")
    assert [text(option) for option in options] == [
        "Nog niet bekend",
        "Bo Dam (Zorgloket)",
        "Lijn 0 (Zorgloket)",
        "Lijn 2 (Zorgloket)",
        "Lijn 4 (Zorgloket)",
        "Aat Elders",
        "Lijn 1 (De Kom)",
        "Lijn 3 (De Kom)",
        "Lijn 5 (De Kom)",
    ]


@pytest.mark.parametrize("last_day", ["", "geen dag", "2031-02-30", "1999-01-01", "9999-12-31"])
def test_a_day_that_cannot_be(projectleider, jan, last_day):
    page = projectleider.get(page_of(jan, "/vertrek")).submit(last_day=last_day, status=400)
    assert page.all("input", name="last_day")[0].get("value") == last_day
    db.session.refresh(jan)
    assert jan.left_on is None


def test_too_few_lines_to_count(projectleider, project, loket, bo):
    dirk = make_person(project, loket, "Dirk Ent")
    ties.record_statements(dirk, Answers({bo.id: 2}), clock.now())
    page = projectleider.get(page_of(dirk, "/vertrek"))
    assert "Minder dan 5 lijnen over te dragen." in page.text


def test_back_as_if_nothing_happened(projectleider, jan, bo):
    leaves(jan, bo)
    page = projectleider.get(page_of(jan)).submit(page_of(jan, "/blijft"))
    assert "Vertrek regelen" in page.text
    db.session.refresh(jan)
    assert (jan.left_on, jan.successor_id) == (None, None)


def test_the_projectleider_introduces_without_names(projectleider, jan, bo):
    leaves(jan, bo)
    page = projectleider.get(page_of(jan)).submit(page_of(jan, "/opvolger-voorstellen"))
    assert "De opvolger kreeg op" in page.text
    assert kinds() == ["handover", "introduction"]
    projectleider.post(page_of(jan, "/opvolger-voorstellen"), {"csrf_token": token(page)})
    assert kinds() == ["handover", "introduction"]


def test_nobody_to_introduce_is_said(projectleider, jan):
    leaves(jan)
    page = projectleider.get(page_of(jan))
    page = projectleider.post(page_of(jan, "/opvolger-voorstellen"), {"csrf_token": token(page)})
    assert kinds() == []
    assert "Er is nog geen opvolger." in page.text


def test_the_leaver_gives_names_from_the_mail(visitor, projectleider, jan, bo):
    leaves(jan, bo)
    page = visitor.get(own_page(jan))
    assert page.h1 == "Wie geeft u door aan Bo Dam?"
    boxes = [box.get("value") for box in page.all("input", name="lijn")]
    assert len(boxes) == 6
    page = page.submit(lijn=boxes[:5])
    assert page.h1 == "Dank u wel"
    assert "U hebt 5 mensen doorgegeven." in page.text
    assert kinds() == ["handover", "introduction"]
    shown = projectleider.get(page_of(jan)).text
    assert "Jan Bos gaf 5 mensen door" in shown
    assert "Lijn 0" not in shown


def test_without_a_tick_the_list_comes_back(visitor, jan, bo):
    leaves(jan, bo)
    page = visitor.get(own_page(jan)).submit(lijn=[], status=400)
    assert "Vink ten minste één naam aan." in page.text
    assert [box.get("checked") for box in page.all("input", name="lijn")] == [None] * 6


def test_a_form_sent_twice_is_one_introduction(visitor, jan, bo):
    leaves(jan, bo)
    page = visitor.get(own_page(jan))
    page.submit()
    assert page.submit(status=409).h1 == "Dank u wel"
    assert kinds() == ["handover", "introduction"]


def test_after_the_last_day_the_link_still_hands_over_and_does_nothing_else(visitor, project, jan, bo):
    leaves(jan, bo, days=-1)
    assert jan.archived_at is not None
    page = visitor.get(own_page(jan))
    assert page.h1 == "Wie geeft u door aan Bo Dam?"
    visitor.get(urlsplit(personal_link(jan)).path, status=410)
    assert page.submit().h1 == "Dank u wel"


def test_thirty_days_after_it_the_link_is_what_every_old_link_is(visitor, jan, bo):
    leaves(jan, bo, days=-31)
    visitor.get(own_page(jan), status=410)


def test_who_does_not_leave_has_nothing_to_hand_over(visitor, jan):
    visitor.get(own_page(jan), status=404)


def test_no_successor_yet(visitor, jan):
    leaves(jan)
    assert "Zodra Noor de Wit weet wie u opvolgt, krijgt u een mail." in visitor.get(own_page(jan)).text


def test_the_start_page_names_who_leaves_without_a_successor(projectleider, project, jan, bo):
    make_meeting(project)  # without any, the page shows the first steps
    leaves(jan)
    start = projectleider.get(f"/p/{jan.project_id}/")
    assert start.follow("Opvolger kiezen").h1 == "Jan Bos vertrekt"
    leaves(jan, bo)
    assert "heeft nog geen opvolger" not in projectleider.get(f"/p/{jan.project_id}/").text


def test_the_start_page_names_what_nobody_keeps(projectleider, project, loket, bo):
    make_service(loket, "Logeerhuis")
    make_meeting(project)
    assert "Op de sociale kaart heeft “Logeerhuis” geen eigenaar." in projectleider.get(f"/p/{project.id}/").text


def test_the_list_marks_whose_lines_wait(projectleider, project, jan, bo):
    row = leaves(jan, bo)
    assert "Jan Bos over te dragen" in projectleider.get(f"/p/{project.id}/netwerk").text
    row.introduced_at = clock.now()
    assert "over te dragen" not in projectleider.get(f"/p/{project.id}/netwerk").text


def test_until_then_the_own_page_leads_there(visitor, jan, bo):
    home = urlsplit(personal_link(jan)).path
    assert "Uw lijnen doorgeven" not in visitor.get(home).text
    leaves(jan, bo)
    page = visitor.get(home)
    assert "Bo Dam neemt het van u over. Kies wie u doorgeeft." in page.text
    page.follow("Namen kiezen").submit()
    assert "Uw lijnen doorgeven" not in visitor.get(home).text
