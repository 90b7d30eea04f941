"""The end of a project: nobody is known any more, and every figure is what it was."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

import pytest

from kapstok import clock
from kapstok.evaluation import service as evaluation
from kapstok.extensions import db
from kapstok.privacy import retention
from kapstok.privacy.endings import ENDINGS, NOBODY, STAYS
from kapstok.privacy.processing import TABLES
from kapstok.privacy.rules import AlreadyForgotten, NotConfirmed, TooSoon
from kapstok.projects import service as projects
from kapstok.projects.models import Project
from kapstok.referrals import service as referrals
from kapstok.ties import measuring
from tests.filled import DAY, Filled, holds_text, write_everywhere
from tests.once import filled_project

CANARY = "kanarievogel"
NOW = clock.now()


@pytest.fixture
def here(app) -> Filled:
    return filled_project(app)


def figures(project: Project) -> dict:
    """What evaluators read of a project: headline figures, opinions, counts."""
    found = evaluation.find_headlines(project, 2)
    return {
        "panel": [figure.shown(found.allowed) for figure in found.panel],
        "everybody": [figure.shown(found.allowed) for figure in found.everybody],
        "stated": [asdict(stated) for stated in found.stated],
        "intervals": found.intervals,
        "matrix": [(matrix.lines.tolist(), matrix.observed.tolist()) for matrix in found.matrix],
        "moves": (found.newcomers, found.leavers, found.panel_response),
        "opinions": evaluation.survey_results(project, clock.now()),
        "referrals": evaluation.referral_rows(project),
        "sides": referrals.counts(project),
        "indicators": evaluation.indicator_views(project),
    }


def tells_who(column) -> bool:
    """Texts about a person, but for what stays with a reason and for the two letters of a language."""
    name = column.table.name
    personal = column.name in TABLES[name].personal.split() and (name, column.name) not in STAYS
    return holds_text(column) and personal and column.name != "language"


def test_every_figure_is_what_it_was(here):
    before = figures(here.project)
    retention.forget(here.project, clock.now(), actor="test")
    db.session.commit()
    assert figures(here.project) == before


def test_nothing_that_tells_who_somebody_was_is_left(here):
    write_everywhere(here, CANARY, lambda column: column.table.name in ENDINGS and tells_who(column))
    retention.forget(here.project, clock.now(), actor="test")
    db.session.commit()
    for name in ENDINGS:
        table = db.metadata.tables[name]
        for row in db.session.connection().execute(table.select()).mappings():
            found = [column for column, value in row.items() if CANARY.encode() in as_bytes(value)]
            assert found == [], name
    people = db.session.connection().execute(db.metadata.tables["person"].select()).all()
    assert {person.name for person in people} == {NOBODY}
    assert here.project.pseudonym_key == ""


def as_bytes(value) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def test_moments_become_months_or_meetings(here):
    steps = {meeting.ends_at for meeting in here.meetings.values()}
    for wave in measuring.list_waves(here.project):
        steps |= {wave.opened_at, wave.closed_at}
    retention.forget(here.project, clock.now(), actor="test")
    table = db.metadata.tables["tie"]
    for row in db.session.connection().execute(table.select()).all():
        local = clock.local(row.stated_at)
        of_a_wave = row.wave_id is not None
        assert of_a_wave or row.stated_at in steps or (local.day, local.hour, local.minute) == (1, 0, 0)


def test_a_dry_run_says_what_will_go_and_changes_nothing(here):
    counts = retention.dry_run(here.project)
    assert (counts["meeting"], counts["organisation"], counts["person_photo"]) == (5, 4, 1)
    assert retention.forget(here.project, clock.now(), actor="test") == counts


def test_it_happens_once(here):
    retention.confirm(here.project, f" {here.project.name.upper()} ")
    with pytest.raises(NotConfirmed):
        retention.confirm(here.project, "Iets anders")
    retention.forget(here.project, clock.now(), actor="test")
    for again in (
        lambda: retention.forget(here.project, NOW, actor="test"),
        lambda: retention.confirm(here.project, here.project.name),
        lambda: retention.change_term(here.project, here.project.version, None, 12, NOW.date()),
    ):
        with pytest.raises(AlreadyForgotten):
            again()


def test_nobody_is_forgotten_without_a_month_of_warning(here):
    """A date typed wrong, long ago: first the warning, and a month later the day."""
    project = here.project
    project.ends_on = dt.date(2016, 1, 31)
    assert not retention.is_due(project, NOW)
    assert retention.announce(project, NOW)
    assert not retention.announce(project, NOW)
    assert not retention.is_due(project, NOW + dt.timedelta(days=29))
    assert retention.is_due(project, NOW + dt.timedelta(days=30))


def test_another_end_is_warned_of_anew_and_never_soon(here):
    project, today = here.project, clock.local_date(NOW)
    project.ends_on = dt.date(2016, 1, 31)
    retention.announce(project, NOW)
    with pytest.raises(TooSoon):
        retention.change_term(project, project.version, today, 0, today)
    retention.change_term(project, project.version, today + dt.timedelta(days=60), 6, today)
    assert project.retention_announced_at is None
    assert retention.outlook(project).announced is False


def test_another_end_date_means_another_month_of_warning(here):
    """Also when a beheerder types it, in a form that knows nothing of retention."""
    project, today = here.project, clock.local_date(NOW)
    year = dt.timedelta(days=365)
    projects.edit_project(project, project.version, ends_on=today - 2 * year, retention_months=12)
    assert retention.announce(project, NOW - 60 * DAY)
    assert retention.is_due(project, NOW)
    projects.edit_project(project, project.version, ends_on=today + 2 * year)
    projects.edit_project(project, project.version, ends_on=today - 3 * year)
    assert not retention.is_due(project, NOW)
    assert retention.announce(project, NOW)
    assert not retention.is_due(project, NOW + 20 * DAY)
    assert retention.is_due(project, NOW + 32 * DAY)
