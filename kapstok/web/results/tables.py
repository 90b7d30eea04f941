"""The project itself, and each of its tables: the same ones that evaluators take away."""

from __future__ import annotations

from flask import Response, g, url_for

from kapstok.accounts import audit
from kapstok.errors import NotFound
from kapstok.evaluation.files.bundles import table
from kapstok.web.evaluator.sheets import PUBLISHED, SHEETS
from kapstok.web.results import blueprint
from kapstok.web.results.answers import answer


@blueprint.get("/projects/<int:project_id>")
def project() -> Response:
    """What there is to read."""
    return answer(
        {
            "id": g.project.id,
            "name": g.project.name,
            "region": g.project.region,
            "starts_on": _day(g.project.starts_on),
            "ends_on": _day(g.project.ends_on),
            "tables": {name: url_for("results.read", name=name, _external=True) for name in SHEETS},
            "openapi": url_for("public.openapi", _external=True),
        }
    )


@blueprint.get("/projects/<int:project_id>/<name>")
def read(name: str) -> Response:
    if name not in SHEETS:
        raise NotFound()
    audit.record_at_once(
        f"api {name}", actor=f"api_token:{g.token.id}", project_id=g.project.id, subject=f"project:{g.project.id}"
    )
    return answer(table(SHEETS[name](), publication=name in PUBLISHED))


def _day(day) -> str | None:
    return None if day is None else day.isoformat()
