"""Count for one's organisation, by personal link: how many mantelzorgers it has in view, and what else is counted.

Fields of one question are named ``ind_<indicator>_<organisation>_…``: count, whole, again, sure, seen.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask import g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import Form

from kapstok import clock
from kapstok.errors import NotFound, Refused
from kapstok.extensions import db
from kapstok.plausible import is_jump
from kapstok.progress import indicators
from kapstok.progress.indicators import Question
from kapstok.progress.rules import ReportedMeanwhile, span
from kapstok.register.models import Person
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.person import read_person
from kapstok.web.fields import WholeNumberField
from kapstok.web.filters import day, number
from kapstok.web.sections import Overtaken, Section, SectionRefused, draw

KEY = "ind_"


@dataclass(frozen=True)
class Asked:
    """One question as it stands on the page. ``name``: what its fields begin with; texts as typed or as last kept."""

    name: str
    question: Question
    days: tuple[dt.date, dt.date]  # first and last day of the period
    seen: str  # the mark of what stood there when the form was made
    count: str
    whole: str
    again: bool
    may_repeat: bool  # "nog steeds 57" makes sense: nothing is said yet, and it is no count of what happened
    jumps: bool  # so far from the last time that it is asked back


@blueprint.get("/d/<token>/in-beeld")
def indicators_page(token: str):
    person = _counter(token)
    return _page(find_section(person, clock.now(), prefilled=True), token)


@blueprint.post("/d/<token>/in-beeld")
def indicators_post(token: str):
    person, now = _counter(token), clock.now()
    try:
        keep_section(person, request.form, now)
    except SectionRefused as refusal:
        return _page(find_section(person, now, request.form), token, refusal.errors), refusal.status
    db.session.commit()
    return redirect(url_for("deelnemer.indicators_page", token=token, bewaard=1))


def find_section(
    person: Person, now: dt.datetime, sent: MultiDict[str, str] | None = None, *, prefilled: bool = False
) -> Section | None:
    """What this person is asked to count. ``prefilled``: with what their organisation said last time."""
    questions = indicators.asked_of(person, now)
    if not questions:
        return None
    asked = [_asked(question, sent, prefilled) for question in questions]
    done = all(question.now is not None for question in questions)
    values = {"asked": asked, "several": len({question.organisation.id for question in questions}) > 1}
    return Section(KEY, _("Hoeveel mantelzorgers?"), "deelnemer/_indicators_section.html", done, values)


def keep_section(person: Person, sent: MultiDict[str, str], now: dt.datetime) -> None:
    """Keep what was filled in; what was left as it stood says nothing.

    Raises ``SectionRefused``, or ``Overtaken`` when a colleague answered after the form was opened.
    """
    questions = indicators.asked_of(person, now)
    read = {_name(question): (question, *_read(question, sent)) for question in questions}
    errors = {name: sentence for _q, _count, _whole, found in read.values() for name, sentence in found.items()}
    errors |= {
        f"{name}_count": _another_day(question)
        for name, (question, count, _whole, _found) in read.items()
        if count is not None and sent.get(f"{name}_day", _day(question)) != _day(question)
    }
    if _typed(sent) - read.keys():  # somebody else counts now, or the count was stopped, since the form was opened
        errors[""] = _("Een deel van de vragen wordt u niet meer gesteld. Dat staat er niet meer bij.")
    if errors:
        raise SectionRefused(errors)
    with db.session.begin_nested():  # all of it, or nothing
        for name, (question, count, whole, _found) in read.items():
            if count is not None or _is_emptied(name, sent):
                _report(name, question, count, whole, person, sent, now)


def indicator_cards(person: Person, token: str, now: dt.datetime) -> list[tuple[str, str, str, str, bool]]:
    """For the personal page: title, sentence, label, address, done; nothing when nothing is asked."""
    questions = indicators.asked_of(person, now)
    if not questions:
        return []
    names = list(dict.fromkeys(question.indicator.name for question in questions))
    done = all(question.now is not None for question in questions)
    if done:
        sentence = _("De aantallen van uw organisatie zijn bekend.")
    else:
        sentence = _("Alleen aantallen: %(what)s.", what=" · ".join(names))
    label = _("Bekijken of wijzigen") if done else _("Invullen")
    return [(_("Hoeveel mantelzorgers?"), sentence, label, url_for("deelnemer.indicators_page", token=token), done)]


def _counter(token: str) -> Person:
    """The person of this link; mantelzorgers count for nobody."""
    person = read_person(token)
    if person.is_mantelzorger:
        raise NotFound()
    return person


def _page(section: Section | None, token: str, errors: Mapping[str, str] | None = None) -> str:
    part = draw(section, token, errors) if section else None
    return render_template(
        "deelnemer/indicators.html", section=section, part=part, errors=errors or {}, project=g.project, token=token
    )


def _name(question: Question) -> str:
    return f"{KEY}{question.indicator.id}_{question.organisation.id}"


def _typed(sent: MultiDict[str, str]) -> set[str]:
    """The names of the counts that were typed over."""
    found = [re.fullmatch(f"({KEY}[0-9]+_[0-9]+)_count", name) for name in sent]
    return {
        each[1] for each in found if each and sent[each[0]].strip() != sent.get(f"{each[1]}_seen", "").partition("/")[0]
    }


def _day(question: Question) -> str:
    return question.on_date.isoformat()


def _another_day(question: Question) -> str:
    """A number of one reference date is none of the next: the form was opened before, and sent after it."""
    return _(
        "De peildatum is intussen %(day)s. Bewaar opnieuw als dit aantal ook die dag klopte.",
        day=day(question.on_date),
    )


def _asked(question: Question, sent: MultiDict[str, str] | None, prefilled: bool) -> Asked:
    name, indicator, before = _name(question), question.indicator, question.before
    count, whole = _standing(question, prefilled)
    again = jumps = False
    if sent is not None:
        count, whole = sent.get(f"{name}_count", "").strip(), sent.get(f"{name}_whole", "").strip()
        again = bool(sent.get(f"{name}_again"))
        said, of, _errors = _numbers(name, sent)
        jumps = _jumps(question, said, of)
    days = span(question.on_date, indicator.period)
    may_repeat = question.now is None and before is not None and not indicator.instrument and not count
    return Asked(name, question, days, indicators.mark(question.now), count, whole, again, may_repeat or again, jumps)


def _standing(question: Question, prefilled: bool) -> tuple[str, str]:
    """What stands in the two fields before anybody types: what is known, or the last time when that still may hold."""
    now, before = question.now, question.before
    if now is not None:
        return f"{now.value}", _text(now.denominator)
    if before is None or question.indicator.instrument:
        return "", ""
    said_themselves = before.reported_by_id is not None
    return f"{before.value}" if prefilled and said_themselves else "", _text(before.denominator)


def _read(question: Question, sent: MultiDict[str, str]) -> tuple[int | None, int | None, dict[str, str]]:
    """(count, of how many, errors by field) as it is to be kept; no count when nothing is said."""
    name, organisation = _name(question), question.organisation.name
    count, whole, errors = _numbers(name, sent)
    if errors:
        return None, None, errors
    if not question.indicator.denominator_name:  # no longer asked: what was said of it stays
        whole = question.now.denominator if question.now else None
    if count is None and sent.get(f"{name}_again") and question.before is not None:
        count = question.before.value
    if count is None and not _is_emptied(name, sent):
        is_untouched = whole is None or _text(whole) == _standing(question, False)[1]
        sentence = _("%(name)s: vul ook het aantal in.", name=organisation)
        return None, None, {} if is_untouched else {f"{name}_count": sentence}
    if count is None:
        return None, None, {}
    if f"{count}/{_text(whole)}" == sent.get(f"{name}_seen", ""):
        return None, None, {}
    if _jumps(question, count, whole) and not sent.get(f"{name}_sure"):
        sentence = _(
            "%(name)s: vorige keer %(before)s, nu %(now)s. Klopt dat? Zet dan een vinkje bij “Ja, dit klopt”.",
            name=organisation,
            before=_pair(question.before.value, question.before.denominator),
            now=_pair(count, whole),
        )
        return None, None, {f"{name}_count": sentence}
    return count, whole, {}


def _numbers(name: str, sent: MultiDict[str, str]) -> tuple[int | None, int | None, dict[str, str]]:
    """The two numbers as typed, and what is no number."""
    fields = {f"{name}_count": WholeNumberField(), f"{name}_whole": WholeNumberField()}
    form = type("Numbers", (Form,), fields)(sent)
    form.validate()
    errors = {field.name: field.errors[0] for field in form if field.errors}
    return form[f"{name}_count"].data, form[f"{name}_whole"].data, errors


def _jumps(question: Question, count: int | None, whole: int | None) -> bool:
    before = question.before
    if before is None:
        return False
    return (count is not None and is_jump(before.value, count)) or (
        whole is not None and is_jump(before.denominator, whole)
    )


def _is_emptied(name: str, sent: MultiDict[str, str]) -> bool:
    """Whether a number that stood there was rubbed out: it is taken back."""
    return bool(sent.get(f"{name}_seen")) and not sent.get(f"{name}_count", "-").strip()


def _report(
    name: str,
    question: Question,
    count: int | None,
    whole: int | None,
    person: Person,
    sent: MultiDict[str, str],
    now: dt.datetime,
) -> None:
    indicator, organisation, seen = question.indicator, question.organisation, sent.get(f"{name}_seen", "")
    try:
        if count is None:
            indicators.withdraw(indicator, organisation, question.on_date, seen)
        else:
            indicators.report(indicator, organisation, question.on_date, count, whole, now, by=person, seen=seen)
    except ReportedMeanwhile as refusal:
        raise Overtaken({f"{name}_count": refusal.text(_)}) from None
    except Refused as refusal:
        raise SectionRefused({f"{name}_count": refusal.text(_)}) from None


def _text(count: int | None) -> str:
    return "" if count is None else f"{count}"


def _pair(count: int, whole: int | None) -> str:
    if whole is None:
        return number(count)
    return _("%(count)s van de %(whole)s", count=number(count), whole=number(whole))
