"""Who is asked for dates: choosing, asking and reminding by mail, and noting an answer by phone."""

from __future__ import annotations

import math

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from kapstok import clock
from kapstok.extensions import db
from kapstok.meetings.models import DatePoll, PollGuest
from kapstok.meetings.polls import asking as poll_asking
from kapstok.meetings.polls import guests as poll_guests
from kapstok.meetings.polls import rules as poll_rules
from kapstok.meetings.polls.answers import choices_of
from kapstok.meetings.polls.rules import PollState
from kapstok.meetings.rules import Choice
from kapstok.web.dates import LABELS, DatesAnswerForm, answer_form
from kapstok.web.links import stationery
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.choosing import chosen, offer
from kapstok.web.projectleider.meeting_page import mail_in_words
from kapstok.web.projectleider.meetings import actor
from kapstok.web.projectleider.poll_page import overview, page
from kapstok.web.projectleider.polls import get_poll
from kapstok.web.projectleider.sending import asked_in_words, mail_waits

PAGE_SIZE = 25


@blueprint.get("/datum-kiezen/<int:poll_id>/antwoorden", endpoint="poll_guests")
def show_poll_guests(poll_id: int):
    seen = overview(get_poll(poll_id))
    search = request.args.get("zoek", "").strip()[:100]
    found = [guest for guest in seen.guests if _is_meant(guest, search)]
    found.sort(key=lambda guest: guest.answered_at is not None)  # the silent first, by name
    pages = max(1, math.ceil(len(found) / PAGE_SIZE))
    shown_page = min(max(request.args.get("pagina", 1, int), 1), pages)
    shown = found[(shown_page - 1) * PAGE_SIZE : shown_page * PAGE_SIZE]
    return page(
        "people.html",
        seen,
        search=search,
        shown=shown,
        page=shown_page,
        pages=pages,
        mails=seen.mails,
        mail_in_words=mail_in_words,
        choices={guest.id: choices_of(guest) for guest in shown},
        labels=LABELS,
        to_remind=poll_asking.to_remind(seen.guests, clock.now()) if seen.state is PollState.OPEN else [],
    )


@blueprint.get("/datum-kiezen/<int:poll_id>/mensen")
def choose_poll_guests(poll_id: int):
    poll = get_poll(poll_id)
    poll_rules.check_not_closed(poll)
    return _choose_page(poll, request.args.get("zoek", "").strip()[:100])


@blueprint.post("/datum-kiezen/<int:poll_id>/mensen")
def choose_poll_guests_post(poll_id: int):
    poll = get_poll(poll_id)
    added = poll_guests.add_guests(poll, chosen(), clock.now())
    if not added:
        flash(_("U hebt niemand gekozen. Kies een sector, een organisatie of mensen."), "alert")
        return _choose_page(poll, ""), 400
    db.session.commit()
    flash(
        ngettext(
            "Eén persoon staat nu op de lijst. U verstuurt nog niets.",
            "%(num)d mensen staan nu op de lijst. U verstuurt nog niets.",
            len(added),
        ),
        "status",
    )
    return redirect(url_for("projectleider.poll_guests", poll_id=poll.id))


@blueprint.post("/datum-kiezen/<int:poll_id>/mensen/<int:guest_id>/weg")
def take_off_poll(poll_id: int, guest_id: int):
    guest = poll_guests.get_guest(get_poll(poll_id), guest_id)
    name = guest.person.name
    poll_guests.take_off_list(guest)
    db.session.commit()
    flash(_("%(name)s staat niet meer op de lijst.", name=name), "status")
    return redirect(url_for("projectleider.poll_guests", poll_id=poll_id))


@blueprint.get("/datum-kiezen/<int:poll_id>/vragen")
def ask_for_dates(poll_id: int):
    poll = get_poll(poll_id)
    poll_rules.check_open(poll, clock.now())
    guests = poll_guests.list_guests(poll)
    unsent = poll_asking.unsent(guests, poll_asking.mail_states(guests))
    return render_template(
        "projectleider/polls/ask.html", poll=poll, unsent=unsent, guests=guests, mail_waits=mail_waits()
    )


@blueprint.post("/datum-kiezen/<int:poll_id>/vragen")
def ask_for_dates_post(poll_id: int):
    poll = get_poll(poll_id)
    sent = poll_asking.send_questions(poll, stationery(), clock.now(), actor=actor())
    db.session.commit()
    flash(asked_in_words(len(sent.queued)), "status")
    if sent.bad_address:
        names = ", ".join(guest.person.name for guest in sent.bad_address)
        flash(_("Niet verstuurd, want het mailadres klopt niet: %(names)s.", names=names), "alert")
    return redirect(url_for("projectleider.poll_guests", poll_id=poll.id))


@blueprint.get("/datum-kiezen/<int:poll_id>/herinneren")
def remind_about_dates(poll_id: int):
    poll, now = get_poll(poll_id), clock.now()
    poll_rules.check_open(poll, now)
    guests = poll_guests.list_guests(poll)
    return render_template(
        "projectleider/polls/remind.html",
        poll=poll,
        due=poll_asking.to_remind(guests, now),
        silent=[guest for guest in guests if guest.answered_at is None],
        mail_waits=mail_waits(),
    )


@blueprint.post("/datum-kiezen/<int:poll_id>/herinneren")
def remind_about_dates_post(poll_id: int):
    poll = get_poll(poll_id)
    written = poll_asking.remind(poll, stationery(), clock.now(), actor=actor())
    db.session.commit()
    flash(asked_in_words(len(written)), "status")
    return redirect(url_for("projectleider.poll_guests", poll_id=poll.id))


@blueprint.get("/datum-kiezen/<int:poll_id>/mensen/<int:guest_id>")
def note_dates(poll_id: int, guest_id: int):
    guest = poll_guests.get_guest(get_poll(poll_id), guest_id)
    poll_rules.check_not_closed(guest.poll)
    return _note_page(guest, answer_form(guest, by_link=False))


@blueprint.post("/datum-kiezen/<int:poll_id>/mensen/<int:guest_id>")
def note_dates_post(poll_id: int, guest_id: int):
    guest = poll_guests.get_guest(get_poll(poll_id), guest_id)
    form = answer_form(guest, by_link=False)
    choices = form.choices(others=Choice.NO if request.form.get("rest") else None)
    if choices is None:
        return _note_page(guest, form), 400
    poll_guests.answer_poll(guest, choices, form.comment.data, clock.now(), actor=actor(), late=True)
    db.session.commit()
    flash(_("Het antwoord van %(name)s is bewaard.", name=guest.person.name), "status")
    return redirect(url_for("projectleider.poll_guests", poll_id=poll_id))


def _is_meant(guest: PollGuest, search: str) -> bool:
    organisation = guest.person.organisation
    return search.casefold() in f"{guest.person.name} {organisation.name if organisation else ''}".casefold()


def _choose_page(poll: DatePoll, search: str) -> str:
    offered = offer(poll_guests.candidates(poll, search), search)
    return render_template("projectleider/polls/choose.html", poll=poll, offered=offered)


def _note_page(guest: PollGuest, form: DatesAnswerForm) -> str:
    return render_template("projectleider/polls/note.html", poll=guest.poll, guest=guest, form=form)
