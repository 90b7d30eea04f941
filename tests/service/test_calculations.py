"""Long calculations: asked once, taken by one worker at a time, and never lost."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update

from kapstok import clock, jobs
from kapstok.errors import NotFound
from kapstok.evaluation import calculations
from kapstok.evaluation.calculations import HOPE, LEASE, REPORTS_KEPT, File, Kind, Outcome
from kapstok.extensions import db
from kapstok.projects.models import Project
from kapstok.web.calculating import MAKERS
from tests.factories import NOW, make_project, make_user

ONE_DATABASE = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
SECOND = dt.timedelta(seconds=1)
PDF = File("verslag.pdf", "application/pdf", b"%PDF-1.7")


@pytest.fixture
def project(app):
    return make_project()


@pytest.fixture
def user(project):
    return make_user(project)


def ask(project, user, *, kind=Kind.CERTAINTY, threshold=2, version=1, now=NOW):
    return calculations.ask(project, kind, {"threshold": threshold}, version, now, user_id=user.id)


def test_the_same_question_of_the_same_data_is_asked_once(project, user):
    first = ask(project, user)

    assert ask(project, user, now=NOW + SECOND).id == first.id
    assert ask(project, user, version=2).id != first.id
    assert ask(project, user, threshold=3).id != first.id


def test_a_question_is_taken_by_one_worker_until_that_shows_no_life_any_more(project, user):
    asked = ask(project, user)
    claim = (project.id, asked.id)

    assert calculations.take(NOW) == claim
    assert calculations.take(NOW + LEASE) is None
    calculations.report_progress(*claim, 1, 2, NOW + LEASE)
    assert calculations.take(NOW + LEASE + SECOND) is None
    assert calculations.take(NOW + 2 * LEASE + SECOND) == claim


@ONE_DATABASE
def test_what_came_of_it_stands_with_its_files(project, user):
    asked = ask(project, user, kind=Kind.REPORT)
    calculations.take(NOW)
    calculations.report_progress(project.id, asked.id, 3, 9, NOW)

    calculations.finish(project.id, asked.id, Outcome({"pages": 20}, [PDF]), NOW)

    db.session.expire_all()
    assert (asked.result, asked.done, asked.total, asked.finished_at) == ({"pages": 20}, 9, 9, NOW)
    assert calculations.get_file(project, asked, "verslag.pdf").content == b"%PDF-1.7"
    assert calculations.take(NOW + 2 * LEASE) is None
    with pytest.raises(NotFound):
        calculations.get_file(make_project("Elders"), asked, "verslag.pdf")


@ONE_DATABASE
def test_what_was_taken_away_meanwhile_stays_away(project, user):
    asked = ask(project, user)
    claim = calculations.take(NOW)
    calculations.remove(asked)

    calculations.finish(*claim, Outcome({"a": 1}, [PDF]), NOW)

    assert calculations.list_calculations(project, Kind.CERTAINTY) == []


@ONE_DATABASE
def test_what_workers_keep_dying_of_is_given_up_until_it_is_asked_again(app, project, user):
    asked = ask(project, user)
    asked.asked_at, asked.begun_at = clock.now() - HOPE - SECOND, clock.now() - LEASE - SECOND
    db.session.commit()

    assert jobs.work_out(app) == 0

    db.session.expire_all()
    assert (asked.trouble, asked.finished_at is None) == ("no worker came to the end of it", False)
    assert ask(project, user).finished_at is None
    assert calculations.take(NOW) == (project.id, asked.id)


def test_of_two_workers_who_make_the_same_the_first_counts(project, user):
    asked = ask(project, user, kind=Kind.REPORT)
    claim = calculations.take(NOW)
    assert calculations.take(NOW + LEASE + SECOND) == claim  # the first is slow, not gone

    calculations.finish(*claim, Outcome({"by": "other"}, [PDF]), NOW)
    calculations.finish(*claim, Outcome({"by": "first"}, [PDF]), NOW + SECOND)
    calculations.give_up(*claim, "ZeroDivisionError", NOW + SECOND)

    db.session.expire_all()
    assert (asked.result, asked.finished_at, asked.trouble) == ({"by": "other"}, NOW, "")
    assert [file.name for file in asked.files] == ["verslag.pdf"]


@ONE_DATABASE
def test_figures_go_after_a_month_and_reports_when_there_are_many(project, user):
    ask(project, user)
    for number in range(REPORTS_KEPT + 2):
        asked = ask(project, user, kind=Kind.REPORT, version=number, now=NOW + number * SECOND)
        calculations.finish(project.id, asked.id, Outcome(), NOW)

    calculations.purge(NOW + dt.timedelta(days=31))

    assert calculations.list_calculations(project, Kind.CERTAINTY) == []
    kept = calculations.list_calculations(project, Kind.REPORT)
    assert [row.asked_at for row in kept] == [NOW + n * SECOND for n in range(REPORTS_KEPT + 1, 1, -1)]


def test_others_write_while_a_worker_thinks(app, project, user, monkeypatch):
    asked = ask(project, user)
    others = update(Project.__table__).where(Project.id == project.id).values(region="Elders")
    db.session.commit()

    def think(project, asked, progress):
        progress(1, 2)
        before = project.region  # it reads, and with that a transaction begins
        with ThreadPoolExecutor(1) as pool:
            pool.submit(write).result()
            at_once = pool.submit(jobs.work_out, app).result()  # the worker's other thread stays free for mail
        return Outcome({"before": before, "at once": at_once})

    def write():
        with app.app_context(), db.engine.begin() as connection:
            connection.execute(others)

    monkeypatch.setitem(MAKERS, Kind.CERTAINTY, think)

    assert jobs.work_out(app) == 1

    db.session.expire_all()
    assert (asked.result, asked.trouble, project.region) == ({"before": "Veenmeer", "at once": 0}, "", "Elders")


@ONE_DATABASE
def test_the_worker_says_how_far_it_is_and_why_it_failed(app, project, user, monkeypatch):
    good, bad = ask(project, user), ask(project, user, kind=Kind.REPORT)
    db.session.commit()
    seen = []

    def count(project, asked, progress):
        progress(1, 2)
        seen.append([(row.done, row.total) for row in calculations.list_calculations(project, Kind.CERTAINTY)])
        return Outcome({"threshold": asked["threshold"]})

    def divide(project, asked, progress):
        return Outcome({"share": 1 / 0})

    monkeypatch.setitem(MAKERS, Kind.CERTAINTY, count)
    monkeypatch.setitem(MAKERS, Kind.REPORT, divide)

    assert jobs.work_out(app) == 2

    db.session.expire_all()
    assert seen == [[(1, 2)]]
    assert (good.result, good.trouble) == ({"threshold": 2}, "")
    assert (bad.result, bad.trouble) == (None, "ZeroDivisionError: division by zero")
    assert bad.finished_at is not None
    assert ask(project, user, kind=Kind.REPORT).finished_at is None  # who asks again, has it tried again


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
def test_who_waits_for_another_workers_claim_finds_it_taken(app, project, user):
    claim = (project.id, ask(project, user).id)
    db.session.commit()

    def take() -> tuple[int, int] | None:
        with app.app_context():
            taken = calculations.take(NOW)
            db.session.commit()
            return taken

    with ThreadPoolExecutor(1) as pool:
        assert calculations.take(NOW) == claim
        other = pool.submit(take)  # sees it wait, and stands behind our lock
        with pytest.raises(TimeoutError):
            other.result(timeout=0.5)
        db.session.commit()
        assert other.result() is None


def test_two_readers_who_ask_and_two_workers_who_take_at_the_same_time(app, project, user):
    ids = project.id, user.id
    db.session.commit()

    def work(number: int) -> tuple:
        with app.app_context():
            from kapstok.accounts.models import User
            from kapstok.projects.models import Project

            asked = ask(db.session.get(Project, ids[0]), db.session.get(User, ids[1])).id
            db.session.commit()
            taken = calculations.take(NOW)
            db.session.commit()
            return asked, taken

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(work, range(2))

    assert one[0] == other[0]
    assert sorted([one[1] is None, other[1] is None]) == [False, True]
