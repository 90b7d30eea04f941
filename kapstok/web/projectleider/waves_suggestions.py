"""Who participants miss on the list: link each name to somebody, add somebody, or let it go. Never who said it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug import Response
from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from kapstok import clock
from kapstok.errors import Refused
from kapstok.extensions import db
from kapstok.projects import service as projects
from kapstok.projects.rules import Vocabulary
from kapstok.register import service as register
from kapstok.register.duplicates import club_words
from kapstok.register.models import Person
from kapstok.register.rules import NoSector, PersonKnown, match_key
from kapstok.ties import measuring
from kapstok.ties.models import Wave
from kapstok.ties.suggestions import service as suggesting
from kapstok.ties.suggestions.service import Missed
from kapstok.web.fields import PersonField, names_of
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meetings import actor
from kapstok.web.projectleider.register_forms import NewPersonForm
from kapstok.web.typed import on_one_line

_INTO_ROSTER = _l("Zet deze persoon op de lijst van deze meting, en vraag wie hij of zij kent")


class KnownForm(FlaskForm):
    """Somebody who is in the network already."""

    person_id = RadioField(_l("Wie is bedoeld?"), [Optional()], validate_choice=False)
    other = PersonField(_l("Iemand anders uit het netwerk"), [Optional()], filters=[on_one_line])
    into_roster = BooleanField(_INTO_ROSTER, default=True)

    def __init__(self, likely: Sequence[Person], everybody: Sequence[Person], listed: Collection[int]):
        super().__init__(prefix="bekend-")
        self.other.people = names_of(everybody)
        if not likely:
            self.other.label.text = _("Zoek in het netwerk")
        self._likely = {str(person.id): person for person in likely}
        self.person_id.choices = [
            SelectChoice(key, _described(person, person.id in listed)) for key, person in self._likely.items()
        ]

    @property
    def chosen(self) -> Person | None:
        """Who was typed, or else who was pointed out; None for nobody."""
        return self.other.chosen or self._likely.get(self.person_id.data or "")


class MissedPersonForm(NewPersonForm):
    """Somebody new; what else there is to know of them comes later."""

    phone = area = None
    into_roster = BooleanField(_INTO_ROSTER, default=True)

    def values(self) -> dict:
        fields = super().values()
        fields.pop("into_roster", None)
        return fields


@blueprint.get("/metingen/<int:wave_id>/gemist")
def suggestions(wave_id: int):
    wave = measuring.get_wave(g.project, wave_id)
    return render_template(
        "projectleider/waves/suggestions.html",
        wave=wave,
        missed=suggesting.list_suggestions(wave),
        kept_until=suggesting.kept_until(wave),
    )


@blueprint.get("/metingen/<int:wave_id>/gemist/<int:suggestion_id>")
def suggestion(wave_id: int, suggestion_id: int):
    wave, missed = _get(wave_id, suggestion_id)
    return _page(wave, missed, _known_form(wave, missed), _new_form(wave, missed))


@blueprint.post("/metingen/<int:wave_id>/gemist/<int:suggestion_id>/koppelen")
def link_suggestion_post(wave_id: int, suggestion_id: int):
    wave, missed = _get(wave_id, suggestion_id)
    form, status = _known_form(wave, missed), 400
    if form.validate():
        if (person := form.chosen) is None:
            form.person_id.errors = [_("Kies wie bedoeld is.")]
        else:
            try:
                suggesting.accept(missed, person, into_roster=_wants_roster(form), now=clock.now(), actor=actor())
            except Refused as refusal:
                form.form_errors.append(refusal.text(_))
                status = refusal.status
            else:
                return _done(wave, _("De naam is gekoppeld aan %(name)s.", name=person.name))
    return _page(wave, missed, form, _new_form(wave, missed), wrong=form), status


@blueprint.post("/metingen/<int:wave_id>/gemist/<int:suggestion_id>/toevoegen")
def add_suggestion_post(wave_id: int, suggestion_id: int):
    wave, missed = _get(wave_id, suggestion_id)
    form, status = _new_form(wave, missed), 400
    if form.validate():
        try:
            person = suggesting.accept_new(
                missed, into_roster=_wants_roster(form), now=clock.now(), actor=actor(), **form.values()
            )
        except (NoSector, PersonKnown) as refusal:
            (form.sector_id if isinstance(refusal, NoSector) else form.name).errors = [refusal.text(_)]
        except Refused as refusal:
            form.form_errors.append(refusal.text(_))
            status = refusal.status
        else:
            return _done(wave, _("%(name)s staat in het netwerk.", name=person.name))
    return _page(wave, missed, _known_form(wave, missed), form, wrong=form), status


@blueprint.post("/metingen/<int:wave_id>/gemist/<int:suggestion_id>/weghalen")
def dismiss_suggestion_post(wave_id: int, suggestion_id: int):
    wave, missed = _get(wave_id, suggestion_id)
    suggesting.dismiss(missed, actor=actor())
    return _done(wave, _("De naam “%(name)s” is weggehaald.", name=missed.name))


def _get(wave_id: int, suggestion_id: int) -> tuple[Wave, Missed]:
    wave = measuring.get_wave(g.project, wave_id)
    return wave, suggesting.get_missed(wave, suggestion_id)


def _known_form(wave: Wave, missed: Missed) -> KnownForm:
    listed = {entry.person_id for entry in measuring.list_roster(wave) if entry.named}
    form = KnownForm(suggesting.likely_people(missed), register.list_people(g.project), listed)
    return _as_far_as_open(form, wave)


def _new_form(wave: Wave, missed: Missed) -> MissedPersonForm:
    """Filled in with what the participants wrote, as far as the register knows these words."""
    organisations, functions = register.list_organisations(g.project), projects.terms(g.project, Vocabulary.FUNCTION)
    home = [row.id for row in organisations if club_words(row.name) == club_words(missed.organisation)]
    function = [row.id for row in functions if match_key(row.name) == match_key(missed.function)]
    known = {"organisation_id": home[0] if home else 0, "function_id": function[0] if function else 0}
    return _as_far_as_open(MissedPersonForm(g.project, name=missed.name, **known), wave)


def _as_far_as_open(form, wave: Wave):
    """The roster of a closed measurement takes nobody any more."""
    if wave.closed_at is not None:
        del form.into_roster
    return form


def _wants_roster(form: KnownForm | MissedPersonForm) -> bool:
    return "into_roster" in form and form.into_roster.data


def _described(person: Person, is_listed: bool) -> str:
    parts = [person.name, person.function and person.function.name, person.organisation and person.organisation.name]
    return ", ".join(filter(None, [*parts, is_listed and _("staat al op de lijst")]))


def _done(wave: Wave, sentence: str) -> Response:
    db.session.commit()
    flash(sentence, "status")
    return redirect(url_for("projectleider.suggestions", wave_id=wave.id))


def _page(
    wave: Wave, missed: Missed, known: KnownForm, new: MissedPersonForm, *, wrong: FlaskForm | None = None
) -> str:
    return render_template(
        "projectleider/waves/suggestion.html",
        wave=wave,
        missed=missed,
        known=known,
        new=new,
        form=wrong,
        kept_until=suggesting.kept_until(wave),
    )
