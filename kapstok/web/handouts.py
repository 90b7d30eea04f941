"""Materials of a meeting as pages show and serve them: to guests and to the projectleider alike."""

from __future__ import annotations

from flask import Response

from kapstok.meetings import materials
from kapstok.meetings.models import Material


def download(material: Material) -> Response:
    """The file of a material: always saved, never shown by the browser. Raises ``NotFound`` for what has no file."""
    answer = Response(materials.get_content(material), mimetype=material.content_type)
    answer.headers.set("Content-Disposition", "attachment", filename=material.file_name)
    return answer
