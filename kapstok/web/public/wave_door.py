"""The poster of a measurement: scan, type your mail address, and your own link comes by mail. Nobody's data show."""

from __future__ import annotations

from flask import current_app, g, redirect, render_template, request, url_for
from flask_babel import refresh
from sqlalchemy import select

from kapstok import clock, signing
from kapstok.extensions import db, limiter
from kapstok.language import LANGUAGES
from kapstok.projects.models import Project
from kapstok.register import service as register
from kapstok.signing import LinkInvalid, Purpose
from kapstok.ties import asking
from kapstok.ties.models import Wave
from kapstok.web.public import blueprint
from kapstok.web.public.mijn import LinkForm, by_address, send_links

FORM = "wie-kent-u"  # where the link in the mail leads to


@blueprint.get("/meting/<token>")
def wave_door(token: str):
    wave = _wave(token)
    if wave.closed_at is not None:
        return render_template("public/wave_door_closed.html", wave=wave, of=wave.project)
    return _page(wave, token, LinkForm(formdata=None), sent="verstuurd" in request.args)


@blueprint.post("/meting/<token>")
@by_address
@limiter.limit("1500 per hour")  # a room full of people shares one address
def wave_door_post(token: str):
    wave, form = _wave(token), LinkForm()
    if wave.closed_at is not None:
        return render_template("public/wave_door_closed.html", wave=wave, of=wave.project), 409
    if not form.validate():
        return _page(wave, token, form), 400
    address = form.email.data
    here = [person for person in register.find_people_by_email(address) if person.project_id == wave.project_id]
    send_links(address, here, FORM, clock.now())
    db.session.commit()
    return redirect(url_for("public.wave_door", token=token, verstuurd="ja"))


def _wave(token: str) -> Wave:
    """The measurement of a poster; the page speaks the language of the reader's phone. Raises ``LinkInvalid``."""
    (wave_id,) = signing.read(current_app.config["SECRET_KEY"], Purpose.WAVE, token)
    query = select(Wave).join(Project).where(Wave.id == wave_id, Project.archived_at.is_(None))
    wave = db.session.scalar(query.execution_options(across_projects="the poster says which measurement"))
    if wave is None:
        raise LinkInvalid()
    g.language = request.accept_languages.best_match(LANGUAGES, LANGUAGES[0])
    refresh()
    return wave


def _page(wave: Wave, token: str, form: LinkForm, *, sent: bool = False) -> str:
    return render_template(
        "public/wave_door.html",
        wave=wave,
        of=wave.project,
        token=token,
        form=form,
        sent=sent,
        minutes=asking.minutes_for(wave),
    )
