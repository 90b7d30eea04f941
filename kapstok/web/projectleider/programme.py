"""What guests see of a bijeenkomst: facts, programme and materials on one tab; and what only the projectleider does."""

from __future__ import annotations

from flask_babel import gettext as _

from kapstok.meetings import materials
from kapstok.meetings.models import Meeting
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meeting_page import overview, page
from kapstok.web.projectleider.meetings import get_meeting


@blueprint.get("/bijeenkomsten/<int:meeting_id>/programma")
def meeting_programme(meeting_id: int):
    meeting = get_meeting(meeting_id)
    return page(
        "programme.html", overview(meeting), materials=materials.list_materials(meeting), own_facts=_own_facts(meeting)
    )


def _own_facts(meeting: Meeting) -> list[tuple[str, str]]:
    """What of a meeting stands in no mail."""
    held = [f"{row.sector.name} {row.places}" for row in sorted(meeting.reserved, key=lambda row: row.sector.position)]
    return [
        (_("Werkvorm"), meeting.method.name if meeting.method else "–"),
        (_("Plaatsen die u vrijhoudt"), ", ".join(held) or "–"),
    ]
