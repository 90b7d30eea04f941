"""Stappenplan: how far each organisation is, and who needs a nudge."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from kapstok import clock
from kapstok.extensions import db
from kapstok.progress.steps import service
from kapstok.progress.steps.service import Plan
from kapstok.register import service as register
from kapstok.web.progress_words import STATES, STEPS_IN_SHORT
from kapstok.web.projectleider import blueprint
from kapstok.web.step_form import keep_steps, rows_of, step_form
from kapstok.web.typed import row_id


@blueprint.get("/stappenplan")
def steps():
    asked = request.args.get("organisatie", None, row_id)
    if asked is not None:
        return redirect(url_for("projectleider.organisation_steps", organisation_id=asked))
    plans = service.list_plans(g.project, clock.now())
    shown = {plan.organisation.id for plan in plans}
    return render_template(
        "projectleider/steps/list.html",
        plans=plans,
        nudged=[plan for plan in plans if plan.needs_nudge],
        others=[each for each in register.list_organisations(g.project) if each.id not in shown],
        steps=STEPS_IN_SHORT,
        states=STATES,
    )


@blueprint.get("/stappenplan/<int:organisation_id>")
def organisation_steps(organisation_id: int):
    plan = _plan(organisation_id)
    return _page(plan, step_form([plan], csrf=True))


@blueprint.post("/stappenplan/<int:organisation_id>")
def organisation_steps_post(organisation_id: int):
    plan = _plan(organisation_id)
    form = step_form([plan], csrf=True)
    status = keep_steps(form, [plan], clock.now()) if form.validate() else 400
    if not status:
        db.session.commit()
        flash(_("Het stappenplan van %(name)s is bewaard.", name=plan.organisation.name), "status")
        return redirect(url_for("projectleider.steps"))
    db.session.rollback()
    return _page(_plan(organisation_id), form), status


def _plan(organisation_id: int) -> Plan:
    return service.plan_of(register.get_organisation(g.project, organisation_id))


def _page(plan: Plan, form) -> str:
    return render_template("projectleider/steps/organisation.html", plan=plan, form=form, rows=rows_of(form, plan))
