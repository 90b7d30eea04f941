"""Producten en stappenplan: how they spread over organisations."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from flask import g, render_template, request
from flask_babel import gettext as _

from kapstok import clock
from kapstok.evaluation import adoption
from kapstok.evaluation import service as evaluation
from kapstok.progress.models import Product
from kapstok.progress.products import service as library
from kapstok.progress.products.rules import Stage, reached
from kapstok.progress.steps import service as plans
from kapstok.progress.steps.rules import State, Step
from kapstok.web.evaluator import blueprint
from kapstok.web.evaluator.charts import dated, happened, page, voice
from kapstok.web.filters import month
from kapstok.web.progress_words import STAGES, STAGES_IN_SHORT, STATES, STEPS, STEPS_IN_SHORT
from kapstok.web.typed import row_id

if TYPE_CHECKING:
    from kapstok.network.drawing import Figure


@blueprint.get("/producten")
def products():
    from kapstok.network.timeline_figure import marked

    now = clock.now()
    today, gone = clock.local_date(now), adoption.stopped(g.project)
    adopted, followed = library.adoptions(g.project), plans.list_plans(g.project, now)
    known = {row.product_id for row in adopted}
    offered = [product for product in adoption.all_products(g.project) if product.id in known]
    begun = any(plan.records for plan in followed)
    if not offered and not begun:
        return render_template("evaluator/products_empty.html")
    asked = request.args.get("product", None, row_id)
    chosen = next((product for product in offered if product.id == asked), offered[0] if offered else None)
    events = happened()
    spread = marked(_spread(chosen, adopted, today, gone), events) if chosen else None
    finished = marked(_finished(len(followed), today, gone), events) if begun else None
    return page(
        "evaluator/products.html",
        {"verspreiding": spread, "stappen": finished},
        offered=offered,
        chosen=chosen,
        spread=spread,
        users=_users(chosen, gone) if chosen else [],
        finished=finished,
        events=events,
        plans=[plan for plan in followed if plan.records],
        stages=STAGES,
        columns=STAGES_IN_SHORT,
        steps=STEPS_IN_SHORT,
        states=STATES,
    )


def _spread(product: Product, adopted: list, today: dt.date, gone: dict[int, dt.date]) -> Figure:
    from kapstok.evaluation.adopted import furthest_per_month
    from kapstok.evaluation.adopted_figure import stages_over_time

    rows = [(row.organisation_id, row.stage, row.on_date) for row in adopted if row.product_id == product.id]
    found, names = furthest_per_month(rows, list(Stage), today, gone), {key: str(word) for key, word in STAGES.items()}
    return dated(stages_over_time(product.title, found, names, _caption(), voice()), month)


def _users(product: Product, gone: dict[int, dt.date]) -> list[tuple]:
    """(organisation, stage, since when each stage), by name; without those that stopped."""
    places, since = evaluation.organisations(g.project), library.since_when(product)
    return [(places[key], reached(since[key]), since[key]) for key in places if key in since and key not in gone]


def _finished(asked: int, today: dt.date, gone: dict[int, dt.date]) -> Figure:
    from kapstok.evaluation.adopted import each_per_month
    from kapstok.evaluation.adopted_figure import steps_over_time

    rows = [(row.organisation_id, row.step, row.on_date) for row in plans.records(g.project) if row.state == State.DONE]
    found, names = each_per_month(rows, list(Step), today, gone), {key: str(word) for key, word in STEPS.items()}
    caption = _(
        "Per stap: hoeveel organisaties er aan het eind van de maand mee klaar waren, zoals zij het zelf opgeven of de "
        "projectleider het noteerde."
    )
    return dated(steps_over_time(asked, found, names, caption, voice()), month)


def _caption() -> str:
    return _(
        "Hoe ver organisaties aan het eind van elke maand waren; elke organisatie telt één keer mee, bij het verste "
        "waar zij is. Gaat een organisatie terug, dan vervalt wat daarna kwam, ook in eerdere maanden."
    )
