"""The eindverslag in the reader's words: the pen that writes it, and what the worker makes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask_babel import force_locale, get_locale
from flask_babel import lazy_gettext as _l

from kapstok import clock
from kapstok.evaluation.calculations import File, Outcome, Progress
from kapstok.evaluation.report import reading, texts
from kapstok.evaluation.report.rules import Purpose, Step
from kapstok.projects.models import Project
from kapstok.ties import measuring
from kapstok.ties.plans import service as planning
from kapstok.web import plan_words
from kapstok.web.evaluator.charts import voice
from kapstok.web.filters import day_short, month
from kapstok.web.headline_words import MEASURES
from kapstok.web.progress_words import STAGES, STATES, STEPS
from kapstok.web.tallies import KIND_NAMES

if TYPE_CHECKING:
    from kapstok.evaluation.report.claims import Ledger
    from kapstok.evaluation.report.pen import Pen

STEP_WORDS: Mapping[Step, str] = {
    Step.NETWORK: _l("het netwerk"),
    Step.MEETINGS: _l("bijeenkomsten"),
    Step.PRODUCTS: _l("producten en stappenplan"),
    Step.REFERRALS: _l("verwijzingen"),
    Step.IN_VIEW: _l("mantelzorgers in beeld"),
    Step.SURVEY: _l("vragenlijst"),
    Step.DRAWINGS: _l("tekeningen"),
    Step.PDF: _l("de pdf"),
    Step.WORD: _l("het Word-bestand"),
    Step.PAGE: _l("de webpagina"),
}
NAME = "eindverslag"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def pen(project: Project) -> Pen:
    """How the report is written in the language that is spoken now."""
    from kapstok.evaluation.report.pen import Pen

    plan = planning.find_plan(project)
    closed = [wave for wave in measuring.list_waves(project) if wave.closed_at is not None]
    return Pen(
        voice=voice(),
        language=get_locale().language,
        day=day_short,
        month=month,
        figures={key: str(measure.label) for key, measure in MEASURES.items()},
        explained={key: str(measure.explanation) for key, measure in MEASURES.items()},
        stages=_as_text(STAGES),
        steps=_as_text(STEPS),
        states=_as_text(STATES),
        outcomes=_as_text(KIND_NAMES),
        plan=tuple(plan_words.facts(plan)) if plan else (),
        deviations=tuple(plan_words.deviations(plan, plan.threshold, closed)) if plan else (),
    )


def make_report(project: Project, asked: Mapping[str, Any], progress: Progress) -> Outcome:
    """The report as PDF, Word document and page; ``asked``: its ``language`` and ``purpose``.

    The claims go with it, as values, so that every number in it can be traced.
    """
    with force_locale(asked["language"]):
        return _made(project, Purpose(asked["purpose"]), clock.now(), progress)


def _made(project: Project, purpose: Purpose, now: dt.datetime, progress: Progress) -> Outcome:
    from kapstok.evaluation.report import written
    from kapstok.evaluation.report.pictures import pictures
    from kapstok.evaluation.report.writing import document, ledger_of

    order = list(Step)

    def tick(step: Step) -> None:
        progress(order.index(step), len(order))

    facts = reading.read(project, now, tick)
    ledger, words = ledger_of(facts), pen(project)
    tick(Step.DRAWINGS)
    drawn = pictures(facts, words, reading.drawn(project) if purpose is Purpose.INSIDE else None)
    found = document(facts, ledger, texts.own_texts(project), words, purpose, now, drawn)
    tick(Step.PDF)
    files = [File(f"{NAME}.pdf", "application/pdf", written.as_pdf(found))]
    tick(Step.WORD)
    files.append(File(f"{NAME}.docx", DOCX, written.as_docx(found)))
    tick(Step.PAGE)
    files.append(File(f"{NAME}.html", "text/html; charset=utf-8", written.as_html(found)))
    return Outcome(result=_traced(ledger, words), files=files)


def _traced(ledger: Ledger, words: Pen) -> dict[str, Any]:
    """The ledger as JSON holds it: every sentence with its values, and what was left out with the reason."""
    return {
        "carried": [
            {
                "key": claim.key,
                "text": claim.text(words),
                "values": {name: value.written(words) for name, value in claim.values.items()},
            }
            for claim in ledger.carried
        ],
        "left_out": [
            {"key": claim.key, "about": claim.name(words), "reason": words.translate(reason)}
            for claim, reason in ledger.left_out
        ],
    }


def _as_text(words: Mapping[Any, Any]) -> dict[Any, str]:
    return {key: str(word) for key, word in words.items()}
