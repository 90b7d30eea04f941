"""Whom a participant knows: first what it is for, then one form."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from kapstok import clock
from kapstok.errors import Refused
from kapstok.extensions import db
from kapstok.meetings import opinions
from kapstok.ties import service
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.person import read_person
from kapstok.web.lines import Occasion, Sheet, make_sheet, occasion_of, read_answers, said_before


@blueprint.get("/d/<token>/wie-kent-u")
def ties(token: str):
    now = clock.now()
    occasion = occasion_of(read_person(token), now)
    before = said_before(occasion, now)
    told = before or request.args.keys() & {"verder", "zoek", "alles"}
    if not told:
        return render_template("deelnemer/ties_intro.html", occasion=occasion, token=token)
    return _page(occasion, make_sheet(occasion, before), token)


@blueprint.post("/d/<token>/wie-kent-u")
def ties_post(token: str):
    now = clock.now()
    occasion = occasion_of(read_person(token), now)
    try:
        service.record_statements(
            occasion.person, read_answers(request.form), now, wave=occasion.wave, meeting_id=occasion.pulse_of
        )
    except Refused as refusal:
        sheet = make_sheet(occasion, said_before(occasion, now))
        sheet.form.form_errors.append(refusal.text(_))
        return _page(occasion, sheet, token), refusal.status
    db.session.commit()
    return redirect(_what_follows(occasion, token))


def _what_follows(occasion: Occasion, token: str) -> str:
    """After a bijeenkomst the two questions about it, unless they were answered; otherwise one's own page."""
    if occasion.attended is not None and occasion.pulse_of and opinions.find_opinion(occasion.attended) is None:
        return url_for("deelnemer.opinion", token=token, meeting_id=occasion.pulse_of, bewaard="lijnen")
    return url_for("deelnemer.home", token=token, bewaard="lijnen")


def _page(occasion: Occasion, sheet: Sheet, token: str) -> str:
    return render_template("deelnemer/ties.html", occasion=occasion, sheet=sheet, form=sheet.form, token=token)
