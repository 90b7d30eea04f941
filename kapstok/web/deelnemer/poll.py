"""Say when one can come, by the link in the mail. As with invitations, only a POST of a person writes anything."""

from __future__ import annotations

import datetime as dt

from flask import current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _

from kapstok import clock, signing
from kapstok.errors import Refused
from kapstok.extensions import db
from kapstok.meetings.models import PollGuest
from kapstok.meetings.polls import guests as poll_guests
from kapstok.meetings.polls import rules as poll_rules
from kapstok.meetings.polls.answers import choices_of
from kapstok.meetings.polls.rules import PollState
from kapstok.meetings.rules import Choice
from kapstok.register.models import Person
from kapstok.signing import LinkInvalid, Purpose
from kapstok.web import filters
from kapstok.web.dates import LABELS, DatesAnswerForm, answer_form
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.person import check_takes_part, welcome
from kapstok.web.guards import one_click
from kapstok.web.links import poll_link

THE_REST = "rest"  # the button that says no to every date left blank


@blueprint.get("/k/<token>")
def poll(token: str):
    guest = read_guest(token)
    return _page(guest, token, answer_form(guest, by_link=True))


@blueprint.post("/k/<token>")
def poll_post(token: str):
    guest = read_guest(token)
    form = answer_form(guest, by_link=True)
    choices = form.choices(others=Choice.NO if request.form.get(THE_REST) else None)
    if choices is None:
        return _page(guest, token, form), 400
    try:
        poll_guests.answer_poll(guest, choices, form.comment.data, clock.now(), actor=f"person:{guest.person_id}")
    except Refused:  # closed or changed meanwhile: the page itself shows it
        db.session.rollback()
        return redirect(url_for("deelnemer.poll", token=token))
    db.session.commit()
    return redirect(url_for("deelnemer.poll", token=token, bewaard="ja"))


@blueprint.get("/k/<token>/geen-herinnering")
def stop_poll_reminders(token: str):
    guest = read_guest(token)
    return render_template("deelnemer/stop_poll_reminders.html", guest=guest, poll=guest.poll, token=token)


@blueprint.post("/k/<token>/geen-herinnering")
@one_click
def stop_poll_reminders_post(token: str):
    guest = read_guest(token)
    poll_guests.stop_reminders(guest, actor=f"person:{guest.person_id}")
    db.session.commit()
    return redirect(url_for("deelnemer.stop_poll_reminders", token=token))


def read_guest(token: str) -> PollGuest:
    """Whose answers a link is for, or ``LinkInvalid``; the page speaks their language from here on."""
    guest_id, version = signing.read(current_app.config["SECRET_KEY"], Purpose.POLL, token)
    guest = poll_guests.find_guest(int(guest_id), int(version))
    if guest is None:
        raise LinkInvalid()
    welcome(guest.person)
    check_takes_part(guest.person)
    return guest


def poll_cards(person: Person, now: dt.datetime) -> list[tuple[str, str, str, str, bool]]:
    """(title, sentence, button, address, done) for each open poll, for the person's own page."""
    found = []
    for guest in poll_guests.asked_of(person, now):
        words = {"title": guest.poll.title, "day": filters.day(guest.poll.answer_by)}
        done = guest.answered_at is not None
        if done:
            sentence = _("U gaf aan wanneer u kunt voor “%(title)s”. Wijzigen kan tot en met %(day)s.", **words)
        else:
            sentence = _("Wanneer kunt u voor “%(title)s”? Antwoorden kan tot en met %(day)s.", **words)
        label = _("Bekijken of wijzigen") if done else _("Geef aan wanneer u kunt")
        found.append((_("Een datum kiezen"), sentence, label, poll_link(guest), done))
    return found


def _page(guest: PollGuest, token: str, form: DatesAnswerForm) -> str:
    poll = guest.poll
    given = choices_of(guest)
    return render_template(
        "deelnemer/poll.html",
        guest=guest,
        poll=poll,
        token=token,
        form=form,
        state=poll_rules.state(poll, clock.now(), asked=True),
        PollState=PollState,
        said=[(option, LABELS[given[option.id]]) for option in poll.options if option.id in given],
        added_since=bool(given) and len(given) < len(poll.options),
        thanks=request.args.get("bewaard") == "ja" and guest.answered_at is not None,
    )
