"""The eindverslag: what it can tell now and what it cannot, asking for one, and taking it along."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from kapstok import clock, database
from kapstok.accounts import audit
from kapstok.evaluation import calculations
from kapstok.evaluation.calculations import Kind
from kapstok.evaluation.models import Calculation, CalculationFile
from kapstok.evaluation.report import reading
from kapstok.evaluation.report.rules import OWN_TEXT, TITLES, Purpose, Step
from kapstok.extensions import db
from kapstok.web.evaluator import blueprint
from kapstok.web.evaluator.report_words import NAME, STEP_WORDS, pen
from kapstok.web.evaluator.taking import taken

if TYPE_CHECKING:
    from kapstok.evaluation.report.claims import Ledger
    from kapstok.evaluation.report.facts import Facts

LANGUAGES = (SelectChoice("nl", "Nederlands"), SelectChoice("en", "English"))
PURPOSES = (
    SelectChoice(Purpose.PUBLICATION, _l("Om te publiceren of door te geven")),
    SelectChoice(
        Purpose.INSIDE, _l("Voor binnen het project: met het netwerk per persoon getekend, niet voor publicatie")
    ),
)
FORMS = {"pdf": _l("PDF"), "docx": _l("Word"), "html": _l("Webpagina")}


class ReportForm(FlaskForm):
    purpose = RadioField(
        _l("Waar is het verslag voor?"),
        [InputRequired(_l("Kies waar het verslag voor is."))],
        choices=PURPOSES,
        default=Purpose.PUBLICATION.value,
    )
    language = RadioField(_l("Taal"), [InputRequired(_l("Kies een taal."))], choices=LANGUAGES, default="nl")


@dataclass(frozen=True)
class Made:
    """A report that was asked for. ``is_current``: asked again now, it would be the same."""

    calculation: Calculation
    is_current: bool
    purpose: str
    language: str

    @property
    def files(self) -> list[CalculationFile]:
        """What can be taken along, as it is offered; nothing while it is not ready."""
        order = list(FORMS)
        known = [file for file in self.calculation.files if _ending(file) in order]
        return sorted(known, key=lambda file: order.index(_ending(file)))

    @property
    def step(self) -> tuple[int, int, str] | None:
        """(which, of how many, what is done) while it is being made."""
        found = self.calculation
        if found.begun_at is None or found.finished_at is not None:
            return None
        order = list(Step)
        return found.done + 1, len(order), str(STEP_WORDS[order[min(found.done, len(order) - 1)]])


def _ending(file: CalculationFile) -> str:
    return file.name.rpartition(".")[2]


@blueprint.get("/eindverslag", endpoint="reports")
def show():
    return _page(ReportForm(formdata=None))


@blueprint.post("/eindverslag", endpoint="reports_post")
def show_post():
    form = ReportForm()
    if not form.validate():
        return _page(form), 400
    now = clock.now()
    asked = {"language": form.language.data, "purpose": form.purpose.data}
    version = _version(now)
    found = calculations.ask(g.project, Kind.REPORT, asked, version, now, user_id=current_user.id)
    if found.finished_at is not None:
        flash(_("Er is niets veranderd: dit verslag staat er al."), "status")
    elif found.asked_at == now:
        subject = f"calculation:{found.id}"
        audit.record("report asked", actor=f"user:{current_user.id}", project_id=g.project.id, subject=subject)
    db.session.commit()
    return redirect(url_for("evaluator.report", calculation_id=found.id))


def _version(now: dt.datetime) -> Hashable:
    """Of the report that would be made now; read as pages read, since nobody could write as long as it takes."""
    db.session.rollback()
    with database.reading():
        found = reading.version(g.project, reading.read(g.project, now))
        db.session.rollback()
    return found


@blueprint.get("/eindverslag/<int:calculation_id>")
def report(calculation_id: int):
    found = calculations.get_calculation(g.project, calculation_id, Kind.REPORT)
    return render_template("evaluator/report/show.html", made=_made(found, ""), forms=FORMS)


@blueprint.get("/eindverslag/<int:calculation_id>/<name>")
def report_file(calculation_id: int, name: str):
    found = calculations.get_calculation(g.project, calculation_id, Kind.REPORT)
    file = calculations.get_file(g.project, found, name)
    published = found.asked["purpose"] == Purpose.PUBLICATION
    return taken(NAME, _ending(file), file.content, file.mimetype, published=published)


@blueprint.get("/eindverslag/<int:calculation_id>/weghalen")
def remove_report(calculation_id: int):
    found = calculations.get_calculation(g.project, calculation_id, Kind.REPORT)
    return render_template("evaluator/report/remove.html", made=_made(found, ""))


@blueprint.post("/eindverslag/<int:calculation_id>/weghalen")
def remove_report_post(calculation_id: int):
    found = calculations.get_calculation(g.project, calculation_id, Kind.REPORT)
    subject = f"calculation:{found.id}"
    calculations.remove(found)
    audit.record("report removed", actor=f"user:{current_user.id}", project_id=g.project.id, subject=subject)
    db.session.commit()
    flash(_("Het verslag is weg."), "status")
    return redirect(url_for("evaluator.reports"))


def _page(form: ReportForm) -> str:
    """What the report would tell now, chapter by chapter, and what it would not."""
    from kapstok.evaluation.report.writing import ledger_of

    facts = reading.read(g.project, clock.now())
    ledger, words = ledger_of(facts), pen(g.project)
    version = reading.version(g.project, facts)
    return render_template(
        "evaluator/report/index.html",
        form=form,
        missing=_missing(facts),
        made=[_made(one, version) for one in calculations.list_calculations(g.project, Kind.REPORT)],
        forms=FORMS,
        told=_told(ledger, words),
        left_out=[(claim.name(words), _(reason)) for claim, reason in ledger.left_out],
    )


def _told(ledger: Ledger, words) -> list[tuple[str, list[str]]]:
    """(chapter, its sentences) of every chapter that has any."""
    chapters = [(_(TITLES[chapter]), [claim.text(words) for claim in ledger.of(chapter)]) for chapter in OWN_TEXT]
    return [(title, sentences) for title, sentences in chapters if sentences]


def _missing(facts: Facts) -> str | None:
    """The one thing that would let the report tell more, where it is a measurement."""
    if not facts.waves:
        return _("Er is nog geen gesloten meting. Het verslag kan nog niets over het netwerk vertellen.")
    if len(facts.waves) == 1:
        return _("Er is één gesloten meting. Het verslag kan nog niet vertellen wat er is veranderd.")
    return None


def _made(found: Calculation, version: object) -> Made:
    key = calculations.key_of(Kind.REPORT, found.asked, version)
    purposes = {choice.value: choice.label for choice in PURPOSES}
    languages = {choice.value: choice.label for choice in LANGUAGES}
    asked = found.asked
    return Made(found, found.key == key, str(purposes[asked["purpose"]]), str(languages[asked["language"]]))
