"""Organisations, with what they offer and where."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from kapstok import clock
from kapstok.directory.places import list_locations
from kapstok.extensions import db
from kapstok.privacy import doubles
from kapstok.privacy.references import Kind
from kapstok.register import service as register
from kapstok.register.models import Organisation
from kapstok.register.reporters import name_reporter
from kapstok.register.rules import NameTaken, OrganisationChanged
from kapstok.register.service import Filter
from kapstok.web.conflicts import differences
from kapstok.web.history import readable
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.duplicates import merged_into
from kapstok.web.projectleider.meetings import actor
from kapstok.web.projectleider.register_forms import OrganisationForm, ReporterForm


@blueprint.get("/netwerk/organisaties")
def organisations():
    search, archived = request.args.get("zoek", "")[:200], "archief" in request.args
    return render_template(
        "projectleider/organisations/list.html",
        organisations=register.list_organisations(g.project, search, archived=archived),
        counts=register.people_counts(g.project),
        doubles=len(doubles.find_pairs(g.project, Kind.ORGANISATION)),
        search=search,
        archived=archived,
    )


@blueprint.get("/netwerk/organisaties/nieuw")
def new_organisation():
    form = OrganisationForm(g.project)
    return render_template("projectleider/organisations/form.html", form=form, organisation=None)


@blueprint.post("/netwerk/organisaties/nieuw")
def new_organisation_post():
    form = OrganisationForm(g.project)
    if form.validate():
        try:
            made = register.create_organisation(g.project, **form.values())
        except NameTaken as refusal:
            form.name.errors = [refusal.text(_)]
        else:
            db.session.commit()
            flash(_("%(name)s staat in het netwerk.", name=made.name), "status")
            return redirect(url_for("projectleider.organisation", organisation_id=made.id))
    return render_template("projectleider/organisations/form.html", form=form, organisation=None), 400


@blueprint.get("/netwerk/organisaties/<int:organisation_id>")
def organisation(organisation_id: int):
    shown = _get(organisation_id)
    if shown.merged_into_id is not None:
        return redirect(url_for("projectleider.organisation", organisation_id=shown.merged_into_id))
    return _page(shown, ReporterForm(g.project, shown, formdata=None))


@blueprint.post("/netwerk/organisaties/<int:organisation_id>/wie-telt")
def name_reporter_post(organisation_id: int):
    """From here on only this person is asked for the organisation's numbers; 0: everybody who works there."""
    shown = _get(organisation_id)
    form = ReporterForm(g.project, shown)
    if not form.validate():
        return _page(shown, form), 400
    chosen = form.reporter_id.data
    person = register.get_person(g.project, chosen) if chosen else None
    name_reporter(shown, person, actor=actor())
    db.session.commit()
    if person:
        sentence = _("Vanaf nu telt %(name)s voor %(organisation)s.", name=person.name, organisation=shown.name)
    else:
        sentence = _("Vanaf nu telt iedereen die bij %(organisation)s werkt.", organisation=shown.name)
    flash(sentence, "status")
    return redirect(url_for("projectleider.organisation", organisation_id=organisation_id, _anchor="wie-telt"))


@blueprint.get("/netwerk/organisaties/<int:organisation_id>/bewerken")
def edit_organisation(organisation_id: int):
    edited = _get(organisation_id)
    form = OrganisationForm(g.project, edited)
    return render_template("projectleider/organisations/form.html", form=form, organisation=edited)


@blueprint.post("/netwerk/organisaties/<int:organisation_id>/bewerken")
def edit_organisation_post(organisation_id: int):
    edited = _get(organisation_id)
    form, status, differs = OrganisationForm(g.project, edited), 400, []
    if form.validate():
        try:
            register.edit_organisation(edited, request.form.get("version", 0, int), **form.values())
        except OrganisationChanged:
            status, differs = 409, differences(form, OrganisationForm(g.project, edited, formdata=None))
        except NameTaken as refusal:
            form.name.errors = [refusal.text(_)]
        else:
            db.session.commit()
            flash(_("De gegevens van %(name)s zijn bewaard.", name=edited.name), "status")
            return redirect(url_for("projectleider.organisation", organisation_id=organisation_id))
    template = "projectleider/organisations/form.html"
    return render_template(template, form=form, organisation=edited, differences=differs), status


@blueprint.get("/netwerk/organisaties/<int:organisation_id>/archiveren")
def archive_organisation(organisation_id: int):
    """Who archives an organisation first sees who work there: they stay."""
    shown = _get(organisation_id)
    return render_template("projectleider/organisations/archive.html", organisation=shown, people=_people(shown))


@blueprint.post("/netwerk/organisaties/<int:organisation_id>/archiveren")
def archive_organisation_post(organisation_id: int):
    archived = _get(organisation_id)
    register.archive_organisation(archived, clock.now())
    db.session.commit()
    flash(_("%(name)s staat in het archief.", name=archived.name), "status")
    return redirect(url_for("projectleider.organisation", organisation_id=organisation_id))


@blueprint.post("/netwerk/organisaties/<int:organisation_id>/terugzetten")
def restore_organisation(organisation_id: int):
    restored = _get(organisation_id)
    register.restore_organisation(restored)
    db.session.commit()
    flash(_("%(name)s staat weer in het netwerk.", name=restored.name), "status")
    return redirect(url_for("projectleider.organisation", organisation_id=organisation_id))


def _page(organisation: Organisation, reporter_form: ReporterForm) -> str:
    return render_template(
        "projectleider/organisations/show.html",
        organisation=organisation,
        people=_people(organisation),
        places=list_locations(organisation),
        changes=readable(g.project, organisation),
        merged=merged_into(organisation),
        reporter_form=reporter_form,
    )


def _get(organisation_id: int) -> Organisation:
    return register.get_organisation(g.project, organisation_id)


def _people(organisation: Organisation) -> list:
    return register.list_people(g.project, Filter(organisation_id=organisation.id))
