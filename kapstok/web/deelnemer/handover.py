"""Who leaves gives their short lines to who takes over: a tick for each, and one mail."""

from __future__ import annotations

import re

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from kapstok import clock
from kapstok.errors import NotFound, Refused
from kapstok.extensions import db
from kapstok.register.models import Person
from kapstok.ties.leaving import introducing
from kapstok.ties.leaving.service import find_handover
from kapstok.ties.models import Handover
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.person import check_takes_part, read_anybody
from kapstok.web.links import stationery


@blueprint.get("/d/<token>/overdragen")
def handover(token: str):
    person, leaving = _read_leaver(token)
    return _page(person, leaving, token)


@blueprint.post("/d/<token>/overdragen")
def handover_post(token: str):
    person, leaving = _read_leaver(token)
    chosen = {int(value) for value in request.form.getlist("lijn") if re.fullmatch(r"[0-9]{1,9}", value)}
    try:
        introducing.hand_over(leaving, chosen, stationery(), clock.now())
    except Refused as refusal:
        db.session.rollback()
        return _page(person, leaving, token, refused=refusal.text(_), chosen=chosen), refusal.status
    db.session.commit()
    return redirect(url_for("deelnemer.handover", token=token))


def _read_leaver(token: str) -> tuple[Person, Handover]:
    """Also of who is in the archive already, as long as there is something they can still do or read."""
    person = read_anybody(token)
    leaving = find_handover(person)
    if leaving is None or not introducing.is_open(leaving, clock.now()):
        check_takes_part(person)
        raise NotFound()
    return person, leaving


def _page(person: Person, leaving: Handover, token: str, refused: str = "", chosen: set[int] | None = None) -> str:
    now = clock.now()
    may_choose = introducing.can_choose(leaving, now)
    return render_template(
        "deelnemer/handover.html",
        person=person,
        leaving=leaving,
        token=token,
        may_choose=may_choose,
        lines=introducing.list_lines(person, now) if may_choose else [],
        chosen=chosen,
        refused=refused,
    )
