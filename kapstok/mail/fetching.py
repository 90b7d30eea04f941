"""The way in: mail in the mailbox becomes rows in the inbox, one committed step at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from kapstok.extensions import db
from kapstok.mail import imap, inbox


def fetch_new(now: Callable[[], dt.datetime], imap_url: str) -> int:
    """Take in what came; how many mails were new. Raises ``MailboxUnreachable``, ``BadImapUrl``, ``OpenMailbox``.

    A mail is put away after its row is committed: cut off in between, the same mail comes again and is known by then.
    """
    count = 0
    with imap.Mailbox(imap.parse(imap_url)) as box:
        for letter in box.letters():
            message = inbox.receive(letter.raw, now(), "imap", headers_only=letter.headers_only)
            db.session.commit()
            count += message is not None
            box.put_away(letter)
    return count
