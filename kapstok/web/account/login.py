"""Log in and out with a password."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user, login_user, logout_user
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired, Length

from kapstok.accounts import service as accounts
from kapstok.accounts.rules import LONGEST_PASSWORD
from kapstok.errors import Refused
from kapstok.extensions import db, limiter
from kapstok.projects import service as projects
from kapstok.projects.rules import Role
from kapstok.web.account import blueprint
from kapstok.web.account.links import read_password_link
from kapstok.web.guards import inside


class LoginForm(FlaskForm):
    email = EmailField(_l("E-mailadres"), [InputRequired(_l("Vul uw e-mailadres in.")), Length(max=254)])
    password = PasswordField(
        _l("Wachtwoord"), [InputRequired(_l("Vul uw wachtwoord in.")), Length(max=LONGEST_PASSWORD)]
    )


class PasswordForm(FlaskForm):
    password = PasswordField(_l("Nieuw wachtwoord"), [InputRequired(_l("Kies een wachtwoord."))])


@blueprint.get("/inloggen")
def login():
    if current_user.is_authenticated:
        return redirect(own_start())
    return render_template("account/login.html", form=LoginForm(), next=inside(request.args.get("verder")))


@blueprint.post("/inloggen")
@limiter.limit("10 per 15 minutes", key_func=lambda: "login:" + request.form.get("email", "")[:254].strip().lower())
@limiter.limit("60 per 15 minutes")
def login_post():
    form = LoginForm()
    wanted = inside(request.form.get("verder"))
    user = None
    if form.validate():
        user = accounts.authenticate(form.email.data, form.password.data)
        if user is None:
            form.password.errors = [_("Dit e-mailadres en dit wachtwoord horen niet bij elkaar. Probeer het opnieuw.")]
    if user is None:
        return render_template("account/login.html", form=form, next=wanted), 400
    session.clear()  # nothing from before the log-in survives it
    session.permanent = True
    login_user(user)
    db.session.commit()
    return redirect(wanted or own_start())


@blueprint.post("/uitloggen")
def logout():
    if current_user.is_authenticated:
        accounts.log_out(current_user)
        db.session.commit()
        logout_user()
        session.clear()
        flash(_("U bent uitgelogd."), "status")
    return redirect(url_for("public.home"))


@blueprint.get("/wachtwoord/<token>")
def password(token: str):
    return render_template("account/password.html", form=PasswordForm(), user=read_password_link(token), token=token)


@blueprint.post("/wachtwoord/<token>")
@limiter.limit("20 per 15 minutes")
def password_post(token: str):
    user = read_password_link(token)
    form = PasswordForm()
    if form.validate():
        try:
            accounts.set_password(user, form.password.data)
        except Refused as refusal:
            form.password.errors = [refusal.text(_)]
        else:
            db.session.commit()
            flash(_("Uw wachtwoord is bewaard. U kunt nu inloggen."), "status")
            return redirect(url_for("account.login"))
    return render_template("account/password.html", form=form, user=user, token=token), 400


@blueprint.get("/start")
def start():
    """Where somebody with an account begins."""
    return redirect(own_start()) if current_user.is_authenticated else redirect(url_for("account.login"))


def own_start() -> str:
    """The first page of the current user: the only project, a choice of projects, or the beheerder's list."""
    roles = [role for role in projects.list_roles(current_user) if role.project.archived_at is None]
    if len(roles) == 1 and not current_user.is_admin:
        page = "projectleider.start" if roles[0].role == Role.PROJECTLEIDER else "evaluator.overview"
        return url_for(page, project_id=roles[0].project_id)
    if current_user.is_admin and not roles:
        return url_for("beheer.projects")
    return url_for("account.projects")


@blueprint.get("/projecten", endpoint="projects")
def projects_page():
    if not current_user.is_authenticated:
        abort(redirect(url_for("account.login")))
    return render_template("account/projects.html", roles=projects.list_roles(current_user), Role=Role)
