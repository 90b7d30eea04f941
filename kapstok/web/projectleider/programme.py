"""What guests see of a bijeenkomst: facts, programme and materials on one tab."""

from __future__ import annotations

from kapstok.meetings import materials
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meeting_page import overview, page
from kapstok.web.projectleider.meetings import get_meeting


@blueprint.get("/bijeenkomsten/<int:meeting_id>/programma")
def meeting_programme(meeting_id: int):
    meeting = get_meeting(meeting_id)
    return page("programme.html", overview(meeting), materials=materials.list_materials(meeting))
