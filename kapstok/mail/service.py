"""Verbs of the outbox. A row is written in the transaction of what it tells about; ``delivery`` sends it later."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, Update, and_, bindparam, case, exists, func, or_, select, update

from kapstok.extensions import db
from kapstok.mail import mime, rules
from kapstok.mail.letter import Letter, Sender, as_html, as_text
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import Outcome, Result, Status
from kapstok.mail.text import one_line

# Made once, as these run for every handful of a thousand invitations. Between two commits nobody holds such a message.
_OUTBOX = OutboxMessage.__table__.c
_FAILED, _IN_HAND = _OUTBOX.status == Status.FAILED, _OUTBOX.status.in_((Status.SENDING, Status.UNKNOWN, Status.SENT))
_UNDER_WAY = (*rules.WAITING, Status.SENDING)
_WITHDRAW = (  # the table, not the class: nobody holds a message in hand while it is withdrawn
    update(OutboxMessage.__table__)
    .where(_OUTBOX.supersede_key == bindparam("key"), _OUTBOX.status.in_(bindparam("statuses", expanding=True)))
    .values(
        status=case((_FAILED, Status.FAILED), else_=Status.SUPERSEDED),
        mime=case((_FAILED, None), else_=_OUTBOX.mime),  # nobody can let it go again
        via=case((_IN_HAND, "smtp"), else_=_OUTBOX.via),
    )
)
# What a request is just rewriting is passed over: a worker that waits while it has other mail would wait for ever when
# the request then asks for that.
_FREE = (
    select(_OUTBOX.id)
    .where(_OUTBOX.id.in_(bindparam("ids", expanding=True)))
    .where(_OUTBOX.status.in_(rules.WAITING), _OUTBOX.next_attempt_at <= bindparam("now"))
    .with_for_update(skip_locked=True)
)
_CLAIM = (
    update(OutboxMessage.__table__)
    .where(_OUTBOX.id.in_(_FREE))
    .values(status=Status.SENDING, attempts=_OUTBOX.attempts + 1, next_attempt_at=bindparam("until"))
    .returning(_OUTBOX.id, _OUTBOX.message_id, _OUTBOX.to_address, _OUTBOX.mime)
)
_RECORD_SENT = (
    update(OutboxMessage.__table__)
    .where(_OUTBOX.id.in_(bindparam("ids", expanding=True)), _OUTBOX.bounced_at.is_(None))
    .values(status=Status.SENT, sent_at=bindparam("now"), next_attempt_at=bindparam("now"), via="smtp", error="")
)

MINUTE = dt.timedelta(minutes=1)
QUEUED = "mail queued"  # key in session.info: this transaction put mail in the outbox


@dataclass(frozen=True)
class Parcel:
    """What a worker takes along when it leaves the database to talk to a mail server."""

    id: int
    message_id: str
    to_address: str
    mime: bytes


def queue(
    letter: Letter,
    to: mime.Mailbox,
    sender: Sender,
    *,
    kind: str,
    now: dt.datetime,
    language: str = "nl",
    calendar: mime.CalendarPart | None = None,
    project_id: int | None = None,
    person_id: int | None = None,
    supersede_key: str | None = None,
    unsubscribe: str = "",
    reply_to: mime.Mailbox | None = None,
) -> OutboxMessage:
    """Put one mail to one person in the outbox, its final bytes included. Answers go to the project's contact, or to
    ``reply_to``.

    Mail with the same ``supersede_key`` (about the same thing, to the same person) that did not leave yet stays
    behind. Raises ``BadAddress``.
    """
    message_id = f"<{uuid.uuid4()}@{sender.mail_from.rpartition('@')[2]}>"
    content = mime.build(
        mime.Mail(
            message_id=message_id,
            date=now,
            sender=mime.Mailbox(f"{sender.project} via Kapstok", sender.mail_from),
            to=to,
            reply_to=reply_to or mime.Mailbox(sender.contact_name, sender.contact_email),
            subject=letter.subject,
            text=as_text(letter),
            html=as_html(letter, language),
            language=language,
            calendar=calendar,
            unsubscribe=unsubscribe,
        )
    )
    if supersede_key is not None:
        _keep_home(supersede_key, _UNDER_WAY)
    message = OutboxMessage(
        project_id=project_id,
        person_id=person_id,
        kind=kind,
        supersede_key=supersede_key,
        to_name=one_line(to.name)[:120],
        to_address=(address := rules.address(to.address)),
        to_domain=address.rpartition("@")[2].lower(),
        subject=one_line(letter.subject)[:300],
        message_id=message_id,
        mime=content,
        status=Status.PENDING,
        next_attempt_at=now,
        created_at=now,
    )
    db.session.add(message)
    db.session.flush()
    db.session.info[QUEUED] = True
    return message


def withdraw(supersede_key: str) -> None:
    """Keep mail with this key at home if it did not leave yet.

    What a worker holds goes no second time, and what failed cannot be sent again by hand.
    """
    _keep_home(supersede_key, (*_UNDER_WAY, Status.FAILED))


def put_in_front(message: OutboxMessage) -> None:
    """Let a mail leave before all mail that may wait: its reader stands there with a phone in the hand."""
    message.next_attempt_at = message.created_at - rules.IN_FRONT
    db.session.flush()


def may_have_left(supersede_key: str) -> bool:
    """Whether a mail with this key may have reached its reader, who then needs to hear of a cancellation.

    What was refused, put off, or came back, did not.
    """
    handed_over = or_(OutboxMessage.via.is_not(None), _IN_HAND)
    left = and_(OutboxMessage.supersede_key == supersede_key, handed_over, OutboxMessage.bounced_at.is_(None))
    return bool(db.session.scalar(select(exists().where(left))))


def due(now: dt.datetime, limit: int, per_minute: int = rules.PER_MINUTE) -> list[int]:
    """The ids of mail to send now, longest waiting first, and no more than ``per_minute`` to one domain."""
    place = func.row_number().over(
        partition_by=OutboxMessage.to_domain, order_by=(OutboxMessage.next_attempt_at, OutboxMessage.id)
    )
    waiting = select(OutboxMessage.id, OutboxMessage.to_domain, OutboxMessage.next_attempt_at, place.label("place"))
    waiting = waiting.where(_due(now)).subquery()
    just_sent = and_(OutboxMessage.sent_at > now - MINUTE, OutboxMessage.via == "smtp")
    sent = (
        select(func.count(OutboxMessage.id))
        .where(OutboxMessage.to_domain == waiting.c.to_domain, just_sent)
        .scalar_subquery()
    )
    fits = select(waiting.c.id).where(waiting.c.place + sent <= per_minute)
    return list(db.session.scalars(fits.order_by(waiting.c.next_attempt_at, waiting.c.id).limit(limit)))


def claim(message_ids: Sequence[int], now: dt.datetime) -> list[Parcel]:
    """Take mail for sending, in this order; what another worker has stays out. Commit before talking to a server."""
    taken = db.session.connection().execute(_CLAIM, {"ids": list(message_ids), "now": now, "until": now + rules.LEASE})
    parcels = {row.id: Parcel(*row) for row in taken}
    return [parcels[message_id] for message_id in message_ids if message_id in parcels]


def take_turns(message_ids: Collection[int]) -> None:
    """Before writing down what became of claimed mail: have all of it, waiting for requests without holding any.

    Begins a transaction anew; nothing else may have been written in it.
    """
    mine = select(OutboxMessage.id).where(OutboxMessage.id.in_(message_ids)).order_by(OutboxMessage.id)
    while busy := _others(mine):
        db.session.rollback()
        db.session.execute(select(OutboxMessage.id).where(OutboxMessage.id == busy[0]).with_for_update())
        db.session.rollback()


def _others(mine: Select[tuple[int]]) -> list[int]:
    """Which of these mails others are rewriting now; the rest is ours until the transaction ends."""
    ours = set(db.session.scalars(mine.with_for_update(skip_locked=True)))
    return [message_id for message_id in db.session.scalars(mine) if message_id not in ours]


def release(message_ids: Collection[int], now: dt.datetime) -> None:
    """Put claimed mail back that no mail server saw; what was withdrawn meanwhile stays behind."""
    mine = and_(OutboxMessage.id.in_(message_ids), OutboxMessage.status == Status.SENDING)
    values = {"status": Status.PENDING, "attempts": OutboxMessage.attempts - 1, "next_attempt_at": now}
    db.session.execute(update(OutboxMessage).where(mine).values(values))


def record_sent(message_ids: Collection[int], now: dt.datetime) -> int:
    """Write down that a mail server took these mails. How many: whose person was erased meanwhile is gone."""
    return db.session.connection().execute(_RECORD_SENT, {"ids": list(message_ids), "now": now}).rowcount


def record(message_id: int, outcome: Outcome, now: dt.datetime) -> OutboxMessage | None:
    """Write down what the mail server made of a claimed mail, and when to try again if need be.

    None when the mail is gone: its person was erased while the mail server had it. A report that it came back may have
    been faster.
    """
    message = db.session.get(OutboxMessage, message_id, populate_existing=True, with_for_update=True)
    if message is None or message.bounced_at is not None:
        return message
    status, next_attempt_at = rules.next_step(
        outcome.result,
        attempts=message.attempts,
        created_at=message.created_at,
        now=now,
        chance=random.random(),
    )
    if status in rules.WAITING and message.status == Status.SUPERSEDED:
        status = Status.SUPERSEDED  # withdrawn meanwhile
    message.status = status
    message.next_attempt_at = next_attempt_at
    message.error = one_line(outcome.reason)[:500]
    if outcome.result in (Result.ACCEPTED, Result.UNKNOWN):
        message.via = "smtp"
    if status is Status.SENT:
        message.sent_at = now
    db.session.flush()
    return message


def hold(now: dt.datetime, reason: str) -> None:
    """Let all mail that is due rest while the server cannot be reached; each row says why it waits."""
    values = {"next_attempt_at": now + rules.SERVER_REST, "error": one_line(reason)[:500]}
    db.session.execute(update(OutboxMessage).where(_nobodys(_due(now))).values(values))


def recover(now: dt.datetime) -> None:
    """Mail in the hands of a worker that died: it may have arrived or not, so the same bytes go again."""
    expired = and_(OutboxMessage.status == Status.SENDING, OutboxMessage.next_attempt_at <= now)
    db.session.execute(update(OutboxMessage).where(_nobodys(expired)).values(status=Status.UNKNOWN, via="smtp"))


def deliver_to_demo(project_ids: Collection[int], now: dt.datetime) -> int:
    """Without a mail server: mail of demo projects counts as sent, to be read in the Demo-postvak. How many."""
    of_demo = and_(_due(now), OutboxMessage.project_id.in_(project_ids))
    values = {"status": Status.SENT, "sent_at": now, "via": "demo", "attempts": 1, "error": ""}
    return _count(update(OutboxMessage).where(of_demo).values(values))


def count_waiting() -> int:
    """How many mails have not left yet."""
    return db.session.scalar(select(func.count()).where(OutboxMessage.status.in_(rules.WAITING))) or 0


def purge(now: dt.datetime) -> int:
    """Forget the content of mail that left long ago or never will; who got what, and when, stays. How many."""
    at_rest = and_(OutboxMessage.status.in_(rules.AT_REST), OutboxMessage.created_at < now - rules.KEEP_MIME)
    old = or_(OutboxMessage.sent_at < now - rules.KEEP_MIME, at_rest)
    return _count(update(OutboxMessage).where(old, OutboxMessage.mime.is_not(None)).values(mime=None))


def _due(now: dt.datetime) -> ColumnElement[bool]:
    return and_(OutboxMessage.status.in_(rules.WAITING), OutboxMessage.next_attempt_at <= now)


def _nobodys(which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Those of these mails that no request is rewriting."""
    return OutboxMessage.id.in_(select(OutboxMessage.id).where(which).with_for_update(skip_locked=True))


def _keep_home(supersede_key: str, statuses: Collection[Status]) -> None:
    db.session.connection().execute(_WITHDRAW, {"key": supersede_key, "statuses": list(statuses)})


def _count(change: Update) -> int:
    return len(db.session.scalars(change.returning(OutboxMessage.id)).all())
