"""What must hold at the tables, which of it clashes, and what to give up. For the projectleider alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from kapstok import clock
from kapstok.errors import NotFound, Refused
from kapstok.extensions import db
from kapstok.meetings import service as meetings
from kapstok.meetings.models import Meeting
from kapstok.planner import easing, reading, rules, service, wishing
from kapstok.planner.models import PlanGuest, PlanWish, SeatingPlan
from kapstok.planner.reading import Problem
from kapstok.planner.rules import PlanChanged, Wish
from kapstok.planner.wishes import Clash, Way
from kapstok.register.models import Person
from kapstok.web.fields import names_of
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meetings import actor, get_meeting
from kapstok.web.projectleider.seating_form import GuestForm, WishForm
from kapstok.web.projectleider.seating_page import told_on_the_tab
from kapstok.web.projectleider.seating_view import seen_version
from kapstok.web.projectleider.seating_words import clash_in_words, rounds_in_words, way_in_words

T = TypeVar("T")


@dataclass(frozen=True)
class ToldWay:
    """A button that ends a clash; or ``address``, where somebody must do it."""

    number: int
    label: str
    address: str = ""


@dataclass(frozen=True)
class ToldClash:
    """Wishes that cannot all be kept, in words."""

    number: int
    when: str
    sentence: str
    ways: list[ToldWay]


@blueprint.get("/bijeenkomsten/<int:meeting_id>/tafels/wensen")
def seating_wishes(meeting_id: int):
    return _page(get_meeting(meeting_id))


@blueprint.post("/bijeenkomsten/<int:meeting_id>/tafels/wensen")
def seating_wishes_post(meeting_id: int):
    """Two guests who must, or must not, share a table."""
    meeting = get_meeting(meeting_id)
    plan, form = service.get_plan(meeting), WishForm(_people(meeting))
    if not form.validate():
        return _page(meeting, wish_form=form), 400
    try:
        wishing.add_wish(
            plan,
            Wish(form.kind.data),
            form.one.chosen.id,
            form.other.chosen.id,
            seen_version(),
            clock.now(),
            actor=actor(),
        )
    except Refused as refusal:
        return _refused(meeting_id, refusal, form.other, wish_form=form)
    return _kept(meeting_id)


@blueprint.post("/bijeenkomsten/<int:meeting_id>/tafels/wensen/<int:wish_id>/weghalen")
@told_on_the_tab
def remove_seating_wish(meeting_id: int, wish_id: int):
    plan = service.get_plan(get_meeting(meeting_id))
    wishing.remove_wish(plan, wish_id, seen_version(), clock.now(), actor=actor())
    return _kept(meeting_id)


@blueprint.post("/bijeenkomsten/<int:meeting_id>/tafels/wensen/gast")
def seating_guest_post(meeting_id: int):
    """What holds for one guest alone."""
    meeting = get_meeting(meeting_id)
    plan, form = service.get_plan(meeting), GuestForm(_people(meeting))
    if not form.validate():
        return _page(meeting, guest_form=form), 400
    try:
        wishing.set_guest(
            plan,
            form.guest.chosen.id,
            seen_version(),
            clock.now(),
            actor=actor(),
            joins=form.joins.data,
            from_round=form.from_round.data or 1,
            until_round=form.until_round.data,
            needs_access=form.needs_access.data,
        )
    except Refused as refusal:
        return _refused(meeting_id, refusal, form.guest, guest_form=form)
    return _kept(meeting_id)


@blueprint.post("/bijeenkomsten/<int:meeting_id>/tafels/wensen/uitweg")
@told_on_the_tab
def end_seating_clash(meeting_id: int):
    """Give up what one way out says."""
    from kapstok.planner.clashes import clashes

    plan, now = service.get_plan(get_meeting(meeting_id)), clock.now()
    problem = reading.problem(plan, now)
    if problem.version != seen_version():
        raise PlanChanged()
    clash = _chosen(clashes(problem.instance), "botsing")
    way = _chosen(easing.ways_of(problem, clash), "uitweg")
    easing.end_clash(plan, problem, clash, way, plan.version, now, actor=actor())
    return _kept(meeting_id)


def _chosen(rows: list[T], name: str) -> T:
    """The one whose number, from 1 on, was sent."""
    number = request.form.get(name, 0, int)
    if not 1 <= number <= len(rows):
        raise NotFound()
    return rows[number - 1]


def _kept(meeting_id: int):
    db.session.commit()
    flash(_("Bewaard. Deel de tafels opnieuw in om dit te laten gelden."), "status")
    return redirect(url_for("projectleider.seating_wishes", meeting_id=meeting_id))


def _refused(meeting_id: int, refusal: Refused, field, **forms: FlaskForm):
    """The page as it is now, with what was typed and why that cannot be."""
    db.session.rollback()
    field.errors = [refusal.text(_)]
    return _page(get_meeting(meeting_id), **forms), refusal.status


def _page(meeting: Meeting, wish_form: WishForm | None = None, guest_form: GuestForm | None = None) -> str:
    from kapstok.planner.clashes import clashes

    plan, people = service.get_plan(meeting), _people(meeting)
    problem, called = reading.problem(plan, clock.now()), {person.id: name for name, person in people.items()}
    names = {person.id: person.name for person in people.values()}
    # Of who left the guest list nothing must hold, until they stand on it again.
    wishes = [wish for wish in reading.wishes_of(plan) if {wish.one_id, wish.other_id} <= names.keys()]
    own = {id: row for id, row in reading.guests_of(plan).items() if id in names}
    return render_template(
        "projectleider/seating/wishes.html",
        meeting=meeting,
        plan=plan,
        open=not rules.is_over(meeting, clock.now()),
        people=people,
        wish_form=wish_form or WishForm(people, formdata=None, kind=Wish.TOGETHER),
        guest_form=guest_form or GuestForm(people, formdata=None),
        wishes=[(wish.id, _wish_in_words(wish, names)) for wish in wishes],
        own=[(id, called[id], names[id], _own_in_words(row, plan)) for id, row in own.items()],
        clashes=[_told(meeting, problem, number, clash) for number, clash in enumerate(clashes(problem.instance), 1)],
    )


def _people(meeting: Meeting) -> dict[str, Person]:
    """Everybody on the guest list, by what tells them apart."""
    return names_of(guest.person for guest in meetings.list_guests(meeting))


def _told(meeting: Meeting, problem: Problem, number: int, clash: Clash) -> ToldClash:
    ways = [
        ToldWay(place, way_in_words(problem, way), _address(meeting) if way.way is Way.MORE_GUESTS else "")
        for place, way in enumerate(easing.ways_of(problem, clash), 1)
    ]
    when = rounds_in_words(clash.rounds, problem.instance.rounds)
    return ToldClash(number, when, clash_in_words(problem, clash), ways)


def _address(meeting: Meeting) -> str:
    return url_for("projectleider.meeting", meeting_id=meeting.id)


def _wish_in_words(wish: PlanWish, names: Mapping[int, str]) -> str:
    told = {"one": names[wish.one_id], "other": names[wish.other_id]}
    if wish.kind == Wish.TOGETHER:
        return _("%(one)s en %(other)s zitten altijd samen.", **told)
    return _("%(one)s en %(other)s zitten nooit samen.", **told)


def _own_in_words(row: PlanGuest, plan: SeatingPlan) -> str:
    told = []
    if not row.joins:
        told.append(_("zit niet aan een tafel"))
    if row.from_round > 1 or row.until_round is not None:
        last = row.until_round or plan.rounds
        told.append(_("is er van ronde %(first)s tot en met %(last)s", first=row.from_round, last=last))
    if row.needs_access:
        told.append(_("heeft een plaats voor een rolstoel nodig"))
    return "; ".join(told)
