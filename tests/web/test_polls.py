"""Picking a date through the pages: asking, answering by link, weighing and choosing."""

import datetime as dt

import pytest
from sqlalchemy import select

from kapstok import clock
from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.meetings.models import DatePoll, PollGuest
from kapstok.meetings.polls import answers as poll_answers
from kapstok.meetings.polls import guests as poll_guests
from kapstok.meetings.polls import rules as poll_rules
from kapstok.meetings.polls import service as polls
from kapstok.meetings.polls.service import PollPlan
from kapstok.meetings.rules import Choice
from kapstok.scope import in_project
from kapstok.web.links import personal_link, poll_link
from tests.browsing import Visitor, entries, text
from tests.factories import make_organisation, make_person, make_project, make_user
from tests.measured import measure

DAY = dt.timedelta(days=1)
YES, IF_NEED_BE, NO = Choice.YES, Choice.IF_NEED_BE, Choice.NO


def later(days) -> dt.date:
    return clock.local_date(clock.now()) + days * DAY


def typed(number, date="", start="", end="") -> dict[str, str]:
    return {f"dates-{number}-date": str(date), f"dates-{number}-start": start, f"dates-{number}-end": end}


def path(link: str) -> str:
    return link.removeprefix("http://127.0.0.1:5000")


@pytest.fixture
def poll(project):
    """Two dates, two and three weeks from now; answers until next week."""
    starts = [clock.from_local(later(days), dt.time(14)) for days in (14, 21)]
    deadline = poll_rules.deadline(later(7), starts[0], clock.now())
    plan = PollPlan("Lentebijeenkomst", deadline, place="Het Veenhuis")
    moments = [(start, start + dt.timedelta(hours=2)) for start in starts]
    return polls.create_poll(project, plan, moments, clock.now(), actor="test")


def make_guest(poll, name, sector="welzijn", **fields) -> PollGuest:
    person = make_person(poll.project, make_organisation(poll.project, f"Bij {name}", sector), name, **fields)
    guest = PollGuest(project_id=poll.project_id, poll=poll, person=person, created_at=clock.now(), sent_at=clock.now())
    db.session.add(guest)
    db.session.flush()
    return guest


def says(guest, first, second):
    one, two = (option.id for option in guest.poll.options)
    poll_guests.answer_poll(guest, {one: first, two: second}, "", clock.now(), actor="test")


def ticks(guest, first=None, second=None) -> dict[str, str]:
    given = zip(guest.poll.options, (first, second), strict=True)
    return {f"datum_{option.id}": choice for option, choice in given if choice}


