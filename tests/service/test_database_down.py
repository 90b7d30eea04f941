"""The database goes away while Kapstok runs: pages say so in plain words, and work again when it is back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from kapstok import clock
from kapstok.extensions import db
from kapstok.web.links import personal_link, rsvp_link
from tests.browsing import Visitor
from tests.factories import make_invitation, make_meeting, make_person, make_project, make_user
from tests.filled import DAY

SENTENCE = "Kapstok kan nu niet bij de gegevens."


@contextmanager
def gone(app, request) -> Iterator[None]:
    """A database that cannot be reached until the block ends."""
    db.session.remove()
    take, bring_back = away_and_back(app, request)
    take()
    try:
        yield
    finally:
        bring_back()


def away_and_back(app, request) -> tuple[Callable[[], None], Callable[[], None]]:
    if db.engine.dialect.name == "sqlite":
        file = request.getfixturevalue("sqlite_app").file
        away = file.with_name("away")
        db.engine.dispose()  # an open file stays readable after it was moved
        return lambda: (file.rename(away), file.mkdir()), lambda: (file.rmdir(), away.rename(file))
    run = request.getfixturevalue("postgres").run
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'kapstok'"
    rename = "ALTER DATABASE {} RENAME TO {}".format
    return (
        lambda: (run(end), run(rename("kapstok", "kapstok_away"))),
        lambda: run(rename("kapstok_away", "kapstok")),
    )


@pytest.fixture
def guest(app):
    project = make_project()
    return make_invitation(make_meeting(project, starts_at=clock.now() + DAY), make_person(project), sent_sequence=0)


def path(link: str) -> str:
    return link.removeprefix("http://127.0.0.1:5000")


def test_every_page_says_so_and_works_again(app, request, guest):
    leader = Visitor(app).log_in(make_user(guest.meeting.project))
    own, rsvp = path(personal_link(guest.person)), path(rsvp_link(guest))
    addresses = [f"/p/{guest.project_id}/", f"/p/{guest.project_id}/netwerk", own, rsvp, f"{rsvp}/bijeenkomst.ics"]
    db.session.commit()
    with gone(app, request):
        for address in addresses:
            answer = leader.request("GET", address)
            assert (answer.status_code, SENTENCE in answer.text) == (503, True), address
            assert "Traceback" not in answer.text and "sqlalche" not in answer.text
            assert answer.headers["Cache-Control"] == "no-store"
        assert leader.request("GET", "/gezond").status_code == 503
        assert Visitor(app).request("GET", "/").status_code == 200  # what needs no data is there as ever
    for address in addresses:
        assert leader.fetch(address).status_code == 200, address
    assert leader.request("GET", "/gezond").status_code == 200


def test_an_answer_that_cannot_be_kept_is_not_acknowledged(app, request, guest):
    visitor, rsvp = Visitor(app), path(rsvp_link(guest))
    page = visitor.get(rsvp)
    form = {"form_token": page.all("input", name="form_token")[0].get("value"), "answer": "ACCEPTED"}
    with gone(app, request):
        answer = visitor.request("POST", rsvp, data=form)
        assert (answer.status_code, "Wat u net verstuurde, is niet verwerkt." in answer.text) == (503, True)
    assert "Dank u. Uw antwoord is bewaard." in visitor.post(rsvp, form).text


def test_who_reads_english_is_told_in_english(app, request, guest):
    visitor = Visitor(app)
    visitor.client.set_cookie("taal", "en")
    own = path(personal_link(guest.person))
    with gone(app, request):
        assert "Kapstok cannot reach its data right now." in visitor.request("GET", own).text


def test_what_goes_wrong_is_told_without_the_values_that_people_typed(app):
    with pytest.raises(DBAPIError) as broken:
        db.session.execute(text("INSERT INTO nowhere VALUES (:email)"), {"email": "jet@example.org"})
    db.session.rollback()
    assert "nowhere" in str(broken.value)
    assert "jet@example.org" not in str(broken.value)
