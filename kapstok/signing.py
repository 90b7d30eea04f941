"""Personal links: signed, one salt per purpose, revocable by a version, never stored."""

from __future__ import annotations

import base64
import hashlib
import hmac
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
    REPLY = "reply"  # ORGANIZER of one invitation: calendars answer to it
    BOUNCE = "bounce"  # envelope sender of one mail: it comes back to it
    POLL = "poll"  # one person's answers to one date poll
    LOTTERY = "lottery"  # one guest's list of names, weeks after tables were drawn; opens nothing else
    FEED = "feed"  # a calendar feed, of one person or of one projectleider; opens nothing else
    DOOR = "door"  # the poster at the door of one meeting: type your name, see nothing
    HOST = "host"  # the list of guests of one meeting, for who stands at the door
    WAVE = "wave"  # the poster of one measurement: ask for your own link, see nothing
    REFERRAL = "referral"  # the receiver says what became of one referral; opens nothing else
    FORM = "form"  # proof that a form came from our own page


SHORT = 34  # characters of a short token
HIGHEST = 2**31 - 1  # number of a row in PostgreSQL; asking it for a higher one is an error

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


def short_token(secret: str, purpose: Purpose, number: int, key: str) -> str:
    """``number`` in 34 letters and digits that mail servers leave alone: lower case, no signs.

    40 bits of number and 128 bits of HMAC-SHA256 over purpose, number and ``key``, in base32. ``key`` is a secret of
    the row itself, so that a row whose key was made anew is no longer reached.
    """
    digest = hmac.new(f"{secret}.{purpose}".encode(), f"{number}.{key}".encode(), hashlib.sha256).digest()
    return base64.b32encode(number.to_bytes(5, "big") + digest[:16]).decode().rstrip("=").lower()


def short_number(token: str) -> int:
    """Which row a short token claims to be for; ``is_short_token`` checks it once its key is known. ``LinkInvalid``."""
    if len(token) != SHORT:
        raise LinkInvalid()
    try:
        number = int.from_bytes(base64.b32decode(token.upper() + "=" * (-len(token) % 8))[:5], "big")
    except ValueError:
        raise LinkInvalid() from None
    if number > HIGHEST:
        raise LinkInvalid()
    return number


def is_short_token(secret: str, purpose: Purpose, token: str, key: str) -> bool:
    """Whether ``token`` was made by ``short_token`` for the row with this key."""
    return hmac.compare_digest(short_token(secret, purpose, short_number(token), key), token.lower())


@cache
def _serializer(secret: str, purpose: Purpose) -> URLSafeSerializer | URLSafeTimedSerializer:
    kind = URLSafeTimedSerializer if purpose in LIFETIME else URLSafeSerializer
    return kind(
        secret, salt=f"kapstok.{purpose}", signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"}
    )
