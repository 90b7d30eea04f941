"""The one-time link with which somebody chooses a password."""

from flask import current_app

from kapstok import signing
from kapstok.accounts import service as accounts
from kapstok.accounts.models import User
from kapstok.signing import LinkInvalid, Purpose


def password_link(user: User) -> str:
    """Absolute address; ends after three days, or when a password was chosen."""
    token = signing.sign(current_app.config["SECRET_KEY"], Purpose.PASSWORD, user.id, user.session_version)
    return f"{current_app.config['BASE_URL']}/wachtwoord/{token}"


def read_password_link(token: str) -> User:
    """The user a password link is for, or ``LinkInvalid`` / ``LinkExpired``."""
    user_id, version = signing.read(current_app.config["SECRET_KEY"], Purpose.PASSWORD, token)
    user = accounts.find_by_session(f"{user_id}.{version}")
    if user is None:
        raise LinkInvalid()
    return user
