"""Lijnen noteren: what a projectleider sees of who knows whom, as a source of its own."""

from __future__ import annotations

import datetime as dt
import math

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from kapstok import clock
from kapstok.errors import Refused
from kapstok.extensions import db
from kapstok.register.models import Person
from kapstok.ties import observing, visible
from kapstok.ties.introductions.requests import people_of
from kapstok.ties.observing import NotYet, SamePerson
from kapstok.web.fields import PersonField, name_in, names_of
from kapstok.web.projectleider import blueprint
from kapstok.web.typed import on_one_line, row_id

PAGE_SIZE = 30
FARTHEST_PAGE = 10_000
STRENGTHS = {
    0: _l("Kennen elkaar niet"),
    1: _l("Kennen elkaar van naam of functie"),
    2: _l("Korte lijn: kunnen elkaar direct bellen of mailen"),
    3: _l("Overleggen regelmatig"),
    4: _l("Hebben vaste afspraken"),
}
_A_NAME = _l("Vul een naam in.")


class ObservationForm(FlaskForm):
    one = PersonField(_l("Wie"), [InputRequired(_A_NAME)], filters=[on_one_line])
    other = PersonField(_l("En wie"), [InputRequired(_A_NAME)], filters=[on_one_line])
    strength = RadioField(
        _l("Hoe kennen zij elkaar, voor zover u ziet?"),
        [InputRequired(_l("Kies hoe zij elkaar kennen."))],
        choices=[SelectChoice(str(strength), words) for strength, words in STRENGTHS.items()],
    )
    seen_on = DateField(_l("Wanneer zag u dat?"), [InputRequired(_l("Vul de dag in."))])

    def __init__(self, people: list[Person], today: dt.date, first: Person | None = None):
        self.people = names_of(people)
        super().__init__(seen_on=today, one=name_in(self.people, first))
        self.one.people = self.other.people = self.people

    def refuse(self, refusal: Refused) -> None:
        """Tell what a rule refuses at the field that it is about."""
        field = {SamePerson: self.other, NotYet: self.seen_on}.get(type(refusal))
        if field is None:
            self.form_errors.append(refusal.text(_))
        else:
            field.errors = [refusal.text(_)]


@blueprint.get("/netwerk/lijnen-noteren")
def observations():
    now = clock.now()
    asked = request.args.get("wie", None, row_id)
    people = observing.observable(g.project, now)
    first = next((person for person in people if person.id == asked), None)
    return _page(ObservationForm(people, clock.local_date(now), first))


@blueprint.post("/netwerk/lijnen-noteren")
def observations_post():
    now = clock.now()
    form = ObservationForm(observing.observable(g.project, now), clock.local_date(now))
    if form.validate():
        one, other, seen_on = form.one.chosen, form.other.chosen, form.seen_on.data
        try:
            observing.observe(one, other, int(form.strength.data), seen_on, current_user.id, now)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            db.session.commit()
            flash(_("Genoteerd: %(one)s en %(other)s.", one=one.name, other=other.name), "status")
            return redirect(url_for("projectleider.observations"))
    return _page(form), 400


@blueprint.post("/netwerk/lijnen-noteren/<int:observation_id>/intrekken")
def withdraw_observation(observation_id: int):
    note = observing.withdraw(g.project, observation_id, current_user.id)
    db.session.commit()
    flash(_("Ingetrokken: %(one)s en %(other)s.", one=note.one.name, other=note.other.name), "status")
    return redirect(url_for("projectleider.observations"))


def lines_shown(person: Person, now: dt.datetime) -> dict:
    """What a person's page tells of their lines: those that may be shown, by name, and what was noted."""
    lines = visible.visible_lines(g.project, now).get(person.id, set())
    return {
        "is_open": bool(lines) or person.id in visible.open_people(g.project, now),
        "people": people_of(g.project.id, lines) if lines else [],
        "noted": observing.observations_about(person),
        "words": STRENGTHS,
    }


def _page(form: ObservationForm) -> str:
    page = min(max(request.args.get("pagina", 1, int), 1), FARTHEST_PAGE)
    notes = observing.list_observations(g.project, current_user.id)
    return render_template(
        "projectleider/observations.html",
        form=form,
        notes=notes[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
        page=page,
        pages=math.ceil(len(notes) / PAGE_SIZE),
        words=STRENGTHS,
    )
