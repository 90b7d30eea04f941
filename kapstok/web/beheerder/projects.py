"""Make projects and say who leads and who evaluates them."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import DateField, EmailField, SelectField, StringField, TelField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, InputRequired, Length, Optional, ValidationError

from kapstok import clock
from kapstok.accounts import service as accounts
from kapstok.directory import situations
from kapstok.errors import ChangedMeanwhile, NotFound
from kapstok.extensions import db
from kapstok.progress import service as progress
from kapstok.progress.products import service as products
from kapstok.projects import service as projects
from kapstok.projects.models import Project
from kapstok.projects.rules import Role
from kapstok.web.beheerder import blueprint
from kapstok.web.conflicts import differences


class ProjectForm(FlaskForm):
    name = StringField(_l("Naam van het project"), [InputRequired(_l("Geef het project een naam.")), Length(max=120)])
    region = StringField(_l("Regio"), [Optional(), Length(max=120)])
    contact_name = StringField(
        _l("Contactpersoon"), [InputRequired(_l("Vul in wie onder de mails van dit project staat.")), Length(max=120)]
    )
    contact_email = EmailField(
        _l("E-mailadres van de contactpersoon"),
        [InputRequired(_l("Vul een e-mailadres in.")), Email(_l("Dit is geen geldig e-mailadres.")), Length(max=254)],
    )
    contact_phone = TelField(_l("Telefoon van de contactpersoon"), [Optional(), Length(max=40)])
    starts_on = DateField(_l("Begint op"), [Optional()])
    ends_on = DateField(_l("Eindigt op"), [Optional()])

    def validate_ends_on(self, field) -> None:
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_("Het project eindigt voordat het begint. Pas een van beide datums aan."))

    def values(self) -> dict:
        """What ``create_project`` and ``edit_project`` take."""
        fields = {field.name: field.data for field in self if field.name != "csrf_token"}
        return {name: "" if value is None and not name.endswith("_on") else value for name, value in fields.items()}


class RoleForm(FlaskForm):
    user_id = SelectField(_l("Account"), coerce=int)
    role = SelectField(
        _l("Rol"),
        choices=[
            SelectChoice(Role.PROJECTLEIDER, _l("Projectleider")),
            SelectChoice(Role.EVALUATOR, _l("Evaluator")),
        ],
    )


@blueprint.get("/", endpoint="projects")
def list_projects():
    return render_template("beheer/projects.html", projects=projects.list_projects())


@blueprint.get("/projecten/nieuw")
def new_project():
    form = ProjectForm(contact_name=current_user.name, contact_email=current_user.email)
    return render_template("beheer/project_form.html", form=form, edited=None)


@blueprint.post("/projecten/nieuw")
def new_project_post():
    form = ProjectForm()
    if not form.validate():
        return render_template("beheer/project_form.html", form=form, edited=None), 400
    made = projects.create_project(clock.now(), actor=_actor(), **form.values())
    progress.ensure_defaults(made)
    situations.fill(made)
    products.ensure_products(made)
    db.session.commit()
    flash(_("Het project is gemaakt. Kies nu wie projectleider wordt."), "status")
    return redirect(url_for("beheer.show_project", edited_id=made.id))


@blueprint.get("/projecten/<int:edited_id>")
def show_project(edited_id: int):
    return _project_page(_get(edited_id), role_form=_role_form())


@blueprint.get("/projecten/<int:edited_id>/bewerken")
def edit_project(edited_id: int):
    edited = _get(edited_id)
    return render_template("beheer/project_form.html", form=ProjectForm(obj=edited), edited=edited)


@blueprint.post("/projecten/<int:edited_id>/bewerken")
def edit_project_post(edited_id: int):
    edited = _get(edited_id)
    form = ProjectForm()
    if not form.validate():
        return render_template("beheer/project_form.html", form=form, edited=edited), 400
    try:
        projects.edit_project(edited, request.form.get("version", 0, int), **form.values())
    except ChangedMeanwhile:
        differs = differences(form, ProjectForm(obj=edited, formdata=None))
        return render_template("beheer/project_form.html", form=form, edited=edited, differences=differs), 409
    db.session.commit()
    flash(_("De gegevens van het project zijn bewaard."), "status")
    return redirect(url_for("beheer.show_project", edited_id=edited.id))


@blueprint.post("/projecten/<int:edited_id>/rollen")
def give_role(edited_id: int):
    edited = _get(edited_id)
    form = _role_form()
    if not form.validate():
        return _project_page(edited, role_form=form), 400
    user = accounts.get_user(form.user_id.data)
    projects.give_role(user, edited, Role(form.role.data), actor=_actor())
    db.session.commit()
    flash(_("%(name)s heeft nu toegang tot dit project.", name=user.name), "status")
    return redirect(url_for("beheer.show_project", edited_id=edited.id))


@blueprint.post("/projecten/<int:edited_id>/rollen/<int:user_id>/weg")
def take_role(edited_id: int, user_id: int):
    edited, user = _get(edited_id), accounts.get_user(user_id)
    projects.take_role(user, edited, actor=_actor())
    db.session.commit()
    flash(_("%(name)s heeft geen toegang meer tot dit project.", name=user.name), "status")
    return redirect(url_for("beheer.show_project", edited_id=edited.id))


def _get(project_id: int) -> Project:
    found = projects.find_project(project_id)
    if found is None:
        raise NotFound()
    return found


def _project_page(edited: Project, role_form: RoleForm) -> str:
    members = projects.list_members(edited)
    return render_template("beheer/project.html", edited=edited, members=members, form=role_form, Role=Role)


def _role_form() -> RoleForm:
    form = RoleForm()
    form.user_id.choices = [
        SelectChoice(user.id, f"{user.name} ({user.email})") for user in accounts.list_users() if user.is_active
    ]
    return form


def _actor() -> str:
    return f"user:{current_user.id}"
