"""Materials of a bijeenkomst: add a file, a link or a product, change it, put it in order, take it away."""

from __future__ import annotations

import datetime as dt

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from kapstok import clock
from kapstok.errors import Refused
from kapstok.extensions import db
from kapstok.meetings import material_rules, materials
from kapstok.meetings.models import Material, Meeting
from kapstok.meetings.rules import MaterialKind, MeetingCancelled, Shown
from kapstok.progress.products import handouts
from kapstok.progress.products import service as products
from kapstok.progress.products.rules import CopiesOutOfRange, ProductKind
from kapstok.web.handouts import download
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.material_forms import FileForm, LinkForm, NewFileForm, NewProductForm, ProductForm
from kapstok.web.projectleider.meetings import actor, get_meeting

KINDS = {"bestand": MaterialKind.FILE, "link": MaterialKind.LINK, "product": MaterialKind.PRODUCT}
_UPLOADS = ("projectleider.add_material_post", "projectleider.edit_material_post")
_FORM_AROUND_IT = 64 * 1024  # bytes


_EDIT = {MaterialKind.FILE: FileForm, MaterialKind.LINK: LinkForm, MaterialKind.PRODUCT: ProductForm}


@blueprint.url_value_preprocessor
def _let_files_in(endpoint: str | None, values: dict | None) -> None:
    """A material may be larger than other uploads. Set before anything reads the form."""
    if endpoint in _UPLOADS:
        request.max_content_length = material_rules.MOST_BYTES + _FORM_AROUND_IT


@blueprint.get("/bijeenkomsten/<int:meeting_id>/materiaal/<any(bestand, link, product):kind>")
def add_material(meeting_id: int, kind: str):
    meeting = get_meeting(meeting_id)
    if meeting.cancelled_at is not None:
        raise MeetingCancelled()
    return _page(meeting, _new_form(KINDS[kind]), KINDS[kind])


@blueprint.post("/bijeenkomsten/<int:meeting_id>/materiaal/<any(bestand, link, product):kind>")
def add_material_post(meeting_id: int, kind: str):
    meeting, form = get_meeting(meeting_id), _new_form(KINDS[kind])
    if form.validate():
        try:
            _add(meeting, KINDS[kind], form)
        except Refused as refusal:
            db.session.rollback()
            _field_of(refusal, form).errors = [refusal.text(_)]
        else:
            db.session.commit()
            flash(_("“%(title)s” is toegevoegd.", title=materials.list_materials(meeting)[-1].title), "status")
            return _back(meeting)
    return _page(meeting, form, KINDS[kind]), 400


@blueprint.get("/bijeenkomsten/<int:meeting_id>/materiaal/<int:material_id>")
def edit_material(meeting_id: int, material_id: int):
    meeting, material = _get(meeting_id, material_id)
    kind = MaterialKind(material.kind)
    return _page(meeting, _EDIT[kind](obj=material), kind, material)


@blueprint.post("/bijeenkomsten/<int:meeting_id>/materiaal/<int:material_id>")
def edit_material_post(meeting_id: int, material_id: int):
    meeting, material = _get(meeting_id, material_id)
    kind = MaterialKind(material.kind)
    form = _EDIT[kind]()
    if form.validate():
        try:
            _change(material, form)
        except Refused as refusal:
            db.session.rollback()
            _field_of(refusal, form).errors = [refusal.text(_)]
        else:
            db.session.commit()
            flash(_("“%(title)s” is gewijzigd.", title=material.title), "status")
            return _back(meeting)
    return _page(meeting, form, kind, material), 400


@blueprint.get("/bijeenkomsten/<int:meeting_id>/materiaal/<int:material_id>/bestand")
def material_file(meeting_id: int, material_id: int):
    return download(_get(meeting_id, material_id)[1])


