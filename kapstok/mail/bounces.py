"""Mail of ours that came back. Each mail leaves with a return address of its own, so that its report finds its row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from sqlalchemy import select

from kapstok import signing
from kapstok.extensions import db
from kapstok.mail import rules
from kapstok.mail.dsn import Bounce
from kapstok.mail.incoming import Incoming
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import Status
from kapstok.mail.text import one_line
from kapstok.signing import Purpose

PREFIX = "b-"
MAY_COME_BACK = (Status.SENDING, Status.SENT, Status.UNKNOWN, Status.FAILED)


def return_address(secret: str, reply_domain: str, message_id: int, key: str) -> str:
    """The envelope sender of one mail; ``key`` is its Message-ID, which only its receiver knows."""
    return f"{PREFIX}{signing.short_token(secret, Purpose.BOUNCE, message_id, key)}@{reply_domain}"


def record(
    incoming: Incoming,
    now: dt.datetime,
    *,
    secret: str,
    address_refused: Callable[[OutboxMessage], None] = lambda message: None,
) -> OutboxMessage | None:
    """Write down what a report says of a mail of ours; None when it proves to be about none.

    ``address_refused`` is called when the address will never work.
    """
    for bounce in incoming.bounces:
        message = _by_token(incoming.recipients, secret) or _by_message_id(bounce)
        if message is not None and message.status in MAY_COME_BACK:
            _record(message, bounce, now, address_refused)
            return message
    return None


def _record(
    message: OutboxMessage, bounce: Bounce, now: dt.datetime, address_refused: Callable[[OutboxMessage], None]
) -> None:
    said = one_line(f"{bounce.status} {bounce.diagnostic}")[:500]
    if bounce.action == "failed":
        message.status, message.error = Status.FAILED, said
        message.bounced_at = message.bounced_at or now
        if bounce.status.startswith("5") and rules.blames_address(bounce.status):
            address_refused(message)
    elif bounce.action == "delayed" and message.status != Status.FAILED:
        message.error = said
    db.session.flush()


def _by_token(recipients: tuple[str, ...], secret: str) -> OutboxMessage | None:
    for address in recipients:
        token = address.partition("@")[0].removeprefix(PREFIX)
        try:
            message = db.session.get(OutboxMessage, signing.short_number(token))
        except signing.LinkInvalid:
            continue
        if message and signing.is_short_token(secret, Purpose.BOUNCE, token, message.message_id):
            return message
    return None


def _by_message_id(bounce: Bounce) -> OutboxMessage | None:
    """Without an address of ours: by the Message-ID, which nobody can guess; ENVID must agree where it is told."""
    if not bounce.original_message_id:
        return None
    mine = OutboxMessage.message_id == bounce.original_message_id
    message = db.session.scalars(select(OutboxMessage).where(mine)).one_or_none()
    told = bounce.envelope_id
    return message if message and told in ("", str(message.id)) else None
