"""Personal links: signed, one salt per purpose, revocable by a version, never stored."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from functools import cache

from itsdangerous import BadSignature, SignatureExpired, URLSafeSerializer, URLSafeTimedSerializer

from kapstok.errors import N_, Refused


class Purpose(StrEnum):
    """What a link is for. A link for one purpose opens nothing else."""

    RSVP = "rsvp"  # one invitation; travels in invitations and calendars, so it opens no more than that
    PERSONAL = "personal"  # a participant's own page
    ADDRESS = "address"  # make another mail address one's own
    PASSWORD = "password"  # choose a password, once
    FORM = "form"  # proof that a form came from our own page


LIFETIME = {
    Purpose.PERSONAL: 180 * 86400,
    Purpose.ADDRESS: 7 * 86400,
    Purpose.PASSWORD: 3 * 86400,
    Purpose.FORM: 2 * 86400,
}  # seconds


class LinkInvalid(Refused):
    """The link was cut off, tampered with, withdrawn or meant for something else."""

    sentence = N_("Deze link klopt niet of is niet meer geldig.")
    status = 404


class LinkExpired(Refused):
    """The link was ours, but it is too old."""

    sentence = N_("Deze link is verlopen.")
    status = 404


def sign(secret: str, purpose: Purpose, *parts: int | str) -> str:
    """A URL-safe token over ``parts``. Purposes with a lifetime carry the moment of signing."""
    return _serializer(secret, purpose).dumps(list(parts))


def read(secret: str, purpose: Purpose, token: str) -> list[int | str]:
    """The parts of a token, or ``LinkInvalid`` / ``LinkExpired``."""
    serializer = _serializer(secret, purpose)
    try:
        if purpose in LIFETIME:
            return serializer.loads(token, max_age=LIFETIME[purpose])
        return serializer.loads(token)
    except SignatureExpired:
        raise LinkExpired() from None
    except (BadSignature, ValueError):
        raise LinkInvalid() from None


@cache
def _serializer(secret: str, purpose: Purpose) -> URLSafeSerializer | URLSafeTimedSerializer:
    kind = URLSafeTimedSerializer if purpose in LIFETIME else URLSafeSerializer
    return kind(
        secret, salt=f"kapstok.{purpose}", signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"}
    )
