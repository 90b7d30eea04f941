"""Accounts on both databases."""

import argon2
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from config import Config
from kapstok.accounts import passwords
from kapstok.accounts import service as accounts
from kapstok.accounts.rules import AddressTaken, LastAdmin, PasswordTooCommon, PasswordTooShort
from kapstok.database import reading
from kapstok.extensions import db
from tests.factories import NOW, PASSWORD, make_user


def test_the_right_password_opens(app):
    user = make_user(email="Noor@Example.org")
    assert accounts.authenticate("NOOR@example.org ", PASSWORD) == user
    assert accounts.authenticate("noor@example.org", "iets heel anders") is None
    assert accounts.authenticate("niemand@example.org", PASSWORD) is None


def test_what_people_choose_is_hashed_with_the_parameters_of_the_library(app, tmp_path):
    live = type("Live", (), {"config": {"PASSWORD_HASHING": Config({}, tmp_path).PASSWORD_HASHING}})
    try:
        passwords.init_app(live)
        kept = argon2.extract_parameters(passwords.hasher().hash(PASSWORD))
    finally:
        passwords.init_app(app)
    assert kept == argon2.profiles.RFC_9106_LOW_MEMORY
    assert argon2.extract_parameters(make_user().password_hash) != kept


def test_a_closed_account_stays_closed(app):
    user = make_user()
    cookie = user.get_id()
    accounts.disable(user, NOW, actor="test")
    assert accounts.authenticate(user.email, PASSWORD) is None
    assert accounts.find_by_session(cookie) is None


def test_logging_out_ends_every_session(app):
    user = make_user()
    cookie = user.get_id()
    assert accounts.find_by_session(cookie) == user
    accounts.log_out(user)
    assert accounts.find_by_session(cookie) is None
    assert accounts.find_by_session("1") is None
    assert accounts.find_by_session("x.y") is None


def test_passwords_that_are_refused(app):
    user = make_user(email="mantelzorgers@example.org")
    with pytest.raises(PasswordTooShort):
        accounts.set_password(user, "kort")
    for common in ("wachtwoord123", "aaaaaaaaaaaaaaa", "mantelzorgers"):
        with pytest.raises(PasswordTooCommon):
            accounts.set_password(user, common)
    assert accounts.authenticate(user.email, PASSWORD) == user


def test_one_account_per_address(app):
    make_user(email="noor@example.org")
    with pytest.raises(AddressTaken):
        accounts.create_user("Nog een Noor", "NOOR@example.org", NOW)


def test_the_last_beheerder_stays(app):
    first, second = make_user(is_admin=True), make_user(is_admin=True)
    accounts.disable(first, NOW, actor="test")
    with pytest.raises(LastAdmin):
        accounts.disable(second, NOW, actor="test")


@pytest.mark.parametrize("statement", ["DELETE FROM audit_event", "UPDATE audit_event SET actor = 'nobody'"])
def test_the_audit_trail_is_append_only(app, statement):
    make_user()
    with pytest.raises(DatabaseError, match="append-only"):
        db.session.execute(text(statement))
    db.session.rollback()


def test_a_reading_request_cannot_write(app):
    db.session.commit()
    with reading(), pytest.raises(DatabaseError):
        make_user()
    db.session.rollback()
