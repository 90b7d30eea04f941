"""Under the guests of a bijeenkomst: who, of everybody who is not on the list, would add most to it, and why."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from kapstok import clock, database
from kapstok.disclosure import SMALL_INSIDE, SMALLEST_DENOMINATOR
from kapstok.extensions import db
from kapstok.meetings import inviting, rules
from kapstok.meetings.models import Meeting
from kapstok.planner import advising
from kapstok.planner.advising import Advised
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meetings import get_meeting
from kapstok.web.typed import row_id

USUAL, MOST = 10, 50  # people suggested
FEW_KNOWN = 0.5  # of the pairs: below it the page says how little is known


@blueprint.get("/bijeenkomsten/<int:meeting_id>/gasten/wie")
def whom_to_invite(meeting_id: int):
    meeting = get_meeting(meeting_id)
    rules.check_open(meeting, clock.now())
    return _page(meeting)


@blueprint.post("/bijeenkomsten/<int:meeting_id>/gasten/wie")
def whom_to_invite_post(meeting_id: int):
    meeting = get_meeting(meeting_id)
    added = inviting.invite(meeting, clock.now(), people=request.form.getlist("person", row_id))
    if not added:
        db.session.rollback()
        flash(_("U hebt niemand gekozen. Kies een of meer mensen."), "alert")
        with database.reading():  # weighing everybody takes a while, in which others can write
            return _page(get_meeting(meeting_id)), 400
    db.session.commit()
    flash(
        ngettext(
            "Eén gast staat nu op de lijst. U verstuurt nog niets.",
            "%(num)d gasten staan nu op de lijst. U verstuurt nog niets.",
            len(added),
        ),
        "status",
    )
    return redirect(url_for("projectleider.meeting", meeting_id=meeting.id))


def _page(meeting: Meeting) -> str:
    places = _places_left(meeting)
    room = min(MOST, max(1, request.values.get("plaatsen", places or USUAL, row_id)))
    advice = advising.whom_to_invite(meeting, room, clock.now())
    return render_template(
        "projectleider/meetings/whom_to_invite.html",
        meeting=meeting,
        places=places,
        room=room,
        most=MOST,
        advice=advice,
        reasons={advised.person.id: _reasons(advised) for advised in advice.people},
        few_known=advice.known_share is not None and advice.known_share < FEW_KNOWN,
    )


def _places_left(meeting: Meeting) -> int | None:
    """How many places nobody has who is on the list and may come; None without a limit."""
    if meeting.capacity is None:
        return None
    return max(0, meeting.capacity - len(advising.may_come(meeting)))


def _reasons(advised: Advised) -> list[str]:
    """Why somebody, in sentences. What single people said of others is told of a crowd only, and never in numbers."""
    told = []
    if advised.elsewhere:
        sentence = ngettext(
            "Eén gast werkt in een ander domein.", "%(num)d gasten werken in een ander domein.", advised.elsewhere
        )
        told.append(sentence)
    if advised.others >= SMALLEST_DENOMINATOR and 2 * advised.meets.new > advised.others:
        told.append(_("De meeste gasten zijn nieuw, voor zover bekend."))
    if advised.meets.needed >= SMALL_INSIDE:
        told.append(_("Met minstens %(count)s gasten is er een verwijsbehoefte.", count=SMALL_INSIDE))
    return told
