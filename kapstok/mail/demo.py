"""The Demo-postvak: mail of a demo project, which without a mail server is read on a page instead of delivered."""

from __future__ import annotations

from sqlalchemy import func, or_, select

from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import Status

PAGE = 40  # mails on one page


def list_delivered(project_id: int, search: str = "", page: int = 1) -> tuple[list[OutboxMessage], int]:
    """The mails of one page (numbered from 1), newest first, and how many pages there are."""
    mine = (OutboxMessage.project_id == project_id) & (OutboxMessage.via == "demo")
    if search:
        like = f"%{search}%"
        columns = (OutboxMessage.to_name, OutboxMessage.to_address, OutboxMessage.subject)
        mine &= or_(*(column.ilike(like) for column in columns))
    total = db.session.scalar(select(func.count(OutboxMessage.id)).where(mine)) or 0
    newest = select(OutboxMessage).where(mine).order_by(OutboxMessage.sent_at.desc(), OutboxMessage.id.desc())
    mails = db.session.scalars(newest.limit(PAGE).offset((page - 1) * PAGE))
    return list(mails), -(-total // PAGE)


def get_delivered(project_id: int, message_id: int) -> OutboxMessage:
    """One mail that was "delivered" here and still has its content, or ``NotFound``."""
    message = db.session.get(OutboxMessage, message_id)
    if message is None or message.project_id != project_id or message.status != Status.SENT or message.via != "demo":
        raise NotFound()
    if message.mime is None:
        raise NotFound()
    return message
