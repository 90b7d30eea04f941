"""The projectleider plans a meeting again: a copy, or a series of separate meetings."""

import datetime as dt

import pytest

from kapstok import clock
from kapstok.meetings import service as meetings
from tests.factories import make_invitation, make_meeting, make_person

DAY = dt.timedelta(days=1)
SOON = clock.local_date(clock.now()) + 20 * DAY


@pytest.fixture
def meeting(project):
    return make_meeting(project, "Casussen", starts_at=clock.from_local(SOON, dt.time(14)))


@pytest.fixture
def here(project, meeting):
    return f"/p/{project.id}/bijeenkomsten/{meeting.id}"


def days(project) -> list[tuple[str, dt.date]]:
    return [(meeting.title, clock.local_date(meeting.starts_at)) for meeting in meetings.list_meetings(project)]


def test_a_copy_with_the_same_guests(projectleider, project, meeting, here):
    make_invitation(meeting, make_person(project, name="Ann Bos"), sent_sequence=0)
    page = projectleider.get(f"{here}/kopie")
    assert "Eén gast stond op de lijst." in page.text
    assert "Kies een datum." in page.submit(status=400).text
    page = page.submit(date=f"{SOON + 7 * DAY}", start="09:30", end="11:00", with_guests="y")
    assert "De kopie is gemaakt. U hebt nog niemand uitgenodigd." in page.text
    assert days(project) == [("Casussen", SOON), ("Casussen", SOON + 7 * DAY)]
    guests = meetings.list_guests(meetings.list_meetings(project)[1])
    assert [(guest.person.name, guest.sent_sequence) for guest in guests] == [("Ann Bos", None)]


def test_a_copy_that_is_too_short_for_its_programme(projectleider, project, meeting, here):
    plan = meetings.Plan("Casussen", meeting.starts_at, meeting.ends_at, items=[meetings.Item("Casus", 90)])
    meeting = meetings.create_meeting(project, plan, clock.now(), actor="test")
    page = projectleider.get(f"/p/{project.id}/bijeenkomsten/{meeting.id}/kopie")
    page = page.submit(date=f"{SOON + DAY}", start="09:00", end="10:30", status=400)
    assert "De bijeenkomst is van 09.00 tot 10.30 uur. Kies een tijd daartussen." in page.text


def test_the_days_of_a_series_are_shown_before_they_are_made(projectleider, project, here):
    page = projectleider.get(f"{here}/reeks?weken=2&keer=3")
    shown = [field.get("value") for field in page.all("input", type="date")]
    assert shown == [f"{SOON + 14 * DAY}", f"{SOON + 28 * DAY}", f"{SOON + 42 * DAY}"]
    assert len(days(project)) == 1
    page = projectleider.post(f"{here}/reeks", {"days-0-date": shown[0], "days-1-date": shown[2], **token(page)})
    assert "Er zijn 2 bijeenkomsten bij gekomen." in page.text
    assert days(project) == [(("Casussen"), SOON + DAY * after) for after in (0, 14, 42)]
    first, *others = meetings.list_meetings(project)
    assert {each.series for each in others} == {first.series}
    assert len({each.id for each in (first, *others)}) == 3


def test_all_days_of_a_series_or_none(projectleider, project, here):
    page = projectleider.get(f"{here}/reeks")
    wrong = {
        "days-0-date": f"{SOON + DAY}",
        "days-1-date": "2020-01-01",
        "days-2-date": f"{SOON + DAY}",
        "days-3-date": f"{SOON}",
    }
    page = projectleider.post(f"{here}/reeks", wrong | token(page), status=400)
    errors = ["".join(error.itertext()).split("Fout:")[1].strip() for error in page.all("p", class_="field-error")]
    assert errors == [
        "01-01-2020 is al voorbij. Kies een dag en tijd die nog komen.",
        f"{SOON + DAY:%d-%m-%Y} staat er twee keer.",
        f"Op {SOON:%d-%m-%Y} is deze bijeenkomst er al.",
    ]
    assert len(days(project)) == 1
    assert "Kies ten minste één datum." in projectleider.post(f"{here}/reeks", token(page), status=400).text
    more = projectleider.post(f"{here}/reeks?regels=1", wrong | token(page))
    assert [field.get("value") for field in more.all("input", type="date")] == [*wrong.values(), *[""] * 4]


def test_one_of_a_series_shows_its_sisters(projectleider, project, meeting, here):
    meeting.series = "reeks"
    sister = make_meeting(project, starts_at=clock.from_local(SOON + DAY, dt.time(14)), series="reeks")
    links = [link.get("href") for link in projectleider.get(here).all("a")]
    assert f"/p/{project.id}/bijeenkomsten/{sister.id}" in links
    assert "Reeks: 1 van 2" in projectleider.get(f"/p/{project.id}/bijeenkomsten").text
    assert "U wijzigt alleen deze." in projectleider.get(f"{here}/bewerken").text


def token(page) -> dict[str, str]:
    return {"csrf_token": page.all("input", name="csrf_token")[0].get("value")}
