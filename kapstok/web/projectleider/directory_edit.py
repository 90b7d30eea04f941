"""Adding a service to the sociale kaart and changing it, with all that hangs on it."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kapstok import clock
from kapstok.directory import service as directory
from kapstok.directory.rules import ServiceChanged
from kapstok.errors import Refused
from kapstok.extensions import db
from kapstok.register import service as register
from kapstok.register.models import Organisation
from kapstok.web.conflicts import differences
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.directory_forms import SPARE_ROWS, ServiceForm, service_form
from kapstok.web.typed import row_id


@blueprint.get("/netwerk/sociale-kaart/nieuw")
def new_service():
    """First whose it is: places and keepers depend on that."""
    organisation_id = request.args.get("organisatie", None, row_id)
    if organisation_id is None:
        organisations = register.list_organisations(g.project)
        return render_template("projectleider/directory/whose.html", organisations=organisations)
    organisation = register.get_organisation(g.project, organisation_id)
    return _new_page(organisation, service_form(g.project, organisation))


@blueprint.post("/netwerk/organisaties/<int:organisation_id>/aanbod")
def new_service_post(organisation_id: int):
    organisation = register.get_organisation(g.project, organisation_id)
    if _more_rows():
        return _new_page(organisation, service_form(g.project, organisation, more=_more_rows()))
    form = service_form(g.project, organisation)
    if form.validate():
        try:
            made = directory.add_service(organisation, clock.now(), **form.values())
        except Refused as refusal:
            form.form_errors.append(refusal.text(_))
        else:
            db.session.commit()
            flash(_("%(name)s staat op de sociale kaart.", name=made.name), "status")
            return redirect(url_for("projectleider.service", service_id=made.id))
    return _new_page(organisation, form), 400


@blueprint.get("/netwerk/sociale-kaart/<int:service_id>/bewerken")
def edit_service(service_id: int):
    edited = directory.get_service(g.project, service_id)
    form = service_form(g.project, edited.organisation, edited)
    return render_template("projectleider/directory/form.html", form=form, service=edited)


@blueprint.post("/netwerk/sociale-kaart/<int:service_id>/bewerken")
def edit_service_post(service_id: int) -> str | Response | tuple[str, int]:
    edited = directory.get_service(g.project, service_id)
    form, status, differs = service_form(g.project, edited.organisation, edited, more=_more_rows()), 400, []
    if _more_rows():
        status = 200
    elif form.validate():
        try:
            directory.edit_service(edited, request.form.get("version", 0, int), clock.now(), **form.values())
        except ServiceChanged:
            theirs = service_form(g.project, edited.organisation, edited, rows=form.rows, formdata=None)
            status, differs = 409, differences(form, theirs)
        except Refused as refusal:
            form.form_errors.append(refusal.text(_))
        else:
            db.session.commit()
            flash(_("%(name)s is bewaard en vandaag nagekeken.", name=edited.name), "status")
            return redirect(url_for("projectleider.service", service_id=service_id))
    page = render_template(
        "projectleider/directory/form.html",
        form=form,
        service=edited,
        differences=differs,
        in_conflict=status == 409,
    )
    return page, status


def _more_rows() -> str:
    """Of which rows somebody asked one more; nothing is saved then."""
    more = request.form.get("more", "")
    return more if more in SPARE_ROWS else ""


def _new_page(organisation: Organisation, form: ServiceForm) -> str:
    return render_template("projectleider/directory/form.html", form=form, service=None, organisation=organisation)
