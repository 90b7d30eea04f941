"""Taking what is offered: another guest list at the tables, and a better plan that was found meanwhile."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from kapstok import clock
from kapstok.extensions import db
from kapstok.planner import changing, making, service
from kapstok.planner.start import NoPlan
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meetings import actor, get_meeting
from kapstok.web.projectleider.seating_page import FROM, told_on_the_tab
from kapstok.web.projectleider.seating_view import round_address, seen_version
from kapstok.web.typed import row_id


@blueprint.post("/bijeenkomsten/<int:meeting_id>/tafels/gasten")
@told_on_the_tab
def mend_seating(meeting_id: int):
    """A table for who walked in, and nobody at the place of who cancelled."""
    plan = service.get_plan(get_meeting(meeting_id))
    most, from_round = request.form.get("hoogstens", 0, int), request.form.get(FROM, 1, row_id)
    try:
        changing.take_offer(plan, most, seen_version(), clock.now(), actor=actor(), from_round=from_round)
    except NoPlan:
        db.session.rollback()
        flash(_("Zo lukt geen indeling: niet alle wensen gaan samen. Hier ziet u welke, en wat helpt."), "alert")
        return redirect(url_for("projectleider.seating_wishes", meeting_id=meeting_id, _anchor="botsing"))
    db.session.commit()
    flash(_("Iedereen die komt, heeft nu een tafel."), "status")
    return redirect(round_address(plan, from_round))


@blueprint.post("/bijeenkomsten/<int:meeting_id>/tafels/beter")
@told_on_the_tab
def accept_seating(meeting_id: int):
    """Take the better plan, or leave the one that stands."""
    plan = service.get_plan(get_meeting(meeting_id))
    calculation = request.form.get("berekening", 0, row_id)
    if request.form.get("nee"):
        making.decline(plan, calculation)
    else:
        making.accept(plan, calculation, seen_version(), clock.now(), actor=actor())
        flash(_("De betere indeling staat er nu."), "status")
    db.session.commit()
    return redirect(round_address(plan, 1))
