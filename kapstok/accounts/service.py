"""Verbs of accounts."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select

from kapstok.accounts import audit, rules
from kapstok.accounts.models import User
from kapstok.accounts.passwords import hash_of_nothing, hasher
from kapstok.errors import NotFound
from kapstok.extensions import db


def create_user(name: str, email: str, now: dt.datetime, *, is_admin: bool = False, actor: str = "system") -> User:
    """A new account without a password; the owner chooses one by link. Raises ``AddressTaken``."""
    email = email.strip().lower()
    if find_by_email(email):
        raise rules.AddressTaken(email=email)
    user = User(name=name.strip(), email=email, is_admin=is_admin, created_at=now)
    db.session.add(user)
    db.session.flush()
    audit.record("account made", actor=actor, subject=f"user:{user.id}")
    return user


def find_by_email(email: str) -> User | None:
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def find_by_session(session_id: str) -> User | None:
    """The user of a login cookie (``id.version``); None when it was logged out, changed or disabled since."""
    number, _, version = session_id.partition(".")
    if not (number.isdecimal() and version.isdecimal()):
        return None
    user = db.session.get(User, int(number))
    return user if user and user.is_active and user.session_version == int(version) else None


def get_user(user_id: int) -> User:
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound()
    return user


def list_users() -> list[User]:
    return list(db.session.scalars(select(User).order_by(User.name)))


def authenticate(email: str, password: str) -> User | None:
    """The user with this address and password, or None — after the same work whether or not the address is known."""
    from argon2.exceptions import InvalidHashError, VerificationError

    user = find_by_email(email)
    known = user is not None and user.is_active and user.password_hash is not None
    try:
        hasher().verify(user.password_hash if known else hash_of_nothing(), password[: rules.LONGEST_PASSWORD])
    except (VerificationError, InvalidHashError):
        return None
    if not known:
        return None
    if hasher().check_needs_rehash(user.password_hash):
        user.password_hash = hasher().hash(password)
    audit.record("logged in", actor=f"user:{user.id}")
    return user


def set_password(user: User, password: str) -> None:
    """Keep a new password; sessions and password links from before end. Raises the refusals of ``check_password``."""
    rules.check_password(password, user.email)
    user.password_hash = hasher().hash(password)
    user.session_version += 1
    audit.record("password set", actor=f"user:{user.id}")


def log_out(user: User) -> None:
    """End every session of this user."""
    user.session_version += 1
    audit.record("logged out", actor=f"user:{user.id}")


def disable(user: User, now: dt.datetime, *, actor: str) -> None:
    """Close an account; its sessions end. Raises ``LastAdmin``. Saying it twice is harmless."""
    if user.disabled_at is not None:
        return
    others = select(func.count(User.id)).where(User.is_admin, User.disabled_at.is_(None), User.id != user.id)
    if user.is_admin and not db.session.scalar(others):
        raise rules.LastAdmin()
    user.disabled_at = now
    user.session_version += 1
    audit.record("account closed", actor=actor, subject=f"user:{user.id}")


def enable(user: User, *, actor: str) -> None:
    """Open a closed account again."""
    user.disabled_at = None
    audit.record("account opened", actor=actor, subject=f"user:{user.id}")
