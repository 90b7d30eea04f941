"""Bringing people together: ask somebody to introduce you, or introduce two people whom you know."""

from __future__ import annotations

import datetime as dt

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from kapstok import clock
from kapstok.errors import Refused
from kapstok.extensions import db
from kapstok.mail.letter import as_text
from kapstok.register.models import Person
from kapstok.ties.introductions import requests
from kapstok.ties.introductions import service as verbs
from kapstok.ties.introductions.requests import Wish
from kapstok.ties.introductions.rules import LONGEST_WHY, LONGEST_WORDS, WAITS_FOR, NotOpen, NotOpenYourself, NoWay
from kapstok.ties.introductions.service import Case
from kapstok.ties.models import Introduction
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.card_forms import LinkForm
from kapstok.web.deelnemer.person import read_person
from kapstok.web.links import stationery
from kapstok.web.typed import about_no_client, in_lines, on_one_line

SENT, DECLINED, ASKED = "verstuurd", "nu-niet", "gevraagd"  # what was done, in the address that follows


class WhyForm(LinkForm):
    why = StringField(
        _l("Waarom wilt u kennismaken?"),
        [
            DataRequired(_l("Vul in waarom u wilt kennismaken. Eén zin is genoeg.")),
            about_no_client,
            Length(max=LONGEST_WHY, message=_l("Maak dit korter: hooguit 200 tekens.")),
        ],
        filters=[on_one_line],
    )


class WordsForm(LinkForm):
    words = TextAreaField(
        _l("Uw eigen woorden"),
        [
            DataRequired(_l("Schrijf in één of twee zinnen waarom u hen aan elkaar voorstelt.")),
            about_no_client,
            Length(max=LONGEST_WORDS, message=_l("Maak dit korter: hooguit 500 tekens.")),
        ],
        filters=[in_lines],
    )


@blueprint.get("/d/<token>/voorstellen")
def introductions(token: str):
    person, now = read_person(token), clock.now()
    return render_template(
        "deelnemer/introductions.html",
        token=token,
        asked_of=requests.list_asked_of(person, now),
        pairs=verbs.pairs_for(person, now),
        asked_by=requests.list_asked_by(person, now),
        done=verbs.list_done_by(person, now)[:10],
        waits_since=now - WAITS_FOR,
        thanks=_thanks(request.args.get("bewaard")),
    )


@blueprint.get("/d/<token>/voorstellen/vragen/<int:middle_id>/<int:other_id>")
def ask_introduction(token: str, middle_id: int, other_id: int):
    person = read_person(token)
    try:
        wish = requests.find_wish(person, middle_id, other_id, clock.now())
    except NotOpenYourself as refusal:
        return _not_now(token, refusal)
    except NoWay as refusal:
        return _not_now(token, refusal), refusal.status
    return _ask_page(wish, WhyForm(), token)


@blueprint.post("/d/<token>/voorstellen/vragen/<int:middle_id>/<int:other_id>")
def ask_introduction_post(token: str, middle_id: int, other_id: int):
    person, form, now = read_person(token), WhyForm(), clock.now()
    try:
        wish = requests.find_wish(person, middle_id, other_id, now)
    except Refused as refusal:
        return _not_now(token, refusal), refusal.status
    if form.validate():
        try:
            requests.ask(person, middle_id, other_id, form.why.data, stationery(), now)
        except Refused as refusal:
            db.session.rollback()
            form.form_errors.append(refusal.text(_))
        else:
            db.session.commit()
            return redirect(url_for("deelnemer.introductions", token=token, bewaard=ASKED))
    return _ask_page(wish, form, token), 400


@blueprint.get("/d/<token>/voorstellen/<int:one_id>/<int:other_id>")
def introduce(token: str, one_id: int, other_id: int):
    person = read_person(token)
    try:
        case = verbs.prepare(person, one_id, other_id, clock.now())
    except Refused as refusal:
        return _not_now(token, refusal, _waiting(person, one_id, other_id, refusal))
    form = WordsForm(None, words=_("Ik ken u allebei, en ik denk dat u veel aan elkaar kunt hebben."))
    return _introduce_page(case, form, token)


