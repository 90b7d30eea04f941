"""How an invitation looks before it is sent: in the mail, on a phone, in a calendar; and the words above it."""

from __future__ import annotations

from dataclasses import replace

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length, Optional

from kapstok import clock
from kapstok.errors import ChangedMeanwhile
from kapstok.extensions import db
from kapstok.mail.letter import as_html, as_text
from kapstok.mail.mime import Mailbox
from kapstok.meetings import inviting, rehearsal, rules, service
from kapstok.meetings.letters import Stationery
from kapstok.meetings.models import Invitation, Meeting
from kapstok.web.headers import mail_in_frame
from kapstok.web.links import stationery
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meetings import get_meeting
from kapstok.web.projectleider.sending import mail_waits
from kapstok.web.typed import about_no_client, in_lines, row_id

LONGEST_WORDS = 2000  # characters, as on the form of the bijeenkomst


class WordsForm(FlaskForm):
    words = TextAreaField(
        _l("Uw eigen woorden boven de uitnodiging"),
        [
            Optional(),
            Length(max=LONGEST_WORDS, message=_l("Maak uw tekst korter: hooguit 2.000 tekens.")),
            about_no_client,
        ],
        filters=[in_lines],
    )
    seen = HiddenField(filters=[in_lines])  # what stood there when this was opened


@blueprint.get("/bijeenkomsten/<int:meeting_id>/voorbeeld")
def preview(meeting_id: int):
    meeting = get_meeting(meeting_id)
    rules.check_open(meeting, clock.now())
    return _page(meeting, WordsForm(formdata=None, words=meeting.words, seen=meeting.words))


@blueprint.post("/bijeenkomsten/<int:meeting_id>/voorbeeld")
def preview_post(meeting_id: int):
    """Keep the words."""
    meeting, form = get_meeting(meeting_id), WordsForm()
    if not form.validate():
        return _page(meeting, form), 400
    try:
        inviting.write_words(meeting, form.seen.data, form.words.data, clock.now())
    except ChangedMeanwhile:
        db.session.rollback()
        return _changed_page(get_meeting(meeting_id), form), 409
    db.session.commit()
    flash(_("Uw woorden zijn bewaard. Zo ziet de uitnodiging er nu uit."), "status")
    return redirect(url_for("projectleider.preview", meeting_id=meeting.id))


@blueprint.get("/bijeenkomsten/<int:meeting_id>/voorbeeld/mail")
def preview_mail(meeting_id: int):
    """The mail itself, for the frames on the page."""
    meeting = get_meeting(meeting_id)
    rehearsed = rehearsal.rehearse(_guest(meeting), _nowhere(), clock.now())
    return mail_in_frame(as_html(rehearsed.letter, rehearsed.language))


@blueprint.post("/bijeenkomsten/<int:meeting_id>/voorbeeld/proef")
def send_trial(meeting_id: int):
    meeting = get_meeting(meeting_id)
    rules.check_open(meeting, clock.now())
    to = Mailbox(current_user.name, current_user.email)
    rehearsal.send_trial(_guest(meeting), to, _nowhere(), clock.now())
    db.session.commit()
    if mail_waits():
        flash(_("De proef staat klaar. Zij vertrekt zodra er een mailserver is ingesteld."), "status")
    else:
        flash(
            _("De proef gaat naar %(address)s. Zij komt binnen een minuut aan.", address=current_user.email), "status"
        )
    chosen = request.form.get("gast", None, row_id)
    return redirect(url_for("projectleider.preview", meeting_id=meeting.id, gast=chosen))


def _changed_page(meeting: Meeting, form: WordsForm) -> str:
    """What was typed stays in the field; what somebody else wrote meanwhile is told, and counts as seen from here."""
    form.seen.data = meeting.words
    told = _(
        "Iemand anders schreef hier intussen: “%(words)s” Bewaart u nu, dan komt uw tekst daarvoor in de plaats.",
        words=meeting.words,
    )
    form.words.errors = [told]
    return _page(meeting, form)


def _page(meeting: Meeting, form: WordsForm) -> str:
    guest, guests = _guest(meeting), service.list_guests(meeting)
    rehearsed = rehearsal.rehearse(guest, _nowhere(), clock.now())
    return render_template(
        "projectleider/meetings/preview.html",
        meeting=meeting,
        form=form,
        guest=guest,
        guests=[known for known in guests if known.person.email],
        subject=rehearsed.letter.subject,
        text=as_text(rehearsed.letter),
        calendar=rehearsed.calendar,
        sent=any(known.sent_sequence is not None for known in guests),
        address=current_user.email,
    )


def _guest(meeting: Meeting) -> Invitation:
    """The guest who was chosen on the page, or somebody made up."""
    if chosen := request.values.get("gast", None, row_id):
        return service.get_guest(meeting, chosen)
    return rehearsal.specimen(meeting, _("Sanne Voorbeeld"))


def _nowhere() -> Stationery:
    """Letters whose links open no guest's page; calendars answer as they would."""
    page = f"{current_app.config['BASE_URL']}/u/voorbeeld"
    links = dict.fromkeys(("rsvp_link", "stop_link", "no_lottery_link"), lambda guest: page)
    return replace(stationery(), **links, reply_address=_reply_example)


def _reply_example(guest: Invitation) -> str | None:
    known = current_app.config["IMAP_URL"] and current_app.config["REPLY_DOMAIN"]
    return f"r-voorbeeld@{current_app.config['REPLY_DOMAIN']}" if known else None
