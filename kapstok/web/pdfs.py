"""A PDF as an answer."""

from __future__ import annotations

from flask import Response

from kapstok import clock, pdf


def pdf_answer(template: str, data: dict, name: str) -> Response:
    """What ``templates/pdf/<template>.typ`` makes of ``data``: shown by the browser, saved as ``name`` and the day."""
    answer = Response(pdf.typeset(template, data), mimetype=pdf.MIMETYPE)
    day = clock.local_date(clock.now())
    answer.headers.set("Content-Disposition", "inline", filename=f"{name}-{day}.pdf")
    return answer
