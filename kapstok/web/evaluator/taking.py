"""Files to take away: the name says what a file is not for, and who took it is written down."""

from __future__ import annotations

from flask import Response, g
from flask_login import current_user

from kapstok.accounts import audit


def file_name(name: str, *, published: bool = False) -> str:
    """Without its ending. ``published``: whether the file may be published as it is."""
    return name if published else f"{name}-niet-voor-publicatie"


def taken(name: str, ending: str, content: bytes, mimetype: str, *, published: bool = False) -> Response:
    """The file; that this reader took it is written down first."""
    actor, subject = f"user:{current_user.id}", f"project:{g.project.id}"
    audit.record_at_once(f"download {name}.{ending}", actor=actor, project_id=g.project.id, subject=subject)
    answer = Response(content, mimetype=mimetype)
    called = f"{file_name(name, published=published)}.{ending}"
    answer.headers.set("Content-Disposition", "attachment", filename=called)
    return answer