@blueprint.post("/bijeenkomsten/<int:meeting_id>/materiaal/<int:material_id>/omhoog")
def move_material(meeting_id: int, material_id: int):
    meeting, material = _get(meeting_id, material_id)
    materials.move_up(meeting, material)
    db.session.commit()
    return _back(meeting)


@blueprint.get("/bijeenkomsten/<int:meeting_id>/materiaal/<int:material_id>/weg")
def remove_material(meeting_id: int, material_id: int):
    meeting, material = _get(meeting_id, material_id)
    return render_template("projectleider/meetings/material_remove.html", meeting=meeting, material=material)


@blueprint.post("/bijeenkomsten/<int:meeting_id>/materiaal/<int:material_id>/weg")
def remove_material_post(meeting_id: int, material_id: int):
    meeting, material = _get(meeting_id, material_id)
    title = material.title
    materials.remove_material(meeting, material, actor=actor())
    db.session.commit()
    flash(_("“%(title)s” is weggehaald.", title=title), "status")
    return _back(meeting)


def _get(meeting_id: int, material_id: int) -> tuple[Meeting, Material]:
    meeting = get_meeting(meeting_id)
    return meeting, materials.get_material(meeting, material_id)


def _new_form(kind: MaterialKind) -> FlaskForm:
    if kind is MaterialKind.PRODUCT:
        return NewProductForm(products.list_products(g.project))
    return NewFileForm() if kind is MaterialKind.FILE else LinkForm()


def _add(meeting: Meeting, kind: MaterialKind, form: FlaskForm) -> None:
    shown, now = Shown(form.shown.data), clock.now()
    if kind is MaterialKind.FILE:
        upload = material_rules.accept(form.file.data.filename or "", form.file.data.read())
        materials.add_file(meeting, upload, form.title.data, shown, now, actor=actor())
    elif kind is MaterialKind.LINK:
        materials.add_link(meeting, kind, form.title.data, form.url.data, shown, now, actor=actor())
    else:
        _add_product(meeting, form, shown, now)


def _add_product(meeting: Meeting, form: NewProductForm, shown: Shown, now: dt.datetime) -> None:
    """Hand out a product of the library; what was typed joins it, unless it is there under that name."""
    title, url = form.title.data, form.url.data
    product = form.chosen or products.find_product(g.project, title)
    if product is not None:
        title, url = title or product.title, url or product.url
    material = materials.add_link(meeting, MaterialKind.PRODUCT, title, url, shown, now, actor=actor())
    if product is None:
        product = products.add_product(g.project, ProductKind(form.kind.data), title, now, url=url)
    handouts.hand_out_at(product, material, now, form.copies.data)


def _change(material: Material, form: FlaskForm) -> None:
    now, url = clock.now(), form.url.data or "" if "url" in form else ""
    materials.edit_material(material, form.title.data, url, Shown(form.shown.data), now)
    if "file" in form and form.file.data:
        upload = material_rules.accept(form.file.data.filename or "", form.file.data.read())
        materials.replace_file(material, upload, now)


def _field_of(refusal: Refused, form: FlaskForm):
    match refusal:
        case material_rules.BadLink():
            return form.url
        case (
            material_rules.FileEmpty()
            | material_rules.FileTooLarge()
            | material_rules.FileNotAllowed()
            | material_rules.NotWhatItSays()
        ):
            return form.file
        case CopiesOutOfRange():
            return form.copies
        case _:
            return form.title


def _page(meeting: Meeting, form: FlaskForm, kind: MaterialKind, material: Material | None = None) -> str:
    return render_template(
        "projectleider/meetings/material.html",
        meeting=meeting,
        form=form,
        kind=kind,
        material=material,
        kind_in_address=next(word for word, each in KINDS.items() if each is kind),
        most=material_rules.MOST_MEGABYTES,
    )


def _back(meeting: Meeting):
    return redirect(url_for("projectleider.meeting_programme", meeting_id=meeting.id, _anchor="materiaal"))
