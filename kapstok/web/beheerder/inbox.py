"""Mail that came in and belongs to no project: the beheerder sees that it is there, and may throw it away."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from kapstok import clock
from kapstok.extensions import db
from kapstok.mail import inbox
from kapstok.mail.models import InboxMessage
from kapstok.mail.rules import Fate, Kind, Reason, Trouble
from kapstok.web.beheerder import blueprint

WHY = {
    Trouble.UNREADABLE: _l("Deze mail is niet te lezen."),
    Trouble.CALENDAR_TOO_LARGE: _l("Er zit een agenda in die te groot is."),
    Trouble.MAIL_TOO_LARGE: _l("De mail is groter dan 10 MB en is niet opgehaald."),
    Reason.FAILED: _l("Bij het lezen ging er iets mis in Kapstok. In het logboek staat wat."),
}


@blueprint.get("/mail")
def inbox_page():
    return render_template(
        "beheer/inbox.html",
        mails=[(message, _why(message)) for message in inbox.list_held(None)],
        has_mailbox=bool(current_app.config["IMAP_URL"]),
    )


@blueprint.post("/mail/<int:message_id>/weggooien")
def throw_away(message_id: int):
    message = inbox.get_held(None, message_id)
    inbox.settle(message, Fate.IGNORED, Reason.THROWN_AWAY, now=clock.now())
    db.session.commit()
    flash(_("De mail is weggegooid."), "status")
    return redirect(url_for("beheer.inbox_page"))


def _why(message: InboxMessage) -> str:
    if message.reason in WHY:
        return str(WHY[message.reason])
    if message.kind == Kind.CALENDAR:
        return _("Er zit een agenda in, maar die noemt geen uitnodiging van Kapstok.")
    return _("Iemand schreef naar een adres dat bij geen uitnodiging hoort.")
