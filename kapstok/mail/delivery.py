"""The way out: what is due in the outbox goes to the mail server, one committed step at a time."""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from collections.abc import Callable, Collection

from kapstok.extensions import db
from kapstok.mail import service, transport
from kapstok.mail.models import OutboxMessage

log = logging.getLogger(__name__)

BATCH = 200  # mails per run; the rest is due in the next


def deliver_due(
    now: Callable[[], dt.datetime],
    *,
    smtp_url: str,
    mail_from: str,
    demo_projects: Collection[int] = (),
    address_refused: Callable[[OutboxMessage], None] = lambda message: None,
) -> Counter[str]:
    """Send what is due and count the outcomes by status.

    ``now`` is called anew for every mail, since a slow server can hold a run up for minutes. Without ``smtp_url`` mail
    waits, except that of ``demo_projects``. ``address_refused`` is called inside the transaction that records that a
    server calls an address wrong. Every step commits before the next: between two commits nothing but one mail is at
    stake, and no transaction is open while a server makes us wait.
    """
    service.recover(now())
    db.session.commit()
    if not smtp_url:
        delivered = service.deliver_to_demo(demo_projects, now())
        db.session.commit()
        return Counter(sent=delivered)
    waiting = service.due(now(), BATCH)
    db.session.commit()
    if not waiting:
        return Counter()
    with transport.Connection(transport.parse(smtp_url)) as connection:
        return _deliver(waiting, connection, now, mail_from, address_refused)


def _deliver(
    waiting: list[int],
    connection: transport.Connection,
    now: Callable[[], dt.datetime],
    mail_from: str,
    address_refused: Callable[[OutboxMessage], None],
) -> Counter[str]:
    counts: Counter[str] = Counter()
    for message_id in waiting:
        try:
            connection.open()
        except transport.ServerUnreachable as trouble:
            log.warning("mail waits: %s", trouble)
            service.hold(now(), str(trouble))
            db.session.commit()
            break
        parcel = service.claim(message_id, now())
        db.session.commit()
        if parcel is None:
            continue
        outcome = connection.send(mail_from, parcel.to_address, parcel.mime)
        message = service.record(parcel.id, outcome, now())
        if message is not None:
            if outcome.bad_address:
                address_refused(message)
            counts[message.status] += 1
        db.session.commit()
        if not connection.is_open:
            break  # a server that hangs up gets a rest; the next run goes on
    return counts
