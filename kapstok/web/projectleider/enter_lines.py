"""Entering what a participant said on paper or by phone. What they answered themselves is not shown."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from kapstok import clock
from kapstok.errors import NotFound, Refused
from kapstok.extensions import db
from kapstok.register.models import Person
from kapstok.scope import get_in_project
from kapstok.ties import measuring
from kapstok.ties import service as ties
from kapstok.ties.rules import WaveClosed
from kapstok.web.lines import Occasion, Sheet, make_sheet, occasion_of, read_answers
from kapstok.web.projectleider import blueprint


@blueprint.get("/metingen/<int:wave_id>/deelnemers/<int:person_id>")
def enter_lines(wave_id: int, person_id: int):
    """The participant's form, empty also when they answered before: their answers are not the projectleider's."""
    occasion = _occasion(wave_id, person_id)
    return _lines_page(occasion, make_sheet(occasion, before={}))


@blueprint.post("/metingen/<int:wave_id>/deelnemers/<int:person_id>")
def enter_lines_post(wave_id: int, person_id: int):
    occasion = _occasion(wave_id, person_id)
    try:
        ties.record_statements(
            occasion.person,
            read_answers(request.form),
            clock.now(),
            wave=occasion.wave,
            entered_by_id=current_user.id,
        )
    except Refused as refusal:
        sheet = make_sheet(occasion, before={})
        sheet.form.form_errors.append(refusal.text(_))
        return _lines_page(occasion, sheet), refusal.status
    db.session.commit()
    flash(_("De antwoorden van %(name)s zijn bewaard.", name=occasion.person.name), "status")
    return redirect(url_for("projectleider.wave", wave_id=wave_id))


def _occasion(wave_id: int, person_id: int) -> Occasion:
    found = measuring.get_wave(g.project, wave_id)
    if found.closed_at is not None:
        raise WaveClosed()
    occasion = occasion_of(get_in_project(Person, g.project, person_id), clock.now())
    if occasion.wave != found:
        raise NotFound()
    return occasion


def _lines_page(occasion: Occasion, sheet: Sheet) -> str:
    return render_template("projectleider/waves/enter.html", occasion=occasion, sheet=sheet, form=sheet.form)
