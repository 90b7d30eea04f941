"""The full history of one record: who changed what, when."""

from __future__ import annotations

import math
from typing import Any

from flask import g, render_template, request, url_for
from flask_babel import gettext as _

from kapstok.accounts import history
from kapstok.directory import service as directory
from kapstok.errors import NotFound
from kapstok.meetings import service as meetings
from kapstok.meetings.polls import service as polls
from kapstok.progress import indicators
from kapstok.projects import service as projects
from kapstok.register import service as register
from kapstok.web.history import in_words
from kapstok.web.projectleider import blueprint

PAGE_SIZE = 100
FARTHEST_PAGE = 10_000
KINDS = "mens, organisatie, aanbod, bijeenkomst, datumprikker, woord, telling, project"  # of records, in addresses


@blueprint.get(f"/geschiedenis/<any({KINDS}):kind>/<int:row_id>")
def changes(kind: str, row_id: int):
    row, name, back, section = _record(kind, row_id)
    page = min(max(request.args.get("pagina", 1, int), 1), FARTHEST_PAGE)
    record = history.record_of(row)
    found = history.changes_of(g.project, record, PAGE_SIZE, skip=(page - 1) * PAGE_SIZE)
    return render_template(
        "projectleider/history/show.html",
        changes=in_words(g.project, found),
        name=name,
        back=back,
        section=section,
        page=page,
        pages=math.ceil(history.count_changes(g.project, record) / PAGE_SIZE),
        kind=kind,
        row_id=row_id,
    )


def _record(kind: str, row_id: int) -> tuple[Any, str, str, str]:
    """The row, its name, the page it belongs to, and the part of the menu that is in. Raises ``NotFound``."""
    match kind:
        case "mens":
            row = register.get_person(g.project, row_id)
            return row, row.name, url_for("projectleider.person", person_id=row_id), "netwerk"
        case "organisatie":
            row = register.get_organisation(g.project, row_id)
            return row, row.name, url_for("projectleider.organisation", organisation_id=row_id), "netwerk"
        case "aanbod":
            row = directory.get_service(g.project, row_id)
            return row, row.name, url_for("projectleider.service", service_id=row_id), "netwerk"
        case "bijeenkomst":
            row = meetings.get_meeting(g.project, row_id)
            return row, row.title, url_for("projectleider.meeting", meeting_id=row_id), "bijeenkomsten"
        case "datumprikker":
            row = polls.get_poll(g.project, row_id)
            return row, row.title, url_for("projectleider.poll", poll_id=row_id), "bijeenkomsten"
        case "woord":
            row = projects.get_term(g.project, row_id)
            return row, row.name, url_for("projectleider.vocabulary", kind=row.kind), "instellingen"
        case "telling":
            row = indicators.get_indicator(g.project, row_id)
            return row, row.name, url_for("projectleider.edit_indicator", indicator_id=row_id), "tellen"
    if row_id != g.project.id:
        raise NotFound()
    return g.project, _("Instellingen"), url_for("projectleider.settings"), "instellingen"
