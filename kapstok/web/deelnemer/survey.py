"""The statements of a measurement and those about a meeting: each a page, and together a part of the minute."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict

from kapstok import clock
from kapstok.errors import NotFound, Refused
from kapstok.extensions import db
from kapstok.meetings import own
from kapstok.meetings.models import Meeting
from kapstok.progress.models import SurveyItem
from kapstok.progress.surveys import asking
from kapstok.progress.surveys.asking import Occasion
from kapstok.progress.surveys.rules import NotYourItem, OpinionOutOfRange
from kapstok.register.models import Person
from kapstok.ties import measuring
from kapstok.ties.models import Wave
from kapstok.web import filters
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.person import read_person
from kapstok.web.sections import Section, SectionRefused
from kapstok.web.statements import OPINIONS, statements_form

KEY = "item_"


@dataclass(frozen=True)
class Sheet:
    """What one person is asked on one occasion, and what they answered so far, by item id."""

    person: Person
    occasion: Occasion
    items: list[SurveyItem]
    said: dict[int, int | None]

    @property
    def done(self) -> bool:
        return all(item.id in self.said for item in self.items)

    @property
    def fields(self) -> dict[str, SurveyItem]:
        """Each statement by the name of its field: one form may ask the same one twice, about two occasions."""
        about = f"{'w' if isinstance(self.occasion, Wave) else 'm'}{self.occasion.id}"
        return {f"{KEY}{about}_{item.id}": item for item in self.items}


@blueprint.get("/d/<token>/vragenlijst")
def survey(token: str):
    sheet = _of_wave(read_person(token))
    return _page(sheet, make_form([sheet]), token)


@blueprint.post("/d/<token>/vragenlijst")
def survey_post(token: str):
    return _keep_page(_of_wave(read_person(token)), token)


@blueprint.get("/d/<token>/bijeenkomsten/<int:meeting_id>/vragen")
def meeting_survey(token: str, meeting_id: int):
    sheet = _of_meeting(read_person(token), meeting_id)
    return _page(sheet, make_form([sheet]), token)


@blueprint.post("/d/<token>/bijeenkomsten/<int:meeting_id>/vragen")
def meeting_survey_post(token: str, meeting_id: int):
    return _keep_page(_of_meeting(read_person(token), meeting_id), token)


def survey_cards(person: Person, token: str, now: dt.datetime) -> list[tuple[str, str, str, str, bool]]:
    """(title, sentence, button, address, done) per measurement and meeting, for the person's own page."""
    cards = []
    for sheet in open_sheets(person, now):
        count = len(sheet.items)
        if isinstance(sheet.occasion, Meeting):
            title, page = _("Na de bijeenkomst"), _address(sheet, token)
            words = {"meeting": sheet.occasion.title}
            if sheet.done:
                sentence = _("U beantwoordde de vragen over “%(meeting)s”.", **words)
            else:
                sentence = ngettext(
                    "Over “%(meeting)s”: eén korte uitspraak. Past die bij u?",
                    "Over “%(meeting)s”: %(num)d korte uitspraken. Passen die bij u?",
                    count,
                    **words,
                )
        else:
            title, page = _("Vragenlijst"), _address(sheet, token)
            if sheet.done:
                sentence = _("U hebt de vragenlijst ingevuld.")
            else:
                sentence = ngettext(
                    "Eén korte uitspraak: past die bij u?", "%(num)d korte uitspraken: passen die bij u?", count
                )
        cards.append((title, sentence, _("Bekijken of wijzigen") if sheet.done else _("Invullen"), page, sheet.done))
    return cards


def find_section(person: Person, now: dt.datetime, sent: MultiDict | None = None) -> Section | None:
    """The statements of every occasion about which this person can answer now."""
    sheets = open_sheets(person, now)
    if not sheets:
        return None
    form = make_form(sheets, sent)
    parts = [(_heading(sheet), [form[name] for name in sheet.fields]) for sheet in sheets]
    done = all(sheet.done for sheet in sheets)
    return Section(KEY, _("Een paar uitspraken"), "deelnemer/_survey_section.html", done, {"parts": parts})


def keep_section(person: Person, sent: MultiDict, now: dt.datetime) -> None:
    """Keep what was answered otherwise than before."""
    sheets = open_sheets(person, now)
    try:
        _check_known(sheets, sent)
        for sheet in sheets:
            said = _read(sheet, sent)
            changed = {id: value for id, value in said.items() if id not in sheet.said or sheet.said[id] != value}
            if changed:
                _record(sheet, changed, now)
    except OpinionOutOfRange as refusal:
        raise SectionRefused({name: refusal.text(_) for name in _off_the_scale(sheets, sent)}) from None
    except Refused as refusal:
        raise SectionRefused({"": refusal.text(_)}) from None


