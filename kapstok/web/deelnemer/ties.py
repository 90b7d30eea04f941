"""Whom a participant knows: first what it is for, then one form, then thanks and what was left open."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from flask import g, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from kapstok import clock
from kapstok.errors import Refused
from kapstok.extensions import db
from kapstok.meetings import opinions
from kapstok.progress.surveys import asking
from kapstok.register import cards
from kapstok.ties import measuring, service
from kapstok.ties.roster_rules import minutes_to_answer
from kapstok.ties.rules import Answers, AskedAnew, NothingSaid, Said, WaveClosed
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.person import read_person
from kapstok.web.lines import (
    CHOICES,
    UNKNOWN,
    Occasion,
    Sheet,
    answered,
    check_occasion,
    is_finished,
    make_sheet,
    occasion_of,
    read_answers,
    read_taps,
    said_before,
    taps_told,
)

FOR_NAMES = {"verder", "zoek", "alles"}  # what in the address asks for the names themselves


@blueprint.get("/d/<token>/wie-kent-u")
def ties(token: str):
    now = clock.now()
    occasion = occasion_of(read_person(token), now)
    # First until where, then what was said so far: what another screen says in between is no part of this page.
    last = service.last_statement(occasion.person, now, wave=occasion.wave, meeting_id=occasion.pulse_of)
    before = said_before(occasion, now, last)
    if not request.args.keys() & FOR_NAMES:
        if is_finished(occasion):
            return _done_page(occasion, before, token)
        if not before:
            return _intro(occasion, token)
    return _form_page(occasion, make_sheet(occasion, before, last), token)


@blueprint.post("/d/<token>/wie-kent-u")
def ties_post(token: str):
    """The whole form at once; ``klaar`` says that this was all."""
    now, answers, done = clock.now(), read_answers(request.form), "klaar" in request.form
    occasion = occasion_of(read_person(token), now)
    try:
        check_occasion(occasion, request.form.get("bij", ""))
        notes = _keep(occasion, answers, now, done=done)
    except (WaveClosed, AskedAnew) as refusal:
        return _not_kept_page(occasion, answers, refusal, token), refusal.status
    except Refused as refusal:
        sheet = make_sheet(occasion, said_before(occasion, now, answers.seen), answers.seen or 0)
        sheet.form.form_errors.append(refusal.text(_))
        return _form_page(occasion, sheet, token), refusal.status
    db.session.commit()
    if done and occasion.wave is not None:
        return redirect(url_for("deelnemer.ties", token=token, melding=notes))
    if notes:
        return redirect(url_for("deelnemer.ties", token=token, verder=1, melding=notes))
    return redirect(_what_follows(occasion, token))


@blueprint.post("/d/<token>/wie-kent-u/bewaar")
def keep_lines(token: str):
    """A few taps, as ``static/js/lines.js`` sends them while somebody goes through the names."""
    now = clock.now()
    try:
        occasion = occasion_of(read_person(token), now)
        key, answers = read_taps(request.form.get("antwoorden", ""))
        check_occasion(occasion, key)
        where = {"wave": occasion.wave, "meeting_id": occasion.pulse_of}
        recorded = service.record_statements(occasion.person, answers, now, **where)
    except NothingSaid:
        return jsonify(gezien=answers.seen)
    except Refused as refusal:
        return jsonify(sentence=refusal.text(_)), refusal.status
    db.session.commit()
    told = {}
    if recorded.elsewhere:
        told = taps_told(make_sheet(occasion, said_before(occasion, now)), recorded.elsewhere)
    return jsonify(gezien=recorded.last, weg=sorted(recorded.gone), **told)


def _keep(occasion: Occasion, answers: Answers, now: dt.datetime, *, done: bool) -> list[str]:
    """Keep a form; what its sender should know of it: "elders", "weg"."""
    notes = []
    if answers.strengths or answers.blocks or not (done or answers.seen):  # all that stands there may be kept already
        where = {"wave": occasion.wave, "meeting_id": occasion.pulse_of}
        recorded = service.record_statements(occasion.person, answers, now, **where)
        notes = ["elders"] * bool(recorded.elsewhere) + ["weg"] * bool(recorded.gone)
    if done and occasion.wave is not None:
        service.finish(occasion.person, occasion.wave, now)
    return notes


def _what_follows(occasion: Occasion, token: str) -> str:
    """After a bijeenkomst the two questions about it, unless they were answered; otherwise one's own page."""
    if occasion.attended is not None and occasion.pulse_of and opinions.find_opinion(occasion.attended) is None:
        return url_for("deelnemer.opinion", token=token, meeting_id=occasion.pulse_of, bewaard="lijnen")
    return url_for("deelnemer.home", token=token, bewaard="lijnen")


def _intro(occasion: Occasion, token: str) -> str:
    minutes = minutes_to_answer(len(occasion.names), items=False)
    return render_template("deelnemer/ties_intro.html", occasion=occasion, minutes=minutes, token=token)


def _form_page(occasion: Occasion, sheet: Sheet, token: str) -> str:
    shown = [name.id for group in sheet.groups for name in group.names]
    faces = frozenset(card.person_id for card in cards.list_cards(g.project, among=shown) if card.has_photo)
    return render_template(
        "deelnemer/ties.html",
        occasion=occasion,
        sheet=replace(sheet, faces=faces),
        form=sheet.form,
        notes=request.args.getlist("melding"),
        token=token,
    )


def _done_page(occasion: Occasion, before: dict[int, Said], token: str) -> str:
    items = asking.items_for(occasion.person, occasion.wave)
    done = answered(occasion.names, before)
    return render_template(
        "deelnemer/ties_done.html",
        occasion=occasion,
        answered=len(done),
        left_open=len(occasion.names) - len(done),
        asks_more=len(items) > len(asking.opinions_of(occasion.person, occasion.wave)),
        notes=request.args.getlist("melding"),
        token=token,
    )


def _not_kept_page(occasion: Occasion, answers: Answers, refusal: Refused, token: str) -> str:
    """What came too late: the sentence, and every answer that is not kept, to read back."""
    kept = _kept_of(occasion, request.form.get("bij", ""))
    words = {choice.value: choice.label for choice in CHOICES}
    lost = [
        (name.name, words.get(UNKNOWN if (said := answers.strengths[name.id]) is None else str(said), ""))
        for name in sorted(occasion.names, key=lambda name: name.name)
        if name.id in answers.strengths and kept.get(name.id) != Said(answers.strengths[name.id])
    ]
    headings = {name.block: name.organisation or _("Anderen") for name in occasion.names}
    lost += [
        (headings[block], _("De rest is nog zoals vorige keer")) for block in sorted(answers.carried & headings.keys())
    ]
    if 0 in answers.closed & headings.keys():
        lost.append((headings[0], _("Verder ken ik niemand van deze anderen")))
    blocks = {name.organisation for name in occasion.names if name.organisation and name.block in answers.closed}
    return render_template(
        "deelnemer/ties_not_kept.html",
        occasion=occasion,
        sentence=refusal.text(_),
        lost=lost,
        lost_blocks=sorted(blocks),
        token=token,
    )


def _kept_of(occasion: Occasion, key: str) -> dict[int, Said]:
    """What the person did get kept in the measurement that a page was made for."""
    number = key.removeprefix("meting-")
    wave = next((each for each in measuring.list_waves(g.project) if str(each.id) == number), None)
    return service.said_before(occasion.person, occasion.now, wave=wave) if wave else {}
