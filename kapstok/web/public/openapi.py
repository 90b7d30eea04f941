"""How programs read the results of a project: open to everybody, since it tells nothing of any project."""

from flask import Response

from kapstok.web.public import blueprint
from kapstok.web.results.answers import answer
from kapstok.web.results.described import document


@blueprint.get("/api/v1/openapi.json")
def openapi() -> Response:
    return answer(document())
