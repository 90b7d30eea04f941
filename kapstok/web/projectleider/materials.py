"""Materials of a bijeenkomst: add a file, a link or a product, change it, put it in order, take it away."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, StringField, URLField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from kapstok import clock
from kapstok.errors import Refused
from kapstok.extensions import db
from kapstok.meetings import material_rules, materials
from kapstok.meetings.models import Material, Meeting
from kapstok.meetings.rules import MaterialKind, MeetingCancelled, Shown
from kapstok.web import handouts
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meetings import actor, get_meeting
from kapstok.web.typed import on_one_line

KINDS = {"bestand": MaterialKind.FILE, "link": MaterialKind.LINK, "product": MaterialKind.PRODUCT}
_UPLOADS = ("projectleider.add_material_post", "projectleider.edit_material_post")
_FORM_AROUND_IT = 64 * 1024  # bytes


class _MaterialForm(FlaskForm):
    shown = RadioField(
        _l("Wanneer zien gasten het?"),
        [InputRequired(_l("Kies wanneer gasten het zien."))],
        choices=[
            SelectChoice(Shown.BEFORE.value, _l("Vooraf en achteraf")),
            SelectChoice(Shown.AFTER.value, _l("Alleen achteraf")),
        ],
        default=Shown.BEFORE.value,
    )


class NewFileForm(_MaterialForm):
    title = StringField(_l("Titel"), [Optional(), Length(max=200)], filters=[on_one_line])
    file = FileField(_l("Bestand"), [FileRequired(_l("Kies eerst een bestand."))])


class FileForm(_MaterialForm):
    title = StringField(
        _l("Titel"), [DataRequired(_l("Geef het materiaal een titel.")), Length(max=200)], filters=[on_one_line]
    )
    file = FileField(_l("Vervang door een ander bestand"), [Optional()])


class LinkForm(_MaterialForm):
    title = StringField(
        _l("Titel"), [DataRequired(_l("Geef het materiaal een titel.")), Length(max=200)], filters=[on_one_line]
    )
    url = URLField(
        _l("Link"), [DataRequired(_l("Een link begint met https://.")), Length(max=500)], filters=[on_one_line]
    )


class ProductForm(_MaterialForm):
    title = StringField(
        _l("Wat deelt u uit?"),
        [DataRequired(_l("Geef het materiaal een titel.")), Length(max=200)],
        filters=[on_one_line],
    )
    url = URLField(_l("Link"), [Optional(), Length(max=500)], filters=[on_one_line])


_NEW = {MaterialKind.FILE: NewFileForm, MaterialKind.LINK: LinkForm, MaterialKind.PRODUCT: ProductForm}
_EDIT = _NEW | {MaterialKind.FILE: FileForm}


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
    return _page(meeting, _NEW[KINDS[kind]](), KINDS[kind])


@blueprint.post("/bijeenkomsten/<int:meeting_id>/materiaal/<any(bestand, link, product):kind>")
def add_material_post(meeting_id: int, kind: str):
    meeting, form = get_meeting(meeting_id), _NEW[KINDS[kind]]()
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
    return handouts.download(_get(meeting_id, material_id)[1])


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


def _add(meeting: Meeting, kind: MaterialKind, form: FlaskForm) -> None:
    shown, now = Shown(form.shown.data), clock.now()
    if kind is MaterialKind.FILE:
        upload = material_rules.accept(form.file.data.filename or "", form.file.data.read())
        materials.add_file(meeting, upload, form.title.data, shown, now, actor=actor())
    else:
        materials.add_link(meeting, kind, form.title.data, form.url.data or "", shown, now, actor=actor())


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
