"""What attendees thought of one bijeenkomst, as far as nobody can be recognised in it."""

from __future__ import annotations

from flask import render_template

from kapstok.disclosure import SMALL_INSIDE
from kapstok.meetings import opinions, service
from kapstok.meetings.attendance import is_present
from kapstok.meetings.models import MeetingOpinion
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meetings import get_meeting
from kapstok.web.shares import in_words


@blueprint.get("/bijeenkomsten/<int:meeting_id>/meningen", endpoint="meeting_opinions")
def show(meeting_id: int):
    from kapstok.evaluation.opinions import opinion

    meeting = get_meeting(meeting_id)
    said = opinions.opinions_of(meeting)
    enough = len(said) >= SMALL_INSIDE
    return render_template(
        "projectleider/meetings/opinions.html",
        meeting=meeting,
        enough=enough,
        present=sum(map(is_present, service.list_guests(meeting))),
        answered=len(said),
        useful=in_words(opinion(each.useful for each in said)),
        able=in_words(opinion(each.able for each in said)),
        remarks=_remarks(said) if enough else [],
    )


def _remarks(said: list[MeetingOpinion]) -> list[str]:
    """By alphabet: an order that tells neither who wrote something nor when."""
    return sorted((each.remark for each in said if each.remark), key=str.casefold)
