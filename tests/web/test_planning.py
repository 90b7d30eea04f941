"""The form of a bijeenkomst: programme, host, places held, what is folded, and what stays as it was."""

import datetime as dt

import pytest

from kapstok import clock
from kapstok.meetings import service as meetings
from kapstok.meetings.service import Item
from kapstok.projects import service as projects
from kapstok.projects.rules import Module, Vocabulary
from tests.browsing import entries, text
from tests.factories import make_meeting, make_organisation, make_person, term

SOON = clock.local_date(clock.now()) + dt.timedelta(days=20)
PROGRAMME = {
    "items-0-time": "14.15",
    "items-0-title": "Casus",
    "items-0-speaker": "Ann",
    "items-1-time": "14:00",
    "items-1-title": "Inloop",
}


@pytest.fixture
def base(project):
    return f"/p/{project.id}/bijeenkomsten"


def filled_in(**others) -> dict:
    return {"title": "Casussen", "date": f"{SOON}", "start": "14:00", "end": "16:00"} | others


def planned(project):
    """The one meeting of the project, with its plan."""
    (meeting,) = meetings.list_meetings(project)
    return meeting, meetings.plan_of(meeting)


def values(page, name: str) -> list[str]:
    fields = [field for field in page.all("input") if (field.get("name") or "").endswith(name)]
    return [field.get("value") for field in fields]


def test_everything_a_meeting_can_have(projectleider, project, base):
    projects.switch_modules(project, {Module.AGENDA}, actor="test")
    ann = make_person(project, make_organisation(project, "De Brink"), "Ann Bos")
    make_person(project, make_organisation(project, "De Hoeve"), "Ann Bos")
    carers, method = term(project, Vocabulary.SECTOR, "mantelzorgers"), term(project, Vocabulary.METHOD, "casuistiek")
    page = projectleider.get(f"{base}/nieuw")
    assert [part for part in page.all("details", class_="more") if part.get("open") is not None] == []
    everything = filled_in(
        **PROGRAMME,
        route="Bus 12",
        accessibility="Lift",
        host="Ann Bos, De Brink",
        method_id=str(method.id),
        capacity="20",
        answer_by=f"{SOON}",
        words="Het wordt mooi.",
        is_public="y",
    )
    page.submit(**everything | {f"held_{carers.id}": "4"})
    meeting, plan = planned(project)
    assert list(plan.items) == [Item("Inloop", 0), Item("Casus", 15, "Ann")]
    assert (plan.host, plan.method, plan.reserved, plan.capacity) == (ann, method, {carers.id: 4}, 20)
    assert (plan.route, plan.accessibility, plan.words) == ("Bus 12", "Lift", "Het wordt mooi.")
    assert (plan.answer_by, plan.is_public) == (SOON, True)
    page = projectleider.get(f"{base}/{meeting.id}/bewerken")
    assert len([part for part in page.all("details", class_="more") if part.get("open") is not None]) == 4
    page.submit(f"{base}/{meeting.id}/bewerken")
    assert planned(project)[1] == plan
    page = projectleider.get(f"{base}/{meeting.id}/programma")
    facts = dict(zip(map(text, page.all("dt")), map(text, page.all("dd")), strict=True))
    assert (facts["Ontvangst door"], facts["Programma"]) == ("Ann Bos", "14.00 Inloop 14.15 Casus Ann")
    assert (facts["Werkvorm"], facts["Plaatsen die u vrijhoudt"]) == ("Casuïstiek bespreken", "Mantelzorgers 4")


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"items-0-time": "16.00"}, "items-0-time", "De bijeenkomst is van 14.00 tot 16.00 uur."),
        ({"items-0-time": "13.59"}, "items-0-time", "De bijeenkomst is van 14.00 tot 16.00 uur."),
        ({"items-0-time": "kwart over"}, "items-0-time", "Vul een tijd in, bijvoorbeeld 14.15."),
        ({"items-0-title": ""}, "items-0-title", "Vul in wat er dan gebeurt, of maak de regel leeg."),
        ({"items-0-title": "BSN 123456782"}, "items-0-title", "burgerservicenummer"),
        ({"host": "Bo Dam"}, "host", "“Bo Dam” staat niet in de lijst."),
        ({"answer_by": "2020-01-01"}, "answer_by", "01-01-2020 is al voorbij."),
        ({"answer_by": f"{SOON + dt.timedelta(days=1)}"}, "answer_by", f"Kies uiterlijk {SOON:%d-%m-%Y}."),
        ({"held": "1"}, "capacity", "Vul dan ook in hoeveel plaatsen er zijn."),
        ({"held": "11", "capacity": "10"}, "capacity", "U houdt 11 plaatsen vrij, en er zijn er 10."),
        ({"title": "BSN 123456782"}, "title", "burgerservicenummer"),
        ({"words": "BSN 123456782"}, "words", "burgerservicenummer"),
    ],
)
def test_a_wrong_line_says_so_in_its_place(projectleider, project, base, wrong, field, sentence):
    carers = term(project, Vocabulary.SECTOR, "mantelzorgers")
    typed = {name.replace("held", f"held_{carers.id}"): value for name, value in wrong.items()}
    page = projectleider.get(f"{base}/nieuw").submit(**filled_in(**PROGRAMME) | typed, status=400)
    (error,) = page.all("p", id=f"{field}-fout")
    assert sentence in text(error)
    (summary,) = page.all("div", class_="error-summary")
    assert [link.get("href") for link in summary.iter("a")] == [f"#{field}"]
    assert values(page, "-time")[1] == "14:00"
    assert meetings.list_meetings(project) == []