def open_sheets(person: Person, now: dt.datetime) -> list[Sheet]:
    """Everything about which somebody can answer statements now: the measurement, then meetings, the latest first."""
    wave = measuring.find_wave_for(person)
    occasions: list[tuple[Occasion, list[SurveyItem]]] = []
    if wave is not None:
        occasions.append((wave, asking.items_for(person, wave)))
    occasions += [(meeting, asking.items_after(person, meeting)) for meeting in asking.meetings_asking(person, now)]
    return [Sheet(person, on, items, asking.opinions_of(person, on)) for on, items in occasions if items]


def make_form(sheets: list[Sheet], sent: MultiDict | None = None) -> FlaskForm:
    """Everything that is asked, with what was sent or else what was said before.

    The page's own token is checked by the blueprint's guard.
    """
    fields = [(name, item, sheet.said) for sheet in sheets for name, item in sheet.fields.items()]
    texts = {name: item.text for name, item, _said in fields}
    form = statements_form(texts, {name: said[item.id] for name, item, said in fields if item.id in said}, sent)
    for name in _off_the_scale(sheets, sent or MultiDict()):
        form[name].errors = [OpinionOutOfRange().text(_)]
    return form


def _of_wave(person: Person) -> Sheet:
    wave = measuring.find_wave_for(person)
    if wave is None:
        raise NotFound()
    return _sheet(person, wave, asking.items_for(person, wave))


def _of_meeting(person: Person, meeting_id: int) -> Sheet:
    meeting = own.get_own(person, meeting_id).meeting
    asking.check_asked_after(person, meeting, clock.now())
    return _sheet(person, meeting, asking.items_after(person, meeting))


def _sheet(person: Person, occasion: Occasion, items: list[SurveyItem]) -> Sheet:
    if not items:
        raise NotFound()
    return Sheet(person, occasion, items, asking.opinions_of(person, occasion))


def _keep_page(sheet: Sheet, token: str):
    try:
        _check_known([sheet], request.form)
        _record(sheet, _read(sheet, request.form), clock.now())
    except Refused as refusal:
        form = make_form([sheet], request.form)
        if not any(field.errors for field in form):
            form.form_errors.append(refusal.text(_))
        return _page(sheet, form, token), refusal.status
    db.session.commit()
    return redirect(url_for("deelnemer.home", token=token, bewaard="vragenlijst"))


def _record(sheet: Sheet, said: Mapping[int, int | None], now: dt.datetime) -> None:
    if isinstance(sheet.occasion, Wave):
        asking.record_opinions(sheet.person, sheet.occasion, said, now)
    else:
        asking.record_after(sheet.person, sheet.occasion, said, now)


def _read(sheet: Sheet, sent: MultiDict) -> dict[int, int | None]:
    """The opinions that were filled in, by item id. Raises ``OpinionOutOfRange`` for what is no choice."""
    if _off_the_scale([sheet], sent):
        raise OpinionOutOfRange()
    return {item.id: OPINIONS[sent[name]] for name, item in sheet.fields.items() if name in sent}


def _off_the_scale(sheets: list[Sheet], sent: MultiDict) -> list[str]:
    """The fields that hold none of the answers."""
    names = [name for sheet in sheets for name in sheet.fields]
    return [name for name in names if name in sent and sent[name] not in OPINIONS]


def _check_known(sheets: list[Sheet], sent: MultiDict) -> None:
    """Raise ``NotYourItem`` when an answer came to what is asked no more: it would be lost without a word."""
    known = {name for sheet in sheets for name in sheet.fields}
    if any(name.startswith(KEY) and name not in known for name in sent):
        raise NotYourItem()


def _heading(sheet: Sheet) -> str:
    if isinstance(sheet.occasion, Wave):
        return _("Hoe gaat het nu?")
    return _("Over “%(meeting)s”", meeting=sheet.occasion.title)


def _address(sheet: Sheet, token: str) -> str:
    if isinstance(sheet.occasion, Wave):
        return url_for("deelnemer.survey", token=token)
    return url_for("deelnemer.meeting_survey", token=token, meeting_id=sheet.occasion.id)


def _page(sheet: Sheet, form: FlaskForm, token: str) -> str:
    meeting = sheet.occasion if isinstance(sheet.occasion, Meeting) else None
    return render_template(
        "deelnemer/survey.html",
        questions=[form[name] for name in sheet.fields],
        form=form,
        token=token,
        meeting=meeting,
        action=_address(sheet, token),
        until=None if meeting is None else filters.day(meeting.ends_at + own.RECENT),
    )
