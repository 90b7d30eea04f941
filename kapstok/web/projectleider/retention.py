"""Settings → Bewaren en wissen: when a project forgets its people, what that does, and doing it now."""

from __future__ import annotations

from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from kapstok import clock
from kapstok.errors import ChangedMeanwhile, Refused
from kapstok.extensions import db
from kapstok.privacy import retention, tombstones
from kapstok.privacy.rules import LONGEST_RETENTION
from kapstok.web.conflicts import differences
from kapstok.web.own_words import TABLES
from kapstok.web.projectleider import blueprint
from kapstok.web.typed import on_one_line

LATEST_YEAR = 2099  # an end beyond it is a slip of the finger


class TermForm(FlaskForm):
    ends_on = DateField(_l("Einddatum van het project"), [Optional()])
    retention_months = IntegerField(
        _l("Maanden bewaren na de einddatum"),
        [
            InputRequired(_l("Vul een aantal maanden in.")),
            NumberRange(0, LONGEST_RETENTION, _l("Vul een heel getal in van 0 tot en met 60.")),
        ],
    )

    def validate_ends_on(self, field) -> None:
        if field.data is not None and field.data.year > LATEST_YEAR:
            raise ValidationError(_("Kies een datum voor het jaar %(year)s.", year=LATEST_YEAR + 1))


class ForgetForm(FlaskForm):
    name = StringField(_l("Typ de naam van het project over"), filters=[on_one_line])


@blueprint.get("/instellingen/bewaren")
def retention_term():
    return _page(TermForm(obj=g.project))


@blueprint.post("/instellingen/bewaren")
def retention_term_post():
    form, today = TermForm(), clock.local_date(clock.now())
    if not form.validate():
        return _page(form), 400
    seen = request.form.get("version", 0, int)
    try:
        retention.change_term(g.project, seen, form.ends_on.data, form.retention_months.data, today)
    except ChangedMeanwhile:
        return _page(form, differences(form, TermForm(obj=g.project, formdata=None))), 409
    except Refused as refusal:
        form.ends_on.errors = [refusal.text(_)]
        return _page(form), refusal.status
    db.session.commit()
    flash(_("De termijn is bewaard."), "status")
    return redirect(url_for("projectleider.retention_term"))


@blueprint.get("/instellingen/bewaren/wissen")
def forget_people():
    return _forget_page(ForgetForm())


@blueprint.post("/instellingen/bewaren/wissen")
def forget_people_post():
    form, now = ForgetForm(), clock.now()
    try:
        retention.confirm(g.project, form.name.data or "")
        retention.forget(g.project, now, actor=f"user:{current_user.id}")
    except Refused as refusal:
        form.name.errors = [refusal.text(_)]
        return _forget_page(form), refusal.status
    db.session.commit()
    tombstones.write_down(current_app.config["TOMBSTONES"], now)
    db.session.commit()
    flash(_("Namen, adressen en vrije teksten zijn gewist. De cijfers zijn gebleven."), "status")
    return redirect(url_for("projectleider.retention_term"))


def _page(form: TermForm, differs=()) -> str:
    return render_template(
        "projectleider/privacy/retention.html",
        form=form,
        differences=differs,
        ahead=retention.outlook(g.project),
        rows=_dry_run(),
    )


def _forget_page(form: ForgetForm) -> str:
    ahead = retention.outlook(g.project)
    return render_template("projectleider/privacy/forget.html", form=form, ahead=ahead, rows=_dry_run())


def _dry_run() -> list[tuple[str, str, int]]:
    """What would go or change: (of what, how, how many)."""
    if g.project.anonymised_at is not None:
        return []
    return [(str(TABLES[name][0]), str(TABLES[name][1]), count) for name, count in retention.dry_run(g.project).items()]
