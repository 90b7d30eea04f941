"""Passwords are kept as argon2id hashes only."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher
    from flask import Flask

_parameters: dict[str, int] = {}


def init_app(app: Flask) -> None:
    """Hash as this app is told to. One process hashes in one way."""
    _parameters.clear()
    _parameters.update(app.config["PASSWORD_HASHING"])
    hasher.cache_clear()
    hash_of_nothing.cache_clear()


@cache
def hasher() -> PasswordHasher:
    """Hashes and verifies."""
    from argon2 import PasswordHasher

    return PasswordHasher(**_parameters)


@cache
def hash_of_nothing() -> str:
    """What an unknown address is verified against, so that it takes the same time."""
    return hasher().hash("nobody has this password")
