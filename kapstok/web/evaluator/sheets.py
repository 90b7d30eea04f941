"""The tables that evaluators and programs take away, by name: each made when it is asked for."""

from __future__ import annotations

from flask import g
from flask_babel import gettext as _

from kapstok import clock
from kapstok.evaluation import adoption, service
from kapstok.projects import service as projects
from kapstok.projects.rules import Vocabulary
from kapstok.takeaway import Sheet
from kapstok.ties.plans import service as planning
from kapstok.ties.plans.rules import Test
from kapstok.ties.rules import SHORT_LINE
from kapstok.web.evaluator.codebook import codebook


def _people() -> Sheet:
    from kapstok.evaluation.exports import people_table

    return people_table(service.network(g.project))


def _measurements() -> Sheet:
    from kapstok.evaluation.exports import closed
    from kapstok.evaluation.files.summary import measurements_table

    return measurements_table(closed(service.network(g.project)))


def _headlines() -> Sheet:
    from kapstok.evaluation.files.summary import headlines_table

    plan = planning.find_plan(g.project)
    found = service.find_closed_headlines(g.project, plan.threshold if plan else SHORT_LINE)
    describes = plan is not None and plan.test == Test.DESCRIBE
    return headlines_table(found.only_described() if found and describes else found)


def _meetings() -> Sheet:
    from kapstok.evaluation.files.summary import meetings_table
    from kapstok.evaluation.gatherings import gathering

    return meetings_table(map(gathering, service.held_meetings(g.project, clock.now())))


def _lines() -> Sheet:
    from kapstok.evaluation.exports import lines_table

    return lines_table(service.network(g.project))


def _referrals() -> Sheet:
    from kapstok.evaluation.exports import referrals_table

    return referrals_table(service.referral_rows(g.project))


def _published_referrals() -> Sheet:
    from kapstok.evaluation.exports import published_referrals_table

    return published_referrals_table(service.published_flows(g.project, _("overige stromen")))


def _indicators() -> Sheet:
    from kapstok.evaluation.exports import indicators_table

    return indicators_table(service.indicator_views(g.project))


def _products() -> Sheet:
    from kapstok.evaluation.adopted import products_table

    return products_table(adoption.product_rows(g.project))


def _steps() -> Sheet:
    from kapstok.evaluation.adopted import steps_table

    return steps_table(adoption.step_rows(g.project))


def _survey() -> Sheet:
    from kapstok.evaluation.opinions import survey_table

    return survey_table(service.survey_results(g.project, clock.now()), _sectors())


def _linked() -> Sheet:
    from kapstok.evaluation.opinions import linked_table

    return linked_table(service.survey_results(g.project, clock.now()), _sectors())


def _sectors() -> dict[str, str]:
    return {term.key: term.name for term in projects.terms(g.project, Vocabulary.SECTOR, archived=True)}


PUBLISHED = frozenset({"verwijzingen-publicatie"})
SHEETS = {
    "kerncijfers": _headlines,
    "metingen": _measurements,
    "bijeenkomsten": _meetings,
    "mensen": _people,
    "lijnen": _lines,
    "verwijzingen": _referrals,
    "verwijzingen-publicatie": _published_referrals,
    "indicatoren": _indicators,
    "producten": _products,
    "stappenplan": _steps,
    "vragenlijst": _survey,
    "vragenlijst-gekoppeld": _linked,
    "codeboek": codebook,
}
