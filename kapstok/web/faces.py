"""How a face is served: to who may see it, now, as what it is."""

from __future__ import annotations

from flask import Response

from kapstok.register.models import PersonPhoto


def jpeg(photo: PersonPhoto) -> Response:
    """The photo. Nobody's browser keeps it: its owner may take it away at any time."""
    answer = Response(photo.jpeg, mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Disposition"] = "inline"
    return answer
