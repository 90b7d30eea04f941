"""The stappenplan by personal link, for who counts for an organisation; its next step is a part of the minute.

Fields are named ``step_<organisation>_<step>``; on the page of its own with ``_day`` and ``_evidence``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from flask import g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from kapstok import clock
from kapstok.errors import NotFound, Refused
from kapstok.extensions import db
from kapstok.progress.steps import service
from kapstok.progress.steps.rules import State, Step, is_for
from kapstok.progress.steps.service import Plan
from kapstok.register import reporters
from kapstok.register.models import Person
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.person import read_person
from kapstok.web.progress_words import STEPS
from kapstok.web.sections import Section, SectionRefused
from kapstok.web.step_form import NOT_YET, choices, field_name, keep_steps, read_state, rows_of, step_form

KEY = "step_"


@dataclass(frozen=True)
class NextStep:
    """One question: how far is this organisation with its next step?

    ``chosen``: what was typed. Nothing is chosen beforehand, so that whoever sends the form says only what they tapped;
    ``begun``: that it was begun is told in words.
    """

    name: str
    plan: Plan
    step: Step
    chosen: str
    begun: bool
    seen: str  # the mark of what stands there


@blueprint.get("/d/<token>/stappenplan")
def steps(token: str):
    plans = _plans(read_person(token))
    return _page(plans, step_form(plans, csrf=False), token)


@blueprint.post("/d/<token>/stappenplan")
def steps_post(token: str):
    person, now = read_person(token), clock.now()
    plans = _plans(person)
    form = step_form(plans, csrf=False)
    status = keep_steps(form, plans, now, person.id) if form.validate() else 400
    if not status:
        db.session.commit()
        return redirect(url_for("deelnemer.steps", token=token, bewaard=1))
    db.session.rollback()
    return _page(_plans(person), form, token), status


def find_section(person: Person, now: dt.datetime, sent: Mapping[str, str] | None = None) -> Section | None:
    """The next step of each organisation that this person counts for; None when there is none left."""
    plans = [plan for plan in _asked(person) if plan.next is not None]
    if not plans:
        return None
    asked = [_next_step(plan, sent or {}) for plan in plans]
    values = {"asked": asked, "choices": choices(), "steps": STEPS, "several": len(asked) > 1}
    done = not any(plan.is_asked(now) for plan in plans)
    return Section(KEY, _("Stappenplan"), "deelnemer/_next_step.html", done, values)


def keep_section(person: Person, sent: Mapping[str, str], now: dt.datetime) -> None:
    """Keep what was said of the next steps; an untouched one says nothing. Raises ``SectionRefused``."""
    for plan in _asked(person):
        for step in Step:
            name = field_name(plan, step)
            if name not in sent:
                continue
            if sent[name] not in {NOT_YET, *State}:
                raise SectionRefused({name: _("Kies een van de antwoorden die er staan.")})
            record, state = plan.records.get(step), read_state(sent[name])
            if state != (record.state if record else None):
                evidence = record.evidence if record else ""
                _set(plan, step, state, evidence, person, sent.get(f"{name}_seen"), now)
            elif record is not None:
                service.confirm(record, now, person.id)


def step_cards(person: Person, token: str, now: dt.datetime) -> list[tuple[str, str, str, str, bool]]:
    """For the personal page: title, sentence, label, address, done; nothing for who counts for nobody."""
    plans = _asked(person)
    if not plans:
        return []
    ahead = [plan for plan in plans if plan.next is not None]
    done = not any(plan.is_asked(now) for plan in ahead)
    if not ahead:
        sentence = _("Alle stappen zijn klaar.")
    elif len(ahead) == 1:
        sentence = _("De volgende stap: %(step)s.", step=STEPS[ahead[0].next])
    else:
        sentence = _("Vertel hoe ver uw organisaties zijn met mantelzorg.")
    label = _("Bekijken of wijzigen") if done else _("Invullen")
    return [(_("Stappenplan"), sentence, label, url_for("deelnemer.steps", token=token), done)]


def _asked(person: Person) -> list[Plan]:
    """The plans of the organisations that this person counts for, of which steps are asked."""
    plans = [service.plan_of(organisation) for organisation in reporters.counts_for(person)]
    return [plan for plan in plans if is_for(plan.organisation.sector.key, bool(plan.records))]


def _set(
    plan: Plan, step: Step, state: State | None, evidence: str, person: Person, seen: str | None, now: dt.datetime
) -> None:
    day = clock.local_date(now)
    try:
        service.set_step(plan.organisation, step, state, day, evidence, now, person.id, seen=seen)
    except Refused as refusal:
        raise SectionRefused({field_name(plan, step): refusal.text(_)}) from None


def _plans(person: Person) -> list[Plan]:
    plans = _asked(person)
    if not plans:
        raise NotFound()
    return plans


def _next_step(plan: Plan, sent: Mapping[str, str]) -> NextStep:
    name, record = field_name(plan, plan.next), plan.records.get(plan.next)
    return NextStep(name, plan, plan.next, sent.get(name, ""), record is not None, service.mark(record))


def _page(plans: list[Plan], form: FlaskForm, token: str) -> str:
    return render_template(
        "deelnemer/steps.html",
        parts=[(plan, rows_of(form, plan)) for plan in plans],
        form=form,
        project=g.project,
        token=token,
    )
