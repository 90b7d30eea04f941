"""The vragenlijst of a measurement: a few statements that fit somebody's sector."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from kapstok import clock
from kapstok.errors import NotFound, Refused
from kapstok.extensions import db
from kapstok.progress import service
from kapstok.progress.models import SurveyItem
from kapstok.progress.rules import OpinionOutOfRange
from kapstok.register.models import Person
from kapstok.ties import measuring
from kapstok.ties.models import Wave
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.person import read_person

NOT_APPLICABLE = "nvt"
CHOICES = (
    SelectChoice("1", _l("Helemaal niet mee eens")),
    SelectChoice("2", _l("Niet mee eens")),
    SelectChoice("3", _l("Niet eens, niet oneens")),
    SelectChoice("4", _l("Mee eens")),
    SelectChoice("5", _l("Helemaal mee eens")),
    SelectChoice(NOT_APPLICABLE, _l("Niet van toepassing")),
)
_OPINIONS = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5, NOT_APPLICABLE: None}


@blueprint.get("/d/<token>/vragenlijst")
def survey(token: str):
    person, wave = _asked(token)
    items = service.items_for(person, wave)
    return _page(items, _form(items, service.opinions_of(person, wave)), token)


@blueprint.post("/d/<token>/vragenlijst")
def survey_post(token: str):
    person, wave = _asked(token)
    items = service.items_for(person, wave)
    try:
        service.record_opinions(person, wave, _read(items, request.form), clock.now())
    except Refused as refusal:
        form = _form(items, {})
        form.form_errors.append(refusal.text(_))
        return _page(items, form, token), refusal.status
    db.session.commit()
    return redirect(url_for("deelnemer.home", token=token, bewaard="vragenlijst"))


def _asked(token: str) -> tuple[Person, Wave]:
    person = read_person(token)
    wave = measuring.find_wave_for(person)
    if wave is None:
        raise NotFound()
    return person, wave


def _read(items: list[SurveyItem], sent: MultiDict) -> dict[int, int | None]:
    """The opinions that were filled in, by item id. Raises ``OpinionOutOfRange`` for what is no choice."""
    said = {item.id: sent[f"vindt_{item.id}"] for item in items if f"vindt_{item.id}" in sent}
    if not _OPINIONS.keys() >= set(said.values()):
        raise OpinionOutOfRange()
    return {item_id: _OPINIONS[value] for item_id, value in said.items()}


def _form(items: list[SurveyItem], opinions: dict[int, int | None]) -> FlaskForm:
    """A radio field per statement. The page's own token is checked by the blueprint's guard."""
    fields = {f"vindt_{item.id}": RadioField(item.text, [Optional()], choices=CHOICES) for item in items}
    kind = type("SurveyForm", (FlaskForm,), {"Meta": type("Meta", (), {"csrf": False}), **fields})
    known = {f"vindt_{id}": NOT_APPLICABLE if value is None else str(value) for id, value in opinions.items()}
    return kind(data=known)


def _page(items: list[SurveyItem], form: FlaskForm, token: str) -> str:
    questions = [form[f"vindt_{item.id}"] for item in items]
    return render_template("deelnemer/survey.html", questions=questions, form=form, token=token)
