"""Producten: hand one out to an organisation, and say how far an organisation has come with it."""

from __future__ import annotations

import datetime as dt

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from kapstok import clock
from kapstok.errors import Refused
from kapstok.extensions import db
from kapstok.progress.models import Product
from kapstok.progress.products import handouts, service
from kapstok.progress.products.rules import CopiesOutOfRange, ProductArchived, Stage, reached
from kapstok.register import service as register
from kapstok.register.models import Organisation
from kapstok.web.fields import WholeNumberField
from kapstok.web.progress_words import STAGES
from kapstok.web.projectleider import blueprint
from kapstok.web.typed import row_id

NOWHERE = "none"


class _OrganisationForm(FlaskForm):
    organisation = SelectField(_l("Organisatie"), [InputRequired(_l("Kies een organisatie."))])

    def __init__(self, organisations: list[Organisation], **known):
        self.among = {str(each.id): each for each in organisations}
        super().__init__(**known)
        self.organisation.choices = [
            SelectChoice("", _("Kies …")),
            *(SelectChoice(key, each.name) for key, each in self.among.items()),
        ]

    @property
    def chosen(self) -> Organisation:
        return self.among[self.organisation.data]


class HandOutForm(_OrganisationForm):
    day = DateField(_l("Wanneer"), [InputRequired(_l("Vul de dag in."))])
    copies = WholeNumberField(_l("Hoeveel exemplaren"), [Optional()])


class StageForm(_OrganisationForm):
    stage = RadioField(
        _l("Hoe ver is deze organisatie?"),
        [InputRequired(_l("Kies hoe ver deze organisatie is."))],
        choices=[
            SelectChoice(NOWHERE, _l("Nog niet begonnen")),
            *(SelectChoice(stage.value, words) for stage, words in STAGES.items()),
        ],
    )
    day = DateField(_l("Sinds wanneer"), [InputRequired(_l("Vul de dag in."))])


@blueprint.get("/producten/<int:product_id>/uitdelen")
def hand_out(product_id: int):
    product = _in_use(product_id)
    form = HandOutForm(_organisations(), day=_today(), organisation=_asked())
    return _page("projectleider/products/hand_out.html", product, form)


@blueprint.post("/producten/<int:product_id>/uitdelen")
def hand_out_post(product_id: int):
    product, form = _in_use(product_id), HandOutForm(_organisations())
    if form.validate():
        try:
            handouts.hand_out(product, form.chosen, form.day.data, form.copies.data, clock.now())
        except Refused as refusal:
            field = form.copies if isinstance(refusal, CopiesOutOfRange) else form.day
            field.errors = [refusal.text(_)]
        else:
            db.session.commit()
            flash(_("Uitgedeeld aan %(name)s.", name=form.chosen.name), "status")
            return _back(product)
    return _page("projectleider/products/hand_out.html", product, form), 400


@blueprint.post("/producten/<int:product_id>/uitgedeeld/<int:handout_id>/weg")
def withdraw_handout(product_id: int, handout_id: int):
    product = service.get_product(g.project, product_id)
    handouts.withdraw(handouts.get_handout(product, handout_id))
    db.session.commit()
    flash(_("Weggehaald. Hoe ver de organisatie is, blijft staan."), "status")
    return _back(product)


@blueprint.get("/producten/<int:product_id>/stand")
def product_stage(product_id: int):
    product, organisation_id = _in_use(product_id), _asked()
    since = service.since_when(product).get(int(organisation_id), {}) if organisation_id else {}
    form = StageForm(
        _organisations(),
        organisation=organisation_id,
        day=_today(),
        stage=reached(since) or (NOWHERE if organisation_id else None),
    )
    return _page("projectleider/products/stage.html", product, form, since)


@blueprint.post("/producten/<int:product_id>/stand")
def product_stage_post(product_id: int):
    product, form = _in_use(product_id), StageForm(_organisations())
    if form.validate():
        stage = None if form.stage.data == NOWHERE else Stage(form.stage.data)
        try:
            service.set_stage(product, form.chosen, stage, form.day.data, clock.now())
        except Refused as refusal:
            form.day.errors = [refusal.text(_)]
        else:
            db.session.commit()
            flash(_("De stand van %(name)s is bewaard.", name=form.chosen.name), "status")
            return _back(product)
    return _page("projectleider/products/stage.html", product, form), 400


def _in_use(product_id: int) -> Product:
    """A product that is not in the archive."""
    product = service.get_product(g.project, product_id)
    if product.archived_at is not None:
        raise ProductArchived(title=product.title)
    return product


def _organisations() -> list[Organisation]:
    return register.list_organisations(g.project)


def _asked() -> str:
    """The organisation in the address, as the value of a choice; ``""`` for none."""
    return str(request.args.get("organisatie", "", row_id))


def _today() -> dt.date:
    return clock.local_date(clock.now())


def _page(template: str, product: Product, form: FlaskForm, since: service.Since | None = None) -> str:
    return render_template(template, product=product, form=form, since=since or {}, stages=STAGES)


def _back(product: Product):
    return redirect(url_for("projectleider.product", product_id=product.id))
