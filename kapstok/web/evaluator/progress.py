"""What moves beside the network: mantelzorgers in beeld."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import g, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form, SelectField
from wtforms.fields.choices import SelectChoice

from kapstok.evaluation import service
from kapstok.progress import indicators as counting
from kapstok.progress.models import Indicator
from kapstok.progress.rules import span
from kapstok.projects import service as projects
from kapstok.projects.rules import Vocabulary
from kapstok.web.evaluator import blueprint
from kapstok.web.evaluator.charts import dated, happened, page, voice
from kapstok.web.evaluator.choices import asked_for, chosen
from kapstok.web.filters import day_short

if TYPE_CHECKING:
    from kapstok.evaluation.inview import InView
    from kapstok.network.drawing import Figure
    from kapstok.network.timeline_figure import Event


class SectorChoice(Form):
    """Fill the choices of ``sector`` before use: ``""`` is every sector."""

    sector = SelectField(_l("Sector"), default="")


@dataclass(frozen=True)
class Shown:
    """One indicator on the page. ``missing``: who reported nothing for its last date; ``days``: the period of it."""

    indicator: Indicator
    view: InView
    figure: Figure
    missing: list[str]
    days: tuple[dt.date, dt.date]
    follows_old_words: bool


@blueprint.get("/in-beeld")
def indicators():
    choice = asked_for(SectorChoice)
    sectors = [term for term in projects.terms(g.project, Vocabulary.SECTOR) if term.key != "mantelzorgers"]
    every = SelectChoice("", _("Alle sectoren"))
    choice.sector.choices = [every, *(SelectChoice(term.key, term.name) for term in sectors)]
    sector = chosen(choice).sector.data or None
    old, events = counting.follows_old_words(g.project), happened()
    found = [
        shown
        for indicator in counting.list_indicators(g.project, archived=True)
        if (shown := _shown(indicator, sector, indicator.id in old, events))
    ]
    if not found and sector is None:
        return render_template("evaluator/indicators_empty.html")
    figures = {f"indicator-{shown.indicator.id}": shown.figure for shown in found}
    return page("evaluator/indicators.html", figures, found=found, choice=choice, events=events)


def _shown(indicator: Indicator, sector: str | None, follows_old_words: bool, events: list[Event]) -> Shown | None:
    """None when nothing was reported by these organisations."""
    from kapstok.evaluation.figures import indicator_range
    from kapstok.network.timeline_figure import marked

    view = service.in_view_of(g.project, indicator, sector)
    if not view.days:
        return None
    last = view.days[-1]
    missing = [row.name for row in counting.list_missing(indicator, last) if sector in (None, row.sector.key)]
    figure = indicator_range(indicator.name, view, _range_caption(view.reported[-1], len(missing)), voice())
    figure = marked(figure, events)
    days = span(last, indicator.period)
    return Shown(indicator, view, dated(figure, day_short), missing, days, follows_old_words)


def _range_caption(told: int, missing: int) -> str:
    return _(
        "Aantallen zoals organisaties die zelf opgeven. Iemand kan bij meer organisaties in beeld zijn: daarom ziet u "
        "geen totaal, maar ten minste (het grootste aantal) en ten hoogste (alle aantallen samen). Op de laatste "
        "peildatum gaven %(aantal)s van de %(totaal)s organisaties iets op.",
        aantal=told,
        totaal=told + missing,
    )