def test_from_an_idea_to_mail(projectleider, project):
    make_person(project, make_organisation(project, "De Kom"), "Ann Bos", email="ann@example.org")
    page = projectleider.get(f"/p/{project.id}/bijeenkomsten").follow("Eerst samen een datum kiezen")
    assert page.h1 == "Datum kiezen"
    (more,) = [button.get("formaction") for button in page.all("button") if text(button) == "Nog een paar regels"]
    filled_in = {"title": "Lente", **typed(0, later(14), "14.00", "16.00")}
    page = projectleider.post(more, dict(entries(page.form())) | filled_in)
    assert len(page.all("input", type="date")) == 7  # six rows and the deadline
    as_above = typed(4, later(15))  # without times: those of the row above it
    page = page.submit(f"/p/{project.id}/datum-kiezen/nieuw", answer_by=str(later(7)), **as_above)
    assert page.h1 == "Wie vraagt u?"
    poll = db.session.scalars(in_project(DatePoll, project)).one()
    assert [clock.local(option.starts_at).time() for option in poll.options] == [dt.time(14), dt.time(14)]
    (person,) = [box.get("value") for box in page.all("input", name="person")]
    token = page.all("input", name="csrf_token")[0].get("value")
    page = projectleider.post(page.url, {"csrf_token": token, "person": person})
    assert "Eén persoon staat nu op de lijst. U verstuurt nog niets." in text(page.one("body"))
    page = page.follow("Eén persoon mailen").submit()
    (message,) = db.session.scalars(select(OutboxMessage))
    assert (message.kind, message.to_address) == ("poll", "ann@example.org")
    assert "wacht op de mailserver" in page.text
    assert "Lente" in projectleider.get(f"/p/{project.id}/bijeenkomsten").text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (typed(0, later(14), "14.00", "16.00"), "Vul minstens twee data in, anders valt er niets te kiezen."),
        (typed(0, later(14)), "Vul in hoe laat het begint."),
        (typed(0, later(14), "16.00", "14.00"), "Deze bijeenkomst begint om 16.00 uur en eindigt om 14.00 uur."),
        (typed(0, later(-1), "14.00", "16.00"), "is al voorbij. Kies een dag en tijd die nog komen."),
        (typed(0, "2027-03-28", "02.30", "16.00"), "Het tijdstip 02.30 bestaat die dag niet."),
        (typed(0, "", "14.00", "16.00"), "Kies een datum."),
        (typed(0, later(14), "14.00", "16.00") | typed(1, later(14)), "staat er al. Kies een ander moment."),
        (typed(0, later(6), "14.00", "16.00") | typed(1, later(14)), "De eerste datum is"),
    ],
)
def test_what_is_wrong_with_a_date_is_said_at_its_row(projectleider, project, fields, sentence):
    page = projectleider.get(f"/p/{project.id}/datum-kiezen/nieuw")
    page = page.submit(title="Lente", answer_by=str(later(7)), status=400, **fields)
    assert any(sentence in text(error) for error in page.all("p", class_="field-error"))
    assert page.all("input", id="title")[0].get("value") == "Lente"
    assert db.session.scalars(in_project(DatePoll, project)).all() == []


def test_answering_by_link(visitor, poll):
    guest = make_guest(poll, "Ann Bos")
    says(make_guest(poll, "Bob Smit"), YES, NO)
    link = path(poll_link(guest))
    page = visitor.get(link)
    assert (guest.answered_at, page.response.headers.getlist("Set-Cookie")) == (None, [])
    assert page.response.headers["Cache-Control"] == "no-store"
    assert "Bob" not in page.text
    page = page.submit(link, status=400, comment="Met de bus", **ticks(guest, YES))
    assert text(page.all("p", class_="field-error")[0]).startswith("Fout: Kies ja, als het moet of nee voor ")
    assert text(page.all("textarea")[0]) == "Met de bus"
    page = page.submit(link, button=("rest", "nee"))
    assert "Dank u. Uw antwoord is bewaard." in page.text
    assert list(poll_answers.choices_of(guest).values()) == [YES, NO]
    assert guest.comment == "Met de bus"
    page.submit(link, **ticks(guest, IF_NEED_BE, YES))
    assert list(poll_answers.choices_of(guest).values()) == [IF_NEED_BE, YES]
    visitor.post(link, ticks(guest, NO, NO), status=400)  # not from our page
    assert list(poll_answers.choices_of(guest).values()) == [IF_NEED_BE, YES]


def test_who_speaks_english_answers_in_english(visitor, poll):
    page = visitor.get(path(poll_link(make_guest(poll, "Ann Bos", language="en"))))
    assert page.one(".").get("lang") == "en"
    assert f"{later(14):%A} {later(14).day} {later(14):%B}" in page.text


def test_after_the_deadline_and_after_the_choice(visitor, projectleider, poll):
    guest = make_guest(poll, "Ann Bos", email=None)
    says(guest, YES, NO)
    poll.answer_by = clock.now() - DAY
    link = path(poll_link(guest))
    page = visitor.get(link)
    assert "Antwoorden kon tot en met" in page.text
    assert [text(dd) for dd in page.all("dd")] == ["Ja", "Nee"]
    assert page.all("form", action=link) == []
    start = projectleider.get(f"/p/{poll.project_id}/")
    assert "Voor “Lentebijeenkomst” kan niemand meer antwoorden. Kies nu een datum." in start.text
    page = projectleider.get(f"/p/{poll.project_id}/datum-kiezen/{poll.id}")
    page = projectleider.get(page.all("a", class_="btn-primary")[0].get("href"))
    assert page.h1 == "Deze datum kiezen?"
    page = page.submit(words="Tot dan")
    assert page.h1 == "Lentebijeenkomst"
    assert (poll.meeting.words, poll.meeting.starts_at) == ("Tot dan", poll.options[0].starts_at)
    assert "De datum is gekozen" in visitor.get(link).text
    first = f"/p/{poll.project_id}/datum-kiezen/{poll.id}/kies/{poll.options[0].id}"
    assert projectleider.get(first).text.startswith("Bijeenkomsten Lentebijeenkomst")  # the poll, with what was chosen