@blueprint.post("/d/<token>/voorstellen/<int:one_id>/<int:other_id>")
def introduce_post(token: str, one_id: int, other_id: int):
    person, form, now = read_person(token), WordsForm(), clock.now()
    try:
        if not form.validate():
            return _introduce_page(verbs.prepare(person, one_id, other_id, now), form, token), 400
        verbs.send(person, one_id, other_id, form.words.data, stationery(), now)
    except Refused as refusal:
        db.session.rollback()
        return _not_now(token, refusal, _waiting(person, one_id, other_id, refusal)), refusal.status
    db.session.commit()
    return redirect(url_for("deelnemer.introductions", token=token, bewaard=SENT))


@blueprint.post("/d/<token>/voorstellen/<int:one_id>/<int:other_id>/nu-niet")
def decline_introduction(token: str, one_id: int, other_id: int):
    requests.decline(read_person(token), one_id, other_id, clock.now())
    db.session.commit()
    return redirect(url_for("deelnemer.introductions", token=token, bewaard=DECLINED))


def introduction_cards(person: Person, token: str, now: dt.datetime) -> list[tuple[str, str, str, str, bool]]:
    """(title, sentence, button, address, done) for each request that waits, for the person's own page."""
    return [
        (
            _("Mensen aan elkaar voorstellen"),
            _("%(one)s wil kennismaken met %(other)s. Stelt u hen voor?", one=row.one.name, other=row.other.name),
            _("Bekijk de mail"),
            url_for("deelnemer.introduce", token=token, one_id=row.one_id, other_id=row.other_id),
            False,
        )
        for row in requests.list_asked_of(person, now)
    ]


def _ask_page(wish: Wish, form: WhyForm, token: str) -> str:
    return render_template("deelnemer/ask_introduction.html", wish=wish, form=form, token=token)


def _introduce_page(case: Case, form: WordsForm, token: str) -> str:
    letters = verbs.write(case, form.words.data or "", stationery())
    about = zip(case.people, case.people[::-1], letters, strict=True)
    return render_template(
        "deelnemer/introduce.html",
        case=case,
        form=form,
        token=token,
        mails=[
            (to, letter.subject, as_text(letter), verbs.answers_go_to(case, other).name) for to, other, letter in about
        ],
        shown=[(case.cards[person.id], _goes_along(case, person)) for person in case.people],
    )


def _goes_along(case: Case, person: Person) -> list[str]:
    card = case.cards[person.id]
    return [item for item in (card.phone, card.email, card.reachable) if item]


def _waiting(person: Person, one_id: int, other_id: int, refusal: Refused) -> Introduction | None:
    """The request that stays open although it cannot be met now; none when somebody may not be named."""
    if isinstance(refusal, NotOpen | NotOpenYourself):
        return None
    return next(iter(requests.requests_to(person, one_id, other_id, clock.now())), None)


def _not_now(token: str, refusal: Refused, asked: Introduction | None = None) -> str:
    """Why it cannot be done now, and what can: also to say no to who ``asked``."""
    return render_template(
        "deelnemer/no_introduction.html",
        token=token,
        sentence=refusal.text(_),
        can_choose=isinstance(refusal, NotOpenYourself),
        asked=asked,
    )


def _thanks(done: str | None) -> str | None:
    return {
        SENT: _("Dank u wel. De twee mails gaan binnen een paar minuten weg."),
        DECLINED: _("Dat is goed. U hoeft verder niets te doen, en er gaat geen bericht naar wie het vroeg."),
        ASKED: _(
            "Uw vraag is bewaard. Lukt het, dan krijgt u een mail. Zo niet, dan vervalt de vraag na twee maanden."
        ),
    }.get(done or "")
