"""Mantelzorgers in beeld, and what else organisations count: one reference date at a time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField
from wtforms.validators import Optional

from kapstok import clock
from kapstok.errors import ChangedMeanwhile, NotFound, Refused
from kapstok.extensions import db
from kapstok.plausible import is_jump
from kapstok.progress import indicators as counting
from kapstok.progress.indicators import Reported
from kapstok.progress.models import Indicator
from kapstok.progress.rules import is_asked_of, reference_dates, span
from kapstok.web.fields import WholeNumberField
from kapstok.web.projectleider import blueprint


@dataclass(frozen=True)
class Line:
    """One organisation in the table, with its fields."""

    reported: Reported
    value: Field
    whole: Field
    seen: Field
    sure: Field

    @property
    def jumps(self) -> bool:
        """What is typed is so far from the last time that it is asked back."""
        before = self.reported.before
        return before is not None and any(
            number is not None and is_jump(last, number)
            for last, number in ((before.value, self.value.data), (before.denominator, self.whole.data))
        )

    @property
    def typed(self) -> str:
        """As ``indicators.mark`` writes it."""
        if self.value.data is None and self.whole.data is None:
            return ""
        return f"{self.value.data}/{'' if self.whole.data is None else self.whole.data}"


@blueprint.get("/in-beeld")
def indicators():
    found = counting.list_indicators(g.project)
    if not found:
        return render_template("projectleider/indicators/none.html")
    indicator = _chosen(found, request.args.get("telling", type=int))
    on_date = _chosen_date(indicator, request.args.get("peildatum"))
    reported = counting.list_reported(indicator, on_date)
    return _page(indicator, on_date, reported, _form(reported))


@blueprint.post("/in-beeld/<int:indicator_id>/<date>")
def report(indicator_id: int, date: str):
    indicator = counting.get_indicator(g.project, indicator_id)
    on_date = _chosen_date(indicator, date)
    if f"{on_date}" != date:
        raise NotFound()
    reported = counting.list_reported(indicator, on_date)
    form = _form(reported)
    statuses = [_keep(line, indicator, on_date) for line in _lines(form, reported)] if form.validate() else [400]
    if not any(statuses):
        db.session.commit()
        flash(_("De aantallen zijn bewaard."), "status")
        return redirect(url_for("projectleider.indicators", telling=indicator.id, peildatum=date))
    return _page(indicator, on_date, reported, form), max(statuses)


def _keep(line: Line, indicator: Indicator, on_date: dt.date) -> int:
    """Keep what was typed in one row; an emptied row takes back what stood there, one that is as it stood says nothing.

    Gives 0, or the status of a refusal, whose sentence then stands above the field.
    """
    name, value, whole, seen = line.reported.organisation.name, line.value, line.whole, line.seen.data or ""
    if line.typed == seen:
        return 0
    if value.data is None and whole.data is not None:
        value.errors = [_("%(name)s: vul ook het aantal in.", name=name)]
    elif value.data is not None and line.jumps and not line.sure.data:
        value.errors = [
            _(
                "%(name)s: dit is heel anders dan vorige keer. Klopt het? Zet dan een vinkje bij “Ja, dit klopt”.",
                name=name,
            )
        ]
    if value.errors:
        return 400
    try:
        _report(line, indicator, on_date, seen)
    except Refused as refusal:
        value.errors = [refusal.text(_)]
        if isinstance(refusal, ChangedMeanwhile):
            line.seen.data = counting.mark(line.reported.now)
        return refusal.status
    return 0


def _report(line: Line, indicator: Indicator, on_date: dt.date, seen: str) -> None:
    organisation, value = line.reported.organisation, line.value.data
    if value is None:
        counting.withdraw(indicator, organisation, on_date, seen)
    else:
        counting.report(indicator, organisation, on_date, value, line.whole.data, clock.now(), seen=seen)


def _chosen(found: list[Indicator], indicator_id: int | None) -> Indicator:
    return next((indicator for indicator in found if indicator.id == indicator_id), found[0])


def _chosen_date(indicator: Indicator, text: str | None) -> dt.date:
    dates = reference_dates(clock.local_date(clock.now()), indicator.period)
    return next((date for date in dates if f"{date}" == text), dates[0])


def _form(reported: list[Reported]) -> FlaskForm:
    """Two number fields per organisation, holding what was reported for this date; and what stood there when it was
    opened, and whether a number that jumps is right."""
    fields: dict[str, object] = {}
    known: dict[str, int | str | None] = {}
    for row in reported:
        id, name = row.organisation.id, row.organisation.name
        fields[f"value_{id}"] = WholeNumberField(_("Aantal bij %(name)s", name=name), [Optional()])
        fields[f"whole_{id}"] = WholeNumberField(_("Van hoeveel bij %(name)s", name=name), [Optional()])
        fields[f"seen_{id}"] = HiddenField()
        fields[f"sure_{id}"] = BooleanField(_("Ja, dit klopt"))
        known[f"seen_{id}"] = counting.mark(row.now)
        if row.now is not None:
            known |= {f"value_{id}": row.now.value, f"whole_{id}": row.now.denominator}
    return type("ReportForm", (FlaskForm,), fields)(data=known)


def _lines(form: FlaskForm, reported: list[Reported]) -> list[Line]:
    return [
        Line(row, *(form[f"{part}_{row.organisation.id}"] for part in ("value", "whole", "seen", "sure")))
        for row in reported
    ]


def _page(indicator: Indicator, on_date: dt.date, reported: list[Reported], form: FlaskForm) -> str:
    asked = [row for row in reported if is_asked_of(indicator.audience, row.organisation.sector.key)]
    return render_template(
        "projectleider/indicators/report.html",
        indicator=indicator,
        indicators=counting.list_indicators(g.project),
        on_date=on_date,
        days=span(on_date, indicator.period),
        dates=reference_dates(clock.local_date(clock.now()), indicator.period),
        lines=_lines(form, reported),
        missing=[row.organisation for row in asked if row.now is None],
        asked=len(asked),
        standing_out=[row for row in reported if row.now and row.before and is_jump(row.before.value, row.now.value)],
        form=form,
    )
