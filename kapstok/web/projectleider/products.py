"""Producten: the library, who has what and how far, and who needs a nudge. Handing out: ``product_handouts.py``."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField, URLField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from kapstok import clock
from kapstok.errors import Refused
from kapstok.extensions import db
from kapstok.meetings.material_rules import BadLink
from kapstok.progress.models import Product
from kapstok.progress.products import handouts, service
from kapstok.progress.products.handouts import Uptake
from kapstok.progress.products.rules import Nudge, ProductChanged, ProductKind, Stage
from kapstok.register.models import Organisation
from kapstok.web.conflicts import differences
from kapstok.web.progress_words import NUDGES, PRODUCT_KINDS, STAGES, STAGES_IN_SHORT
from kapstok.web.projectleider import blueprint
from kapstok.web.typed import about_no_client, on_one_line


class ProductForm(FlaskForm):
    title = StringField(
        _l("Titel"),
        [DataRequired(_l("Geef het product een titel.")), Length(max=200), about_no_client],
        filters=[on_one_line],
    )
    kind = SelectField(
        _l("Soort"),
        [InputRequired(_l("Kies een soort."))],
        choices=[SelectChoice(kind.value, words) for kind, words in PRODUCT_KINDS.items()],
    )
    description = TextAreaField(
        _l("Waarvoor is het?"), [Optional(), Length(max=500), about_no_client], filters=[on_one_line]
    )
    kept_by = StringField(
        _l("Wie houdt het bij?"), [Optional(), Length(max=160), about_no_client], filters=[on_one_line]
    )
    url = URLField(_l("Link naar de bron"), [Optional(), Length(max=500)], filters=[on_one_line])

    def values(self) -> dict:
        return {
            "kind": ProductKind(self.kind.data),
            "title": self.title.data,
            "description": self.description.data,
            "kept_by": self.kept_by.data,
            "url": self.url.data,
        }

    def refuse(self, refusal: Refused) -> None:
        """Tell what a rule refuses at the field that it is about."""
        field = self.url if isinstance(refusal, BadLink) else self.title
        field.errors = [refusal.text(_)]


@blueprint.get("/producten")
def products():
    archived, now = "archief" in request.args, clock.now()
    found, uptake = service.list_products(g.project, archived=archived), handouts.uptake(g.project, now)
    return render_template(
        "projectleider/products/list.html",
        products=found,
        archived=archived,
        missing=service.missing(g.project),
        counts={product.id: _per_stage(uptake.get(product.id, [])) for product in found},
        times=handouts.times_handed_out(g.project, now),
        nudges=[] if archived else _nudges(found, uptake),
        kinds=PRODUCT_KINDS,
        stages=STAGES,
        columns=STAGES_IN_SHORT,
        reasons=NUDGES,
    )


@blueprint.post("/producten/bekend")
def add_known_products():
    """Put in the library what new projects start with."""
    service.add_known(g.project)
    db.session.commit()
    flash(_("De bekende producten staan in de bibliotheek."), "status")
    return redirect(url_for("projectleider.products"))


@blueprint.get("/producten/nieuw")
def new_product():
    return _form_page(ProductForm())


@blueprint.post("/producten/nieuw")
def new_product_post():
    form = ProductForm()
    if form.validate():
        try:
            made = service.add_product(g.project, now=clock.now(), **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            db.session.commit()
            flash(_("“%(title)s” staat in de bibliotheek.", title=made.title), "status")
            return redirect(url_for("projectleider.product", product_id=made.id))
    return _form_page(form), 400


@blueprint.get("/producten/<int:product_id>")
def product(product_id: int):
    """One product: who has it and how far, and where it was handed out."""
    shown, now = service.get_product(g.project, product_id), clock.now()
    rows = handouts.uptake(g.project, now).get(shown.id, [])
    return render_template(
        "projectleider/products/show.html",
        product=shown,
        rows=sorted(rows, key=lambda row: row.nudge is None),
        counts=_per_stage(rows),
        handouts=handouts.list_handouts(shown),
        now=now,
        kinds=PRODUCT_KINDS,
        stages=STAGES,
        columns=STAGES_IN_SHORT,
        reasons=NUDGES,
    )


@blueprint.get("/producten/<int:product_id>/bewerken")
def edit_product(product_id: int):
    edited = service.get_product(g.project, product_id)
    return _form_page(ProductForm(obj=edited), edited)


@blueprint.post("/producten/<int:product_id>/bewerken")
def edit_product_post(product_id: int):
    edited = service.get_product(g.project, product_id)
    form, status, differs = ProductForm(), 400, []
    if form.validate():
        try:
            service.edit_product(edited, request.form.get("version", 0, int), now=clock.now(), **form.values())
        except ProductChanged:
            status, differs = 409, differences(form, ProductForm(formdata=None, obj=edited))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            db.session.commit()
            flash(_("“%(title)s” is gewijzigd.", title=edited.title), "status")
            return redirect(url_for("projectleider.product", product_id=edited.id))
    return _form_page(form, edited, differs), status


@blueprint.post("/producten/<int:product_id>/archiveren")
def archive_product(product_id: int):
    archived = service.get_product(g.project, product_id)
    service.archive_product(archived, clock.now())
    db.session.commit()
    flash(_("“%(title)s” staat in het archief.", title=archived.title), "status")
    return redirect(url_for("projectleider.product", product_id=archived.id))


@blueprint.post("/producten/<int:product_id>/terugzetten")
def restore_product(product_id: int):
    restored = service.get_product(g.project, product_id)
    service.restore_product(restored)
    db.session.commit()
    flash(_("“%(title)s” staat weer in de bibliotheek.", title=restored.title), "status")
    return redirect(url_for("projectleider.product", product_id=restored.id))


def _per_stage(rows: list[Uptake]) -> dict[Stage, int]:
    """How many organisations are at each stage now."""
    return {stage: sum(row.stage is stage for row in rows) for stage in Stage}


def _nudges(found: list[Product], uptake: dict[int, list[Uptake]]) -> list[tuple[Organisation, list]]:
    """By organisation, by name: the products with which it may need a nudge, and why."""
    nudged: dict[Organisation, list[tuple[Product, Nudge]]] = {}
    for product in found:
        for row in uptake.get(product.id, []):
            if row.nudge is not None:
                nudged.setdefault(row.organisation, []).append((product, row.nudge))
    return sorted(nudged.items(), key=lambda each: each[0].name.casefold())


def _form_page(form: ProductForm, edited: Product | None = None, differs: list | None = None) -> str:
    return render_template("projectleider/products/form.html", form=form, product=edited, differences=differs or [])
