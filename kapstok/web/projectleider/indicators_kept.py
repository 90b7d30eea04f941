"""What this project counts: taking over what is suggested, adding, changing and archiving."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from kapstok import clock
from kapstok.errors import NotFound, Refused
from kapstok.extensions import db
from kapstok.progress import indicators as counting
from kapstok.progress.models import Indicator
from kapstok.progress.rules import SCALES, IndicatorChanged, Instrument, Period
from kapstok.projects import service as projects
from kapstok.projects.rules import Vocabulary
from kapstok.web import history
from kapstok.web.conflicts import differences
from kapstok.web.projectleider import blueprint
from kapstok.web.typed import about_no_client, in_lines, on_one_line

PERIODS = (
    SelectChoice(Period.MONTH.value, _l("Elke maand")),
    SelectChoice(Period.QUARTER.value, _l("Elk kwartaal")),
    SelectChoice(Period.HALF_YEAR.value, _l("Elk half jaar")),
)
INSTRUMENTS = {Instrument.EDIZ: "EDIZ", Instrument.EDIZ_PLUS: "EDIZ-plus", Instrument.CSI: "CSI"}


class IndicatorForm(FlaskForm):
    """What is counted. Fill the choices of ``audience`` before use."""

    name = StringField(
        _l("Naam"),
        [InputRequired(_l("Geef de telling een naam.")), Length(max=160), about_no_client],
        filters=[on_one_line],
    )
    definition = TextAreaField(
        _l("Wat telt mee"),
        [InputRequired(_l("Beschrijf wat meetelt, zodat iedereen hetzelfde telt.")), Length(max=500), about_no_client],
        filters=[in_lines],
    )
    denominator_name = StringField(
        _l("Van hoeveel"), [Optional(), Length(max=160), about_no_client], filters=[on_one_line]
    )
    period = SelectField(_l("Hoe vaak"), choices=PERIODS, default=Period.HALF_YEAR.value)
    instrument = SelectField(_l("Is het een belastingmeting?"))
    audience = SelectMultipleField(_l("Welke organisaties tellen dit"), [Optional()])

    def __init__(self, **options):
        super().__init__(**options)
        sectors = projects.terms(g.project, Vocabulary.SECTOR)
        self.audience.choices = [SelectChoice(term.key, term.name) for term in sectors if term.key != "mantelzorgers"]
        self.instrument.choices = [SelectChoice("", _("Nee")), *_instruments()]

    def validate_instrument(self, field) -> None:
        """A part above the cut-off needs a whole; looked at here, since an empty optional field is not."""
        if field.data and not self.denominator_name.data:
            raise ValidationError(_("Vul bij “Van hoeveel” in: mantelzorgers bij wie de meting is afgenomen."))

    def values(self) -> dict[str, str]:
        """The fields of ``indicators.add_indicator``. Who ticks all sectors, or none, asks everybody."""
        chosen = self.audience.data or []
        is_all = len(chosen) == len(self.audience.choices)
        return {
            "name": self.name.data,
            "definition": self.definition.data,
            "denominator_name": self.denominator_name.data or "",
            "period": self.period.data,
            "instrument": self.instrument.data,
            "audience": "" if is_all else ",".join(chosen),
        }


@blueprint.get("/in-beeld/tellingen")
def counted():
    found = counting.list_indicators(g.project, archived=True)
    return render_template(
        "projectleider/indicators/counted.html",
        current=[row for row in found if row.archived_at is None],
        archived=[row for row in found if row.archived_at is not None],
        suggestions=counting.list_suggestions(g.project),
        sectors={term.key: term.name for term in projects.terms(g.project, Vocabulary.SECTOR, archived=True)},
        periods={choice.value: choice.label for choice in PERIODS},
    )


@blueprint.post("/in-beeld/tellingen/overnemen/<key>")
def take_over_indicator(key: str):
    suggestion = next((row for row in counting.list_suggestions(g.project) if row.key == key), None)
    if suggestion is None:
        raise NotFound()
    try:
        made = counting.take_over(g.project, suggestion, clock.local_date(clock.now()))
    except Refused as refusal:
        flash(refusal.text(_), "alert")
    else:
        db.session.commit()
        flash(_("Dit project telt nu ook “%(name)s”.", name=made.name), "status")
    return redirect(url_for("projectleider.counted"))


@blueprint.get("/in-beeld/tellingen/nieuw")
def new_indicator():
    return _form_page(IndicatorForm(), None)


@blueprint.post("/in-beeld/tellingen/nieuw")
def new_indicator_post():
    form = IndicatorForm()
    if form.validate():
        try:
            made = counting.add_indicator(g.project, clock.now(), **form.values())
        except Refused as refusal:
            form.name.errors = [refusal.text(_)]
        else:
            db.session.commit()
            flash(_("Dit project telt nu ook “%(name)s”.", name=made.name), "status")
            return redirect(url_for("projectleider.counted"))
    return _form_page(form, None), 400


@blueprint.get("/in-beeld/tellingen/<int:indicator_id>")
def edit_indicator(indicator_id: int):
    indicator = counting.get_indicator(g.project, indicator_id)
    return _form_page(_filled(indicator), indicator)


@blueprint.post("/in-beeld/tellingen/<int:indicator_id>")
def edit_indicator_post(indicator_id: int):
    indicator, form, status = counting.get_indicator(g.project, indicator_id), IndicatorForm(), 400
    found = []
    if form.validate():
        try:
            counting.edit_indicator(indicator, request.form.get("version", 0, int), clock.now(), **form.values())
        except IndicatorChanged:
            status, found = 409, differences(form, _filled(indicator, formdata=None))
        except Refused as refusal:
            form.name.errors = [refusal.text(_)]
        else:
            db.session.commit()
            flash(_("“%(name)s” is bewaard.", name=indicator.name), "status")
            return redirect(url_for("projectleider.counted"))
    return _form_page(form, indicator, found, in_conflict=status == 409), status


@blueprint.post("/in-beeld/tellingen/<int:indicator_id>/archiveren")
def archive_indicator(indicator_id: int):
    indicator = counting.get_indicator(g.project, indicator_id)
    counting.archive_indicator(indicator, clock.now())
    db.session.commit()
    flash(_("Niemand krijgt nog een vraag over “%(name)s”. Wat is geteld, blijft.", name=indicator.name), "status")
    return redirect(url_for("projectleider.counted"))


@blueprint.post("/in-beeld/tellingen/<int:indicator_id>/terughalen")
def restore_indicator(indicator_id: int):
    indicator = counting.get_indicator(g.project, indicator_id)
    try:
        counting.restore_indicator(indicator)
    except Refused as refusal:
        flash(refusal.text(_), "alert")
    else:
        db.session.commit()
        flash(_("Dit project telt weer “%(name)s”.", name=indicator.name), "status")
    return redirect(url_for("projectleider.counted"))


def _filled(indicator: Indicator, **options) -> IndicatorForm:
    """The form as the indicator stands."""
    form = IndicatorForm(obj=indicator, **options)
    form.audience.data = indicator.audience.split(",") if indicator.audience else []
    return form


def _instruments() -> list[SelectChoice]:
    """Each with its range and its cut-off."""
    found = []
    for key, name in INSTRUMENTS.items():
        scale = SCALES[key]
        if scale.cut_off is None:
            words = _("%(name)s, 0 tot en met %(highest)s; de grens kiest u zelf", name=name, highest=scale.highest)
        else:
            words = _(
                "%(name)s, 0 tot en met %(highest)s; boven de grens vanaf %(cut_off)s",
                name=name,
                highest=scale.highest,
                cut_off=scale.cut_off,
            )
        found.append(SelectChoice(key.value, words))
    return found


def _form_page(
    form: IndicatorForm,
    indicator: Indicator | None,
    found: list[tuple[str, str, str]] | None = None,
    *,
    in_conflict: bool = False,
) -> str:
    return render_template(
        "projectleider/indicators/form.html",
        form=form,
        indicator=indicator,
        has_counts=indicator is not None and counting.has_counts(indicator),
        changes=history.readable(g.project, indicator) if indicator else [],
        record=("telling", indicator.id) if indicator else None,
        differences=found,
        in_conflict=in_conflict,
    )
