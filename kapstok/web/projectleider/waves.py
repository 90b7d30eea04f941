"""Measurements: open, ask by mail, follow, close. What people said is shown to nobody by name."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from kapstok import clock
from kapstok.errors import Refused
from kapstok.extensions import db
from kapstok.ties import asking, measuring
from kapstok.ties.models import Wave
from kapstok.ties.rules import WaveClosed
from kapstok.web.links import stationery
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.sending import asked_in_words, mail_waits


class WaveForm(FlaskForm):
    name = StringField(_l("Naam van de meting"), [InputRequired(_l("Geef de meting een naam.")), Length(max=60)])


@blueprint.get("/metingen")
def waves():
    return _waves_page(WaveForm(name=_suggested_name(measuring.list_waves(g.project))))


@blueprint.post("/metingen")
def open_wave():
    form = WaveForm()
    if form.validate():
        try:
            wave = measuring.open_wave(g.project, form.name.data, clock.now(), actor=_actor())
        except Refused as refusal:
            form.name.errors = [refusal.text(_)]
        else:
            db.session.commit()
            flash(
                _("De meting “%(name)s” is open. Vraag de deelnemers nu per mail om mee te doen.", name=wave.name),
                "status",
            )
            return redirect(url_for("projectleider.wave", wave_id=wave.id))
    return _waves_page(form), 400


@blueprint.get("/metingen/<int:wave_id>")
def wave(wave_id: int):
    found = measuring.get_wave(g.project, wave_id)
    asked = measuring.list_asked(found)
    return render_template(
        "projectleider/waves/show.html",
        wave=found,
        asked=asked,
        mailed=asking.last_mailed(asked),
        asking=asking.who_gets_mail(asked, clock.now()),
        response=measuring.response(found),
    )


@blueprint.get("/metingen/<int:wave_id>/mailen")
def ask_by_mail(wave_id: int):
    found = _open_wave(wave_id)
    asked = measuring.list_asked(found)
    sorted_out, mailed = asking.who_gets_mail(asked, clock.now()), asking.last_mailed(asked)
    return render_template(
        "projectleider/waves/ask.html",
        wave=found,
        asking=sorted_out,
        reminders=sum(entry.id in mailed for entry in sorted_out.to_ask),
        mail_waits=mail_waits(),
    )


@blueprint.post("/metingen/<int:wave_id>/mailen")
def ask_by_mail_post(wave_id: int):
    found = measuring.get_wave(g.project, wave_id)
    written = asking.ask_by_mail(found, stationery(), clock.now(), actor=_actor())
    db.session.commit()
    flash(asked_in_words(len(written)), "status")
    return redirect(url_for("projectleider.wave", wave_id=wave_id))


@blueprint.get("/metingen/<int:wave_id>/sluiten")
def close_wave(wave_id: int):
    return render_template("projectleider/waves/close.html", wave=_open_wave(wave_id))


@blueprint.post("/metingen/<int:wave_id>/sluiten")
def close_wave_post(wave_id: int):
    found = measuring.get_wave(g.project, wave_id)
    measuring.close_wave(found, clock.now(), actor=_actor())
    db.session.commit()
    flash(_("De meting “%(name)s” is gesloten. De antwoorden staan vast.", name=found.name), "status")
    return redirect(url_for("projectleider.waves"))


def _open_wave(wave_id: int) -> Wave:
    found = measuring.get_wave(g.project, wave_id)
    if found.closed_at is not None:
        raise WaveClosed()
    return found


def _suggested_name(known: list[Wave]) -> str:
    return _("Nulmeting") if not known else _("Meting T%(number)d", number=len(known))


def _waves_page(form: WaveForm) -> str:
    found = [(wave, *_response(wave)) for wave in reversed(measuring.list_waves(g.project))]
    return render_template(
        "projectleider/waves/list.html",
        waves=found,
        form=form,
        is_open=measuring.find_open_wave(g.project) is not None,
        people=len(measuring.active_people(g.project, clock.now())),
    )


def _response(wave: Wave) -> tuple:
    """Answered, asked, and what that allows to be shown."""
    from kapstok.evaluation.rules import what_response_allows
    from kapstok.network.measures import Ratio

    per_sector = measuring.response(wave)
    answered, asked = sum(row.answered for row in per_sector), sum(row.asked for row in per_sector)
    return answered, asked, what_response_allows(Ratio(answered, asked))


def _actor() -> str:
    return f"user:{current_user.id}"
