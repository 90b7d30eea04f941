"""The script that keeps the host's list at hand without a network. Its address says for which pages it may."""

from __future__ import annotations

from flask import Response, current_app

from kapstok.web.public import blueprint


@blueprint.get("/gastheer/bewaker.js")
def host_worker() -> Response:
    return current_app.send_static_file("js/host-worker.js")
