"""Tokens for programs: told once, limited in time, and of one project."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select, text

from kapstok.accounts.models import AuditEvent
from kapstok.extensions import db
from kapstok.projects import tokens
from kapstok.projects.models import ApiToken
from kapstok.projects.tokens import LONGEST, MOST, TokenEndsInThePast, TokenLastsTooLong, TooManyTokens
from tests.factories import NOW, make_project, make_user

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
TODAY, DAY = NOW.date(), dt.timedelta(days=1)


@pytest.fixture
def project(app):
    return make_project()


@pytest.fixture
def user(project):
    return make_user(project)


def make(project, user, expires_on=TODAY + 90 * DAY):
    return tokens.make_token(project, "R", expires_on, NOW, TODAY, user_id=user.id, actor=f"user:{user.id}")


def test_a_token_is_found_by_what_was_told_and_nothing_of_it_is_kept(project, user):
    row, secret = make(project, user)

    assert tokens.find_by_secret(secret, TODAY) is row
    assert tokens.find_by_secret(secret[:-1], TODAY) is None
    assert (secret[:4], len(secret), row.ending) == ("kap_", 47, secret[-4:])
    assert secret[4:-4] not in str(db.session.execute(text("SELECT * FROM api_token")).all())
    assert [event.event for event in db.session.scalars(select(AuditEvent))][-1:] == ["api token made"]


def test_it_works_up_to_its_last_day_unless_it_is_withdrawn_or_the_project_archived(project, user):
    row, secret = make(project, user, TODAY + DAY)

    assert tokens.find_by_secret(secret, TODAY + DAY) is row
    assert tokens.find_by_secret(secret, TODAY + 2 * DAY) is None
    project.archived_at = NOW
    assert tokens.find_by_secret(secret, TODAY) is None
    project.archived_at = None
    tokens.withdraw(row, NOW, actor="test")
    tokens.withdraw(row, NOW + DAY, actor="test")
    assert tokens.find_by_secret(secret, TODAY) is None
    assert row.withdrawn_at == NOW


def test_what_is_refused(project, user):
    with pytest.raises(TokenEndsInThePast):
        make(project, user, TODAY - DAY)
    with pytest.raises(TokenLastsTooLong):
        make(project, user, TODAY + LONGEST + DAY)
    for _ in range(MOST):
        row, _secret = make(project, user)
    with pytest.raises(TooManyTokens) as refused:
        make(project, user)
    assert refused.value.params == {"most": MOST}
    tokens.withdraw(row, NOW, actor="test")
    make(project, user)
    make(make_project("Elders"), user)  # another project has its own


def test_the_last_day_of_use_is_kept(app, project, user):
    row, _secret = make(project, user)
    project_id = project.id
    db.session.commit()
    db.session.refresh(row)
    db.session.expunge(row)
    db.session.rollback()  # a page that only reads holds up no writing

    tokens.mark_used(row, TODAY)

    assert db.session.scalars(select(ApiToken.used_on).where(ApiToken.project_id == project_id)).all() == [TODAY]
