"""One change to many people: chosen on the list, confirmed on a page that says what happens, taken back as a whole."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from kapstok import clock
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.projects import service as projects
from kapstok.projects.rules import Vocabulary
from kapstok.register import bulk
from kapstok.register import service as register
from kapstok.register.bulk import Act, Outcome
from kapstok.register.models import Person
from kapstok.web.history import in_words
from kapstok.web.links import stationery
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.register_forms import LANGUAGE_NAMES
from kapstok.web.projectleider.sending import asked_in_words
from kapstok.web.typed import on_one_line, row_id

LIST = ("zoek", "sector", "functie", "organisatie", "archief", "volgorde", "pagina")  # the list one came from
MOST_NAMED = 5  # people who could not be changed, by name
ACTS = {
    Act.FUNCTION: _l("Functie wijzigen"),
    Act.ORGANISATION: _l("Organisatie wijzigen"),
    Act.AREA: _l("Wijk of kern wijzigen"),
    Act.LANGUAGE: _l("Taal wijzigen"),
    Act.CHECK: _l("Vragen om de kaart na te kijken"),
    Act.ARCHIVE: _l("Naar het archief"),
    Act.RESTORE: _l("Terugzetten uit het archief"),
}


class Sure(NamedTuple):
    """What the confirm page says happens, and its button."""

    consequence: str
    label: str


class PlainForm(FlaskForm):
    """Nothing to fill in but "yes"."""


class FunctionForm(FlaskForm):
    value = SelectField(_l("Nieuwe functie"), [InputRequired(_l("Kies een functie."))], coerce=int)


class OrganisationForm(FlaskForm):
    value = SelectField(_l("Nieuwe organisatie"), [InputRequired(_l("Kies een organisatie."))], coerce=int)


class AreaForm(FlaskForm):
    value = StringField(_l("Nieuwe wijk of kern"), [Optional(), Length(max=120)], filters=[on_one_line])


class LanguageForm(FlaskForm):
    value = SelectField(_l("Nieuwe taal"), choices=[SelectChoice(*pair) for pair in LANGUAGE_NAMES.items()])


@blueprint.get("/netwerk/samen")
def change_people():
    """What was ticked on the list, before anything happens."""
    act, people = _act(request.args.get("doe", "")), _chosen(request.args)
    return _confirm_page(act, people, _form(act), status=200 if people else 400)


@blueprint.post("/netwerk/samen/<doe>")
def change_people_post(doe: str):
    act, people = _act(doe), _chosen(request.form)
    form = _form(act)
    if not people or not form.validate():
        return _confirm_page(act, people, form, status=400)
    if act is Act.CHECK:
        actor = f"user:{current_user.id}"
        written = bulk.ask_to_check(g.project, people, stationery(), clock.now(), actor=actor)
        db.session.commit()
        flash(asked_in_words(len(written)), "status" if written else "alert")
        return redirect(_back_to_list(request.form))
    value = form.value.data if "value" in form else None
    outcome = bulk.change_all(g.project, act, value, people, clock.now())
    db.session.commit()
    _say_who_was_left(outcome)
    if outcome.at is None:
        flash(_("Er was niets te wijzigen."), "status")
        return redirect(_back_to_list(request.form))
    return redirect(url_for("projectleider.changed_people", op=outcome.at.isoformat(), **_list(request.form)))


@blueprint.get("/netwerk/samen/gewijzigd")
def changed_people():
    """What one act did, and the way back."""
    at = _moment(request.args.get("op", ""))
    changes = bulk.changes_at(g.project, at, f"user:{current_user.id}")
    ids = {int(change.record.partition(":")[2]) for change in changes}
    people = {f"person:{person.id}": person for person in bulk.get_people(g.project, sorted(ids))}
    if not people:
        raise NotFound()
    rows = [
        (people[record], in_words(g.project, [change for change in changes if change.record == record])[0].lines)
        for record in people
    ]
    return render_template(
        "projectleider/bulk/done.html", rows=rows, at=at, back=_back_to_list(request.args), asked=_list(request.args)
    )


@blueprint.post("/netwerk/samen/ongedaan")
def undo_change_people():
    restored, left = bulk.undo(g.project, _moment(request.form.get("op", "")), f"user:{current_user.id}")
    db.session.commit()
    flash(ngettext("Eén persoon heeft weer wat er stond.", "%(num)d mensen hebben weer wat er stond.", restored))
    if left:
        sentence = ngettext(
            "Eén persoon is daarna nog gewijzigd. Dat is zo gebleven.",
            "%(num)d mensen zijn daarna nog gewijzigd. Dat is zo gebleven.",
            left,
        )
        flash(sentence, "alert")
    return redirect(_back_to_list(request.form))


def _act(doe: str) -> Act:
    try:
        return Act(doe)
    except ValueError:
        raise NotFound() from None


def _chosen(asked) -> list[Person]:
    """The ticked people; with "everybody on this page" those too, which needs no JavaScript."""
    ids = asked.getlist("wie", row_id)
    if "alles" in asked:
        ids += asked.getlist("bladzijde", row_id)
    return bulk.get_people(g.project, list(dict.fromkeys(ids)))


def _form(act: Act) -> FlaskForm:
    match act:
        case Act.FUNCTION:
            form = FunctionForm()
            form.value.choices = [
                SelectChoice(row.id, row.name) for row in projects.terms(g.project, Vocabulary.FUNCTION)
            ]
        case Act.ORGANISATION:
            form = OrganisationForm()
            form.value.choices = [SelectChoice(row.id, row.name) for row in register.list_organisations(g.project)]
        case Act.AREA:
            form = AreaForm()
        case Act.LANGUAGE:
            form = LanguageForm()
        case _:
            form = PlainForm()
    return form


def _sure(act: Act, people: list[Person]) -> Sure:
    count = len(people)
    match act:
        case Act.ARCHIVE:
            return Sure(
                _("Wie in het archief staat, krijgt geen uitnodigingen meer. Wat er was, blijft bewaard."),
                ngettext("Eén persoon archiveren", "%(num)d mensen archiveren", count),
            )
        case Act.RESTORE:
            return Sure(
                _("Zij staan dan weer in het netwerk en kunnen weer worden uitgenodigd."),
                ngettext("Eén persoon terugzetten", "%(num)d mensen terugzetten", count),
            )
        case Act.CHECK:
            now = clock.now()
            able = sum(bulk.can_be_asked(person, now) for person in people)
            return Sure(
                ngettext(
                    "Eén persoon krijgt een mail met een link naar de eigen kaart.",
                    "%(num)d mensen krijgen een mail met een link naar hun eigen kaart.",
                    able,
                )
                + " "
                + _("Wie geen mailadres heeft of deze maand al een vraag kreeg, krijgt niets."),
                ngettext("Eén mail klaarzetten", "%(num)d mails klaarzetten", able),
            )
    return Sure(
        _("Alleen dit verandert. U kunt het daarna in één keer ongedaan maken."),
        ngettext("Bij één persoon wijzigen", "Bij %(num)d mensen wijzigen", count),
    )


def _confirm_page(act: Act, people: list[Person], form: FlaskForm, status: int):
    asked = request.form if request.method == "POST" else request.args
    page = render_template(
        "projectleider/bulk/confirm.html",
        act=act,
        heading=ACTS[act],
        people=people,
        form=form,
        sure=_sure(act, people),
        back=_back_to_list(asked),
        asked=_list(asked),
    )
    return page, status


def _say_who_was_left(outcome: Outcome) -> None:
    for name, refusal in outcome.refused[:MOST_NAMED]:
        flash(_("%(name)s is niet gewijzigd. %(reason)s", name=name, reason=refusal.text(_)), "alert")
    more = len(outcome.refused) - MOST_NAMED
    if more > 0:
        flash(ngettext("Nog één persoon is niet gewijzigd.", "Nog %(num)d mensen zijn niet gewijzigd.", more), "alert")


def _list(asked) -> dict[str, str]:
    return {name: asked[name][:200] for name in LIST if asked.get(name)}


def _back_to_list(asked) -> str:
    return url_for("projectleider.people", **_list(asked))


def _moment(text: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise NotFound()
        return moment.astimezone(dt.UTC)
    except (ValueError, OverflowError):  # in UTC the first or the last day may be out of the calendar
        raise NotFound() from None
