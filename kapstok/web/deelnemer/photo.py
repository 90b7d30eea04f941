"""One's own face: put there, looked at, taken away."""

from __future__ import annotations

from flask import Response, redirect, render_template, url_for
from flask_babel import gettext as _

from kapstok import clock
from kapstok.errors import NotFound, Refused
from kapstok.extensions import db
from kapstok.register import photos
from kapstok.register.models import Person
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.card_forms import PhotoForm
from kapstok.web.deelnemer.person import read_person
from kapstok.web.faces import jpeg


@blueprint.get("/d/<token>/gegevens/foto")
def own_photo(token: str):
    return _page(read_person(token), PhotoForm(formdata=None), token)


@blueprint.post("/d/<token>/gegevens/foto")
def own_photo_post(token: str):
    person, form = read_person(token), PhotoForm()
    if form.validate():
        try:
            photos.keep_photo(person, form.photo.data.read(), clock.now())
        except Refused as refusal:
            form.photo.errors = [refusal.text(_)]
        else:
            db.session.commit()
            return redirect(url_for("deelnemer.card", token=token, bewaard="foto"))
    return _page(person, form, token), 400


@blueprint.post("/d/<token>/gegevens/foto/weg")
def remove_own_photo(token: str):
    photos.remove_photo(read_person(token), clock.now())
    db.session.commit()
    return redirect(url_for("deelnemer.card", token=token, bewaard="foto-weg"))


@blueprint.get("/d/<token>/gegevens/foto.jpg")
def own_photo_file(token: str) -> Response:
    photo = photos.find_photo(read_person(token))
    if photo is None:
        raise NotFound()
    return jpeg(photo)


def _page(person: Person, form: PhotoForm, token: str) -> str:
    has_photo = photos.find_photo(person) is not None
    return render_template("deelnemer/card_photo.html", form=form, token=token, has_photo=has_photo)
