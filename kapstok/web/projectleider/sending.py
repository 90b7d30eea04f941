"""How pages speak of mail that is in the outbox."""

from __future__ import annotations

from flask import current_app, g
from flask_babel import gettext as _
from flask_babel import ngettext


def mail_waits() -> bool:
    """Without a mail server the outbox waits; only the demo shows its mail in a page."""
    return not current_app.config["SMTP_URL"] and not g.project.is_demo


def asked_in_words(count: int) -> str:
    """What became of a mail that asks something, to ``count`` people."""
    if not count:
        return _("Er was niemand meer om te mailen.")
    if mail_waits():
        return ngettext(
            "Het bericht is klaargezet voor één deelnemer. Het vertrekt zodra er een mailserver is ingesteld.",
            "Het bericht is klaargezet voor %(num)d deelnemers. Het vertrekt zodra er een mailserver is ingesteld.",
            count,
        )
    return ngettext(
        "Het bericht is klaargezet voor één deelnemer. Het vertrekt binnen een minuut.",
        "Het bericht is klaargezet voor %(num)d deelnemers. De eerste vertrekken binnen een minuut.",
        count,
    )
