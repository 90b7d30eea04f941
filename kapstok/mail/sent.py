"""The mail of a project and how it is doing. Who got what about what; never what stood in it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased, defer

from kapstok.errors import N_, NotFound, Refused
from kapstok.extensions import db
from kapstok.mail.fate import STATUSES, Standing
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import Status
from kapstok.mail.service import QUEUED

PAGE = 50  # mails on one page


class CannotGoAgain(Refused):
    """It did not fail, its content is gone, or something newer took its place."""

    sentence = N_("Deze mail kan niet opnieuw worden verstuurd. Er is een nieuwere, of hij is al onderweg.")
    status = 409


def list_mails(
    project_id: int, standing: Standing | None = None, search: str = "", page: int = 1
) -> tuple[list[OutboxMessage], int]:
    """The mails of one page (numbered from 1), newest first, and how many pages there are."""
    mine = OutboxMessage.project_id == project_id
    if standing is not None:
        mine &= OutboxMessage.status.in_(STATUSES[standing])
    if search:
        like = f"%{search}%"
        columns = (OutboxMessage.to_name, OutboxMessage.to_address, OutboxMessage.subject)
        mine &= or_(*(column.ilike(like) for column in columns))
    total = db.session.scalar(select(func.count(OutboxMessage.id)).where(mine)) or 0
    newest = select(OutboxMessage).where(mine).options(defer(OutboxMessage.mime))
    newest = newest.order_by(OutboxMessage.created_at.desc(), OutboxMessage.id.desc())
    return list(db.session.scalars(newest.limit(PAGE).offset((page - 1) * PAGE))), -(-total // PAGE)


def count_by_standing(project_id: int) -> dict[Standing, int]:
    """How many mails of the project stand where."""
    mine = select(OutboxMessage.status, func.count()).where(OutboxMessage.project_id == project_id)
    counts = dict(db.session.execute(mine.group_by(OutboxMessage.status)).all())
    return {standing: sum(counts.get(each, 0) for each in statuses) for standing, statuses in STATUSES.items()}


def latest_to(project_id: int, person_id: int, limit: int = 5) -> list[OutboxMessage]:
    """The newest mails to one person, without those that something newer overtook."""
    theirs = (OutboxMessage.project_id == project_id) & (OutboxMessage.person_id == person_id)
    seen = theirs & (OutboxMessage.status != Status.SUPERSEDED)
    newest = select(OutboxMessage).where(seen).options(defer(OutboxMessage.mime))
    newest = newest.order_by(OutboxMessage.created_at.desc(), OutboxMessage.id.desc())
    return list(db.session.scalars(newest.limit(limit)))


def can_go_again(project_id: int, messages: list[OutboxMessage]) -> set[int]:
    """Which of these mails ``send_again`` takes, by number."""
    ids = [message.id for message in messages if message.status == Status.FAILED]
    return set(db.session.scalars(select(OutboxMessage.id).where(OutboxMessage.id.in_(ids), _repeatable(project_id))))


def send_again(project_id: int, message_id: int, now: dt.datetime) -> OutboxMessage:
    """Let a mail that failed leave once more, the same bytes to the same address. ``NotFound``, ``CannotGoAgain``."""
    message = db.session.get(OutboxMessage, message_id, options=[defer(OutboxMessage.mime)])
    if message is None or message.project_id != project_id:
        raise NotFound()
    if message_id not in can_go_again(project_id, [message]):
        raise CannotGoAgain()
    if message.bounced_at is not None:
        message.via = None  # it came back, so nobody has it
    message.status, message.next_attempt_at, message.attempts = Status.PENDING, now, 0
    message.error, message.bounced_at, message.sent_at = "", None, None
    db.session.flush()
    db.session.info[QUEUED] = True
    return message


def _repeatable(project_id: int):
    newer = aliased(OutboxMessage)
    overtaken = select(newer.id).where(newer.supersede_key == OutboxMessage.supersede_key, newer.id > OutboxMessage.id)
    mine = (OutboxMessage.project_id == project_id) & (OutboxMessage.status == Status.FAILED)
    return mine & OutboxMessage.mime.is_not(None) & ~overtaken.exists()
