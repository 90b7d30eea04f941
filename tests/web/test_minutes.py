"""Het verslag: notes and agreements in rows, nothing lost, what is open comes back until it is done."""

import datetime as dt

import pytest

from kapstok import clock
from kapstok.meetings import minutes
from kapstok.meetings.minutes import Line
from tests.browsing import Visitor, entries, text
from tests.factories import make_invitation, make_meeting, make_organisation, make_person, make_user

DAY = dt.timedelta(days=1)
TODAY = clock.local_date(clock.now())


@pytest.fixture
def held(project):
    return make_meeting(project, "Casussen", starts_at=clock.now() - DAY)


@pytest.fixture
def guests(project, held):
    welfare = make_organisation(project, "De Brink")
    people = [make_person(project, welfare, "Ann Bos"), make_person(project, None, "Ann Bos")]
    for person in people:
        make_invitation(held, person, attendance="present")
    return people


@pytest.fixture
def here(project, held):
    return f"/p/{project.id}/bijeenkomsten/{held.id}/verslag"


def kept(meeting) -> list[tuple]:
    return [(each.kind, each.text, each.owner, each.due_on, each.done_at is not None) for each in agreements(meeting)]


def agreements(meeting):
    return minutes.agreements_of(meeting)


def rows(page) -> list[str]:
    fields = [field for field in page.all("input") if (field.get("name") or "").endswith("-text")]
    return [field.get("value") for field in fields]


def test_written_and_changed(projectleider, held, guests, here):
    page = projectleider.get(here)
    assert "Ann Bos, Ann Bos" in page.text
    page = page.submit(
        here,
        **{
            "notes": "Wij spraken twee casussen door.",
            "lines-0-kind": "decision",
            "lines-0-text": "Wij bellen elkaar eerst",
            "lines-1-text": "Lijst rondsturen",
            "lines-1-owner": "ann bos, de brink",
            "lines-1-due_on": f"{TODAY + DAY}",
        },
    )
    assert "Het verslag is bewaard." in page.text
    decision = ("decision", "Wij bellen elkaar eerst", None, None, False)
    assert kept(held) == [decision, ("action", "Lijst rondsturen", guests[0], TODAY + DAY, False)]
    assert held.notes == "Wij spraken twee casussen door."
    assert rows(page) == ["Wij bellen elkaar eerst", "Lijst rondsturen", "", ""]
    page.submit(here, **{"lines-0-text": "", "lines-1-done": "y"})
    assert kept(held) == [("action", "Lijst rondsturen", guests[0], TODAY + DAY, True)]


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"notes": "BSN 123456782"}, "notes", "burgerservicenummer"),
        ({"lines-1-text": "BSN 123456782"}, "lines-1-text", "burgerservicenummer"),
        ({"lines-1-text": "", "lines-1-due_on": f"{TODAY}"}, "lines-1-text", "Vul in wat er is afgesproken"),
        ({"lines-1-owner": "Bo Dam"}, "lines-1-owner", "“Bo Dam” staat niet in de lijst."),
        ({"lines-1-owner": "Ann Bos"}, None, None),
        ({"lines-1-due_on": "2020-01-01"}, "lines-1-due_on", "01-01-2020 is vóór de bijeenkomst."),
        ({"lines-1-due_on": "morgen"}, "lines-1-due_on", ""),
    ],
)
def test_a_refused_page_keeps_all_that_was_typed(projectleider, held, guests, here, wrong, field, sentence):
    typed = {"lines-0-text": "Eerste", "lines-1-text": "Tweede"} | wrong
    page = projectleider.get(here).submit(here, status=400 if field else 200, **typed)
    if field:
        assert sentence in page.text
        assert page.all("p", id=f"{field}-fout") != []
        assert rows(page)[0] == "Eerste"
        assert kept(held) == []


def test_two_of_one_name_are_told_apart(projectleider, project, held, here):
    for name in ("De Brink", "De Hoeve"):
        make_invitation(held, make_person(project, make_organisation(project, name), "Ann Bos"))
    page = projectleider.get(here).submit(here, status=400, **{"lines-0-text": "X", "lines-0-owner": "Ann Bos"})
    assert "Er is meer dan één Ann Bos. Kies een van deze: Ann Bos, De Brink · Ann Bos, De Hoeve." in page.text


def test_more_rows_and_another_order_keep_nothing_yet(projectleider, held, here):
    page = projectleider.get(here)
    typed = {"lines-0-text": "Eerste", "lines-1-text": "Tweede", "lines-1-done": "y"}
    sent = dict(entries(page.form(here))) | typed
    page = projectleider.post(f"{here}?regels=1", sent)
    assert rows(page) == ["Eerste", "Tweede", *[""] * 2]
    page = projectleider.post(f"{here}?omhoog=1", sent)
    assert (rows(page), agreements(held)) == (["Tweede", "Eerste"], [])
    assert [box.get("name") for box in page.all("input", type="checkbox", checked="")] == ["lines-0-done"]
    page.submit(here)
    assert [row[1] for row in kept(held)] == ["Tweede", "Eerste"]


def test_the_second_writer_sees_both(app, projectleider, project, held, here):
    minutes.write_minutes(held, held.version, "", [Line("Bellen")], clock.now(), actor="test")
    colleague = Visitor(app).log_in(make_user(project))
    first, second = projectleider.get(here), colleague.get(here)
    first.submit(here, **{"lines-0-text": "", "lines-1-text": "Mailen"})
    page = second.submit(here, status=409, **{"lines-0-text": "Terugbellen"})
    table = [[text(cell) for cell in row] for row in page.all("tr")[1:]]
    assert table == [["Besluiten en afspraken", "Afspraak, Mailen", "Afspraak, Terugbellen"]]
    page.submit(here)
    assert [row[1] for row in kept(held)] == ["Terugbellen"]


def test_what_an_owner_ticks_off_meanwhile_stays_so(projectleider, held, here):
    lines = [Line("Bellen"), Line("Mailen", done=True)]
    minutes.write_minutes(held, held.version, "", lines, clock.now(), actor="test")
    page = projectleider.get(here)
    for agreement, done in zip(agreements(held), (True, False), strict=True):
        minutes.tick(agreement, done, clock.now())
    page = page.submit(here, notes="Nog iets")
    assert [row[4] for row in kept(held)] == [True, False]
    page.submit(here, **{"lines-0-done": [], "lines-1-done": "y"})
    assert [row[4] for row in kept(held)] == [False, True]


def test_what_is_open_comes_back_until_it_is_done(projectleider, project, held, here):
    later = make_meeting(project, starts_at=clock.now() + DAY)
    minutes.write_minutes(held, held.version, "", [Line("Bellen"), Line("Mailen")], clock.now(), actor="test")
    next_one = f"/p/{project.id}/bijeenkomsten/{later.id}/verslag"
    page = projectleider.get(next_one)
    labels = [text(label) for label in page.all("label") if (label.get("for") or "").startswith("kept-")]
    assert labels == ["Bellen · Casussen", "Mailen · Casussen"]
    first, _second = agreements(held)
    page = page.submit(next_one, kept=[str(first.id)])
    assert ("Bellen" in page.text, "Mailen" in page.text) == (False, True)
    assert [row[4] for row in kept(held)] == [True, False]
    assert "Nog open van eerdere bijeenkomsten" not in projectleider.get(here).text


def test_of_what_did_not_take_place_there_are_no_minutes(projectleider, held, here):
    page = projectleider.get(here)
    held.cancelled_at = clock.now()
    assert page.submit(here, status=400).h1
    assert "Er is geen verslag." in projectleider.get(here).text
