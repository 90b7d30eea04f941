"""What moves beside the network: mantelzorgers in beeld, and the vragenlijst."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, render_template
from flask_babel import gettext as _

from kapstok.evaluation import service
from kapstok.progress import service as progress
from kapstok.projects import service as projects
from kapstok.projects.rules import Vocabulary
from kapstok.web.evaluator import blueprint
from kapstok.web.evaluator.charts import dated, voice
from kapstok.web.filters import day_short

if TYPE_CHECKING:
    from kapstok.evaluation.inview import InView


@blueprint.get("/in-beeld")
def indicators():
    from kapstok.evaluation.figures import indicator_range

    found = []
    for indicator in progress.list_indicators(g.project):
        view = service.in_view_of(g.project, indicator)
        if view.days:
            figure = indicator_range(indicator.name, view, _range_caption(view), voice())
            found.append((indicator, view, dated(figure, day_short)))
    return render_template("evaluator/indicators.html" if found else "evaluator/indicators_empty.html", found=found)


@blueprint.get("/vragenlijst")
def survey():
    from kapstok.evaluation.figures import opinion_shares

    sectors = {term.key: term.name for term in projects.terms(g.project, Vocabulary.SECTOR, archived=True)}
    items = []
    for item in service.survey_results(g.project):
        audience = ", ".join(sectors.get(key, key) for key in item.audience) or _("iedereen")
        items.append(opinion_shares(item.text, item.waves, item.opinions, _caption(audience, item.both), voice()))
    return render_template("evaluator/survey.html" if items else "evaluator/survey_empty.html", items=items)


def _range_caption(view: InView) -> str:
    return _(
        "Aantallen zoals organisaties die zelf opgeven. Iemand kan bij meer organisaties in beeld zijn: daarom ziet u "
        "geen totaal, maar ten minste (het grootste aantal) en ten hoogste (alle aantallen samen). Op de laatste "
        "peildatum gaven %(aantal)s van de %(totaal)s organisaties iets op.",
        aantal=view.reported[-1],
        totaal=len(view.counts),
    )


def _caption(audience: str, both: int | None) -> str:
    if both is None:
        return _(
            "Gevraagd aan: %(wie)s. Eens is een 4 of een 5 op een schaal van 5; de streep is het 95 %%-interval.",
            wie=audience,
        )
    return _(
        "Gevraagd aan: %(wie)s. Eens is een 4 of een 5 op een schaal van 5; de streep is het 95 %%-interval. "
        "%(beide)s mensen antwoordden zowel de eerste als de laatste keer.",
        wie=audience,
        beide=both,
    )
