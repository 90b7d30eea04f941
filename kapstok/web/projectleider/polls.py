"""Make a datumprikker and change it: what it is about, its deadline, its dates."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from kapstok import clock
from kapstok.errors import ChangedMeanwhile
from kapstok.extensions import db
from kapstok.meetings.models import DatePoll
from kapstok.meetings.polls import rules as poll_rules
from kapstok.meetings.polls import service as polls
from kapstok.web import filters
from kapstok.web.conflicts import differences
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meetings import actor
from kapstok.web.projectleider.polls_forms import FEW_ROWS, AboutForm, DatesForm, NewPollForm

MORE_ROWS = "regels"  # asks for room, in the address a button sends the form to


@blueprint.get("/datum-kiezen/nieuw")
def new_poll():
    return _new_page(NewPollForm())


@blueprint.post("/datum-kiezen/nieuw")
def new_poll_post():
    form, now = NewPollForm(), clock.now()
    if MORE_ROWS in request.args:
        form.dates.add_blank(FEW_ROWS)
        return _new_page(form)
    moments = form.moments(now)
    plan = form.plan(min(moments)[0], now) if moments else None
    if moments is None or plan is None:
        return _new_page(form), 400
    poll = polls.create_poll(g.project, plan, moments, now, actor=actor())
    db.session.commit()
    flash(_("De datumprikker is bewaard. Kies nu wie u vraagt. U verstuurt nog niets."), "status")
    return redirect(url_for("projectleider.choose_poll_guests", poll_id=poll.id))


@blueprint.get("/datum-kiezen/<int:poll_id>/wijzigen")
def edit_poll(poll_id: int):
    poll = get_poll(poll_id)
    poll_rules.check_not_closed(poll)
    return _edit_page(poll, AboutForm.of(poll))


@blueprint.post("/datum-kiezen/<int:poll_id>/wijzigen")
def edit_poll_post(poll_id: int):
    poll, form, now = get_poll(poll_id), AboutForm(), clock.now()
    first = min((option.starts_at for option in poll.options if option.starts_at > now), default=now)
    plan = form.plan(first, now)
    if plan is None:
        return _edit_page(poll, form), 400
    try:
        polls.edit_poll(poll, request.form.get("version", 0, int), plan, now, actor=actor())
    except ChangedMeanwhile:
        db.session.rollback()
        theirs = AboutForm.of(get_poll(poll_id), formdata=None)
        return _edit_page(get_poll(poll_id), form, differs=differences(form, theirs)), 409
    db.session.commit()
    flash(_("De datumprikker is gewijzigd. Niemand krijgt hierover mail: de pagina van iedereen toont het."), "status")
    return redirect(url_for("projectleider.poll", poll_id=poll.id))


@blueprint.get("/datum-kiezen/<int:poll_id>/data")
def add_dates(poll_id: int):
    poll = get_poll(poll_id)
    poll_rules.check_not_closed(poll)
    return _dates_page(poll, DatesForm())


@blueprint.post("/datum-kiezen/<int:poll_id>/data")
def add_dates_post(poll_id: int):
    poll, form, now = get_poll(poll_id), DatesForm(), clock.now()
    if MORE_ROWS in request.args:
        form.dates.add_blank(FEW_ROWS)
        return _dates_page(poll, form)
    existing = [(option.starts_at, option.ends_at) for option in poll.options]
    moments = form.moments(now, existing, poll.answer_by)
    if moments is None:
        return _dates_page(poll, form), 400
    polls.add_options(poll, moments, now, actor=actor())
    db.session.commit()
    flash(_("De data zijn toegevoegd. Wie al antwoordde, krijgt hierover geen mail."), "status")
    return redirect(url_for("projectleider.poll", poll_id=poll.id))


@blueprint.get("/datum-kiezen/<int:poll_id>/data/<int:option_id>/weg")
def remove_date(poll_id: int, option_id: int):
    poll = get_poll(poll_id)
    poll_rules.check_not_closed(poll)
    return render_template("projectleider/polls/remove_date.html", poll=poll, option=polls.get_option(poll, option_id))


@blueprint.post("/datum-kiezen/<int:poll_id>/data/<int:option_id>/weg")
def remove_date_post(poll_id: int, option_id: int):
    poll = get_poll(poll_id)
    option = polls.get_option(poll, option_id)
    told = filters.when(option.starts_at, option.ends_at)
    polls.remove_option(poll, option_id, clock.now(), actor=actor())
    db.session.commit()
    flash(_("Deze datum is weg: %(when)s.", when=told), "status")
    return redirect(url_for("projectleider.poll", poll_id=poll.id))


def get_poll(poll_id: int) -> DatePoll:
    """A poll of the project in the address, or ``NotFound``."""
    return polls.get_poll(g.project, poll_id)


def _new_page(form: NewPollForm) -> str:
    return render_template("projectleider/polls/form.html", form=form, poll=None)


def _edit_page(poll: DatePoll, form: AboutForm, differs=()) -> str:
    return render_template("projectleider/polls/form.html", form=form, poll=poll, differences=differs)


def _dates_page(poll: DatePoll, form: DatesForm) -> str:
    answered = polls.counts(g.project).get(poll.id, polls.PollCounts()).answered
    return render_template("projectleider/polls/dates.html", poll=poll, form=form, answered=answered)