def test_no_more_reminders_by_hand_or_by_a_mail_program(visitor, poll):
    ann, bob = make_guest(poll, "Ann Bos"), make_guest(poll, "Bob Smit")
    stop = f"{path(poll_link(ann))}/geen-herinnering"
    page = visitor.get(stop)
    assert not ann.no_reminders
    page = page.submit(stop)
    assert ann.no_reminders
    assert "U krijgt geen herinnering meer over deze datum." in page.text
    one_click = f"{path(poll_link(bob))}/geen-herinnering"
    visitor.post(one_click, {"List-Unsubscribe": "One-Click"})
    assert (bob.no_reminders, bob.answered_at) == (True, None)


def test_the_page_weighs_the_dates(projectleider, poll):
    says(make_guest(poll, "Ann Bos"), YES, YES)
    says(make_guest(poll, "Bob Smit", "gemeente"), NO, YES)
    says(make_guest(poll, "Cor Vos", "gemeente"), NO, IF_NEED_BE)
    make_guest(poll, "Dik Pot")
    page = projectleider.get(f"/p/{poll.project_id}/datum-kiezen/{poll.id}")
    best, other = (text(card) for card in page.all("div", class_="cards")[0])
    assert "2 ja, 1 als het moet, 1 nog niet" in best
    assert "Te verwachten: 2 tot 3 mensen." in best
    assert "Uit elke gevraagde sector kan iemand komen." in best
    assert "1 ja, 2 nee, 1 nog niet" in other
    assert "Zonder: Gemeente, Wmo en Zorgloket" in other
    assert "Bob Smit, Cor Vos" in other


def test_who_left_weighs_nothing(projectleider, poll):
    says(make_guest(poll, "Ann Bos"), YES, NO)
    says(make_guest(poll, "Bob Smit", "gemeente", archived_at=clock.now()), NO, YES)
    page = projectleider.get(f"/p/{poll.project_id}/datum-kiezen/{poll.id}")
    best, other = (text(card) for card in page.all("div", class_="cards")[0])
    assert ("1 ja" in best, "Bob Smit" in best) == (True, False)
    assert "1 ja" not in other
    assert "Gemeente" not in page.text
    page = projectleider.get(f"/p/{poll.project_id}/datum-kiezen/{poll.id}/kies/{poll.options[0].id}")
    assert "Eén gevraagde persoon komt op de gastenlijst." in page.text and "Bob Smit" not in page.text


def test_an_answer_by_phone(projectleider, poll):
    guest = make_guest(poll, "Ann Bos", email=None)
    page = projectleider.get(f"/p/{poll.project_id}/datum-kiezen/{poll.id}/mensen/{guest.id}")
    page = page.submit(**ticks(guest, YES, NO))
    assert "Het antwoord van Ann Bos is bewaard." in text(page.one("body"))
    assert list(poll_answers.choices_of(guest).values()) == [YES, NO]


