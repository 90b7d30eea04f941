"""Where the QR code on a printed wie is wie leads. Everybody can scan it, so nothing about persons stands here."""

from __future__ import annotations

from flask import render_template

from kapstok.errors import NotFound
from kapstok.projects import service as projects
from kapstok.web.public import blueprint


@blueprint.get("/wie-is-wie/<slug>")
def live_who_is_who(slug: str):
    project = projects.find_by_slug(slug)
    if project is None:
        raise NotFound()
    return render_template("public/whoiswho.html", of=project, demo=project.is_demo)
