"""Settings → Sleutels voor programma's: which programs may read the results of this project."""

from __future__ import annotations

import datetime as dt

from flask import current_app, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import DateField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from kapstok import clock
from kapstok.extensions import db
from kapstok.projects import tokens as keys
from kapstok.web.fields import refusals_at
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.register_forms import readable
from kapstok.web.typed import on_one_line

USUAL = dt.timedelta(days=90)


class TokenForm(FlaskForm):
    name = StringField(
        _l("Waarvoor is de sleutel"),
        [DataRequired(_l("Vul in waarvoor de sleutel is.")), readable, Length(max=80)],
        filters=[on_one_line],
    )
    expires_on = DateField(_l("Werkt tot en met"), [InputRequired(_l("Vul een dag in."))])


@blueprint.get("/instellingen/sleutels")
def tokens():
    return _page(TokenForm(formdata=None, expires_on=clock.local_date(clock.now()) + USUAL))


@blueprint.post("/instellingen/sleutels")
def tokens_post():
    """Make one, and show it: this is the only time that it can be read."""
    form, now = TokenForm(), clock.now()
    if not form.validate():
        return _page(form), 400
    by = {"user_id": current_user.id, "actor": f"user:{current_user.id}"}
    made = None
    with refusals_at(form.expires_on):
        made = keys.make_token(g.project, form.name.data, form.expires_on.data, now, clock.local_date(now), **by)
    if made is None:
        return _page(form), 400
    token, secret = made
    db.session.commit()
    address = f"{current_app.config['BASE_URL']}/api/v1/projects/{g.project.id}"
    return render_template("projectleider/tokens/made.html", token=token, secret=secret, address=address)


@blueprint.get("/instellingen/sleutels/<int:token_id>/intrekken")
def withdraw_token(token_id: int):
    return render_template("projectleider/tokens/withdraw.html", token=keys.get_token(g.project, token_id))


@blueprint.post("/instellingen/sleutels/<int:token_id>/intrekken")
def withdraw_token_post(token_id: int):
    token = keys.get_token(g.project, token_id)
    keys.withdraw(token, clock.now(), actor=f"user:{current_user.id}")
    db.session.commit()
    flash(_("De sleutel “%(name)s” werkt niet meer.", name=token.name), "status")
    return redirect(url_for("projectleider.tokens"))


def _page(form: TokenForm) -> str:
    today = clock.local_date(clock.now())
    found = keys.list_tokens(g.project)
    return render_template(
        "projectleider/tokens/list.html",
        form=form,
        working=[token for token in found if keys.works(token, today)],
        ended=[token for token in found if not keys.works(token, today)],
    )
