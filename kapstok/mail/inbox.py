"""Verbs of the inbox: a mail comes in once, is kept as it came, and ends with a fate. What it means, others decide."""

from __future__ import annotations

import datetime as dt
import hashlib

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import defer

from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.mail import incoming, rules
from kapstok.mail.incoming import Incoming
from kapstok.mail.models import InboxMessage
from kapstok.mail.rules import Fate, Kind, Reason, Trouble


def receive(raw: bytes, now: dt.datetime, source: str, *, headers_only: bool = False) -> InboxMessage | None:
    """Keep a mail as it came; None when it came before, on this way or another, also when both come at once.

    ``headers_only``: the mail was too large to fetch, and ``raw`` is no more than its headers.
    """
    read = incoming.read_headers(raw) if headers_only else incoming.read(raw)
    message = InboxMessage(
        received_at=now,
        source=source,
        message_id=read.message_id,
        digest=digest(raw, read),
        from_address=read.from_address[:254],
        to_address=next(iter(read.recipients), "")[:254],
        subject=read.subject,
        kind=read.kind,
        status=Fate.NEW,
        reason=read.reason or "",
        raw=raw,
    )
    try:
        with db.session.begin_nested():
            db.session.add(message)
    except IntegrityError:
        return None
    return message


def digest(raw: bytes, read: Incoming) -> str:
    """What makes two mails the same: Message-ID, sender, subject and content; not the way they travelled."""
    content = read.calendars or (raw.replace(b"\r\n", b"\n").partition(b"\n\n")[2].strip(),)
    sign = hashlib.sha256("\0".join((read.message_id, read.from_address, read.subject)).encode())
    for piece in content:
        sign.update(b"\0" + piece.replace(b"\r\n", b"\n"))
    if not read.message_id:
        sign.update(raw.replace(b"\r\n", b"\n"))
    return sign.hexdigest()


def open_again(message: InboxMessage, reply_domain: str) -> Incoming:
    """The mail as it was read when it came; ``Kind.BROKEN`` once its content is gone."""
    if message.raw is None:
        return Incoming(Kind.BROKEN, reason=Trouble.UNREADABLE)
    if message.reason == Trouble.MAIL_TOO_LARGE:
        return incoming.read_headers(message.raw, reply_domain)
    return incoming.read(message.raw, reply_domain)


def settle(
    message: InboxMessage,
    fate: Fate,
    reason: str = "",
    *,
    now: dt.datetime,
    project_id: int | None = None,
    person_id: int | None = None,
) -> None:
    """Write down what became of a mail, and whose it is once that is known. Held mail waits for a person."""
    message.status, message.reason = fate, reason[:200]
    message.handled_at = None if fate in (Fate.NEW, Fate.HELD) else now
    if project_id is not None:
        message.project_id = project_id
    if person_id is not None:
        message.person_id = person_id
    db.session.flush()


def new_ids() -> list[int]:
    """Mail that nobody looked at yet, in the order in which it came."""
    return list(db.session.scalars(select(InboxMessage.id).where(InboxMessage.status == Fate.NEW).order_by("id")))


def take(message_id: int) -> InboxMessage | None:
    """One new mail to read, or None when it was read meanwhile. Until the commit nobody else gets it."""
    mine = (InboxMessage.id == message_id) & (InboxMessage.status == Fate.NEW)
    taken = db.session.scalar(update(InboxMessage).where(mine).values(status=Fate.NEW).returning(InboxMessage.id))
    return None if taken is None else db.session.get(InboxMessage, taken, populate_existing=True)


def list_held(project_id: int | None, most: int = 200) -> list[InboxMessage]:
    """Mail of a project that waits for a person, oldest first; None: mail of which nobody knows whose it is.

    Without its content: anybody can fill a mailbox with large mail.
    """
    waiting = select(InboxMessage).where(_held(project_id)).order_by(InboxMessage.id).options(defer(InboxMessage.raw))
    return list(db.session.scalars(waiting.limit(most)))


def count_held(project_id: int | None) -> int:
    """How many mails wait there."""
    return db.session.scalar(select(func.count(InboxMessage.id)).where(_held(project_id))) or 0


def get_held(project_id: int | None, message_id: int) -> InboxMessage:
    """One mail that waits for a person, or ``NotFound``."""
    found = db.session.scalars(select(InboxMessage).where(_held(project_id), InboxMessage.id == message_id)).first()
    if found is None:
        raise NotFound()
    return found


def purge(now: dt.datetime) -> int:
    """Forget what stood in mail that was handled long ago, or that waited in vain; that it came stays. How many."""
    old = or_(
        InboxMessage.handled_at < now - rules.KEEP_HANDLED,
        and_(InboxMessage.handled_at.is_(None), InboxMessage.received_at < now - rules.KEEP_HELD),
    )
    emptied = {"raw": None, "from_address": "", "to_address": "", "subject": "", "message_id": ""}
    change = update(InboxMessage).where(old, InboxMessage.raw.is_not(None)).values(emptied)
    forgotten = list(db.session.scalars(change.returning(InboxMessage.id)))
    waiting = InboxMessage.id.in_(forgotten) & InboxMessage.handled_at.is_(None)
    passed_over = {"status": Fate.IGNORED, "reason": Reason.NOBODY_CAME, "handled_at": now}
    db.session.execute(update(InboxMessage).where(waiting).values(passed_over))
    return len(forgotten)


def _held(project_id: int | None):
    mine = InboxMessage.project_id == project_id if project_id is not None else InboxMessage.project_id.is_(None)
    return (InboxMessage.status == Fate.HELD) & mine
