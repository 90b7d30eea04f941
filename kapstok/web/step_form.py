"""The form of a stappenplan: the same for the projectleider and for who counts for the organisation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, Field, HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from kapstok import clock
from kapstok.errors import Refused
from kapstok.progress.days import DayAhead, DayLongAgo
from kapstok.progress.models import StepRecord
from kapstok.progress.steps import service
from kapstok.progress.steps.rules import DoneBeforeBegun, State, Step, StepChanged
from kapstok.progress.steps.service import Plan
from kapstok.web.progress_words import STATES, STEPS
from kapstok.web.typed import about_no_client, on_one_line

NOT_YET = "none"
PARTS = ("day", "evidence", "seen")  # of a step, beside its state


@dataclass(frozen=True)
class Row:
    """One step of one organisation, with its fields and what is known of it. ``seen``: what stood on the form."""

    plan: Plan
    step: Step
    record: StepRecord | None
    state: Field
    day: Field
    evidence: Field
    seen: Field

    @property
    def shown(self) -> tuple[str, str]:
        """The state and the evidence that stood on the form when it was opened."""
        state, _slash, rest = (self.seen.data or "").partition("/")  # as service.mark writes it
        return state or NOT_YET, rest.partition("/")[2]


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
            fields[f"{name}_seen"] = HiddenField()
            known |= {name: record.state if record else NOT_YET, f"{name}_evidence": record.evidence if record else ""}
            known[f"{name}_seen"] = service.mark(record)
    return type("StepForm", (FlaskForm,), fields)(data=known)


def rows_of(form: FlaskForm, plan: Plan) -> list[Row]:
    """The steps of one organisation in their order."""
    return [
        Row(plan, step, plan.records.get(step), form[name], *(form[f"{name}_{part}"] for part in PARTS))
        for step, name in ((step, field_name(plan, step)) for step in Step)
    ]


def keep_steps(form: FlaskForm, plans: Iterable[Plan], now: dt.datetime, person_id: int | None = None) -> int:
    """Keep what changed. Gives 0, or the status of a refusal, whose sentence stands at the field that it is about."""
    changed = [row for plan in plans for row in rows_of(form, plan) if _changed(row)]
    return max((_keep(row, now, person_id) for row in changed), default=0)  # every refusal is told at once


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
    """Whether anything was said: another state than stood on the form, a day, or other evidence."""
    return row.day.data is not None or (row.state.data, row.evidence.data) != row.shown


def _keep(row: Row, now: dt.datetime, person_id: int | None) -> int:
    state = read_state(row.state.data)
    if state is None and row.shown[0] == NOT_YET:
        row.state.errors = [_("Kies ook of deze stap bezig of klaar is.")]
        return 400
    stays = row.record is not None and row.record.state == state
    day = row.day.data or (row.record.on_date if stays else clock.local_date(now))
    try:
        service.set_step(
            row.plan.organisation, row.step, state, day, row.evidence.data, now, person_id, seen=row.seen.data or ""
        )
    except StepChanged as refusal:
        row.state.errors = [refusal.text(_)]
        row.seen.data = service.mark(service.plan_of(row.plan.organisation).records.get(row.step))
        return refusal.status
    except Refused as refusal:
        field = row.day if isinstance(refusal, DayAhead | DayLongAgo | DoneBeforeBegun) else row.evidence
        field.errors = [refusal.text(_)]
        return refusal.status
    return 0
