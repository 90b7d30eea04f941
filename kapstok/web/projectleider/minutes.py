"""Het verslag van een bijeenkomst: notes, and what was decided and agreed."""

from __future__ import annotations

from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meeting_page import overview, page
from kapstok.web.projectleider.meetings import get_meeting


@blueprint.get("/bijeenkomsten/<int:meeting_id>/verslag")
def minutes(meeting_id: int):
    return page("minutes.html", overview(get_meeting(meeting_id)))