def test_dates_and_deadline_change(projectleider, project, poll):
    here = f"/p/{project.id}/datum-kiezen/{poll.id}"
    says(make_guest(poll, "Ann Bos"), YES, NO)
    page = projectleider.get(here).follow("Datum toevoegen")
    assert "staat bij de nieuwe datum als “nog niet”" in page.text
    page.submit(status=400, **typed(0, later(7), "14.00", "16.00"))  # the last day to answer
    page = page.submit(**typed(0, later(28), "14.00", "16.00"))
    assert len(poll.options) == 3
    page = projectleider.get(f"{here}/data/{poll.options[0].id}/weg").submit()
    assert len(poll.options) == 2
    page = page.follow("Meer tijd geven of wijzigen")
    version = page.all("input", name="version")[0].get("value")
    page.submit(answer_by=str(later(10)), title="Lente")
    assert (poll.title, clock.local_date(poll.answer_by)) == ("Lente", later(10))
    page.submit(version=version, title="Te laat", status=409)
    assert poll.title == "Lente"
    assert "Lente" in projectleider.get(f"/p/{project.id}/geschiedenis/datumprikker/{poll.id}").text


def test_too_many_dates_are_told_at_their_row_and_stay(projectleider, project, poll):
    here = f"/p/{project.id}/datum-kiezen/{poll.id}/data"
    starts = [clock.from_local(later(days), dt.time(9)) for days in range(30, 47)]
    moments = [(start, start + dt.timedelta(hours=1)) for start in starts]
    polls.add_options(poll, moments, clock.now(), actor="test")
    fields = typed(0, later(60), "09.00", "10.00") | typed(1, later(61))
    page = projectleider.get(here).submit(here, status=400, **fields)
    assert text(page.all("p", id="dates-1-date-fout")[0]).startswith("Fout: Vul hooguit 20 data in.")
    assert page.all("input", name="dates-0-date")[0].get("value") == str(later(60))
    assert len(poll.options) == 19


def test_closing_without_a_date(projectleider, visitor, poll):
    guest = make_guest(poll, "Ann Bos")
    page = projectleider.get(f"/p/{poll.project_id}/datum-kiezen/{poll.id}").follow("Sluiten zonder datum")
    page = page.submit(reason="Te weinig mensen konden.")
    assert "Deze datumprikker is gesloten zonder datum." in page.text
    assert "Er komt nu geen datum." in visitor.get(path(poll_link(guest))).text


def test_ones_own_page_asks_for_dates(visitor, poll):
    guest = make_guest(poll, "Ann Bos")
    page = visitor.get(path(personal_link(guest.person)))
    assert page.link("Geef aan wanneer u kunt") == poll_link(guest)


def test_another_project_sees_nothing_of_it(app, poll):
    other = make_project("Elders")
    stranger = Visitor(app).log_in(make_user(other))
    stranger.get(f"/p/{other.id}/datum-kiezen/{poll.id}", status=404)
    stranger.get(f"/p/{poll.project_id}/datum-kiezen/{poll.id}", status=404)


def test_of_dates_with_the_same_votes_the_one_with_most_to_meet_comes_first(projectleider, project, poll):
    sectors = ("welzijn", "thuiszorg")
    guests = [
        make_guest(poll, name, sector) for name, sector in zip(("Ann", "Bo", "Cor", "Dia"), 2 * sectors, strict=True)
    ]
    for guest, (first, second) in zip(guests, [(YES, NO), (YES, NO), (NO, YES), (NO, YES)], strict=True):
        says(guest, first, second)
    early, late = (f"/datum-kiezen/{poll.id}/kies/{option.id}" for option in poll.options)
    address = f"/p/{project.id}/datum-kiezen/{poll.id}"

    def order(page) -> list[str]:
        return [
            link.get("href").removeprefix(f"/p/{project.id}")
            for link in page.all("a")
            if text(link) == "Deze datum kiezen"
        ]

    page = projectleider.get(address)  # nobody was asked whom they know: the earliest
    assert (order(page), "staan gelijk" in page.text) == ([early, late], False)
    measure(
        project,
        [guest.person for guest in guests],
        "Nulmeting",
        clock.now() - 30 * DAY,
        ["- 3 0 0", "3 - 0 0", "0 0 - 0", "0 0 0 -"],
    )
    db.session.commit()
    page = projectleider.get(address)  # Ann and Bo know each other, Cor and Dia do not
    assert (order(page), "2 data staan gelijk" in page.text) == ([late, early], True)
