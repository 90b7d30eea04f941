"""Mantelzorgers in beeld, and what else organisations count: one reference date at a time."""

from __future__ import annotations

import datetime as dt

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms.validators import Optional

from kapstok import clock
from kapstok.errors import NotFound, Refused
from kapstok.extensions import db
from kapstok.progress import service
from kapstok.progress.models import Indicator
from kapstok.progress.rules import reference_dates
from kapstok.progress.service import Reported
from kapstok.web.fields import WholeNumberField
from kapstok.web.projectleider import blueprint


@blueprint.get("/in-beeld")
def indicators():
    found = service.list_indicators(g.project)
    if not found:
        return render_template("projectleider/indicators/none.html")
    indicator = _chosen(found, request.args.get("telling", type=int))
    on_date = _chosen_date(request.args.get("peildatum"))
    reported = service.list_reported(indicator, on_date)
    return _page(indicator, on_date, reported, _form(reported))


@blueprint.post("/in-beeld/<int:indicator_id>/<date>")
def report(indicator_id: int, date: str):
    indicator, on_date = service.get_indicator(g.project, indicator_id), _chosen_date(date)
    if f"{on_date}" != date:
        raise NotFound()
    reported = service.list_reported(indicator, on_date)
    form = _form(reported)
    kept = [_kept(form, row, indicator, on_date) for row in reported] if form.validate() else [False]
    if all(kept):
        db.session.commit()
        flash(_("De aantallen zijn bewaard."), "status")
        return redirect(url_for("projectleider.indicators", telling=indicator.id, peildatum=date))
    return _page(indicator, on_date, reported, form), 400


def _kept(form: FlaskForm, row: Reported, indicator: Indicator, on_date: dt.date) -> bool:
    """Keep what stands in one row; an empty row says nothing. A refusal stands above its field."""
    value, whole = form[f"value_{row.organisation.id}"], form[f"whole_{row.organisation.id}"]
    if value.data is None:
        if whole.data is not None:
            value.errors = [_("%(name)s: vul ook het aantal in.", name=row.organisation.name)]
        return whole.data is None
    try:
        service.report(indicator, row.organisation, on_date, value.data, whole.data, clock.now())
    except Refused as refusal:
        value.errors = [refusal.text(_)]
        return False
    return True


def _chosen(found: list[Indicator], indicator_id: int | None) -> Indicator:
    return next((indicator for indicator in found if indicator.id == indicator_id), found[0])


def _chosen_date(text: str | None) -> dt.date:
    dates = reference_dates(clock.local_date(clock.now()))
    return next((date for date in dates if f"{date}" == text), dates[0])


def _form(reported: list[Reported]) -> FlaskForm:
    """Two number fields per organisation, holding what was reported for this date."""
    fields: dict[str, WholeNumberField] = {}
    known: dict[str, int | None] = {}
    for row in reported:
        id, name = row.organisation.id, row.organisation.name
        fields[f"value_{id}"] = WholeNumberField(_("Aantal bij %(name)s", name=name), [Optional()])
        fields[f"whole_{id}"] = WholeNumberField(_("Van hoeveel bij %(name)s", name=name), [Optional()])
        if row.now is not None:
            known |= {f"value_{id}": row.now.value, f"whole_{id}": row.now.denominator}
    return type("ReportForm", (FlaskForm,), fields)(data=known)


def _page(indicator: Indicator, on_date: dt.date, reported: list[Reported], form: FlaskForm) -> str:
    return render_template(
        "projectleider/indicators/report.html",
        indicator=indicator,
        indicators=service.list_indicators(g.project),
        on_date=on_date,
        dates=reference_dates(clock.local_date(clock.now())),
        rows=[(row, form[f"value_{row.organisation.id}"], form[f"whole_{row.organisation.id}"]) for row in reported],
        form=form,
    )
