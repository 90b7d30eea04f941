"""What a guest meets of a draw: say no to it by the invitation, and weeks later one list of names by a link."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from flask import current_app, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from kapstok import clock, signing
from kapstok.errors import NotFound, Refused
from kapstok.extensions import db
from kapstok.meetings import letters
from kapstok.meetings.models import Invitation
from kapstok.planner.lottery import asking, service
from kapstok.planner.lottery.asking_rules import last_day
from kapstok.planner.lottery.drawing_rules import AlreadyDrawn
from kapstok.planner.lottery.rules import AnswersClosed, TooEarlyToAsk
from kapstok.planner.models import LotteryPlace
from kapstok.projects import service as projects
from kapstok.projects.rules import Module
from kapstok.register.models import Person
from kapstok.signing import LinkInvalid, Purpose
from kapstok.ties.listing import Group
from kapstok.ties.naming import name_of
from kapstok.web import filters
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.person import check_takes_part, welcome
from kapstok.web.deelnemer.rsvp import read_invitation
from kapstok.web.guards import one_click
from kapstok.web.lines import UNKNOWN, Sheet, read_answers
from kapstok.web.links import lottery_link


@blueprint.get("/u/<token>/loting")
def lottery_choice(token: str):
    invitation = _read_invitation(token)
    drawn = service.find_lottery(invitation.meeting) is not None
    return render_template(
        "deelnemer/lottery_choice.html",
        invitation=invitation,
        meeting=invitation.meeting,
        may_return=not drawn,
        token=token,
    )


@blueprint.post("/u/<token>/loting")
@one_click
def lottery_choice_post(token: str):
    """``doet=mee`` takes a no back; a mail program that stops mail says no."""
    invitation = _read_invitation(token)
    actor = f"person:{invitation.person_id}"
    if request.form.get("doet") == "mee":
        try:
            service.take_part(invitation, actor=actor)
        except AlreadyDrawn:  # meanwhile: the page itself shows it
            db.session.rollback()
    else:
        service.say_no(invitation, actor=actor)
    db.session.commit()
    return redirect(url_for("deelnemer.lottery_choice", token=token))


@blueprint.get("/l/<token>")
def lottery_list(token: str):
    place = _read_place(token)
    return _list_page(place, token, _sheet(place, asking.said_on(place)))


@blueprint.post("/l/<token>")
def lottery_list_post(token: str):
    place, answers = _read_place(token), read_answers(request.form)
    try:
        asking.record_answers(place, answers, clock.now())
    except (AnswersClosed, TooEarlyToAsk):  # the page itself says so
        db.session.rollback()
        return redirect(url_for("deelnemer.lottery_list", token=token))
    except Refused as refusal:
        sheet = _sheet(place, asking.said_on(place) | dict(answers.strengths))
        sheet.form.form_errors.append(refusal.text(_))
        return _list_page(place, token, sheet), refusal.status
    db.session.commit()
    return redirect(url_for("deelnemer.lottery_list", token=token, bewaard="ja"))


def lottery_cards(person: Person, now: dt.datetime) -> list[tuple[str, str, str, str, bool]]:
    """(title, sentence, button, address, done) for each open list, for the person's own page."""
    found = []
    for place in asking.asked_of(person, now):
        assert place.lottery.asked_at is not None  # or it would not be open
        words = {
            "meeting": place.lottery.meeting.title,
            "day": filters.day(last_day(place.lottery.asked_at)),
        }
        done = place.answered_at is not None
        if done:
            sentence = _("U zei wie u kent, na “%(meeting)s”. Wijzigen kan tot en met %(day)s.", **words)
        else:
            sentence = _("Kent u deze gasten van “%(meeting)s”? Antwoorden kan tot en met %(day)s.", **words)
        label = _("Bekijken of wijzigen") if done else _("Zeg wie u kent")
        found.append((_("Loting van tafels"), sentence, label, lottery_link(place), done))
    return found


def _read_invitation(token: str) -> Invitation:
    """The invitation to a meeting with a draw; any other has no such page."""
    invitation = read_invitation(token)
    if not letters.has_lottery(invitation.meeting):
        raise NotFound()
    return invitation


def _read_place(token: str) -> LotteryPlace:
    """Whose list a link is for, or ``LinkInvalid``; the page speaks their language from here on."""
    place_id, version = signing.read(current_app.config["SECRET_KEY"], Purpose.LOTTERY, token)
    place = asking.find_place(int(place_id), int(version))
    if place is None:
        raise LinkInvalid()
    welcome(place.person)
    check_takes_part(place.person)
    if not projects.has_module(g.project, Module.LOTTERY):
        raise NotFound()
    return place


def _sheet(place: LotteryPlace, said: Mapping[int, int | None]) -> Sheet:
    """The list as the form "Wie kent u?" shows names: one group, in its own order."""
    names = tuple(name_of(person) for person in asking.names_for(place, clock.now()))
    chosen = {person: UNKNOWN if strength is None else str(strength) for person, strength in said.items()}
    return Sheet(
        form=type("ListForm", (FlaskForm,), {"Meta": type("Meta", (), {"csrf": False})})(),
        groups=[Group(None, "", names)] if names else [],
        chosen=chosen,
        closed=set(),
        closed_before=set(),
        carried=set(),
        carried_before=set(),
        previous={},
        answered=set(said),
        total=len(names),
        seen=0,
        search="",
        query={},
    )


def _list_page(place: LotteryPlace, token: str, sheet: Sheet) -> str:
    asked_at = place.lottery.asked_at
    return render_template(
        "deelnemer/lottery_list.html",
        person=place.person,
        meeting=place.lottery.meeting,
        sheet=sheet,
        form=sheet.form,
        is_open=_is_open(place),
        until=last_day(asked_at) if asked_at else None,
        thanks=request.args.get("bewaard") == "ja" and place.answered_at is not None,
        token=token,
    )


def _is_open(place: LotteryPlace) -> bool:
    try:
        asking.check_open(place, clock.now())
    except (AnswersClosed, TooEarlyToAsk):
        return False
    return place.lottery.meeting.cancelled_at is None
