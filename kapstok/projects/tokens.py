"""Tokens with which a program reads a project's results. The token itself is told once; a digest of it is kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from sqlalchemy import select, update

from kapstok.accounts import audit
from kapstok.database import writing
from kapstok.errors import N_, Refused
from kapstok.extensions import db
from kapstok.projects.models import ApiToken, Project
from kapstok.scope import get_in_project, in_project

PREFIX = "kap_"  # so that people and scanners of leaked secrets know one when they see it
LONGEST = dt.timedelta(days=366)
MOST = 20  # that work at the same time


class TokenEndsInThePast(Refused):
    sentence = N_("Deze dag is al voorbij. Kies een dag vanaf vandaag.")


class TokenLastsTooLong(Refused):
    sentence = N_("Een sleutel werkt hooguit een jaar. Kies een eerdere dag; daarna maakt u een nieuwe.")


class TooManyTokens(Refused):
    sentence = N_("Dit project heeft al %(most)s sleutels die werken. Trek er eerst een in die u niet meer gebruikt.")


def make_token(
    project: Project, name: str, expires_on: dt.date, now: dt.datetime, today: dt.date, *, user_id: int, actor: str
) -> tuple[ApiToken, str]:
    """A new token that works up to and including ``expires_on``: its row, and the token, which cannot be told again.

    Raises ``TokenEndsInThePast``, ``TokenLastsTooLong`` and ``TooManyTokens``.
    """
    if expires_on < today:
        raise TokenEndsInThePast()
    if expires_on > today + LONGEST:
        raise TokenLastsTooLong()
    if sum(works(row, today) for row in list_tokens(project)) >= MOST:
        raise TooManyTokens(most=MOST)
    secret = PREFIX + secrets.token_urlsafe(32)
    row = ApiToken(
        project_id=project.id,
        name=name,
        digest=_digest(secret),
        ending=secret[-4:],
        made_at=now,
        made_by_id=user_id,
        expires_on=expires_on,
    )
    db.session.add(row)
    db.session.flush()
    audit.record("api token made", actor=actor, project_id=project.id, subject=f"api_token:{row.id}")
    return row, secret


def list_tokens(project: Project) -> list[ApiToken]:
    """All of a project, the newest first; those that were withdrawn or ran out too."""
    return list(db.session.scalars(in_project(ApiToken, project).order_by(ApiToken.made_at.desc(), ApiToken.id.desc())))


def get_token(project: Project, token_id: int) -> ApiToken:
    return get_in_project(ApiToken, project, token_id)


def works(token: ApiToken, today: dt.date) -> bool:
    """Whether it still lets a program in."""
    return token.withdrawn_at is None and token.expires_on >= today


def withdraw(token: ApiToken, now: dt.datetime, *, actor: str) -> None:
    """From now on it lets nobody in; withdrawing it twice is harmless."""
    if token.withdrawn_at is None:
        token.withdrawn_at = now
        audit.record("api token withdrawn", actor=actor, project_id=token.project_id, subject=f"api_token:{token.id}")
        db.session.flush()


def find_by_secret(secret: str, today: dt.date) -> ApiToken | None:
    """The token that a program showed, or None when it never was, ran out, was withdrawn, or its project is archived.

    It is looked up by its digest: how long that takes tells nothing of how much of it was right.
    """
    query = select(ApiToken).join(Project, Project.id == ApiToken.project_id)
    query = query.where(ApiToken.digest == _digest(secret), Project.archived_at.is_(None))
    found = db.session.scalar(query, execution_options={"across_projects": "the token says which project"})
    return found if found is not None and works(found, today) else None


def mark_used(token: ApiToken, today: dt.date) -> None:
    """Keep the last day on which it was used, in a transaction of its own: reading writes nothing else."""
    if token.used_on == today:
        return
    row = update(ApiToken.__table__).where(ApiToken.project_id == token.project_id, ApiToken.id == token.id)
    with writing(), db.engine.begin() as connection:
        connection.execute(row.values(used_on=today))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
