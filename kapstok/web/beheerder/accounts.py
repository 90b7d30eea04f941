"""Make accounts and close them."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, StringField
from wtforms.validators import Email, InputRequired, Length

from kapstok import clock
from kapstok.accounts import service as accounts
from kapstok.errors import Refused
from kapstok.extensions import db
from kapstok.web.account.links import password_link
from kapstok.web.beheerder import blueprint


class AccountForm(FlaskForm):
    name = StringField(_l("Naam"), [InputRequired(_l("Vul een naam in.")), Length(max=120)])
    email = EmailField(
        _l("E-mailadres"),
        [InputRequired(_l("Vul een e-mailadres in.")), Email(_l("Dit is geen geldig e-mailadres.")), Length(max=254)],
    )
    is_admin = BooleanField(_l("Deze persoon is beheerder: maakt projecten en accounts"))


@blueprint.get("/accounts", endpoint="accounts")
def list_accounts():
    return render_template("beheer/accounts.html", users=accounts.list_users(), form=AccountForm())


@blueprint.post("/accounts")
def new_account():
    form = AccountForm()
    if form.validate():
        try:
            user = accounts.create_user(
                form.name.data, form.email.data, clock.now(), is_admin=form.is_admin.data, actor=_actor()
            )
        except Refused as refusal:
            form.email.errors = [refusal.text(_)]
        else:
            db.session.commit()
            return redirect(url_for("beheer.account_link", user_id=user.id))
    return render_template("beheer/accounts.html", users=accounts.list_users(), form=form), 400


@blueprint.get("/accounts/<int:user_id>/link")
def account_link(user_id: int):
    """The link with which the owner chooses a password; the beheerder hands it over in a way both trust."""
    user = accounts.get_user(user_id)
    return render_template("beheer/account_link.html", user=user, link=password_link(user))


@blueprint.post("/accounts/<int:user_id>/sluiten")
def close_account(user_id: int):
    user = accounts.get_user(user_id)
    accounts.disable(user, clock.now(), actor=_actor())
    db.session.commit()
    flash(_("Het account van %(name)s is gesloten.", name=user.name), "status")
    return redirect(url_for("beheer.accounts"))


@blueprint.post("/accounts/<int:user_id>/openen")
def open_account(user_id: int):
    user = accounts.get_user(user_id)
    accounts.enable(user, actor=_actor())
    db.session.commit()
    flash(_("Het account van %(name)s is weer open.", name=user.name), "status")
    return redirect(url_for("beheer.accounts"))


def _actor() -> str:
    return f"user:{current_user.id}"
