"""The form of a stappenplan: the same for the projectleider and for who counts for the organisation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, Field, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from kapstok import clock
from kapstok.errors import Refused
from kapstok.progress.days import DayAhead, DayLongAgo
from kapstok.progress.models import StepRecord
from kapstok.progress.steps import service
from kapstok.progress.steps.rules import DoneBeforeBegun, State, Step
from kapstok.progress.steps.service import Plan
from kapstok.web.progress_words import STATES, STEPS
from kapstok.web.typed import about_no_client, on_one_line

NOT_YET = "none"


@dataclass(frozen=True)
class Row:
    """One step of one organisation, with its three fields and what is known of it."""

    plan: Plan
    step: Step
    record: StepRecord | None
    state: Field
    day: Field
    evidence: Field


def step_form(plans: Iterable[Plan], *, csrf: bool) -> FlaskForm:
    """Three fields per step of every plan: the state, since when, and how it shows. The day is empty: today, or as is.

    ``csrf``: False where a signed link proves where the form came from.
    """
    fields: dict = {"Meta": type("Meta", (), {"csrf": csrf})}
    known: dict[str, str] = {}
    for plan in plans:
        for step in Step:
            name, record = field_name(plan, step), plan.records.get(step)
            fields[name] = RadioField(STEPS[step], choices=choices())
            fields[f"{name}_day"] = DateField(_("Sinds wanneer, als dat niet vandaag is"), [Optional()])
            fields[f"{name}_evidence"] = StringField(
                _("Waaraan ziet u dat?"), [Optional(), Length(max=500), about_no_client], filters=[on_one_line]
            )
            known |= {name: record.state if record else NOT_YET, f"{name}_evidence": record.evidence if record else ""}
    return type("StepForm", (FlaskForm,), fields)(data=known)


def rows_of(form: FlaskForm, plan: Plan) -> list[Row]:
    """The steps of one organisation in their order."""
    return [
        Row(plan, step, plan.records.get(step), form[name], form[f"{name}_day"], form[f"{name}_evidence"])
        for step, name in ((step, field_name(plan, step)) for step in Step)
    ]


def keep_steps(form: FlaskForm, plans: Iterable[Plan], now: dt.datetime, person_id: int | None = None) -> bool:
    """Keep what changed; whether all of it could be. A refusal stands at the field that it is about."""
    changed = [row for plan in plans for row in rows_of(form, plan) if _changed(row)]
    kept = [_kept(row, now, person_id) for row in changed]  # all of them, so that every refusal is told at once
    return all(kept)


def field_name(plan: Plan, step: Step) -> str:
    return f"step_{plan.organisation.id}_{step}"


def choices() -> list[SelectChoice]:
    return [
        SelectChoice(NOT_YET, _("Nog niet")),
        *(SelectChoice(state.value, words) for state, words in STATES.items()),
    ]


def read_state(text: str) -> State | None:
    """The state that a choice stands for."""
    return None if text == NOT_YET else State(text)


def _changed(row: Row) -> bool:
    """Whether anything was said: another state, a day, or other evidence of the same state."""
    was, is_now = State(row.record.state) if row.record else None, read_state(row.state.data)
    if was is not is_now:
        return True
    return row.record is not None and (row.day.data is not None or row.evidence.data != row.record.evidence)


def _kept(row: Row, now: dt.datetime, person_id: int | None) -> bool:
    state = read_state(row.state.data)
    stays = row.record is not None and row.record.state == state
    day = row.day.data or (row.record.on_date if stays else clock.local_date(now))
    try:
        service.set_step(row.plan.organisation, row.step, state, day, row.evidence.data, now, person_id)
    except Refused as refusal:
        field = row.day if isinstance(refusal, DayAhead | DayLongAgo | DoneBeforeBegun) else row.evidence
        field.errors = [refusal.text(_)]
        return False
    return True