def test_the_programme_moves_along_unless_it_was_retyped(projectleider, project, base):
    projectleider.get(f"{base}/nieuw").submit(**filled_in(**PROGRAMME))
    here = f"{base}/{planned(project)[0].id}/bewerken"
    page = projectleider.get(here)
    assert values(page, "-time") == ["14.00", "14.15", "", "", ""]
    page.submit(here, start="15:00", end="17:00", **{"items-1-time": "15.45"})
    assert [item.after for item in planned(project)[1].items] == [0, 45]
    assert values(projectleider.get(here), "-time")[:2] == ["15.00", "15.45"]


def test_what_is_emptied_is_empty(projectleider, project, base):
    carers = term(project, Vocabulary.SECTOR, "mantelzorgers")
    make_person(project, name="Ann Bos")
    typed = filled_in(**PROGRAMME, host="Ann Bos", capacity="20", answer_by=f"{SOON}", words="Mooi.")
    projectleider.get(f"{base}/nieuw").submit(**typed | {f"held_{carers.id}": "4"})
    meeting, full = planned(project)
    here = f"{base}/{meeting.id}/bewerken"
    emptied = {"host": "", "capacity": "", "answer_by": "", "words": "", f"held_{carers.id}": "", "items-0-time": ""}
    emptied |= {"items-1-time": "", "items-1-title": "", "items-1-speaker": ""}
    projectleider.get(here).submit(here, **emptied)
    plan = planned(project)[1]
    assert (full.host.name, full.capacity, full.reserved) == ("Ann Bos", 20, {carers.id: 4})
    assert (plan.host, plan.capacity, plan.reserved, plan.answer_by, plan.words) == (None, None, {}, None, "")
    assert list(plan.items) == [Item("Inloop")]


def test_more_lines_keep_nothing_yet(projectleider, project, base):
    page = projectleider.get(f"{base}/nieuw")
    typed = dict(entries(page.form())) | filled_in(**PROGRAMME)
    page = projectleider.post(f"{base}/nieuw?regels=1", typed)
    assert values(page, "-title") == ["Casus", "Inloop", "", "", "", ""]
    assert meetings.list_meetings(project) == []
    page.submit()
    assert [item.title for item in planned(project)[1].items] == ["Inloop", "Casus"]


def test_what_is_not_asked_stays_as_it_was(projectleider, project, base):
    meeting = make_meeting(project, starts_at=clock.from_local(SOON, dt.time(14)), is_public=True)
    meeting.method = term(project, Vocabulary.METHOD, "training")
    projects.retire_term(meeting.method, clock.now())
    here = f"{base}/{meeting.id}/bewerken"
    page = projectleider.get(here)
    assert page.all("input", name="is_public") == []
    page.submit(here, title="Anders")
    assert (meeting.title, meeting.is_public, meeting.method.key) == ("Anders", True, "training")
    offered = [text(option) for option in projectleider.get(f"{base}/nieuw").all("option")]
    assert ("Training" in offered, "Intervisie" in offered) == (False, True)
