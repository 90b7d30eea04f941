"""Which statements one measurement or one bijeenkomst asks."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from kapstok import clock
from kapstok.errors import NotFound, Refused
from kapstok.extensions import db
from kapstok.progress.models import SurveyItem
from kapstok.progress.surveys import asking
from kapstok.progress.surveys.asking import Occasion
from kapstok.projects import service as projects
from kapstok.projects.rules import Vocabulary
from kapstok.ties import measuring
from kapstok.ties.models import Wave
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meetings import get_meeting
from kapstok.web.statements import audience_words


class AskedForm(FlaskForm):
    items = SelectMultipleField(_l("Uitspraken"), [Optional()], coerce=int)


@blueprint.get("/metingen/<int:wave_id>/vragen")
def wave_items(wave_id: int):
    return _page(_get_wave(wave_id))


@blueprint.post("/metingen/<int:wave_id>/vragen")
def wave_items_post(wave_id: int):
    return _keep(_get_wave(wave_id), url_for("projectleider.wave", wave_id=wave_id))


@blueprint.get("/bijeenkomsten/<int:meeting_id>/vragen")
def meeting_items(meeting_id: int):
    return _page(get_meeting(meeting_id))


@blueprint.post("/bijeenkomsten/<int:meeting_id>/vragen")
def meeting_items_post(meeting_id: int):
    return _keep(get_meeting(meeting_id), url_for("projectleider.meeting_programme", meeting_id=meeting_id))


def item_choices(items: Sequence[SurveyItem]) -> list[SelectChoice]:
    """Each statement with whom it is for."""
    names = {term.key: term.name for term in projects.terms(g.project, Vocabulary.SECTOR)}
    return [
        SelectChoice(
            item.id,
            _(
                "%(text)s (%(who)s)",
                text=item.text,
                who=audience_words(item.audience.split(",") if item.audience else (), names),
            ),
        )
        for item in items
    ]


def _get_wave(wave_id: int) -> Wave:
    wave = measuring.get_wave(g.project, wave_id)
    if not wave.asks_items:
        raise NotFound()
    return wave


def _form(occasion: Occasion, *, sent: bool) -> AskedForm:
    form = AskedForm() if sent else AskedForm(formdata=None, items=[item.id for item in asking.asked_on(occasion)])
    number = occasion.number if isinstance(occasion, Wave) else None
    form.items.choices = item_choices(asking.offered_for(occasion, g.project, number))
    return form


def _keep(occasion: Occasion, after: str):
    form = _form(occasion, sent=True)
    if form.validate():
        try:
            asking.choose(occasion, form.items.data or [], clock.now())
        except Refused as refusal:
            form.items.errors = [refusal.text(_)]
            return _page(occasion, form), refusal.status
        count = len(asking.asked_on(occasion))
        db.session.commit()
        flash(ngettext("Hier vraagt u nu één uitspraak.", "Hier vraagt u nu %(num)d uitspraken.", count), "status")
        return redirect(after)
    return _page(occasion, form), 400


def _page(occasion: Occasion, form: AskedForm | None = None) -> str:
    wave = occasion if isinstance(occasion, Wave) else None
    meeting = occasion if wave is None else None
    return render_template(
        "projectleider/survey/asked.html",
        wave=wave,
        meeting=meeting,
        form=form or _form(occasion, sent=False),
        answered=len(asking.answered_on(occasion)),
        is_open=asking.can_choose(occasion, clock.now()),
    )
