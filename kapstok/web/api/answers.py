"""What the API answers: objects, pages of them, one a line, and refusals in a sentence; each cached on its content."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from flask import Response, g, request
from flask_babel import gettext as _

from kapstok.directory import publishing
from kapstok.web.api import blueprint
from kapstok.web.api.asking import Paging

JSON = "application/json"
NDJSON = "application/x-ndjson"
CHUNK = 500  # services turned into objects at once
T = TypeVar("T")


def one(found: dict[str, Any]) -> Response:
    return _cached(_json(found), JSON)


def page(rows: Sequence[T], paging: Paging, as_objects: Callable[[Sequence[T]], list[dict[str, Any]]]) -> Response:
    """The asked page of ``rows`` in the published envelope; with ``format=ndjson`` all of them, one a line."""
    if paging.lines:
        chunks = (as_objects(rows[start : start + CHUNK]) for start in range(0, len(rows), CHUNK))
        return _cached(_lines(chunks), NDJSON)
    pages = max(math.ceil(len(rows) / paging.size), 1)
    first = (paging.number - 1) * paging.size
    contents = as_objects(rows[first : first + paging.size])
    envelope = {
        "total_items": len(rows),
        "total_pages": pages,
        "page_number": paging.number,
        "size": len(contents),
        "first_page": paging.number == 1,
        "last_page": paging.number >= pages,
        "empty": not contents,
    }
    return _cached(_json(envelope | {"contents": contents}), JSON)


def refusal(status: int, sentence: str | None) -> Response:
    """Why not, in a sentence; also at addresses under /api that no route has. ``sentence``: what the question lacks."""
    said = {
        404: _("Dit bestaat niet, of niet meer, of dit project deelt zijn sociale kaart niet op deze manier."),
        405: _("Hier kunt u alleen lezen: gebruik GET."),
        429: _("U vraagt te vaak. Wacht een minuut en probeer het opnieuw."),
        500: _("Er ging bij ons iets mis. Probeer het later opnieuw."),
        503: _("Wij zijn nu even niet bereikbaar. Probeer het over een paar minuten opnieuw."),
    }.get(status) or sentence
    said = said or _("Deze vraag begrijpen wij niet.")
    answer = Response(_json({"status": status, "error": said}), status, mimetype=JSON)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


@blueprint.after_request
def _open(response: Response) -> Response:
    """Public data, read without cookies: any page may fetch it, and may keep it as long as it asks whether it holds."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers.setdefault("Cache-Control", "no-cache")
    return response


def _cached(body: bytes, mimetype: str) -> Response:
    response = Response(body, mimetype=mimetype)
    response.add_etag()
    response.last_modified = publishing.last_modified(g.project)
    return response.make_conditional(request)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _lines(chunks: Iterable[list[dict[str, Any]]]) -> bytes:
    return b"".join(_json(each) + b"\n" for chunk in chunks for each in chunk)
