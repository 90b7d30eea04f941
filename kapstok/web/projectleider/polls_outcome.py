"""The page of a datumprikker: which date brings whom together, and choosing one, or none."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from kapstok import clock
from kapstok.errors import Refused
from kapstok.extensions import db
from kapstok.meetings.models import DatePoll, PollGuest, PollOption
from kapstok.meetings.polls import answers as poll_answers
from kapstok.meetings.polls import guests as poll_guests
from kapstok.meetings.polls import outcome as poll_outcome
from kapstok.meetings.polls import rules as poll_rules
from kapstok.meetings.polls import service as polls
from kapstok.meetings.polls.rules import Standing
from kapstok.planner import advising
from kapstok.projects import service as projects
from kapstok.projects.models import Term
from kapstok.projects.rules import Vocabulary
from kapstok.web.links import stationery
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meetings import actor
from kapstok.web.projectleider.poll_page import overview, page
from kapstok.web.projectleider.polls import get_poll
from kapstok.web.projectleider.polls_forms import ChooseForm, ReasonForm
from kapstok.web.projectleider.sending import mail_waits


@dataclass(frozen=True)
class Tie:
    """So many dates at the top no vote tells apart; ``best`` is the one of them that brings most new acquaintances."""

    dates: int
    best: PollOption


@dataclass(frozen=True)
class Candidate:
    """One date as the page weighs it."""

    option: PollOption
    rival: PollOption | None
    standing: Standing
    is_past: bool
    is_chosen: bool


@blueprint.get("/datum-kiezen/<int:poll_id>", endpoint="poll")
def show_poll(poll_id: int):
    seen = overview(get_poll(poll_id))
    here = _still_here(seen.guests)
    tie = _tie(seen.poll, here)
    return page(
        "show.html", seen, candidates=_candidates(seen.poll, here, tie), tie=tie, sectors=_sectors(seen.poll, here)
    )


@blueprint.get("/datum-kiezen/<int:poll_id>/kies/<int:option_id>")
def choose_date(poll_id: int, option_id: int):
    poll = get_poll(poll_id)
    polls.get_option(poll, option_id)
    if poll.closed_at is not None:
        return redirect(url_for("projectleider.poll", poll_id=poll.id))
    return _choose_page(poll, option_id, ChooseForm())


@blueprint.post("/datum-kiezen/<int:poll_id>/kies/<int:option_id>")
def choose_date_post(poll_id: int, option_id: int):
    poll, form = get_poll(poll_id), ChooseForm()
    polls.get_option(poll, option_id)
    if not form.validate():
        return _choose_page(poll, option_id, form), 400
    try:
        meeting = poll_outcome.choose_date(poll, option_id, form.words.data, clock.now(), stationery(), actor=actor())
    except Refused as refusal:  # somebody else chose meanwhile, or the day has begun: the poll's page shows how it is
        db.session.rollback()
        flash(refusal.text(_), "alert")
        return redirect(url_for("projectleider.poll", poll_id=poll_id))
    db.session.commit()
    flash(_("De bijeenkomst is gemaakt en de uitnodigingen zijn klaargezet."), "status")
    return redirect(url_for("projectleider.meeting", meeting_id=meeting.id))


@blueprint.get("/datum-kiezen/<int:poll_id>/sluiten")
def call_off_poll(poll_id: int):
    poll = get_poll(poll_id)
    poll_rules.check_not_closed(poll)
    return _call_off_page(poll, ReasonForm())


@blueprint.post("/datum-kiezen/<int:poll_id>/sluiten")
def call_off_poll_post(poll_id: int):
    poll, form = get_poll(poll_id), ReasonForm()
    if not form.validate():
        return _call_off_page(poll, form), 400
    told = poll_outcome.call_off(poll, form.reason.data, clock.now(), stationery(), actor=actor())
    db.session.commit()
    if told:
        sentence = ngettext(
            "De datumprikker is gesloten. Eén persoon krijgt bericht.",
            "De datumprikker is gesloten. %(num)d mensen krijgen bericht.",
            told,
        )
    else:
        sentence = _("De datumprikker is gesloten. Niemand krijgt bericht.")
    flash(sentence, "status")
    return redirect(url_for("projectleider.poll", poll_id=poll.id))


def _choose_page(poll: DatePoll, option_id: int, form: ChooseForm) -> str:
    guests = _still_here(poll_guests.list_guests(poll))
    found = _candidates(poll, guests, _tie(poll, guests))
    candidate = next(each for each in found if each.option.id == option_id)
    return render_template(
        "projectleider/polls/decide.html",
        poll=poll,
        candidate=candidate,
        form=form,
        here=guests,
        mailable=[guest for guest in guests if guest.person.email],
        sectors=_sectors(poll, guests),
        mail_waits=mail_waits(),
    )


def _call_off_page(poll: DatePoll, form: ReasonForm) -> str:
    mailed = sum(guest.sent_at is not None for guest in poll_guests.list_guests(poll))
    return render_template("projectleider/polls/call_off.html", poll=poll, form=form, mailed=mailed)


def _still_here(guests: list[PollGuest]) -> list[PollGuest]:
    """Who left since brings nobody together, and is not invited."""
    return [guest for guest in guests if guest.person.archived_at is None]


def _candidates(poll: DatePoll, guests: list[PollGuest], tie: Tie | None) -> list[Candidate]:
    """The dates, the best first."""
    options, now = {option.id: option for option in poll.options}, clock.now()
    in_order = sorted(options, key=lambda id: tie is None or options[id] is not tie.best)
    return [
        Candidate(
            option=options[standing.option],
            rival=None if standing.rival is None else options[standing.rival],
            standing=standing,
            is_past=options[standing.option].starts_at <= now,
            is_chosen=poll_outcome.is_chosen(poll, options[standing.option]),
        )
        for standing in poll_rules.standings(in_order, poll_answers.said(guests))
    ]


def _tie(poll: DatePoll, guests: list[PollGuest]) -> Tie | None:
    """The tie of the best dates that still come, when the network tells which of them is better."""
    if poll.closed_at is not None:
        return None
    now = clock.now()
    options = {option.id: option for option in poll.options if option.starts_at > now}
    level = poll_rules.level_at_the_top(poll_rules.standings(list(options), poll_answers.said(guests)))
    if len(level) < 2:
        return None
    choices = [poll_answers.choices_of(guest) for guest in guests]
    said = {option: [of_guest.get(option) for of_guest in choices] for option in level}
    best = advising.best_date(poll.project, [guest.person for guest in guests], said, now)
    return None if best is None else Tie(len(level), options[best])


def _sectors(poll: DatePoll, guests: list[PollGuest]) -> dict[int | None, Term | None]:
    """The sectors of who is asked, by id, in the project's order; None for who has none."""
    asked = {guest.person.sector.id if guest.person.sector else None for guest in guests}
    known = projects.terms(poll.project, Vocabulary.SECTOR, archived=True)
    found: dict[int | None, Term | None] = {term.id: term for term in known if term.id in asked}
    return found | {None: None} if None in asked else found
