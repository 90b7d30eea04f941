"""Somebody whom a participant misses on the list of a measurement: the projectleider looks at the name first."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.validators import DataRequired, Length, Optional

from kapstok import clock
from kapstok.errors import NotFound, Refused
from kapstok.extensions import db
from kapstok.ties import measuring
from kapstok.ties.rules import WaveClosed
from kapstok.ties.suggestions import service as suggesting
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.person import read_person
from kapstok.web.lines import CHOICES, UNKNOWN
from kapstok.web.typed import about_no_client, on_one_line


class MissingForm(FlaskForm):
    class Meta:
        csrf = False  # the form carries the link's own token: see guards.check_form_token

    name = StringField(
        _l("Naam"),
        [
            DataRequired(_l("Vul de naam in van wie u mist.")),
            Length(max=120, message=_l("Maak deze naam korter.")),
            about_no_client,
        ],
        filters=[on_one_line],
    )
    organisation = StringField(
        _l("Organisatie"),
        [Optional(), Length(max=120, message=_l("Maak deze naam korter.")), about_no_client],
        filters=[on_one_line],
    )
    function = StringField(
        _l("Functie"),
        [Optional(), Length(max=120, message=_l("Maak deze functie korter.")), about_no_client],
        filters=[on_one_line],
    )
    strength = RadioField(_l("Hoe kent u deze persoon nu?"), [Optional()], choices=CHOICES[1:])


@blueprint.get("/d/<token>/wie-kent-u/iemand-toevoegen")
def missing(token: str):
    if measuring.find_wave_for(read_person(token)) is None:
        raise NotFound()
    return _page(MissingForm(formdata=None), token)


@blueprint.post("/d/<token>/wie-kent-u/iemand-toevoegen")
def missing_post(token: str):
    person, form = read_person(token), MissingForm()
    wave = measuring.find_wave_for(person)
    if wave is None:
        return _refused(form, token, WaveClosed())
    if form.validate():
        said = form.strength.data
        strength = None if said in (None, "", UNKNOWN) else int(said)
        texts = form.name.data, form.organisation.data, form.function.data
        try:
            suggesting.suggest(wave, person, *texts, strength, clock.now())
        except Refused as refusal:
            return _refused(form, token, refusal)
        db.session.commit()
        return redirect(url_for("deelnemer.ties", token=token, verder=1, melding="naam"))
    return _page(form, token), 400


def _refused(form: MissingForm, token: str, refusal: Refused) -> tuple[str, int]:
    form.name.errors = [refusal.text(_)]
    return _page(form, token), refusal.status


def _page(form: MissingForm, token: str) -> str:
    return render_template("deelnemer/ties_missing.html", form=form, token=token)
