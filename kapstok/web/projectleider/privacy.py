"""Inzage and erasure for who asks the projectleider, and the end of a project."""

from __future__ import annotations

from flask import Response, current_app, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from kapstok import clock
from kapstok.accounts import audit
from kapstok.errors import Refused
from kapstok.extensions import db
from kapstok.mail.rules import BadAddress
from kapstok.meetings import letters
from kapstok.meetings.answering import fill_places
from kapstok.privacy import mentions, tombstones
from kapstok.privacy.erasure import erase
from kapstok.privacy.rules import Reason
from kapstok.privacy.whom import whom
from kapstok.register import service as register
from kapstok.register.models import Person
from kapstok.web import own_data
from kapstok.web.links import stationery
from kapstok.web.places import Place, places
from kapstok.web.projectleider import blueprint

ERRAND = "gegevens/alles"  # the page behind a personal link where somebody sees everything


class EraseForm(FlaskForm):
    reason = RadioField(
        _l("Waarom wist u deze gegevens?"),
        [InputRequired(_l("Kies waarom u deze gegevens wist."))],
        choices=[
            SelectChoice(Reason.REQUEST.value, _l("Deze persoon vroeg erom")),
            SelectChoice(Reason.NO_NEED.value, _l("Deze persoon doet niet meer mee; bewaren is niet meer nodig")),
            SelectChoice(Reason.MISTAKE.value, _l("Deze persoon had hier nooit moeten staan")),
        ],
    )


@blueprint.get("/netwerk/mensen/<int:person_id>/inzage")
def inzage(person_id: int):
    person, now = register.get_person(g.project, person_id), clock.now()
    _trace(person)
    return render_template(
        "projectleider/privacy/inzage.html",
        person=person,
        intro=own_data.intro(g.project, now),
        parts=own_data.parts(person, by_others=True),
    )


@blueprint.get("/netwerk/mensen/<int:person_id>/inzage.<any(json, pdf):kind>")
def inzage_file(person_id: int, kind: str) -> Response:
    person = register.get_person(g.project, person_id)
    _trace(person)
    return own_data.download(g.project, person, kind, clock.now(), by_others=True)


@blueprint.post("/netwerk/mensen/<int:person_id>/inzage/mail")
def mail_inzage(person_id: int):
    """A mail with the link where the person sees everything, their own answers too."""
    person = register.get_person(g.project, person_id)
    try:
        letters.queue_personal_link(person, g.project, stationery(), clock.now(), ERRAND)
    except BadAddress as refusal:
        flash(refusal.text(_), "alert")
    else:
        db.session.commit()
        flash(_("%(name)s krijgt een mail met de link naar alle gegevens.", name=person.name), "status")
    return redirect(url_for("projectleider.inzage", person_id=person_id))


@blueprint.get("/netwerk/mensen/<int:person_id>/wissen")
def erase_person(person_id: int):
    return _erase_page(register.get_person(g.project, person_id), EraseForm())


@blueprint.post("/netwerk/mensen/<int:person_id>/wissen")
def erase_person_post(person_id: int):
    """The answer is the page itself: it lists where the name still stands, and no address may hold that name."""
    person, form, now = register.get_person(g.project, person_id), EraseForm(), clock.now()
    if not form.validate():
        return _erase_page(person, form), 400
    named = whom(person)
    try:
        freed = erase(person, now, actor=f"user:{current_user.id}", reason=Reason(form.reason.data))
    except Refused as refusal:
        flash(refusal.text(_), "alert")
        return redirect(url_for("projectleider.people"))
    for meeting in freed:
        fill_places(meeting, stationery(), now)
    db.session.commit()
    tombstones.write_down(current_app.config["TOMBSTONES"], now)
    db.session.commit()
    return render_template("projectleider/privacy/erased.html", places=_places(named))


def _erase_page(person: Person, form: EraseForm) -> str:
    named = whom(person)
    return render_template("projectleider/privacy/erase.html", person=person, form=form, places=_places(named))


def _places(named) -> list[Place]:
    return places(g.project, mentions.find(named))


def _trace(person: Person) -> None:
    subject = f"person:{person.id}"
    audit.record_at_once("inzage given", actor=f"user:{current_user.id}", project_id=g.project.id, subject=subject)
