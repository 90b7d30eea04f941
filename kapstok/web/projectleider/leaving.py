""" "Iemand vertrekt": the last day, who follows, what moves along, and how the successor is introduced."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from kapstok import clock
from kapstok.directory import freshness
from kapstok.directory.models import Service
from kapstok.disclosure import SMALL_INSIDE
from kapstok.errors import Refused
from kapstok.extensions import db
from kapstok.meetings import service as meetings
from kapstok.meetings.models import Meeting
from kapstok.register import service as register
from kapstok.register.models import Person
from kapstok.ties.leaving import introducing
from kapstok.ties.leaving import service as handover
from kapstok.ties.leaving.introducing import LineCount
from kapstok.ties.models import Handover
from kapstok.ties.rules import NoSuccessor, UnlikelyLastDay
from kapstok.web import filters
from kapstok.web.links import stationery
from kapstok.web.projectleider import blueprint


class LeavingForm(FlaskForm):
    last_day = DateField(_l("Laatste dag"), [InputRequired(_l("Vul de laatste dag in."))])
    successor_id = SelectField(_l("Wie volgt op"), [Optional()], coerce=int)

    def __init__(self, leaver: Person, successors: list[Person], **options):
        super().__init__(data={"last_day": leaver.left_on, "successor_id": leaver.successor_id or 0}, **options)
        self.successor_id.choices = [
            SelectChoice(0, _("Nog niet bekend")),
            *(SelectChoice(person.id, _named(person)) for person in successors),
        ]


class Parting(NamedTuple):
    """What the person page tells of somebody who leaves; never to whom a line goes."""

    row: Handover
    lines: LineCount | None  # None: fewer than may be counted
    kept: list[Service]
    can_introduce: bool
    is_asked: bool


@blueprint.get("/netwerk/mensen/<int:person_id>/vertrek")
def leave(person_id: int):
    leaver = register.get_person(g.project, person_id)
    return _page(leaver, LeavingForm(leaver, _successors(leaver)))


@blueprint.post("/netwerk/mensen/<int:person_id>/vertrek")
def leave_post(person_id: int):
    leaver, now = register.get_person(g.project, person_id), clock.now()
    form = LeavingForm(leaver, _successors(leaver))
    if form.validate():
        chosen = form.successor_id.data
        successor = register.get_person(g.project, chosen) if chosen else None
        try:
            handover.plan(leaver, form.last_day.data, successor, stationery(), now, actor=_actor())
        except UnlikelyLastDay as refusal:
            form.last_day.errors = [refusal.text(_)]
        except NoSuccessor as refusal:
            form.successor_id.errors = [refusal.text(_)]
        else:
            db.session.commit()
            flash(_planned(leaver, clock.local_date(now)), "status")
            return redirect(url_for("projectleider.person", person_id=person_id))
    return _page(leaver, form), 400


@blueprint.post("/netwerk/mensen/<int:person_id>/blijft")
def stay(person_id: int):
    leaver = register.get_person(g.project, person_id)
    handover.stay(leaver, actor=_actor())
    db.session.commit()
    flash(_("%(name)s blijft in het netwerk.", name=leaver.name), "status")
    return redirect(url_for("projectleider.person", person_id=person_id))


@blueprint.post("/netwerk/mensen/<int:person_id>/opvolger-voorstellen")
def introduce_successor(person_id: int):
    leaver = register.get_person(g.project, person_id)
    leaving = handover.find_handover(leaver)
    if leaving is not None:
        try:
            introducing.introduce(leaving, stationery(), clock.now(), actor=_actor())
        except Refused as refusal:
            db.session.rollback()
            flash(refusal.text(_), "alert")
        else:
            db.session.commit()
            flash(_("%(name)s krijgt een mail om kennis te maken.", name=leaving.successor.name), "status")
    return redirect(url_for("projectleider.person", person_id=person_id))


def parting(person: Person, now: dt.datetime) -> Parting | None:
    """The leaving of ``person``, when there is one."""
    row = handover.find_handover(person)
    if row is None:
        return None
    return Parting(
        row,
        _countable(introducing.count_lines(person, now)),
        freshness.kept_by(person),
        introducing.can_be_mailed(row.successor),
        introducing.is_asked(row),
    )


def _page(leaver: Person, form: LeavingForm) -> str:
    now = clock.now()
    return render_template(
        "projectleider/people/leave.html",
        person=leaver,
        form=form,
        lines=_countable(introducing.count_lines(leaver, now)),
        kept=freshness.kept_by(leaver),
        invited_to=_meetings_ahead(leaver, now),
        too_few=SMALL_INSIDE,
    )


def _countable(count: LineCount) -> LineCount | None:
    return count if count.lines == 0 or count.lines >= SMALL_INSIDE else None


def _successors(leaver: Person) -> list[Person]:
    """Colleagues of the same organisation first: one of them it mostly is."""
    today = clock.local_date(clock.now())
    people = [each for each in register.list_people(g.project) if each is not leaver]
    there = [each for each in people if introducing.takes_part(each, today) or each.id == leaver.successor_id]
    return sorted(
        there, key=lambda each: each.organisation_id is None or each.organisation_id != leaver.organisation_id
    )


def _meetings_ahead(leaver: Person, now: dt.datetime) -> list[Meeting]:
    invitations = meetings.invitations_of(leaver)
    ahead = [guest.meeting for guest in invitations if guest.meeting.starts_at > now]
    return [meeting for meeting in reversed(ahead) if meeting.cancelled_at is None]


def _planned(leaver: Person, today: dt.date) -> str:
    if leaver.archived_at is not None:
        return _("%(name)s staat in het archief.", name=leaver.name)
    if leaver.left_on == today:
        return _("Vandaag is de laatste dag van %(name)s. Morgen gaat de kaart naar het archief.", name=leaver.name)
    return _("%(name)s vertrekt na %(day)s.", name=leaver.name, day=filters.day(leaver.left_on))


def _named(person: Person) -> str:
    about = ", ".join(row.name for row in (person.function, person.organisation) if row)
    return f"{person.name} ({about})" if about else person.name


def _actor() -> str:
    return f"user:{current_user.id}"
