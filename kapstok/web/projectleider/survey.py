"""The statements of the vragenlijst: per audience and kind, how long they take, and how people see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from kapstok import clock
from kapstok.errors import NotFound, Refused
from kapstok.extensions import db
from kapstok.progress.models import SurveyItem
from kapstok.progress.surveys import service
from kapstok.progress.surveys.rules import LONGEST, ItemChanged, ItemKind, audience_of, is_for, takes_long
from kapstok.projects import service as projects
from kapstok.projects.models import Term
from kapstok.projects.rules import Vocabulary
from kapstok.ties import measuring
from kapstok.web.conflicts import differences
from kapstok.web.projectleider import blueprint
from kapstok.web.statements import audience_words, how_long, statements_form
from kapstok.web.typed import about_no_client, on_one_line

KINDS = {
    ItemKind.LEVEL: _l("Hoe het is"),
    ItemKind.EXPERIENCED: _l("Ervaren verandering"),
}
UP, DOWN = "omhoog", "omlaag"


class ItemForm(FlaskForm):
    text = StringField(
        _l("Uitspraak"),
        [DataRequired(_l("Schrijf de uitspraak op.")), Length(max=LONGEST), about_no_client],
        filters=[on_one_line],
    )
    kind = RadioField(
        _l("Soort"),
        [InputRequired(_l("Kies een soort."))],
        choices=[
            SelectChoice(ItemKind.LEVEL.value, _l("Hoe het is: in elke meting, zodat u toen en nu vergelijkt")),
            SelectChoice(ItemKind.EXPERIENCED.value, _l("Ervaren verandering: na de nulmeting en na bijeenkomsten")),
        ],
        default=ItemKind.LEVEL.value,
    )
    sectors = SelectMultipleField(_l("Voor wie"), [InputRequired(_l("Kies ten minste één sector."))])

    @classmethod
    def offering(cls, sectors: Sequence[Term], item: SurveyItem | None = None) -> ItemForm:
        """The form as it was sent, or with what an item says."""
        form = cls() if item is None else cls(formdata=None, text=item.text, kind=item.kind)
        form.sectors.choices = [SelectChoice(sector.key, sector.name) for sector in sectors]
        if item is not None:
            form.sectors.data = item.audience.split(",") if item.audience else [sector.key for sector in sectors]
        return form

    def audience(self) -> str:
        return audience_of(self.sectors.data or (), [str(choice.value) for choice in self.sectors.choices])


@dataclass(frozen=True)
class Group:
    """Statements of one kind for one audience."""

    audience: str
    items: list[SurveyItem]


@dataclass(frozen=True)
class Load:
    """What somebody of one sector is asked at most, and how long that takes."""

    sector: Term
    words: str
    too_long: bool


@blueprint.get("/vragenlijst", endpoint="survey")
def show():
    items, sectors = service.list_items(g.project), _sectors()
    used = [item for item in items if item.archived_at is None]
    names = {term.key: term.name for term in sectors}
    return render_template(
        "projectleider/survey/list.html",
        kinds=[(label, _groups([item for item in used if item.kind == kind], names)) for kind, label in KINDS.items()],
        stopped=[item for item in items if item.archived_at is not None],
        loads=[_load(sector, used) for sector in sectors],
        missing=service.missing_defaults(g.project),
        answered=service.answered_ids(g.project),
        running=measuring.find_open_wave(g.project),
        in_words=lambda item: _audience(item.audience, names),
    )


@blueprint.get("/vragenlijst/voorbeeld/<sector_key>", endpoint="survey_preview")
def preview(sector_key: str):
    """The page as somebody of one sector sees it in a later measurement; it sends nothing."""
    sector = next((term for term in _sectors() if term.key == sector_key), None)
    if sector is None:
        raise NotFound()
    asked = [item for item in service.list_items(g.project) if item.archived_at is None]
    texts = {f"item_{item.id}": item.text for item in asked if is_for(item.audience, item.kind, sector.key, None)}
    form = statements_form(texts, {})
    return render_template(
        "projectleider/survey/preview.html",
        sector=sector,
        questions=[form[name] for name in texts],
        words=how_long(len(texts)),
    )


@blueprint.get("/vragenlijst/nieuw")
def new_item():
    return _page(None, ItemForm.offering(_sectors()))


@blueprint.post("/vragenlijst/nieuw")
def new_item_post():
    form = ItemForm.offering(_sectors())
    if form.validate():
        try:
            kind = ItemKind(form.kind.data)
            service.add_item(g.project, form.text.data, kind, form.audience(), clock.now())
        except Refused as refusal:
            form.text.errors = [refusal.text(_)]
        else:
            db.session.commit()
            flash(_("De uitspraak staat op de lijst."), "status")
            return redirect(url_for("projectleider.survey"))
    return _page(None, form), 400


@blueprint.post("/vragenlijst/aanvullen")
def add_missing_items():
    count = service.add_missing(g.project)
    db.session.commit()
    flash(ngettext("Eén uitspraak toegevoegd.", "%(num)d uitspraken toegevoegd.", count), "status")
    return redirect(url_for("projectleider.survey"))


@blueprint.get("/vragenlijst/<int:item_id>")
def edit_item(item_id: int):
    item = service.get_item(g.project, item_id)
    return _page(item, ItemForm.offering(_sectors(item), item))


@blueprint.post("/vragenlijst/<int:item_id>")
def edit_item_post(item_id: int):
    item, seen = service.get_item(g.project, item_id), request.form.get("version", 0, int)
    form = ItemForm.offering(_sectors(item))
    if not form.validate():
        return _page(item, form), 400
    try:
        kept = service.edit_item(item, form.text.data, ItemKind(form.kind.data), form.audience(), seen, clock.now())
    except ItemChanged as refusal:
        theirs = ItemForm.offering(_sectors(item), item)
        return _page(item, form, differences(form, theirs), conflict=refusal.text(_)), refusal.status
    except Refused as refusal:
        form.text.errors = [refusal.text(_)]
        return _page(item, form), refusal.status
    db.session.commit()
    if kept is item:
        flash(_("De uitspraak is bewaard."), "status")
    else:
        flash(_("De oude uitspraak is gestopt, met de antwoorden. De nieuwe staat op dezelfde plek."), "status")
    return redirect(url_for("projectleider.survey"))


@blueprint.post("/vragenlijst/<int:item_id>/stoppen")
def archive_item(item_id: int):
    service.archive_item(service.get_item(g.project, item_id), request.form.get("version", None, int), clock.now())
    db.session.commit()
    flash(_("De uitspraak is gestopt. Antwoorden die er al zijn, blijven bewaard."), "status")
    return redirect(url_for("projectleider.survey"))


@blueprint.post("/vragenlijst/<int:item_id>/terugzetten")
def restore_item(item_id: int):
    item = service.get_item(g.project, item_id)
    try:
        service.restore_item(item, request.form.get("version", None, int), clock.now())
    except Refused as refusal:
        flash(refusal.text(_), "alert")
    else:
        db.session.commit()
        flash(_("De uitspraak staat weer op de lijst."), "status")
    return redirect(url_for("projectleider.survey"))


@blueprint.post("/vragenlijst/<int:item_id>/<any(omhoog, omlaag):direction>")
def move_item(item_id: int, direction: str):
    service.move_item(service.get_item(g.project, item_id), -1 if direction == UP else 1)
    db.session.commit()
    return redirect(url_for("projectleider.survey", _anchor=f"uitspraak-{item_id}"))


def _sectors(item: SurveyItem | None = None) -> list[Term]:
    """The sectors that can be chosen: those in use, and those that an item is for already."""
    kept = item.audience.split(",") if item else ()
    terms = projects.terms(g.project, Vocabulary.SECTOR, archived=True)
    return [term for term in terms if term.archived_at is None or term.key in kept]


def _groups(items: list[SurveyItem], names: dict[str, str]) -> list[Group]:
    groups: dict[str, list[SurveyItem]] = {}
    for item in items:
        groups.setdefault(item.audience, []).append(item)
    return [Group(_audience(audience, names), found) for audience, found in groups.items()]


def _audience(audience: str, names: dict[str, str]) -> str:
    return audience_words(audience.split(",") if audience else (), names)


def _load(sector: Term, items: list[SurveyItem]) -> Load:
    count = sum(is_for(item.audience, item.kind, sector.key, None) for item in items)
    return Load(sector, how_long(count), takes_long(count))


def _page(item: SurveyItem | None, form: ItemForm, differs=(), *, conflict: str = "") -> str:
    return render_template(
        "projectleider/survey/form.html",
        item=item,
        form=form,
        differences=differs,
        conflict_sentence=conflict,
        is_answered=item is not None and service.is_answered(item),
        running=measuring.find_open_wave(g.project),
    )
