"""Wie nodigt u nog uit? Who would add most to the guests of a bijeenkomst, and onto the list."""

import datetime as dt

import pytest
from werkzeug.datastructures import MultiDict

from kapstok import clock
from kapstok.extensions import db
from kapstok.meetings import service as meetings
from kapstok.meetings.rules import Partstat
from tests.browsing import entries, text
from tests.factories import make_invitation, make_meeting, make_organisation, make_person, make_plan, make_project
from tests.measured import measure

DAY = dt.timedelta(days=1)
TITLE = "Wie nodigt u nog uit?"


@pytest.fixture
def meeting(project):
    day = clock.local_date(clock.now()) + 20 * DAY
    return make_meeting(project, starts_at=clock.from_local(day, dt.time(14)))


@pytest.fixture
def here(project, meeting):
    return f"/p/{project.id}/bijeenkomsten/{meeting.id}/gasten/wie"


@pytest.fixture
def people(project):
    """Two people of welzijn, and Cor of welzijn, Dia of thuiszorg and Eef, a colleague of Ann."""
    kom, huis = make_organisation(project, "De Kom"), make_organisation(project, "Thuis", "thuiszorg")
    vier = make_organisation(project, "Vier")
    homes = {"Ann": kom, "Bo": vier, "Cor": make_organisation(project, "De Brug"), "Dia": huis, "Eef": kom}
    return {name: make_person(project, home, name) for name, home in homes.items()}


def guests(meeting, *people, **fields) -> None:
    for person in people:
        make_invitation(meeting, person, **fields)


def names(page) -> list[str]:
    return [text(cell) for cell in page.all("th", scope="row")]


def reasons(page) -> list[str]:
    return [text(cell) for cell in page.all("td", **{"data-label": "Waarom"})]


def tick(visitor, address, *ids, status=200):
    """Choose these people and save; the page has a form to search, too."""
    (form,) = (form for form in visitor.get(address).all("form", method="post") if form.get("action") in address)
    fields = MultiDict(entries(form))
    fields.setlist("person", [str(id) for id in ids])
    return visitor.post(form.get("action"), fields, status)


def on_the_list(meeting) -> list[str]:
    return [guest.person.name for guest in meetings.list_guests(meeting)]


def test_who_adds_most_comes_first(projectleider, project, meeting, people, here):
    guests(meeting, people["Ann"], people["Bo"])
    page = projectleider.get(f"/p/{project.id}/bijeenkomsten/{meeting.id}").follow(TITLE)
    assert (page.h1, names(page)) == (TITLE, ["Dia", "Cor", "Eef"])
    assert reasons(page) == ["2 gasten werken in een ander domein.", *2 * ["Geen bijzondere reden bekend."]]
    assert "Op de lijst staan 2 gasten die niet hebben afgezegd." in page.text
    assert "Nog niemand heeft gezegd wie hij of zij kent." in page.text


def test_who_knows_the_guests_adds_little(projectleider, project, meeting, people, here):
    guests(meeting, people["Ann"], people["Bo"])
    said = ["- 0 0 3 .", "0 - 0 3 .", "0 0 - 0 .", "3 3 0 - .", ". . . . -"]
    measure(project, list(people.values()), "Nulmeting", clock.now() - 30 * DAY, said)
    db.session.commit()
    page = projectleider.get(f"{here}?plaatsen=1")
    assert names(page) == ["Cor"]
    assert "Nog niemand heeft gezegd" not in page.text


def test_what_the_plan_looks_for_counts(projectleider, project, meeting, people, here):
    guests(meeting, people["Ann"], people["Bo"])
    said = ["- 0 1 0 .", "0 - 1 0 .", "1 1 - 0 .", "0 0 0 - .", ". . . . -"]
    measure(project, list(people.values()), "Nulmeting", clock.now() - 30 * DAY, said)
    db.session.commit()
    assert names(projectleider.get(f"{here}?plaatsen=1")) == ["Dia"]
    table = {people["Ann"]: 1, people["Bo"]: 1}
    make_plan(meeting, [table], sector=0, bridge=0, strengthen=10)
    db.session.commit()
    assert names(projectleider.get(f"{here}?plaatsen=1")) == ["Cor"]


def test_what_single_people_said_is_told_of_a_crowd_only(projectleider, project, meeting, people, here):
    crowd = [make_person(project, make_organisation(project)) for _ in range(8)]
    guests(meeting, people["Bo"], *crowd)
    assert reasons(projectleider.get(f"{here}?plaatsen=1")) == ["9 gasten werken in een ander domein."]
    guests(meeting, people["Cor"])
    assert reasons(projectleider.get(f"{here}?plaatsen=1")) == [
        "10 gasten werken in een ander domein. De meeste gasten zijn nieuw, voor zover bekend."
    ]


def test_onto_the_list(projectleider, meeting, people, here):
    guests(meeting, people["Ann"], people["Bo"])
    page = tick(projectleider, here, people["Dia"].id, people["Cor"].id)
    assert "2 gasten staan nu op de lijst. U verstuurt nog niets." in text(page.one("body"))
    assert on_the_list(meeting) == ["Ann", "Bo", "Cor", "Dia"]


def test_nobody_ticked_and_nonsense(projectleider, meeting, people, here):
    guests(meeting, people["Ann"])
    stranger = make_person(make_project("Elders"), name="Zed")
    db.session.commit()
    for wrong in ([], ["x"], [stranger.id], [people["Ann"].id], ["9" * 30]):
        page = tick(projectleider, f"{here}?plaatsen=2", *wrong, status=400)
        assert "U hebt niemand gekozen." in text(page.one("body"))
        assert len(names(page)) == 2  # still as many as were asked for
    assert on_the_list(meeting) == ["Ann"]


def test_as_many_as_there_is_room_for_or_as_asked(projectleider, meeting, people, here):
    meeting.capacity = 4
    guests(meeting, people["Ann"])
    guests(meeting, people["Bo"], partstat=Partstat.DECLINED)
    make_person(meeting.project, name="Fay")
    db.session.commit()
    for asked, shown in (("1", 1), ("0", 3), ("-1", 3), ("999", 4), ("x", 3), ("", 3)):
        page = projectleider.get(f"{here}?plaatsen={asked}")
        assert (asked, len(names(page))) == (asked, shown)
    assert "Komen zij allemaal, dan zijn er nog 3 plaatsen." in page.text


def test_a_full_meeting(projectleider, meeting, people, here):
    meeting.capacity = 1
    guests(meeting, people["Ann"])
    db.session.commit()
    page = projectleider.get(here)
    assert ("dan is de bijeenkomst vol." in page.text, len(names(page))) == (True, 4)


def test_nobody_on_the_list_yet_and_everybody(projectleider, project, meeting, people, here):
    assert projectleider.get(here).follow("Gasten kiezen").h1 == "Gasten kiezen"
    guests(meeting, *people.values())
    db.session.commit()
    assert "Iedereen staat al op de lijst" in projectleider.get(here).text


def test_not_for_a_meeting_that_was_cancelled_nor_of_another_project(projectleider, project, meeting, here):
    elsewhere = make_meeting(make_project("Elders"))
    db.session.commit()
    projectleider.get(f"/p/{project.id}/bijeenkomsten/{elsewhere.id}/gasten/wie", status=404)
    meeting.cancelled_at = clock.now()
    db.session.commit()
    projectleider.get(here, status=400)
