"""Het meetplan: what will be compared and how, fixed before the second measurement."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from kapstok import clock
from kapstok.errors import Refused
from kapstok.extensions import db
from kapstok.projects import service as projects
from kapstok.projects.rules import Module
from kapstok.ties import measuring
from kapstok.ties.models import MeasurementPlan
from kapstok.ties.plans import rules as plan_rules
from kapstok.ties.plans import service as planning
from kapstok.ties.plans.rules import Choices, Headline, NoIntervalForPaths, PlanChanged, ReasonNeeded, Test
from kapstok.web import plan_words
from kapstok.web.conflicts import differences
from kapstok.web.headline_words import MEASURES
from kapstok.web.projectleider import blueprint
from kapstok.web.strengths import STRENGTHS
from kapstok.web.typed import about_no_client, in_lines

HEADLINES = tuple(SelectChoice(key.value, measure.label) for key, measure in MEASURES.items())
TESTS = tuple(SelectChoice(test.value, label) for test, label in plan_words.TESTS.items())


class PlanForm(FlaskForm):
    boundary = TextAreaField(
        _l("Wie hoort bij het netwerk, en wie niet?"),
        [InputRequired(_l("Schrijf op wie bij het netwerk hoort.")), Length(max=1000), about_no_client],
        filters=[in_lines],
    )
    headline = RadioField(
        _l("Welk cijfer is het hoofdcijfer?"), [InputRequired(_l("Kies een hoofdcijfer."))], choices=HEADLINES
    )
    threshold = SelectField(_l("Vanaf welke sterkte telt een lijn?"), choices=STRENGTHS, coerce=int)
    test = RadioField(
        _l("Hoe beoordeelt u een verschil?"), [InputRequired(_l("Kies hoe u een verschil beoordeelt."))], choices=TESTS
    )
    offers_previous = BooleanField(_l("Deelnemers zien wat zij de vorige keer zeiden"))
    draws = BooleanField(_l("Met loting beoordelen wij wat samen aan tafel zitten doet"))
    why = TextAreaField(
        _l("Waarom wijzigt u het meetplan?"), [Optional(), Length(max=500), about_no_client], filters=[in_lines]
    )

    @classmethod
    def of(cls, choices: Choices) -> PlanForm:
        return cls(formdata=None, data={name: getattr(choices, name) for name in plan_words.FIELDS})

    def choices(self) -> Choices:
        return Choices(
            Headline(self.headline.data),
            self.threshold.data,
            Test(self.test.data),
            self.boundary.data,
            offers_previous=self.offers_previous.data,
            draws=self.draws.data,
        )


@blueprint.get("/meetplan")
def plan():
    found = planning.find_plan(g.project)
    return _page(found, PlanForm.of(planning.choices_of(found) if found else _usual()))


@blueprint.post("/meetplan")
def plan_post():
    form, seen = PlanForm(), request.form.get("version", 0, int)
    if not form.validate():
        return _page(planning.find_plan(g.project), form), 400
    try:
        planning.save_plan(g.project, form.choices(), seen, clock.now(), user_id=current_user.id, reason=form.why.data)
    except PlanChanged:
        return _conflict(form), 409
    except Refused as refusal:
        field = {ReasonNeeded: form.why, NoIntervalForPaths: form.test}.get(type(refusal), form.boundary)
        field.errors = [refusal.text(_)]
        return _page(planning.find_plan(g.project), form), refusal.status
    db.session.commit()
    flash(_("Het meetplan is bewaard."), "status")
    return redirect(url_for("projectleider.plan"))


def _usual() -> Choices:
    """What the form begins with: the defaults, and who the first measurement said to belong."""
    now, waves = clock.now(), measuring.list_waves(g.project)
    usual = plan_rules.defaults(planning.expected_respondents(g.project, now))
    return Choices(usual.headline, usual.threshold, usual.test, waves[0].boundary if waves else "")


def _conflict(form: PlanForm):
    found = planning.find_plan(g.project)
    theirs = PlanForm.of(planning.choices_of(found) if found else _usual())
    theirs.why.data = form.why.data  # a reason belongs to one act: there is nothing to compare
    return _page(found, form, differences(form, theirs), in_conflict=True)


def _page(found: MeasurementPlan | None, form: PlanForm, differs=(), *, in_conflict: bool = False) -> str:
    expected = planning.expected_respondents(g.project, clock.now())
    return render_template(
        "projectleider/plan/show.html",
        plan=found,
        form=form,
        differences=differs,
        in_conflict=in_conflict,
        standing=planning.standing(found) if found else None,
        standings=plan_words.STANDINGS,
        too_late=found is None and planning.second_wave(g.project) is not None,
        changes=plan_words.changed(planning.changes(found)) if found else [],
        promise=plan_words.promise(planning.choices_of(found) if found else _usual()),
        advice=plan_words.respondents_in_words(expected, plan_rules.recommended(expected)),
        measures=MEASURES,
        may_draw=projects.has_module(g.project, Module.LOTTERY) or form.draws.data,
    )
