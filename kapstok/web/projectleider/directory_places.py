"""The places of an organisation: where what it offers is."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from kapstok import clock
from kapstok.directory import places
from kapstok.directory.rules import LocationChanged, LocationInUse
from kapstok.errors import NotFound, Refused
from kapstok.extensions import db
from kapstok.register import service as register
from kapstok.web.conflicts import differences
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.directory_forms import PlaceForm


@blueprint.get("/netwerk/organisaties/<int:organisation_id>/plekken/nieuw")
def new_place(organisation_id: int):
    organisation = register.get_organisation(g.project, organisation_id)
    return render_template(
        "projectleider/directory/place.html", form=PlaceForm(), place=None, organisation=organisation
    )


@blueprint.post("/netwerk/organisaties/<int:organisation_id>/plekken/nieuw")
def new_place_post(organisation_id: int):
    organisation, form = register.get_organisation(g.project, organisation_id), PlaceForm()
    if form.validate():
        try:
            made = places.add_location(organisation, clock.now(), **form.values())
        except Refused as refusal:
            form.form_errors.append(refusal.text(_))
        else:
            db.session.commit()
            flash(
                _("%(name)s is een plek van %(organisation)s.", name=made.name, organisation=organisation.name),
                "status",
            )
            return redirect(url_for("projectleider.organisation", organisation_id=organisation_id))
    return render_template("projectleider/directory/place.html", form=form, place=None, organisation=organisation), 400


@blueprint.get("/netwerk/plekken/<int:place_id>")
def edit_place(place_id: int):
    return _page(_get(place_id), PlaceForm(obj=_get(place_id)))


@blueprint.post("/netwerk/plekken/<int:place_id>")
def edit_place_post(place_id: int):
    edited, form = _get(place_id), PlaceForm()
    if form.validate():
        try:
            places.edit_location(edited, request.form.get("version", 0, int), clock.now(), **form.values())
        except LocationChanged:
            return _page(edited, form, differences(form, PlaceForm(obj=edited, formdata=None)), in_conflict=True), 409
        except Refused as refusal:
            form.form_errors.append(refusal.text(_))
        else:
            db.session.commit()
            flash(_("%(name)s is bewaard, voor alles wat daar is.", name=edited.name), "status")
            return redirect(url_for("projectleider.organisation", organisation_id=edited.organisation_id))
    return _page(edited, form), 400


@blueprint.post("/netwerk/plekken/<int:place_id>/weg")
def remove_place(place_id: int):
    gone = _get(place_id)
    try:
        places.remove_location(gone)
    except LocationInUse as refusal:
        flash(refusal.text(_), "alert")
        return redirect(url_for("projectleider.edit_place", place_id=place_id))
    db.session.commit()
    flash(_("%(name)s is geen plek meer.", name=gone.name), "status")
    return redirect(url_for("projectleider.organisation", organisation_id=gone.organisation_id))


def _get(place_id: int):
    """A place of an organisation: others have no page. Raises ``NotFound``."""
    place = places.get_location(g.project, place_id)
    if place.organisation_id is None:
        raise NotFound()
    return place


def _page(edited, form: PlaceForm, differs=(), *, in_conflict: bool = False) -> str:
    return render_template(
        "projectleider/directory/place.html",
        form=form,
        place=edited,
        organisation=edited.organisation,
        offered=places.services_at(edited),
        differences=differs,
        in_conflict=in_conflict,
    )
