"""What a program is answered: a table as objects, or why not (RFC 9457); cached on its content."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from flask import Response, request
from flask_babel import gettext as _

PREFIX = "/api/v1/"
JSON, PROBLEM = "application/json", "application/problem+json"


def answer(found: dict[str, Any]) -> Response:
    """200, or 304 when the program already holds the same."""
    response = Response(_json(found), mimetype=JSON)
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    return response.make_conditional(request)


def problem(status: int, sentence: str | None) -> Response:
    """Why not, in a sentence."""
    said = {
        404: _("Dit bestaat niet, of niet voor deze sleutel."),
        405: _("Hier kunt u alleen lezen: gebruik GET."),
        429: _("U vraagt te vaak. Wacht een minuut en probeer het opnieuw."),
        500: _("Er ging bij ons iets mis. Probeer het later opnieuw."),
        503: _("Wij zijn nu even niet bereikbaar. Probeer het over een paar minuten opnieuw."),
    }.get(status, sentence)
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    response = Response(_json(told | ({"detail": said} if said else {})), status, mimetype=PROBLEM)
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="Kapstok"'
    return response


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
