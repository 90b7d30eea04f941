"""The measurement plan for who judges the results: what was fixed beforehand, and what was changed since."""

from __future__ import annotations

from flask import g, render_template

from kapstok.ties.plans import service as planning
from kapstok.web import plan_words
from kapstok.web.evaluator import blueprint


@blueprint.get("/meetplan")
def plan():
    found = planning.find_plan(g.project)
    if found is None:
        return render_template("evaluator/plan_empty.html")
    choices = planning.choices_of(found)
    return render_template(
        "evaluator/plan.html",
        plan=found,
        facts=plan_words.facts(found),
        standing=planning.standing(found),
        standings=plan_words.STANDINGS,
        changes=plan_words.changed(planning.changes(found)),
        promise=plan_words.promise(choices),
    )
