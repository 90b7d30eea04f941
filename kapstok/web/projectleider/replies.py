"""Te bevestigen: mail that came in and needs a person, and saved mails that somebody puts on the page."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import wraps

from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileRequired, MultipleFileField
from wtforms.validators import Length

from kapstok import clock
from kapstok.errors import NotFound, Refused
from kapstok.extensions import db
from kapstok.mail.rules import Fate
from kapstok.meetings import inviting
from kapstok.meetings.models import Invitation
from kapstok.meetings.replies import deciding
from kapstok.meetings.replies import service as replies
from kapstok.meetings.rules import ANSWERS, Partstat
from kapstok.web.links import stationery
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meetings import actor
from kapstok.web.projectleider.reply_choices import show, show_settled
from kapstok.web.projectleider.reply_words import said, what_became
from kapstok.web.typed import on_one_line, row_id

PAGE_SIZE = 10
RECENT = 20
MOST_FILES = 20
MOST_FOUND = 20  # people on the page that asks who it is
LARGEST_FILE = 1024 * 1024  # bytes of one saved mail
OUTLOOK = b"\xd0\xcf\x11\xe0"  # how files of Outlook's own kind begin


class DropForm(FlaskForm):
    files = MultipleFileField(
        _l("Bewaarde mails"),
        [
            FileRequired(_l("Kies eerst een of meer bewaarde mails.")),
            Length(max=MOST_FILES, message=_l("Dat zijn er te veel. Kies hooguit 20 mails tegelijk.")),
        ],
    )


@blueprint.get("/bijeenkomsten/te-bevestigen", endpoint="replies")
def list_replies():
    return _page(DropForm(formdata=None))


@blueprint.post("/bijeenkomsten/te-bevestigen")
def drop_replies():
    form = DropForm()
    if not form.validate():
        return _page(form), 400
    results = [(file.filename[:100], _take_in(file.read(LARGEST_FILE + 1))) for file in form.files.data]
    db.session.commit()
    return _page(form, results)


def reply_cards() -> Iterator[tuple[str, str, str]]:
    """What waits, for the first page: sentence, label and address."""
    if count := deciding.count_held(g.project):
        sentence = ngettext("Eén antwoord wacht op u.", "%(num)d antwoorden wachten op u.", count)
        yield sentence, _("Antwoorden bevestigen"), url_for("projectleider.replies")


def _take_in(raw: bytes) -> str:
    """What became of one saved mail, in words. What goes wrong with one leaves the others alone."""
    if len(raw) > LARGEST_FILE:
        return _("Dit bestand is te groot: hooguit 1 MB. Een antwoord uit een agenda is veel kleiner.")
    if raw.startswith(OUTLOOK):
        return _("Dit bestand is van Outlook zelf (.msg). Bewaar de mail als .eml, en kies die.")
    keys = {"secret": current_app.config["SECRET_KEY"], "reply_domain": current_app.config["REPLY_DOMAIN"]}
    try:
        with db.session.begin_nested():
            message = replies.take_in(raw, g.project, stationery(), clock.now(), **keys)
    except Refused as refusal:
        return refusal.text(_)
    letter = deciding.get_letter(g.project, message.id)
    if message.status == Fate.HELD:
        return _("Hierover beslist u zelf. De mail staat hieronder.")
    name = letter.reply.invitation.person.name
    return _("%(guest)s: %(answer)s.", guest=name, answer=said(letter.reply.partstat)) + " " + what_became(letter)


def _on_the_list(decide: Callable) -> Callable:
    """What cannot be decided any more is told above the list; nothing has changed then."""

    @wraps(decide)
    def told(**values):
        try:
            flash(decide(**values), "status")
        except NotFound:
            raise
        except Refused as refusal:
            db.session.rollback()
            flash(refusal.text(_), "alert")
        return redirect(url_for("projectleider.replies"))

    return told


@blueprint.post("/bijeenkomsten/te-bevestigen/<int:message_id>/antwoord")
@_on_the_list
def accept_reply(message_id: int):
    choice, now = _choice(), clock.now()
    if request.form.get("address"):
        deciding.use_address(g.project, message_id)
    chosen = request.form.get("guest", 0, row_id)
    guest = deciding.accept(g.project, message_id, chosen, choice, stationery(), now, actor=actor())
    db.session.commit()
    return _noted(guest)


@blueprint.get("/bijeenkomsten/te-bevestigen/<int:message_id>/wie")
def whose_reply(message_id: int):
    letter = deciding.get_letter(g.project, message_id)
    if letter.message.status != Fate.HELD or letter.reply is None:
        raise NotFound()
    meeting, search = letter.reply.invitation.meeting, on_one_line(request.args.get("zoek"))[:100]
    return render_template(
        "projectleider/replies/whose.html",
        letter=letter,
        meeting=meeting,
        search=search,
        answers=_answers(letter.reply.partstat),
        guests=deciding.search_guests(meeting, search, MOST_FOUND),
        others=inviting.candidates(meeting, search)[:MOST_FOUND] if search else [],
    )


@blueprint.post("/bijeenkomsten/te-bevestigen/<int:message_id>/wie")
@_on_the_list
def accept_newcomer(message_id: int):
    chosen, choice, now = request.form.get("person", 0, row_id), _choice(), clock.now()
    guest = deciding.accept_newcomer(g.project, message_id, chosen, choice, stationery(), now, actor=actor())
    db.session.commit()
    return _noted(guest)


@blueprint.post("/bijeenkomsten/te-bevestigen/<int:message_id>/vervanger")
@_on_the_list
def send_instead(message_id: int):
    chosen, now = request.form.get("person", 0, row_id), clock.now()
    guest = deciding.send_instead(g.project, message_id, chosen, stationery(), now, actor=actor())
    db.session.commit()
    return _("%(name)s staat op de lijst en krijgt een uitnodiging.", name=guest.person.name)


@blueprint.post("/bijeenkomsten/te-bevestigen/<int:message_id>/weg")
@_on_the_list
def dismiss_reply(message_id: int):
    deciding.dismiss(g.project, message_id, clock.now(), actor=actor())
    db.session.commit()
    return _("Weggelegd. Onderaan deze bladzijde kunt u dat terugdraaien.")


@blueprint.post("/bijeenkomsten/te-bevestigen/<int:message_id>/terug")
@_on_the_list
def reopen_reply(message_id: int):
    deciding.reopen(g.project, message_id, clock.now(), actor=actor())
    db.session.commit()
    return _("De mail staat weer tussen wat u nog beslist.")


def _choice() -> Partstat:
    given = request.form.get("answer", "")
    if given not in ANSWERS:
        raise NotFound()
    return Partstat(given)


def _answers(partstat: str) -> list[tuple[Partstat, str]]:
    """What the answer can be: what the calendar said, or any when that was no answer."""
    found = [Partstat(partstat)] if partstat in ANSWERS else list(ANSWERS)
    return [(answer, said(answer)) for answer in found]


def _noted(guest: Invitation) -> str:
    name, answer = guest.person.name, said(guest.partstat)
    if guest.waitlisted_at is not None:
        return _("Het antwoord van %(name)s is genoteerd: ja, op de wachtlijst.", name=name)
    return _("Het antwoord van %(name)s is genoteerd: %(answer)s.", name=name, answer=answer)


def _page(form: DropForm, results: list[tuple[str, str]] | None = None) -> str:
    count = deciding.count_held(g.project)
    pages = max(1, math.ceil(count / PAGE_SIZE))
    page = max(1, min(request.args.get("pagina", 1, int), pages))
    return render_template(
        "projectleider/replies/list.html",
        form=form,
        results=results or [],
        count=count,
        page=page,
        pages=pages,
        held=show(deciding.list_held(g.project, page, PAGE_SIZE)),
        settled=show_settled(deciding.list_settled(g.project, RECENT)),
        reads_mail=bool(current_app.config["IMAP_URL"] and current_app.config["REPLY_DOMAIN"]),
    )
