"""Werkte het? What draws of tables say of sitting at one table, and what they do not say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, render_template
from flask_babel import gettext as _

from kapstok import clock, disclosure
from kapstok.errors import NotFound
from kapstok.planner.lottery import reading
from kapstok.planner.lottery.reading import Phase, Results
from kapstok.planner.lottery.rules import FEWEST_PAIRS
from kapstok.projects import service as projects
from kapstok.projects.rules import Module
from kapstok.ties.plans import service as planning
from kapstok.web import plan_words
from kapstok.web.evaluator import blueprint
from kapstok.web.filters import number, percent
from kapstok.web.headline_words import signed

if TYPE_CHECKING:
    from kapstok.planner.lottery.estimate import Answered, Effect

SURE = 0.05  # the p under which a difference is said to be found


@blueprint.get("/loting")
def lottery():
    if not projects.has_module(g.project, Module.LOTTERY):
        raise NotFound()
    found, registered = reading.results(g.project, clock.now()), planning.find_plan(g.project)
    if not found.held:
        return render_template("evaluator/lottery_empty.html")
    effect = found.told.effect if found.told else None
    return render_template(
        "evaluator/lottery.html",
        found=found,
        effect=effect,
        Phase=Phase,
        claim=_claim(found),
        sure=effect is not None and effect.p is not None and effect.p < SURE,
        difference=_points(effect.difference) if effect else None,
        interval=_interval(effect),
        chance=_chance(effect),
        answered=[_share(side) for side in (found.told.won, found.told.lost)] if found.told else [],
        share=_share,
        deviations=plan_words.deviations(registered, found.threshold, ()) if registered else [],
        fewest_pairs=FEWEST_PAIRS,
    )


def _claim(found: Results) -> str:
    """The one sentence that these draws carry; empty while nothing is in."""
    if found.told is None:
        return ""
    effect = found.told.effect
    if effect is None or effect.difference is None:
        return _(
            "Een deel van de uitkomst zou over te weinig paren of mensen gaan. "
            "Dan is iemand te herkennen: daarom staat er niets."
        )
    rates = {"samen": percent(effect.rate_won), "apart": percent(effect.rate_lost)}
    if effect.pairs < FEWEST_PAIRS:
        return _(
            "Van wie de munt samen aan tafel zette noemt tot nu toe %(samen)s een lijn, van wie hij uit elkaar hield "
            "%(apart)s. Dat zijn te weinig paren om te zeggen of het toeval is.",
            **rates,
        )
    if effect.p is None or effect.p >= SURE:  # none: everybody says the same
        return _(
            "Er is geen verschil gevonden dat groter is dan toeval: %(samen)s van wie de munt samen aan tafel zette "
            "noemt een lijn, tegenover %(apart)s van wie hij uit elkaar hield.",
            **rates,
        )
    if effect.difference > 0:
        return _(
            "Samen aan tafel zitten leidde vaker tot een lijn: %(samen)s van wie de munt samen aan tafel zette noemt "
            "een lijn, tegenover %(apart)s van wie hij uit elkaar hield.",
            **rates,
        )
    return _(
        "Samen aan tafel zitten leidde minder vaak tot een lijn: %(samen)s van wie de munt samen aan tafel zette "
        "noemt een lijn, tegenover %(apart)s van wie hij uit elkaar hield.",
        **rates,
    )


def _points(difference: float | None) -> str | None:
    if difference is None:
        return None
    return signed(100 * difference, 1)


def _interval(effect: Effect | None) -> str | None:
    """The ends of the interval of the difference, in words; None without one."""
    if effect is None or effect.low is None or effect.high is None:
        return None
    return _("%(laag)s tot %(hoog)s", laag=signed(100 * effect.low, 1), hoog=signed(100 * effect.high, 1))


def _chance(effect: Effect | None) -> str | None:
    """How often coins alone give a difference as large."""
    if effect is None or effect.p is None:
        return None
    return _("≤ %(kans)s", kans=percent(0.001, 1)) if effect.p <= 0.001 else percent(effect.p, 1)


def _share(side: Answered) -> str:
    """Of how many pairs there is an answer; as a percentage where there are enough of them."""
    found = disclosure.share(side.answered, side.asked)
    words = {"deel": number(side.answered), "alle": number(side.asked)}
    if found is None:
        return _("%(deel)s van de %(alle)s", **words)
    return _("%(deel)s van de %(alle)s (%(procent)s)", procent=percent(found), **words)
