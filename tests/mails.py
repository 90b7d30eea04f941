"""Reading the mails in the outbox as their receivers would."""

from __future__ import annotations

import email
from email import policy

from kapstok.mail.models import OutboxMessage


def plain(message: OutboxMessage) -> str:
    """The text of a mail; its lines as they were written."""
    mail = email.message_from_bytes(message.mime, policy=policy.default)
    return mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
