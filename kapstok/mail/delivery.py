"""The way out: what is due in the outbox goes to the mail server, a handful at a time, each step committed."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence

from kapstok.extensions import db
from kapstok.mail import service, transport
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import Outcome, Result
from kapstok.mail.service import Parcel

log = logging.getLogger(__name__)

ROUND = 200  # mails looked up at once
HANDFUL = 50  # mails between two commits, and at most this many go twice when the machine dies
PATIENCE = 5.0  # seconds for a handful; with one mail more it must fit in rules.LEASE
RUN = 45.0  # seconds; other work waits, and what is left is due in the next run

Refusals = Callable[[OutboxMessage], None]


def deliver_due(
    now: Callable[[], dt.datetime],
    *,
    smtp_url: str,
    return_address: Callable[[int, str], str],
    demo_projects: Collection[int] = (),
    address_refused: Refusals = lambda message: None,
) -> Counter[str]:
    """Send what is due and count the outcomes by status.

    ``now`` is called anew for every step, since a slow server can hold a run up for minutes. Without ``smtp_url`` mail
    waits, except that of ``demo_projects``. ``return_address`` makes the envelope sender from a mail's number and
    Message-ID. ``address_refused`` is called inside the transaction that records that a server calls an address wrong.
    Mail is marked as being sent before a server sees it, and no transaction is open while a server makes us wait.
    """
    service.recover(now())
    db.session.commit()
    if not smtp_url:
        delivered = service.deliver_to_demo(demo_projects, now())
        db.session.commit()
        return Counter(sent=delivered)
    counts: Counter[str] = Counter()
    server = transport.parse(smtp_url)
    handfuls = _handfuls(now, server.per_minute)
    with transport.Connection(server) as connection:
        parcels = _claim_next(handfuls, now) if _reach(connection, now, server.per_minute) else []
        db.session.commit()
        while parcels:
            outcomes = _send(parcels, connection, return_address)
            counts += _record(parcels, outcomes, now(), address_refused)
            # A server that hangs up gets a rest; the next run goes on.
            parcels = _claim_next(handfuls, now) if connection.is_open else []
            db.session.commit()
    return counts


def _handfuls(now: Callable[[], dt.datetime], per_minute: int) -> Iterator[list[int]]:
    """What is due, in small pieces, until nothing is left or the run has lasted long enough."""
    started = time.monotonic()
    while waiting := service.due(now(), ROUND, per_minute):
        for start in range(0, len(waiting), HANDFUL):
            if time.monotonic() - started > RUN:
                return
            yield waiting[start : start + HANDFUL]


def _claim_next(handfuls: Iterator[list[int]], now: Callable[[], dt.datetime]) -> list[Parcel]:
    """The next handful that no other worker has; empty when the run is over."""
    return next((parcels for handful in handfuls if (parcels := service.claim(handful, now()))), [])


def _reach(connection: transport.Connection, now: Callable[[], dt.datetime], per_minute: int) -> bool:
    """Connect, when there is something to send."""
    anything = service.due(now(), 1, per_minute)
    db.session.commit()
    if not anything:
        return False
    try:
        connection.open()
    except transport.ServerUnreachable as trouble:
        log.warning("mail waits: %s", trouble)
        service.hold(now(), str(trouble))
        return False
    return True


def _send(
    parcels: Sequence[Parcel], connection: transport.Connection, return_address: Callable[[int, str], str]
) -> list[Outcome]:
    """The outcomes of the first parcels; the others wait when the server hung up or takes its time."""
    started, outcomes = time.monotonic(), []
    for parcel in parcels:
        if not connection.is_open or time.monotonic() - started > PATIENCE:
            break
        sender = return_address(parcel.id, parcel.message_id)
        outcomes.append(connection.send(sender, parcel.to_address, parcel.mime, str(parcel.id)))
    return outcomes


def _record(
    parcels: Sequence[Parcel], outcomes: Sequence[Outcome], now: dt.datetime, address_refused: Refusals
) -> Counter[str]:
    service.take_turns([parcel.id for parcel in parcels])
    tried = list(zip(parcels, outcomes, strict=False))  # fewer outcomes than parcels: the rest was never tried
    counts: Counter[str] = Counter()
    if accepted := [parcel.id for parcel, outcome in tried if outcome.result is Result.ACCEPTED]:
        counts["sent"] = service.record_sent(accepted, now)
    for parcel, outcome in tried:
        if outcome.result is Result.ACCEPTED:
            continue
        message = service.record(parcel.id, outcome, now)
        if message is not None:
            if outcome.bad_address:
                address_refused(message)
            counts[message.status] += 1
    if untried := [parcel.id for parcel in parcels[len(outcomes) :]]:
        service.release(untried, now)
    return +counts
