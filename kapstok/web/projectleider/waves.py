"""Measurements: follow, ask by mail, close. What people said is shown to nobody by name."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from kapstok import clock
from kapstok.extensions import db
from kapstok.ties import asking, measuring
from kapstok.ties.models import Wave
from kapstok.ties.roster_rules import Stage
from kapstok.ties.rules import WaveClosed
from kapstok.ties.suggestions import service as suggesting
from kapstok.web.links import stationery
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meetings import actor
from kapstok.web.projectleider.sending import asked_in_words, mail_waits
from kapstok.web.projectleider.waves_page import Standing, follow, people_asked_for, stage


@blueprint.get("/metingen")
def waves():
    responses, missed = measuring.responses(g.project), suggesting.count_waiting(g.project)
    return render_template(
        "projectleider/waves/list.html",
        waves=[
            (wave, Standing(*responses.get(wave.id, (0, 0))), missed.get(wave.id, 0))
            for wave in reversed(measuring.list_waves(g.project))
        ],
        is_open=measuring.find_open_wave(g.project) is not None,
    )


@blueprint.get("/metingen/<int:wave_id>")
def wave(wave_id: int):
    seen = follow(measuring.get_wave(g.project, wave_id), clock.now())
    people = people_asked_for(seen.asked)
    return render_template(
        "projectleider/waves/show.html",
        wave=seen.wave,
        seen=seen,
        people=people,
        mailed=asking.last_mailed(people.shown),
        stage=stage,
        Stage=Stage,
    )


@blueprint.get("/metingen/<int:wave_id>/mailen")
def ask_by_mail(wave_id: int):
    seen = follow(_open_wave(wave_id), clock.now())
    mailed = asking.last_mailed(seen.asked)
    return render_template(
        "projectleider/waves/ask.html",
        wave=seen.wave,
        asking=seen.asking,
        reminders=sum(entry.id in mailed for entry in seen.asking.to_ask),
        is_late=seen.is_late,
        mail_waits=mail_waits(),
    )


@blueprint.post("/metingen/<int:wave_id>/mailen")
def ask_by_mail_post(wave_id: int):
    found = measuring.get_wave(g.project, wave_id)
    written = asking.ask_by_mail(found, stationery(), clock.now(), actor=actor())
    db.session.commit()
    flash(asked_in_words(len(written)), "status")
    return redirect(url_for("projectleider.wave", wave_id=wave_id))


@blueprint.get("/metingen/<int:wave_id>/sluiten")
def close_wave(wave_id: int):
    seen = follow(_open_wave(wave_id), clock.now())
    return render_template("projectleider/waves/close.html", wave=seen.wave, seen=seen, Stage=Stage)


@blueprint.post("/metingen/<int:wave_id>/sluiten")
def close_wave_post(wave_id: int):
    found = measuring.get_wave(g.project, wave_id)
    measuring.close_wave(found, clock.now(), actor=actor())
    db.session.commit()
    flash(_("De meting “%(name)s” is gesloten. De antwoorden staan vast.", name=found.name), "status")
    return redirect(url_for("projectleider.wave", wave_id=wave_id))


def _open_wave(wave_id: int) -> Wave:
    found = measuring.get_wave(g.project, wave_id)
    if found.closed_at is not None:
        raise WaveClosed()
    return found
